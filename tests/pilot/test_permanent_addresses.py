"""The reader opens what a permanent address leads to, as it is by now."""

from __future__ import annotations

import pytest

from briefing.model.errors import BriefingError
from tests.pilot.harness import Shelf
from tests.revising import publish_three


@pytest.mark.parametrize(
    ("address", "card", "words"),
    [
        ("two-towns/share#in-winter-the-shares@1", "share", "In winter the shares are equal, as"),
        ("two-towns/ferry@1", "pier", "Lakeside drops its objection"),
        ("two-towns/ferry#the-ferry-is-a@2", "pier", "a courtesy between neighbours"),
        ("two-towns/pier#the-ferry-is-a@3", "pier", "a courtesy between neighbours"),
        ("two-towns/terms/share#we-trust-them-for", "share", "We trust them for now."),
    ],
)
async def test_the_card_is_open_at_the_sentence(
    shelf: Shelf, address: str, card: str, words: str
) -> None:
    publish_three(shelf.library)
    async with shelf.open((80, 24), address=address) as reading:
        assert reading.screen.card.id == card
        assert reading.screen.state.revision.number == 3
        if "#" in address:
            await reading.press("y")
            assert words in reading.app.clipboard.partition("(")[0]


async def test_what_is_gone_is_told_before_the_screen_opens(shelf: Shelf) -> None:
    publish_three(shelf.library)
    gone = "two-towns/gauge#nobody-has-offered-to@2"
    with pytest.raises(BriefingError, match="is not in revision 3, the current one") as caught:
        async with shelf.open((80, 24), address=gone):
            pass
    assert f"`briefing resolve {gone}` says what became of it" in str(caught.value)
