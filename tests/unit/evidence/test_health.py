"""Taking stock of the sourcing: every count has its list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from briefing.evidence.checking import Remark
from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.health import Case, Count, cited_paragraphs, country_of, health
from briefing.evidence.support import bearers, without
from briefing.model.actors import Actor, Name
from briefing.model.briefing import Briefing
from briefing.model.reviews import SignOff
from briefing.model.vocabulary import (
    ActorType,
    ReviewKind,
    ReviewVerdict,
    Severity,
    SignedHow,
)
from tests.articles import anchored
from tests.samples import SIGN_OFF

PARAGRAPHS = 12
NOTHING: Sequence[Remark] = ()


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """The texts of two of the three sources, in words of our own."""
    for name in ("herald", "post"):
        text = "\n\n".join(
            f"Paragraph {number} of the {name} tells of turbines, shares and of the dam."
            for number in range(1, PARAGRAPHS + 1)
        )
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return Corpus(tmp_path)


def _anchored(briefing: Briefing, corpus: Corpus) -> Briefing:
    assert corpus.folder is not None
    return anchored(briefing, corpus.folder)


def _counts(
    briefing: Briefing, corpus: Corpus, remarks: Sequence[Remark] = NOTHING
) -> dict[str, Count]:
    return {one.key: one for one in health(Examination(briefing, corpus), remarks)}


def test_every_citation_has_one_outcome(two_towns: Briefing, corpus: Corpus) -> None:
    counts = _counts(_anchored(two_towns, corpus), corpus)
    citations = [one for bearer in bearers(two_towns) for one in bearer.evidence]
    without_text = [one for one in citations if one.source == "engineers"]
    assert len(counts["unchecked"].cases) == len(without_text) > 0
    assert len(counts["exact"].cases) == len(citations) - len(without_text)
    assert all("names no file" in case.note for case in counts["unchecked"].cases)


def test_a_changed_text_is_counted_where_it_changed(two_towns: Briefing, corpus: Corpus) -> None:
    briefing = _anchored(two_towns, corpus)
    assert corpus.folder is not None
    file = corpus.folder / "herald.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("Paragraph 2 of", "Part 2 of"))
    counts = _counts(briefing, Corpus(corpus.folder))
    changed = {(case.source, case.paragraph) for case in counts["altered"].cases}
    assert changed == {("herald", 2), ("herald", None)}


def test_claims_are_counted_by_their_support(two_towns: Briefing) -> None:
    counts = _counts(two_towns, Corpus(None))
    single = {case.bearer.key for case in counts["single-source"].cases if case.bearer}
    several = {case.bearer.key for case in counts["several-sources"].cases if case.bearer}
    contested = {case.bearer.key for case in counts["contested"].cases if case.bearer}
    assert "share#summer" in several
    assert "share#in-winter-the-shares" in single
    assert not single & several
    assert "share#either-side-may-leave" in contested
    assert counts["unsupported"].cases == []


def test_origins_outlets_and_dates_of_the_sources(two_towns: Briefing, corpus: Corpus) -> None:
    counts = _counts(two_towns, corpus)
    assert [case.source for case in counts["origin-unknown"].cases] == ["post"]
    assert [case.source for case in counts["undated"].cases] == ["engineers"]
    assert [case.source for case in counts["outlet:The Herald"].cases] == ["herald"]
    uncited = {(case.source, case.paragraph) for case in counts["uncited"].cases}
    cited = {("herald", n) for n in cited_paragraphs(two_towns, "herald")}
    cited |= {("post", n) for n in cited_paragraphs(two_towns, "post")}
    every = {(key, n) for key in ("herald", "post") for n in range(1, PARAGRAPHS + 1)}
    assert uncited == every - cited
    assert uncited


def test_a_country_is_that_of_the_outlet_where_it_is_an_actor(two_towns: Briefing) -> None:
    herald = two_towns.sources_by_key["herald"]
    assert country_of(two_towns, herald) is None
    outlet = Actor(
        id="the-herald",
        type=ActorType.ORGANISATION,
        country="CH",
        names=(Name(text="Herald"), Name(text="The Herald")),
    )
    known = msgspec.structs.replace(two_towns, actors=(*two_towns.actors, outlet))
    assert country_of(known, herald) == "CH"
    assert "country:CH" in _counts(known, Corpus(None))


def test_what_needs_a_text_is_not_checked_where_none_is_at_hand(two_towns: Briefing) -> None:
    counts = _counts(two_towns, Corpus(None))
    assert {key for key, one in counts.items() if not one.checked} == {
        *("exact", "altered", "ambiguous", "missing"),
        *("uncited", "errors", "warnings", "explained"),
    }
    assert not any(one.cases for one in counts.values() if not one.checked)


def test_a_text_without_anchors_is_read_but_no_passage_is_checked(
    two_towns: Briefing, corpus: Corpus
) -> None:
    counts = _counts(two_towns, corpus)
    assert not counts["exact"].checked
    assert counts["uncited"].checked
    assert counts["errors"].checked
    assert all(one.checked for one in _counts(_anchored(two_towns, corpus), corpus).values())


def test_one_is_counted_in_the_singular(two_towns: Briefing) -> None:
    remark = Remark(code="a", message="Wrong.", fix="Mend it.", severity=Severity.ERROR)
    counts = _counts(two_towns, Corpus(None), [remark])
    assert counts["errors"].words == "error: not so in the source, or it cannot be read"
    assert counts["warnings"].words == "warnings without an explanation"
    counts = _counts(two_towns, Corpus(None), [remark, remark])
    assert counts["errors"].words == "errors: not so in the source, or it cannot be read"


def test_without_a_source_neither_it_nor_what_is_cited_from_it_counts(
    two_towns: Briefing, corpus: Corpus
) -> None:
    examination = Examination(_anchored(two_towns, corpus), corpus)
    counts = {one.key: one for one in health(examination, NOTHING, {"herald"})}
    whole = {one.key: one for one in health(examination, NOTHING)}
    for key in ("exact", "uncited", "origin-unknown"):
        left = [case for case in whole[key].cases if case.source != "herald"]
        assert counts[key].cases == left
    assert "outlet:The Herald" not in counts
    radius = without(examination.briefing, {"herald"})
    fallen = {case.bearer.key for case in counts["unsupported"].cases if case.bearer}
    assert fallen == {one.key for one in radius.claims_lost}
    assert all("herald" in case.note for case in counts["unsupported"].cases)


def test_without_a_source_what_was_remarked_on_it_does_not_count(two_towns: Briefing) -> None:
    by_key = {one.key: one for one in bearers(two_towns)}
    both, herald = by_key["share#summer"], by_key["share#in-winter-the-shares"]
    assert [one.source for one in both.evidence] == ["herald", "post"]

    def remark(**fields: Any) -> Remark:  # noqa: ANN401
        return Remark(code="a", message="Wrong.", fix="Mend it.", severity=Severity.ERROR, **fields)

    remarks = [
        remark(bearer=both, citation=0),
        remark(bearer=both, citation=1),
        remark(bearer=both),
        remark(bearer=herald),
        remark(source="herald"),
        remark(source="post"),
        remark(),
    ]
    examination = Examination(two_towns, Corpus(None))
    counts = {one.key: one for one in health(examination, remarks, {"herald"})}
    assert [(case.bearer, case.source) for case in counts["errors"].cases] == [
        (both, None),
        (both, None),
        (None, "post"),
        (None, None),
    ]


def test_remarks_are_parted_into_errors_warnings_and_explained_ones(two_towns: Briefing) -> None:
    bearer = next(bearers(two_towns))
    remarks = [
        Remark(code="a", message="Wrong.", fix="Mend it.", severity=Severity.ERROR, bearer=bearer),
        Remark(code="b", message="Odd.", fix="Look.", bearer=bearer),
        Remark(code="c", message="Odd too.", fix="Look.", bearer=bearer, reason="It is meant so."),
        Remark(code="d", message="No text.", fix="Get it.", source="post"),
    ]
    counts = _counts(two_towns, Corpus(None), remarks)
    assert [case.note for case in counts["errors"].cases] == ["Wrong."]
    assert [case.text for case in counts["warnings"].cases] == [
        bearer.text,
        "post: A deal with a hole in it",
    ]
    assert [case.note for case in counts["explained"].cases] == [
        "Odd too. Accepted: It is meant so."
    ]


def test_paragraphs_cited_of_a_source_are_its_own(two_towns: Briefing) -> None:
    assert cited_paragraphs(two_towns, "herald") == frozenset(range(1, 7))
    assert cited_paragraphs(two_towns, "engineers") == frozenset()  # cited as a whole


def test_the_counts_have_a_group_a_label_and_a_grade(two_towns: Briefing) -> None:
    counts = health(Examination(two_towns, Corpus(None)), NOTHING)
    assert [f"{one.group}: {one.label} ({one.grade}) {len(one.cases)}" for one in counts] == [
        "Citations: exact: the words are where they were (sound) 0",
        "Citations: altered: the words changed (wrong) 0",
        "Citations: ambiguous: more than one place is possible (wrong) 0",
        "Citations: missing: no longer in the text (wrong) 0",
        "Citations: not checked: no text on this machine, or no anchor (doubt) 66",
        "Claims: on several sources (plain) 6",
        "Claims: on a single source (doubt) 28",
        "Claims: contested: a source against, or in dispute (doubt) 3",
        "Claims: assessed, not reported (plain) 2",
        "Claims: assumed, without a source (doubt) 1",
        "Claims: that no passage supports (wrong) 0",
        "Claims: that rest on a retracted source, figures and positions too (doubt) 0",
        "Sources: from The Herald (plain) 1",
        "Sources: from The Valley Post (plain) 1",
        "Sources: from Institute of Water Engineers (plain) 1",
        "Sources: by country: country not given (plain) 3",
        "Sources: that do not say where they got it (doubt) 1",
        "Sources: retracted, which count for nothing (plain) 0",
        "Sources: without a date of publication (doubt) 1",
        "Sources: paragraphs that nothing cites (plain) 0",
        "Checks: errors: not so in the source, or it cannot be read (wrong) 0",
        "Checks: warnings without an explanation (doubt) 0",
        "Checks: warnings that the curator explains (plain) 0",
        "Reviews: signed by two people or more (sound) 0",
        "Reviews: signed by one person (plain) 0",
        "Reviews: signed by nobody but who wrote it (plain) 127",
        "Reviews: lacking a signature that the desk asks for (doubt) 127",
        "Reviews: with a remark that nobody answered (wrong) 0",
        "Reviews: changed since they were signed (doubt) 0",
        "Reviews: looked at by a program, by no person (plain) 0",
    ]


def test_what_is_signed_is_counted_by_how_many_people(two_towns: Briefing) -> None:
    def said(about: str, **changes: object) -> SignOff:
        return msgspec.structs.replace(SIGN_OFF, about=about, **changes)

    summer, winter, crews = "share#summer", "share#in-winter-the-shares", "turbines#crews"
    remark = {"verdict": ReviewVerdict.DOES_NOT, "remark": "No."}
    briefing = msgspec.structs.replace(
        two_towns,
        sign_offs=(
            *(said(summer), said(summer, by="Bo Marsh"), said(winter)),
            *(said(winter, by="Bo Marsh", **remark), said(crews, how=SignedHow.AUTOMATED)),
            said("share", kind=ReviewKind.TITLE),
        ),
        void_sign_offs=(said(crews),),
    )
    counts = _counts(briefing, Corpus(None))

    def keys(count: str) -> list[str]:
        return [case.question.key for case in counts[count].cases if case.question]

    assert keys("signed-by-several") == [summer]
    assert keys("signed-by-one") == [winter, "share:title"]
    assert keys("remarks-open") == [winter]
    assert keys("sign-offs-void") == keys("automated") == [crews]
    assert len(keys("unsigned")) == 124
    title = counts["signed-by-one"].cases[1]
    assert (title.bearer, title.text.endswith("in summer (title)")) == (None, True)


def test_a_paragraph_that_nothing_cites_is_shown_by_its_first_words(
    two_towns: Briefing, corpus: Corpus
) -> None:
    cases = _counts(two_towns, corpus)["uncited"].cases
    assert cases[0] == Case("herald ¶7", "Paragraph 7 of the …", source="herald", paragraph=7)


def test_what_a_claim_rests_on_is_noted(two_towns: Briefing) -> None:
    counts = _counts(two_towns, Corpus(None))
    by_key = {one.key: one for one in bearers(two_towns)}
    summer, clerk = by_key["share#summer"], by_key["will-it-hold#no-clerk-will-dispute"]
    assert Case(summer.text, "herald, post", summer) in counts["several-sources"].cases
    assert counts["assumed"].cases == [Case(clerk.text, "", clerk)]
