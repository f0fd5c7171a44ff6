"""Another process holds the lock's line at start: the incident says so, nobody is admitted by a lock that is not ours, and
the line is taken as soon as it is free."""

ORDER = 40


def scenario(door):
    door.configure()
    door.early("gpioset --mode=signal board 0=0 < /dev/null > /dev/null 2>&1 &")
    door.boot()
    camera = door.watches()
    door.ledger_has(kind="incident", note="line-busy")
    with door.lock_shut():
        camera.shows(door.office.valid())
        door.sees("decided", lock="failed")

    camera.shows_nothing()
    door.act("pkill -x gpioset")
    door.sees("recovered")
    camera.shows(door.office.valid())
    door.admits()
