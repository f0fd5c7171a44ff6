"""The same gate with libgpiod 2, Debian 13's: buttons, a line that is held by another, a chip that vanishes and returns."""

from scenarios import buttons, chip_vanishes, line_busy

ORDER = 45
LIMIT = 600

DROP_IN = """\
[Service]
ExecStart=
ExecStart=/opt/gpiod2/scan-appliance run
"""


def scenario(door):
    program, library = door.link_gpiod2()
    door.put_program("opt/gpiod2/scan-appliance", program)
    door.put_program("opt/gpiod2/libgpiod.so.3", library)
    door.put("etc/systemd/system/scan-appliance.service.d/gpiod2.conf", DROP_IN)
    for same in (buttons, chip_vanishes, line_busy):
        same.scenario(door)
        maps = door.run(f"cat /proc/{door.property('MainPID')}/maps")
        door.expect("/opt/gpiod2/libgpiod.so.3" in maps and "libgpiod.so.2" not in maps, "it has another library")
        door.cut_power()
