"""The page of an actor: the ways to it, what is on it, and the ways on and back."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from briefing.model.briefing import Briefing
from briefing.settings.config import Config
from briefing.tui.reader.layout import Pane
from briefing.tui.screens.actor import ActorScreen
from briefing.tui.widgets import ItemPane
from tests.pilot.harness import Reading, Shelf, Size
from tests.thorough import spread

SIZES: list[Size] = [(120, 40), (80, 24), (40, 20)]


def pane_of(reading: Reading) -> ItemPane:
    return reading.top.query_one("#actor-page", ItemPane)


def shown(reading: Reading) -> str:
    """What the screen on top shows, on one line."""
    return " ".join(reading.text().replace("▌", "").split())


def under_cursor(reading: Reading) -> str:
    lines = [line for line in reading.text().splitlines() if line.strip().startswith("▌")]
    return " ".join(" ".join(lines).replace("▌", "").split())


async def open_mayor(reading: Reading) -> None:
    """Open the page of the mayor from the card of people, which is open."""
    assert reading.focus == Pane.CARD
    await reading.press("enter")
    assert isinstance(reading.top, ActorScreen)


async def looked_through(reading: Reading) -> None:
    """Wait until the other briefings have been looked through."""
    await reading.app.workers.wait_for_complete()
    await reading.caught_up()


@pytest.fixture
def two(shelf: Shelf, briefing: Briefing) -> Shelf:
    """A library with a second briefing in which the actors of the first are too."""
    shelf.publish(replace(briefing, id="later", title="The dam a year later"))
    return shelf


# -- the ways in -----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", spread(SIZES, 2), ids=str)
async def test_enter_on_somebody_among_people_opens_their_page(shelf: Shelf, size: Size) -> None:
    async with shelf.open(size, address="two-towns/people/towns") as reading:
        assert reading.item == "actor:mayor"
        await reading.press("enter")
        text = shown(reading)
        assert text.startswith("Ann Lee-Marsh person CH Mayor of Lakeside")
        assert "In their own words 2 “We trust them for now.” — " in text
        reading.assert_in_order()
        await reading.press("escape")
        assert (reading.focus, reading.item) == (Pane.CARD, "actor:mayor")


async def test_a_click_on_somebody_among_people_opens_their_page(shelf: Shelf) -> None:
    async with shelf.open((120, 40), address="two-towns/people/towns") as reading:
        await reading.click(Pane.CARD, "Orkhan Aliyev  person")
        await reading.until(lambda: isinstance(reading.top, ActorScreen))
        assert shown(reading).startswith("Orkhan Aliyev person AZ")


async def test_a_reaction_leads_to_who_reacted(shelf: Shelf) -> None:
    async with shelf.open((120, 40), address="two-towns/reactions/anglers") as reading:
        assert reading.item == "the-anglers-fear-for"  # the first sentence is where one begins
        await reading.press("k")
        assert reading.item == "reaction"
        await reading.press("enter")
        assert shown(reading).startswith("Anglers of the Valley organisation")
        await reading.press("q")
        await reading.click(Pane.CARD, "▼ opposes")
        await reading.until(lambda: isinstance(reading.top, ActorScreen))


async def test_of_actor_and_speaker_one_is_chosen(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address="two-towns/reactions/lakeside-council") as reading:
        await reading.press("k", "enter")
        assert reading.sheet is not None
        assert reading.sheet.keys == ["lakeside", "mayor"]
        assert "Mayor of Lakeside" in reading.sheet_text()
        await reading.press("escape")
        assert reading.item == "reaction"
        await reading.press("enter", "j", "enter")
        assert shown(reading).startswith("Ann Lee-Marsh person CH")


async def test_the_names_below_a_card_lead_to_their_pages(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await reading.press("G")
        assert reading.item == "actors"
        await reading.press("enter", "j", "enter")
        assert shown(reading).startswith("Hilltop state LI")
        await reading.press("escape")
        assert (reading.focus, reading.item) == (Pane.CARD, "actors")
        reading.assert_in_order()


async def test_a_card_about_one_actor_needs_no_choice(shelf: Shelf) -> None:
    async with shelf.open((120, 40), address="two-towns/doubts/gauge") as reading:
        await reading.click(Pane.CARD, "About: Orkhan Aliyev")
        await reading.until(lambda: isinstance(reading.top, ActorScreen))


async def test_a_search_for_a_name_stands_on_the_names_of_the_card(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await reading.press("/")
        await reading.type("in:doubts seestadt or orkhan")
        await reading.press("enter")
        while reading.item != "actors":
            await reading.press("n")
        await reading.press("enter")
        assert shown(reading).startswith("Orkhan Aliyev")


async def test_an_actor_that_is_not_listed_is_said_to_be_none(shelf: Shelf) -> None:
    async with shelf.open((80, 24)) as reading:
        reading.screen.open_actor("nobody")
        await reading.caught_up()
        assert reading.message == "The actor “nobody” is not listed."


async def test_enter_on_a_sentence_still_opens_its_evidence(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address="two-towns/doubts/gauge") as reading:
        await reading.press("enter")
        assert Pane.EVIDENCE in reading.visible


# -- on the page -----------------------------------------------------------------------------------


async def test_enter_goes_to_the_sentence_and_z_comes_back(shelf: Shelf) -> None:
    async with shelf.open((80, 24), address="two-towns/people/towns") as reading:
        await open_mayor(reading)
        assert under_cursor(reading).startswith("“We trust them for now.”")
        await reading.press("enter")
        assert reading.top is reading.screen
        assert (reading.card, reading.item) == ("share", "we-trust-them-for")
        assert reading.focus == Pane.CARD
        await reading.press("z")
        assert (reading.card, reading.item) == ("towns", "actor:mayor")


async def test_every_entry_leads_to_a_card(two: Shelf) -> None:
    async with two.open((120, 40), address="two-towns/people/towns") as reading:
        await open_mayor(reading)
        await looked_through(reading)
        keys = pane_of(reading).keys
        for number in range(len(keys)):
            await reading.press("g", *["j"] * number, "enter")
            assert reading.top is reading.screen, keys[number]
            assert f" {reading.screen.briefing.id}/" in keys[number]
            assert f"/{reading.card}" in keys[number]
            await reading.press("z")
            assert pane_of(reading).cursor_key == keys[number], "back on the page"
            await looked_through(reading)


async def test_other_briefings_are_gone_to_and_come_back_from(two: Shelf) -> None:
    async with two.open((120, 60), address="two-towns/people/towns") as reading:
        await open_mayor(reading)
        await looked_through(reading)
        assert "In other briefings The dam a year later" in shown(reading)
        await reading.press("G")
        assert under_cursor(reading)
        await reading.press("enter")
        assert reading.screen.briefing.id == "later"
        await reading.press("z")
        assert (reading.screen.briefing.id, reading.card) == ("two-towns", "towns")


async def test_a_card_that_is_gone_meanwhile_says_so(two: Shelf, briefing: Briefing) -> None:
    async with two.open((120, 60), address="two-towns/people/towns") as reading:
        await open_mayor(reading)
        await looked_through(reading)
        first = replace(briefing, id="later", sections=briefing.sections[:1])
        two.publish(first)
        await reading.press("G", "y", "enter")
        assert reading.message == "This card is no longer in its briefing."


async def test_a_library_that_cannot_be_read_leaves_the_page(
    two: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with two.open((120, 60), address="two-towns/people/towns") as reading:
        (two.folder / "library" / "briefings" / "later.json").write_text("{")
        await reading.press("enter")
        await looked_through(reading)
        assert "In other briefings" not in shown(reading)
        assert "Looking through" not in shown(reading)


async def test_all_spellings_are_on_the_page_with_their_kinds(shelf: Shelf) -> None:
    async with shelf.open((80, 40), address="two-towns/doubts/gauge") as reading:
        await reading.press("G", "enter")
        await looked_through(reading)
        assert "Also written Orxan Əliyev native, az Aliev romanised" in shown(reading)


async def test_the_text_is_never_wider_than_can_be_read(shelf: Shelf) -> None:
    async with shelf.open((160, 45), address="two-towns/people/towns") as reading:
        await open_mayor(reading)
        pane = pane_of(reading)
        lines = [
            line for line in reading.text().splitlines() if "councils" in line or "Who" in line
        ]
        assert lines
        assert pane.size.width > 100
        assert all(len(line.rstrip()[:-5].rstrip()) <= 79 for line in lines), "the labels beside it"


async def test_copying_takes_the_sentence_with_its_citation(two: Shelf) -> None:
    async with two.open((80, 24), address="two-towns/people/towns") as reading:
        await open_mayor(reading)
        await reading.press("y", "y")
        assert reading.sheet is not None
        assert "“We trust them for now.” — Ann Lee-Marsh (The Valley Post" in shown(reading)
        await reading.press("escape")
        await looked_through(reading)
        await reading.press("G", "y", "y")
        assert "The dam a year later" in shown(reading)


async def test_keys_of_the_page_are_those_of_the_reader(shelf: Shelf) -> None:
    config = Config(keys={"copy": ("C",), "back": ("X",)})
    async with shelf.open((80, 60), address="two-towns/people/towns", config=config) as reading:
        await open_mayor(reading)
        await reading.press("j")
        assert "X back" in shown(reading)
        assert "2 of 5" in shown(reading)
        theme = reading.app.theme
        await reading.press("t")
        assert reading.app.theme != theme
        assert "Theme: light, from now on." in shown(reading)
        await reading.press("?")
        assert "On the page of a name" in shown(reading)
        await reading.press("X", "X")
        assert reading.top is reading.screen


async def test_somebody_of_whom_nothing_is_told_has_a_page_all_the_same(
    shelf: Shelf, briefing: Briefing
) -> None:
    quiet = replace(
        briefing.actors_by_id["engineer"], id="quiet", names=(briefing.actors[2].names[0],)
    )
    people = next(one for one in briefing.sections if one.kind == "people")
    card = replace(people.cards[0], actors=("quiet",))
    sections = tuple(
        replace(one, cards=(card,)) if one is people else one for one in briefing.sections
    )
    actors = (*briefing.actors[:2], *briefing.actors[3:], quiet)
    unnamed = replace(quiet, names=(replace(quiet.names[0], text="Nemo Nowhere"),))
    shelf.publish(replace(briefing, sections=sections, actors=(*actors[:-1], unnamed)))
    async with shelf.open((80, 24), address="two-towns/people/towns") as reading:
        await open_mayor(reading)
        assert "This briefing only lists the name." in shown(reading)
        await reading.press("j", "enter", "y")
        assert "There is nothing to copy." in shown(reading)
        assert isinstance(reading.top, ActorScreen)
