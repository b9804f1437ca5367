"""Citations and the ends of blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.authoring.citations import as_evidence, parse_citations
from briefing.authoring.claims import parse_suffix
from briefing.authoring.problems import Located, ParseContext, Report, joined
from briefing.model.claims import Evidence
from briefing.model.vocabulary import Mode, Support

KEYS = st.from_regex("[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True)
WORDS = st.from_regex(r"[\w;,@¶\[\]{}^'’.-]{1,9}", fullmatch=True).filter(
    lambda word: any(char.isalnum() for char in word) and "..." not in word
)


def in_a_row(most: int) -> st.SearchStrategy[str]:
    return st.lists(WORDS, min_size=1, max_size=most).map(" ".join)


PASSAGES = in_a_row(8) | st.builds("{} … {}".format, in_a_row(4), in_a_row(4))
EVIDENCE = st.builds(
    Evidence,
    source=KEYS,
    paragraph=st.none() | st.integers(1, 99_999),
    stance=st.sampled_from(Support),
) | st.builds(
    Evidence,
    source=KEYS,
    paragraph=st.integers(1, 99_999),
    passage=PASSAGES,
    number=st.none() | st.integers(1, 9_999),
    stance=st.sampled_from(Support),
)


def typed(text: str) -> Located:
    return joined("x.md", [(text, 3, 5)])


def format_citations(evidence: Iterable[Evidence]) -> str:
    """Write evidence as a card cites it, without brackets."""
    return "; ".join(map(format_citation, evidence))


def format_citation(evidence: Evidence) -> str:
    word = "" if evidence.stance is Support.SUPPORTS else f"{evidence.stance} "
    paragraph = "" if evidence.paragraph is None else f", ¶{evidence.paragraph}"
    passage = "" if evidence.passage is None else f' "{evidence.passage}"'
    number = "" if evidence.number is None else f" ({evidence.number})"
    return f"{word}@{evidence.source}{paragraph}{passage}{number}"


@given(st.lists(EVIDENCE, min_size=1, max_size=5))
def test_citations_survive_writing_and_reading(evidence: list[Evidence]) -> None:
    report = Report()
    written = format_citations(evidence)
    read = parse_citations(typed(written), report, at_sign=True)
    assert as_evidence(read, Mode.PARAPHRASE, ParseContext(report))[0] == tuple(evidence)
    assert report.problems() == ()


@given(st.lists(EVIDENCE, min_size=1, max_size=3))
def test_a_suffix_keeps_what_its_citations_name(evidence: list[Evidence]) -> None:
    report = Report()
    block = f"He said [sic] “so”. [{format_citations(evidence)}] {{date=2023}} ^id"
    suffix = parse_suffix(typed(block), report)
    assert suffix.text.text == "He said [sic] “so”."
    found, _ = as_evidence(suffix.citations, Mode.PARAPHRASE, ParseContext(report))
    assert found == tuple(evidence)
    assert report.problems() == ()


def test_an_open_bracket_in_a_quotation_does_not_reach_into_the_citations() -> None:
    report = Report()
    suffix = parse_suffix(typed('It is "so [so" and "so". [@a, ¶1 "b … c"]'), report)
    assert suffix.text.text == 'It is "so [so" and "so".'
    assert [citation.passage for citation in suffix.citations] == ["b … c"]
    assert report.problems() == ()


@pytest.mark.parametrize(
    "text", ["iria ¶4; weekly ¶5", "@iria, ¶4; @weekly, ¶5", "iria,¶4 ;weekly ¶ 5"]
)
def test_front_matter_needs_no_at_sign(text: str) -> None:
    report = Report()
    found = parse_citations(typed(text), report, at_sign=False)
    assert [(citation.key.text, citation.paragraph) for citation in found] == [
        ("iria", 4),
        ("weekly", 5),
    ]
    assert report.problems() == ()


@given(st.text() | st.text(alphabet='@ab ¶1;,"“”….'))
@example('@a ¶1 "b; c"; @b')
@example('@a ¶1 "b; @b')
def test_any_text_is_citations_or_problems(text: str) -> None:
    report = Report()
    found = parse_citations(typed(text), report, at_sign=True)
    outside_of_passages = re.sub('"[^"]*"|“[^“”]*”', "", text)
    assert report.problems() or len(found) == outside_of_passages.count(";") + 1


def test_parts_of_a_suffix() -> None:
    report = Report()
    suffix = parse_suffix(
        typed('Text [sic] {x}. [@a, ¶1; context @b] {speaker="A B" date=2023} ^id'), report
    )
    assert suffix.text.text == "Text [sic] {x}."
    assert [citation.key.text for citation in suffix.citations] == ["a", "b"]
    assert {name: value.text for name, value in suffix.attributes.items()} == {
        "speaker": "A B",
        "date": "2023",
    }
    assert suffix.id is not None
    assert suffix.id.text == "id"
    assert report.problems() == ()


@pytest.mark.parametrize(
    "text",
    [
        "He said [sic] so.",
        'He said "so [sic" and "so".',
        "He said so [sic]",
        "[brackets] first",
        "2^3 = 8",
        "a {set} of",
        "^",
    ],
)
def test_brackets_and_carets_in_a_sentence_are_text(text: str) -> None:
    report = Report()
    suffix = parse_suffix(typed(text), report)
    assert suffix.citations == ()
    if text != "^":
        assert suffix.text.text == text
        assert report.problems() == ()


@given(st.text(alphabet="ab [](){}@¶^;,=\"“”0123\n'"))
def test_any_block_has_a_suffix(text: str) -> None:
    block = joined("x.md", [(line, i + 1, 1) for i, line in enumerate(text.split("\n"))])
    parse_suffix(block, Report())


def test_places_follow_soft_wrapped_lines() -> None:
    text = joined("x.md", [("one two", 4, 3), ("  three ", 5, 1), ("", 6, 1), ("four", 7, 9)])
    assert text.text == "one two three four"
    assert text.at(text.text.index("two"))[1:] == (4, 7)
    assert text.at(text.text.index("three"))[1:] == (5, 3)
    assert text.at(text.text.index("four"))[1:] == (7, 9)
    assert text.part(8).at(6)[1:] == (7, 9)
