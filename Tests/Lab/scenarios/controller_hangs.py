"""A controller that hangs at rest, and one that is stopped in mid-pulse: the watchdog kills it, the lock is open for at
most pulse + WatchdogSec, and the service is back."""

ORDER = 52
PULSE, WATCHDOG = 4.0, 5.0
# What a busy machine adds: the watchdog is looked at, and its process killed, by programs that need their turn too.
ALLOWANCE = 1.0


def scenario(door):
    door.configure(pulse=PULSE)
    door.boot()
    camera = door.watches()

    with door.lock_shut():
        hang(door)

    camera.shows(door.office.valid())
    door.sees("decided", verdict="admit", lock="opened")
    door.lines.await_level("lock", "1", within=2)
    begun = door.lines.pulses()[-1][0]
    camera.shows_nothing()
    hang(door)
    door.expect(door.lines.level("lock") == "0", "the lock is still open")
    length = door.opens(since=begun)
    door.expect(length <= PULSE + WATCHDOG + ALLOWANCE, f"the lock was open for {length} s")
    door.figure(f"lock open where the controller is stopped in a pulse of {PULSE:.0f} s", length)

    camera.shows(door.office.valid())
    door.admits()
    door.ledger_is_whole()


def hang(door):
    """Stops the controller; until the service is there again."""
    before = door.property("MainPID")
    door.act(f"kill -STOP {before}")
    door.sees("started", within=20)
    door.expect(door.property("MainPID") != before, "the same process goes on")
    door.sees("camera-streaming")
