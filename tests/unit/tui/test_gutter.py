"""Who says something: the signs in the gutter, their words, and what becomes of them without it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace
from textual.content import Content

from briefing.authoring.load import load_briefing
from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.support import Bearer, BearerKind
from briefing.model.actors import Source
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Disagreement, Position, Section
from briefing.model.claims import Claim, Evidence
from briefing.model.dates import parse_date
from briefing.model.records import Correction, Retraction
from briefing.model.vocabulary import Basis, Dimension, SectionKind, Support
from briefing.settings.config import bundled_content
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.card import CardPage, card_items
from briefing.tui.rendering.gutter import SIGNS, Column, labels_on, signs
from briefing.tui.rendering.phrases import (
    is_lost,
    remark_words,
    said,
    support_words_of,
    without_words,
)
from briefing.tui.rendering.text import GUTTER, unmarked
from tests.samples import ANCHOR

A, B = Evidence(source="a", paragraph=1), Evidence(source="b", paragraph=2)
AGAINST_B = Evidence(source="b", paragraph=2, stance=Support.CONTRADICTS)


def checked(
    *aside: str, keys: str = "ab", origins: Sequence[str] = (), corpus: Path | None = None
) -> Checked:
    """A briefing of some sources, held against no texts unless there is a folder of them."""
    sources = tuple(
        Source(key=key, type="report", title=key, outlet=key, corpus=f"{key}.txt") for key in keys
    )
    named = zip(sources, origins, strict=False)
    sources = tuple(replace(one, origin=origin) for one, origin in named) or sources
    briefing = Briefing(id="x", title="X", sections=(), sources=sources)
    return Checked(Examination(briefing, Corpus(corpus)), frozenset(aside))


def claim(*evidence: Evidence, basis: Basis = Basis.REPORTED, text: str = "Text.") -> Bearer:
    one = Claim(id="c", text=text, evidence=evidence, basis=basis)
    return Bearer(BearerKind.CLAIM, "c", one.text, evidence, claim=one)


def beside(bearer: Bearer, check: Checked) -> list[str]:
    return [sign.plain for sign in signs(bearer, check)]


# -- signs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("evidence", "basis", "told"),
    [
        ([A, B], Basis.REPORTED, ["A B"]),
        ([B, A], Basis.REPORTED, ["A B"]),
        ([A], Basis.REPORTED, ["A"]),
        ([A, AGAINST_B], Basis.REPORTED, ["A", "but B"]),
        ([AGAINST_B], Basis.REPORTED, ["none", "but B"]),
        ([], Basis.REPORTED, ["none"]),
        ([], Basis.ASSUMED, ["ours"]),
        ([A], Basis.ASSESSED, ["A", "ours"]),
        ([replace(A, source="gone")], Basis.REPORTED, ["gone"]),
    ],
)
def test_signs_stack_and_none_hides_another(
    evidence: Sequence[Evidence], basis: Basis, told: list[str]
) -> None:
    assert beside(claim(*evidence, basis=basis), checked()) == told


def test_more_than_three_sources_are_counted() -> None:
    check = checked(keys="abcde")
    evidence = [Evidence(source=key, paragraph=1) for key in "abcde"]
    assert beside(claim(*evidence[:3]), check) == ["A B C"]
    assert beside(claim(*evidence), check) == ["5 src"]


def test_every_source_has_letters_of_its_own() -> None:
    keys = ("herald", "herald-2", "hour", "hours", "h-our", "hour-s")
    sources = [Source(key=key, type="report", title=key, outlet=key) for key in keys]
    sources[1] = replace(sources[1], label="H")
    briefing = Briefing(id="x", title="X", sections=(), sources=tuple(sources))
    labels = briefing.source_labels
    assert labels["herald-2"] == "H"
    assert sorted(labels) == sorted(keys)
    assert len(set(labels.values())) == len(keys)
    assert all(1 <= len(label) <= 3 for label in labels.values())


def test_a_disagreement_is_named_only_while_it_is_open() -> None:
    sides = tuple(Position(says=text, evidence=(A,)) for text in ("So.", "Not so."))
    detail = Disagreement(
        question="So?", dimension=Dimension.DATE, positions=sides, matters=True, claims=("k#c",)
    )
    one = Claim(id="c", text="Text.", evidence=(A,))
    cards = (Card(id="k", title="K", claims=(one,)), Card(id="d", title="D", detail=detail))
    section = Section(id="s", kind=SectionKind.DISAGREEMENTS, title="S", cards=cards)
    briefing = replace(checked().examination.briefing, sections=(section,))
    check = Checked(Examination(briefing, Corpus(None)))
    bearer = Bearer(BearerKind.CLAIM, "c", one.text, one.evidence, section, cards[0], claim=one)
    assert beside(bearer, check) == ["A", "disp"]
    assert remark_words(bearer, check) == ["disputed"]


def test_a_passage_that_is_not_what_it_was_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Nobody of all who were there had seen the dam before.")
    gone = replace(ANCHOR, source="a", paragraph=1)
    briefing = replace(checked().examination.briefing, anchors=(gone,))
    check = Checked(Examination(briefing, Corpus(tmp_path)))
    assert beside(claim(A), check) == ["A", "chgd"]
    assert support_words_of(claim(A), check).plain == "1 source, origin unknown, missing"
    assert remark_words(claim(A), check) == ["a passage changed since it was cited"]


def test_every_word_of_the_gutter_is_explained() -> None:
    told = {"disp", "ours", "chgd", "but", "none", "lost", "part", "retr", "corr"}
    assert set(SIGNS) == told


# -- retracted and corrected -----------------------------------------------------------------------


def recorded(*keys: str, aside: Sequence[str] = (), wrong: bool = False) -> Checked:
    """A briefing in which some sources are retracted, and maybe the claim was wrong."""
    check, day = checked(*aside), parse_date("2024-05-03")
    made_up = tuple(Retraction(source=key, reason="made up", on=day) for key in keys)
    slip = (Correction(claim="c", was="Another “text”", reason="a slip", on=day),) if wrong else ()
    briefing = replace(check.examination.briefing, retractions=made_up, corrections=slip)
    return replace(check, examination=Examination(briefing, Corpus(None)))


def test_a_retracted_source_stands_beside_nothing() -> None:
    both, only, against = claim(A, B), claim(A), claim(A, AGAINST_B)
    assert beside(both, recorded("a")) == ["B"]
    assert support_words_of(both, recorded("a")).plain == "1 source, origin unknown; a retracted"
    assert beside(only, recorded("a")) == ["retr"]
    assert support_words_of(only, recorded("a")).plain == "no source is left: a retracted"
    assert not is_lost(only, recorded("a"))
    assert remark_words(only, recorded("a")) == ["retracted: a (A)"]
    assert beside(against, recorded("b")) == ["A"]
    assert said(only, recorded("a"), unmarked).spans == []


def test_what_is_retracted_and_what_is_set_aside_are_told_apart() -> None:
    both = claim(A, B)
    assert beside(both, recorded("a", aside=["b"])) == ["lost"]
    assert support_words_of(both, recorded("a", aside=["b"])).plain == (
        "× no source left without b (B)"
    )
    assert beside(both, recorded("a", aside=["a"])) == ["B"]
    assert [one.plain for one in labels_on([A, B], recorded("a"))] == ["B"]
    assert [one.plain for one in labels_on([A, B], recorded("a", "b"))] == ["retr"]
    assert [one.plain for one in labels_on([A, B], recorded("a", aside=["b"]))] == ["lost"]


def test_what_was_wrong_is_told_below() -> None:
    check, bearer = recorded(wrong=True), claim(A)
    assert beside(bearer, check) == ["A", "corr"]
    assert remark_words(bearer, check) == ["corrected"]
    assert [line.plain for line in Column(check, 90).corrections(bearer, 90)] == [
        "Corrected 3 May 2024: it said “Another ‘text’”. A slip."
    ]
    assert Column(recorded(), 90).corrections(bearer, 90) == []


# -- without a source ------------------------------------------------------------------------------


def test_without_a_source_less_is_left_or_nothing() -> None:
    both, only = claim(A, B), claim(A)
    assert beside(both, checked("a")) == ["B", "part"]
    assert support_words_of(both, checked("a")).plain == "left with 1 source, origin unknown"
    assert beside(only, checked("a")) == ["lost"]
    assert support_words_of(only, checked("a")).plain == "× no source left without a (A)"
    assert is_lost(only, checked("a"))
    assert not is_lost(both, checked("a"))
    assert beside(only, checked("b")) == beside(only, checked())
    assert not is_lost(claim(basis=Basis.ASSUMED), checked("a", "b"))


def test_of_a_compound_sentence_the_words_are_struck_that_only_the_source_has(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.txt").write_text("Hilltop welcomed the deal in the evening of that day.")
    (tmp_path / "b.txt").write_text("One paragraph.\n\nLakeside welcomed the deal at once, too.")
    text = "Hilltop and Lakeside welcomed the deal."
    bearer = claim(A, B, text=text)
    struck = said(bearer, checked("a", corpus=tmp_path), unmarked)
    words = [struck.plain[span.start : span.end] for span in struck.spans if span.style == "lost"]
    assert words == ["Hilltop"]
    assert said(bearer, checked("a"), unmarked).spans == []
    assert said(bearer, checked(corpus=tmp_path), unmarked).spans == []


def test_what_falls_is_said_only_while_something_is_set_aside() -> None:
    assert without_words(checked()) == ""
    assert without_words(checked("b", "a")) == (
        "Without a (A), b (B): 0 claims lose all support, 0 keep one source."
    )


# -- words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        ([A, B], "2 sources, origins unknown"),
        ([A], "1 source, origin unknown"),
        ([A, AGAINST_B], "contested by b (B); 1 source, origin unknown"),
        ([AGAINST_B], "contested by b (B); no source supports it"),
        ([], "no source supports it"),
    ],
)
def test_the_evidence_says_it_in_words(evidence: Sequence[Evidence], words: str) -> None:
    assert support_words_of(claim(*evidence), checked()).plain == words


def test_origins_are_counted_not_outlets() -> None:
    bearer = claim(A, B)
    one = support_words_of(bearer, checked(origins=("x", "x"))).plain
    assert one == "2 sources, one origin"
    two = support_words_of(bearer, checked(origins=("x", "y"))).plain
    assert two == "2 sources, two origins, independence not established"


# -- where they stand ------------------------------------------------------------------------------


@given(
    st.lists(st.text("ab ", min_size=1, max_size=30), max_size=4),
    st.lists(st.sampled_from(["A", "A B", "disp", "ours", "but B"]), max_size=4, unique=True),
    st.integers(12, 100),
)
@example(lines=["a" * 7], told=["but B"], width=12)
def test_signs_stand_at_one_edge_and_cover_no_word(
    lines: list[str], told: list[str], width: int
) -> None:
    column = Column(checked(), width)
    text = [Content(line[: column.room]) for line in lines]
    drawn = column.beside(text, [Content(sign) for sign in told])
    assert all(
        line.cell_length in (column.edge, len(raw)) for line, raw in zip(drawn, text, strict=False)
    )
    assert [line.plain[: len(raw)] for line, raw in zip(drawn, text, strict=False)] == [
        raw.plain for raw in text
    ]
    for sign in told:
        assert any(sign in line.plain for line in drawn)


def test_of_the_lines_of_the_cards_few_speak_of_sourcing() -> None:
    """Beside a sentence stands who says so; a line that has no other words is one too many."""
    (content,) = bundled_content()
    joint = load_briefing(content).briefing
    assert joint is not None
    check = Checked(Examination(joint, Corpus(None)))
    lines = news = 0
    for section, card in joint.cards():
        page = CardPage(check, section, card, 57)
        for item in card_items(page):
            told = [line.plain for line in item.lines if line.plain.strip()]
            lines += len(told)
            news += sum(bool(line[: GUTTER + page.measure].strip()) for line in told)
    assert lines > 300
    assert lines - news <= 0.08 * lines
