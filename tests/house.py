"""Measure the house: ``python -m tests.house [FOLDER]`` counts the code of a checkout.

Statements are those of the syntax tree, docstrings not among them. What a key press and the way
from a card's file to the first screen meet is counted by running them, see `walks`.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Size(NamedTuple):
    """How large some Python files are.

    Attributes:
        files: Number of them.
        lines: All their lines.
        docstring_lines: Lines that docstrings take, quotation marks included.
        statements: Nodes of the syntax tree that are statements, without docstrings.
    """

    files: int
    lines: int
    docstring_lines: int
    statements: int


def measure(files: list[Path]) -> Size:
    """Measure some files."""
    sizes = [_measure_file(one.read_text(encoding="utf-8")) for one in files]
    return Size(*map(sum, zip(*sizes, strict=True))) if sizes else Size(0, 0, 0, 0)


def _measure_file(text: str) -> Size:
    nodes = list(ast.walk(ast.parse(text)))
    docstrings = list(_docstrings(nodes))
    statements = sum(isinstance(node, ast.stmt) for node in nodes) - len(docstrings)
    lines = sum((one.end_lineno or one.lineno) - one.lineno + 1 for one in docstrings)
    return Size(1, text.count("\n"), lines, statements)


def _docstrings(nodes: list[ast.AST]) -> Iterator[ast.Expr]:
    """Yield bare strings: docstrings, and what stands beneath attributes and constants."""
    for node in nodes:
        match node:
            case ast.Expr(value=ast.Constant(value=str())):
                yield node


def class_names(files: list[Path]) -> dict[str, int]:
    """Give the names that two or more classes have, and how many have each."""
    trees = [ast.parse(one.read_text(encoding="utf-8")) for one in files]
    names = Counter(
        node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    )
    return {name: number for name, number in sorted(names.items()) if number > 1}


def main(root: Path) -> None:
    """Print the table of a checkout, room by room."""
    package = root / "briefing"
    files = sorted(package.rglob("*.py"))
    rooms: dict[str, list[Path]] = {}
    for file in files:
        inside = file.relative_to(package)
        rooms.setdefault(inside.parts[0] if len(inside.parts) > 1 else ".", []).append(file)
    print(f"{'room':<12}{'files':>7}{'lines':>8}{'docstrings':>12}{'statements':>12}")
    for room, size in [
        *((room, measure(files)) for room, files in sorted(rooms.items())),
        ("all", measure(files)),
        ("tests", measure(sorted((root / "tests").rglob("*.py")))),
    ]:
        share = size.docstring_lines / max(size.lines, 1)
        print(f"{room:<12}{size.files:>7,}{size.lines:>8,}{share:>12.1%}{size.statements:>12,}")
    twice = class_names(files)
    print(f"class names used twice or more: {len(twice)}: {', '.join(twice)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1])
