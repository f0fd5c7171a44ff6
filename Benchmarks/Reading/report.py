"""The table and the picture of what `bench` measured. Rates and delays count every second frame, as 15 a second would be."""


class Truth:
    """What the footage shows."""

    def __init__(self, seeds):
        self.text = {}
        self.seeds = [seed.name.removeprefix("seed-") for seed in seeds]
        for seed in seeds:
            for line in (seed / "manifest.tsv").read_text().splitlines():
                fields = line.split("\t")
                self.text[f"{seed.name}.{fields[0]}"] = fields[-1]

    def name(self):
        """Which footage it is."""
        seeds = ", ".join(self.seeds)
        return f"Footage of the seeds {seeds}: {sum('.c' in name for name in self.text)} sequences with a code"

    def coded(self, lines):
        return [name for name in lines if name.split(".")[1][0] == "c"]

    def moving(self, lines):
        return [name for name in lines if name.split(".")[1][0] == "e" and "static" not in name]

    def still(self, lines):
        return [name for name in lines if "static" in name and "_720_" in name]


class Row:
    """One way of reading, and its lines by sequence."""

    def __init__(self, name, lines):
        self.name = name
        self.lines = lines
        self.posters = {}
        # Still scenes read again and again: a machine with other work to do is slow by turns.
        self.stills = []

    def second(self, name):
        return [line for line in self.lines[name] if line["frame"] % 2 == 0]

    def sequences(self, truth):
        return {name for name in truth.coded(self.lines) if any(line["codes"] for line in self.second(name))}

    def frames(self, truth):
        every = [bool(line["codes"]) for name in truth.coded(self.lines) for line in self.second(name)]
        return sum(every) / len(every)

    def wrong(self, truth):
        return sum(
            code["payload"] != truth.text[name] or name.split(".")[1][0] == "e"
            for name in self.lines for line in self.lines[name] for code in line["codes"])

    def still(self, names):
        """Milliseconds of a frame of a still scene: the least and the median of the medians of all runs."""
        runs = []
        for lines in self.stills or [self.lines]:
            for name in names:
                spent = sorted(line["cpu_us"] / 1000 for line in lines[name])
                runs.append(spent[len(spent) // 2])
        return min(runs), sorted(runs)[len(runs) // 2]

    def microseconds(self, names):
        spent = [line["cpu_us"] for name in names for line in self.lines[name]]
        return sum(spent) / len(spent)


def delay(row, rows, truth):
    """The mean of the frames from the first that any of the rows could read to the first that this one does, where it does."""
    delays = []
    for name in row.sequences(truth):
        firsts = [first(other, name) for other in rows if first(other, name) is not None]
        delays.append((first(row, name) - min(firsts)) / 2)
    return sum(delays) / len(delays)


def first(row, name):
    return next((line["frame"] for line in row.second(name) if line["codes"]), None)


def measured(rows, truth):
    """One dictionary of figures a row."""
    plain = rows[0]
    big = [name for name in plain.lines if "_720_" in name]
    unit = plain.microseconds(big)
    for row in rows:
        frames = sorted(line["cpu_us"] for name in big for line in row.lines[name])
        posters = [line["cpu_us"] for lines in row.posters.values() for line in lines]
        cut = sum("error" in line for lines in [*row.lines.values(), *row.posters.values()] for line in lines)
        coded, moving = truth.coded(row.lines), truth.moving(row.lines)
        yield {
            "name": row.name,
            "sequences": len(row.sequences(truth)),
            "of": len(coded),
            "frames": row.frames(truth),
            "coded": row.microseconds(coded) / plain.microseconds(coded),
            "moving": row.microseconds(moving) / plain.microseconds(moving),
            "still": row.still(truth.still(row.lines)),
            "p99": frames[len(frames) * 99 // 100] / unit,
            "worst": frames[-1] / unit,
            "hostile": max(posters) / unit,
            "delay": delay(row, rows, truth),
            "wrong": row.wrong(truth),
            "cut": cut,
        }


COLUMNS = [
    ("sequences read", lambda f: f"{f['sequences']} of {f['of']}"),
    ("frames read", lambda f: f"{100 * f['frames']:.1f} %"),
    ("cost with a code", lambda f: f"{f['coded']:.2f}"),
    ("cost moving, without", lambda f: f"{f['moving']:.2f}"),
    ("still 1280x720, least and median", lambda f: f"{f['still'][0]:.3f}, {f['still'][1]:.3f} ms"),
    ("p99", lambda f: f"{f['p99']:.2f}"),
    ("worst", lambda f: f"{f['worst']:.2f}"),
    ("worst, hostile", lambda f: f"{f['hostile']:.1f}"),
    ("delay, frames", lambda f: f"{f['delay']:.2f}"),
    ("wrong texts", lambda f: str(f["wrong"])),
    ("cut off", lambda f: str(f["cut"])),
]


def table(rows, truth):
    lines = ["| reads | " + " | ".join(name for name, _ in COLUMNS) + " |", "|---" * (len(COLUMNS) + 1) + "|"]
    for figures in measured(rows, truth):
        lines.append(f"| {figures['name']} | " + " | ".join(text(figures) for _, text in COLUMNS) + " |")
    everything = set().union(*(row.sequences(truth) for row in rows[:2]))
    lines.append("")
    plain = rows[0]
    unit = plain.microseconds([name for name in plain.lines if "_720_" in name]) / 1000
    lines.append(f"{truth.name()}. A plain scan of 1280x720 took {unit:.1f} ms of CPU on this machine.")
    lines.append("Costs are CPU time, as ratios of one run; times in milliseconds are longer on a machine with other work to do.")
    lines.append(f"Together {' and '.join(row.name for row in rows[:2])} read {len(everything)} sequences.")
    return "\n".join(lines)


def picture(rows, truth):
    """Frames read against cost with a code, as SVG."""
    figures = list(measured(rows, truth))
    width, height, left, bottom = 560, 320, 60, 270
    top = 1.1 * max(f["coded"] for f in figures)

    def x(cost):
        return left + cost / top * (width - left - 30)

    def y(rate):
        return bottom - rate / 0.7 * (bottom - 20)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" font-size="12">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        f'<path d="M{left} 20V{bottom}H{width - 20}" fill="none" stroke="#333"/>',
        f'<text x="{width / 2}" y="{height - 12}" text-anchor="middle">CPU per frame with a code, in plain scans</text>',
        f'<text x="16" y="{bottom / 2}" transform="rotate(-90 16 {bottom / 2})" text-anchor="middle">frames read</text>',
    ]
    for rate in (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
        parts.append(f'<path d="M{left} {y(rate):.1f}H{width - 20}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 6}" y="{y(rate) + 4:.1f}" text-anchor="end">{100 * rate:.0f} %</text>')
    for step in range(int(top / 0.2) + 1):
        parts.append(f'<text x="{x(step / 5):.1f}" y="{bottom + 18}" text-anchor="middle">{step / 5:.1f}</text>')
    for place, f in enumerate(figures):
        ours = f["name"] not in ("plain zbar", "zxing-cpp")
        colour = "#0a6b3d" if ours else "#8a1c1c"
        px, py = x(f["coded"]), y(f["frames"])
        parts.append(f'<circle cx="{px:.1f}" cy="{py:.1f}" r="5" fill="{colour}"/>')
        # Names of points close to each other stand above and below.
        shift = {"frugal": 22, "balanced": -10, "thorough": 4}.get(f["name"], 4)
        anchor = "end" if px > width - 120 else "start"
        side = -9 if anchor == "end" else 9
        label = f"{f['name']}: {f['sequences']} of {f['of']}"
        parts.append(
            f'<text x="{px + side:.1f}" y="{py + shift:.1f}" text-anchor="{anchor}" fill="{colour}">{label}</text>')
    return "\n".join(parts + ["</svg>", ""])
