"""A door with its board, camera, lock and lamps: what scenarios act on and look at."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import time

from door.camera import Vivid, Webcam
from door.history import lengthen
from door.lines import Lines
from door.machine import Machine, Missed, Stream

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


class Door:
    def __init__(self, lab, job, say):
        """`lab` has what all scenarios share; `say` shows a step."""
        self._lab = lab
        self.job = job
        self.say = say
        self.figures = []
        self.machine = Machine(lab.kernel, job)
        self.lines = Lines(self)
        self.journal = Stream(_journal_entry)
        self.data = None
        self._since = 0
        self.acted = 0.0
        for name in ("stage1", "stage2", "make-chip", "agent"):
            shutil.copy(os.path.join(lab.folder, "board", name), job)
        for name in lab.programs:
            shutil.copy(name, job)
        self.office = lab.office
        # Built beside the gate; this machine's files are the board's.
        self.probe = lab.probe

    # The board

    def boot(self, layer="read", options="", disks=(), memory="384M"):
        """Switches the board on, and waits until it takes commands."""
        self.say("power on")
        self._since = len(self.journal.entries)
        self.lines.begin()
        self.machine.switch_on(
            [self.lines.stream, self.journal], layer, [self._lab.layer if layer != "none" else None, self.data, *disks],
            options, memory)
        self.machine.await_agent()

    def add_data_disk(self, megabytes=64, rows=0):
        """A disk of its own for the ledger, that lives on when the power is cut; with a ledger of so many `rows`."""
        self.data = os.path.join(self.job, "data.img")
        with open(self.data, "wb") as file:
            file.truncate(megabytes << 20)
        content = os.path.join(self.job, "data")
        os.mkdir(content)
        if rows:
            self.say(f"a ledger of {rows} rows is made")
            for name in ("ledger.sqlite", "ledger.key"):
                shutil.copy(os.path.join(self._lab.folder, "ledger-1", name), content)
            lengthen(f"{content}/ledger.sqlite", f"{content}/ledger.key", rows)
        subprocess.run(["/sbin/mke2fs", "-q", "-t", "ext4", "-F", "-d", content, self.data], check=True)
        shutil.rmtree(content)

    def cut_power(self):
        self.say("power off")
        self.machine.cut_power()

    def run(self, script, within=60, check=True):
        return self.machine.run(script, within, check)

    def act(self, script):
        """Runs a script after which something is expected: `sees` looks from here on. The board's time at its end."""
        self._since = len(self.journal.entries)
        self.acted = float(self.run(script + "\nread -r seconds rest < /proc/uptime; echo $seconds").split()[-1])
        return self.acted

    def wait(self, seconds):
        self.say(f"{seconds:.2f} s pass")
        time.sleep(seconds)

    def today(self):
        """The time of this machine, in whole seconds since 1970."""
        return int(time.time())

    def now(self):
        return float(self.run("cat /proc/uptime").split()[0])

    # The gate

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

    def put(self, path, text, mode=0o644):
        """Lays a file for the next boot."""
        path = os.path.join(self.job, "root", path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)
        os.chmod(path, mode)

    def packages(self):
        """Lays the package and one of a newer version, the same but for that; their names in /run/lab."""
        shutil.copytree(os.path.join(self._lab.folder, "ledger-1"), os.path.join(self.job, "ledger-1"))
        shutil.copy(self._lab.package, os.path.join(self.job, "package.deb"))
        root = os.path.join(self.job, "unpacked")
        subprocess.run(["dpkg-deb", "-R", self._lab.package, root], check=True)
        control = os.path.join(root, "DEBIAN/control")
        with open(control) as file:
            text = re.sub(r"(?m)^Version: .*", r"\g<0>+newer", file.read())
        with open(control, "w") as file:
            file.write(text)
        newer = os.path.join(self.job, "newer.deb")
        subprocess.run(["dpkg-deb", "--root-owner-group", "-Znone", "-b", root, newer], check=True, stdout=subprocess.DEVNULL)
        shutil.rmtree(root)
        return "package.deb", "newer.deb"

    def put_program(self, path, program):
        """Lays a program for the next boot, where the gate can read it; by its name, where it is one of the lab's."""
        path = os.path.join(self.job, "root", path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        shutil.copy(os.path.join(self.job, program), path)

    def link_gpiod2(self):
        """The gate linked with libgpiod 2, and that library."""
        command = [os.path.join(self._lab.folder, "link-gpiod2"), self._lab.cache, self.job]
        linked = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
        self.expect(linked.returncode == 0, f"the gate cannot be linked with libgpiod 2: {linked.stdout}")
        return linked.stdout.splitlines()[-2:]

    def early(self, script):
        """Something of the board that starts before systemd does, at the next boot."""
        path = os.path.join(self.job, "early")
        with open(path, "w") as file:
            file.write(f"#!/bin/sh\n{script}\n")
        os.chmod(path, 0o755)

    def vivid(self, *pictures):
        """Plugs in a camera that shows these pictures in turn."""
        self.say("a camera is plugged in (vivid)")
        camera = Vivid(self)
        camera.plug_in(*pictures)
        return camera

    def webcam(self, form):
        return Webcam(self, form)

    # What is seen from outside

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

    def said(self, message):
        """Whether the journal has said `message` since the last act."""
        return any(entry.get("MESSAGE_ID") == self._lab.messages[message] for entry in self.journal.entries[self._since:])

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


def _journal_entry(line):
    try:
        return json.loads(line)
    except ValueError:
        return None


def message_ids(page):
    """Names and ids of MESSAGES.md."""
    with open(page) as file:
        return dict(re.findall(r"^\| `([a-z-]+)` \| `([0-9a-f]{32})` \|", file.read(), re.MULTILINE))
