"""With a million rows in its ledger the gate works within 2 s of its turn in systemd's order, and the check of all of them goes on
beside it; a ledger of the first version is brought up to date first, however long that takes."""

import time

ORDER = 81
LIMIT = 900
IS_LONG = True
ROWS = 1_000_000


def scenario(door):
    door.configure()
    door.add_data_disk(megabytes=1024, rows=ROWS)
    # The ledger is of the first version: brought up to date once, in its own time, and then the power goes.
    door.boot()
    figure_start(door, "a first start that brings the ledger up to date", within=600)
    door.cut_power()

    door.boot()
    took = figure_start(door, "a start")
    door.expect(took < 2, f"the gate took {took:.2f} s to work")

    begun = time.monotonic()
    check = door.ledger_is_whole(within=300)
    door.figure(f"check of {ROWS} rows beside the gate at work", time.monotonic() - begun)
    door.figure(f"power-on to the check of {ROWS} rows done", door.now())
    door.expect(check["rows"] >= ROWS, "rows are missing")
    camera = door.watches()
    camera.shows(door.office.valid())
    door.admits()


def figure_start(door, name, within=120):
    """The time from the service's turn in systemd's order, when it begins to wait for udev, until READY."""
    ready = door.is_ready(within)
    turn = int(door.property("InactiveExitTimestampMonotonic")) / 1e6
    door.figure(f"{name}, {ROWS} rows: power-on to the service's turn", turn)
    door.figure(f"{name}, {ROWS} rows: the service's turn to READY", ready - turn)
    door.expect(door.property("NRestarts") == "0", "it was ended and started again")
    said = door.run("journalctl --unit=scan-appliance --output=cat")
    door.expect("ledger-damaged" not in said, "a whole ledger was taken for a damaged one")
    return ready - turn
