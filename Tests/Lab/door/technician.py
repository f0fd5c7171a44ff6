"""A technician at the door, who has eyes and does what `scan-appliance diagnose` says."""

import json
import re
import time

from door.machine import Missed

QUESTIONS = "/run/diagnose.questions"
ASKED = r"release the lock now|was that \w+\?|hold a code|shut the door"


class Technician:
    # What can be told from the lamps that show service mode.
    SEEN = ("lock", "green", "buzzer")

    def __init__(self, door):
        self._door = door

    def looks(self):
        """Looks without being asked anything; each check by its name."""
        return self._checks(self._door.run("scan-appliance diagnose --yes --json 2> /dev/null", within=120, check=False))

    def answers(self, within=120):
        """Answers what is asked with what the lines showed; each check by its name."""
        self._door.run(f"""
            rm -f /run/diagnose.*; mkfifo /run/diagnose.answers
            scan-appliance diagnose --json <> /run/diagnose.answers > /run/diagnose.json 2> {QUESTIONS} &
            echo $! > /run/diagnose.pid""")
        answered, deadline = 0, time.monotonic() + within
        seen_until = self._door.now()
        while time.monotonic() < deadline:
            asked = re.findall(ASKED, self._door.run(f"cat {QUESTIONS}"))
            if answered < len(asked):
                answer = self._answer(asked[answered], seen_until)
                self._door.say(f"{asked[answered]}: {answer}")
                seen_until = self._door.now()
                self._door.run(f"echo {answer} > /run/diagnose.answers")
                answered += 1
            elif self._door.run("kill -0 $(cat /run/diagnose.pid) 2> /dev/null || echo over", check=False):
                return self._checks(self._door.run("cat /run/diagnose.json"))
        raise Missed(f"diagnose did not end: {self._door.run(f'cat {QUESTIONS}')}")

    def _answer(self, question, since):
        if "release" in question:
            return "yes"
        if "hold" in question:
            return "no"
        if "shut" in question:
            return ""
        role = re.search(r"that (\w+)", question)[1]
        moved = [name for name in self.SEEN if self._door.lines.pulses(name, since=since)]
        if role not in self.SEEN:
            return moved[0] if moved else role
        return moved[0] if moved else "none"

    def _checks(self, text):
        checks = {check["name"]: check for check in json.loads(text)["checks"]}
        for check in checks.values():
            if check["state"] != "ok":
                self._door.say(f"{check['state']}: {check['name']}: {check['found']} -> {check['mend']}")
        return checks
