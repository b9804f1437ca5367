"""Finding words, and walking through the matches."""

from __future__ import annotations

import pytest
from textual.geometry import Region

from briefing.model.briefing import Briefing
from briefing.search.finder import Finder
from briefing.tui.reader.layout import Pane
from tests.pilot.harness import Reading, Shelf, Size, lines_of
from tests.thorough import spread


def underlined(reading: Reading) -> str:
    """What is underlined of the words typed."""
    entry = reading.screen.query_one("#prompt-entry")
    (strip,) = entry.render_lines(Region(0, 0, *entry.outer_size))
    return "".join(
        segment.text for segment in strip if segment.style is not None and segment.style.underline
    )


async def test_results_come_as_one_types_grouped_by_section(
    shelf: Shelf, briefing: Briefing
) -> None:
    finder = Finder(briefing)
    async with shelf.open((80, 24)) as reading:
        await reading.press("/")
        assert reading.prompt == ""
        await reading.type("w")
        assert reading.visible == {Pane.RESULTS}
        assert f"{finder.count('w')} matches" in reading.text("prompt-count")
        await reading.type("inter")
        assert f"{finder.count('winter')} matches" in reading.text("prompt-count")
        titles = {section.id: section.title for section in briefing.sections}
        hits = finder.find("winter")
        headings = list(dict.fromkeys(titles[hit.section_id] for hit in hits))
        lines = lines_of(reading.text(Pane.RESULTS))[1:]
        shown = [title for line in lines for title in headings if line.startswith(f"{title}  ")]
        assert shown == headings
        assert len(lines) == len(headings) + len(hits)
        assert sum("inter" in line.casefold() for line in lines) == len(hits)


@pytest.mark.parametrize("size", spread([(120, 40), (80, 24), (40, 24)], 1), ids=str)
async def test_enter_goes_to_the_match_under_the_cursor_and_marks_it(
    shelf: Shelf, briefing: Briefing, size: Size
) -> None:
    match = Finder(briefing).matches("committee")[1]
    async with shelf.open(size) as reading:
        await reading.press("/")
        await reading.type("committee")
        await reading.press("down", "enter")
        assert reading.prompt is None
        assert (reading.card, reading.focus) == (match.hit.card_id, Pane.CARD)
        assert reading.reversed_text(Pane.CARD) == ["committee"]
        assert "2 of 3" in reading.text("footer")


async def test_n_walks_through_all_matches_and_round_again(
    shelf: Shelf, briefing: Briefing
) -> None:
    matches = Finder(briefing).matches("committee")
    count = len(matches)
    async with shelf.open((80, 24)) as reading:
        await reading.press("/")
        await reading.type("committee")
        await reading.press("enter")
        for number in [*range(count), 0]:
            assert reading.card == matches[number].hit.card_id
            assert f"{number + 1} of {count}" in reading.text("footer")
            assert reading.reversed_text(Pane.CARD) == ["committee"]
            await reading.press("n")
        await reading.press("N", "N")
        assert f"{count} of {count}" in reading.text("footer")
        assert reading.card == matches[-1].hit.card_id


async def test_each_match_of_one_card_is_marked_wherever_it_stands(
    shelf: Shelf, briefing: Briefing
) -> None:
    matches = Finder(briefing).matches("turbines")
    async with shelf.open((80, 24)) as reading:
        await reading.press("/")
        await reading.type("turbines")
        await reading.press("enter")
        for match in matches:
            assert reading.card == "turbines"
            assert reading.reversed_text(Pane.CARD)[0] in match.hit.text
            if match.hit.item:
                assert reading.item == match.hit.item
            await reading.press("n")


async def test_escape_ends_a_search_where_it_led_and_z_goes_back(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await reading.press("j", "j")
        item = reading.item
        await reading.press("/")
        await reading.type("yerevan")
        await reading.press("enter", "n")
        found = reading.card, reading.item
        assert reading.card != "share"
        await reading.press("escape")
        assert (reading.card, reading.item) == found
        assert reading.reversed_text(Pane.CARD) == []
        assert "match" not in reading.text("footer")
        await reading.press("n")
        assert (reading.card, reading.item) == found
        await reading.press("z")
        assert (reading.card, reading.item) == ("share", item)


async def test_escape_in_the_prompt_changes_nothing(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await reading.press("j")
        before = (reading.card, reading.item, reading.focus, reading.visible, reading.read)
        await reading.press("/")
        await reading.type("dam")
        await reading.press("down", "escape")
        after = (reading.card, reading.item, reading.focus, reading.visible, reading.read)
        assert after == before


@pytest.mark.parametrize(
    ("query", "card", "shown"),
    spread(  # `test_finder.py` tries more
        [
            ("Əliyev", "gauge", "Aliyev"),
            ("aliyev", "gauge", "Aliyev"),
            ("erivan", "years", "Yerevan"),
            ("Երևան", "years", "Yerevan"),
        ],
        2,
    ),
)
async def test_a_name_is_found_in_every_spelling(
    shelf: Shelf, query: str, card: str, shown: str
) -> None:
    async with shelf.open((80, 24)) as reading:
        await reading.press("/")
        await reading.type(query)
        assert shown in reading.text(Pane.RESULTS)
        await reading.press("enter")
        assert reading.card == card
        assert shown in "".join(reading.reversed_text(Pane.CARD))


async def test_no_match_says_so_and_enter_changes_nothing(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await reading.press("/")
        await reading.type("zzz")
        assert "No card has all these words." in reading.text(Pane.RESULTS)
        assert "0 matches" in reading.text("prompt-count")
        await reading.press("enter")
        assert (reading.card, reading.prompt) == ("share", None)
        assert Pane.CARD in reading.visible
        reading.assert_in_order()


async def test_a_long_query_leaves_the_counter_in_sight(shelf: Shelf) -> None:
    async with shelf.open((40, 24)) as reading:
        await reading.press("/")
        await reading.type("a committee that does not")
        await reading.press("enter")
        assert "1 of " in reading.text("footer")


async def test_results_of_another_search_replace_the_first(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        for words in ("ferry", "census"):
            await reading.press("/")
            await reading.type(words)
            await reading.press("enter")
        assert reading.card == "duration"
        assert reading.reversed_text(Pane.CARD) == ["census"]
        await reading.press("z", "z")
        assert reading.card == "share"


async def test_a_click_beside_the_results_ends_the_question(shelf: Shelf) -> None:
    async with shelf.open((120, 40), address="two-towns/terms/share") as reading:
        await reading.press("/")
        await reading.type("winter")
        await reading.click(Pane.SECTIONS, "Who says what")
        assert reading.prompt is None
        assert reading.section == "reactions"
        assert Pane.RESULTS not in reading.visible


async def test_escape_closes_the_drawer_opened_since_before_it_ends_the_search(
    shelf: Shelf,
) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await reading.press("/")
        await reading.type("sluice")
        await reading.press("enter", "n", "n")
        here = (reading.card, reading.item)
        await reading.press("e", "escape")
        assert Pane.EVIDENCE not in reading.visible
        assert (reading.card, reading.item) == here
        assert "match 3 of" in reading.text("footer")


async def test_what_finds_nothing_says_so(shelf: Shelf) -> None:
    async with shelf.open((80, 24)) as reading:
        await reading.press("n")
        assert "There is no search" in reading.message
        await reading.press("/")
        await reading.type("xyzzy")
        await reading.press("enter")
        assert "No card has all these words: xyzzy" in reading.message


async def test_a_query_at_fault_leaves_the_results_and_says_what_to_do(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await reading.press("/")
        await reading.type("winter")
        await reading.type(" stance:opposed ")
        assert "did you mean “opposes”" in reading.text("prompt-fault")
        assert underlined(reading) == "stance:opposed"
        assert "winter" in reading.text(Pane.RESULTS).casefold()
        await reading.press("enter")
        assert reading.prompt == "winter stance:opposed "
        await reading.press(*["backspace"] * 16)
        assert reading.prompt == "winter"
        assert not reading.screen.query_one("#prompt-fault").display
        assert underlined(reading) == ""
        await reading.press("enter")
        assert "match 1 of" in reading.text("footer")


async def test_an_unfinished_query_leaves_the_results_and_enter_takes_them(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await reading.press("/")
        await reading.type("winter stance:")
        assert "one of welcomes, supports" in reading.text("prompt-fault")
        assert "winter" in reading.text(Pane.RESULTS).lower()
        await reading.press("enter")
        assert reading.prompt is None
        assert "match 1 of" in reading.text("footer")
        await reading.press("/")
        await reading.type("zzz stance:")
        await reading.press("enter")
        assert "needs a value" in reading.message


async def test_fields_without_words_lead_from_card_to_card(
    shelf: Shelf, briefing: Briefing
) -> None:
    hits = Finder(briefing).find("stance:opposes or stance:silent")
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await reading.press("/")
        await reading.type("stance:opposes or stance:silent")
        assert "2 matches" in reading.text("prompt-count")
        await reading.press("enter")
        assert reading.card == hits[0].card_id
        assert "match 1 of 2" in reading.text("footer")
        assert reading.reversed_text(Pane.CARD) == []
        await reading.press("n")
        assert reading.card == hits[1].card_id


async def test_marks_of_the_reader_are_asked_for_by_is(shelf: Shelf, briefing: Briefing) -> None:
    total = sum(1 for _ in briefing.cards())
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await reading.press("b", "/")
        await reading.type("is:bookmarked")
        assert "1 match" in reading.text("prompt-count")
        await reading.press("enter")
        assert reading.card == "share"
        unread = total - len(reading.read)
        for state in ("unread", "new"):
            await reading.press("/")
            await reading.type(f"is:{state}")
            assert f"{unread} match" in reading.text("prompt-count")
            await reading.press("escape")
        await reading.press("/")
        await reading.type("is:unverified")
        assert "matches" in reading.text("prompt-count")


async def test_narrowing_by_a_field_keeps_the_list_while_it_is_at_fault(shelf: Shelf) -> None:
    async with shelf.open((80, 40), address="two-towns/terms/share") as reading:
        await reading.press("\\")
        await reading.type("tag:water")
        assert "2 cards" in reading.text("prompt-count")
        await reading.type(" tag:ice ")
        assert "There is: water, summer." in reading.text("prompt-fault")
        assert reading.pane(Pane.CARDS).keys == ["share"]
        await reading.press("enter")
        assert reading.prompt == "tag:water tag:ice "
        await reading.press("escape")
        assert len(reading.pane(Pane.CARDS).keys) == 3
