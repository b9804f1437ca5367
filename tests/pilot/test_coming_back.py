"""Somebody comes back to a briefing: what has changed since, and what became of their marks."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from msgspec.structs import replace

from briefing.model.briefing import Briefing
from briefing.model.cards import Card
from briefing.model.dates import parse_date
from briefing.model.records import Correction, Retraction
from briefing.tui.reader.layout import Pane
from tests.pilot.harness import Reading, Shelf


def edited(briefing: Briefing) -> Briefing:
    """A later edition: a number, a correction, a retraction, a card renamed, one reworded, gone."""
    on = parse_date("2024-05-03")
    sections = tuple(
        replace(
            section, cards=tuple(edited_card(card) for card in section.cards if card.id != "ferry")
        )
        for section in briefing.sections
    )
    return replace(
        briefing,
        sections=sections,
        corrections=(
            Correction(
                claim="share#summer",
                was="Hilltop takes two thirds of the water from June to August.",
                reason="The Herald had misread the treaty.",
                on=on,
            ),
        ),
        retractions=(Retraction(source="post", reason="The Post withdrew it.", on=on),),
    )


def edited_card(card: Card) -> Card:
    match card.id:
        case "share":
            first = replace(
                card.claims[0], text="Hilltop takes half of the water from June to August."
            )
            return replace(card, claims=(first, *card.claims[1:]))
        case "duration":
            figure = replace(card.figures[0], value=Decimal(12))
            return replace(card, figures=(figure, *card.figures[1:]))
        case "dam":
            return replace(card, id="the-dam")
        case _:
            return card


async def read_first(shelf: Shelf, *visits: str) -> None:
    """Read cards to their end, as they are, and bookmark each."""
    for address in visits:
        async with shelf.open((80, 60), address=f"two-towns/{address}") as reading:
            await reading.press("b")


def is_told(reading: Reading) -> bool:
    """Whether a sheet lies over the reader."""
    return reading.sheet is not None


def places(reading: Reading) -> tuple[str, str | None]:
    return reading.card, reading.item


async def test_nothing_is_told_to_who_reads_the_first_time(
    shelf: Shelf, briefing: Briefing
) -> None:
    shelf.publish(edited(briefing))
    async with shelf.open() as reading:
        assert not is_told(reading)
        await reading.press("w")
        assert reading.message == "Nothing has changed since you read this."
        await reading.press("v")
        assert reading.message == "Nothing has changed since you read this."


async def test_a_sheet_tells_what_was_wrong_first_and_what_of_it_was_read(
    shelf: Shelf, briefing: Briefing
) -> None:
    await read_first(shelf, "terms/share", "side-deals/ferry", "background/dam")
    shelf.publish(edited(briefing))
    async with shelf.open((100, 60)) as reading:
        assert reading.sheet is not None
        assert str(reading.sheet.border_title).startswith(
            "Since you read this (revision 1, just now)"
        )
        told = " ".join(reading.sheet_text().split())
        ordered = (
            "Corrected: Hilltop gets two thirds of the water in summer (you had bookmarked it)",
            "Was: Hilltop takes two thirds",
            "Now: Hilltop takes half",
            "Reason: The Herald had misread the treaty.",
            "Source retracted: ",
            "Bookmark lost: “",
            "Withdrawn",
            "Figure changed",
            "10 → 12 years: Years until the deal must be renewed",
        )
        at = [told.find(part) for part in ordered]
        assert -1 not in at, dict(zip(ordered, at, strict=True))
        assert at == sorted(at)
        await reading.press("enter")
        assert not is_told(reading)
        assert places(reading) == ("share", "summer")
        await reading.press("z")
        assert reading.card != "share" or reading.item != "summer"


async def test_the_sheet_comes_once_and_again_when_asked_for(
    shelf: Shelf, briefing: Briefing
) -> None:
    await read_first(shelf, "terms/share")
    shelf.publish(edited(briefing))
    async with shelf.open() as reading:
        assert is_told(reading)
        assert "Space" not in reading.text("footer"), "the keys do other things in the sheet"
        await reading.press("escape")
        assert "Space read on" in reading.text("footer")
    async with shelf.open() as reading:
        assert not is_told(reading)
        await reading.until(lambda: reading.screen.state.since)
        await reading.press("R")
        assert is_told(reading)
        assert "Corrected" in reading.sheet_text()


async def test_wording_is_folded_until_asked_for(shelf: Shelf, briefing: Briefing) -> None:
    await read_first(shelf, "terms/share")
    share = next(card for _, card in briefing.cards() if card.id == "share")
    other = replace(share, title="Hilltop gets two thirds of the water in summertime")
    sections = [
        replace(one, cards=tuple(other if card.id == "share" else card for card in one.cards))
        for one in briefing.sections
    ]
    shelf.publish(replace(briefing, sections=tuple(sections)))
    async with shelf.open((100, 40)) as reading:
        assert "1 change of words or place: Enter lists it" in reading.sheet_text()
        assert "summertime" not in reading.sheet_text()
        await reading.press("enter")
        assert "summertime" in reading.sheet_text()


async def test_marks_and_place_go_along_with_a_renamed_card(
    shelf: Shelf, briefing: Briefing
) -> None:
    await read_first(shelf, "side-deals/ferry", "background/dam")
    shelf.publish(edited(briefing))
    async with shelf.open((100, 60)) as reading:
        assert reading.card == "the-dam"
        assert reading.bookmarks == {"the-dam"}
        assert "the-dam" in reading.read, "it says the same as before"
        lost = reading.screen.session.state.lost("two-towns")
        assert [(one.card, one.revision) for one in lost] == [("ferry", 1)]


async def test_a_lost_bookmark_is_back_with_its_card(shelf: Shelf, briefing: Briefing) -> None:
    await read_first(shelf, "side-deals/ferry")
    for edition, bookmarks in ((edited(briefing), set()), (briefing, {"ferry"})):
        shelf.publish(edition)
        async with shelf.open() as reading:
            assert reading.bookmarks == bookmarks
            assert bool(reading.screen.session.state.lost("two-towns")) == (not bookmarks)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 45)])
async def test_signs_stand_beside_what_has_changed(
    shelf: Shelf, briefing: Briefing, size: tuple[int, int]
) -> None:
    await read_first(shelf, "terms/share")
    shelf.publish(edited(briefing))
    async with shelf.open(size, address="two-towns/terms/share") as reading:
        await reading.press("escape")
        lines = reading.text(Pane.CARD).splitlines()
        (first,) = [line for line in lines if "Hilltop takes half" in line]
        assert "! Hilltop takes half" in first
        before = reading.text(Pane.CARD)
        await reading.press("v")
        assert "before: " in reading.text(Pane.CARD)
        await reading.press("v")
        assert reading.text(Pane.CARD) == before


async def test_two_keys_walk_from_change_to_change_over_sections(
    shelf: Shelf, briefing: Briefing
) -> None:
    await read_first(shelf, "terms/share")
    shelf.publish(edited(briefing))
    async with shelf.open((100, 40), address="two-towns/bottom-line") as reading:
        await reading.press("escape")
        await reading.press("1", "W")
        assert reading.message == "This is the first change."
        seen = [places(reading)]
        for _ in range(40):
            await reading.press("w")
            if reading.message == "This is the last change.":
                break
            seen.append(places(reading))
            assert re.match(r"Change \d+ of \d+: [a-z]", reading.message), reading.message
        assert ("share", "summer") in seen
        assert "duration" in {card for card, _ in seen}
        assert len(seen) == len(set(seen))
        order = [card.id for _, card in reading.screen.briefing.cards()]
        assert [order.index(card) for card, _ in seen] == sorted(order.index(c) for c, _ in seen)
        since = reading.screen.state.since
        assert since is not None
        assert {card for card, _ in seen} == {card for card, _ in since.places}
        back = [places(reading)]
        for _ in range(40):
            await reading.press("W")
            if reading.message == "This is the first change.":
                break
            back.append(places(reading))
        assert back == seen[::-1]


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)], ids=str)
async def test_a_change_is_gone_to_from_the_list_of_sections_too(
    shelf: Shelf, briefing: Briefing, size: tuple[int, int]
) -> None:
    await read_first(shelf, "terms/share")
    shelf.publish(edited(briefing))
    async with shelf.open(size, address="two-towns/terms/share") as reading:
        await reading.press("escape")
        while reading.focus != Pane.SECTIONS:
            await reading.press("h")
        await reading.press("w")
        assert reading.message.startswith("Change ")
        assert reading.focus == Pane.CARD
        assert Pane.CARD in reading.visible


async def test_the_list_of_sections_counts_what_is_changed_until_it_is_seen(
    shelf: Shelf, briefing: Briefing
) -> None:
    await read_first(shelf, "terms/share")
    share = next(card for _, card in edited(briefing).cards() if card.id == "share")
    sections = [
        replace(one, cards=tuple(share if card.id == "share" else card for card in one.cards))
        for one in briefing.sections
    ]
    shelf.publish(replace(briefing, sections=tuple(sections)))
    async with shelf.open((120, 60), address="two-towns/bottom-line") as reading:
        await reading.press("escape")
        assert "~1" in reading.text(Pane.SECTIONS)
        await reading.press("w")
        assert reading.card == "share"
        assert "~1" not in reading.text(Pane.SECTIONS)
        assert "~ Hilltop takes half" in reading.text(Pane.CARD), "as long as one is here"


async def test_what_was_copied_is_known_to_be_the_readers(shelf: Shelf, briefing: Briefing) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await reading.press("y", "m")
        assert reading.screen.session.state.copied("two-towns") == {"share#summer"}
    shelf.publish(edited(briefing))
    async with shelf.open((100, 60)) as reading:
        assert "(you had copied it)" in " ".join(reading.sheet_text().split())


async def test_a_newer_revision_is_told_of_on_loading_it(shelf: Shelf, briefing: Briefing) -> None:
    async with shelf.open((100, 60), address="two-towns/terms/share") as reading:
        await reading.press("b")
        shelf.publish(edited(briefing))
        await reading.press("R")
        await reading.until(lambda: reading.sheet)
        assert "Hilltop takes half" in reading.sheet_text()


async def test_what_is_gone_is_shown_as_it_was(shelf: Shelf, briefing: Briefing) -> None:
    await read_first(shelf, "terms/share")
    sections = [
        replace(one, cards=tuple(card for card in one.cards if card.id != "ferry"))
        for one in briefing.sections
    ]
    shelf.publish(replace(briefing, sections=tuple(sections)))
    async with shelf.open((100, 40)) as reading:
        await reading.press("enter")
        assert (reading.card, reading.screen.state.revision.number) == ("ferry", 1)
        assert "as of revision 1" in reading.text("header")
        await reading.press("R")
        assert reading.screen.state.revision.number == 2


async def test_of_a_briefing_that_is_withdrawn_there_is_nothing_to_check(
    shelf: Shelf, briefing: Briefing
) -> None:
    await read_first(shelf, "terms/share")
    shelf.library.withdraw("two-towns", None, "It was a hoax.")
    async with shelf.open((100, 40)) as reading:
        assert reading.sheet_text().count("It was a hoax.") == 1
        await reading.press("escape", "H")
        assert reading.sheet is None
        assert reading.message.startswith("The briefing is withdrawn as a whole")


async def test_that_the_revision_which_was_read_is_gone_is_said(
    shelf: Shelf, briefing: Briefing
) -> None:
    await read_first(shelf, "terms/share")
    shelf.publish(edited(briefing))
    next(shelf.library.folder.glob("revisions/two-towns/*")).write_text("{")
    async with shelf.open((100, 40)) as reading:
        assert not is_told(reading)
        assert reading.message.startswith("You read revision 1, which cannot be read any more")
