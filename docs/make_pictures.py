"""Draw the pictures of the README and the documents from the program itself.

Run it in an environment in which briefing is installed: ``python docs/make_pictures.py``. Pictures
that show passages are of the towns of the tests, whose sources are our own words.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from briefing.authoring.anchor_lock import write_lock
from briefing.authoring.load import load_briefing
from briefing.evidence.anchors import make_anchor
from briefing.evidence.corpus import Corpus
from briefing.evidence.support import bearers
from briefing.library.library import Library
from briefing.library.state import ReaderState
from briefing.model.briefing import Briefing
from briefing.settings.config import Config, Places, bundled_content
from briefing.tui.app import ReaderApp
from briefing.tui.desk.app import DeskApp
from briefing.tui.desk.screen import DeskScreen
from briefing.tui.desk.work import Work
from briefing.tui.session import new_session

FIXTURES = Path(__file__).parents[1] / "tests" / "fixtures"
BUNDLED = bundled_content()[0]
TOWNS = FIXTURES / "two-towns"
BUNDLED_SOURCES = "armenia-azerbaijan-joint-statement/sources/about-weekly"


@dataclass(frozen=True)
class Picture:
    """What to draw.

    Attributes:
        size: Columns and rows of the terminal.
        keys: The keys pressed.
        folder: The briefing.
        address: Where it is opened; None for its beginning.
        corpus: Folder of the sources' texts; None for none.
    """

    size: tuple[int, int]
    keys: tuple[str, ...] = ()
    folder: Path = BUNDLED
    address: str | None = None
    corpus: Path | None = None


PICTURES = {
    "first": Picture((80, 24)),
    "reader": Picture((160, 45), ("2", "enter")),
    "reactions": Picture((80, 24), ("4",)),
    "disagreements": Picture((120, 40), ("6", "j", "enter")),
    "timeline": Picture((80, 24), ("a", "8")),
    "figures": Picture((80, 24), ("f",)),
    "find": Picture((80, 24), ("/", *"release")),
    "without": Picture((120, 40), ("x", "4"), address=BUNDLED_SOURCES),
    "evidence": Picture(
        (100, 32), ("e", "j"), TOWNS, "two-towns/terms/share", FIXTURES / "two-towns-corpus"
    ),
}


DESK = "desk"
"""Name of the picture of the desk."""


def load(folder: Path, corpus: Corpus) -> Briefing:
    """Load a briefing; where texts are at hand, with an anchor for each passage it cites."""
    briefing = load_briefing(folder).briefing
    assert briefing is not None, f"{folder.name} has mistakes: run `briefing check`"
    if corpus.folder is None:
        return briefing
    cited = {one: None for bearer in bearers(briefing) for one in bearer.evidence}
    anchors = {
        one.place: make_anchor(text, one)
        for one in cited
        if (text := corpus.read(briefing.sources_by_key[one.source]).text) is not None
    }
    return msgspec.structs.replace(briefing, anchors=tuple(anchors.values()))


async def draw_desk(folder: Path) -> str:
    """Open the desk on the towns, at a card and the text that it cites."""
    towns, corpus = Path(shutil.copytree(TOWNS, folder / TOWNS.name)), FIXTURES / "two-towns-corpus"
    briefing = load(TOWNS, Corpus(corpus))
    write_lock(towns, briefing.anchors, briefing.articles)
    session = new_session(
        Library(folder / "library"),
        ReaderState.open(folder / "state.json"),
        Config(theme="dark"),
        Corpus(corpus),
        places=Places(folder / "library", folder, folder / "config.toml", corpus),
    )
    app = DeskApp(session, DeskScreen(session, Work(towns, session.corpus)))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("J", "J", "J", "tab", "}", ".", "j", ".")
        await app.desk.look_again()
        await pilot.pause()
        return without_fonts(app.export_screenshot(title="briefing"))


async def draw(folder: Path, picture: Picture) -> str:
    """Open the briefing, press the keys, and give the screen as SVG."""
    corpus = Corpus(picture.corpus)
    library = Library(folder / "library")
    library.publish([load(picture.folder, corpus)], datetime(2024, 1, 1, tzinfo=UTC))
    state = ReaderState.open(folder / "state.json")
    session = new_session(
        library,
        state,
        Config(theme="dark"),
        corpus,
        places=Places(library.folder, folder, folder / "config.toml"),
    )
    app = ReaderApp(session, session.begin(picture.address))
    async with app.run_test(size=picture.size) as pilot:
        await pilot.pause()
        await pilot.press(*picture.keys)
        await pilot.pause()
        return without_fonts(app.export_screenshot(title="briefing"))


def without_fonts(drawn: str) -> str:
    """A picture must not fetch fonts from anywhere."""
    return re.sub(r"@font-face\s*{[^}]*}\s*", "", drawn)


def main() -> None:
    """Draw all pictures beside this script."""
    with tempfile.TemporaryDirectory() as folder:
        for name, picture in {**PICTURES, DESK: None}.items():
            made = draw(Path(folder) / name, picture) if picture else draw_desk(Path(folder) / name)
            drawn = asyncio.run(made)
            target = Path(__file__).with_name(f"{name}.svg")
            target.write_text(drawn, encoding="utf-8")
            print(target.name)


if __name__ == "__main__":
    main()
