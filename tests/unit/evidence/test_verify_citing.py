"""Whether a sentence cites what it should, and as it should."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from briefing.model.briefing import Briefing
from briefing.model.cards import SourceNote
from briefing.model.claims import Claim
from briefing.model.vocabulary import Basis, Mode, SectionKind, Support
from tests.unit.evidence.verify_samples import (
    HERALD,
    LONG,
    POST,
    a_briefing,
    about_bearers,
    cite,
    claim,
    told,
    verified,
)

WELCOMED = "Engineer Orkhan Aliyev welcomed the signing and praised both sides."
NOT_WELCOMED = "Engineer Orkhan Aliyev did not welcome the signing or praise both sides."


@pytest.mark.parametrize(
    ("text", "place", "stance", "expected"),
    [
        (WELCOMED, "herald 4", Support.CONTRADICTS, [("warning", "citation")]),
        ("Aliyev praised both sides, welcoming it.", "herald 4", Support.CONTRADICTS, ["warning"]),
        (WELCOMED, "herald 4", Support.SUPPORTS, []),
        (WELCOMED, "herald 4", Support.CONTEXT, []),
        (NOT_WELCOMED, "herald 4", Support.CONTRADICTS, []),
        ("Aliyev scolded them both in a letter.", "herald 4", Support.CONTRADICTS, []),
        ("Aliyev praised them.", "herald 4", Support.CONTRADICTS, []),
    ],
)
def test_a_passage_that_is_said_to_contradict_and_agrees(
    text: str, place: str, stance: Support, expected: list[object]
) -> None:
    one = Claim(id="c", text=text, evidence=cite(place, stance=stance))
    remarks = about_bearers(verified(a_briefing(one)), looks=True)
    found = [remark for remark in remarks if remark.code == "citation"]
    assert len(found) == len(expected)
    assert all((str(one.severity), one.citation) == ("warning", 0) for one in found)


def test_the_passage_that_agrees_is_pointed_at() -> None:
    evidence = (*cite("herald 1"), *cite("herald 4", stance=Support.CONTRADICTS))
    one = Claim(id="c", text=WELCOMED, evidence=evidence)
    (remark,) = [
        remark
        for remark in about_bearers(verified(a_briefing(one)), looks=True)
        if remark.code == "citation"
    ]
    assert (remark.citation, remark.message) == (1, "@herald, ¶4: it seems to say the same.")


@pytest.mark.parametrize(
    ("one", "warned"),
    [
        (claim("Ann Lee said that boats and rafts had been moored.", "herald"), True),
        (claim("Hilltop refused talks in October 2022.", "herald", "post 1"), True),
        (claim("Ann Lee said that boats and rafts had been moored.", "herald 2"), False),
        (claim("Hilltop refuses.", "herald", basis=Basis.ASSESSED), False),
        (
            Claim(id="c", text="It has no toll.", evidence=cite("herald", mode=Mode.SILENCE)),
            False,
        ),
        (
            Claim(id="c", text="Hilltop waits.", evidence=cite("herald", mode=Mode.INFERENCE)),
            False,
        ),
    ],
)
def test_an_article_cited_as_a_whole(one: Claim, *, warned: bool) -> None:
    found = told(verified(a_briefing(one), herald=LONG, post=POST))
    assert (("warning", "whole-article") in found) is warned


def test_a_short_article_may_be_cited_as_a_whole_and_any_for_context() -> None:
    one = claim("Ann Lee said that boats and rafts had been moored.", "herald")
    short = "\n\n".join(HERALD.split("\n\n")[:3])
    assert told(verified(a_briefing(one), herald=short)) == []
    assert told(verified(a_briefing(one), herald=f"{short}\n\nThey left.")) != []
    context = (*cite("post 2"), *cite("herald", stance=Support.CONTEXT))
    beside = Claim(id="c", text="Some 90 boats had been moored at the dam.", evidence=context)
    assert told(verified(a_briefing(beside), herald=LONG, post=POST)) == []


def test_the_nearest_paragraph_is_named() -> None:
    one = claim("Hilltop refused the talks in October 2022.", "post 1", "herald")
    (remark,) = [
        remark
        for remark in about_bearers(verified(a_briefing(one), herald=LONG, post=POST))
        if remark.code == "whole-article"
    ]
    assert remark.citation == 1
    assert remark.message == "@herald is cited as a whole; ¶3 is nearest to the sentence."
    assert remark.fix == "Cite @herald, ¶3, or the paragraphs that are meant."


def in_section(briefing: Briefing, kind: SectionKind) -> Briefing:
    (section,) = briefing.sections
    return replace(briefing, sections=(replace(section, kind=kind),))


@pytest.mark.parametrize(
    ("kind", "warned"), [(SectionKind.SOURCES, False), (SectionKind.TERMS, True)]
)
def test_what_an_article_is_like_is_read_in_all_of_it(kind: SectionKind, *, warned: bool) -> None:
    one = claim("Ann Lee and Aliyev both speak.", "herald")
    briefing = in_section(a_briefing(one, detail=SourceNote(source="herald")), kind)
    found = told(verified(briefing, herald=LONG), looks=True)
    assert (("warning", "whole-article") in found) is warned
    assert (("look", "name-not-in-passage") in found or not warned) is True


def test_of_a_text_that_is_missing_nothing_is_said() -> None:
    assert told(verified(a_briefing(claim("Hilltop refused.", "herald")), post="So it is.")) == []


@pytest.mark.parametrize(
    ("text", "basis", "expected"),
    [
        ("Both report a signed deal.", Basis.REPORTED, ["negation"]),
        ("Neither reports a signed deal.", Basis.REPORTED, []),
        ("The date is unknown.", Basis.REPORTED, []),
        ("No date is given.", Basis.REPORTED, []),
        ("A deal was signed.", Basis.ASSUMED, []),
    ],
)
def test_what_nobody_says_is_said_not_to_be_said(
    text: str, basis: Basis, expected: list[str]
) -> None:
    one = Claim(id="c", text=text, evidence=cite("herald", mode=Mode.SILENCE), basis=basis)
    assert [code for _, code in told(verified(a_briefing(one)))] == expected
