"""The exit button opens without a code; the officer's admits who was referred when pressed shortly, and opens for whoever
stands there when held."""

ORDER = 42


def scenario(door):
    door.configure(pulse=3.0, inputs=["exit", "officer"], sources=["technician"])
    door.boot()
    camera = door.watches()

    door.mark()
    door.lines.press_for("exit", 0.5)
    length = door.opens()
    door.expect(length >= 2.95, "whoever leaves has less than the 3 s of IEC 60839-11-1 to open the door")
    door.ledger_has(kind="exit")

    with door.lock_shut():
        camera.shows(door.office.valid())
        door.sees("decided", verdict="refer", reason="clock-untrusted", lock="held")
    door.mark()
    door.lines.press_for("officer", 0.5)
    door.opens()
    door.ledger_has(kind="override", lock="opened")
    overrides = len(door.ledger(kind="override"))

    camera.shows_nothing()
    door.mark()
    door.lines.press_for("officer", 3)
    door.opens()
    door.expect(len(door.ledger(kind="override")) == overrides + 1, "the override is not in the ledger")
    door.ledger_is_whole()
