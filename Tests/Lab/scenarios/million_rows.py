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
    started = int(door.property("ExecMainStartTimestampMonotonic")) / 1e6
    door.figure(f"power-on to READY, {ROWS} rows", ready)
    door.figure(f"start of the service to READY, {ROWS} rows", ready - started)
    door.expect(ready - started < 2, f"the gate took {ready - started:.2f} s to work")

    begun = time.monotonic()
    check = door.ledger_is_whole(within=300)
    door.figure(f"check of {ROWS} rows beside the gate at work", time.monotonic() - begun)
    door.expect(check["rows"] >= ROWS, "rows are missing")
    camera = door.vivid()
    door.sees("camera-streaming", within=30)
    camera.shows(door.office.valid())
    door.admits()
