"""Every kind of change, each from one edit of the briefing of two towns."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from briefing.library.changes.comparing import Comparison
from briefing.library.changes.kinds import ARRIVALS, DEPARTURES, Change, ChangeKind
from briefing.model.actors import Source
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Commitment, Deal, Disagreement, Position
from briefing.model.claims import Claim, Evidence, Quote
from briefing.model.dates import parse_date
from briefing.model.records import Correction, Retraction
from briefing.model.vocabulary import (
    Dimension,
    DisagreementState,
    Likelihood,
    Stance,
    Support,
)
from tests.samples import two_towns
from tests.unit.library.changes.applying import applied
from tests.unit.library.changes.revising import (
    card_of,
    claim_of,
    edited,
    with_cards,
    with_claim,
    with_claims,
    with_detail,
    without_claim,
)

_DAY = parse_date("2024-06-01")
_SUMMER = "Hilltop takes two thirds of the water from June to August."
_HALF = "Hilltop takes half of the water from June to August."
_IN_ALL = "Hilltop takes 55 parts of the water from June to August."
_WINTER = "share#in-winter-the-shares"
_INSTITUTE = "Institute of Water Engineers"
_LEVEL = "What level must the dam hold in winter?"
_GAZETTE = Source(key="gazette", type="article-newspaper", title="Dam", outlet="The Gazette")
_FLOOD = Claim(id="flood", text="Floods are not in it.")
_OPEN = Disagreement(
    question="Who reads the gauge?",
    dimension=Dimension.ATTRIBUTION,
    positions=(Position(says="Both.", evidence=()), Position(says="Hilltop.", evidence=())),
    matters=True,
)


Told = tuple[ChangeKind, str, str, str, str]
"""The kind, what it is about, old and new words, and the reason."""


class Case(NamedTuple):
    """An edit, and what is told of it, or `ChangeKind.UNSEEN` if that is all that there is."""

    label: str
    edit: Callable[[Briefing], Briefing]
    told: list[Told]


def _correct(briefing: Briefing, claim: str, was: str) -> Briefing:
    made = Correction(claim=claim, was=was, reason="The Post misread the text.", on=_DAY)
    return replace(briefing, corrections=(*briefing.corrections, made))


def _cite(briefing: Briefing, source: str, stance: Support = Support.SUPPORTS) -> Briefing:
    key = "share#in-winter-the-shares"
    evidence = (*claim_of(briefing, key).evidence, Evidence(source=source, stance=stance))
    return with_claim(briefing, key, evidence=evidence)


def _move_claim(briefing: Briefing) -> Briefing:
    claim = claim_of(briefing, "gauge#nobody-has-offered-to")
    return with_claims(without_claim(briefing, "gauge#nobody-has-offered-to"), "dam", claim)


def _move_card(briefing: Briefing) -> Briefing:
    return with_cards(
        edited(briefing, "ferry", lambda _: None), "terms", card_of(briefing, "ferry")
    )


def _kept(briefing: Briefing) -> Commitment:
    detail = card_of(briefing, "turbines").detail
    assert isinstance(detail, Deal)
    return replace(detail.commitments[0], status="done")


def _other_positions(briefing: Briefing) -> tuple[Position, ...]:
    detail = card_of(briefing, "share-or-level").detail
    assert isinstance(detail, Disagreement)
    fixed = replace(detail.positions[0], says="It is a fixed part, two thirds of all.")
    return Position(says="Neither council says.", evidence=()), fixed


def _told(one: Change) -> Told:
    return one.kind, one.key, one.old, one.new, one.reason


K = ChangeKind
CASES = (
    Case(
        "a claim corrected",
        lambda b: _correct(with_claim(b, "share#summer", text=_HALF), "share#summer", _SUMMER),
        [(K.CORRECTED, "share#summer", _SUMMER, _HALF, "The Post misread the text.")],
    ),
    Case(
        "a correction of what had been mended before",
        lambda b: _correct(b, "share#summer", _HALF),
        [(K.CORRECTED, "share#summer", _HALF, _SUMMER, "The Post misread the text.")],
    ),
    Case(
        "a claim corrected by leaving it out",
        lambda b: _correct(without_claim(b, "share#summer"), "share#summer", _SUMMER),
        [
            (K.CORRECTED, "share#summer", _SUMMER, "", "The Post misread the text."),
            (K.WITHDRAWN, "share#summer", _SUMMER, "", ""),
        ],
    ),
    Case(
        "a source retracted",
        lambda b: replace(
            b, retractions=(Retraction(source="engineers", reason="A forgery.", on=_DAY),)
        ),
        [
            (K.RETRACTED, "source:engineers", "", "", "A forgery."),
            (K.SUPPORT_LOST, "share#figure:unofficial-share", "", "", _INSTITUTE),
            (K.SUPPORT_LOST, "gauge#nobody-has-offered-to", "", "", _INSTITUTE),
            (K.SUPPORT_LOST, "share-or-level#the-engineers-report-predates", "", "", _INSTITUTE),
            (K.SUPPORT_LOST, "years#the-first-dry-summer", "", "", _INSTITUTE),
            (K.SUPPORT_LOST, "dam#the-dam-was-built", "", "", _INSTITUTE),
        ],
    ),
    Case(
        "a source against it",
        lambda b: _cite(b, "post", Support.CONTRADICTS),
        [(K.CONTRADICTED, _WINTER, "", "", "The Valley Post")],
    ),
    Case(
        "a source less",
        lambda b: with_claim(b, "share#summer", evidence=(Evidence(source="herald"),)),
        [(K.SUPPORT_LOST, "share#summer", "", "", "The Valley Post")],
    ),
    Case(
        "a source more",
        lambda b: _cite(b, "post"),
        [(K.SUPPORT_GAINED, _WINTER, "", "", "The Valley Post")],
    ),
    Case(
        "a claim withdrawn",
        lambda b: without_claim(b, "share#summer"),
        [(K.WITHDRAWN, "share#summer", _SUMMER, "", "")],
    ),
    Case(
        "a card withdrawn, with all that is in it",
        lambda b: edited(b, "ferry", lambda _: None),
        [(K.WITHDRAWN, "ferry", "Lakeside drops its objection to the Hilltop ferry", "", "")],
    ),
    Case(
        "another number",
        lambda b: with_claim(b, "duration#figure:years", value=Decimal(12)),
        [(K.FIGURE, "duration#figure:years", "10 years", "12 years", "")],
    ),
    Case(
        "another stance",
        lambda b: with_detail(b, "anglers", stance=Stance.SUPPORTS),
        [(K.STANCE, "anglers", "opposes", "supports", "")],
    ),
    Case(
        "a promise kept",
        lambda b: with_detail(b, "turbines", commitments=(_kept(b),)),
        [(K.STATUS, "turbines#commitment:0", "agreed", "done", "")],
    ),
    Case(
        "another likelihood",
        lambda b: with_detail(b, "will-it-hold", likelihood=Likelihood.VERY_LIKELY),
        [(K.LIKELIHOOD, "will-it-hold", "likely", "very likely", "")],
    ),
    Case(
        "a disagreement opened again",
        lambda b: with_detail(b, "day-of-signature", state=DisagreementState.OPEN),
        [(K.OPENED, "day-of-signature", "explained", "open", "")],
    ),
    Case(
        "a new disagreement",
        lambda b: with_cards(b, "disagreements", Card(id="who", title="One asks.", detail=_OPEN)),
        [(K.OPENED, "who", "", "One asks.", "")],
    ),
    Case(
        "a disagreement opened in a card that was there",
        lambda b: edited(b, "dam", lambda card: replace(card, detail=_OPEN)),
        [(K.OPENED, "dam", "", "Who reads the gauge?", "")],
    ),
    Case(
        "a reaction that is none any more",
        lambda b: edited(b, "rivers-union", lambda card: replace(card, detail=None)),
        [(K.REWORDED, "rivers-union", "Rivers Union silent", "", "")],
    ),
    Case(
        "a disagreement explained",
        lambda b: with_detail(b, "share-or-level", state=DisagreementState.EXPLAINED),
        [(K.EXPLAINED, "share-or-level", "open", "explained", "")],
    ),
    Case(
        "a disagreement resolved",
        lambda b: with_detail(b, "share-or-level", state=DisagreementState.RESOLVED),
        [(K.RESOLVED, "share-or-level", "open", "resolved", "")],
    ),
    Case(
        "a position reworded, another new, one withdrawn",
        lambda b: with_detail(b, "share-or-level", positions=_other_positions(b)),
        [
            (
                K.WITHDRAWN,
                "share-or-level",
                "It is a floor; in a wet year Hilltop may take more.",
                "",
                "",
            ),
            (K.NEW, "share-or-level#position:0", "", "Neither council says.", ""),
            (
                K.REWORDED,
                "share-or-level#position:1",
                "It is a fixed part of two thirds.",
                "It is a fixed part, two thirds of all.",
                "",
            ),
        ],
    ),
    Case(
        "an unknown settled",
        lambda b: edited(b, "winter-level", lambda card: replace(card, detail=None)),
        [(K.SETTLED, "winter-level", _LEVEL, "", "")],
    ),
    Case(
        "an unknown that became something else",
        lambda b: edited(b, "winter-level", lambda card: replace(card, detail=_OPEN)),
        [(K.SETTLED, "winter-level", _LEVEL, "", "")],
    ),
    Case(
        "an unknown withdrawn",
        lambda b: edited(b, "winter-level", lambda _: None),
        [
            (
                K.SETTLED,
                "winter-level",
                "Nobody says how high the water may stand in winter",
                "",
                "",
            )
        ],
    ),
    Case(
        "a new claim",
        lambda b: with_claims(b, "share", _FLOOD),
        [(K.NEW, "share#flood", "", "Floods are not in it.", "")],
    ),
    Case(
        "a new quotation",
        lambda b: with_claims(b, "share", Quote(id="q", text="It is fair.", speaker="mayor")),
        [(K.QUOTATION_ADDED, "share#q", "", "“It is fair.” (Ann Lee-Marsh)", "")],
    ),
    Case(
        "a quotation of somebody else",
        lambda b: with_claim(b, "share#we-trust-them-for", speaker="engineer"),
        [
            (
                K.QUOTATION_ALTERED,
                "share#we-trust-them-for",
                "“We trust them for now.” (Ann Lee-Marsh)",
                "“We trust them for now.” (Orkhan Aliyev)",
                "",
            )
        ],
    ),
    Case(
        "a new source",
        lambda b: replace(b, sources=(*b.sources, _GAZETTE)),
        [(K.SOURCE_ADDED, "source:gazette", "", "The Gazette, “Dam”", "")],
    ),
    Case(
        "a claim that stands in another card",
        _move_claim,
        [
            (
                K.MOVED,
                "dam#nobody-has-offered-to",
                "The engineer doubts that the gauge can carry the deal",
                "The dam is older than either council",
                "",
            )
        ],
    ),
    Case(
        "a card that stands in another section",
        _move_card,
        [(K.MOVED, "ferry", "What was agreed on the side", "What was agreed", "")],
    ),
    Case(
        "a card of another id",
        lambda b: edited(b, "ferry", lambda card: replace(card, id="boat", was=("ferry",))),
        [(K.RENAMED, "boat", "ferry", "boat", "")],
    ),
    Case(
        "a title put otherwise",
        lambda b: edited(b, "ferry", lambda card: replace(card, title="The ferry may land")),
        [
            (
                K.REWORDED,
                "ferry",
                "Lakeside drops its objection to the Hilltop ferry",
                "The ferry may land",
                "",
            )
        ],
    ),
    Case(
        "another number in a claim",
        lambda b: with_claim(b, "share#summer", text=_IN_ALL),
        [(K.NUMBER, "share#summer", _SUMMER, _IN_ALL, "")],
    ),
    Case(
        "a claim put otherwise",
        lambda b: with_claim(b, "share#summer", text=_HALF),
        [(K.REWORDED, "share#summer", _SUMMER, _HALF, "")],
    ),
    Case(
        "who wrote a card",
        lambda b: edited(b, "ferry", lambda card: replace(card, written_by=("Bo Marsh",))),
        [(K.UNSEEN, "ferry", "", "", "")],
    ),
)


@pytest.mark.parametrize("case", CASES, ids=[case.label for case in CASES])
def test_an_edit_is_told_as_what_it_is(case: Case) -> None:
    old = two_towns()
    new = case.edit(old)

    found = Comparison(old, new)

    assert [_told(one) for one in found.told or found.changes] == case.told
    assert applied(found.changes, old) == new


def test_every_kind_is_told_of_something() -> None:
    assert {kind for case in CASES for kind, *_ in case.told} == set(ChangeKind)


def test_a_corrected_figure_is_told_with_both_numbers() -> None:
    old = two_towns()
    new = _correct(
        with_claim(old, "duration#figure:years", value=Decimal(12)), "duration#figure:years", "10"
    )

    assert [_told(one) for one in Comparison(old, new).told] == [
        (
            K.CORRECTED,
            "duration#figure:years",
            "10 years",
            "12 years",
            "The Post misread the text.",
        )
    ]


def test_kinds_have_signs_and_those_that_say_the_same_are_folded() -> None:
    assert {kind: kind.sign for kind in (K.CORRECTED, K.NEW, K.FIGURE, K.MOVED)} == {
        K.CORRECTED: "!",
        K.NEW: "+",
        K.FIGURE: "~",
        K.MOVED: "",
    }
    assert not ARRIVALS & DEPARTURES
    assert all(Change(kind=kind).is_folded for kind in list(ChangeKind)[-4:-1])


def test_where_a_change_is_marked() -> None:
    old = two_towns()
    new = with_claim(with_claims(old, "share", _FLOOD), "ferry#in-return-for-the", text="It may.")
    new = edited(new, "gauge", lambda card: replace(card, id="meter"))

    found = Comparison(old, new)

    assert {key: [one.kind for one in some] for key, some in found.by_item.items()} == {
        "share#flood": [K.NEW],
        "ferry#in-return-for-the": [K.REWORDED],
    }
    assert found.cards == {"share", "ferry"}


def test_what_was_corrected_is_what_said_the_words_that_were_wrong() -> None:
    old = two_towns()
    wrong = "In winter the shares are equal."
    claim = next(c for c in card_of(old, "share").claims if c.text == wrong)
    new = with_claim(
        old, f"share#{claim.id}", text="Lakeside takes more, says a clause.", id="clause"
    )
    record = Correction(
        claim="share#clause", was=wrong, reason="Misread.", on=parse_date("2024-05-03")
    )
    found = Comparison(old, replace(new, corrections=(record,)))
    (change,) = found.told
    assert (change.kind, change.was) == (ChangeKind.CORRECTED, _WINTER)
    assert (change.old, change.new) == (wrong, "Lakeside takes more, says a clause.")
    assert applied(found.changes, old) == found.new


def test_a_retraction_that_is_taken_back_gives_support_back() -> None:
    record = Retraction(source="post", reason="It was made up.", on=_DAY)
    retracted = replace(two_towns(), retractions=(record,))
    lost, gained = Comparison(two_towns(), retracted), Comparison(retracted, two_towns())
    assert {one.kind for one in gained.told} <= {ChangeKind.SUPPORT_GAINED, ChangeKind.CONTRADICTED}
    told = [one.key for one in lost.told if one.kind is ChangeKind.SUPPORT_LOST]
    assert [one.key for one in gained.told if one.kind is ChangeKind.SUPPORT_GAINED] == told
    assert all(one.is_folded for one in lost.told if one.kind is ChangeKind.SUPPORT_LOST)
    assert not any(one.is_folded for one in gained.told), "nothing else tells of it"
