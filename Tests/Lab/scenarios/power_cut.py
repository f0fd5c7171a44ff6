"""The power goes while people are admitted as fast as the gate allows, twenty times at random moments: after every boot the
ledger is whole, and no opening that the line showed is missing from it."""

import random

ORDER = 60
LIMIT = 1500
IS_LONG = True
CUTS = 20
# Nobody is judged twice while the code stays in view; so many people come one after the other.
PEOPLE = 24


def scenario(door):
    cut_again_and_again(door, CUTS)


def cut_again_and_again(door, cuts):
    door.configure(pulse=0.2, more="\n[presentation]\nturn = 0.1\n")
    door.add_data_disk()
    people = [door.office.valid() for _ in range(PEOPLE)]
    seen = 0
    for _ in range(cuts):
        door.boot()
        door.vivid(*people)
        boot = door.run("cat /proc/sys/kernel/random/boot_id").strip()
        door.sees("decided", within=90, verdict="admit", lock="opened")
        door.wait(random.uniform(0, 4))
        door.cut_power()
        openings = len(door.lines.pulses())
        seen += openings

        door.boot()
        door.is_ready()
        door.ledger_is_whole()
        written = len(door.ledger(boot=boot, lock="opened"))
        door.say(f"the line showed {openings} openings, the ledger has {written}")
        door.expect(written >= openings, f"{openings - written} openings are missing from the ledger")
        door.cut_power()
    door.figure("openings that the line showed", seen, "")
