"""The drawer: from a claim to the passage it rests on, as it stands in the reader's own texts."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from briefing.model.briefing import Briefing
from briefing.tui.reader.layout import Pane
from tests.articles import anchored
from tests.pilot.harness import Reading, Shelf, Size
from tests.samples import TEXTS
from tests.thorough import spread

SIZES = spread([(120, 40), (80, 24), (50, 24)], 2)
SHARE = "two-towns/terms/share"
HOUSEHOLDS = "two-towns/terms/duration"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """The texts of the sources, to be changed at will."""
    return Path(shutil.copytree(TEXTS, tmp_path / "corpus"))


@pytest.fixture
def shelf(tmp_path: Path, briefing: Briefing) -> Shelf:
    """A library with the briefing of two towns and its anchors."""
    shelf = Shelf(tmp_path / "shelf")
    shelf.publish(anchored(briefing, TEXTS))
    return shelf


def change(corpus: Path, old: str, new: str, name: str = "herald.txt") -> None:
    """Change a text after it was cited."""
    path = corpus / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def drawer(reading: Reading) -> str:
    """What the drawer shows, on one line."""
    return " ".join(reading.text(Pane.EVIDENCE).replace("▌", "").split())


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_passage_stands_in_the_drawer_word_for_word(
    shelf: Shelf, corpus: Path, size: Size
) -> None:
    async with shelf.open(size, address=SHARE, corpus=corpus) as reading:
        await reading.press("e")
        shown = drawer(reading)
        assert "Evidence 1 of 2" in shown
        assert "supports The Herald, paragraph 2 · paraphrase · exact" in shown
        assert "▸The mayor of Lakeside, Ann Lee-Marsh, in office since" in shown
        assert "The text that was signed has six articles.◂" in shown
        reading.assert_in_order()


async def test_the_words_that_claim_and_passage_share_are_marked(
    shelf: Shelf, corpus: Path
) -> None:
    async with shelf.open((120, 40), address=SHARE, corpus=corpus) as reading:
        await reading.press("e")
        assert set(marked(reading)) == {
            "Hilltop",
            "takes",
            "two",
            "thirds",
            "water",
            "June",
            "August",
        }


def marked(reading: Reading) -> list[str]:
    """What the drawer underlines."""
    pane = reading.pane(Pane.EVIDENCE)
    return [
        segment.text
        for y in range(1, pane.outer_size.height)
        for segment in pane.render_line(y - 1)
        if segment.style is not None and segment.style.underline and segment.text.strip()
    ]


async def test_brackets_step_through_the_evidence_and_open_the_drawer(
    shelf: Shelf, corpus: Path
) -> None:
    async with shelf.open((120, 40), address=SHARE, corpus=corpus) as reading:
        await reading.press("]")
        assert Pane.EVIDENCE in reading.visible
        assert "Evidence 1 of 2" in drawer(reading)
        await reading.press("]")
        assert "Evidence 2 of 2" in drawer(reading)
        assert reading.focus == Pane.CARD
        assert reading.message == ""
        await reading.press("]")
        assert "Evidence 2 of 2" in drawer(reading)
        assert "last piece" in reading.message
        await reading.press("[")
        assert "Evidence 1 of 2" in drawer(reading)
        await reading.press("[")
        assert "first piece" in reading.message
        await reading.press("]", "j")
        assert "Evidence 1 of 1" in drawer(reading)
        assert "In winter the shares are equal" in drawer(reading)


async def test_stepping_brings_the_piece_into_sight(shelf: Shelf, corpus: Path) -> None:
    async with shelf.open((80, 24), address=SHARE, corpus=corpus) as reading:
        await reading.press("e")
        assert "The Valley Post, paragraph 4" not in drawer(reading)
        await reading.press("]")
        assert "The Valley Post, paragraph 4" in drawer(reading)
        assert "may take more in a wet year.◂" in drawer(reading)


async def test_stepping_leads_to_the_drawer_where_one_pane_fills_the_screen(
    shelf: Shelf, corpus: Path
) -> None:
    async with shelf.open((50, 24), address=SHARE, corpus=corpus) as reading:
        await reading.press("]")
        assert reading.visible == {Pane.EVIDENCE}
        await reading.press("]")
        assert "Evidence 2 of 2" in drawer(reading)
        reading.assert_in_order()


async def test_what_claims_nothing_has_no_evidence_to_step_to(shelf: Shelf) -> None:
    async with shelf.open((80, 40), address="two-towns/judgements/will-it-hold") as reading:
        await reading.press("G", "]")
        assert "Nothing is cited here" in reading.message
        assert Pane.EVIDENCE not in reading.visible
        await reading.press("s")
        assert "No source is cited here" in reading.message


# -- the five outcomes -----------------------------------------------------------------------------


async def test_without_texts_the_ends_of_the_passage_are_shown_and_why(shelf: Shelf) -> None:
    async with shelf.open((120, 40), address=SHARE) as reading:
        await reading.press("e")
        shown = drawer(reading)
        assert "No text on this machine" in shown
        assert "“The mayor of Lakeside … signed has six articles”" in shown
        assert "in office since" not in shown


async def test_a_missing_file_is_named(shelf: Shelf, corpus: Path) -> None:
    (corpus / "herald.txt").unlink()
    async with shelf.open((120, 40), address=SHARE, corpus=corpus) as reading:
        await reading.press("e")
        shown = drawer(reading)
        assert "The corpus folder has no file “herald.txt”" in shown
        await reading.press("]")
        assert "is a floor for Hilltop" in drawer(reading), "the other source's text is at hand"


@pytest.mark.parametrize(
    ("new", "said"),
    [("at least 12,900", "including numbers"), ("At least 12,400 poor", "its numbers did not")],
)
async def test_an_altered_passage_is_shown_as_it_is_now(
    shelf: Shelf, corpus: Path, new: str, said: str
) -> None:
    change(corpus, "At least 12,400", new)
    async with shelf.open((120, 40), address=HOUSEHOLDS, corpus=corpus) as reading:
        await reading.press("j", "e")
        shown = drawer(reading)
        assert "altered" in shown
        assert said in shown
        assert f"What is there now: ▸{new} households" in shown


async def test_an_ambiguous_passage_is_not_shown_as_if_it_were_found(
    shelf: Shelf, corpus: Path
) -> None:
    path = corpus / "herald.txt"
    paragraphs = path.read_text(encoding="utf-8").split("\n\n")
    paragraphs.insert(4, paragraphs[4])
    path.write_text("\n\n".join(paragraphs), encoding="utf-8")
    async with shelf.open((120, 40), address=HOUSEHOLDS, corpus=corpus) as reading:
        await reading.press("j", "e")
        shown = drawer(reading)
        assert "ambiguous" in shown
        assert "occur 2 times in the text" in shown
        assert "Passage cited: “At least 12,400 households … the promise of water”" in shown
        assert "▸" not in shown


async def test_of_an_article_that_stands_twice_it_is_said_why_no_passage_is_shown(
    shelf: Shelf, corpus: Path
) -> None:
    path = corpus / "herald.txt"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n\n{text}", encoding="utf-8")
    async with shelf.open((120, 40), address=HOUSEHOLDS, corpus=corpus) as reading:
        await reading.press("j", "e")
        shown = drawer(reading)
        assert "not checked" in shown
        assert "The text stands twice in “herald.txt”: from ¶7 on it begins again." in shown
        assert "▸" not in shown


async def test_a_missing_passage_is_shown_by_its_ends(shelf: Shelf, corpus: Path) -> None:
    path = corpus / "herald.txt"
    paragraphs = path.read_text(encoding="utf-8").split("\n\n")
    path.write_text("\n\n".join(paragraphs[:4]), encoding="utf-8")
    async with shelf.open((120, 40), address=HOUSEHOLDS, corpus=corpus) as reading:
        await reading.press("j", "e")
        shown = drawer(reading)
        assert "missing" in shown
        assert "no longer in the text" in shown
        assert "Passage cited: “At least 12,400 households …" in shown


async def test_a_passage_in_another_paragraph_than_cited_is_found_and_said(
    shelf: Shelf, corpus: Path
) -> None:
    change(corpus, "The councils of Lakeside", "A word before.\n\nThe councils of Lakeside")
    async with shelf.open((120, 40), address=HOUSEHOLDS, corpus=corpus) as reading:
        await reading.press("j", "e")
        shown = drawer(reading)
        assert "paragraph 5, but found in paragraph 6 · paraphrase · exact" in shown
        assert "▸At least 12,400 households" in shown


# -- links, copies, hostile texts ------------------------------------------------------------------


async def test_the_outlet_and_the_address_are_links_to_the_passage(
    shelf: Shelf, corpus: Path
) -> None:
    async with shelf.open((120, 40), address=SHARE, corpus=corpus) as reading:
        await reading.press("e")
        pane = reading.pane(Pane.EVIDENCE)
        linked = {
            segment.style.link: segment.text.strip()
            for y in range(pane.outer_size.height)
            for segment in pane.render_line(y)
            if segment.style is not None and segment.style.link
        }
        (address,) = linked
        assert address.startswith("https://example.org/dam#:~:text=The%20mayor%20of%20Lakeside")
        assert address in "".join(
            line.strip(" ▌") for line in reading.text(Pane.EVIDENCE).split("\n")
        )


async def test_an_address_that_is_no_web_address_is_no_link(
    tmp_path: Path, briefing: Briefing, corpus: Path
) -> None:
    sources = tuple(
        msgspec.structs.replace(one, url="javascript:alert(1)") for one in briefing.sources
    )
    shelf = Shelf(tmp_path / "other")
    shelf.publish(msgspec.structs.replace(briefing, sources=sources))
    async with shelf.open((120, 40), address=SHARE, corpus=corpus) as reading:
        await reading.press("e")
        assert "javascript" not in reading.text(Pane.EVIDENCE)
        pane = reading.pane(Pane.EVIDENCE)
        styles = [s.style for y in range(pane.outer_size.height) for s in pane.render_line(y)]
        assert not any(style and style.link for style in styles)


async def test_a_text_that_means_harm_is_only_shown(shelf: Shelf, corpus: Path) -> None:
    change(
        corpus, "The mayor of", "[/x] [sic] \x1b]0;owned\x07 \x9b31m [@click=app.quit]The mayor of"
    )
    async with shelf.open((120, 40), address=SHARE, corpus=corpus) as reading:
        await reading.press("e")
        shown = drawer(reading)
        assert "[/x] [sic] \ufffd]0;owned\ufffd \ufffd31m [@click=app.quit]▸The" in shown
        await reading.press("s", "c", "escape")
        reading.assert_in_order()
