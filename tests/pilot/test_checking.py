"""Evidence, figures and copying."""

from __future__ import annotations

import pytest

from briefing.tui.reader.layout import Pane
from tests.pilot.harness import Shelf, Size
from tests.thorough import spread

SIZES = spread([(120, 40), (80, 24), (40, 24)], 2)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_evidence_shows_source_outlet_date_and_paragraph_and_goes(
    shelf: Shelf, size: Size
) -> None:
    async with shelf.open(size, address="two-towns/terms/share") as reading:
        assert Pane.EVIDENCE not in reading.visible
        await reading.press("e")
        assert Pane.EVIDENCE in reading.visible
        assert (Pane.CARD in reading.visible) == (size[0] >= 60)
        shown = " ".join(reading.text(Pane.EVIDENCE).replace("▌", "").split())
        for words in ("supports", "The Herald, paragraph 2", "The Valley Post, paragraph 4"):
            assert words in shown
        reading.assert_in_order()
        await reading.press("e")
        assert Pane.EVIDENCE not in reading.visible
        assert reading.card == "share"
        reading.assert_in_order()


async def test_evidence_follows_the_cursor_and_names_contradiction(shelf: Shelf) -> None:
    async with shelf.open((120, 40), address="two-towns/terms/share") as reading:
        await reading.press("e", "j", "j")
        shown = " ".join(reading.text(Pane.EVIDENCE).split())
        assert "Either side may leave" in shown
        assert "contradicts The Valley Post, paragraph 6" in shown
        assert "published 1 May 2024" in shown
        assert "retrieved 3 May 2024" in shown
        await reading.press("J")
        assert "The deal runs for ten years" in reading.text(Pane.EVIDENCE)


async def test_in_a_column_of_its_own_the_evidence_follows_figures_too(shelf: Shelf) -> None:
    async with shelf.open((160, 45), address="two-towns/terms/share") as reading:
        assert {Pane.EVIDENCE, Pane.FIGURES, Pane.CARD} <= reading.visible
        assert "from June to August" in " ".join(reading.text(Pane.EVIDENCE).split())
        await reading.press("f", "j")
        assert reading.focus == Pane.FIGURES
        assert "12,400 households" in reading.text(Pane.EVIDENCE)
        await reading.press("f", "e")
        assert reading.focus == Pane.EVIDENCE
        await reading.press("e")
        assert reading.focus == Pane.CARD


async def test_evidence_says_what_is_not_given_and_what_is_only_assumed(shelf: Shelf) -> None:
    async with shelf.open((80, 40), address="two-towns/judgements/will-it-hold") as reading:
        await reading.press("e", "G", "k")
        assert "No clerk will dispute" in reading.text(Pane.EVIDENCE)
        assert "assumed, without a source" in reading.text(Pane.EVIDENCE)
        await reading.press("3", "e")
        shown = " ".join(reading.text(Pane.EVIDENCE).split())
        assert "published about May 2024" in shown


async def test_both_positions_of_a_disagreement_have_their_evidence(shelf: Shelf) -> None:
    async with shelf.open((120, 40), address="two-towns/disagreements/share-or-level") as reading:
        assert reading.item == "position:0"
        await reading.press("e")
        assert reading.item == "positions", "beside the wider text there is room for both"
        shown = " ".join(reading.text(Pane.EVIDENCE).split())
        assert "A It is a fixed part" in shown
        await reading.resize((40, 24))
        await reading.press("e", "l")
        assert reading.visible == {Pane.CARD}
        await reading.press("j", "e")
        shown = " ".join(reading.text(Pane.EVIDENCE).split())
        assert "B It is a floor" in shown
        assert "fixed part" not in shown


async def test_figures_are_beside_the_text_where_there_is_room(shelf: Shelf) -> None:
    async with shelf.open((120, 40)) as reading:
        assert Pane.FIGURES in reading.visible
        await reading.press("f")
        assert reading.focus == Pane.FIGURES
        await reading.press("f")
        assert Pane.FIGURES in reading.visible
        assert reading.focus == Pane.CARD
        await reading.press("e")
        assert Pane.FIGURES not in reading.visible
        await reading.press("f")
        assert reading.focus == Pane.FIGURES
        assert Pane.EVIDENCE not in reading.visible


@pytest.mark.parametrize("size", [(80, 24), (40, 24)], ids=str)
async def test_figures_come_on_a_key_where_there_is_none(shelf: Shelf, size: Size) -> None:
    async with shelf.open(size, address="two-towns/terms") as reading:
        assert Pane.FIGURES not in reading.visible
        await reading.press("f")
        assert reading.focus == Pane.FIGURES
        shown = " ".join(reading.text(Pane.FIGURES).split())
        for words in (
            "≈66.6",
            "says Ann Lee-Marsh",
            "another count: 58–61.5",
            "TH VP",
        ):
            assert words in shown
        await reading.press("escape")
        assert Pane.FIGURES not in reading.visible
        assert reading.card == "share"
        reading.assert_in_order()


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_enter_on_a_figure_leads_to_its_card(shelf: Shelf, size: Size) -> None:
    async with shelf.open(size) as reading:
        await reading.press("f")
        if reading.focus != Pane.FIGURES:
            await reading.press("f")
        keys = reading.pane(Pane.FIGURES).keys
        await reading.press(*"j" * keys.index("dam-cost"), "enter")
        assert (reading.section, reading.card) == ("side-deals", "ferry")
        assert reading.focus == Pane.CARD


async def test_copying_gives_claim_source_paragraph_and_revision(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await reading.press("y")
        copied = reading.app.clipboard
        assert copied.startswith("Hilltop takes two thirds of the water from June to August. (")
        for words in (
            "The Herald",
            "¶2",
            "The Valley Post, ¶4",
            "retrieved 3 May 2024",
            "two-towns/share#summer@1",
            "revision 1",
        ):
            assert words in copied
        assert "clipboard" in reading.message
        await reading.press("y")
        assert reading.sheet is not None
        assert copied.split() == reading.sheet_text().split()[: len(copied.split())]
        await reading.press("escape")
        reading.assert_in_order()


async def test_copying_a_card_gives_all_claims_and_the_sources_in_full(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await reading.press("Y")
        copied = reading.app.clipboard
        for claim in reading.screen.card.claims:
            assert claim.text in copied
        for words in ("We trust them for now.” — Ann Lee-Marsh", "¶6", "“Two towns, one dam”"):
            assert words in copied
        assert "published 1 May 2024" in copied
        assert copied.endswith("revision 1: two-towns/share@1")
        await reading.press("Y")
        assert reading.sheet is not None
        await reading.press("q")
        assert reading.sheet is None
