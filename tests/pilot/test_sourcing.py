"""Support under every claim, what falls without a source, health, and ways to disagreements."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Disagreement
from briefing.tui.reader import view
from briefing.tui.reader.layout import Pane
from briefing.tui.widgets import ItemPane
from tests.articles import anchored
from tests.pilot.harness import Reading, Shelf, Size
from tests.samples import TEXTS
from tests.thorough import spread

SIZES = spread([(120, 40), (80, 24), (50, 24)], 2)

WITHOUT_HERALD = (
    "× Without The Herald (TH): 16 claims lose all support, 6 keep one source;"
    " also lost: 5 figures, 1 reaction, 2 disagreements."
)


def shown(reading: Reading, pane: Pane | str) -> str:
    """The text of a pane without its line breaks, the sign of the cursor and rails."""
    return " ".join(reading.text(pane).translate({ord(sign): " " for sign in "▌│"}).split())


def in_sheet(reading: Reading) -> str | None:
    """Key of what the cursor of the sheet is on."""
    return None if reading.sheet is None else reading.sheet.cursor_key


def line_of(pane: ItemPane, key: str) -> str:
    """The first line of an item, whether or not it can be seen."""
    return next(item.lines[0].plain for item in pane.items(60) if item.key == key)


# -- support ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_every_sentence_says_beside_it_who_says_so(shelf: Shelf, size: Size) -> None:
    async with shelf.open((size[0], 60), address="two-towns/terms/share") as reading:
        beside = {
            key: " ".join(line_of(reading.pane(Pane.CARD), key).split()[-3:])
            for key in reading.pane(Pane.CARD).keys
        }
        assert beside["summer"].endswith("TH VP")
        assert beside["in-winter-the-shares"].endswith(" TH")
        assert beside["we-trust-them-for"].endswith(" VP")
        text = shown(reading, Pane.CARD)
        assert "disp" in text
        assert "but VP" in text
        assert "origin" not in text


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_evidence_says_in_words_how_well_it_is_supported(
    shelf: Shelf, size: Size
) -> None:
    async with shelf.open((size[0], 60), address="two-towns/terms/share") as reading:
        await reading.press("e")
        text = shown(reading, Pane.EVIDENCE)
        assert "disputed (d); 2 sources, one origin named, one unknown" in text
        assert text.count("No text on this machine: `briefing --corpus DIR`.") == 1


async def test_an_assumption_says_that_it_is_ours(shelf: Shelf) -> None:
    async with shelf.open((80, 40), address="two-towns/judgements/will-it-hold") as reading:
        text = shown(reading, Pane.CARD)
        assert "Assumed: No clerk will dispute" in text
        assert text.count(" ours") == 2


async def test_positions_events_people_and_figures_have_theirs(shelf: Shelf) -> None:
    async with shelf.open((120, 60), address="two-towns/disagreements/share-or-level") as reading:
        assert line_of(reading.pane(Pane.CARD), "position:0").endswith(" TH")
        await reading.press("9")
        assert "but VP" in shown(reading, Pane.CARD)
        await reading.press("0", "enter")
        assert line_of(reading.pane(Pane.CARD), "actor:mayor").split()[0] == "Ann"
        text = shown(reading, Pane.FIGURES)
        assert "≈66.6 Share of summer TH VP" in text
        assert "disp" in text


async def test_the_first_screen_has_the_bottom_line_and_what_is_behind_it(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address="two-towns/bottom-line") as reading:
        assert reading.visible == {Pane.CARD}
        text = shown(reading, Pane.CARD)
        assert "Lakeside and Hilltop agreed on 1 May" in text
        assert "TH The Herald · VP The Valley Post" in text
        assert "5 ▲ Lakeside" in text
        assert "6 doubts: Orkhan Aliyev: the gauge, “thirty years too old”" in text
        assert "7 disputed: The papers differ" in text
        assert "Share of summer water" in text
        await reading.press("j", "j", "j", "enter")
        assert (reading.section, reading.focus) == ("reactions", Pane.CARDS)


async def test_a_line_of_the_first_screen_has_evidence_and_leads_to_its_disagreement(
    shelf: Shelf,
) -> None:
    async with shelf.open((80, 24), address="two-towns/bottom-line") as reading:
        while "doubts" not in (reading.item or ""):
            await reading.press("j")
        await reading.press("e")
        evidence = shown(reading, Pane.EVIDENCE)
        assert "Orkhan Aliyev: the gauge, “thirty years too old”" in evidence
        assert "supports Institute of Water Engineers, the whole text" in evidence
        while "disputed" not in (reading.item or ""):
            await reading.press("j")
        assert "The papers differ on whether" in shown(reading, Pane.EVIDENCE)
        await reading.press("x")
        assert " lost" in shown(reading, Pane.CARD) or " −" in shown(reading, Pane.CARD)
        await reading.press("x", "d")
        assert reading.section == "disagreements"


# -- what falls without a source -------------------------------------------------------------------


async def test_setting_a_source_aside_shows_at_once_what_falls(shelf: Shelf) -> None:
    async with shelf.open((120, 40), address="two-towns/sources/about-herald") as reading:
        await reading.press("x")
        assert WITHOUT_HERALD in shown(reading, "header")
        assert "news until" not in shown(reading, "header")
        assert "× set aside: x undoes it" in shown(reading, Pane.CARD)
        assert " lost" in shown(reading, Pane.FIGURES)
        assert "affected" in reading.text(Pane.SECTIONS)
        assert line_of(reading.pane(Pane.SECTIONS), "disagreements").endswith(" 2")
        assert line_of(reading.pane(Pane.SECTIONS), "side-deals").endswith(" 0")
        rows = reading.pane(Pane.CARDS)
        assert line_of(rows, "about-herald")[3:5] == "× "
        assert line_of(rows, "about-post")[3:5] == "  "
        await reading.press("3")
        text = shown(reading, Pane.CARD)
        assert line_of(reading.pane(Pane.CARD), "summer").endswith(" VP")
        assert " part" in text
        assert "In winter the shares are equal. lost" in text
        assert line_of(rows, "share")[3:5] == "− "
        assert line_of(rows, "turbines")[3:5] == "× "
        reading.assert_in_order()


async def test_the_same_key_takes_it_back_and_nothing_was_stored(shelf: Shelf) -> None:
    async with shelf.open((120, 40), address="two-towns/sources/about-herald") as reading:
        panes = ("header", Pane.SECTIONS, Pane.CARDS, Pane.CARD, Pane.FIGURES)
        before = [reading.text(pane) for pane in panes]
        await reading.press("x")
        assert not any(reading.text(pane) in before for pane in panes)
        await reading.press("x")
        assert [reading.text(pane) for pane in panes] == before
        await reading.press("x", "q")
    async with shelf.open((120, 40)) as reading:
        assert reading.screen.state.check.aside == frozenset()
        assert "Without" not in shown(reading, "header")


async def test_several_can_be_set_aside_and_escape_takes_all_back(shelf: Shelf) -> None:
    async with shelf.open((120, 40), address="two-towns/sources/about-herald") as reading:
        await reading.press("x", "J", "x")
        assert reading.screen.state.check.aside == {"herald", "post"}
        assert "× Without The Herald (TH), The Valley Post (VP): 3" in shown(reading, "header")
        await reading.press("3")
        assert line_of(reading.pane(Pane.CARD), "summer").endswith(" lost")
        await reading.press("enter", "e")
        assert "× no source left without The Herald (TH), The Valley Post (VP)" in shown(
            reading, Pane.EVIDENCE
        )
        await reading.press("escape")
        assert reading.screen.state.check.aside == {"herald", "post"}
        focus = reading.focus
        await reading.press("escape")
        assert reading.screen.state.check.aside == frozenset()
        assert reading.focus == focus
        assert "Without" not in shown(reading, "header")
        reading.assert_in_order()


async def test_elsewhere_the_source_of_the_evidence_shown_is_meant(shelf: Shelf) -> None:
    async with shelf.open((120, 40), address="two-towns/terms/share") as reading:
        await reading.press("x")
        assert reading.screen.state.check.aside == frozenset()
        assert "Sources" in reading.message
        await reading.press("e", "]", "x")
        assert reading.screen.state.check.aside == {"post"}
        assert "left with 1 source, one origin" in shown(reading, Pane.EVIDENCE)
        await reading.press("e", "J", "x")
        assert reading.screen.state.check.aside == frozenset()


async def test_another_briefing_forgets_what_was_set_aside(
    shelf: Shelf, briefing: Briefing
) -> None:
    shelf.publish(replace(briefing, id="three-towns"))
    async with shelf.open((120, 40), address="two-towns/sources/about-herald") as reading:
        await reading.press("x", "o")
        assert reading.sheet is not None
        while in_sheet(reading) != "three-towns":
            await reading.press("j")
        await reading.press("enter")
        assert reading.screen.briefing.id == "three-towns"
        assert reading.screen.state.check.aside == frozenset()
        assert "Without" not in shown(reading, "header")
        assert "cards hit" not in reading.text(Pane.SECTIONS)


async def test_a_screen_with_one_line_of_header_shows_the_question_there(shelf: Shelf) -> None:
    async with shelf.open((80, 9), address="two-towns/sources/about-herald") as reading:
        await reading.press("x")
        assert shown(reading, "header").startswith("× Without The Herald (TH): 16 claims")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_question_stands_in_the_header_at_every_size(shelf: Shelf, size: Size) -> None:
    async with shelf.open(size, address="two-towns/sources/about-herald") as reading:
        await reading.press("x")
        assert WITHOUT_HERALD[:60] in shown(reading, "header")
        reading.assert_in_order()


# -- disagreements ---------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_d_leads_to_the_disagreement_and_back(shelf: Shelf, size: Size) -> None:
    async with shelf.open(size, address="two-towns/terms/share") as reading:
        await reading.press("d")
        assert reading.card == "share-or-level"
        assert "d again goes back" in reading.message
        await reading.press("j", "k", "d")
        assert (reading.card, reading.item) == ("share", "summer")
        await reading.press("j", "d")
        assert reading.card == "share"
        assert "No disagreement" in reading.message
        reading.assert_in_order()


async def test_d_on_a_figure_beside_the_text_comes_back_to_it(shelf: Shelf) -> None:
    async with shelf.open((120, 40)) as reading:
        await reading.press("f", "d")
        assert reading.card == "share-or-level"
        await reading.press("d")
        assert reading.card == "bottom-line"
        assert reading.focus == Pane.FIGURES


async def test_d_goes_through_all_disagreements_that_list_a_sentence(
    shelf: Shelf, briefing: Briefing
) -> None:
    shelf.publish(listed_twice(briefing))
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        seen = []
        for _ in range(3):
            await reading.press("d")
            seen.append(reading.card)
        assert seen == ["day-of-signature", "share-or-level", "share"]


async def test_d_on_a_disagreement_opened_by_itself_leads_to_what_takes_a_side(
    shelf: Shelf,
) -> None:
    async with shelf.open((80, 24), address="two-towns/disagreements/share-or-level") as reading:
        await reading.press("d")
        assert (reading.card, reading.item) == ("share", "summer")
        await reading.press("d", "d")
        assert (reading.card, reading.item) == ("share", "summer")
    async with shelf.open((80, 24), address="two-towns/disagreements/day-of-signature") as reading:
        await reading.press("d")
        assert reading.card == "day-of-signature"
        assert "about no one sentence" in reading.message


def listed_twice(briefing: Briefing) -> Briefing:
    """The briefing, with a sentence that both of its disagreements list."""

    def listing(card: Card) -> Card:
        if not isinstance(card.detail, Disagreement):
            return card
        return replace(card, detail=replace(card.detail, claims=("share#summer",)))

    sections = (
        replace(section, cards=tuple(map(listing, section.cards))) for section in briefing.sections
    )
    return replace(briefing, sections=tuple(sections))


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_open_disagreement_shows_what_the_sources_say(
    shelf: Shelf, briefing: Briefing, size: Size
) -> None:
    shelf.publish(anchored(briefing, TEXTS))
    address = "two-towns/disagreements/share-or-level"
    async with shelf.open((size[0], 60), address=address, corpus=TEXTS) as reading:
        assert reading.focus == Pane.CARD
        text = shown(reading, Pane.CARD)
        assert text.index("B It is a floor") < text.index("In the sources’ own words")
        assert "herald ¶2: The mayor of Lakeside" in text
        assert "post ¶4: By the numbers of Orxan Əliyev" in text
        await reading.press("j", "k")
        assert reading.item == "position:0"
        await reading.press("e")
        assert Pane.EVIDENCE in reading.visible
        assert "In the sources’ own words" not in reading.text(Pane.CARD)
        await reading.press("e")
        assert "In the sources’ own words" in reading.text(Pane.CARD)


async def test_who_reads_on_comes_to_the_words_of_the_sources(
    shelf: Shelf, briefing: Briefing
) -> None:
    shelf.publish(anchored(briefing, TEXTS))
    address = "two-towns/disagreements/share-or-level"
    async with shelf.open((80, 24), address=address, corpus=TEXTS) as reading:
        assert reading.focus == Pane.CARD
        pages = []
        while reading.card == "share-or-level":
            pages.append(shown(reading, Pane.CARD))
            await reading.press("space")
        text = " ".join(pages)
        assert "In the sources’ own words" in text
        assert "herald ¶2: The mayor of Lakeside" in text
        assert "Why it matters" in text


async def test_while_a_disagreement_is_passed_by_a_held_key_no_text_is_looked_into(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[object] = []

    def draw(positions: Sequence[object], *_: object) -> list[list[object]]:
        drawn.append(positions)
        return [[] for _ in positions]

    monkeypatch.setattr("briefing.tui.rendering.disagreement.excerpt_lines", draw)
    monkeypatch.setattr(view, "_HELD", 60.0)
    async with shelf.open((80, 24), address="two-towns/disagreements", corpus=TEXTS) as reading:
        await reading.press("K")
        drawn.clear()
        for _ in range(3):
            reading.screen.action_command("next-card")
        assert reading.screen.state.behind
        assert drawn == []
        await reading.caught_up()


async def test_without_texts_nothing_is_said_of_the_words_of_the_sources(shelf: Shelf) -> None:
    address = "two-towns/disagreements/share-or-level"
    async with shelf.open((120, 60), address=address) as reading:
        text = shown(reading, Pane.CARD)
        assert "In the sources’ own words" not in text
        assert "underlined" not in text
        assert "No text" not in text
        assert "not verified (H)" in shown(reading, "header")


async def test_a_disagreement_may_list_what_is_not_there(
    tmp_path: Path, briefing: Briefing
) -> None:
    def astray(card: Card) -> Card:
        if not isinstance(card.detail, Disagreement):
            return card
        detail = replace(card.detail, claims=("nowhere#nothing",))
        return replace(card, detail=detail)

    sections = tuple(
        replace(section, cards=tuple(astray(card) for card in section.cards))
        for section in briefing.sections
    )
    shelf = Shelf(tmp_path / "astray")
    shelf.publish(replace(briefing, sections=sections))
    async with shelf.open(address="two-towns/disagreements/share-or-level") as reading:
        await reading.press("d", "u", "J", "K")
        reading.assert_in_order()
