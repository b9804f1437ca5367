"""How what was found in the library is laid out."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from textual.content import Content

from briefing.evidence.corpus import Corpus, Examination
from briefing.model.briefing import Revision
from briefing.search.finder import Finder
from briefing.search.index.results import Progress, Stage
from briefing.settings.searches import SavedSearch
from briefing.tui.library_pages import Preview
from briefing.tui.reader.state import Checked, Found
from briefing.tui.screens.library_panes import (
    HitList,
    HitsPane,
    PreviewPane,
    Saved,
    found_items,
    listing_items,
    row_key,
    row_number,
    saved_key,
    saved_name,
    title_of,
)
from tests.pilot.library_screens import LongKeeper

NAME = "All that was ever said of the prisoners of war and of those who are missing"
QUERY = "prisoners (war or missing) -weapons"


def lines(listing: HitList, width: int) -> list[str]:
    """The lines of what is listed."""
    return [line.plain for item in listing_items(listing, width) for line in item.lines]


@pytest.mark.parametrize("width", [76, 50, 40])
def test_of_a_saved_search_with_a_long_name_the_query_is_seen_too(width: int) -> None:
    _, line = lines(HitList(saved=[Saved(SavedSearch(NAME, QUERY), "17")]), width)
    assert len(line) == width
    assert line.startswith("  All that was")
    assert "…  prisoners (w" in line
    assert (QUERY in line) == (width == 76)
    assert line.endswith(" 17")


def test_a_short_name_leaves_all_room_to_the_query() -> None:
    _, line = lines(HitList(saved=[Saved(SavedSearch("mine", NAME), "17")]), 60)
    assert line.startswith(f"  mine  {NAME[:45]}")


@pytest.mark.parametrize("width", [*range(12, 60)])
def test_no_blank_stands_before_the_sign_that_a_section_is_cut(width: int) -> None:
    title = "What the sources say of it"
    row = msgspec.structs.replace(LongKeeper.row(0), section_title=title)
    *_, line = lines(HitList(rows=[(0, row)]), width)
    assert len(line) <= width
    assert " …" not in line.partition(" · ")[0]


@pytest.mark.parametrize("width", [0, 1, 2, 5])
def test_there_is_room_for_nothing_but_nothing_breaks(width: int) -> None:
    saved = [Saved(SavedSearch(NAME, QUERY), "17")]
    assert lines(HitList(saved=saved, rows=[(0, LongKeeper.row(0))]), width)


# -- what is listed --------------------------------------------------------------------------------

ROWS = [(number, LongKeeper.row(number)) for number in (98, 99, 100)]
LINES = [
    f"Briefing 0{'1 Jan 2024'.rjust(30)}",
    "  Card 98",
    "    Terms · What card 98 says.",
    "  Card 99",
    "    Terms · What card 99 says.",
    f"Briefing 1{'1 Jan 2024'.rjust(30)}",
    "  Card 100",
    "    Terms · What card 100 says.",
]


def shapes(listing: HitList, width: int = 40) -> list[tuple[str, bool]]:
    """Keys of the items, and whether the cursor can stand there."""
    return [(item.key, item.selectable) for item in listing_items(listing, width)]


def test_cards_stand_below_their_briefings() -> None:
    listing = HitList(rows=ROWS, nothing="No card is found.")
    assert lines(listing, 40) == LINES
    assert shapes(listing) == [
        ("briefing:98", False),
        ("98", True),
        ("99", True),
        ("briefing:100", False),
        ("100", True),
    ]


def test_notices_and_saved_searches_stand_above_what_is_found_or_that_nothing_is() -> None:
    listing = HitList(
        notices=["The index was\ndamaged.", "So was the file."],
        saved=[Saved(SavedSearch("one", "peace"), "17"), Saved(SavedSearch("two", "war"))],
        nothing="No card is found.",
    )
    assert lines(listing, 40) == [
        "The index was damaged.",
        "So was the file.",
        "Saved searches",
        "  one  peace" + "17".rjust(28),
        "  two  war".ljust(40),
        "No card is found.",
    ]
    assert shapes(listing) == [
        ("notice:0", False),
        ("notice:1", False),
        ("saved", False),
        ("saved:one", True),
        ("saved:two", True),
        ("nothing", False),
    ]
    assert shapes(HitList()) == []


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (19, "  one word  two  17"),
        (18, "  one word  two 17"),
        (17, "  one wo…  two 17"),
        (13, "  on…  two 17"),
        (12, "  o…  two 17"),
        (11, "  o…  t… 17"),
    ],
)
def test_a_name_is_cut_to_no_less_than_half_the_room_for_the_sake_of_the_query(
    width: int, line: str
) -> None:
    saved = [Saved(SavedSearch("one word", "two"), "17")]
    assert lines(HitList(saved=saved), width)[1] == line


def test_of_a_card_its_section_takes_a_third_of_the_line_and_matches_are_marked() -> None:
    row = msgspec.structs.replace(
        LongKeeper.row(1),
        section_title="Terms of the treaty",
        card_title="A treaty of peace",
        title_spans=((2, 8),),
        text="It was a treaty.",
        spans=((9, 15),),
        day=date(2024, 2, 3),
    )
    heading, card = listing_items(HitList(rows=[(1, row)]), 36)
    assert [line.plain for line in heading.lines] == [f"Briefing 0{'3 Feb 2024'.rjust(26)}"]
    title, text = card.lines
    assert title == Content.from_markup("  A [match]treaty[/] of peace")
    assert text.plain == "    Terms of th… · It was a treaty."
    assert text.markup.count("[match]treaty[/match]") == 1
    without = msgspec.structs.replace(row, text="", spans=())
    assert lines(HitList(rows=[(1, without)]), 36)[-1] == "    Terms of th…"


@pytest.mark.parametrize(
    ("width", "title", "text"),
    [
        (30, "  Card 98", "    Terms · What card 98 says."),
        (29, "  Card 98", "    Terms · What card 98…"),
        (9, "  Card 98", "    Te… · …"),
        (8, "  Card…", "    T… · …"),
    ],
)
def test_title_and_text_are_cut_where_the_line_ends(width: int, title: str, text: str) -> None:
    assert [line.rstrip() for line in lines(HitList(rows=ROWS[:1]), width)][1:] == [title, text]


def test_a_saved_search_is_shown_with_its_words_above_what_it_finds() -> None:
    found = HitList(rows=ROWS[:1])
    items = list(found_items(SavedSearch("one\tname", "peace"), found, 40))
    text = [line.plain.rstrip() for item in items for line in item.lines]
    assert text == ["one name", "peace", "", *LINES[:3]]
    assert [(item.key, item.selectable) for item in items][:2] == [
        ("search", False),
        ("briefing:98", False),
    ]


# -- keys and title --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "number", "name"),
    [
        (row_key(0), 0, None),
        (row_key(120), 120, None),
        (saved_key(SavedSearch("12", "x")), None, "12"),
        (saved_key(SavedSearch("a: b", "x")), None, "a: b"),
        ("briefing:3", None, None),
        ("²", None, None),
        (None, None, None),
    ],
)
def test_an_item_is_a_card_by_its_number_or_a_saved_search_by_its_name(
    key: str | None, number: int | None, name: str | None
) -> None:
    assert (row_number(key), saved_name(key)) == (number, name)


CHECKED = "Newest first · partial: the index is being checked"


@pytest.mark.parametrize(
    ("progress", "ranked", "partial", "title"),
    [
        (Progress(stage=Stage.READY), None, False, "Newest first"),
        (Progress(stage=Stage.READY), 1000, False, "Best first, among the newest 1,000"),
        (
            Progress(stage=Stage.READY),
            None,
            True,
            "Newest first · partial: the index is complete; g lists again",
        ),
        (Progress(stage=Stage.CHECKING, done=1, of=3), None, True, CHECKED),
        (Progress(stage=Stage.BUILDING, done=0, of=0), None, False, CHECKED),
        (
            Progress(stage=Stage.BUILDING, done=2, of=3000),
            5,
            True,
            "Best first, among the newest 5 · partial: 0 % of 3,000 briefings read",
        ),
        (
            Progress(stage=Stage.BUILDING, done=2, of=3),
            None,
            False,
            "Newest first · partial: 66 % of 3 briefings read",
        ),
        (
            Progress(stage=Stage.WITHOUT, done=2, of=3),
            5,
            True,
            "No index: the whole library is read for each search",
        ),
    ],
)
def test_the_title_says_in_what_order_cards_are_listed_and_whether_all(
    progress: Progress, ranked: int | None, partial: bool, title: str
) -> None:
    assert title_of(progress, ranked=ranked, partial=partial) == title


# -- panes -----------------------------------------------------------------------------------------


def pane_lines(pane: HitsPane | PreviewPane, width: int) -> list[str]:
    return [line.plain.rstrip() for item in pane.items(width) for line in item.lines]


def test_a_preview_shows_the_card_with_its_matches_and_leaves_key_figures_out(
    revision: Revision,
) -> None:
    briefing = revision.briefing
    section, card = next(iter(briefing.cards()))
    assert briefing.key_figures
    found = Found("lakeside", tuple(Finder(briefing).matches("lakeside")))
    pane = PreviewPane()
    assert pane_lines(pane, 60) == []
    checked = Checked(Examination(briefing, Corpus(None)))
    pane.show(Preview(revision, section, card, found), checked)
    assert str(pane.border_title) == section.title
    assert pane_lines(pane, 60) == [
        "  Lakeside and Hilltop agreed on 1 May to share the    TH VP",
        "  water of the dam between them, after four dry",
        "  summers and two failed rounds of talks. (1 May",
        "  2024)",
        "  The deal matters because it ends the lawsuit over       VP",
        "  the sluice, yet it leaves the winter level to a       ours",
        "  committee that does not exist.",
    ]
    first = next(iter(pane.items(60))).lines[0]
    assert first.markup.startswith("  [match]Lakeside[/match] and")
    assert max(line.cell_length for item in pane.items(20) for line in item.lines) <= 20
    assert all(pane.items(1))
    pane.show_search(SavedSearch("one", "peace"), HitList(rows=ROWS[:1]))
    assert str(pane.border_title) == "Saved search"
    assert pane_lines(pane, 40) == ["one", "peace", "", *LINES[:3]]
    pane.show_instead("It is gone.")
    assert (pane_lines(pane, 40), pane.border_title) == (["It is gone."], None)
    assert [item.selectable for item in pane.items(40)] == [False]


def test_what_is_listed_is_drawn_by_its_pane() -> None:
    pane = HitsPane()
    pane.list_anew(HitList(rows=ROWS))
    assert pane_lines(pane, 40) == LINES
