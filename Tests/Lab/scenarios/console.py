"""The console beside the gate: the visitor's page alone at its port, the officer's behind a login, no other name and no other
address, shut in, and killed without harm to the gate."""

import json
import re

ORDER = 92
UNIT = "scan-appliance-console.service"
VISITORS, STAFF = 8070, 8071
# As systemd 252 counts it.
EXPOSURE = 1.5
SCREEN = "/usr/share/doc/scan-appliance/examples/gate-screen.service"


def scenario(door):
    door.configure(more='\n[control]\nwatch = "scan-appliance-console"\n')
    door.boot()
    camera = door.watches()
    with door.same_service():
        door.run(f"systemctl start {UNIT}")
        door.within(20, "the console watches the station", lambda: get(door, STAFF, "/healthz")[0] == 200)
        knows_its_visitors(door)
        knows_its_staff(door)
        is_shut_in(door)

        killed = door.run(f"systemctl show -P MainPID {UNIT}").strip()
        door.act(f"kill -KILL {killed}")
        camera.shows(door.office.valid())
        door.admits()
        door.within(20, "the console is back", lambda: get(door, STAFF, "/healthz")[0] == 200)
        door.expect(door.run(f"systemctl show -P MainPID {UNIT}").strip() != killed, "the same process goes on")
    door.run(f"systemctl stop {UNIT}")
    # The board has no such browser, which is all that systemd may find.
    mistakes = [line for line in door.run(f"systemd-analyze verify {SCREEN} 2>&1", check=False).splitlines()
                if "/usr/bin/cage is not executable" not in line]
    door.expect(not mistakes, f"systemd finds mistakes in the unit of the screen at the door: {mistakes}")


def knows_its_visitors(door):
    for path in ("/", "/text.json"):
        door.expect(get(door, VISITORS, path)[0] == 200, f"visitors do not get {path}")
    for path in ("/officer", "/technician", "/login", "/metrics", "/api/state"):
        door.expect(get(door, VISITORS, path)[0] == 404, f"visitors get {path}")
    status, _ = get(door, VISITORS, "/", "-H 'Host: gate.example'")
    door.expect(status in (400, 403, 421), f"another name for the visitor's page is answered with {status}")


def knows_its_staff(door):
    for path in ("/officer", "/technician"):
        status, head = get(door, STAFF, path)
        door.expect(status == 303 and "/login" in head, f"{path} without a login: {status}")
    door.expect(get(door, STAFF, "/api/state")[0] in (401, 403), "the state is told to anybody")
    for header in ("Host: gate.example", "Origin: http://gate.example"):
        status, _ = get(door, STAFF, "/", f"-H '{header}'")
        door.expect(status in (400, 403, 421), f"{header} is answered with {status}")

    token = door.run("scan-appliance token new --role officer --name desk-1 && scan-appliance reload > /dev/null").split()[0]
    door.expect(log_in(door, "x" * len(token)) == 401, "a wrong token logs in")
    door.expect(log_in(door, token) == 200, "the officer's token does not log in")
    door.expect(get(door, STAFF, "/officer", "-b /run/cookies")[0] == 200, "who is logged in gets no page")


def is_shut_in(door):
    addresses = door.run("ss -Hltn | awk '{ print $4 }'").split()
    listens = {address for address in addresses if address.endswith((f":{VISITORS}", f":{STAFF}"))}
    door.expect(listens == {f"127.0.0.1:{VISITORS}", f"127.0.0.1:{STAFF}"}, f"it listens at {addresses}")
    said = door.run(f"systemd-analyze security --no-pager {UNIT} | tail -n 1", within=120)
    exposure = float(re.search(r"level for \S+: ([0-9.]+)", said)[1])
    door.figure(f"exposure of {UNIT}", exposure, "")
    door.expect(exposure <= EXPOSURE, f"its exposure is {exposure}")
    account = door.run(f"ps -o user:32= -p $(systemctl show -P MainPID {UNIT})").strip()
    door.expect(account == "scan-appliance-console", f"it runs as {account}")


def log_in(door, token):
    # As the page itself asks: the console takes nothing that comes from elsewhere.
    headers = f"-H 'Origin: http://127.0.0.1:{STAFF}' -H 'Content-Type: application/json'"
    body = json.dumps({"token": token})
    status, _ = get(door, STAFF, "/api/login", f"-c /run/cookies {headers} -d '{body}'")
    return status


def get(door, port, path, options=""):
    """The status of an answer (0: none) and its head."""
    head = door.run(f"curl -s -m 5 -o /dev/null -D - {options} http://127.0.0.1:{port}{path}", check=False)
    found = re.match(r"HTTP/1\.1 (\d+)", head)
    return (int(found[1]) if found else 0), head
