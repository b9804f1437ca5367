"""What the palette offers for the words typed, and how the title of a hit is marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from textual.command import DiscoveryHit, Hit
from textual.content import Content
from textual.screen import Screen
from textual.style import Style

from briefing.tui.screens.common import Entry, ReaderProvider

TITLES = ["Élan of a dam", "the damage, Dam by dam", "Lake [x]"]


class Offers:
    """Stands for a screen that offers some entries."""

    def __init__(self) -> None:
        self.run: list[str] = []

    def palette_entries(self) -> Iterator[Entry]:
        for title in TITLES:
            yield Entry(title, f"Help on {title}.", self._runs(title))

    def _runs(self, title: str) -> Callable[[], None]:
        return lambda: self.run.append(title)


def provider(offers: Offers) -> ReaderProvider:
    return ReaderProvider(cast("Screen[Any]", offers), Style(bold=True))


async def test_before_words_are_typed_all_is_offered_with_its_help_below() -> None:
    offers = Offers()
    hits = [hit async for hit in provider(offers).discover()]
    assert [hit.text for hit in hits] == TITLES
    hit = hits[2]
    assert isinstance(hit, DiscoveryHit)
    assert isinstance(hit.display, Content)
    assert hit.display.plain == "Lake [x]\nHelp on Lake [x]."
    assert [(span.start, span.end, span.style) for span in hit.display.spans] == [(9, 26, "dim")]
    hit.command()
    assert offers.run == ["Lake [x]"]


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("dam", {"Élan of a dam": ["dam"], "the damage, Dam by dam": ["dam"]}),
        ("DÁM elan", {"Élan of a dam": ["dam", "Élan"]}),
        ("dama", {"the damage, Dam by dam": ["dama"]}),
        ("am", {}),
        ("dam zzz", {}),
        ("[x", {"Lake [x]": ["[x"]}),
        ("", {}),
        ("  ", {}),
        ("lake", {"Lake [x]": ["Lake"]}),
    ],
)
async def test_what_has_all_words_at_the_beginning_of_its_own_is_offered_and_they_are_marked(
    words: str, marked: dict[str, list[str]]
) -> None:
    found = {}
    async for hit in provider(Offers()).search(words):
        assert isinstance(hit, Hit)
        title = hit.match_display
        assert isinstance(title, Content)
        assert title.plain == f"{hit.text}\nHelp on {hit.text}."
        help_, *spans = title.spans
        assert help_.style == "dim"
        assert all(span.style == Style(bold=True) for span in spans)
        found[str(hit.text)] = [title.plain[span.start : span.end] for span in spans]
    assert found == marked
