"""Draw the rooms of the house from its imports: ``python docs/make_rooms.py`` writes rooms.svg.

Floors are the layers that ``lint-imports`` holds. An arrow is an import, as far as it does not
follow from others: what a room reaches through another one has no arrow of its own.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[1]
PACKAGE: Final = ROOT / "briefing"
LINE: Final = 15
WIDTH: Final = 150
GAP: Final = 26
BETWEEN_FLOORS: Final = 46
ROWS: Final = 10
"""Most names of modules under each other; what has more goes on in a second column."""


class Box(NamedTuple):
    """A room as drawn, in pixels."""

    room: str
    modules: list[str]
    x: float
    y: float
    width: float
    height: float


def floors() -> list[list[str]]:
    """Give the rooms floor by floor, the uppermost first, as the import contract lists them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers: list[str] = next(one["layers"] for one in contracts if one["type"] == "layers")
    return [[part.strip().removeprefix("briefing.") for part in one.split("|")] for one in layers]


def modules(room: str) -> list[str]:
    """Give the modules of a room; a folder within it is one."""
    found = {
        f"{one.name}/" if one.is_dir() else one.stem
        for one in (PACKAGE / room).iterdir()
        if one.suffix == ".py" or (one / "__init__.py").is_file()
    }
    return sorted(found - {"__init__"})


def arrows(rooms: list[str]) -> set[tuple[str, str]]:
    """Give which room imports which, without what follows from other imports."""
    direct = {room: _imported(room) & set(rooms) - {room} for room in rooms}

    def reach(room: str) -> set[str]:
        return direct[room].union(*map(reach, direct[room]))

    return {
        (room, other)
        for room in rooms
        for other in direct[room]
        if not any(other in reach(between) for between in direct[room] - {other})
    }


def _imported(room: str) -> set[str]:
    return {name for file in (PACKAGE / room).rglob("*.py") for name in _rooms_named(file)}


def _rooms_named(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] + [f"{node.module}.{one.name}" for one in node.names]
        elif isinstance(node, ast.Import):
            names = [one.name for one in node.names]
        else:
            continue
        for name in names:
            package, _, inside = name.partition(".")
            if package == "briefing" and inside:
                yield inside.partition(".")[0]


def layout() -> list[Box]:
    """Place each room on its floor, the floors centred above each other."""
    widest = 0.0
    rows: list[list[Box]] = []
    y = 12.0
    for floor in floors():
        x = 0.0
        row: list[Box] = []
        for room in floor:
            names = modules(room)
            columns = -(-len(names) // ROWS) or 1
            height = 34 + LINE * min(len(names), ROWS)
            row.append(Box(room, names, x, y, WIDTH * columns, height))
            x += WIDTH * columns + GAP
        tallest = max(box.height for box in row)
        rows.append([box._replace(height=tallest) for box in row])
        widest = max(widest, x - GAP)
        y += tallest + BETWEEN_FLOORS
    return [
        box._replace(x=box.x + 12 + (widest - (row[-1].x + row[-1].width)) / 2)
        for row in rows
        for box in row
    ]


def draw() -> str:
    """Give the picture as SVG."""
    boxes = {box.room: box for box in layout()}
    width = max(box.x + box.width for box in boxes.values()) + 12
    height = max(box.y + box.height for box in boxes.values()) + 12
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}"'
        ' font-family="ui-monospace, monospace" font-size="11">',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7"'
        ' markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#8a8f98"/></marker></defs>',
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="#fff"/>',
    ]
    for upper, lower in sorted(arrows(list(boxes))):
        one, other = boxes[upper], boxes[lower]
        start = _nearest(one, other.x + other.width / 2)
        end = _nearest(other, start)
        parts.append(
            f'<line x1="{start:.0f}" y1="{one.y + one.height:.0f}"'
            f' x2="{end:.0f}" y2="{other.y - 2:.0f}" stroke="#8a8f98" marker-end="url(#tip)"/>'
        )
    for box in boxes.values():
        parts += _draw_box(box)
    return "\n".join([*parts, "</svg>\n"])


def _nearest(box: Box, x: float) -> float:
    return min(max(x, box.x + GAP), box.x + box.width - GAP)


def _draw_box(box: Box) -> Iterator[str]:
    yield (
        f'<rect x="{box.x:.0f}" y="{box.y:.0f}" width="{box.width:.0f}" height="{box.height:.0f}"'
        ' rx="4" fill="#f4f6f8" stroke="#4a5568"/>'
    )
    yield (
        f'<text x="{box.x + 10:.0f}" y="{box.y + 18:.0f}" font-size="13" font-weight="bold"'
        f' fill="#1a202c">{escape(box.room)}</text>'
    )
    for number, name in enumerate(box.modules):
        column, row = divmod(number, ROWS)
        yield (
            f'<text x="{box.x + 10 + column * WIDTH:.0f}" y="{box.y + 36 + row * LINE:.0f}"'
            f' fill="#2d3748">{escape(name)}</text>'
        )


if __name__ == "__main__":
    target = Path(__file__).with_name("rooms.svg")
    target.write_text(draw(), encoding="utf-8")
    print(target.name)
