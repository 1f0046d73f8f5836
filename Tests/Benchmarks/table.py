"""The lines of the table: one measurement beside another, as a ratio with its target."""

import dataclasses
import statistics


@dataclasses.dataclass
class Line:
    """Ours beside something else; the ratio is what counts."""

    size: int
    section: str
    name: str
    against: str
    ours: float
    beside: float
    unit: str
    ratio: float
    low: float
    high: float
    target: str
    verdict: str

    def cells(self):
        """What stands in the columns of numbers: ours, beside, ratio, spread."""
        if self.verdict == "absent":
            return "", "", "", ""
        spread = f"{number(self.low)}–{number(self.high)}" if self.low < self.high else ""
        return (amount(self.ours, self.unit), amount(self.beside, self.unit), number(self.ratio),
                spread)


class Table:
    """Collects lines and prints each as soon as it is there."""

    def __init__(self):
        self.lines = []
        self.size = 0
        self.section = None

    def begin(self, size, section):
        self.size, self.section = size, section
        print(f"\n{title(section, size)}")
        print(f"  {'':<42} {'ours':>11} {'beside':>11} {'':<34} {'ratio':>6} {'min–max':>11} "
              f"{'target':>7}", flush=True)

    def add(self, name, against, ours, beside, unit, speed=False, least=None, most=None):
        """Sets medians side by side.

        Times are compared as they stand, or as speeds: then the ratio is theirs through ours, and
        more is better.
        """
        ratios = [(b / a if speed else a / b) for a, b in zip(ours, beside)]
        middle_ours, middle_beside = statistics.median(ours), statistics.median(beside)
        middle = middle_beside / middle_ours if speed else middle_ours / middle_beside
        target, holds = "", None
        if least is not None:
            target, holds = f"≥ {least:g}", middle >= least
        if most is not None:
            target, holds = f"≤ {most:g}", middle <= most
        self.put(Line(
            self.size, self.section, name, against, middle_ours, middle_beside, unit, middle,
            min(ratios), max(ratios), target, {None: "", True: "ok", False: "MISSED"}[holds]))

    def count(self, name, found):
        """A number of things that must not happen."""
        self.put(Line(
            self.size, self.section, name, "none", found, 0, "", 0, 0, 0, "≤ 0",
            "MISSED" if found else "ok"))

    def absent(self, name, why):
        """Something that could not be measured."""
        self.put(Line(
            self.size, self.section, name, why, 0, 0, "", 0, 0, 0, "", "absent"))

    def put(self, line):
        self.lines.append(line)
        ours, beside, ratio, spread = line.cells()
        print(f"  {line.name:<42} {ours:>11} {beside:>11} {line.against:<34} {ratio:>6} "
              f"{spread:>11} {line.target:>7}  {line.verdict}", flush=True)

    def find(self, *key):
        """The first line of a size, a section and a name."""
        return next(line for line in self.lines if (line.size, line.section, line.name) == key)

    def markdown(self):
        """The table as docs/performance.md shows it."""
        text = []
        heading = None
        for line in self.lines:
            if heading != (line.size, line.section):
                heading = (line.size, line.section)
                text += ["", f"**{title(line.section, line.size)}**", "",
                         "| | ours | beside | | ratio | min–max | target | |",
                         "|---|--:|--:|---|--:|--:|--:|---|"]
            ours, beside, ratio, spread = line.cells()
            text.append(f"| {line.name} | {ours} | {beside} | {line.against} | {ratio} | {spread} | "
                        f"{line.target} | {line.verdict} |")
        return "\n".join(text[1:]) + "\n"


def title(section, size):
    return f"{section}, {grouped(size)} records"


def grouped(value):
    return f"{value:,.0f}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def number(value):
    """Three digits that count; nothing for nothing."""
    if not value:
        return ""
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def amount(value, unit):
    """A value in the unit that a reader would choose."""
    if unit == "s":
        for factor, name in ((1, "s"), (1e3, "ms"), (1e6, "µs"), (1e9, "ns")):
            if value * factor >= 1:
                break
        return f"{number(value * factor)} {name}"
    if unit == "memory":
        return f"{number(value / 2**20)} MiB"
    if unit == "a second":
        return f"{grouped(value)}/s"
    return f"{number(value)} {unit}" if unit else f"{value:.0f}"
