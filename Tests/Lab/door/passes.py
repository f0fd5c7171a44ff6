"""Passes, and pictures of a hand that holds one before the camera."""

import datetime
import os
import shutil
import subprocess

WIDTH, HEIGHT = 640, 480
# A wall in the evening: no code in it.
EMPTY = bytes([100]) * (WIDTH * HEIGHT)


class Office:
    """Issues passes with keys of its own, by the gate's own command."""

    def __init__(self, gate, folder):
        self._gate = gate
        self._folder = folder
        self._count = 0
        os.makedirs(folder, exist_ok=True)
        for key in ("issuer", "forger"):
            self._call("key", "new", "--out", self._path(key))

    def trust(self, folder):
        """Makes the trust folder of a gate that believes this office."""
        os.makedirs(folder, exist_ok=True)
        shutil.copy(self._path("issuer.pub"), folder)

    def valid(self):
        return self._issue("issuer", -1, 365)

    def expired(self):
        return self._issue("issuer", -30, -29)

    def forged(self):
        return self._issue("forger", -1, 365)

    def _issue(self, key, first_day, last_day):
        self._count += 1
        today = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
        begins, ends = (
            (today + datetime.timedelta(days=days)).isoformat().replace("+00:00", "Z") for days in (first_day, last_day))
        return _picture(self._call(
            "pass", "issue", "--key", self._path(key), "--class", "member", "--station", "LAB-1", "--not-before", begins,
            "--expires", ends, "--format", "terminal"))

    def _path(self, name):
        return os.path.join(self._folder, name)

    def _call(self, *arguments):
        return subprocess.run([self._gate, *arguments], check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              encoding="utf-8").stdout


def _picture(drawing):
    """A grey frame with the code that `drawing` shows in half blocks, in its middle."""
    rows = []
    for line in drawing.splitlines():
        cells = line[line.index("m") + 1:line.rindex("\x1b")]
        rows.append([cell in "█▀" for cell in cells])
        rows.append([cell in "█▄" for cell in cells])
    module = min(HEIGHT // len(rows), WIDTH // len(rows[0]))
    left, top = (WIDTH - module * len(rows[0])) // 2, (HEIGHT - module * len(rows)) // 2
    frame = bytearray(EMPTY)
    for number, row in enumerate(rows):
        pixels = b"".join((b"\x14" if dark else b"\xe6") * module for dark in row)
        for y in range(top + number * module, top + (number + 1) * module):
            frame[y * WIDTH + left:y * WIDTH + left + len(pixels)] = pixels
    return bytes(frame)


def yuyv(grey):
    pixels = bytearray(b"\x80" * (2 * len(grey)))
    pixels[::2] = grey
    return bytes(pixels)


def jpeg(grey):
    """By cjpeg, in colour and with half the chroma across, as webcams deliver it."""
    pixels = bytearray(3 * len(grey))
    for channel in range(3):
        pixels[channel::3] = grey
    header = f"P6 {WIDTH} {HEIGHT} 255\n".encode()
    return subprocess.run(["cjpeg", "-quality", "80", "-sample", "2x1"], input=header + bytes(pixels), check=True,
                          stdout=subprocess.PIPE).stdout
