"""The application: how it is left, with which code, and what it hands to the terminal."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest

from briefing.evidence.corpus import Corpus
from briefing.library.state import ReaderState
from briefing.model.briefing import Briefing
from briefing.model.errors import FaultError
from briefing.settings.config import Config
from briefing.tui.app import ReaderApp, read
from briefing.tui.next_start import NextStart
from briefing.tui.session import Session, new_session
from tests.pilot.harness import Shelf
from tests.resting import at_rest


@pytest.fixture
def shelf(tmp_path: Path, briefing: Briefing, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.delenv("TMUX", raising=False)
    shelf = Shelf(tmp_path)
    shelf.publish(briefing)
    return shelf


def session_of(shelf: Shelf) -> Session:
    state = ReaderState.open(shelf.state_file)
    return new_session(shelf.library, state, Config(), Corpus(None), places=shelf.places)


class Terminal:
    """Stands for a terminal; notes what happens, in order."""

    def __init__(self) -> None:
        self.happened: list[str] = []

    def stop_application_mode(self) -> None:
        self.happened.append("given back")

    def forget_screen(self) -> None:
        self.happened.append("forgotten")

    def write(self, text: str) -> None:
        self.happened.append(text)

    async def keep_frame(self, app: object, terminal: object, screen: object) -> None:
        assert terminal is self
        self.happened.append("frame")


@asynccontextmanager
async def running(
    shelf: Shelf, *, frames: bool = True
) -> AsyncIterator[tuple[ReaderApp, Terminal]]:
    session, terminal = session_of(shelf), Terminal()
    next_start = cast("NextStart", terminal) if frames else None
    app = ReaderApp(session, session.begin(None), next_start)
    async with app.run_test():
        await at_rest()
        app.terminal = cast("Any", terminal)
        yield app, terminal
        app.terminal = None


async def ended(app: ReaderApp) -> int | None:
    await at_rest(lambda: not app.is_running)
    return app.return_code


async def test_who_leaves_by_the_key_has_the_terminal_back_before_the_frame_is_drawn(
    shelf: Shelf,
) -> None:
    async with running(shelf) as (app, terminal):
        app.simulate_key("q")
        assert await ended(app) == 0
        assert terminal.happened == ["given back", "frame"]
        assert ReaderState.open(shelf.state_file).last_briefing() == "two-towns"


@pytest.mark.parametrize(("frames", "code"), [(True, 143), (True, 1), (False, 0)])
async def test_who_is_made_to_leave_or_keeps_no_frame_leaves_at_once(
    shelf: Shelf, frames: bool, code: int
) -> None:
    async with running(shelf, frames=frames) as (app, terminal):
        app.leave(code)
        assert await ended(app) == code
        assert terminal.happened == []
        assert ReaderState.open(shelf.state_file).last_briefing() == "two-towns"


async def test_without_a_terminal_no_frame_is_drawn(shelf: Shelf) -> None:
    async with running(shelf) as (app, terminal):
        app.terminal = None
        app.leave(0)
        assert await ended(app) == 0
        assert terminal.happened == []


async def test_a_terminal_that_is_gone_is_left_as_by_its_signal(shelf: Shelf) -> None:
    async with running(shelf) as (app, terminal):
        app.hang_up()
        assert await ended(app) == 128 + signal.SIGHUP
        assert terminal.happened == []


async def test_who_leaves_before_all_is_there_leaves_once_it_is(shelf: Shelf) -> None:
    session = session_of(shelf)
    app = ReaderApp(session, session.begin(None))
    app.leave(3)
    async with app.run_test():
        assert await ended(app) == 3


@pytest.mark.parametrize("tmux", [False, True])
async def test_a_text_goes_through_tmux_to_the_terminal_outside(
    shelf: Shelf, tmux: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if tmux:
        monkeypatch.setenv("TMUX", "x")
    async with running(shelf) as (app, terminal):
        app.copy_to_clipboard("text")
        sent = ["\x1bPtmux;\x1b\x1b]52;c;dGV4dA==\a\x1b\\"]
        assert terminal.happened == (sent if tmux else [])
        assert app.clipboard == "text"


async def test_the_screen_is_sent_anew_by_a_key_and_by_another_size(shelf: Shelf) -> None:
    async with running(shelf) as (app, terminal):
        app.simulate_key("ctrl+l")
        await at_rest()
        assert terminal.happened == ["forgotten"]
        app.action_redraw()
        assert terminal.happened == ["forgotten"] * 2


@pytest.mark.parametrize(
    ("code", "report"),
    [(0, ""), (None, ""), (7, ""), (0, "x")],
)
def test_reading_ends_with_the_code_of_the_reader_or_with_its_fault(
    shelf: Shelf,
    monkeypatch: pytest.MonkeyPatch,
    code: int | None,
    report: str,
) -> None:
    happened: list[object] = []

    def run(app: ReaderApp, *, mouse: bool) -> None:
        assert app.reader.card.id == "share"
        happened.append(mouse)

    monkeypatch.setattr(ReaderApp, "run", run)
    monkeypatch.setattr(ReaderApp, "report", report)
    monkeypatch.setattr(ReaderApp, "return_code", code)
    session = session_of(shelf)
    session.at_end.append(lambda: happened.append("end"))
    given = (session, "two-towns/terms/share", lambda _: None, cast("NextStart", None))
    if report:
        with pytest.raises(FaultError):
            read(*given)
    else:
        assert read(*given) == (code or 0)
    assert happened == [Config().mouse, "end"]
