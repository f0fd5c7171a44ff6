"""The board: a User-Mode Linux kernel as a process of this machine."""

import os
import signal
import socket
import subprocess
import threading
import time


class Missed(Exception):
    """What a scenario expected and did not see."""


class Stream:
    """Lines that the board writes to one of its serial ports; kept here, whatever becomes of the board."""

    def __init__(self, parse):
        self.entries = []
        self._parse = parse
        self._changed = threading.Condition()

    def take(self, line):
        entry = self._parse(line)
        if entry is not None:
            with self._changed:
                self.entries.append(entry)
                self._changed.notify_all()

    def wait(self, wanted, within, after=0):
        """The first entry from index `after` on that is `wanted`; None where none came `within` so many seconds."""
        deadline = time.monotonic() + within
        with self._changed:
            while True:
                for entry in self.entries[after:]:
                    if wanted(entry):
                        return entry
                after = len(self.entries)
                if not self._changed.wait(deadline - time.monotonic()) and time.monotonic() >= deadline:
                    return None


class Machine:
    """One board: switched on, given commands, and switched off by cutting its power."""

    def __init__(self, kernel, job):
        """`kernel` is what build-kernel made; `job` a folder that the board sees as /run/lab."""
        self.kernel = kernel
        self.job = job
        self.console = os.path.join(job, "console")
        self._process = None
        self._count = 0

    def switch_on(self, streams, layer, disks, options):
        """`streams` take what comes from the serial ports 2 and up; `disks` are files or None, ubda first."""
        with open(os.path.join(self.kernel, "release")) as file:
            release = file.read().strip()
        pairs = [socket.socketpair() for _ in range(1 + len(streams))]
        ports = [f"ssl{number + 1}=fd:{theirs.fileno()}" for number, (_, theirs) in enumerate(pairs)]
        # The layer of a board that only reads it may be read by others at the same time.
        drives = [f"ubd{number}{'rc' if number == 0 and layer == 'read' else ''}={path}"
                  for number, path in enumerate(disks) if path]
        command = [
            os.path.join(self.kernel, "linux"), "mem=384M", "rootfstype=hostfs", "rootflags=/", "ro", "quiet",
            "loglevel=3", "panic=-1", f"uml_dir={self.job}/uml", "con=null", "con0=fd:0,fd:1", "ssl=null", *ports,
            *drives, f"init={self.job}/stage1", f"lab.job={self.job}", f"lab.release={release}",
            f"lab.modules={self.kernel}/modules/{release}", f"lab.layer={layer}", *options.split(),
        ]
        with open(self.console, "ab") as console:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=console, stderr=console, start_new_session=True,
                pass_fds=[theirs.fileno() for _, theirs in pairs],
                env=dict(os.environ, TMPDIR="/dev/shm" if os.path.isdir("/dev/shm") else "/tmp"))
        for _, theirs in pairs:
            theirs.close()
        self._port = pairs[0][0]
        self._answers = self._port.makefile("r")
        self._pumps = [threading.Thread(target=_pump, args=(ours, stream), daemon=True)
                       for (ours, _), stream in zip(pairs[1:], streams)]
        for pump in self._pumps:
            pump.start()

    def await_agent(self, within=60):
        """Until the board takes commands."""
        self._answer("ready", within)

    def run(self, script, within=60, check=True):
        """Runs a shell script on the board and returns what it wrote; `check`: that it fails is a miss."""
        self._count += 1
        name = f"job{self._count}"
        path = os.path.join(self.job, name)
        with open(path, "w") as file:
            file.write(script + "\n")
        self._port.sendall(f"{name}\n".encode())
        status = int(self._answer(name + " ", within).split()[1])
        with open(path + ".out", errors="replace") as file:
            output = file.read()
        if check and status != 0:
            raise Missed(f"on the board, exit {status}: {script.strip()}\n{output.strip()}")
        return output

    def cut_power(self):
        """What the board wrote to its serial ports before is kept; what it had not yet put on its disks is gone."""
        if self._process is None:
            return
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self._process.wait()
        self._process = None
        self._port.close()
        for pump in self._pumps:
            pump.join()

    def _answer(self, start, within):
        self._port.settimeout(within)
        try:
            for line in self._answers:
                if line.startswith(start):
                    return line
        except OSError:
            pass
        state = "does not answer" if self._process and self._process.poll() is None else "is dead"
        raise Missed(f"the board {state}, asked for {start.strip()}; see its console")


def _pump(port, stream):
    with port, port.makefile("r", errors="replace") as lines:
        for line in lines:
            stream.take(line)
