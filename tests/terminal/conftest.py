"""The reader as a process in a pseudo-terminal."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from briefing.library.library import Library
from briefing.model.briefing import Briefing
from tests import samples
from tests.terminal.held import (
    BOTTOM_LINE,
    HELD,
    HOOK,
    Held,
    frame_of,
    settle_in,
    wait_for_file,
)
from tests.terminal.pty import Terminal

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "briefing")

FULL = 'version = "full"\n'
"""Configuration of a reader who wants all of a briefing."""

Start = Callable[..., Terminal]


@pytest.fixture
def two_towns() -> Briefing:
    """The briefing of the fixtures."""
    return samples.two_towns()


@pytest.fixture
def library(tmp_path: Path, two_towns: Briefing) -> Library:
    """A library that has two towns."""
    library = Library(tmp_path / "library")
    library.publish([two_towns])
    return library


def environment_of(home: Path) -> dict[str, str]:
    """Variables for a home of its own, and nothing of the user's; there the full version opens."""
    config = home / "config.toml"
    if not config.exists():
        config.write_text(FULL)
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(home),
        "BRIEFING_LIBRARY": str(home / "library"),
        "BRIEFING_STATE": str(home / "state"),
        "BRIEFING_CONFIG": str(config),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
    }


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Variables for a home that lives as long as the test."""
    return environment_of(tmp_path)


@pytest.fixture
def start(environment: dict[str, str]) -> Start:
    """Start the reader; give the size by keyword, and variables to change by their names."""

    def start(
        *words: str, columns: int = 80, rows: int = 24, answers: bool = False, **changes: str | None
    ) -> Terminal:
        variables = {**environment, **changes}
        return Terminal(
            (*COMMAND, *words),
            {name: value for name, value in variables.items() if value is not None},
            columns,
            rows,
            answers=answers,
        )

    return start


@pytest.fixture(scope="session")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home as the reader leaves it, with a first frame; it is copied and never changed."""
    home = tmp_path_factory.mktemp("left")
    Library(home / "library").publish([samples.two_towns()])
    with Terminal(COMMAND, environment_of(home)) as terminal:
        terminal.wait_for(BOTTOM_LINE)
        terminal.settle()
        terminal.press("q")
        assert terminal.wait_end() == 0
    wait_for_file(frame_of(home))
    return home


@pytest.fixture
def kept(left: Path, tmp_path: Path) -> Path:
    """A first frame in the home of this test, as the reader leaves it."""
    shutil.copytree(left, tmp_path, dirs_exist_ok=True)
    settle_in(frame_of(tmp_path), left, tmp_path)
    return frame_of(tmp_path)


@pytest.fixture
def hooked(start: Start, tmp_path: Path) -> Held:
    """Start the reader so that something happens when it comes to import Textual."""

    def hooked(*words: str, then: str, **changes: str | int | None) -> Terminal:
        folder = tmp_path / "hook"
        folder.mkdir(exist_ok=True)
        (folder / "sitecustomize.py").write_text(HOOK.format(then=then))
        path = os.pathsep.join((str(folder), str(ROOT)))
        return start(*words, PYTHONPATH=path, **changes)

    return hooked


@pytest.fixture
def held(hooked: Held, tmp_path: Path) -> Held:
    """Start the reader and hold it before it imports Textual; delete the file to let it go on."""

    @contextmanager
    def held(*words: str, **changes: str | int | None) -> Iterator[Terminal]:
        file = tmp_path / "held"
        with hooked(*words, then=HELD.format(held=str(file)), **changes) as terminal:
            terminal.wait_until(file.exists, "it never comes to import Textual")
            terminal.settle()
            yield terminal

    return held
