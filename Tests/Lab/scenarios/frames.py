"""vivid shows our frames: a valid pass opens, an invalid one does not, and the pulse has the configured length."""

ORDER = 1


def scenario(door):
    door.configure(pulse=1.0)
    door.boot()
    camera = door.watches()

    camera.shows(door.office.valid())
    length = door.admits()
    door.expect(0.95 <= length <= 1.25, f"the pulse was {length} s long and not 1 s")
    door.figure("a pulse of 1 s, as the chip saw it", length)

    with door.lock_shut():
        camera.shows(door.office.expired())
        door.denies("expired")
        camera.shows(door.office.forged())
        door.denies("unknown-key")

    door.ledger_has(kind="decision", verdict="admit", reason="ok", lock="opened", **{"class": "member"})
    door.ledger_has(kind="decision", verdict="deny", reason="expired", lock="held")
    door.ledger_has(kind="decision", verdict="deny", reason="unknown-key", lock="held")
    door.ledger_is_whole()
