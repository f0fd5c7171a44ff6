"""With a million rows in its ledger the gate works within 2 s of its start; the check of all of them goes on beside it."""

import time

ORDER = 81
LIMIT = 900
IS_LONG = True
ROWS = 1_000_000


def scenario(door):
    door.configure()
    door.add_data_disk(megabytes=1024, rows=ROWS)
    door.boot()
    ready = door.is_ready()
    # When systemd took the service up, before it waited for udev.
    turn = int(door.property("InactiveExitTimestampMonotonic")) / 1e6
    started = int(door.property("ExecMainStartTimestampMonotonic")) / 1e6
    door.figure("power-on to the service's turn: the kernel's and systemd's time", turn)
    door.figure("the same, until udev is done and the gate's process begins", started)
    door.figure(f"the service's turn to READY, {ROWS} rows", ready - turn)
    door.figure(f"power-on to READY, {ROWS} rows", ready)
    door.expect(ready - turn < 2, f"the gate took {ready - turn:.2f} s to work")

    begun = time.monotonic()
    check = door.ledger_is_whole(within=300)
    door.figure(f"check of {ROWS} rows beside the gate at work", time.monotonic() - begun)
    door.figure(f"power-on to the check of {ROWS} rows done", door.now())
    door.expect(check["rows"] >= ROWS, "rows are missing")
    camera = door.vivid()
    door.sees("camera-streaming", within=30)
    camera.shows(door.office.valid())
    door.admits()
