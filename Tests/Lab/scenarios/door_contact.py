"""A door that is opened with nothing released is forced; one that stands open for too long is held open; both end."""

ORDER = 43


def scenario(door):
    door.configure(inputs=["exit", "door", "tamper"], more="\n[door]\nopen = 10.0\n")
    door.boot()
    door.watches()

    for name, incident in [("door", "door-forced-open"), ("tamper", "tamper")]:
        door.mark()
        with door.lock_shut():
            door.lines.press(name)
            door.sees(incident)
            door.lines.let_go(name)
        # Both sound until somebody has heard them, also where they are over.
        door.run("scan-appliance alarm acknowledge")
        door.within(5, f"the ledger says {incident}-cleared", lambda: door.ledger(note=f"{incident}-cleared"))

    door.mark()
    door.lines.press_for("exit", 0.5)
    door.lines.press("door")
    door.sees("door-held-open", within=30)
    door.ledger_has(kind="incident", note="door-held-open")
    door.lines.let_go("door")
    door.within(5, "the ledger says door-held-open-cleared", lambda: door.ledger(note="door-held-open-cleared"))
    door.expect(len(door.ledger(note="door-forced-open")) == 1, "a door that was released was taken for a forced one")
