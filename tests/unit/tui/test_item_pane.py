"""The pane of items: its cursor, what of it is seen, how it scrolls and draws; and the footer."""

from __future__ import annotations

import pytest
from textual.content import Content
from textual.events import MouseScrollDown, MouseScrollUp
from textual.geometry import Region
from textual.widgets import Input

from briefing.tui.rendering.text import Item
from briefing.tui.widgets import FooterBar, ItemPane
from tests.resting import at_rest
from tests.unit.tui.panes import Rows, item, shown


class FirstRows(Rows):
    STANDS_ON_FIRST = True


TITLE = item("t", 1, selectable=False)
NOTE = item("n", 1, selectable=False)
SIX = [TITLE, *map(item, "abcdef")]
"""Thirteen lines: the title on the first, a on the second and third, f on the last two."""


def filled(pane: Rows) -> Rows:
    """Fill a pane that is not shown."""
    pane.rebuild()
    return pane


# -- the cursor ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pane", "key", "stands"),
    [
        (Rows(SIX), None, None),
        (Rows(SIX), "b", "b"),
        (Rows(SIX), "t", None),
        (Rows(SIX), "zzz", None),
        (FirstRows(SIX), None, "a"),
        (FirstRows(SIX), "b", "b"),
        (FirstRows(SIX), "t", "a"),
        (FirstRows(SIX), "zzz", "a"),
        (FirstRows([TITLE]), "a", None),
        (FirstRows([TITLE]), None, None),
    ],
)
def test_the_cursor_stands_where_it_was_sent_or_on_the_first_if_need_be(
    pane: Rows, key: str | None, stands: str | None
) -> None:
    pane.select(key, reveal=False)
    assert pane.cursor_key is None
    assert filled(pane).cursor_key == stands
    pane.select(key, reveal=False)
    assert pane.cursor_key == stands


def test_the_cursor_comes_back_to_an_item_that_was_missing_for_a_while() -> None:
    pane = filled(Rows(SIX))
    pane.select("f", reveal=False)
    pane.given = SIX[:3]
    assert filled(pane).cursor_key is None
    pane.given = [NOTE, *SIX]
    assert filled(pane).cursor_key == "f"


@pytest.mark.parametrize(
    ("at", "step", "key"),
    [
        ("a", 1, "b"),
        ("b", -1, "a"),
        ("a", -1, "a"),
        ("f", 1, "f"),
        ("e", 1, "f"),
        ("b", 3, "e"),
        ("b", 99, "f"),
        ("e", -99, "a"),
        (None, 1, "a"),
        (None, -1, "f"),
    ],
)
def test_a_neighbour_is_some_steps_away_and_at_most_the_last(
    at: str | None, step: int, key: str
) -> None:
    pane = filled(Rows(SIX))
    pane.select(at, reveal=False)
    assert pane.keys == [*"abcdef"]
    assert pane.neighbour(step) == key


def test_where_nothing_can_be_selected_there_is_no_neighbour() -> None:
    pane = filled(Rows([TITLE]))
    assert (pane.keys, pane.neighbour(1)) == ([], None)


@pytest.mark.parametrize(("width", "asked"), [(7, 7), (1, 1), (0, 1), (-3, 1)])
def test_lines_are_counted_for_a_width_of_at_least_a_cell(width: int, asked: int) -> None:
    pane = Rows(SIX)
    assert pane.lines_at(width) == 13
    assert pane.widths == [asked]


# -- what is seen, and scrolling -------------------------------------------------------------------


async def test_what_is_seen_in_part_or_whole_follows_the_window() -> None:
    pane = Rows(SIX)
    async with shown(pane) as app:
        assert pane.widths[-1] == 19
        assert pane.visible_keys() == ["a", "b"]
        assert (pane.at_start, pane.at_end, pane.is_fitted) == (True, False, True)
        app.shown = 0
        pane.scroll_lines(1)
        await at_rest()
        assert app.shown
        assert pane.visible_keys() == ["a", "b", "c"]
        pane.scroll_lines(1)
        assert pane.visible_keys() == ["a", "b", "c"]
        assert not pane.at_start
        pane.scroll_lines(5)
        assert (pane.top, pane.at_end) == (7, False)
        pane.scroll_lines(1)
        assert (pane.top, pane.at_end) == (8, True)
        assert pane.visible_keys() == ["d", "e", "f"]
        pane.scroll_lines(1)
        assert pane.top == 8
        pane.scroll_pages(-1)
        assert pane.top == 4
        pane.scroll_pages(-2)
        assert pane.top == 0


async def test_the_window_moves_no_more_than_is_needed_to_see_the_item_under_the_cursor() -> None:
    pane = Rows(SIX)
    async with shown(pane):
        tops = []
        for key in "abcdefedcba":
            pane.select(key)
            tops.append((key, pane.top))
    assert tops == [
        ("a", 0),
        ("b", 0),
        ("c", 2),
        ("d", 4),
        ("e", 6),
        ("f", 8),
        ("e", 8),
        ("d", 7),
        ("c", 5),
        ("b", 3),
        ("a", 0),
    ]


@pytest.mark.parametrize(("lines", "top"), [(4, 3), (5, 4), (6, 4), (9, 4)])
async def test_an_item_as_high_as_the_window_or_higher_is_seen_from_its_first_line(
    lines: int, top: int
) -> None:
    pane = Rows([item("a", 4), item("b", lines), item("c", 4)])
    async with shown(pane):
        pane.select("b")
        assert pane.top == top
        pane.begin_at("c")
        assert (pane.cursor_key, pane.top) == ("c", 3 + lines)
        pane.begin_at(None)
        assert (pane.cursor_key, pane.top) == (None, 0)


async def test_keys_move_the_cursor_or_where_it_cannot_move_the_text() -> None:
    pane = Rows([*SIX, item("z", 4, selectable=False)])
    async with shown(pane):
        pane.move(1)
        assert (pane.cursor_key, pane.top) == ("a", 0)
        pane.move(5)
        assert (pane.cursor_key, pane.top) == ("f", 8)
        pane.move(1)
        assert (pane.cursor_key, pane.top) == ("f", 9)
        pane.move(-1)
        assert (pane.cursor_key, pane.top) == ("e", 9)
        pane.select(None)
        pane.given = [item("z", 30, selectable=False)]
        pane.rebuild(top=True)
        pane.move(2)
        assert (pane.cursor_key, pane.top) == (None, 2)


async def test_a_page_takes_the_cursor_along_if_it_would_be_lost_from_sight() -> None:
    pane = Rows(SIX)
    async with shown(pane):
        pane.select("a")
        assert pane.turn_page(1) is True
        assert (pane.cursor_key, pane.top) == ("b", 4)
        pane.select("d", reveal=False)
        assert pane.turn_page(1) is False
        assert (pane.cursor_key, pane.top) == ("d", 8)
        pane.select("f", reveal=False)
        assert pane.turn_page(-1) is True
        assert (pane.cursor_key, pane.top) == ("d", 4)
        pane.given = [item("z", 30, selectable=False)]
        pane.rebuild(top=True)
        assert pane.turn_page(1) is False
        assert pane.top == 4


async def test_what_stands_at_the_top_stays_there_when_the_items_change() -> None:
    pane = Rows(SIX)
    async with shown(pane):
        pane.scroll_lines(4)
        pane.given = [NOTE, *SIX]
        pane.rebuild_in_place()
        assert pane.top == 5
        pane.rebuild(top=True)
        assert pane.top == 0
        pane.given = [item("m", 1, selectable=False), NOTE, *SIX]
        pane.rebuild_in_place()
        assert pane.top == 0


async def test_what_is_sought_is_brought_up_until_somebody_moves() -> None:
    sought = Item("x", (Content("x0"), Content.styled("x1", "match"), Content("x2")))
    pane = Rows([*SIX, sought, item("z", 9)])
    async with shown(pane) as app:
        pane.seek("match")
        assert pane.top == 11
        pane.seek("no such role")
        assert pane.top == 11
        pane.scroll_lines(-11)
        await app.resized(6)
        assert pane.top == 0
        pane.seek("match")
        await app.resized(2)
        assert pane.top == 13


async def test_of_what_is_sought_in_an_item_higher_than_the_window_the_end_is_seen() -> None:
    lines = [Content(f"x{number}") for number in range(12)]
    lines[7:9] = [Content.styled("y", "match"), Content.styled("z", "match")]
    pane = Rows([*SIX, Item("x", tuple(lines))])
    async with shown(pane):
        pane.seek("match")
        assert pane.top == 13 + 9 - 5


async def test_a_window_of_one_line_is_paged_line_by_line() -> None:
    pane = Rows(SIX)
    assert not pane.is_fitted
    async with shown(pane, 1):
        pane.scroll_pages(1)
        assert pane.top == 1
        pane.scroll_pages(2)
        assert pane.top == 3
        assert pane.visible_keys() == ["b"]


async def test_the_cursor_stays_in_sight_as_the_window_gets_lower_unless_it_was_not() -> None:
    pane = Rows(SIX)
    async with shown(pane) as app:
        pane.select("c")
        await app.resized(2)
        assert pane.top == 5
        pane.scroll_lines(3)
        assert not pane.cursor_in_sight
        await app.resized(1)
        assert pane.top == 8
    pane = Rows(SIX)
    async with shown(pane) as app:
        pane.select("c", reveal=False)
        await app.resized(4)
        assert pane.top == 0
        pane.select("a")
        pane.scroll_lines(1)
        await app.resized(3)
        assert pane.top == 0


async def test_a_window_that_gets_narrower_is_filled_anew_from_the_same_line_on() -> None:
    pane = Rows(SIX)
    async with shown(pane) as app:
        pane.select("f")
        pane.scroll_lines(-3)
        assert app.pilot is not None
        await app.pilot.resize_terminal(15, 6)
        await at_rest()
        assert pane.widths[-1] == 14
        assert pane.top == 5


# -- what is drawn ---------------------------------------------------------------------------------


class SignedRows(Rows):
    GUTTER_SIGN = "▌"


class KeptRows(Rows):
    KEEPS_PLACE = True


def drawn(pane: ItemPane) -> list[str]:
    """The lines of the window, with the styles of the cursor before them."""
    size = pane.size
    found = []
    for strip in pane.render_lines(Region(0, 0, size.width, size.height)):
        styles = [segment.style for segment in strip if segment.style and segment.text.strip()]
        marks = "".join(
            sign
            for sign, has in (
                ("R", any(one.reverse for one in styles)),
                ("U", any(one.underline for one in styles)),
                ("B", any(one.bold for one in styles)),
            )
            if has
        )
        found.append(f"{marks}|{strip.text.rstrip()}")
    return found


async def test_a_line_in_reverse_video_is_one_even_bar() -> None:
    parts = [("label", "label"), ("doubt", "doubt"), ("lost", "lost"), ("found", "match-here")]
    line = Content.assemble("p", *parts)
    async with shown(Rows([Item("a", (line,)), Item("b", (line,))])) as app:
        app.pane.select("a")
        app.pane.focus()
        await at_rest()
        bar, other = app.pane.render_lines(Region(0, 0, 20, 2))
        styles = {one.text: one.style for one in bar if one.style}
        assert {"label", "doubt", "lost", "found"} <= styles.keys()
        assert len({(one.color, one.bgcolor, bool(one.dim)) for one in styles.values()}) == 1
        assert [text for text, one in styles.items() if not one.reverse] == ["found"]
        assert styles["lost"].strike
        assert len({(one.style.color, one.style.dim) for one in other if one.style}) > 1


SHORT = [TITLE, item("a", 2), Item("b", (Content("  b0"), Content(" "), Content("  b2")))]


@pytest.mark.parametrize(
    ("pane", "focused", "marked"),
    [
        (Rows(SHORT), True, ["|t0", "|a0", "|a1", "R|  b0", "|", "R|  b2", "|"]),
        (Rows(SHORT), False, ["|t0", "|a0", "|a1", "|  b0", "|", "|  b2", "|"]),
        (KeptRows(SHORT), True, ["|t0", "|a0", "|a1", "R|  b0", "|", "R|  b2", "|"]),
        (KeptRows(SHORT), False, ["|t0", "|a0", "|a1", "U|  b0", "|", "U|  b2", "|"]),
        (SignedRows(SHORT), True, ["|t0", "|a0", "|a1", "B|▌ b0", "|", "B|▌ b2", "|"]),
        (SignedRows(SHORT), False, ["|t0", "|a0", "|a1", "|  b0", "|", "|  b2", "|"]),
    ],
)
async def test_the_lines_under_the_cursor_are_marked(
    pane: Rows, focused: bool, marked: list[str]
) -> None:
    async with shown(pane, 7) as app:
        pane.select("b")
        app.screen.query_one(Input if not focused else Rows).focus()
        await at_rest()
        assert drawn(pane) == marked
        if isinstance(pane, SignedRows):
            pane.add_class("-follows")
            pane.refresh()
            await at_rest()
            assert drawn(pane)[3] == "B|▌ b0"


# -- mouse -----------------------------------------------------------------------------------------


async def test_a_click_chooses_the_item_of_its_line_wherever_that_is_scrolled() -> None:
    pane = Rows([*SIX[:3], NOTE])
    async with shown(pane, 8) as app:
        for line in (0, 1, 2, 3, 5, 6, 7):
            await app.clicked(line)
        assert app.chosen == [("a", False), ("a", False), ("b", False)]
        pane.select("a")
        await app.clicked(1)
        assert app.chosen[3:] == [("a", True)]
    pane = Rows(SIX)
    async with shown(pane) as app:
        pane.scroll_lines(8)
        await at_rest()
        await app.clicked(4)
        assert app.chosen == [("f", False)]


async def test_the_first_line_can_be_clicked_and_a_turn_of_the_wheel_is_three_lines() -> None:
    pane = Rows([item("a", 20)])
    async with shown(pane) as app:
        await app.clicked(0)
        assert app.chosen == [("a", False)]
        tops = []
        for turn in (MouseScrollDown, MouseScrollDown, MouseScrollUp):
            pane.post_message(turn(pane, 1, 1, 0, 0, 0, False, False, False))
            await at_rest()
            tops.append(pane.top)
        assert tops == [3, 6, 3]


# -- the footer ------------------------------------------------------------------------------------

HINTS = [("Space", "read on"), ("q", "quit"), ("?", "help")]


@pytest.mark.parametrize(
    ("message", "position", "width", "lines"),
    [
        ("", "1 of 3", 40, ["Space read on  q quit  ? help     1 of 3"]),
        ("", "1 of 3", 38, ["Space read on  q quit  ? help   1 of 3"]),
        ("", "1 of 3", 37, ["Space read on  ? help          1 of 3"]),
        ("", "", 24, ["Space read on  ? help   "]),
        ("", "", 22, ["Space read on         "]),
        ("", "", 14, ["? help        "]),
        ("", "1 of 3", 8, ["    1 o…"]),
        ("Said\nso.", "1 of 3", 15, ["Said so. 1 of 3"]),
        ("Said so.", "1 of 3", 14, ["Said so."]),
        ("It was said.", "1 of 3", 8, ["It was", "said."]),
        ("It was said.", "", 13, ["It was said. "]),
        ("It was said.", "", 12, ["It was said."]),
    ],
)
def test_the_footer_has_as_many_hints_as_there_is_room_for_or_a_whole_message(
    message: str, position: str, width: int, lines: list[str]
) -> None:
    footer = FooterBar()
    footer.hints, footer.message, footer.position = HINTS, message, position
    (only,) = footer.items(width)
    assert [line.plain for line in only.lines] == lines
    assert not only.selectable
