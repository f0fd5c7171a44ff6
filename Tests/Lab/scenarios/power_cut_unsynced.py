"""The same with a database that does not wait for the disk (synchronous=NORMAL) loses openings: the lab can see it."""

from door.machine import Missed
from scenarios.power_cut import cut_again_and_again

ORDER = 61
LIMIT = 600

# The library stands between the gate and SQLite on this board alone: no configuration of the gate can do this, and the gate
# would refuse to start if it noticed.
DROP_IN = """\
[Service]
Environment=LD_PRELOAD=/opt/unsynced.so
"""


def scenario(door):
    door.put("etc/systemd/system/scan-appliance.service.d/unsynced.conf", DROP_IN)
    door.put_program("opt/unsynced.so", "unsynced")
    try:
        cut_again_and_again(door, 3)
    except Missed as missed:
        door.say(f"as it must: {missed}")
        door.expect("missing from the ledger" in str(missed), f"it failed otherwise: {missed}")
    else:
        raise Missed("three power cuts lost nothing though nobody waited for the disk: power_cut cannot see what it is for")
