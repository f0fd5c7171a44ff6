"""The door's board: what it is made of, what lies on its disks, and what can be done to it."""

import json
import os
import re
import shutil
import subprocess
import time

from door.history import lengthen
from door.lines import Lines
from door.machine import Machine, Missed, Stream


class Board:
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

    def boot(self, layer="read", options=""):
        """Switches the board on, and waits until it takes commands."""
        self.say("power on")
        self._since = len(self.journal.entries)
        self.lines.begin()
        self.machine.switch_on(
            [self.lines.stream, self.journal], layer, [self._lab.layer if layer != "none" else None, self.data], options)
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
                os.chmod(f"{content}/{name}", 0o600)
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

    def mark(self):
        """What is expected next is looked for from here on."""
        self.act(":")

    def wait(self, seconds):
        self.say(f"{seconds:.2f} s pass")
        time.sleep(seconds)

    def today(self):
        """The time of this machine, in whole seconds since 1970."""
        return int(time.time())

    def now(self):
        return float(self.run("cat /proc/uptime").split()[0])

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
        if linked.returncode != 0:
            raise Missed(f"the gate cannot be linked with libgpiod 2: {linked.stdout}")
        return linked.stdout.splitlines()[-2:]

    def early(self, script):
        """Something of the board that starts before systemd does, at the next boot."""
        path = os.path.join(self.job, "early")
        with open(path, "w") as file:
            file.write(f"#!/bin/sh\n{script}\n")
        os.chmod(path, 0o755)


def _journal_entry(line):
    try:
        return json.loads(line)
    except ValueError:
        return None
