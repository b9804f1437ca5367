"""The palette finds sections, actors, cards, commands, settings and themes by name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from textual.command import CommandList, CommandPalette, SearchIcon

from briefing.tui.reader.layout import Pane
from briefing.tui.screens.actor import ActorScreen
from tests.pilot.harness import Reading, Shelf, lines_of, text_of

Chosen = Callable[[Reading], bool]


def actor_shown(reading: Reading) -> str | None:
    """The name at the top of the page of an actor; None where none is open."""
    if not isinstance(reading.top, ActorScreen):
        return None
    return lines_of(reading.text())[0].partition("  ")[0]


async def choose(reading: Reading, words: str) -> None:
    """Type words into the palette and choose the first that is found."""
    await reading.press(":")
    await reading.type(words)
    await reading.app.workers.wait_for_complete()
    await reading.press("enter")
    await reading.until(lambda: not isinstance(reading.top, CommandPalette))
    await reading.caught_up()


@pytest.mark.parametrize(
    ("words", "true"),
    [
        ("reactions", lambda reading: reading.section == "reactions"),
        ("disagree", lambda reading: reading.section == "disagreements"),
        ("who doubts", lambda reading: reading.section == "doubts"),
        ("ann lee", lambda reading: actor_shown(reading) == "Ann Lee-Marsh"),
        ("theme light", lambda reading: reading.app.theme == "briefing-light"),
        ("terminal", lambda reading: reading.app.theme == "briefing-terminal"),
        ("setting short", lambda reading: not reading.screen.state.route.full),
        ("figures", lambda reading: reading.focus == Pane.FIGURES),
        ("bookmark", lambda reading: reading.bookmarks == {reading.card}),
    ],
)
async def test_what_is_meant_by_a_name_is_found_first_and_done(
    shelf: Shelf, words: str, true: Chosen
) -> None:
    async with shelf.open((80, 24), address="two-towns/terms/share") as reading:
        await choose(reading, words)
        await reading.until(lambda: true(reading))


async def test_a_revision_is_found_by_its_number_whatever_the_day(shelf: Shelf) -> None:
    briefing = shelf.library.open("two-towns").briefing
    for title in ("Two", "Three", "Four"):
        shelf.publish(replace(briefing, title=title))
    async with shelf.open((80, 24), address="two-towns") as reading:
        for number in (1, 2):
            await choose(reading, f"as of revision {number}")
            assert reading.screen.state.revision.number == number


async def test_an_actor_is_found_by_each_of_their_names(shelf: Shelf) -> None:
    async with shelf.open((80, 24)) as reading:
        for actor in reading.screen.briefing.actors:
            for name in actor.names:
                entries = [
                    entry
                    for entry in reading.screen.places()
                    if name.text in f"{entry.title}\n{entry.help}" and entry.named
                ]
                assert entries, name.text


async def test_each_actor_leads_to_their_page_whether_or_not_a_card_is_about_them(
    shelf: Shelf,
) -> None:
    async with shelf.open((80, 24)) as reading:
        briefing = reading.screen.briefing
        acting = {actor for _, card in briefing.cards() for actor in card.actors}
        assert acting < set(briefing.actors_by_id)
        for actor in briefing.actors:
            entry = next(entry for entry in reading.screen.places() if entry.title == actor.name)
            entry.run()
            await reading.caught_up()
            assert actor_shown(reading) == actor.name
            await reading.press("q")
            assert reading.top is reading.screen


async def opened(reading: Reading, words: str = "") -> CommandPalette:
    await reading.press(":")
    await reading.type(words)
    await reading.app.workers.wait_for_complete()
    await reading.caught_up()
    assert isinstance(reading.top, CommandPalette)
    return reading.top


@pytest.mark.parametrize("theme", ["dark", "light", "terminal"])
async def test_it_looks_like_the_program(shelf: Shelf, theme: str) -> None:
    async with shelf.open((120, 40)) as reading:
        await choose(reading, f"theme {theme}")
        palette = await opened(reading, "dam")
        commands = palette.query_one(CommandList)
        assert commands.size.width < 90, "not across the whole screen"
        assert not palette.query_one(SearchIcon).display
        assert not commands.get_component_styles("option-list--option").text_style.bold
        background = commands.background_colors[1]
        assert background == reading.screen.background_colors[1]
        strips = [commands.render_line(y) for y in range(6)]
        marked = [
            segment
            for strip in strips
            for segment in strip
            if segment.style is not None and segment.style.underline
        ]
        assert {segment.text.casefold() for segment in marked} == {"dam"}
        role = reading.screen.get_component_styles("role--match")
        assert all(
            segment.style is not None and segment.style.bold == role.text_style.bold
            for segment in marked
        )
        assert "Go to, or do" in text_of(palette.query_one("#--input"))


async def test_it_fits_the_smallest_terminals(shelf: Shelf) -> None:
    async with shelf.open((40, 12)) as reading:
        palette = await opened(reading)
        assert palette.query_one(CommandList).region.right <= 40
        await reading.press("escape")
        assert reading.top is reading.screen
