"""A door with its board, camera, lock and lamps: what scenarios act on and look at."""

import contextlib
import json
import os
import re
import time

from door.board import Board
from door.camera import Vivid, Webcam
from door.machine import Missed

SERVICE = "scan-appliance.service"

CONFIGURATION = """\
station = "LAB-1"

[camera]
source = "{camera}"
width = 640
height = 480

{lines}
[clock]
sources = {sources}

[timing]
pulse = {pulse}
show = 0.5
{more}"""


class Door(Board):
    """What scenarios say of the gate: how it is configured, what is held before it, and what it must do."""

    def configure(self, camera="v4l2:" + Vivid.SOURCE, pulse=1.0, inputs=(), sources=("system",), more=""):
        """Lays a configuration and a trust folder for the next boot."""
        parts = [("lines", name, "") for name in ("lock", "green", "amber", "red", "buzzer")]
        # Pulled as the lab says, where the gate by itself would ask for the pull that a cut wire needs.
        parts += [("inputs", name, 'bias = "as-is"\n') for name in inputs]
        lines = "".join(
            f'[{kind}.{name}]\nchip = "board"\nline = "{name.upper()}"\n{bias}\n' for kind, name, bias in parts)
        self.put("etc/scan-appliance/config.toml",
                 CONFIGURATION.format(
                     camera=camera, lines=lines, pulse=pulse, sources=json.dumps(list(sources)), more=more))
        self.office.trust(os.path.join(self.job, "root/etc/scan-appliance/trust"))

    def vivid(self, *pictures):
        """Plugs in a camera that shows these pictures in turn."""
        self.say("a camera is plugged in (vivid)")
        camera = Vivid(self)
        camera.plug_in(*pictures)
        return camera

    def watches(self, within=30):
        """Plugs in a camera as `vivid` does, and waits until its frames come."""
        camera = self.vivid()
        self.sees("camera-streaming", within=within)
        return camera

    def webcam(self, form):
        return Webcam(self, form)

    def sees(self, message, within=10, **fields):
        """Waits until the journal says `message` (a name of MESSAGES.md) since the last act; its entry."""
        def wanted(entry):
            return entry.get("MESSAGE_ID") == self._lab.messages[message] and all(
                entry.get(field.upper()) == value for field, value in fields.items())
        entry = self.journal.wait(wanted, within, after=self._since)
        what = " ".join([message, *(f"{field}={value}" for field, value in fields.items())])
        if entry is None:
            raise Missed(f"the journal did not say {what} within {within} s")
        self.say(f"journal: {entry['MESSAGE']}")
        return entry

    def admits(self, within=10):
        """A person is admitted and the lock opens; how long it was open."""
        begun = self.acted
        self.sees("decided", within, verdict="admit", lock="opened")
        return self.opens(since=begun)

    def denies(self, reason, within=10):
        self.sees("decided", within, verdict="deny", reason=reason, lock="held")

    def opens(self, since=None, within=20):
        """The lock's one pulse since the last act, once it is over; its length in seconds."""
        since = self.acted if since is None else since
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            pulses = self.lines.pulses(since=since)
            if pulses and pulses[-1][1] is not None:
                if len(pulses) > 1:
                    raise Missed(f"the lock opened {len(pulses)} times: {pulses}")
                length = pulses[0][1] - pulses[0][0]
                self.say(f"lock: open for {length:.3f} s")
                return length
            time.sleep(0.02)
        raise Missed("the lock did not open and shut again")

    @contextlib.contextmanager
    def lock_shut(self):
        """The lock must not move meanwhile."""
        before = self.now()
        yield
        self.expect(not self.lines.pulses(since=before) and self.lines.level("lock") != "1", "the lock opened")

    def expect(self, holds, otherwise):
        if not holds:
            raise Missed(otherwise)

    def within(self, seconds, what, holds, every=0.2):
        """Asks `holds` until it gives something; that."""
        deadline = time.monotonic() + seconds
        while True:
            found = holds()
            if found:
                return found
            if time.monotonic() > deadline:
                raise Missed(f"not within {seconds} s: {what}")
            time.sleep(every)

    def property(self, name):
        """A property of the gate's service, as systemd knows it."""
        return self.run(f"systemctl show -P {name} {SERVICE}", check=False).strip()

    def is_ready(self, within=60):
        """Waits until systemd has heard READY; the board's time at which it did."""
        self.within(within, "the service is ready", lambda: self.property("ActiveState") == "active")
        return int(self.property("ActiveEnterTimestampMonotonic")) / 1e6

    @contextlib.contextmanager
    def same_service(self):
        """The controller must live on meanwhile."""
        before = self.property("MainPID")
        yield
        self.expect(self.property("MainPID") == before, "the service was started anew")

    def reader(self):
        """The reader's process."""
        return self.run(f"pgrep -P $(systemctl show -P MainPID {SERVICE})").split()[0]

    def ledger(self, **fields):
        """The ledger's rows that have these values."""
        rows = [json.loads(line) for line in self.run("scan-appliance events --json").splitlines()]
        return [row for row in rows if all(row[field] == value for field, value in fields.items())]

    def ledger_has(self, **fields):
        """The ledger has rows with these values; they."""
        rows = self.ledger(**fields)
        self.expect(rows, f"no row of the ledger has {fields}")
        return rows

    def ledger_is_whole(self, within=60):
        check = json.loads(self.run("scan-appliance ledger check --json", within, check=False))
        self.expect(check["state"] == "whole", f"the ledger is not whole: {check}")
        self.say(f"ledger: whole, {check['rows']} rows")
        return check

    def figure(self, name, value, unit="s"):
        """A measured figure, shown in the lab's table."""
        self.figures.append((name, round(value, 3), unit))
        self.say(f"figure: {name}: {value:.2f} {unit}")


def seconds(entry):
    """The board's monotonic time of an entry of the journal."""
    return int(entry["__MONOTONIC_TIMESTAMP"]) / 1e6


def message_ids(page):
    """Names and ids of MESSAGES.md."""
    with open(page) as file:
        return dict(re.findall(r"^\| `([a-z-]+)` \| `([0-9a-f]{32})` \|", file.read(), re.MULTILINE))
