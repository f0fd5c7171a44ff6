"""A clock that starts in 1970 and jumps forward when the network sets it, and one that jumps back: passes that depend on
time are referred until it is known, and the station goes on counting by itself."""

ORDER = 71


def scenario(door):
    door.configure(sources=["synchronised", "technician"])
    door.early("date -s @120 > /dev/null")
    door.boot()
    camera = door.watches(within=60)

    with door.same_service():
        with door.lock_shut():
            camera.shows(door.office.valid())
            door.sees("decided", verdict="refer", reason="clock-untrusted", lock="held")
        camera.shows_nothing()

        # As systemd-timesyncd does once it has set the clock.
        today = door.today()
        door.act(f"date -s @{today} > /dev/null; mkdir -p /run/systemd/timesync; touch /run/systemd/timesync/synchronized")
        door.sees("clock-trusted", within=20)
        camera.shows(door.office.valid())
        door.admits()
        camera.shows_nothing()

        door.act(f"date -s @{today - 40 * 86400} > /dev/null")
        door.sees("clock-jumped", within=20)
        # A pass that began yesterday would not be valid yet by the board's clock.
        camera.shows(door.office.valid())
        door.admits()
        with door.lock_shut():
            camera.shows(door.office.expired())
            door.denies("expired")
    door.ledger_has(kind="incident", note="clock-untrusted")
    door.ledger_is_whole()
