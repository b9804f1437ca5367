"""What the tests of the reader share: a library with one briefing, and a still environment."""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from briefing.model.briefing import Briefing
from briefing.tui.reader import view
from tests.pilot.harness import Shelf
from tests.pilot.library_screens import NEW, OLD
from tests.samples import two_towns
from tests.thorough import LONG


@pytest.fixture(autouse=True)
def _still_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal with all colours, whatever the one that runs the tests is like."""
    for name in [*os.environ]:
        if name.startswith("TEXTUAL") or name in ("NO_COLOR", "TMUX", "SSH_CONNECTION"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")


@pytest.fixture(autouse=True)
def _no_key_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys are pressed a second apart, however fast a test presses them."""
    monkeypatch.setattr(view, "time", SimpleNamespace(monotonic=itertools.count().__next__))


@pytest.fixture(scope="session")
def briefing() -> Briefing:
    """The briefing of two towns."""
    return two_towns()


@pytest.fixture
def shelf(tmp_path: Path, briefing: Briefing) -> Shelf:
    """A library with the briefing of two towns, and no state yet."""
    shelf = Shelf(tmp_path)
    shelf.publish(briefing)
    return shelf


@pytest.fixture
def three(shelf: Shelf) -> Shelf:
    """A library of three briefings; the one of two towns is dated between the others."""
    shelf.publish(OLD, NEW)
    return shelf


@pytest.fixture(autouse=True)
def _nothing_is_drawn(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Without a terminal Textual draws each change all the same, and throws it away."""
    if not LONG and "drawn" not in request.fixturenames:
        monkeypatch.setattr("textual._compositor.Compositor.render_update", _draw_nothing)


def _draw_nothing(*_: object, **__: object) -> None: ...


@pytest.fixture
def drawn() -> None:
    """Every change is drawn, in tests of what might bring drawing down."""
