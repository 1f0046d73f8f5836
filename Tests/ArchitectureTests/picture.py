#!/usr/bin/env python3
"""Draws docs/architecture.svg: the modules, and an arrow for each that imports another.

    python3 Tests/ArchitectureTests/picture.py > docs/architecture.svg

Modules stand above all that they import. An arrow that a longer way says already is left out.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
IMPORT = re.compile(r"^(?:@\w+ )*(?:public |package |internal )?import (\w+)", re.M)
WIDTH, HEIGHT, GAP, RISE = 150, 34, 26, 92


def modules():
    """Each module of ours with those of ours that it imports."""
    folders = {path.name: path for path in (ROOT / "Sources").iterdir() if path.is_dir()}
    folders |= {name: ROOT / name for name in ("Schema", "Fixtures")}
    found = {}
    for name, folder in folders.items():
        imports = set()
        for file in folder.rglob("*.swift"):
            imports |= set(IMPORT.findall(file.read_text(encoding="utf8")))
        if any(folder.rglob("*.swift")):
            found[name] = imports
    return {name: {other for other in imports if other in found and other != name}
            for name, imports in found.items()}


def reaches(graph, start, end, first):
    """True if a way leads from start to end whose first step is not the arrow itself."""
    steps = [other for other in graph[start] if not (first and other == end)]
    return end in steps or any(reaches(graph, other, end, False) for other in steps)


def layout(graph):
    """The row of each module: one above the highest that it imports."""
    rows = {}

    def row(name):
        if name not in rows:
            rows[name] = 1 + max((row(other) for other in graph[name]), default=-1)
        return rows[name]

    for name in graph:
        row(name)
    columns, places = {}, {}
    for level in sorted(set(rows.values())):
        # Near what it imports, so that arrows cross little.
        def wish(name):
            below = [columns[other] for other in graph[name] if other in columns]
            return (sum(below) / len(below) if below else 0, name)

        names = sorted((name for name in graph if rows[name] == level), key=wish)
        for index, name in enumerate(names):
            columns[name] = index - (len(names) - 1) / 2
            places[name] = (columns[name] * (WIDTH + GAP), -level * RISE)
    return places


def draw(graph):
    places = layout(graph)
    left = min(x for x, _ in places.values()) - WIDTH / 2 - GAP
    right = max(x for x, _ in places.values()) + WIDTH / 2 + GAP
    top = min(y for _, y in places.values()) - HEIGHT / 2 - GAP
    size = (right - left, HEIGHT / 2 + GAP - top)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:g} {top:g} {size[0]:g} {size[1]:g}" '
        f'width="{size[0]:g}" height="{size[1]:g}" font-family="sans-serif" font-size="13">',
        "<title>The modules and what they import</title>",
        '<defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path d="M0 0 8 4 0 8z" fill="#667"/></marker></defs>',
        f'<rect x="{left:g}" y="{top:g}" width="{size[0]:g}" height="{size[1]:g}" fill="#fff"/>',
    ]
    for name in sorted(graph):
        x, y = places[name]
        for other in sorted(graph[name]):
            if reaches(graph, name, other, True):
                continue
            u, v = places[other]
            lines.append(
                f'<path d="M{x:g} {y + HEIGHT / 2:g}C{x:g} {y + RISE / 2:g} {u:g} {v - RISE / 2:g} '
                f'{u:g} {v - HEIGHT / 2:g}" fill="none" stroke="#99a" marker-end="url(#head)"/>')
    for name in sorted(graph):
        x, y = places[name]
        program = name.startswith("authledger")
        lines.append(
            f'<rect x="{x - WIDTH / 2:g}" y="{y - HEIGHT / 2:g}" width="{WIDTH}" height="{HEIGHT}" '
            f'rx="6" fill="{"#dde9ff" if program else "#f4f5f9"}" stroke="#556"/>')
        lines.append(
            f'<text x="{x:g}" y="{y + 4.5:g}" text-anchor="middle" fill="#223">{name}</text>')
    return "\n".join(lines + ["</svg>"])


if __name__ == "__main__":
    sys.stdout.write(draw(modules()) + "\n")
