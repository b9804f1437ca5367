"""Pictures of the main screens.

Where one changed on purpose, look at ``snapshot_report.html``, which a failing run writes; then run
``pytest tests/snapshots --snapshot-update`` and commit the pictures with the change.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from msgspec.structs import replace

from briefing.evidence.corpus import Corpus
from briefing.library.library import Library
from briefing.library.reader_tables import Place
from briefing.library.state import ReaderState
from briefing.model.briefing import Briefing
from briefing.model.dates import parse_date
from briefing.model.parts import card_digest
from briefing.model.records import Correction
from briefing.settings.config import Config, Places, Theme, Version
from briefing.tui.app import ReaderApp
from briefing.tui.session import new_session
from tests.samples import TEXTS, two_towns
from tests.unit.library.changes.revising import card_of, edited, with_claim

PICTURES: Final = Path(__file__).parent / "__snapshots__"
WIDE: Final = (120, 40)
USUAL: Final = (80, 24)
NARROW: Final = (40, 24)


@dataclass(frozen=True)
class Shot:
    """What a picture shows.

    Attributes:
        size: Columns and rows of the terminal.
        keys: Pressed before the picture is taken.
        theme: Colours.
        no_color: Whether the environment asks for no colour.
        texts: Whether the sources' texts are at hand.
        version: Which version is read.
        later: Whether it is a later revision than the one that was read.
    """

    size: tuple[int, int]
    keys: tuple[str, ...] = ()
    theme: Theme = "dark"
    no_color: bool = False
    texts: bool = False
    version: Version = "full"
    later: bool = False


SHOTS: Final = {
    "main-wide": Shot(WIDE, version="short"),
    "main-usual": Shot(USUAL, version="short"),
    "main-narrow": Shot(NARROW, version="short"),
    "list-wide": Shot(WIDE, ("7",), version="short"),
    "list-usual": Shot(USUAL, ("5",), version="short"),
    "list-narrow": Shot(NARROW, ("5",), version="short"),
    "reactions": Shot(WIDE, ("5",)),
    "disagreements": Shot(WIDE, ("7",)),
    "timeline": Shot(WIDE, ("9",)),
    "people": Shot(WIDE, ("0", "tab")),
    "sources": Shot(WIDE, ("0", ">", ">")),
    "evidence": Shot(USUAL, ("3", "tab", "e")),
    "passages": Shot(WIDE, ("3", "tab", "e"), texts=True),
    "source-text": Shot(WIDE, ("3", "tab", "s"), texts=True),
    "claims": Shot(USUAL, ("3", "tab", "c"), texts=True),
    "health": Shot(WIDE, ("H",), texts=True),
    "without": Shot(WIDE, ("0", ">", ">", "x", "3"), texts=True),
    "words-of-sources": Shot(WIDE, ("7", "tab"), texts=True),
    "find": Shot(USUAL, ("/", *"sluice")),
    "help": Shot(USUAL, ("?",)),
    "since": Shot(USUAL, later=True),
    "since-wide": Shot(WIDE, ("enter", "v"), later=True),
    "light": Shot(WIDE, ("3", "tab"), theme="light"),
    "no-colour": Shot(USUAL, ("5",), no_color=True),
}


def later() -> Briefing:
    """The briefing as it was published a day later, with a correction and a card less."""
    said = "Hilltop takes half of the water from June to August."
    record = Correction(
        claim="share#summer",
        was="Hilltop takes two thirds of the water from June to August.",
        reason="The Herald had misread the treaty.",
        on=parse_date("2024-05-03"),
    )
    changed = with_claim(two_towns(), "share#summer", text=said)
    changed = with_claim(changed, "duration#figure:years", value=12)
    changed = edited(changed, "ferry", lambda _: None)
    return replace(changed, corrections=(record,))


@pytest.mark.parametrize("name", SHOTS)
def test_looks_as_it_did(
    name: str,
    library: Library,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    snap_compare: Callable[..., bool],
) -> None:
    shot = SHOTS[name]
    if shot.no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    state = ReaderState.open(tmp_path / "reader.json")
    if shot.later:
        library = Library(tmp_path / "later")
        library.publish([two_towns()])
        state.mark_read(
            "two-towns", {"share": card_digest(two_towns(), card_of(two_towns(), "share"))}
        )
        state.remember("two-towns", Place(section="terms", card="share"), 1)
        library.publish([later()])
    corpus = Corpus(TEXTS if shot.texts else None)
    session = new_session(
        library,
        state,
        Config(theme=shot.theme, version=shot.version),
        corpus,
        places=Places(library.folder, tmp_path, tmp_path / "config.toml"),
    )
    app = ReaderApp(session, session.begin("two-towns"))
    assert snap_compare(app, press=shot.keys, terminal_size=shot.size)


def test_the_pictures_tell_nothing_of_the_machine_they_were_taken_on() -> None:
    pictures = list(PICTURES.rglob("*.svg"))
    assert sum(picture.parent.name == "test_snapshots" for picture in pictures) == len(SHOTS)
    for picture in pictures:
        text = picture.read_text()
        assert not re.search(r"/(?:tmp|work|home|root|Users|var)/", text), picture.name
