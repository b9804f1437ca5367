"""The line of support: its sign, its words, and what becomes of it without a source."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.support import Bearer, BearerKind
from briefing.model.actors import Source
from briefing.model.briefing import Briefing
from briefing.model.claims import Claim, Evidence
from briefing.model.vocabulary import Basis, Support
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.phrases import (
    is_lost,
    support_lines,
    support_places,
    support_words_of,
    without_words,
)
from tests.samples import ANCHOR

A, B = Evidence(source="a", paragraph=1), Evidence(source="b", paragraph=2)
AGAINST_B = Evidence(source="b", paragraph=2, stance=Support.CONTRADICTS)


def checked(*aside: str, origins: tuple[str, str] = ("unknown", "unknown")) -> Checked:
    sources = tuple(
        Source(key=key, type="report", title=key, outlet=key, origin=origin)
        for key, origin in zip("ab", origins, strict=True)
    )
    briefing = Briefing(id="x", title="X", sections=(), sources=sources)
    return Checked(Examination(briefing, Corpus(None)), frozenset(aside))


def claim(*evidence: Evidence, basis: Basis = Basis.REPORTED) -> Bearer:
    one = Claim(id="c", text="Text.", evidence=evidence, basis=basis)
    return Bearer(BearerKind.CLAIM, "c", one.text, evidence, claim=one)


def words(bearer: Bearer, check: Checked, *, brief: bool = False) -> str:
    return support_words_of(bearer, check, brief=brief).plain


@pytest.mark.parametrize(
    ("evidence", "full", "brief"),
    [
        ([A, B], "● 2 sources, origins unknown, not checked", "● 2 sources, not checked"),
        ([A], "○ 1 source, origin unknown, not checked", "○ 1 source, not checked"),
        (
            [A, AGAINST_B],
            "± contested by b; 1 source, origin unknown, not checked",
            "± contested by b; 1 source, not checked",
        ),
        ([AGAINST_B], "× contested by b; no source supports it, not checked", None),
        ([], "× no source supports it", None),
    ],
)
def test_sign_and_words(evidence: Sequence[Evidence], full: str, brief: str | None) -> None:
    bearer = claim(*evidence)
    assert words(bearer, checked()) == full
    assert words(bearer, checked(), brief=True) == (brief or full)


def test_an_assumption_is_in_doubt_and_lacks_nothing() -> None:
    assumed = claim(basis=Basis.ASSUMED)
    assert words(assumed, checked()) == "? assumed, without a source"
    assert not is_lost(assumed, checked("a", "b"))


def test_origins_are_counted_not_outlets() -> None:
    bearer = claim(A, B)
    assert "2 sources, one origin, not checked" in words(bearer, checked(origins=("x", "x")))
    two = words(bearer, checked(origins=("x", "y")))
    assert "2 sources, two origins, independence not established" in two


def test_without_a_source_less_is_left_or_nothing() -> None:
    both, only = claim(A, B), claim(A)
    assert words(both, checked("a")) == "○ left with 1 source, origin unknown, not checked"
    assert support_places(both, checked("a")).plain == "[b ¶2]"
    assert words(only, checked("a")) == "× no source left without a"
    assert is_lost(only, checked("a"))
    assert not is_lost(both, checked("a"))
    assert words(only, checked("b")) == words(only, checked())
    assert words(both, checked("a", "b")) == "× no source left without a, b"


def test_a_passage_that_is_not_what_it_was_is_the_first_thing_to_know(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Nobody of all who were there had seen the dam before.")
    source = Source(key="a", type="report", title="A", outlet="A", corpus="a.txt")
    gone = replace(ANCHOR, source="a", paragraph=1)
    briefing = Briefing(id="x", title="X", sections=(), sources=(source,), anchors=(gone,))
    check = Checked(Examination(briefing, Corpus(tmp_path)))
    assert words(claim(A), check) == "! 1 source, origin unknown, missing"


@pytest.mark.parametrize("width", [12, 20, 30, 44, 45, 52, 60])
@pytest.mark.parametrize("indent", [0, 2])
def test_lines_hang_beside_the_sign_and_places_stay_together(width: int, indent: int) -> None:
    lines = [line.plain for line in support_lines(claim(A), checked(), width, indent=indent)]
    assert all(len(line) <= width for line in lines)
    assert lines[0].startswith(" " * indent + "○ ")
    assert all(line.startswith(" " * (indent + 2)) for line in lines[1:])
    assert lines[-1].endswith("[a ¶1]")


def test_a_paragraph_cited_for_two_passages_is_named_once() -> None:
    again = Evidence(source="a", paragraph=1, passage="first words … last words")
    assert support_places(claim(A, again, B, AGAINST_B), checked()).plain == (
        "[a ¶1; b ¶2; but b ¶2]"
    )


def test_what_falls_is_said_only_while_something_is_set_aside() -> None:
    assert without_words(checked()) == ""
    assert without_words(checked("b", "a")) == (
        "Without a, b: 0 claims lose all support, 0 keep one source."
    )
