"""A technician's visit: no camera, a camera of another group, a chip that only root may open, lock and lamp exchanged, a clock
in 1970. `diagnose` names each with what mends it; that is done, and then all is well."""

import datetime

from door.technician import Technician

ORDER = 95
LIMIT = 600
CONFIGURATION = "/etc/scan-appliance/config.toml"
EXCHANGE = f"sed -i 's/\"LOCK\"/\"-\"/; s/\"GREEN\"/\"LOCK\"/; s/\"-\"/\"GREEN\"/' {CONFIGURATION}"


def scenario(door):
    door.configure(sources=["synchronised", "technician"])
    door.add_data_disk()
    door.put("etc/udev/rules.d/90-lab.rules", 'SUBSYSTEM=="video4linux", GROUP="dialout", MODE="0660"\n')
    door.early(f"date -s @120 > /dev/null; {EXCHANGE}")
    door.boot()
    door.is_ready()
    door.sees("camera-absent", within=60)
    technician = Technician(door)

    checks = technician.looks()
    is_named(door, checks, "camera node", "cable")
    mend = is_named(door, checks, "clock", "scan-appliance clock set ")
    door.vivid(door.office.valid())
    now = datetime.datetime.fromtimestamp(door.today(), datetime.timezone.utc).isoformat().replace("+00:00", "Z")
    example = mend[mend.index("scan-appliance clock set"):].split(",")[0].split()
    door.act(" ".join([*example[:3], now]))

    checks = technician.looks()
    is_well(door, checks, "clock")
    door.act(is_named(door, checks, "camera node", "usermod -aG dialout scan-appliance"))
    door.sees("camera-streaming", within=30)

    door.run("chown root:root /dev/gpiochip*; chmod 600 /dev/gpiochip*; systemctl restart scan-appliance")
    door.is_ready()
    checks = technician.looks()
    is_well(door, checks, "camera node")
    door.expect("line-failed" in checks["output green"]["found"], f"a lamp that nobody can drive: {checks['output green']}")
    door.act(is_named(door, checks, "chip board", "udevadm trigger"))
    door.sees("recovered", within=30)

    checks = technician.answers()
    is_well(door, checks, "chip board")
    is_named(door, checks, "output green", "[lines.green] and [lines.lock]")
    door.act(is_named(door, checks, "output lock", "[lines.lock] and [lines.green]")
             and f"{EXCHANGE} && scan-appliance reload")

    checks = technician.answers()
    faults = [name for name, check in checks.items() if check["state"] == "fault"]
    door.expect(not faults, f"it still finds faults: {faults}")
    is_well(door, checks, "camera node", "camera frames", "chip board", "clock", "output lock", "output green", "line lock")
    door.ledger_is_whole()


def is_named(door, checks, name, mend):
    """It is a fault with this in what mends it; that."""
    check = checks[name]
    door.expect(check["state"] == "fault", f"{name} is {check}")
    door.expect(mend in check["mend"], f"{name} is not mended by: {check['mend']}")
    return check["mend"]


def is_well(door, checks, *names):
    odd = {name: checks.get(name) for name in names if checks.get(name, {}).get("state") != "ok"}
    door.expect(not odd, f"not well: {odd}")
