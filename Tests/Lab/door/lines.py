"""The board's GPIO lines as they look from the other side of the chip."""

import time

from door.machine import Missed, Stream


class Lines:
    """What was recorded of the outputs, outside the board; and the hand on its inputs."""

    INPUTS = {"exit": 5, "officer": 6, "door": 7, "tamper": 8}

    def __init__(self, door):
        self._door = door
        self.stream = Stream(self._parse)
        # The entry that this boot begins with: each boot counts its time anew.
        self._first = 0

    @staticmethod
    def _parse(line):
        seconds, name, level = line.split()
        return float(seconds), name, level

    def begin(self):
        self._first = len(self.stream.entries)

    def level(self, name):
        """'0', '1', or '-' where the chip is gone."""
        return next((level for _, line, level in reversed(self.stream.entries) if line == name), "-")

    def await_level(self, name, level, within):
        seen = len(self.stream.entries)
        if self.level(name) != level and not self.stream.wait(lambda entry: entry[1:] == (name, level), within, seen):
            raise Missed(f"{name} did not go to {level} within {within} s")

    def pulses(self, name="lock", since=0.0):
        """Each time the line was high since the board's time `since`: when it rose and when it fell (None: not yet)."""
        found = []
        for seconds, line, level in self.stream.entries[self._first:]:
            if line != name or seconds < since:
                continue
            if level == "1":
                found.append((seconds, None))
            elif found and found[-1][1] is None:
                found[-1] = (found[-1][0], seconds)
        return found

    def press(self, name):
        self._pull(name, "up")

    def let_go(self, name):
        self._pull(name, "down")

    def press_for(self, name, seconds):
        self.press(name)
        time.sleep(seconds)
        self.let_go(name)

    def _pull(self, name, way):
        self._door.say(f"{name}: pull-{way}")
        self._door.run(f"cd /sys/devices/platform/gpio-sim.*/gpiochip*/sim_gpio{self.INPUTS[name]} && echo pull-{way} > pull")
