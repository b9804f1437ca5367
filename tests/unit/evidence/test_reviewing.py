"""The desk's rule: what needs whose signature, and who is asked."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.reviewing import (
    Lack,
    Question,
    asked_of,
    lacks,
    questions,
    why_not_signed,
)
from briefing.evidence.support import BearerKind
from briefing.model.briefing import Briefing
from briefing.model.reviews import ReviewRule, SignOff
from briefing.model.vocabulary import ReviewKind, ReviewVerdict, SignedHow
from tests.articles import anchored
from tests.samples import TEXTS, two_towns

RULE = ReviewRule(short=0, titles=0, quotations=0, numbers=0, rest=0)


def towns(**rule: int) -> Briefing:
    return replace(anchored(two_towns(), TEXTS), reviews=replace(RULE, **rule))


def said(
    by: str = "Ann Lee",
    *,
    about: str = "share#summer",
    remark: str = "",
    how: SignedHow = SignedHow.STATED,
) -> SignOff:
    return SignOff(
        about=about,
        kind=ReviewKind.CLAIM,
        verdict=ReviewVerdict.DOES_NOT if remark else ReviewVerdict.CARRIES,
        by=by,
        on=date(2024, 5, 3),
        how=how,
        of="",
        passages="",
        remark=remark,
    )


def asked(briefing: Briefing, key: str = "share#summer") -> Question:
    return next(one for one in questions(briefing) if one.key == key)


def signed(*sign_offs: SignOff, needed: int = 1, writers: tuple[str, ...] = ()) -> Question:
    briefing = replace(towns(rest=needed), sign_offs=sign_offs, written_by=writers)
    return asked(briefing)


def test_every_question_has_a_text_and_a_key_of_its_own() -> None:
    found = questions(towns())
    assert len({one.key for one in found}) == len(found)
    assert all(one.text for one in found)
    for one in found:
        assert (one.kind is ReviewKind.CLAIM) == (one.bearer is not None) == (not one.asks)
    roles = [one for one in found if one.bearer and one.bearer.kind is BearerKind.ROLE]
    assert {one.key for one in roles} == {"actor:mayor", "actor:engineer"}


@pytest.mark.parametrize(
    ("rule", "within", "without"),
    [
        ("titles", {"share:title", ":title"}, {"share:fairness", "share#summer"}),
        (
            "quotations",
            {"share#we-trust-them-for", "ferry#the-ferry-is-a"},
            {"share#summer", "share:title"},
        ),
        (
            "numbers",
            {"share#figure:water-share", "share#summer", "duration#the-deal-runs-for"},
            {"share#in-winter-the-shares", "share#we-trust-them-for", "share:title"},
        ),
        (
            "short",
            # Of a section that is read as its list, what that list tells.
            {"share#summer", "share:fairness", "hilltop-council:title", ":omission"}
            | {"lakeside-council#a-good-day-for", "day-of-signature#position:0"},
            {"turbines#crews", "hilltop-council#hilltop-asks-for-two", "dam:title"}
            | {"will-it-hold#both-towns-have-sold", "actor:mayor"},
        ),
        ("rest", {"turbines#crews", ":length", "actor:mayor"}, set()),
    ],
)
def test_what_a_rule_is_for(rule: str, within: set[str], without: set[str]) -> None:
    needed = {one.key for one in questions(towns(**{rule: 2})) if one.needed == 2}
    assert within <= needed
    assert not without & needed


def test_of_several_rules_the_greatest_counts() -> None:
    assert asked(towns(short=2, numbers=3, rest=1)).needed == 3
    assert asked(towns(short=2, numbers=1, rest=1)).needed == 2


@pytest.mark.parametrize(
    ("sign_offs", "writers", "needed", "lacking"),
    [
        ((), (), 1, 1),
        ((said(),), (), 1, 0),
        ((said(),), (), 2, 1),
        ((said(), said("Bo Marsh")), (), 2, 0),
        # Who wrote it counts beside another, and never alone.
        ((said(),), ("ann lee",), 1, 1),
        ((said(), said("Bo Marsh")), ("Ann  Lee",), 2, 0),
        ((said(), said("Bo Marsh")), ("Ann Lee", "Bo Marsh"), 1, 1),
        # A remark is no signature, nor is what a program says.
        ((said(remark="No."),), (), 1, 1),
        ((said(how=SignedHow.AUTOMATED),), (), 1, 1),
        ((said(how=SignedHow.SIGNED),), (), 1, 0),
    ],
)
def test_who_counts(
    sign_offs: tuple[SignOff, ...], writers: tuple[str, ...], needed: int, lacking: int
) -> None:
    assert signed(*sign_offs, writers=writers, needed=needed).lacks == lacking


def test_a_card_that_names_its_writers_was_written_by_nobody_else() -> None:
    briefing = replace(towns(rest=1), written_by=("Ann Lee",), sign_offs=(said(),))
    sections = tuple(
        replace(
            section,
            cards=tuple(replace(card, written_by=("Cy",)) for card in section.cards),
        )
        for section in briefing.sections
    )
    assert asked(briefing).lacks == 1
    assert asked(replace(briefing, sections=sections)).lacks == 0
    whole = next(one for one in questions(replace(briefing, sections=sections)) if not one.about)
    assert whole.writers == {"ann lee", "cy"}


def test_an_open_remark_keeps_what_others_signed_from_being_done() -> None:
    remark = said("Bo Marsh", remark="Not two thirds.")
    assert not signed(said(), remark).is_met
    answered = replace(remark, answered="It is, in ¶2.")
    assert signed(said(), answered).is_met
    assert signed(said(), replace(remark, how=SignedHow.AUTOMATED)).is_met


def test_people_are_asked_what_lacks_somebody_and_they_have_not_spoken_of() -> None:
    briefing = replace(towns(rest=2), sign_offs=(said(), said("Bo Marsh", remark="No.")))
    everything = questions(briefing)
    for name, asks in (("Ann Lee", False), ("ANN LEE", False), ("Bo Marsh", False), ("Cy", True)):
        keys = {one.key for one in asked_of(name, everything)}
        assert ("share#summer" in keys) is asks, name
        assert "share#in-winter-the-shares" in keys
    briefing = replace(briefing, sign_offs=(said(), said("Bo Marsh")))
    assert "share#summer" not in {one.key for one in asked_of("Cy", questions(briefing))}


def test_what_a_program_said_does_not_keep_its_namesake_from_being_asked() -> None:
    briefing = replace(towns(rest=1), sign_offs=(said(how=SignedHow.AUTOMATED),))
    assert "share#summer" in {one.key for one in asked_of("Ann Lee", questions(briefing))}
    assert asked(briefing).only_automated


def test_what_lacks_whom_is_counted_together() -> None:
    briefing = replace(towns(rest=2), sign_offs=(said(), said(about="share#in-winter-the-shares")))
    total = len(questions(briefing))
    assert lacks(questions(briefing)) == {Lack(2): total - 2, Lack(1, ("Ann Lee",)): 2}
    wrote = replace(briefing, written_by=("Ann Lee",))
    assert lacks(questions(wrote))[Lack(2, ("Ann Lee",), wrote=True)] == 2


def test_nothing_is_signed_unless_each_passage_is_at_hand_and_as_it_was_anchored() -> None:
    briefing = towns()
    at_hand = Examination(briefing, Corpus(TEXTS))
    assert why_not_signed(asked(briefing), at_hand) == ""
    assert why_not_signed(asked(briefing, ":length"), at_hand) == ""
    assert "engineers" in why_not_signed(asked(briefing, "share:title"), at_hand)
    nothing = Examination(briefing, Corpus(None))
    assert why_not_signed(asked(briefing), nothing).startswith("@herald, ¶2: No text")
    bare = replace(briefing, anchors=())
    unanchored = why_not_signed(asked(bare), Examination(bare, Corpus(TEXTS)))
    assert unanchored.endswith("Run `briefing anchor`.")
    changed = tuple(
        replace(one, sha256="f" * 64) if one.paragraph == 2 else one for one in briefing.anchors
    )
    other = replace(briefing, anchors=changed)
    assert why_not_signed(asked(other), Examination(other, Corpus(TEXTS)))
