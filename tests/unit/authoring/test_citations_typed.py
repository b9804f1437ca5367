"""Citations as typed: what they are read as, and what is said of those with a mistake."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.authoring.citations import parse_citations
from briefing.authoring.problems import Located, Report, joined


def typed(text: str) -> Located:
    return joined("x.md", [(text, 3, 5)])


def said(report: Report) -> list[str]:
    """The problems of one line: at which column, and what."""
    return [f"{one.column} {one.code}: {one.message} {one.fix}" for one in report.problems()]


def read(text: str, *, at_sign: bool = False) -> tuple[list[str], list[str]]:
    """Citations, each with the column of its key, and what is said of others."""
    report = Report()
    found = [
        f"{one.key.text} at {one.key.at().column}: {one.paragraph} {one.stance}"
        f" {one.passage or '-'}{f' ({one.number})' if one.number else ''}"
        for one in parse_citations(typed(text), report, at_sign=at_sign)
    ]
    return found, said(report)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "@herald, ¶2; contradicts @post, ¶6",
            ["herald at 6: 2 supports -", "post at 31: 6 contradicts -"],
        ),
        ("herald ¶2", ["herald at 5: 2 supports -"]),
        ("@herald", ["herald at 6: None supports -"]),
        ("@herald ¶00003", ["herald at 6: 3 supports -"]),
        ("@herald,¶2", ["herald at 6: 2 supports -"]),
        ("@herald , ¶ 2", ["herald at 6: 2 supports -"]),
        ("context @herald", ["herald at 14: None context -"]),
        ('@herald, ¶2 "a … b"', ["herald at 6: 2 supports a … b"]),
        ('@herald, ¶2, "a"', ["herald at 6: 2 supports a"]),
        ('@herald, ¶2 "a … b" (2)', ["herald at 6: 2 supports a … b (2)"]),
        (
            '@herald, ¶2 "a"( 12 ); @post',
            ["herald at 6: 2 supports a (12)", "post at 29: None supports -"],
        ),
        (
            "@herald, ¶2 “a;b”; @post",
            ["herald at 6: 2 supports a;b", "post at 25: None supports -"],
        ),
    ],
)
def test_citations_are_read(text: str, expected: list[str]) -> None:
    assert read(text) == (expected, [])


@pytest.mark.parametrize(
    ("text", "expected", "problems"),
    [
        (
            "@herald ¶0",
            [],
            [
                (
                    "13 bad-citation: Paragraphs are counted from 1; there is no paragraph 0."
                    " Write “¶1” for the first."
                )
            ],
        ),
        (
            "@herald, ¶100000",
            [],
            [
                (
                    "14 bad-citation: “¶100000” is not a paragraph. Write “@herald, ¶4”, and a"
                    " semicolon before the next citation."
                )
            ],
        ),
        (
            "@herald, 4",
            [],
            [
                (
                    "14 bad-citation: “4” is not a paragraph. Write “@herald, ¶4”, and a"
                    " semicolon before the next citation."
                )
            ],
        ),
        (
            "@herald, four",
            [],
            [
                (
                    "14 bad-citation: “four” is not a paragraph. Write “@herald, ¶4”, and a"
                    " semicolon before the next citation."
                )
            ],
        ),
        ("herald 4", [], ["12 bad-citation: A paragraph needs its sign. Write “@herald, ¶4”."]),
        (
            "@herald, ¶2 and 3",
            [],
            [
                (
                    "14 bad-citation: A citation names exactly one paragraph. Cite each by"
                    " itself: “@herald, ¶2; @herald, ¶3”."
                )
            ],
        ),
        (
            "@herald, ¶¶2-3",
            [],
            [
                (
                    "14 bad-citation: A citation names exactly one paragraph. Cite each by"
                    " itself: “@herald, ¶2; @herald, ¶3”."
                )
            ],
        ),
        (
            "contradicts @herald, ¶5–3",
            [],
            [
                (
                    "26 bad-citation: A citation names exactly one paragraph. Cite each by"
                    " itself: “contradicts @herald, ¶3; contradicts @herald, ¶4; contradicts"
                    " @herald, ¶5”."
                )
            ],
        ),
        (
            "@herald, ¶2-90",
            [],
            [
                (
                    "14 bad-citation: A citation names exactly one paragraph. Cite each by"
                    " itself: “@herald, ¶2; @herald, ¶90”."
                )
            ],
        ),
        (
            '@herald, ¶9, 3 "a … b"',
            [],
            [
                (
                    "14 bad-citation: A citation names exactly one paragraph. Cite each by"
                    " itself: “@herald, ¶9; @herald, ¶3”."
                )
            ],
        ),
        (
            "@herald, ¶0-3",
            [],
            [
                (
                    "14 bad-citation: A citation names exactly one paragraph. Cite each by"
                    " itself: “@herald, ¶4; @herald, ¶5”."
                )
            ],
        ),
        (
            "@herald, ¶2 (2)",
            [],
            [
                (
                    "14 bad-citation: “¶2 (2)” has a number, but no passage. Write the"
                    " passage's first and last words, between quotation marks, before the number."
                )
            ],
        ),
        (
            "@herald, 0",
            [],
            [
                (
                    "14 bad-citation: “0” is not a paragraph. Write “@herald, ¶4”, and a"
                    " semicolon before the next citation."
                )
            ],
        ),
        ("herald 0", [], ["12 bad-citation: A paragraph needs its sign. Write “@herald, ¶4”."]),
        (
            '@herald, ¶2 "a" (0)',
            [],
            [
                (
                    "21 bad-passage: “(0)” follows the passage. End the passage with one"
                    " quotation mark, and write a semicolon before the next citation."
                )
            ],
        ),
        (
            "@herald, ¶2 x",
            [],
            [
                (
                    "14 bad-citation: “¶2 x” is not a paragraph. Write “@herald, ¶2”, and a"
                    " semicolon before the next citation."
                )
            ],
        ),
        ("", [], ["5 bad-citation: A citation is missing here. Write “@key, ¶4”."]),
        ("@@herald", [], ["5 bad-citation: A citation is missing here. Write “@key, ¶4”."]),
        (
            "@herald; ; @post",
            ["herald at 6: None supports -", "post at 17: None supports -"],
            ["14 bad-citation: A citation is missing here. Write “@key, ¶4”."],
        ),
        (
            "contradict @post, ¶1",
            ["post at 17: 1 supports -"],
            [
                (
                    "5 bad-citation: “contradict” does not say what a passage does for a claim."
                    " Write “contradicts”."
                )
            ],
        ),
        (
            "xyzzy @post, ¶1",
            ["post at 12: 1 supports -"],
            [
                (
                    "5 bad-citation: “xyzzy” does not say what a passage does for a claim."
                    " Write “contradicts”, “context” or nothing before a key."
                )
            ],
        ),
        (
            '@herald "a … b"',
            [],
            [
                (
                    "13 bad-passage: The passage has no paragraph. Write “@herald, ¶4” before"
                    " it, with the paragraph that it begins in."
                )
            ],
        ),
        (
            "@herald, ¶2 «a»",
            [],
            [
                (
                    "17 bad-passage: The passage is not between two quotation marks. Write"
                    ' “first words … last words”, or the same between two ".'
                )
            ],
        ),
        (
            '@herald, ¶2 "a',
            [],
            [
                (
                    "17 bad-passage: The passage is not between two quotation marks. Write"
                    ' “first words … last words”, or the same between two ".'
                )
            ],
        ),
        (
            '@herald, ¶2 "a" b',
            [],
            [
                (
                    "21 bad-passage: “b” follows the passage. End the passage with one"
                    " quotation mark, and write a semicolon before the next citation."
                )
            ],
        ),
        (
            '@herald, ¶0 "a" b',
            [],
            [
                (
                    "14 bad-citation: Paragraphs are counted from 1; there is no paragraph 0."
                    " Write “¶1” for the first."
                ),
                (
                    "21 bad-passage: “b” follows the passage. End the passage with one"
                    " quotation mark, and write a semicolon before the next citation."
                ),
            ],
        ),
    ],
)
def test_a_citation_with_a_mistake_says_what_to_write(
    text: str, expected: list[str], problems: list[str]
) -> None:
    assert read(text) == (expected, problems)


FIXES = re.compile("Write “([^”]*@[^”]+)”|itself: “([^”]+)”")
TYPED = st.one_of(
    st.from_regex(r"@?h,? ?¶{0,2} ?[0-9]{1,6}( ?[-–,&] ?¶?[0-9]{1,6})?", fullmatch=True),
    st.from_regex(r"(contradicts |context |for )?@?h [0-9]{1,6}[a-z ]{0,3}", fullmatch=True),
    st.text(alphabet='@h ¶01234-,;()"“”').map(lambda text: f"@h {text}"),
)


@given(TYPED, st.booleans())
def test_a_citation_that_is_proposed_is_accepted(text: str, at_sign: bool) -> None:
    for line in read(text, at_sign=at_sign)[1]:
        for proposed in filter(None, (group for one in FIXES.findall(line) for group in one)):
            assert read(proposed, at_sign=at_sign)[1] == [], line


def test_in_a_text_a_key_must_have_its_at_sign() -> None:
    needs = "5 bad-citation: A citation key needs its at sign. Write “@herald”."
    assert read("herald ¶2", at_sign=True) == (["herald at 5: 2 supports -"], [needs])
    assert read("@herald ¶2", at_sign=True) == (["herald at 6: 2 supports -"], [])
