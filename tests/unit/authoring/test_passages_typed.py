"""Passages and allowances as typed, and what is said of those with a mistake."""

from __future__ import annotations

import pytest

from briefing.authoring.citations import read_allowances, read_passage
from briefing.authoring.problems import Located, Report, joined


def typed(text: str) -> Located:
    return joined("x.md", [(text, 3, 5)])


def said(report: Report) -> list[str]:
    """The problems of one line: at which column, and what."""
    return [f"{one.column} {one.code}: {one.message} {one.fix}" for one in report.problems()]


@pytest.mark.parametrize(
    ("text", "expected", "problems"),
    [
        ('"a b c d e f g h"', "a b c d e f g h", []),
        ('"a b c d … e f g h"', "a b c d … e f g h", []),
        ('"a ... b"', "a … b", []),
        ('"a .... b"', "a … b", []),
        ('"a.. b"', "a.. b", []),
        ("“a  b\tc”", "a b c", []),
        ('"a - b … c"', "a - b … c", []),
        (
            '"a b c d e f g h i"',
            None,
            [
                (
                    "22 bad-passage: The passage has 9 words; 8 in a row are the most. Write “a"
                    " b c d … f g h i”."
                )
            ],
        ),
        (
            '"– a b c d e f g h i"',
            None,
            [
                (
                    "24 bad-passage: The passage has 9 words; 8 in a row are the most. Write “a"
                    " b c d … f g h i”."
                )
            ],
        ),
        (
            '"a b c d e … f"',
            None,
            [
                (
                    "14 bad-passage: 5 words are before the “…”; 4 are the most. Write “a b c"
                    " d” before the “…”."
                )
            ],
        ),
        (
            '"a … b c d e f"',
            None,
            [
                (
                    "10 bad-passage: 5 words are after the “…”; 4 are the most. Write “c d e f”"
                    " after the “…”."
                )
            ],
        ),
        (
            '"a b c d e … f g h i j"',
            None,
            [
                (
                    "14 bad-passage: 5 words are before the “…”; 4 are the most. Write “a b c"
                    " d” before the “…”."
                ),
                (
                    "18 bad-passage: 5 words are after the “…”; 4 are the most. Write “g h i j”"
                    " after the “…”."
                ),
            ],
        ),
        (
            '"… a"',
            None,
            [
                (
                    "6 bad-passage: There are no words before the “…”. Write the passage's"
                    " first words, “…” and its last words."
                )
            ],
        ),
        (
            '"a …"',
            None,
            [
                (
                    "8 bad-passage: There are no words after the “…”. Write the passage's first"
                    " words, “…” and its last words."
                )
            ],
        ),
        (
            '"…"',
            None,
            [
                (
                    "6 bad-passage: There are no words before the “…”. Write the passage's"
                    " first words, “…” and its last words."
                )
            ],
        ),
        (
            '""',
            None,
            [
                (
                    "6 bad-passage: The passage has no words. Write its first and last words,"
                    " or remove the marks to cite the whole paragraph."
                )
            ],
        ),
        (
            '"a … b … c"',
            None,
            [
                (
                    "12 bad-passage: The passage has a second “…”. Write its first words, one"
                    " “…” and its last words."
                )
            ],
        ),
        (
            '“a "b" c”',
            None,
            [
                (
                    "8 bad-passage: The passage contains a quotation mark. Leave it out; marks"
                    " do not count when the passage is looked for."
                )
            ],
        ),
        (
            "‘a b’",
            None,
            [
                (
                    "5 bad-passage: The passage is not between two quotation marks. Write"
                    ' “first words … last words”, or the same between two ".'
                )
            ],
        ),
        (
            '"a" x',
            None,
            [
                (
                    "9 bad-passage: “x” follows the passage. End the passage with one quotation"
                    " mark, and write a semicolon before the next citation."
                )
            ],
        ),
        (
            '"a"x',
            None,
            [
                (
                    "8 bad-passage: “x” follows the passage. End the passage with one quotation"
                    " mark, and write a semicolon before the next citation."
                )
            ],
        ),
    ],
)
def test_a_passage_is_named_by_few_words_at_either_end(
    text: str, expected: str | None, problems: list[str]
) -> None:
    report = Report()
    read = report.value(typed(text), read_passage)
    assert read == (None if expected is None else (expected, None))
    assert said(report) == problems


@pytest.mark.parametrize(
    ("text", "expected", "problems"),
    [
        (
            "number-not-in-passage: the caption has it",
            ["number-not-in-passage: the caption has it"],
            [],
        ),
        ("a: b c d; e: f g h", ["a: b c d", "e: f g h"], []),
        ("a: b: c d", ["a: b: c d"], []),
        (
            "a: b c",
            [],
            [
                (
                    "8 bad-allowance: “b c” does not explain why the warning is allowed. Say it"
                    " in 3 words or more, so that a reader can judge."
                )
            ],
        ),
        (
            "a: b c d; a: x y z",
            ["a: b c d"],
            [
                (
                    "15 bad-allowance: The warning “a” is allowed twice. Keep one of the two,"
                    " with one reason for both."
                )
            ],
        ),
        (
            "a",
            [],
            [
                (
                    "5 bad-allowance: A warning can be allowed only by its code and a reason."
                    " Write “code: reason”; a semicolon separates two, so use commas within a"
                    " reason."
                )
            ],
        ),
        (
            "a: ; b",
            [],
            [
                (
                    "8 bad-allowance: The reason for allowing the warning is missing. Say it in"
                    " 3 words or more, so that a reader can judge."
                ),
                (
                    "10 bad-allowance: A warning can be allowed only by its code and a reason."
                    " Write “code: reason”; a semicolon separates two, so use commas within a"
                    " reason."
                ),
            ],
        ),
        (
            "A b: x y z",
            [],
            [
                (
                    "5 bad-allowance: “A b” is not the code of a warning: codes are lower-case"
                    " words with hyphens. Write it as the warning has it in brackets, for"
                    " example “a-b”."
                )
            ],
        ),
        (
            "Ա: x y z",
            [],
            [
                (
                    "5 bad-allowance: “Ա” is not the code of a warning: codes are lower-case"
                    " words with hyphens. Write it as the warning has it in brackets, for"
                    " example “number-not-in-passage”."
                )
            ],
        ),
    ],
)
def test_a_warning_is_allowed_by_its_code_and_a_reason_of_three_words(
    text: str, expected: list[str], problems: list[str]
) -> None:
    report = Report()
    found = [f"{one.code}: {one.reason}" for one in read_allowances(typed(text), report)]
    assert (found, said(report)) == (expected, problems)


def test_where_nothing_is_allowed_nothing_is_said() -> None:
    report = Report()
    assert read_allowances(None, report) == ()
    assert said(report) == []
