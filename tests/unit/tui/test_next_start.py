"""Which first screen is kept for the next start, and which is not."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from briefing.evidence.corpus import Corpus
from briefing.library.library import Library
from briefing.library.reader_tables import Place
from briefing.library.state import ReaderState
from briefing.model.briefing import Briefing
from briefing.model.cards import Card
from briefing.model.errors import BriefingError
from briefing.model.vocabulary import SectionKind
from briefing.settings.config import Config, Places
from briefing.tui import next_start
from briefing.tui.next_start import NextStart
from briefing.tui.reader.screen import ReaderScreen
from briefing.tui.session import Session, new_session
from briefing.tui.terminal.driver import TerminalApp, TerminalDriver
from tests.unit.search.index_shelves import simple_briefing


class Leaving:
    """A reader who leaves a briefing, and what is kept of its first screen.

    Attributes:
        earlier: What an earlier session kept: its frame, and whether it still holds.
        frame: What is drawn.
        shows: Raised while it is drawn, if anything.
    """

    def __init__(self, folder: Path, briefing: Briefing, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.library = Library(folder / "library")
        self.library.publish([briefing])
        self.corpus = Corpus(None)
        self.notices: list[str] = []
        self.card = next(card for _, card in briefing.cards())
        self.revision = self.library.open(briefing.id)
        self.earlier: tuple[bytes, bool] | None = None
        self.frame: str | None = "drawn"
        self.shows: Exception | None = None
        self.next: Session | None = self.session()
        self.saved: list[tuple[object, ...]] = []
        self.opened = 0
        self.gc: list[str] = []
        monkeypatch.setattr(next_start, "find", lambda *_: self.earlier)
        monkeypatch.setattr(next_start, "key_of", lambda *given: given)
        monkeypatch.setattr(next_start, "save", lambda *given: self.saved.append(given))
        monkeypatch.setattr(next_start, "show_opening", self._show)
        noted = {name: lambda name=name: self.gc.append(name) for name in ("disable", "freeze")}
        monkeypatch.setattr(next_start, "gc", SimpleNamespace(**noted))

    def session(self) -> Session:
        state = ReaderState.open(self.folder / "state" / "state.json")
        places = Places(self.library.folder, self.folder / "state", self.folder / "config.toml")
        return new_session(self.library, state, Config(), self.corpus, self.notices, places=places)

    async def _show(self, app: object, screen: object, session: Session) -> None:
        assert not session.writes
        if self.shows is not None:
            raise self.shows

    def _open(self) -> Session | None:
        self.opened += 1
        return self.next

    async def leave(self, words: list[str], name: str | None = None) -> bool:
        """Leave; say whether anything is kept."""
        session = self.session()
        screen = SimpleNamespace(
            briefing=self.revision.briefing,
            session=session,
            state=SimpleNamespace(revision=self.revision),
            card=self.card,
        )
        drawn = SimpleNamespace(frame=lambda: self.frame)
        terminal = SimpleNamespace(draw_aside=lambda: drawn, shown=str)
        await NextStart(self._open, words, name).keep_frame(
            cast("TerminalApp", None),
            cast("TerminalDriver", terminal),
            cast("ReaderScreen", screen),
        )
        return bool(self.saved)


@pytest.fixture
def leaving(tmp_path: Path, briefing: Briefing, monkeypatch: pytest.MonkeyPatch) -> Leaving:
    return Leaving(tmp_path, briefing, monkeypatch)


def card_of(briefing: Briefing, kind: SectionKind) -> Card:
    return next(card for section, card in briefing.cards() if section.kind is kind)


async def test_the_frame_is_kept_with_what_it_was_made_from_and_what_is_worth_reading(
    leaving: Leaving,
) -> None:
    assert await leaving.leave(["read", "two-towns", "--corpus", "x"], "two-towns")
    folder = leaving.folder
    made_from = [
        folder / "config.toml",
        folder / "state" / "reader.json",
        folder / "library" / "briefings",
        folder / "library" / "briefings" / "two-towns.json",
    ]
    key = (["--corpus", "x"], "two-towns", [str(path) for path in made_from], os.environ)
    text = (
        "Lakeside and Hilltop agree to share the dam\n"
        "Lakeside and Hilltop agreed on 1 May to share the water of the dam between them, after"
        " four dry summers and two failed rounds of talks.\n"
        "The deal matters because it ends the lawsuit over the sluice, yet it leaves the winter"
        " level to a committee that does not exist."
    )
    ((*saved, environment),) = leaving.saved
    assert saved == [key, b"drawn", text]
    assert environment is os.environ
    assert leaving.gc == ["disable", "freeze"]


async def test_the_frame_depends_on_the_texts_of_the_sources_too(leaving: Leaving) -> None:
    leaving.corpus = Corpus(leaving.folder / "texts")
    assert await leaving.leave([])
    ((key, *_),) = leaving.saved
    words, _, paths, _ = cast("tuple[Any, ...]", key)
    assert words == []
    named = [one.corpus for one in leaving.revision.briefing.sources if one.corpus]
    assert named
    texts = leaving.folder / "texts"
    assert paths[4:] == [str(texts), *(str(texts / one) for one in named)]


@pytest.mark.parametrize(
    ("earlier", "opened"), [(None, 1), ((b"frame", False), 1), ((b"frame", True), 0)]
)
async def test_nothing_is_drawn_where_the_frame_of_an_earlier_session_holds(
    leaving: Leaving, earlier: tuple[bytes, bool] | None, opened: int
) -> None:
    leaving.earlier = earlier
    assert await leaving.leave([]) is (opened == 1)
    assert leaving.opened == opened


async def test_nothing_is_kept_where_the_configuration_has_changed(leaving: Leaving) -> None:
    leaving.next = None
    assert not await leaving.leave([])


async def test_nothing_is_kept_where_something_is_told_at_the_start(leaving: Leaving) -> None:
    leaving.notices = ["A notice."]
    leaving.next = leaving.session()
    assert not await leaving.leave([])


async def test_nothing_is_kept_where_the_next_start_opens_something_else(
    leaving: Leaving,
) -> None:
    leaving.library.publish([simple_briefing("other", "peace")])
    leaving.next = leaving.session()
    assert not await leaving.leave([])
    leaving.next.state.remember("other", Place(section="s", card="c0"))
    assert not await leaving.leave([])
    leaving.next.state.remember("two-towns", Place(section="terms", card="share"))
    assert await leaving.leave([])


async def test_nothing_is_kept_of_a_revision_that_is_not_the_newest(
    leaving: Leaving,
) -> None:
    leaving.library.publish([simple_briefing("two-towns", "peace")])
    assert not await leaving.leave([])


async def test_nothing_is_kept_where_the_choice_among_briefings_comes_first(
    leaving: Leaving,
) -> None:
    leaving.library.publish([simple_briefing("other", "peace")])
    leaving.revision = leaving.library.open("other")
    leaving.next = leaving.session()
    beginning = leaving.next.begin(None)
    assert beginning.choosing
    leaving.revision = beginning.revision
    assert not await leaving.leave([])


@pytest.mark.parametrize("error", [BriefingError("x"), OSError("x"), TimeoutError()])
async def test_a_frame_that_cannot_be_drawn_is_not_kept(leaving: Leaving, error: Exception) -> None:
    leaving.shows = error
    assert not await leaving.leave([])


async def test_where_nothing_was_drawn_nothing_is_kept(leaving: Leaving) -> None:
    leaving.frame = None
    assert not await leaving.leave([])


@pytest.mark.parametrize(
    ("kind", "texts", "kept"),
    [
        (SectionKind.DISAGREEMENTS, True, False),
        (SectionKind.DISAGREEMENTS, False, True),
        (SectionKind.REACTIONS, True, True),
    ],
)
async def test_a_disagreement_beside_texts_of_sources_is_not_kept_since_it_may_quote_them(
    leaving: Leaving, kind: SectionKind, texts: bool, kept: bool
) -> None:
    leaving.card = card_of(leaving.revision.briefing, kind)
    if texts:
        leaving.corpus = Corpus(leaving.folder / "texts")
    assert await leaving.leave([]) is kept
