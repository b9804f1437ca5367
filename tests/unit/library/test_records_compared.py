"""What a briefing keeps of what was wrong, between two revisions of it."""

from __future__ import annotations

from msgspec.structs import replace

from briefing.library.changes.comparing import Comparison
from briefing.library.changes.kinds import Change, ChangeKind
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Disagreement
from briefing.model.dates import parse_date
from briefing.model.records import Correction
from tests.revising import RIGHT, WRONG, third, with_card, with_claim
from tests.samples import two_towns

DAY = parse_date("2024-05-04")


def corrected(old: Briefing, new: Briefing) -> list[Change]:
    return [one for one in Comparison(old, new).told if one.kind is ChangeKind.CORRECTED]


def test_a_claim_that_was_corrected_twice_is_told_once_with_both_reasons() -> None:
    again = Correction(claim="share#summer", was=RIGHT, reason="No, half.", on=DAY)
    half = with_claim(
        third(),
        "share#summer",
        lambda one: replace(one, text="Hilltop takes half of the water from June to August."),
    )
    new = replace(half, corrections=(*third().corrections, again))
    (told,) = corrected(two_towns(), new)
    assert (told.old, told.new) == (WRONG, "Hilltop takes half of the water from June to August.")
    assert told.reason == "The text says 60 per cent.; No, half."


def with_position(briefing: Briefing, says: str) -> Briefing:
    def card_of(card: Card) -> Card:
        assert isinstance(card.detail, Disagreement)
        first, second = card.detail.positions
        positions = (first, replace(second, says=says))
        return replace(card, detail=replace(card.detail, positions=positions))

    return with_card(briefing, "share-or-level", card_of)


def test_a_position_that_was_wrong_is_corrected_and_not_gone() -> None:
    wrong = "It is a floor; in a wet year Hilltop may take more."
    record = Correction(claim="share-or-level#position:1", was=wrong, reason="No.", on=DAY)
    known = replace(two_towns(), corrections=(record,))
    right = "It is a floor; in a dry year Hilltop may take more."
    (told,) = corrected(two_towns(), with_position(known, right))
    assert (told.old, told.new, told.gone) == (wrong, right, False)
    (told,) = corrected(two_towns(), known)
    assert (told.new, told.gone, told.was) == (wrong, False, "share-or-level#position:1")


def test_a_retraction_does_not_reword_the_card_of_its_source() -> None:
    told = Comparison(two_towns(), third()).told
    assert [one.name for one in told if one.kind is ChangeKind.RETRACTED] == ["The Valley Post"]
    assert not [one for one in told if one.card == "about-post" and one.kind is ChangeKind.REWORDED]
