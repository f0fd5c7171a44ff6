"""The reader's walls on a kernel with Landlock and on one without: each holds alone, and the reader says which it has."""

import errno

ORDER = 90

# What the tests' probe can do without walls, and what Landlock by itself must keep from it (the rest is the filter's).
ALL = ["read-file", "write-file", "list-folder", "open-device", "file-status", "unix-socket", "internet-socket", "tcp-bind",
       "memory-file", "fork", "thread", "signal", "trace", "executable-memory", "made-executable", "namespace", "prctl",
       "execute"]
FILES = ["read-file", "write-file", "list-folder", "open-device", "execute"]


def scenario(door):
    door.configure()
    for options, has_landlock in [("", True), ("lsm=", False)]:
        door.boot(options=options)
        camera = door.vivid()
        message = door.sees("reader-ready", within=60)["MESSAGE"]
        walls = "(seccomp, Landlock 6)" if has_landlock else "(seccomp; this kernel has no Landlock)"
        door.expect(walls in message, f"its walls are others: {message}")
        camera.shows(door.office.valid())
        door.admits(within=30)

        stops(door, ALL, 0)
        stops(door, ALL, errno.EPERM, "filter")
        if has_landlock:
            stops(door, FILES, errno.EACCES, "landlock")
        stops(door, ALL, errno.EPERM, "landlock", "filter")
        door.cut_power()


def stops(door, attempts, code, *walls):
    """Behind these walls each of these attempts must end with `code`, 0 being success."""
    came = dict(line.split() for line in door.run(f"{door.probe} walls {' '.join(walls)}").splitlines())
    odd = {name: came[name] for name in attempts if came[name] != str(code)}
    door.expect(not odd, f"behind {' and '.join(walls) or 'no wall'} these ended otherwise than with {code}: {odd}")
    door.say(f"{len(attempts)} attempts behind {' and '.join(walls) or 'no wall'}: {errno.errorcode.get(code, 'all work')}")
