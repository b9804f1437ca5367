"""Finding and copying in the text of a source, and what is said where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.model.briefing import Briefing
from briefing.tui.widgets import FooterBar
from tests.articles import anchored
from tests.pilot.harness import Reading, Shelf
from tests.pilot.test_source_text import SHARE, shown, under_cursor
from tests.samples import TEXTS


@pytest.fixture
def shelf(tmp_path: Path, briefing: Briefing) -> Shelf:
    """A library with the briefing of two towns and its anchors."""
    shelf = Shelf(tmp_path / "shelf")
    shelf.publish(anchored(briefing, TEXTS))
    return shelf


def footer(reading: Reading) -> FooterBar:
    return reading.top.query_one(FooterBar)


def copied(reading: Reading) -> str:
    return reading.app.clipboard


async def test_words_are_found_while_they_are_typed_and_the_matches_are_walked(
    shelf: Shelf,
) -> None:
    async with shelf.open((80, 24), address=SHARE, corpus=TEXTS) as reading:
        await reading.press("l", "s", "/")
        await reading.type("LAKESÍDE")
        assert "Find in the text: LAKESÍDE" in shown(reading)

        count = next(part for part in shown(reading).split("  ") if "match" in part)
        assert "matches" in count
        await reading.press("enter")
        first = under_cursor(reading)
        position = footer(reading).position
        assert position.startswith("match ")
        assert position.endswith(": LAKESÍDE")
        number, total = position.removeprefix("match ").split(":")[0].split(" of ")
        assert int(total) > 1
        for _ in range(int(total)):
            await reading.press("n")
        assert (footer(reading).position, under_cursor(reading)) == (position, first)
        await reading.press("N", "n")
        assert f"match {number} of {total}" in footer(reading).position


async def test_several_words_are_found_one_behind_the_other_also_across_the_sign_of_a_passage(
    shelf: Shelf,
) -> None:
    async with shelf.open((80, 24), address=SHARE, corpus=TEXTS) as reading:
        await reading.press("l", "s", "/")
        await reading.type("mayor of lakeside ann lee")
        await reading.press("enter")
        assert footer(reading).position.startswith("match 1 of ")
        await reading.press("/")
        await reading.type("lakeside mayor zzz")
        await reading.press("enter")
        assert "does not have these words: lakeside mayor zzz" in footer(reading).message
        assert "match" not in footer(reading).position


async def test_escape_ends_the_question_then_the_search_then_the_screen(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address=SHARE, corpus=TEXTS) as reading:
        await reading.press("l", "s")
        at = under_cursor(reading)
        await reading.press("/")
        await reading.type("nobody")
        assert under_cursor(reading) != at
        await reading.press("escape")
        assert reading.in_source()
        assert under_cursor(reading) == at
        await reading.press("/")
        await reading.type("nobody")
        await reading.press("enter", "escape")
        assert reading.in_source()
        assert "match" not in footer(reading).position
        await reading.press("escape")
        assert not reading.in_source()


async def test_without_a_search_the_keys_say_how_to_begin_one(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address=SHARE, corpus=TEXTS) as reading:
        await reading.press("l", "s", "n")
        assert footer(reading).message.startswith("There is no search; / begins one")
        await reading.press("s")
        assert footer(reading).message == "This is the text; c lists what cites it."


async def test_words_asked_for_in_the_list_of_claims_are_found_in_the_text(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address=SHARE, corpus=TEXTS) as reading:
        await reading.press("l", "c", "/")
        await reading.type("turbines")
        await reading.press("enter")
        assert "Text of the source" in shown(reading)
        assert "turbines" in under_cursor(reading)


async def test_the_passage_or_the_paragraph_is_copied_with_its_citation(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address=SHARE, corpus=TEXTS) as reading:
        await reading.press("l", "s", "y")
        said, source = copied(reading).splitlines()
        assert said.startswith("“The mayor of Lakeside")
        assert said.endswith(", ¶2)")
        assert source.endswith(".")
        assert "published" in source
        assert "clipboard" in footer(reading).message
        await reading.press("y")
        assert reading.sheet is not None, "pressed again, the text is shown"
        await reading.press("escape", "j", "y")
        assert copied(reading).startswith("“The deal runs for ten years")
        assert ", ¶3)" in copied(reading)
        await reading.press("c", "j", "y")
        assert ", ¶3)" in copied(reading)
        assert not copied(reading).startswith("“The deal runs for ten years, and")


@pytest.mark.parametrize("key", ["t", ":"])
async def test_keys_that_hold_everywhere_hold_here(shelf: Shelf, key: str) -> None:
    async with shelf.open((80, 24), address=SHARE, corpus=TEXTS) as reading:
        await reading.press("l", "s", key)
        if key == "t":
            assert footer(reading).message == "Theme: light, from now on."
        else:
            await reading.type("unknowns")
            await reading.app.workers.wait_for_complete()
            await reading.press("enter")
            await reading.until(lambda: reading.top is reading.screen)
            assert reading.top is reading.screen
            assert reading.section == "unknowns"


async def test_without_a_text_the_screen_says_how_to_get_it(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address=SHARE) as reading:
        await reading.press("l", "s")
        assert "start with `briefing --corpus DIR`" in shown(reading)
        assert "`briefing config` says where that is" in shown(reading)
        await reading.press("/")
        assert footer(reading).message == "There is no text here to find words in."


async def test_a_folder_without_the_text_is_not_told_to_be_named(
    shelf: Shelf, tmp_path: Path
) -> None:
    async with shelf.open((80, 24), address=SHARE, corpus=tmp_path) as reading:
        await reading.press("l", "s")
        assert "has no file" in shown(reading)
        assert "start with" not in shown(reading)
