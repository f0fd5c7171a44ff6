"""The GPIO chip vanishes at rest and in mid-pulse and returns: named, taken back by itself, and no line comes back high."""

ORDER = 41
LIVE = "/sys/kernel/config/gpio-sim/door/live"


def scenario(door):
    door.configure(pulse=3.0)
    door.boot()
    camera = door.watches()

    with door.same_service():
        for is_in_pulse in (False, True):
            if is_in_pulse:
                camera.shows(door.office.valid())
                door.sees("decided", verdict="admit", lock="opened")
                door.lines.await_level("lock", "1", within=2)
                camera.shows_nothing()
            door.act(f"echo 0 > {LIVE}")
            door.sees("line-vanished")
            door.lines.await_level("lock", "-", within=2)
            returned = door.act(f"echo 1 > {LIVE}")
            door.sees("recovered")
            door.lines.await_level("lock", "0", within=2)
            door.expect(not door.lines.pulses(since=returned), "the lock came back open")
        camera.shows(door.office.valid())
        door.admits()
    door.ledger_has(kind="incident", note="line-vanished")
    door.ledger_is_whole()
