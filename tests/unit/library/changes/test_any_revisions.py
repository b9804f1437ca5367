"""What holds for the changes between any two revisions."""

from __future__ import annotations

from functools import partial

from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from briefing.library.changes.comparing import Comparison
from briefing.library.changes.kinds import ARRIVALS, DEPARTURES, Change, ChangeKind
from briefing.library.changes.pairing import pair
from briefing.library.changes.things import BRIEFING, taken_apart
from briefing.model.briefing import Briefing
from tests.samples import ALL_FIELDS, two_towns
from tests.thorough import examples, often
from tests.unit.library.changes.applying import applied, joined
from tests.unit.library.changes.revising import (
    Revised,
    any_briefings,
    edited,
    keys_of,
    revisions,
    with_claim,
)


@examples(30)
@given(any_briefings)
def test_a_briefing_is_not_different_from_itself(briefing: Briefing) -> None:
    assert joined(taken_apart(briefing)) == briefing
    assert Comparison(briefing, briefing).changes == ()


@settings(
    max_examples=often(20, 400),
    suppress_health_check=[HealthCheck.data_too_large, HealthCheck.too_slow],
)
@given(any_briefings, any_briefings)
def test_the_changes_between_any_two_lose_nothing(old: Briefing, new: Briefing) -> None:
    assert applied(Comparison(old, new).changes, old) == new


@examples(60)
@given(revisions())
def test_applied_to_the_earlier_revision_they_give_the_later_one(revised: Revised) -> None:
    old, new = revised.old, revised.new

    assert applied(Comparison(old, new).changes, old) == new
    assert applied(Comparison(new, old).changes, new) == old


@examples(60)
@given(revisions())
def test_whatever_is_told_is_somewhere(revised: Revised) -> None:
    old, new = revised.old, revised.new
    found = Comparison(old, new)
    before, after = keys_of(old), keys_of(new)
    recorded = {one.claim for one in new.corrections}

    for one in found.told:
        key = one.card if _is_listed(one) else one.key
        if one.gone and one.card:
            assert one.was in before if one.was else one.key in recorded
        elif key:
            assert key in (before if one.gone else after)
        if one.was and one.card:
            assert one.was in before


def _is_listed(one: Change) -> bool:
    """Whether it is of a position or a commitment, which no address names."""
    return (one.item or "").startswith(("position:", "commitment:"))


@examples(60)
@given(revisions())
def test_each_thing_is_one_thing_of_the_other_revision_at_most(revised: Revised) -> None:
    old, new = revised.old, revised.new
    pairs = Comparison(old, new).pairs

    assert {now: before for before, now in pairs.after.items()} == pairs.before
    assert {before: now for now, before in pairs.before.items()} == pairs.after
    assert pairs.after.keys() <= taken_apart(old).keys()
    assert pairs.before.keys() <= taken_apart(new).keys()
    assert all(before.kind is now.kind for before, now in pairs.after.items())


@examples(60)
@given(revisions())
def test_cards_that_are_the_same_are_paired_as_if_they_had_been_looked_into(
    revised: Revised,
) -> None:
    old, new = revised.old, revised.new
    pairs = Comparison(old, new).pairs
    all_of_it = pair(taken_apart(old), taken_apart(new))

    assert (pairs.after, pairs.before) == (all_of_it.after, all_of_it.before)


@examples(60)
@given(revisions())
def test_nothing_is_told_twice(revised: Revised) -> None:
    told = [replace(one, edited=None) for one in Comparison(revised.old, revised.new).told]

    assert len(set(told)) == len(told)
    arrived = {one.key for one in told if one.kind in ARRIVALS}
    assert not arrived & {one.key for one in told if one.kind is ChangeKind.REWORDED}


@examples(60)
@given(revisions())
def test_what_is_gone_and_what_is_new_is_not_also_something_else(revised: Revised) -> None:
    found = Comparison(revised.old, revised.new)
    kept = {key.name for key in found.pairs.after if key.card}

    for one in found.changes:
        if one.kind in ARRIVALS and one.edited and one.was is None:
            assert one.edited[0] not in found.pairs.before
        if one.kind in DEPARTURES and one.card and one.gone:
            assert one.was not in kept


@examples(100)
@given(revisions())
def test_what_a_thing_says_that_it_was_it_is(revised: Revised) -> None:
    pairs = Comparison(revised.old, revised.new).pairs
    present = taken_apart(revised.new)

    for before, now in revised.said.items():
        if now in present:
            assert pairs.after.get(before) == now


@examples(30)
@given(revisions())
def test_the_most_important_comes_first(revised: Revised) -> None:
    kinds = [one.kind for one in Comparison(revised.old, revised.new).changes]

    assert kinds == sorted(kinds, key=list(ChangeKind).index)


def test_a_renamed_card_is_that_card() -> None:
    old = two_towns()

    for _, card in old.cards():
        new = edited(old, card.id, partial(replace, id="renamed"))
        found = Comparison(old, new)
        assert found.pairs.card(card.id) == "renamed"
        assert [one.kind for one in found.told] == [ChangeKind.RENAMED]


def test_a_renamed_claim_is_that_claim_and_nothing_is_told() -> None:
    old = two_towns()

    for _, card in old.cards():
        for claim in card.claims:
            new = with_claim(old, f"{card.id}#{claim.id}", id="renamed")
            found = Comparison(old, new)
            before = next(
                key for key in found.pairs.after if (key.card, key.id) == (card.id, claim.id)
            )
            assert found.pairs.after[before].id == "renamed"
            assert found.told == ()


def test_changes_of_the_briefing_alone_are_no_news() -> None:
    old = replace(ALL_FIELDS, written_by=("Ann Lee",))
    found = Comparison(old, replace(old, written_by=("Bo Marsh",)))

    assert [(one.kind, one.edited and one.edited[0]) for one in found.changes] == [
        (ChangeKind.UNSEEN, BRIEFING)
    ]
    assert found.told == ()
    assert found.by_item == {}
    assert found.cards == frozenset()
