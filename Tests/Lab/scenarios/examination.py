"""A technician's page asks for the checks: the station makes them within its unit's walls and with its user's rights, each of
the board's parts is well, and nobody at the gate waits for it."""

import json

ORDER = 93
# As the console asks: the answer brings memory with what was found.
ASK = """python3 -c '
import json, os, socket
with socket.socket(socket.AF_UNIX) as station:
    station.settimeout(70)
    station.connect("/run/scan-appliance/control.sock")
    station.send(b"{\\"request\\":\\"checks\\"}\\n")
    answer, memories, _, _ = socket.recv_fds(station, 4096, 1)
print(os.pread(memories[0], 1 << 17, 0).rstrip(bytes(1)).decode() if memories else answer.decode())
'"""


def scenario(door):
    door.configure()
    door.boot()
    camera = door.watches()
    with door.same_service():
        found = json.loads(door.run(ASK, within=80))
        checks = {check["name"]: check for check in found["checks"]}
        for name in ("kernel", "service user", "zbar", "camera node", "camera driver", "camera format", "chip board", "line lock",
                     "line green", "trust", "revocations", "disk sync", "ledger"):
            door.expect(checks[name]["state"] == "ok", f"{name} is {checks.get(name)}")
        door.expect("active" in checks["unit"]["found"], f"systemd is not asked: {checks['unit']}")
        camera.shows(door.office.valid())
        door.admits()
    door.ledger_is_whole()
