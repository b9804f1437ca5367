"""Count the files that a way through the program meets: ``python -m tests.walks``.

A file of `briefing/` is met where one of its functions is called; code of the module itself is not
counted. The ways are: one press of ``j`` in the list of cards, after a warm-up (of several presses
the one that meets the fewest, since the timers that write marks and look for news may fall into
others); and from a card's file to the first screen, in four steps.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

from textual.pilot import Pilot

import briefing
from briefing.authoring.load import load_briefing
from briefing.evidence.corpus import Corpus
from briefing.library.library import Library
from briefing.library.state import ReaderState
from briefing.settings.config import Config, Places
from briefing.tui.app import ReaderApp
from briefing.tui.session import new_session

PACKAGE = Path(briefing.__file__).parent
PRESSES = 4
FOLDER = Path(__file__).parent / "fixtures" / "two-towns"


@contextmanager
def met(files: set[str]) -> Iterator[None]:
    """Note the files of the package in which something is called, in any thread."""

    def note(frame: FrameType, event: str, argument: object) -> None:
        del argument
        code = frame.f_code
        if event == "call" and code.co_name != "<module>" and code.co_filename.startswith(prefix):
            files.add(code.co_filename.removeprefix(prefix))

    prefix = f"{PACKAGE}/"
    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nothing more happens."""
    for _ in range(5):
        await pilot.pause()


def start(home: Path, found: dict[str, set[str]]) -> ReaderApp:
    """Go from a card's file to the application, noting the files met on the way."""
    with met(found.setdefault("Parse", set())):
        loaded = load_briefing(FOLDER)
    assert loaded.briefing is not None
    library = Library(home / "library")
    with met(found.setdefault("Publish", set())):
        library.publish([loaded.briefing])
    with met(found.setdefault("Open", set())):
        places = Places(home / "library", home / "state", home / "config.toml")
        state = ReaderState.open(home / "state" / "state.json")
        config = Config()._replace(version="full")
        session = new_session(library, state, config, Corpus(None), places=places)
        beginning = session.begin(None)
    with met(found.setdefault("First screen", set())):
        return ReaderApp(session, beginning)


async def walk() -> dict[str, set[str]]:
    """Go all ways; give the files met on each."""
    found: dict[str, set[str]] = {}
    presses = []
    with TemporaryDirectory() as name:
        app = start(Path(name), found)
        with met(found["First screen"]):
            running = app.run_test(size=(120, 40))
            pilot = await running.__aenter__()
            await settled(pilot)
        await pilot.press("3", "j", "k", "j", "k")
        for _ in range(PRESSES):
            await asyncio.sleep(1.0)  # the marks of what was read are written by then
            await settled(pilot)
            files: set[str] = set()
            with met(files):
                await pilot.press("j")
                await settled(pilot)
            presses.append(files)
            await pilot.press("k")
        await running.__aexit__(None, None, None)
        app.session.close()
    found["From a card's file to the first screen"] = set().union(*found.values())
    found["The key j"] = min(presses, key=len)
    return found


def main() -> None:
    """Print the counts and the files."""
    for title, files in asyncio.run(walk()).items():
        print(f"{title}: {len(files)} files")
        print(*(f"  {file}" for file in sorted(files)), sep="\n")


if __name__ == "__main__":
    main()
