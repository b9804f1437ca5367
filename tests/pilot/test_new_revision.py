"""What loading a new revision does to the card that is open, and to what counts as read."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from briefing.model.briefing import Briefing
from briefing.model.cards import Card
from briefing.model.claims import Claim
from briefing.settings.config import Version
from briefing.tui.reader.layout import Pane
from tests.pilot.harness import Reading, Shelf, Size
from tests.thorough import paired, spread

SHARE = "two-towns/terms/share"


def revised(briefing: Briefing, card_id: str, revise: Callable[[Card], Card]) -> Briefing:
    """The same briefing with another text of one card."""
    sections = tuple(
        msgspec.structs.replace(
            section,
            cards=tuple(revise(card) if card.id == card_id else card for card in section.cards),
        )
        for section in briefing.sections
    )
    return msgspec.structs.replace(briefing, sections=sections)


def first_sentence(text: str) -> Callable[[Card], Card]:
    """Give a card another first sentence, of the same id."""

    def revise(card: Card) -> Card:
        first, *others = card.claims
        return msgspec.structs.replace(
            card, claims=(msgspec.structs.replace(first, text=text), *others)
        )

    return revise


async def load_newest(reading: Reading) -> None:
    """Load the newest revision, and close the sheet that tells what has changed, if any."""
    await reading.press("R")
    if reading.sheet is not None:
        await reading.press("escape")


async def read_to_the_end(reading: Reading) -> None:
    """Turn pages up to the last line of the open card."""
    pane = reading.pane(Pane.CARD)
    while not pane.at_end:
        await reading.press("space")
    assert pane.scroll_offset.y > 0, "the test needs a card that is higher than the window"


async def jump_to_the_end(reading: Reading) -> None:
    """Go to the last sentence of the open card, and scroll to what stands below it."""
    await reading.press("G")
    assert reading.focus == Pane.CARD
    while not reading.pane(Pane.CARD).at_end:
        await reading.press("j")


# -- what counts as read ---------------------------------------------------------------------------


@pytest.mark.parametrize("size", spread([(80, 16), (80, 20), (60, 12)], 1), ids=str)
async def test_a_card_that_changed_above_the_window_is_not_read_until_that_was_shown(
    shelf: Shelf, briefing: Briefing, size: Size
) -> None:
    async with shelf.open(size, address=SHARE) as reading:
        await read_to_the_end(reading)
        await jump_to_the_end(reading)
        assert "share" in reading.read
        shelf.publish(revised(briefing, "share", first_sentence("Hilltop takes a half.")))
        await reading.press("R")
        told = reading.message
        await reading.press("escape")
        assert "share" not in reading.read
        await jump_to_the_end(reading)
        assert "share" not in reading.read
        assert told == "Revision 2 is loaded."
        await reading.press("g")
        assert "share" not in reading.read
        await read_to_the_end(reading)
        assert "share" in reading.read


async def test_what_did_not_change_stays_read(shelf: Shelf, briefing: Briefing) -> None:
    async with shelf.open((60, 12), address=SHARE) as reading:
        await read_to_the_end(reading)
        shelf.publish(msgspec.structs.replace(briefing, title="Another title"))
        await load_newest(reading)
        assert reading.message == "Revision 2 is loaded."
        assert "share" in reading.read


async def test_a_page_that_was_read_before_another_card_changed_need_not_be_read_again(
    shelf: Shelf, briefing: Briefing
) -> None:
    async with shelf.open((60, 12), address=SHARE) as reading:
        await reading.press("space")
        assert "share" not in reading.read
        shelf.publish(revised(briefing, "duration", first_sentence("It runs for a year.")))
        await load_newest(reading)
        await read_to_the_end(reading)
        assert "share" in reading.read


async def test_that_a_card_was_marked_unread_holds_for_what_it_said_then(
    shelf: Shelf, briefing: Briefing
) -> None:
    async with shelf.open((120, 60), address=SHARE) as reading:
        await reading.press("m")
        assert reading.read == set()
        shelf.publish(msgspec.structs.replace(briefing, title="Another title"))
        await load_newest(reading)
        assert reading.read == set()
        shelf.publish(revised(briefing, "share", first_sentence("Hilltop takes a half.")))
        await load_newest(reading)
        assert reading.read == {"share"}, "all of it is on the screen"


async def test_a_start_at_the_last_sentence_does_not_read_what_changed_above_it(
    shelf: Shelf, briefing: Briefing
) -> None:
    async with shelf.open((60, 12), address=SHARE) as reading:
        await read_to_the_end(reading)
        await reading.press("G", "q")
    shelf.publish(revised(briefing, "share", first_sentence("Hilltop takes a half.")))
    async with shelf.open((60, 12)) as reading:
        assert reading.card == "share"
        await reading.press("escape")
        await jump_to_the_end(reading)
        assert "share" not in reading.read


async def test_a_jump_to_the_end_reads_nothing_between(shelf: Shelf) -> None:
    async with shelf.open((40, 9), address=SHARE) as reading:
        await jump_to_the_end(reading)
        assert "share" not in reading.read


async def test_what_was_read_is_known_however_the_window_is_resized(shelf: Shelf) -> None:
    async with shelf.open((60, 12), address=SHARE) as reading:
        await reading.press("space")
        for size in [(40, 12), (70, 14), (60, 12)]:
            await reading.resize(size)
        await read_to_the_end(reading)
        assert "share" in reading.read


# -- where the reader is ---------------------------------------------------------------------------


def with_sentence_before(text: str) -> Callable[[Card], Card]:
    """Put another sentence before the first of a card."""

    def revise(card: Card) -> Card:
        return msgspec.structs.replace(card, claims=(Claim(id="put-in", text=text), *card.claims))

    return revise


FROM = {
    "the text": (("j", "j"), Pane.CARD),
    "the text and the drawer": (("j", "j", "e"), None),
    "the drawer": (("j", "e", "tab"), None),
    "sections": (("h", "h"), Pane.SECTIONS),
    "the list": (("h",), Pane.CARDS),
    "figures": (("f", "j"), None),
}
"""Keys that lead to each pane, and the pane where it is told by its name."""


@pytest.mark.parametrize(
    ("start", "size"), paired([*FROM], spread([(120, 40), (80, 24), (40, 24)], 2))
)
async def test_pane_sentence_and_drawer_stay(
    shelf: Shelf, briefing: Briefing, start: str, size: Size
) -> None:
    keys, pane = FROM[start]

    def place(reading: Reading) -> tuple[object, ...]:
        figure = reading.pane(Pane.FIGURES).cursor_key
        return reading.focus, reading.visible, reading.card, reading.item, figure

    async with shelf.open(size, address=SHARE) as reading:
        await reading.press(*keys)
        before = place(reading)
        assert pane is None or reading.focus == pane
        shelf.publish(revised(briefing, "share", with_sentence_before("This is new.")))
        await load_newest(reading)
        assert reading.screen.state.revision.number == 2
        assert place(reading) == before
        reading.assert_in_order()


async def test_the_cursor_goes_to_the_first_sentence_if_its_own_is_gone(
    shelf: Shelf, briefing: Briefing
) -> None:
    async with shelf.open((80, 24), address=SHARE) as reading:
        await reading.press("j", "e")
        first = reading.pane(Pane.CARD).keys[0]
        shelf.publish(
            revised(briefing, "share", lambda card: msgspec.structs.replace(card, claims=()))
        )
        await load_newest(reading)
        assert reading.item not in (None, first)
        assert reading.item == reading.pane(Pane.CARD).keys[0]
        assert (reading.focus, reading.screen.state.evidence_open) == (Pane.CARD, True)


async def test_the_page_stays_though_the_cursor_was_left_behind(
    shelf: Shelf, briefing: Briefing
) -> None:
    async with shelf.open((80, 12), address=SHARE) as reading:
        pane = reading.pane(Pane.CARD)
        await reading.press("space", "space")
        item, seen = reading.item, pane.visible_keys()
        assert (reading.card, pane.at_end) == ("share", True)
        assert item not in seen
        shelf.publish(revised(briefing, "share", with_sentence_before("This is new.")))
        await load_newest(reading)
        assert pane.visible_keys() == seen
        assert reading.item == item


async def test_another_briefing_begins_at_its_top_though_its_first_card_has_the_same_id(
    shelf: Shelf, briefing: Briefing
) -> None:
    other = msgspec.structs.replace(briefing, id="other-towns")
    async with shelf.open((80, 12)) as reading:
        await jump_to_the_end(reading)
        shelf.publish(other)
        await reading.press("o")
        assert reading.sheet is not None
        await reading.press(*["j"] * reading.sheet.keys.index("other-towns"), "enter")
        pane = reading.pane(Pane.CARD)
        assert reading.screen.briefing.id == "other-towns"
        assert (pane.at_start, reading.item) == (True, pane.keys[0])


@pytest.mark.parametrize("size", spread([(120, 40), (80, 24), (40, 24)], 1), ids=str)
@pytest.mark.parametrize(
    ("keys", "version", "focus"),
    [
        (("3", "enter", "j"), "full", Pane.CARD),
        (("3", "j"), "full", Pane.CARD),
        (("5", "j"), "full", Pane.CARD),
        (("5", "j"), "short", Pane.CARDS),
    ],
    ids=["text", "list", "reactions", "view"],
)
async def test_the_next_start_gives_the_keys_to_the_text_unless_the_list_is_what_is_read(
    shelf: Shelf, size: Size, keys: tuple[str, ...], version: Version, focus: Pane
) -> None:
    async with shelf.open(size, version=version) as reading:
        await reading.press(*keys)
        before = (reading.card, reading.item)
        await reading.press("q")
    async with shelf.open(size, version=version) as reading:
        assert (reading.card, reading.item) == before
        assert reading.focus == focus
        reading.assert_in_order()


# -- the heading of the card -----------------------------------------------------------------------


@pytest.mark.parametrize(("kept", "heading"), [(2, "Card 1 of 2"), (1, "What was agreed")])
async def test_the_heading_counts_the_cards_of_the_new_revision(
    shelf: Shelf, briefing: Briefing, kept: int, heading: str
) -> None:
    sections = tuple(
        msgspec.structs.replace(section, cards=section.cards[:kept])
        if section.id == "terms"
        else section
        for section in briefing.sections
    )
    async with shelf.open((80, 24), address=SHARE) as reading:
        assert "Card 1 of 3" in reading.text(Pane.CARD)
        shelf.publish(msgspec.structs.replace(briefing, sections=sections))
        await load_newest(reading)
        assert heading in reading.text(Pane.CARD)


async def test_sources_set_aside_stay_so(shelf: Shelf, briefing: Briefing) -> None:
    async with shelf.open((120, 40), address=SHARE) as reading:
        await reading.press("e", "x")
        aside = reading.screen.state.check.aside
        assert aside
        shelf.publish(revised(briefing, "share", first_sentence("Two thirds go to Lakeside.")))
        await load_newest(reading)
        assert reading.screen.state.revision.number == 2
        assert reading.screen.state.check.aside == aside
        assert "Without " in reading.text("header")


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("/", "d", "a", "m", "enter"), "Revision 2 is loaded. The search has ended."),
        (("\\", "d", "a", "m", "enter"), "Revision 2 is loaded. All cards are listed again."),
    ],
)
async def test_what_ends_with_a_new_revision_is_said(
    shelf: Shelf, briefing: Briefing, keys: tuple[str, ...], said: str
) -> None:
    async with shelf.open((120, 40)) as reading:
        await reading.press(*keys)
        shelf.publish(msgspec.structs.replace(briefing, title="Another title"))
        await load_newest(reading)
        assert reading.message == said
