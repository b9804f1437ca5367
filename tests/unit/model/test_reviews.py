"""What sign-offs are bound to, and which of them hold."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Reaction
from briefing.model.claims import Allowance, Anchor, Quote
from briefing.model.parts import card_digest
from briefing.model.reviews import SignOff, Subject, reviewables, sort_out
from briefing.model.vocabulary import ReviewKind, ReviewVerdict, SectionKind, SignedHow, Stance
from tests import strategies
from tests.articles import anchored
from tests.samples import TEXTS, two_towns

DAY = date(2024, 5, 3)


def towns() -> Briefing:
    return anchored(two_towns(), TEXTS)


def sign_all(briefing: Briefing, by: str = "Ann Lee") -> list[SignOff]:
    return [
        SignOff(
            about=one.about,
            kind=one.kind,
            verdict=ReviewVerdict.CARRIES,
            by=by,
            on=DAY,
            **one.bind(briefing)._asdict(),
        )
        for one in reviewables(briefing)
    ]


def with_card(briefing: Briefing, card: Card) -> Briefing:
    """The briefing with another card in the place of that with its id."""
    sections = (
        replace(section, cards=tuple(card if one.id == card.id else one for one in section.cards))
        for section in briefing.sections
    )
    return replace(briefing, sections=tuple(sections))


def card_of(briefing: Briefing, id_: str) -> Card:
    return next(card for _, card in briefing.cards() if card.id == id_)


def void_after(before: Briefing, after: Briefing) -> set[Subject]:
    return {one.subject for one in sort_out(sign_all(before), after).void}


WHOLE = {("", kind) for kind in ReviewKind} - {("", ReviewKind.CLAIM)}
READ = {ReviewKind.TITLE, ReviewKind.FAIRNESS, ReviewKind.OMISSION}
"""Questions for which passages have to be read."""


def questions_on(card: str) -> set[Subject]:
    return {(card, kind) for kind in ReviewKind} - {(card, ReviewKind.CLAIM)}


def test_everything_is_signed_once_and_sentences_come_first() -> None:
    found = list(reviewables(towns()))
    assert max(Counter(one.subject for one in found).values()) == 1
    kinds = [one.kind is ReviewKind.CLAIM for one in found]
    assert kinds == sorted(kinds, reverse=True)
    assert [one.about for one in found[-4:]] == [""] * 4
    assert {one.about for one in found} >= {"share#summer", "share#figure:water-share"}
    assert {one.about for one in found} >= {"turbines#commitment:0", "actor:mayor"}
    assert "actor:lakeside" not in {one.about for one in found}


def test_what_is_looked_things_up_in_is_neither_long_nor_complete() -> None:
    asked = Counter(one.about for one in reviewables(towns()) if one.kind is not ReviewKind.CLAIM)
    for section, card in towns().cards():
        look_up = section.kind in (SectionKind.PEOPLE, SectionKind.SOURCES)
        first = section.kind is SectionKind.BOTTOM_LINE
        assert asked[card.id] == (2 if look_up else 3 if first else 4)


def test_what_is_as_it_was_is_signed() -> None:
    signed = sign_all(towns())
    assert sort_out(signed, towns()) == (tuple(signed), ())


def test_a_changed_sentence_voids_its_own_its_cards_and_the_wholes() -> None:
    card = card_of(towns(), "share")
    first, *others = card.claims
    changed = replace(card, claims=(replace(first, text=f"{first.text} Or so."), *others))
    assert void_after(towns(), with_card(towns(), changed)) == {
        ("share#summer", ReviewKind.CLAIM),
        *questions_on("share"),
        *WHOLE,
    }


def test_a_changed_passage_voids_what_cites_it_once_it_is_anchored_anew() -> None:
    def renewed(anchor: Anchor) -> Anchor:
        changed = (anchor.source, anchor.paragraph) == ("herald", 4)
        return replace(anchor, sha256="f" * 64) if changed else anchor

    after = replace(towns(), anchors=tuple(map(renewed, towns().anchors)))
    void = void_after(towns(), after)
    citing = {
        one.subject
        for one in reviewables(towns())
        if any((piece.source, piece.paragraph) == ("herald", 4) for piece in one.evidence)
    }
    assert void == citing
    assert ("turbines#lakeside-keeps-three-of", ReviewKind.CLAIM) in void
    assert not any(kind is ReviewKind.LENGTH for _, kind in void)


@pytest.mark.parametrize("where", ["claim", "figure", "detail"])
def test_a_field_counts_wherever_it_stands(where: str) -> None:
    card = card_of(towns(), "anglers" if where == "detail" else "share")
    if where == "claim":
        last = card.claims[-1]
        assert isinstance(last, Quote)
        changed = replace(card, claims=(*card.claims[:-1], replace(last, speaker="engineer")))
    elif where == "figure":
        figure = replace(card.figures[0], unit="litres")
        changed = replace(card, figures=(figure, *card.figures[1:]))
    else:
        assert isinstance(card.detail, Reaction)
        changed = replace(card, detail=replace(card.detail, stance=Stance.SUPPORTS))
    void = void_after(towns(), with_card(towns(), changed))
    assert questions_on(card.id) < void


def test_who_wrote_it_and_reasons_for_warnings_are_no_part_of_a_text() -> None:
    card = card_of(towns(), "share")
    first, *others = card.claims
    reason = (Allowance(code="little-in-common", reason="It is so."),)
    claims = (replace(first, allowed=reason, item=True), *others)
    changed = replace(card, claims=claims, written_by=("Ann Lee",), tags=("new",))
    assert void_after(towns(), with_card(towns(), changed)) == set()


def test_who_wrote_a_card_makes_it_no_other_to_read() -> None:
    card = card_of(towns(), "share")
    before = card_digest(towns(), card)
    assert card_digest(towns(), replace(card, written_by=("Ann Lee",))) == before
    assert card_digest(towns(), replace(card, title="Another")) != before


def test_the_last_word_of_a_person_counts_and_on_one_day_the_remark() -> None:
    first = sign_all(towns())[0]
    against = replace(first, verdict=ReviewVerdict.DOES_NOT, remark="No.")
    assert sort_out([against, first], towns()).valid == (against,)
    assert sort_out([first, against], towns()).valid == (against,)
    later = replace(first, on=DAY + timedelta(days=1), by="ann  LEE")
    assert sort_out([later, against], towns()).valid == (later,)
    answered = replace(against, answered="Yes.")
    assert sort_out([against, answered, first], towns()).valid == (answered,)


def test_people_and_programs_of_one_name_are_two() -> None:
    first = sign_all(towns())[0]
    program = replace(first, how=SignedHow.AUTOMATED)
    assert set(sort_out([first, program], towns()).valid) == {first, program}


def test_what_was_signed_again_is_not_void() -> None:
    first = sign_all(towns())[0]
    old = replace(first, of="0" * 64)
    assert sort_out([old, first], towns()) == ((first,), ())
    other = replace(old, by="Bo Marsh")
    assert sort_out([other, first], towns()) == ((first,), (other,))
    gone = replace(first, about="nowhere#c1")
    assert sort_out([gone], towns()) == ((), (gone,))


@given(strategies.sign_offs)
def test_the_signed_part_has_all_but_what_comes_after_it(one: SignOff) -> None:
    later = replace(one, answered="Since then.", signature="-----BEGIN")
    assert later.signed_part == one.signed_part
    for field in ("about", "by", "of", "passages", "remark"):
        assert replace(one, **{field: "other"}).signed_part != one.signed_part or (
            getattr(one, field) == "other"
        )


@given(strategies.briefings, st.data())
def test_any_briefing_can_be_signed_and_a_change_of_title_is_seen(
    briefing: Briefing, data: st.DataObject
) -> None:
    signed = sign_all(briefing)
    assert sort_out(signed, briefing).void == ()
    other = replace(briefing, title=f"{briefing.title}!")
    assert {one.about for one in sort_out(signed, other).void} == {""}
