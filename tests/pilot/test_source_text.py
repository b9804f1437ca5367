"""The text of a source: opened at the passage, with what rests on each of its paragraphs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefing.model.briefing import Briefing
from briefing.settings.config import Config
from briefing.tui.reader.layout import Pane
from tests.articles import anchored
from tests.pilot.harness import Reading, Shelf, Size
from tests.samples import TEXTS
from tests.thorough import paired, spread

SIZES = spread([(120, 40), (80, 24), (50, 24)], 2)
SHARE = "two-towns/terms/share"


@pytest.fixture
def shelf(tmp_path: Path, briefing: Briefing) -> Shelf:
    """A library with the briefing of two towns and its anchors."""
    shelf = Shelf(tmp_path / "shelf")
    shelf.publish(anchored(briefing, TEXTS))
    return shelf


def shown(reading: Reading) -> str:
    """What the screen of the source shows, on one line."""
    return " ".join(reading.text().replace("▌", "").split())


def under_cursor(reading: Reading) -> str:
    """The paragraph or the claim that the cursor is on, on one line."""
    lines = [line for line in reading.text().splitlines() if line.strip().startswith("▌")]
    return " ".join(" ".join(lines).replace("▌", "").split())


@pytest.mark.parametrize(("key", "size"), paired(["s", "enter"], SIZES))
async def test_the_text_opens_at_the_passage_and_closes_where_the_reader_was(
    shelf: Shelf, size: Size, key: str
) -> None:
    async with shelf.open(size, address=SHARE, corpus=TEXTS) as reading:
        await reading.press("e")
        reading.screen.focus_pane(Pane.EVIDENCE)
        await reading.caught_up()
        await reading.press("]", key)
        assert reading.in_source()
        reading.assert_in_order()
        text = shown(reading)
        assert "The Valley Post" in text
        assert "A deal with a hole in it" in text
        assert "published about May 2024 · retrieved not given · origin unknown" in text
        assert "▸By the numbers of Orxan Əliyev, about two thirds" in text
        assert under_cursor(reading).startswith("¶4 ")
        assert under_cursor(reading).endswith("in a wet year.◂")
        assert "¶4 of 7" in text
        await reading.press("escape")
        assert not reading.in_source()
        assert reading.focus == Pane.EVIDENCE
        assert reading.card == "share"
        reading.assert_in_order()


@pytest.mark.parametrize("size", spread(SIZES[::-1], 1), ids=str)
async def test_enter_leads_from_a_sentence_to_its_evidence_and_to_the_text(
    shelf: Shelf, size: Size
) -> None:
    async with shelf.open(size, address=SHARE, corpus=TEXTS) as reading:
        await reading.press("enter", "]")
        assert Pane.EVIDENCE in reading.visible
        await reading.press("enter")
        assert reading.in_source()
        assert under_cursor(reading).startswith("¶4 ")
        await reading.press("escape")
        assert Pane.EVIDENCE in reading.visible
        await reading.press("escape")
        assert (reading.focus, reading.item) == (Pane.CARD, "summer")


@pytest.mark.parametrize("key", spread(["escape", "h", "left", "q"], 2))
async def test_every_way_back_leads_to_the_reader(shelf: Shelf, key: str) -> None:
    async with shelf.open((80, 24), address=SHARE, corpus=TEXTS) as reading:
        await reading.press("s", key)
        assert not reading.in_source()
        assert (reading.focus, reading.card, reading.item) == (Pane.CARD, "share", "summer")
        assert Pane.EVIDENCE not in reading.visible


async def test_what_stands_before_and_after_the_passage_is_seen(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/duration", corpus=TEXTS) as reading:
        await reading.press("j", "s")
        assert under_cursor(reading).startswith("¶5")
        assert "Nobody has offered to pay for a new one." in shown(reading)
        assert "¶6 " in shown(reading)


async def test_cited_and_uncited_paragraphs_say_so_in_words(tmp_path: Path, shelf: Shelf) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    text = (TEXTS / "herald.txt").read_text(encoding="utf-8")
    (corpus / "herald.txt").write_text(f"{text}\n\nThe Herald is printed in Lakeside.\n", "utf-8")
    async with shelf.open((120, 50), address=SHARE, corpus=corpus) as reading:
        await reading.press("s", "G")
        assert under_cursor(reading) == "¶7 not cited The Herald is printed in Lakeside."
        assert re.search(r"¶4 \d+ claims Of the five turbines", shown(reading))
        assert "¶7 of 7 · 6 cited" in shown(reading)
        await reading.press("c", "G")
        assert under_cursor(reading) == "¶7 not cited The Herald is printed in Lakeside."


async def test_the_cursor_moves_by_paragraph_by_page_and_to_the_ends(shelf: Shelf) -> None:
    async with shelf.open((80, 16), address=SHARE, corpus=TEXTS) as reading:
        await reading.press("s")
        assert under_cursor(reading).startswith("¶2")
        await reading.press("j")
        assert under_cursor(reading).startswith("¶3")
        await reading.press("k", "k")
        assert under_cursor(reading).startswith("¶1")
        await reading.press("G")
        assert under_cursor(reading).startswith("¶6")
        await reading.press("g")
        assert under_cursor(reading).startswith("¶1")
        await reading.press("space", "space")
        assert not under_cursor(reading).startswith("¶1")
        assert under_cursor(reading)


async def test_keys_lead_from_one_cited_passage_to_the_next(shelf: Shelf) -> None:
    on, back = "]", "["
    async with shelf.open((80, 24), address=SHARE, corpus=TEXTS) as reading:
        await reading.press("s", on)
        assert under_cursor(reading).startswith("¶3")
        assert "▸The deal runs for ten years" in shown(reading)
        await reading.press(back)
        assert "▸The mayor of Lakeside" in under_cursor(reading)
        for _ in range(9):
            await reading.press(on)
        assert "last passage cited" in shown(reading)
        assert under_cursor(reading).startswith("¶6")
        await reading.press("g", on)
        assert under_cursor(reading).startswith("¶2")
        for _ in range(9):
            await reading.press(back)
        assert "first passage cited" in shown(reading)


# -- what rests on the source ----------------------------------------------------------------------


@pytest.mark.parametrize("size", spread(SIZES, 1), ids=str)
async def test_the_list_has_every_claim_in_the_order_of_the_text(
    shelf: Shelf, briefing: Briefing, size: Size
) -> None:
    async with shelf.open(size, address=SHARE, corpus=TEXTS) as reading:
        await reading.press("c", "g")
        lines: list[str] = []
        for _ in range(60):
            lines.append(under_cursor(reading))
            await reading.press("j")
        lines = list(dict.fromkeys(lines))
        numbers = [int(line[1:].split()[0]) for line in lines if line.startswith("¶")]
        assert numbers == [1, 2, 3, 4, 5, 6]
        listed = " ".join(lines)
        for _, card in briefing.cards():
            for claim in card.claims:
                if any(one.source == "herald" for one in claim.evidence):
                    assert " ".join(claim.text.split())[:40] in listed
            for figure in card.figures:
                if any(one.source == "herald" for one in figure.evidence):
                    assert figure.measure[:20] in listed
        assert "role" in listed


async def test_enter_on_a_claim_goes_to_it(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address=SHARE, corpus=TEXTS) as reading:
        await reading.press("c")
        assert under_cursor(reading).startswith("¶2")
        await reading.press("]", "]", "]")
        assert under_cursor(reading).startswith("¶5")
        await reading.press(*["j"] * 9)
        line = under_cursor(reading)
        while not line.startswith("figure"):
            await reading.press("k")
            line = under_cursor(reading)
        assert "12,400 households" in line
        await reading.press("enter")
        assert not reading.in_source()
        assert (reading.card, reading.item) == ("duration", "figure:households")
        assert reading.focus == Pane.CARD
        reading.assert_in_order()


async def test_enter_leads_from_a_paragraph_to_its_claims_and_back(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address=SHARE, corpus=TEXTS) as reading:
        await reading.press("s", "j", "enter")
        assert "What cites the source" in shown(reading)
        assert under_cursor(reading).startswith("¶3")
        await reading.press("enter")
        assert "Text of the source" in shown(reading)
        assert under_cursor(reading).startswith("¶3")
        await reading.press("c", "j", "s")
        assert under_cursor(reading).startswith("¶3"), "from a claim to its paragraph"


async def test_what_an_actor_is_called_leads_to_the_actors_card(shelf: Shelf) -> None:
    async with shelf.open((80, 40), address="two-towns/people/towns", corpus=TEXTS) as reading:
        await reading.press("l")
        while reading.item != "actor:mayor":
            await reading.press("j")
        await reading.press("c")
        while not under_cursor(reading).startswith("role Ann Lee-Marsh"):
            await reading.press("j")
        await reading.press("enter")
        assert (reading.card, reading.item) == ("towns", "actor:mayor")


async def test_in_the_section_of_sources_it_is_the_source_of_the_card(shelf: Shelf) -> None:
    address = "two-towns/sources/about-post"
    async with shelf.open((80, 24), address=address, corpus=TEXTS) as reading:
        await reading.press("c")
        assert "The Valley Post: A deal with a hole in it" in shown(reading)
        assert "What cites the source" in shown(reading)
        await reading.press("escape", "s")
        assert "Lakeside and Hilltop will share the water of the dam." in shown(reading)


# -- without the text ------------------------------------------------------------------------------


async def test_without_the_text_the_screen_says_why_and_still_lists_claims(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address=SHARE) as reading:
        await reading.press("s")
        assert "No text on this machine" in shown(reading)
        assert "c lists what cites it" in shown(reading)
        await reading.press("j", "space", "]", "enter")
        assert "What cites the source" in shown(reading)
        assert under_cursor(reading).startswith("¶2 8 claims")
        assert "“The mayor of Lakeside …" in under_cursor(reading)
        await reading.press("j", "enter")
        assert not reading.in_source()
        reading.assert_in_order()


async def test_the_reader_s_own_keys_hold_here_too(shelf: Shelf) -> None:
    config = Config(keys={"claims": ("C",), "back": ("X",)})
    async with shelf.open((80, 24), address=SHARE, corpus=TEXTS, config=config) as reading:
        await reading.press("s", "C")
        assert "What cites the source" in shown(reading)
        assert "C text" in shown(reading)
        await reading.press("X")
        assert not reading.in_source()


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("size", spread([(30, 8), (10, 5), (1, 1)], 1), ids=str)
async def test_a_small_terminal_does_no_harm(shelf: Shelf, size: Size) -> None:
    async with shelf.open((80, 24), address=SHARE, corpus=TEXTS) as reading:
        await reading.press("e", "s")
        await reading.resize(size)
        await reading.press("j", "space", "c", "]", "G")
        await reading.resize((120, 40))
        assert "What cites the source" in shown(reading)
        reading.assert_in_order()


async def test_no_text_of_a_source_is_written_anywhere(shelf: Shelf) -> None:
    library = {path: path.read_bytes() for path in shelf.folder.rglob("*") if path.is_file()}
    keys = ["e", "]", "J", "j", "s", "j", "]", "c", "j", "enter", "m", "b", "y", "Y", "q"]
    async with shelf.open((80, 24), address=SHARE, corpus=TEXTS) as reading:
        await reading.press(*keys)
    after = {path: path.read_bytes() for path in shelf.folder.rglob("*") if path.is_file()}
    assert {path: after[path] for path in library} == library
    written = " ".join(
        text.decode("utf-8", "replace") for path, text in after.items() if path not in library
    )
    assert "bookmarks" in written, "the marks were written"
    for path in TEXTS.glob("*.txt"):
        words = path.read_text(encoding="utf-8").split()
        runs = (" ".join(words[n : n + 4]) for n in range(len(words) - 3))
        assert [run for run in runs if run in " ".join(written.split())] == []


@pytest.mark.parametrize("key", ["s", "c", "]"])
async def test_the_first_sentence_leads_to_its_source_before_any_other_key(
    shelf: Shelf, key: str
) -> None:
    async with shelf.open((80, 24), corpus=TEXTS) as reading:
        await reading.press(key)
        assert reading.message == ""
        assert reading.in_source() or Pane.EVIDENCE in reading.visible
