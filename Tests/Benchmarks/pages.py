"""Puts the table and the picture of a run into docs/performance.md."""

import os

import picture
from harness import ROOT

PAGE = os.path.join(ROOT, "docs", "performance.md")


def write(table, shape, rounds, seconds, mode):
    """Replaces what stands between the marks of this kind of run, and its picture."""
    name = "performance.svg" if mode == "bench" else "performance-full.svg"
    with open(os.path.join(ROOT, "docs", name), "w") as file:
        file.write(picture.draw(table.lines))
    machine = "; ".join(f"{key} {value}" for key, value in shape.items() if key != "date")
    missed = sum(line.verdict == "MISSED" for line in table.lines)
    text = "\n".join([
        f"`make {mode}`, {shape['date']}, {seconds / 60:.0f} minutes. Machine: {machine}. "
        f"Medians of {rounds} rounds; {missed} of "
        f"{sum(bool(line.target) for line in table.lines)} targets missed.", "",
        f"![How far each measurement is from its target]({name})", "", table.markdown()])
    with open(PAGE) as file:
        page = file.read()
    start, end = f"<!-- {mode} -->\n", f"<!-- end of {mode} -->"
    before, rest = page.split(start)
    with open(PAGE, "w") as file:
        file.write(before + start + text + end + rest.split(end)[1])
