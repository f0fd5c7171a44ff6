"""A disk that is full and one that turned read-only: nobody is admitted without a row, the way out still opens, and the gate
goes on by itself once there is room again."""

ORDER = 70
STATE = "/var/lib/scan-appliance"

FAULTS = [
    ("full", f"dd if=/dev/zero of={STATE}/ballast bs=64k 2> /dev/null; sync", f"rm {STATE}/ballast"),
    # As the kernel does by itself where a disk fails (errors=remount-ro), with files open.
    ("read-only", f"echo 1 > /proc/sys/kernel/sysrq; echo u > /proc/sysrq-trigger; until grep -q '{STATE} ext4 ro' /proc/mounts;"
     " do sleep 0.1; done", f"mount -o remount,rw {STATE}"),
]


def scenario(door):
    door.configure(pulse=3.0, inputs=["exit"])
    door.add_data_disk(megabytes=16)
    door.boot()
    camera = door.watches(within=60)

    with door.same_service():
        for name, begin, end in FAULTS:
            door.say(f"the disk is {name}")
            door.run(begin)
            with door.lock_shut():
                camera.shows(door.office.valid())
                door.mark()
                door.sees("ledger-unwritable", within=20)
            door.mark()
            door.lines.press_for("exit", 0.5)
            door.opens()

            camera.shows_nothing()
            door.act(end)
            door.sees("recovered", within=20)
            camera.shows(door.office.valid())
            door.admits()
            camera.shows_nothing()
    door.ledger_has(kind="exit")
    door.ledger_is_whole()
