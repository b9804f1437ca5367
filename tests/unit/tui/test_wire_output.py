"""Lean output: the same screen in fewer bytes, whatever is drawn and whatever comes between."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.style import Style
from syrupy.assertion import SnapshotAssertion

from briefing.tui.terminal.cells import Trust, trust, unknown_canvas
from briefing.tui.terminal.decoding import decode
from briefing.tui.terminal.difference import difference
from briefing.tui.terminal.output import SYNC_END, SYNC_START, LeanOutput
from tests.thorough import examples
from tests.unit.tui.wire_emulator import Emulator
from tests.unit.tui.wire_samples import CHUNKS, OTHERS, PIECES, UPDATES, Piece, drawn

BOLD, RED, PLAIN = Style(bold=True), Style(color="red"), Style()
STYLES_OF_WALK = (
    *(PLAIN, PLAIN, BOLD, RED, BOLD + RED, Style(dim=True), Style(bold=True, bgcolor="blue")),
    *(Style(underline2=True), Style(underline=True, color="#102030"), Style(reverse=True)),
)


class Line:
    """A line to a terminal: what is written at this end, and what goes over it."""

    def __init__(self, columns: int = 20, rows: int = 4) -> None:
        self.size = (columns, rows)
        self.sent: list[str] = []
        self.output = LeanOutput(self.sent.append, lambda: self.size)

    def write(self, *data: str) -> str:
        """Write, and give what went over the line for it."""
        before = len(self.sent)
        for one in data:
            self.output.write(one)
        return "".join(self.sent[before:])

    def draw(self, *pieces: Piece, cursor: tuple[int, int] = (0, 0)) -> str:
        return self.write(drawn([*pieces], *self.size, cursor=cursor))


def at(x: int, y: int, text: str, style: Style = PLAIN) -> Piece:
    return Piece(x, y, ((text, style),))


@pytest.fixture
def line() -> Line:
    return Line()


def test_what_the_terminal_does_not_show_is_sent(line: Line) -> None:
    assert line.draw(at(2, 1, "hello")) == "\x1b[2;3Hhello\x1b[H"


def test_what_the_terminal_shows_is_not_sent_again(line: Line) -> None:
    line.draw(at(2, 1, "hello", RED))
    assert line.draw(at(2, 1, "hello", RED)) == ""
    assert line.draw(at(2, 1, "hello", RED), cursor=(3, 3)) == "\x1b[4;4H"


def test_only_cells_that_changed_are_sent(line: Line) -> None:
    line.draw(at(0, 0, "some words of text"))
    assert line.draw(at(0, 0, "some birds of text")) == "\x1b[1;6Hbi\x1b[H"
    assert line.draw(at(0, 0, "sXme birds of Xext")) == "\x1b[1;2HX\x1b[12CX\x1b[H"


def test_a_few_cells_between_changes_are_sent_rather_than_jumped_over(line: Line) -> None:
    line.draw(at(0, 0, "abcdefghij"))
    assert line.draw(at(0, 0, "AbcdeFghij")) == "\x1b[HAbcdeF\x1b[H"
    assert line.draw(at(0, 0, "1bcdeF7hij", BOLD), at(1, 0, "bcde")) == (
        "\x1b[H\x1b[1m1\x1b[4CF7hij\x1b[m\x1b[H"
    )


def test_the_last_column_leaves_the_cursor_anywhere(line: Line) -> None:
    assert line.draw(at(18, 0, "ab"), at(0, 1, "c")) == "\x1b[1;19Hab\x1b[2Hc\x1b[H"


def test_colours_are_changed_only_where_they_change(line: Line) -> None:
    both = Piece(0, 0, (("a", RED), ("b", RED), ("c", RED + BOLD), ("d", BOLD)))
    assert line.draw(both) == "\x1b[H\x1b[31mab\x1b[1mc\x1b[39md\x1b[m\x1b[H"


def test_a_wide_character_is_sent_whole(line: Line) -> None:
    line.draw(at(0, 0, "a中b日"))
    assert line.draw(at(0, 0, "a国b日")) == "\x1b[1;2H国\x1b[H"
    assert line.draw(at(1, 0, "xy")) == "\x1b[1;2Hxy\x1b[H"


@pytest.mark.parametrize("x", [0, 1])
def test_half_of_a_wide_character_is_left_to_the_terminal(line: Line, x: int) -> None:
    line.draw(at(0, 0, "中"), at(5, 1, "kept"))
    cut = drawn([at(x, 0, "x")], *line.size)
    assert line.write(cut) == cut
    assert "kept" in line.draw(at(5, 1, "kept"))


def test_nothing_is_counted_from_what_terminals_disagree_on(line: Line) -> None:
    line.draw(at(0, 0, "…xxxxxxxxb"))
    assert line.draw(at(0, 0, "“xxxxxxxxc")) == "\x1b[H“\x1b[1;10Hc\x1b[H"
    line.draw(at(0, 1, "           "))
    sent = line.draw(at(0, 1, "a👩\u200d👧b  c    "))
    # Its cells are emptied first; what follows is placed, and sent even where it was there before.
    assert sent == "\x1b[2Ha  \x1b[2;2H👩\u200d👧\x1b[2;4Hb  c\x1b[H"


def test_a_link_goes_out_with_its_address_and_ends_with_the_update(line: Line) -> None:
    address = "https://a.example"
    sent = line.draw(at(0, 0, "go", Style(link=address)))
    assert f";{address}\x1b\\go\x1b]8;;\x1b\\" in sent
    # Rich numbers a link anew whenever it is drawn.
    assert line.draw(at(0, 0, "go", Style(link=address))) == ""
    assert line.draw(at(0, 0, "go", Style(link="https://b.example"))) != ""


@pytest.mark.parametrize("sequence", OTHERS[:4])
def test_what_draws_nothing_passes_and_changes_nothing(line: Line, sequence: str) -> None:
    line.draw(at(0, 0, "text"))
    assert line.write(sequence) == sequence
    assert line.draw(at(0, 0, "text")) == ""


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b[?1049h",
        "\x1b[?1049l",
        "\x1b[2J",
        "\x1b[K",
        "\x1b[3;1Hno place\x1b[5X",
        "text without a place",
        "\x1b[4;1Hlast row\n",
        "\x1b[1;1Ha\nno place",
        "\x1b[1;16Htoo long for it",
        "\x1b[9;1Houtside",
        "\x1b[1;1H\u0301joins nothing",
        "\x1b[1;1H\x1b[31mleft open",
        "\x1b[1;1H\x1b]8;;https://a.example\x1b\\left open",
        "\x1b[1;1H\x1b[58;5;3munknown\x1b[0m",
        "\x1b[1;1Htab\there",
        "\x1b[1;1Hc1\x9b2J",
        "\x1b",
    ],
)
def test_what_is_not_understood_passes_and_nothing_is_taken_for_granted(
    line: Line, sequence: str
) -> None:
    line.draw(at(0, 0, "text"))
    assert line.write(sequence) == sequence
    assert line.draw(at(0, 0, "text")) == "\x1b[Htext\x1b[H"


def test_after_forgetting_all_is_sent(line: Line) -> None:
    line.draw(at(0, 0, "text"))
    line.output.forget()
    assert line.draw(at(0, 0, "text")) == "\x1b[Htext\x1b[H"


def test_another_size_is_another_screen(line: Line) -> None:
    line.draw(at(0, 0, "text"))
    line.size = (10, 10)
    assert line.draw(at(0, 0, "text")) == "\x1b[Htext\x1b[H"


def test_an_update_that_changes_nothing_is_not_announced(line: Line) -> None:
    update = drawn([at(0, 0, "text")], *line.size)
    assert line.write(SYNC_START, update, SYNC_END) == f"{SYNC_START}\x1b[Htext\x1b[H{SYNC_END}"
    assert line.write(SYNC_START, update, SYNC_END) == ""
    assert line.write(SYNC_START, "\x07", update, SYNC_END) == "\x07"
    assert line.write("\x07") == "\x07"


def test_a_signal_in_the_middle_of_a_drawing_is_survived() -> None:
    terminal = Emulator(20, 4)
    interruptions = ["\x1b[?1049l"]

    def send(data: str) -> None:
        terminal.write(data)
        if interruptions:
            output.write(interruptions.pop())

    output = LeanOutput(send, lambda: (20, 4))
    output.write(drawn([at(0, 0, "text")], 20, 4))
    terminal.screen.erase_in_display(2)
    output.write(drawn([at(0, 0, "text")], 20, 4))
    assert terminal.text[0].rstrip() == "text"


STEPS = st.lists(
    UPDATES | st.sampled_from([*OTHERS, SYNC_START, SYNC_END, "forget"]), min_size=2, max_size=8
)


@examples(50)
@given(
    STEPS,
    st.tuples(st.integers(2, 60), st.integers(1, 12)),
    st.sampled_from([ColorSystem.STANDARD, ColorSystem.EIGHT_BIT, ColorSystem.TRUECOLOR]),
)
@example([[at(0, 0, "中中")], [at(1, 0, "中")], [at(0, 0, "a中b")]], (4, 1), ColorSystem.STANDARD)
def test_the_screen_is_the_same_as_with_stock_output(
    steps: list[list[Piece] | str], size: tuple[int, int], system: ColorSystem
) -> None:
    stock, lean = Emulator(*size), Emulator(*size)
    output = LeanOutput(lean.write, lambda: size)
    for number, step in enumerate(steps):
        if step == "forget":
            output.forget()
            continue
        data = step if isinstance(step, str) else drawn(step, *size, system, (number, number))
        stock.write(data)
        output.write(data)
        assert lean.cells == stock.cells
        if not isinstance(step, str):
            assert lean.cursor == stock.cursor


@examples(30)
@given(STEPS, st.data())
def test_a_terminal_that_was_busy_shows_the_last_drawing_once_it_is_ready(
    steps: list[list[Piece] | str], data: st.DataObject
) -> None:
    size = (24, 5)
    stock, lean = Emulator(*size), Emulator(*size)
    busy = False
    output = LeanOutput(lean.write, lambda: size, lambda: busy)
    for number, step in enumerate(steps):
        busy = data.draw(st.booleans())
        if step == "forget":
            # Whoever forgets draws all again, so that nothing that was noted is missed.
            busy = False
            output.catch_up()
            output.forget()
            continue
        text = step if isinstance(step, str) else drawn(step, *size, cursor=(number, number))
        stock.write(text)
        output.write(text)
        if not busy:
            output.catch_up()
            assert lean.cells == stock.cells
    busy = False
    output.catch_up()
    assert lean.cells == stock.cells


def test_what_is_drawn_over_while_the_terminal_is_busy_is_never_sent() -> None:
    busy = True
    sent: list[str] = []
    output = LeanOutput(sent.append, lambda: (20, 4), lambda: busy)
    for text in ("first", "second", "third"):
        output.write(drawn([at(0, 0, text.ljust(8))], 20, 4))
    assert sent == []
    busy = False
    output.catch_up()
    assert len(sent) == 1
    assert "third" in sent[0]
    assert "first" not in sent[0]
    output.catch_up()
    assert len(sent) == 1


def test_the_bytes_of_some_drawings_are_what_they_were(snapshot: SnapshotAssertion) -> None:
    dice = Random(20241129)
    line = Line(24, 5)
    sent = []
    for _ in range(60):
        pieces = []
        for _ in range(dice.randrange(1, 4)):
            parts = [
                ("".join(dice.choices(CHUNKS, k=dice.randrange(1, 4))), dice.choice(STYLES_OF_WALK))
                for _ in range(dice.randrange(1, 4))
            ]
            pieces.append(Piece(dice.randrange(24), dice.randrange(5), tuple(parts)))
        cursor = (dice.randrange(24), dice.randrange(5))
        sent.append(repr(line.draw(*pieces, cursor=cursor)))
    assert "\n".join(sent) == snapshot


@examples(25)
@given(UPDATES, UPDATES)
def test_what_is_sent_can_be_read_back(first: list[Piece], second: list[Piece]) -> None:
    screen = unknown_canvas(60, 12)
    for update in (first, second):
        drawing = decode(drawn(update, 60, 12), screen)
        assert drawing is not None
        if drawing.halves_glyphs:
            return
        sent = difference(screen, drawing)
        read = decode(sent, screen)
        assert read is not None
        assert {**drawing.rows, **read.rows} == drawing.rows
        for y, row in drawing.rows.items():
            assert screen.rows[y] == row or read.rows[y] == row
            screen.rows[y] = row


def test_a_frame_is_there_when_every_cell_is_known(line: Line) -> None:
    assert line.output.frame() is None
    line.draw(at(2, 1, "hello"))
    assert line.output.frame() is None
    line.draw(*(at(0, y, " " * 20) for y in range(4)))
    line.draw(at(2, 1, "hello", RED), at(0, 3, "中", BOLD))
    frame = line.output.frame()
    assert frame is not None
    another = Line()
    another.output.assume(frame)
    assert another.draw(at(2, 1, "hello", RED), at(0, 3, "中", BOLD)) == "\x1b[H"
    assert another.output.frame() == frame


@examples(25)
@given(st.lists(st.lists(PIECES, min_size=1, max_size=3), max_size=5), st.booleans())
def test_terminals_with_other_widths_still_have_every_sure_character_in_its_place(
    updates: list[list[Piece]], joins: bool
) -> None:
    size = (40, 6)
    usual, odd = Emulator(*size), Emulator(*size, joins=joins, wide=not joins)

    def send(data: str) -> None:
        usual.write(data)
        odd.write(data)

    output = LeanOutput(send, lambda: size)
    for update in updates:
        # Each row from edge to edge, so that no wide character is cut: what is left of it is the
        # terminal's business.
        rows = {piece.y % size[1]: piece for piece in update}
        margin = (" " * size[0], PLAIN)
        whole = [
            Piece(0, y, ((" " * (piece.x % size[0]), PLAIN), *piece.parts, margin))
            for y, piece in rows.items()
        ]
        output.write(drawn(whole, *size))
    for row, odd_row in zip(usual.cells, odd.cells, strict=True):
        for (one, after), other in zip(pairwise(row), odd_row, strict=False):
            if one.char.data and trust(one.char.data) is Trust.SURE and after.char.data:
                assert other.char.data == one.char.data
