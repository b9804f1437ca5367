"""What became of what was copied from an earlier revision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace

from briefing.evidence.support import bearers
from briefing.library.changes.comparing import Comparison
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Deal, Disagreement
from briefing.model.claims import Claim
from briefing.model.dates import parse_date
from briefing.model.records import Correction
from briefing.views.became import Fate, Fates
from tests.revising import RIGHT, WRONG, second, third, with_card, with_claim
from tests.samples import two_towns
from tests.strategies import briefings

DAY = parse_date("2024-05-04")


def fates(old: Briefing, new: Briefing, key: str) -> list[Fate]:
    became = Fates(Comparison(old, new)).of(key)
    assert became is not None
    return [one.fate for one in became.findings]


def rewritten(**fields: Any) -> Callable[[Any], Any]:  # noqa: ANN401
    return lambda one: replace(one, **fields)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("bottom-line", [Fate.RETRACTED]),
        ("share#summer", [Fate.CORRECTED, Fate.RETRACTED]),
        ("share#in-winter-the-shares", [Fate.REWORDED]),
        ("share", [Fate.CORRECTED, Fate.RETRACTED, Fate.REWORDED]),
        ("duration", [Fate.FIGURE]),
        ("duration#figure:households", [Fate.FIGURE]),
        ("duration#figure:years", [Fate.SAME]),
        ("turbines#commitment:0", [Fate.SAME]),
        ("gauge#nobody-has-offered-to", [Fate.WITHDRAWN]),
        ("gauge#orkhan-aliyev-holds-the", [Fate.SAME]),
        ("gauge", [Fate.PARTLY_WITHDRAWN, Fate.ADDED]),
        ("anglers", [Fate.RETRACTED, Fate.CHANGED]),
        ("ferry", [Fate.RETRACTED, Fate.MOVED]),
        ("ferry#figure:dam-cost", [Fate.RETRACTED, Fate.MOVED]),
        ("winter-level", [Fate.RETRACTED, Fate.SETTLED]),
        ("winter-level#the-committee-is-named", [Fate.WITHDRAWN, Fate.RETRACTED]),
        ("share-or-level#position:0", [Fate.SAME]),
        ("share-or-level#position:1", [Fate.RETRACTED]),
        ("towns#actor:mayor", [Fate.SAME]),
    ],
)
def test_of_each_thing_the_worst_comes_first(key: str, expected: list[Fate]) -> None:
    assert fates(two_towns(), third(), key) == expected


def test_what_a_claim_says_now_is_told_with_its_address_and_support() -> None:
    became = Fates(Comparison(two_towns(), third())).of("share#summer")
    assert became is not None
    assert (became.said, became.says) == (WRONG, RIGHT)
    assert (became.key, became.place) == ("share#summer", "two-towns/terms/share#summer")
    assert became.support == ("The Herald",)
    corrected, retracted = became.findings
    assert (corrected.old, corrected.new) == (WRONG, RIGHT)
    assert (corrected.reason, corrected.on) == ("The text says 60 per cent.", DAY)
    assert (retracted.source, retracted.on) == ("The Valley Post", DAY)


@pytest.mark.parametrize("key", ["share#nothing", "nothing", "share#position:0", "share#figure:no"])
def test_what_is_not_there_became_nothing(key: str) -> None:
    assert Fates(Comparison(two_towns(), third())).of(key) is None


def test_what_was_wrong_before_it_was_copied_is_no_news() -> None:
    assert fates(third(), third(), "share#summer") == [Fate.RETRACTED]
    assert fates(second(), third(), "duration#figure:years") == [Fate.SAME]


def renamed(briefing: Briefing) -> Briefing:
    """The corrected claim has another id, and its card as well, with a word of that or without."""
    claim = with_claim(briefing, "share#summer", rewritten(id="three-fifths", was=("summer",)))
    return with_card(claim, "share", rewritten(id="summer-share", was=("share",)))


def test_a_correction_is_found_whatever_the_claim_was_called_then() -> None:
    known = renamed(third())
    assert fates(two_towns(), known, "share#summer") == [
        Fate.CORRECTED,
        Fate.RETRACTED,
        Fate.MOVED,
    ]
    by_text = with_claim(third(), "share#summer", rewritten(id="three-fifths"))
    assert Fate.CORRECTED in fates(two_towns(), by_text, "share#summer")
    assert Fate.CORRECTED in fates(two_towns(), known, "share")


def test_the_correction_of_what_is_called_so_now_is_not_that_of_another() -> None:
    """The sentence was renamed, and a new one, since corrected, took its name."""
    other = Claim(id="summer", text="The mill stands still in August, as it did before the war.")

    def both(card: Card) -> Card:
        old = tuple(
            replace(one, id="june", was=("summer",)) if one.id == "summer" else one
            for one in card.claims
        )
        return replace(card, claims=(*old, other))

    wrong = Correction(claim="share#summer", was="The mill stands still.", reason="No.", on=DAY)
    new = replace(with_card(two_towns(), "share", both), corrections=(wrong,))
    assert fates(two_towns(), new, "share#summer") == [Fate.SAME]


def test_the_correction_of_one_of_two_that_said_the_same_is_not_that_of_the_other() -> None:
    old = with_claim(two_towns(), "dam#the-dam-was-built", rewritten(text=WRONG))
    new = with_claim(third(), "dam#the-dam-was-built", rewritten(text=WRONG))
    assert fates(old, new, "dam#the-dam-was-built") == [Fate.SAME]
    assert Fate.CORRECTED in fates(old, new, "share#summer")


def test_a_source_that_has_another_key_by_now_is_known_to_be_retracted() -> None:
    sources = tuple(
        replace(one, key="valley-post") if one.key == "post" else one for one in third().sources
    )
    (retracted,) = third().retractions
    new = replace(third(), sources=sources, retractions=(replace(retracted, source="valley-post"),))
    assert Fate.RETRACTED in fates(two_towns(), new, "anglers#the-anglers-fear-for")


def test_what_was_corrected_twice_tells_both() -> None:
    again = Correction(claim="share#summer", was=RIGHT, reason="No, half.", on=DAY)
    half = with_claim(third(), "share#summer", rewritten(text="Hilltop takes half of the water."))
    new = replace(half, corrections=(*third().corrections, again))
    found = Fates(Comparison(two_towns(), new)).of("share#summer")
    assert found is not None
    assert [one.old for one in found.findings if one.fate is Fate.CORRECTED] == [WRONG, RIGHT]
    assert fates(third(), new, "share#summer") == [Fate.CORRECTED, Fate.RETRACTED]


def test_positions_and_commitments_are_followed_though_they_stand_elsewhere_in_their_list() -> None:
    def turned(card: Card) -> Card:
        assert isinstance(card.detail, Disagreement)
        return replace(card, detail=replace(card.detail, positions=card.detail.positions[::-1]))

    new = with_card(two_towns(), "share-or-level", turned)
    became = Fates(Comparison(two_towns(), new)).of("share-or-level#position:1")
    assert became is not None
    assert became.key == "share-or-level#position:0"
    assert became.said == became.says

    gone = with_card(two_towns(), "turbines", rewritten(detail=Deal(commitments=())))
    assert fates(two_towns(), gone, "turbines#commitment:0") == [Fate.WITHDRAWN]


def test_less_support_is_told_where_no_retraction_tells_of_it() -> None:
    def with_one(claim: Claim) -> Claim:
        return replace(claim, evidence=claim.evidence[:1])

    new = with_claim(two_towns(), "share#summer", with_one)
    assert fates(two_towns(), new, "share#summer") == [Fate.SUPPORT_LOST]


@given(briefings, briefings)
def test_of_whatever_is_in_a_revision_something_became(old: Briefing, new: Briefing) -> None:
    said = Fates(Comparison(old, replace(new, id=old.id)))
    keys = [one.key for one in bearers(old) if one.card] + [card.id for _, card in old.cards()]
    for key in keys:
        became = said.of(key)
        assert became is not None
        assert became.findings
        assert (became.key is None) == (became.says is None) == (became.place is None)
        gone = {Fate.WITHDRAWN, Fate.SETTLED} & {one.fate for one in became.findings}
        assert bool(gone) or became.key is not None


@given(briefings)
def test_nothing_became_of_what_is_the_same(briefing: Briefing) -> None:
    said = Fates(Comparison(briefing, briefing))
    for one in bearers(briefing):
        if one.card is not None:
            became = said.of(one.key)
            assert became is not None
            assert {finding.fate for finding in became.findings} <= {Fate.SAME, Fate.RETRACTED}
