"""Lists of words, whole or by how they begin."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.evidence.word_lists import WordLists, lines_of

LISTS = WordLists([("no", ("fail*", "not")), ("may", ("may", "fail")), ("un", ("unlike*",))])


@pytest.mark.parametrize(
    ("word", "keys"),
    [
        ("not", {"no"}),
        ("fail", {"no", "may"}),
        ("failed", {"no"}),
        ("unlikely", {"un"}),
        ("unlik", set()),
        ("nothing", set()),
        ("", set()),
    ],
)
def test_which_lists_have_a_word(word: str, keys: set[str]) -> None:
    assert LISTS.having(word) == keys


def test_comments_of_a_file_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text("# of words\nÅland | Kabul\ndeal pact\n", encoding="utf-8")
    assert lines_of(file) == ["Åland | Kabul", "deal pact"]
