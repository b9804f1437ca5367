"""All passages that a briefing cites, looked for."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec
import pytest

from briefing.evidence.anchors import Outcome, make_anchor
from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.support import bearers
from briefing.evidence.texts import SourceText
from briefing.model.actors import Source
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Section
from briefing.model.claims import Claim, Evidence
from briefing.model.vocabulary import Mode, SectionKind

TEXT = (
    "The two ports agreed on Tuesday to share the dues.\n\n"
    "The third port did not agree to anything at all."
)
FIRST = Evidence(source="herald", paragraph=1)
SECOND = Evidence(source="herald", paragraph=2)
NOWHERE = Evidence(source="herald", paragraph=9)
UNREAD = Evidence(source="post", paragraph=1)
UNLISTED = Evidence(source="mail", paragraph=1)


def briefing(*evidence: Evidence, anchored: tuple[Evidence, ...] = (FIRST,)) -> Briefing:
    anchors = tuple(make_anchor(SourceText(TEXT), one) for one in anchored)
    claims = tuple(
        Claim(id=f"c{number}", text="They agreed.", evidence=(one,))
        for number, one in enumerate(evidence)
    )
    card = Card(id="card", title="Two ports agree", claims=claims)
    section = Section(id="terms", kind=SectionKind.TERMS, title="Terms", cards=(card,))
    sources = (
        Source(
            key="herald",
            type="article-newspaper",
            title="Two ports",
            outlet="The Herald",
            corpus="herald.txt",
        ),
        Source(key="post", type="article-newspaper", title="One port", outlet="The Post"),
    )
    return Briefing(id="b", title="B", sections=(section,), sources=sources, anchors=anchors)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus of one text."""
    (tmp_path / "herald.txt").write_text(TEXT, "utf-8")
    return tmp_path


def outcomes(found: Examination) -> Counter[Outcome]:
    """How many of the distinct passages ended in each outcome."""
    cited = (one for bearer in bearers(found.briefing) for one in bearer.evidence)
    return Counter(found.finding(one).outcome for one in {one.place: one for one in cited}.values())


def test_each_citation_has_an_outcome(folder: Path) -> None:
    found = Examination(briefing(FIRST, SECOND, NOWHERE, UNREAD, UNLISTED), Corpus(folder))
    assert found.finding(FIRST).is_exact
    passage = found.finding(FIRST).passage
    assert passage is not None
    assert passage.words.startswith("The two ports")
    assert found.finding(SECOND).reason == "It has no anchor, so no change would be noticed."
    assert found.finding(SECOND).passage is not None
    assert found.finding(NOWHERE).reason.startswith("It has no anchor. There is no paragraph 9")
    assert found.finding(NOWHERE).passage is None
    assert found.finding(UNREAD).reason == "The source “post” names no file of the corpus."
    assert found.finding(UNLISTED).reason == "The source “mail” is not listed."
    assert outcomes(found) == {Outcome.EXACT: 1, Outcome.UNCHECKED: 4}
    assert found.text("herald") is not None
    assert found.why_no_text("herald") == ""
    assert found.text("mail") is None


def test_a_place_cited_twice_counts_once(folder: Path) -> None:
    inference = msgspec.structs.replace(FIRST, mode=Mode.INFERENCE)
    found = Examination(briefing(FIRST, inference), Corpus(folder))
    assert outcomes(found) == {Outcome.EXACT: 1}
    assert found.finding(FIRST) is found.finding(inference)


def test_a_changed_text_is_noticed(folder: Path) -> None:
    (folder / "herald.txt").write_text(TEXT.replace("two ports", "three ports"), "utf-8")
    found = Examination(briefing(FIRST, SECOND, anchored=(FIRST, SECOND)), Corpus(folder))
    assert outcomes(found) == {Outcome.ALTERED: 1, Outcome.EXACT: 1}


def test_without_a_corpus_all_is_unchecked() -> None:
    found = Examination(briefing(FIRST, SECOND), Corpus(None))
    assert outcomes(found) == {Outcome.UNCHECKED: 2}
    assert found.finding(FIRST).reason == "No text on this machine: `briefing --corpus DIR`."
