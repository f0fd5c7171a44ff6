"""SIGKILL in mid-pulse drops the lock at once and the service is back; five crashes in a row do not end it either."""

from door.door import seconds

ORDER = 53


def scenario(door):
    door.configure(pulse=5.0)
    door.boot()
    camera = door.watches()

    camera.shows(door.office.valid())
    door.sees("decided", verdict="admit", lock="opened")
    door.lines.await_level("lock", "1", within=2)
    begun = door.lines.pulses()[-1][0]
    camera.shows_nothing()
    killed = kill(door)
    _, fallen = door.lines.pulses(since=begun)[0]
    door.expect(fallen and fallen - killed < 0.5, "the lock did not drop")
    door.figure("SIGKILL in mid-pulse to the lock at rest", max(fallen - killed, 0))
    door.figure("SIGKILL to first frame", seconds(door.sees("camera-streaming")) - killed)

    with door.lock_shut():
        for _ in range(5):
            kill(door)
    door.sees("camera-streaming")
    camera.shows(door.office.valid())
    door.admits()
    door.ledger_is_whole()


def kill(door):
    """Kills the controller; until another has started. The board's time of it."""
    killed = door.act(f"kill -KILL {door.property('MainPID')}")
    door.sees("started")
    return killed
