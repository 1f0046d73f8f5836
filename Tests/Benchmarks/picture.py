"""The targets of one run as a picture: how far each line is on the good side of its target."""

import math
from xml.sax.saxutils import escape

from table import amount, number, title

LEFT, WIDTH, RIGHT, ROW = 440, 300, 200, 22

# Middle tones carry the bars on a light page and on a dark one; only the words change.
STYLE = """
  text { font: 12px system-ui, sans-serif; fill: #24292f; }
  .quiet { fill: #656d76; } .head { font-weight: 600; }
  .ok { fill: #2da44e; } .missed { fill: #d1582b; }
  .axis { stroke: #8c959f; } .spread { stroke: #8c959f; stroke-width: 2; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .quiet { fill: #9198a1; }
  }
"""


def draw(lines):
    """One row for every line of the largest size that has a target; the scale doubles a step."""
    lines = worst_of_memory([line for line in lines if line.target and line.ratio])
    size = max(line.size for line in lines)
    rows, y, section = [], 44, None
    for line in (line for line in lines if line.size == size or line.section == "Peers"):
        if line.section != section:
            section = line.section
            y += 14
            rows.append(words(4, y + 15, title(section, line.size), "head"))
            y += ROW
        rows.append(row(line, y))
        y += ROW
    bottom = y + 8
    axis = [
        f'<line class="axis" x1="{place(step):.1f}" y1="34" x2="{place(step):.1f}" y2="{bottom}"'
        f' stroke-opacity="{1 if step == 1 else 0.25}"/>'
        + words(place(step), 26, scale(step), "quiet", "middle")
        for step in (0.25, 0.5, 1, 2, 4, 8)]
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + RIGHT} {bottom + 8}"'
        ' role="img" aria-label="How far each measurement is from its target">',
        f"<style>{STYLE}</style>", *axis, *rows, "</svg>", ""])


def row(line, y):
    """The bar begins at the target; the thin line is the spread of the rounds."""
    value = margin(line, line.ratio)
    start, end = sorted((place(1), place(value)))
    ends = sorted(place(margin(line, edge)) for edge in (line.low, line.high))
    kind = "ok" if line.verdict == "ok" else "missed"
    return "".join((
        words(16, y + 15, line.name),
        words(LEFT - 10, y + 15, line.against, "quiet", "end"),
        f'<rect class="{kind}" x="{start:.1f}" y="{y + 4}" width="{max(end - start, 2):.1f}"'
        f' height="{ROW - 8}"/>',
        f'<line class="spread" x1="{ends[0]:.1f}" y1="{y + ROW / 2}" x2="{ends[1]:.1f}"'
        f' y2="{y + ROW / 2}"/>',
        words(LEFT + WIDTH + 12, y + 15, f"{number(line.ratio)} ({line.target})"),
        words(LEFT + WIDTH + RIGHT - 4, y + 15, amount(line.ours, line.unit), "quiet", "end")))


def margin(line, ratio):
    """A ratio in parts of its target, above 1 where it is met."""
    sign, target = line.target.split()
    return ratio / float(target) if sign == "≥" else float(target) / max(ratio, 1e-9)


def place(value):
    """Where a margin stands on the scale, which ends at a quarter and at eight times."""
    step = math.log2(min(8, max(0.25, value)))
    return LEFT + (step + 2) / 5 * WIDTH


def scale(step):
    return "target" if step == 1 else f"×{step:g}"


def worst_of_memory(lines):
    """Of all that was held to the bound of memory, only the largest."""
    held = [line for line in lines if line.name.startswith("memory of")]
    most = {line.size: max((other for other in held if other.size == line.size),
                           key=lambda other: other.ratio) for line in held}
    return [line for line in lines if line not in held or line is most[line.size]]


def words(x, y, text, kind="", anchor="start"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">'
            f"{escape(text)}</text>")
