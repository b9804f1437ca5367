"""The house stands as designed: rooms that do not know the screen, none of them too large."""

from __future__ import annotations

import ast
import re
import runpy
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "briefing"
ROOMS = ["model", "authoring", "evidence", "library", "search", "settings"]
ROOMS += ["desk", "views", "cli"]
LONGEST = 700


def _modules(room: str) -> list[str]:
    paths = sorted((PACKAGE / room).rglob("*.py"))
    return [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_starts_without_textual(room: str) -> None:
    assert_no_textual([name.removesuffix(".__init__") for name in _modules(room)])


def test_the_table_of_commands_starts_without_textual() -> None:
    assert_no_textual(["briefing.tui.commands"])


AS_ROOT = ["options", "setup", "supervisor", "slots", "client"]
"""Modules of ``serve`` that are in the process that may be root's, and those on their way in."""


def test_what_watches_over_a_server_starts_without_textual() -> None:
    assert_no_textual(
        [f"briefing.serve.{name}" for name in (*AS_ROOT, "thin_client", "marks", "sandbox")]
    )


def test_a_session_that_answers_a_command_starts_without_textual() -> None:
    # So that each is soon there where no pool answers; the reader imports Textual for itself.
    assert_no_textual(["briefing.serve.session"])


def assert_no_textual(modules: list[str]) -> None:
    """Import modules in a process of their own, and see what else that imported."""
    assert modules
    code = (
        f"import importlib, sys\nfor name in {modules!r}: importlib.import_module(name)\n"
        "print([name for name in sys.modules if name.partition('.')[0] in ('textual', 'rich')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in PACKAGE.rglob("*.py")
    }
    assert lengths
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST} == {}


def _imports(path: Path) -> set[str]:
    """The modules of the package that a file imports: anywhere in it, for types too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def test_no_module_of_the_reader_imports_itself_through_others_not_even_for_types() -> None:
    paths = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): path
        for path in (PACKAGE / "tui").rglob("*.py")
        if path.name != "__init__.py"
    }
    order = TopologicalSorter({name: _imports(path) & {*paths} for name, path in paths.items()})
    order.prepare()  # raises where modules import each other in a circle


def test_the_picture_of_the_rooms_is_that_of_the_code() -> None:
    drawn = runpy.run_path(str(ROOT / "docs" / "make_rooms.py"))["draw"]()
    assert (ROOT / "docs" / "rooms.svg").read_text(encoding="utf-8") == drawn, (
        "run: python docs/make_rooms.py"
    )


def test_the_tour_names_modules_that_are_there() -> None:
    rooms = "|".join(path.name for path in PACKAGE.iterdir() if path.is_dir())
    tour = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    dotted = re.findall(rf"`((?:{rooms})(?:\.[a-z_]+)+)", tour)
    modules = [PACKAGE.joinpath(*name.split(".")) for name in dotted]
    files = [PACKAGE / name for name in re.findall(rf"`((?:{rooms})/[a-z_/]+\.py)", tour)]
    assert len(modules) > 40
    assert len(files) > 10
    # A name in a module may be named with it.
    gone = [
        one for one in modules if not (one.is_dir() or _is_module(one) or _is_module(one.parent))
    ]
    assert gone + [one for one in files if not one.is_file()] == []


def _is_module(path: Path) -> bool:
    return path.with_suffix(".py").is_file()
