"""The first frame of the next start is that start's, whatever the reader did before."""

from __future__ import annotations

import random
import re

import pytest

from briefing.evidence.corpus import Corpus
from briefing.library.state import ReaderState
from briefing.settings.config import Config, Version
from briefing.tui.next_start import show_opening
from briefing.tui.session import new_session
from tests.pilot.harness import Reading, Shelf, Size
from tests.samples import TEXTS
from tests.terminal.watching import KEYS
from tests.thorough import often

SIZES: tuple[Size, ...] = ((40, 12), (80, 24), (80, 10), (120, 40), (160, 45), (20, 24))


def looks(reading: Reading) -> str:
    """What is on the screen, with all colours."""
    return re.sub(r"terminal-\d+", "", reading.app.export_screenshot())


@pytest.mark.parametrize("seed", range(often(3, 200)))
async def test_whatever_was_typed_the_frame_is_that_of_the_next_start(
    shelf: Shelf, seed: int
) -> None:
    random_ = random.Random(seed)
    size = SIZES[seed % len(SIZES)]
    version: Version = random_.choice(("full", "short"))
    corpus = random_.choice((None, TEXTS))
    keys = random_.choices([*KEYS, "space", "j", "J", "tab"], k=random_.randrange(1, 15))
    async with shelf.open(size, version=version, corpus=corpus) as reading:
        for key in keys:
            await reading.press(key)
        app, screen = reading.app, reading.screen
        screen.flush()
        state = ReaderState.open(shelf.state_file)
        config = Config()._replace(version=version)
        session = new_session(shelf.library, state, config, Corpus(corpus), places=shelf.places)
        session.writes = False
        app.theme = app.theme_at_start
        await show_opening(app, screen, session)
        await reading.caught_up()
        drawn, text = looks(reading), reading.text()
    async with shelf.open(size, version=version, corpus=corpus) as reading:
        assert text == reading.text(), keys
        assert drawn == looks(reading), keys
