from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.views.layout import cell_width, field, wrap

PROSE = st.text(alphabet=st.sampled_from("ab  \n\t-東e\u0301\u200d👩ｱ가\u1161é"), max_size=200)


@pytest.mark.parametrize(
    ("text", "cells"),
    [("dam", 3), ("東京", 4), ("e\u0301", 1), ("ﾀﾞﾑ", 3), ("\u200b", 0), ("👩", 2), ("Əé", 2)],
)
def test_wide_characters_take_two_cells_and_marks_none(text: str, cells: int) -> None:
    assert cell_width(text) == cells


@given(PROSE, st.integers(min_value=6, max_value=60))
def test_no_line_is_wider_than_asked_and_nothing_is_lost(text: str, width: int) -> None:
    # A character cannot be parted from the joiner before it, so such words may stick out.
    joined = "\u200d" in text
    lines = wrap(text, width, first="- ", rest="  ")
    assert joined or all(cell_width(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "-" + "".join(text.split())


WORDS = st.lists(st.text(alphabet="abé“–", max_size=5), min_size=5, max_size=40).map(" ".join)


@given(WORDS, st.integers(6, 30))
def test_a_text_of_single_cells_breaks_as_one_that_is_measured(text: str, width: int) -> None:
    # A joiner takes no cell, and has the whole text measured.
    measured = wrap(f"{text} a\u2060", width, first="- ", rest="  ")
    lines = wrap(f"{text} a", width, first="- ", rest="  ")
    assert lines == [line.replace("\u2060", "") for line in measured]


@given(st.text(alphabet="ab東e\u0301\u200b", max_size=80), st.integers(min_value=2, max_value=9))
def test_no_line_begins_with_what_belongs_to_the_character_before(text: str, width: int) -> None:
    for line in wrap(f"a{text}", width):
        assert line[0] not in "\u0301\u200b"


def test_characters_that_a_joiner_makes_one_stay_together() -> None:
    family = "👩\u200d👩\u200d👧"
    assert wrap(f"ab{family}cd", 6) == ["ab👩\u200d👩\u200d👧", "cd"]
    assert "".join(wrap(family * 5, 6)) == family * 5
    for line in wrap(family * 5, 6):
        assert line[0] != "\u200d"
        assert line[-1] != "\u200d"


def test_a_web_address_stays_whole() -> None:
    url = "https://example.org/" + "x" * 100
    assert url in field("Address", url, 40)[1]


def test_a_no_break_space_holds_a_number_and_its_unit_together() -> None:
    assert wrap("about 32\N{NO-BREAK SPACE}people", 10) == ["about", "32\N{NO-BREAK SPACE}people"]


def test_further_lines_of_a_field_stand_two_blanks_in() -> None:
    assert field("Stance", "welcomes it", 16) == ["Stance: welcomes", "  it"]


def test_an_empty_value_leaves_its_label() -> None:
    assert field("Role", "", 40) == ["Role:"]


@pytest.mark.parametrize(
    ("char", "cells"),
    [("\u115f", 2), ("\u1160", 0), ("\u11ff", 0), ("\u1200", 1), ("\u20dd", 0), ("Ａ", 2)],
)
def test_vowels_of_hangul_and_enclosing_marks_take_no_cell(char: str, cells: int) -> None:
    assert cell_width(char) == cells


@pytest.mark.parametrize("measured", ["", "\u2060"])
@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (5, ["* ab", "  cd", "  ef"]),
        (6, ["* ab", "  cd", "  ef"]),
        (7, ["* ab cd", "  ef"]),
        (9, ["* ab cd", "  ef"]),
        (10, ["* ab cd ef"]),
    ],
)
def test_a_line_is_broken_where_the_next_word_has_no_room(
    width: int, lines: list[str], measured: str
) -> None:
    broken = wrap(f"ab cd ef{measured}", width, first="* ", rest="  ")
    assert [line.replace("\u2060", "") for line in broken] == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [("東京", ["東", "京"]), ("abc", ["ab", "c"]), ("", [""]), (" \n", [""]), ("a b", ["a", "b"])],
)
def test_a_line_has_room_for_two_cells_however_narrow(text: str, lines: list[str]) -> None:
    assert wrap(text, 1) == lines
    assert wrap(text, 3, first="- ", rest="  ") == [
        f"{'- ' if number == 0 else '  '}{line}".rstrip() for number, line in enumerate(lines)
    ]


def test_a_long_word_fills_its_lines_and_the_next_word_goes_on_there() -> None:
    assert wrap("abcdefgh ij", 3) == ["abc", "def", "gh", "ij"]
    assert wrap("abcdefg ij", 4) == ["abcd", "efg", "ij"]
    assert wrap("abcdef i", 4) == ["abcd", "ef i"]
    assert wrap("a東京", 3) == ["a東", "京"]


def test_the_first_line_and_the_others_have_room_of_their_own() -> None:
    assert wrap("ab cd ef gh", 8, first="long: ", rest="  ") == ["long: ab", "  cd ef", "  gh"]
    assert wrap("ab cd ef gh", 8, first="", rest="      ") == ["ab cd ef", "      gh"]
