"""A thousand pulses in virtual time: each begins and ends, of the configured length, and no line is left high."""

ORDER = 44
LIMIT = 1500
IS_LONG = True
PULSES = 1000

# On the board itself: in virtual time it does not wait for anybody outside.
PRESSES = """
cd /sys/devices/platform/gpio-sim.*/gpiochip*/sim_gpio5
for press in $(seq %d); do
    echo pull-up > pull; sleep 0.5
    echo pull-down > pull; sleep 4.5
done
"""


def scenario(door):
    door.configure(inputs=["exit"], pulse=3.0)
    door.boot(options="time-travel=inf-cpu")
    door.is_ready()
    begun = door.now()
    door.run(PRESSES % PULSES, within=1400)
    pulses = door.lines.pulses(since=begun)
    door.expect(len(pulses) == PULSES, f"the lock opened {len(pulses)} times")
    odd = [pulse for pulse in pulses if pulse[1] is None or not 2.97 <= pulse[1] - pulse[0] <= 3.05]
    door.expect(not odd, f"{len(odd)} pulses were not 3 s long, such as {odd[:3]}")
    for line in ("lock", "green", "amber", "red", "buzzer"):
        door.expect(door.lines.level(line) == "0", f"{line} was left high")
    door.figure("virtual time passed", (door.now() - begun) / 60, "min")
    door.expect(len(door.ledger(kind="exit")) == PULSES, "not every exit is in the ledger")
    door.ledger_is_whole()
