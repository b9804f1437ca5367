"""What may stand in a text, and what counts as a word, a quotation or a likeness."""

from __future__ import annotations

import pytest

from briefing.model.text import alike, clean, count_words, nearest, quotations, unsafe_characters


@pytest.mark.parametrize(
    ("text", "cleaned", "unsafe"),
    [
        ("A\ttab, a\nnewline, é, \u00a0, \u200b, \u061c, 👋🏽", None, []),
        ("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne", []),
        ("\x00\x08\x0b\x1f\x7f", "\ufffd" * 5, ["U+0000", "U+0008", "U+000B", "U+001F", "U+007F"]),
        ("\x80\x9f\xa0", "\ufffd\ufffd\xa0", ["U+0080", "U+009F"]),
        ("\u202a\u202e\u202f", "\ufffd\ufffd\u202f", ["U+202A", "U+202E"]),
        ("\u2066\u2069\u206a", "\ufffd\ufffd\u206a", ["U+2066", "U+2069"]),
        ("\ud800\udfff\ue000", "\ufffd\ufffd\ue000", ["U+D800", "U+DFFF"]),
        ("\ufff9\ufffb\ufffc", "\ufffd\ufffd\ufffc", ["U+FFF9", "U+FFFB"]),
        ("\U000e0000\U000e007f\U000e0080", "\ufffd\ufffd\U000e0080", ["U+E0000", "U+E007F"]),
    ],
)
def test_what_could_control_a_terminal_is_replaced_and_named(
    text: str, cleaned: str | None, unsafe: list[str]
) -> None:
    assert clean(text) == (text if cleaned is None else cleaned)
    assert [name for _, name in unsafe_characters(text)] == unsafe


def test_an_unsafe_character_is_placed_as_if_lines_ended_in_a_newline() -> None:
    assert unsafe_characters("a\r\nb\x1b\x9b") == [(3, "U+001B"), (4, "U+009B")]


def test_a_dash_that_stands_alone_is_no_word() -> None:
    assert count_words(["It holds – for now.", "", " 3–5,000\u00a0francs ", "…"]) == 6


def test_quotations_are_found_without_their_marks() -> None:
    text = '“Two thirds”, he said, "a half", and “” and “open'
    assert quotations(text) == [(1, "Two thirds"), (24, "a half")]
    assert all(text[place:].startswith(words) for place, words in quotations(text))


def test_a_misspelt_word_is_taken_for_the_one_most_like_it() -> None:
    known = ["terms", "term", "reactions", "sources"]
    assert nearest("TREMS", known) == "terms"
    assert nearest("peace", known) is None
    assert nearest("trms", known, likeness=0.95) is None
    assert alike("term", ["team", "terms", "firm", "term", "form", "germ"])[:2] == ["term", "terms"]
    assert len(alike("term", ["team", "terms", "term", "germ", "form"])) == 3
