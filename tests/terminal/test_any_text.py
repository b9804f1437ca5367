"""Any text in any field, at any size, under any keys: the reader stays up."""

from __future__ import annotations

import itertools
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given
from hypothesis import strategies as st

from tests.hostile import NEEDLE, STRINGS, hostile_briefing
from tests.pilot.harness import Shelf, Size
from tests.thorough import examples

_KEYS = (
    *("space", "J", "K", ">", "g", "G", "j", "k", "tab", "enter", "pagedown"),
    *("e", "f", "y", "Y", "/", "n", "\\", ":", "?", "o", "t", "escape", "escape", "escape"),
    *"5790[",
)
_ASKING = (("/", *NEEDLE, "enter", "n", "n", "escape"), (":", *NEEDLE[:2], "escape"))

words = st.lists(st.sampled_from(STRINGS) | st.text(max_size=60), min_size=1, max_size=6)
sizes = st.tuples(st.integers(1, 140), st.integers(1, 45))
keys = st.lists(
    st.sampled_from(_KEYS).map(lambda key: (key,)) | st.sampled_from(_ASKING), max_size=15
).map(lambda pressed: list(itertools.chain.from_iterable(pressed)))


@examples(1)
@given(texts=words, size=sizes, later=sizes, pressed=keys)
@example(texts=[""], size=(80, 24), later=(10, 5), pressed=["J", "e", "J", "f", "y", "y"])
@example(texts=["\n \t"], size=(120, 40), later=(1, 1), pressed=["G", "o", "escape", ":"])
@example(texts=["[/x]"], size=(6, 10), later=(1, 1), pressed=[":", "n", "e", "escape"])
async def test_no_text_brings_the_reader_down(
    texts: list[str], size: Size, later: Size, pressed: list[str]
) -> None:
    with TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder))
        shelf.publish(hostile_briefing("any", itertools.cycle(texts).__next__))
        async with shelf.open(size) as reading:
            await reading.press(*pressed)
            await reading.resize(later)
            await reading.press("escape", "escape", "escape", "J")
