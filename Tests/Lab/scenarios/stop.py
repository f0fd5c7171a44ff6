"""`systemctl stop` in mid-pulse leaves the lock and the lamps at rest, and so does a reboot of the board."""

ORDER = 55


def scenario(door):
    door.configure(pulse=10.0)
    door.boot()
    camera = door.watches()

    for command in ["systemctl stop scan-appliance", "systemctl --no-block reboot"]:
        door.run("systemctl start scan-appliance")
        camera.shows(door.office.valid())
        door.sees("decided", verdict="admit", lock="opened", within=20)
        door.lines.await_level("lock", "1", within=2)
        door.act(command)
        door.sees("stopped")
        for line in ("lock", "green", "amber", "red", "buzzer"):
            door.lines.await_level(line, "0", within=2)
        _, fallen = door.lines.pulses()[-1]
        door.expect(fallen and fallen - door.lines.pulses()[-1][0] < 9, "the pulse went on to its end")
