"""Pictures that cost a decoder dearly: stripes, textures, fields of finder patterns. 1280x720."""
import random

WIDTH, HEIGHT = 1280, 720
FINDER = [[0 if max(abs(x - 4), abs(y - 4)) in (0, 1, 3) else 1 for x in range(9)] for y in range(9)]


def pictures(folder):
    """Writes them where they are not there yet, and gives their files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in sorted(MAKERS.items()):
        file = folder / f"{name}.pgm"
        if not file.exists():
            file.write_bytes(b"P5\n%d %d\n255\n" % (WIDTH, HEIGHT) + make())
    return sorted(folder.glob("*.pgm"))


def of(luma):
    return lambda: bytes(luma(x, y) for y in range(HEIGHT) for x in range(WIDTH))


def finders(module):
    return of(lambda x, y: 255 * FINDER[y // module % 9][x // module % 9])


def noise(grain):
    def make():
        numbers = random.Random(1)
        rows = [[255 * numbers.getrandbits(1) for _ in range(WIDTH // grain)] for _ in range(HEIGHT // grain)]
        return bytes(rows[y // grain][x // grain] for y in range(HEIGHT) for x in range(WIDTH))
    return make


def scattered():
    numbers = random.Random(2)
    luma = [bytearray(b"\xff" * WIDTH) for _ in range(HEIGHT)]
    for _ in range(400):
        module = numbers.randint(2, 5)
        left, top = numbers.randrange(WIDTH - 9 * module), numbers.randrange(HEIGHT - 9 * module)
        for y in range(9 * module):
            for x in range(9 * module):
                luma[top + y][left + x] = 255 * FINDER[y // module][x // module]
    return b"".join(luma)


RUNS = [0, 1, 0, 0, 0, 1, 0, 1, 1]
MAKERS = {
    "blank": of(lambda x, y: 128),
    "upright-stripes": of(lambda x, y: 255 * (x // 4 % 2)),
    "level-stripes": of(lambda x, y: 255 * (y // 4 % 2)),
    "slanted-stripes": of(lambda x, y: 255 * ((x + y) // 5 % 2)),
    "squares": of(lambda x, y: 255 * ((x // 6 + y // 6) % 2)),
    "holes": of(lambda x, y: 20 if (x % 12 - 6) ** 2 + (y % 12 - 6) ** 2 < 9 else 220),
    "rings": of(lambda x, y: 255 * (int(((x - 640) ** 2 + (y - 360) ** 2) ** 0.5) // 5 % 2)),
    "finder-stripes": of(lambda x, y: 255 * RUNS[x // 3 % 9]),
    "finder-grid": of(lambda x, y: 255 * max(RUNS[x // 3 % 9], RUNS[y // 3 % 9])),
    "finders-2": finders(2),
    "finders-3": finders(3),
    "finders-5": finders(5),
    "noise-1": noise(1),
    "noise-4": noise(4),
    "scattered-finders": scattered,
}
