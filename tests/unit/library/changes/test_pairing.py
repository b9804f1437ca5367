"""Which claim or card is which, where that is not plain."""

from __future__ import annotations

import itertools
import subprocess
import sys
from decimal import Decimal

import msgspec
import pytest
from msgspec.structs import replace

from briefing.library.changes.comparing import Comparison
from briefing.library.changes.kinds import ChangeKind
from briefing.library.changes.things import Key, ThingKind, card_key, claim_key
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Section
from briefing.model.claims import Claim, Figure, Quote
from briefing.model.vocabulary import SectionKind
from tests.samples import two_towns
from tests.unit.library.changes.revising import (
    card_of,
    claim_of,
    edited,
    with_cards,
    with_claim,
    with_claims,
    without_claim,
)


def briefing(*cards: Card) -> Briefing:
    section = Section(id="terms", kind=SectionKind.TERMS, title="Terms", cards=cards)
    return Briefing(id="dam", title="Dam", sections=(section,))


def card(*texts: str, id_: str = "c", title: str = "Card", first: str = "a") -> Card:
    """A card with claims whose ids begin with something."""
    claims = (Claim(id=f"{first}{number}", text=text) for number, text in enumerate(texts))
    return Card(id=id_, title=title, claims=tuple(claims))


def became(old: Briefing, new: Briefing, key: Key) -> str | None:
    """The item, or card, that a thing has become."""
    found = Comparison(old, new).pairs.after.get(key)
    return None if found is None else "#".join(filter(None, (found.card, found.item)))


def test_a_claim_keeps_its_id_whatever_it_says() -> None:
    old = two_towns()
    new = with_claim(old, "share#summer", text="Nobody takes any.")

    assert became(old, new, claim_key("share", "summer")) == "share#summer"


def test_the_same_words_count_more_than_the_same_id() -> None:
    old = briefing(card("Lakeside keeps the ferry.", "Hilltop takes the turbines."))
    new = briefing(card("Hilltop takes the turbines.", "Nobody pays for the gauge."))

    assert became(old, new, claim_key("c", "a1")) == "c#a0"


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [
        (
            "Hilltop drinks half of the water in August.",
            "Both councils signed: Hilltop gets half, Lakeside waits.",
            True,
        ),
        ("Hilltop takes half of the water.", "The ferry is a courtesy between neighbours.", False),
        ("It is so.", "It is not so.", True),
    ],
    ids=["other words", "other subject", "short words only"],
)
def test_claims_of_one_card_are_paired_by_likeness(before: str, after: str, pairs: bool) -> None:
    old, new = briefing(card(before)), briefing(card(after, first="b"))

    assert (became(old, new, claim_key("c", "a0")) == "c#b0") is pairs


def test_a_claim_that_could_be_either_of_two_is_neither() -> None:
    old = briefing(card("Lakeside pays twelve francs for turbines every winter."))
    new = briefing(
        card(
            "Lakeside repairs the gauge, turbines excepted, before spring.",
            "Lakeside repairs the ferry, turbines excepted, before spring.",
            first="b",
        )
    )

    assert became(old, new, claim_key("c", "a0")) is None


def test_two_that_are_plainly_alike_are_paired_though_others_are_nearly_as_much() -> None:
    old = briefing(card("Lakeside pays twelve francs for turbines every winter."))
    new = briefing(
        card(
            "Lakeside pays twelve francs, Hilltop nothing.",
            "Lakeside pays twelve francs, both councils agree.",
            first="b",
        )
    )

    assert became(old, new, claim_key("c", "a0")) == "c#b0"


def test_a_card_that_is_renamed_and_reworded_is_that_card() -> None:
    old = briefing(card("Hilltop drinks half of the water in August.", "Lakeside waits."))
    new = briefing(
        card("Both councils signed: Hilltop drinks half the water.", "Lakeside waits.", id_="cup")
    )

    assert Comparison(old, new).pairs.card("c") == "cup"


def test_a_card_that_shares_a_few_words_with_another_is_another() -> None:
    old = briefing(card("The ferry is a courtesy between neighbours.", title="Old"))
    new = briefing(
        card("The ferry sails between two other lakes every morning.", title="New", id_="boat")
    )

    assert Comparison(old, new).pairs.card("c") is None


def test_what_two_people_said_is_never_reworded() -> None:
    old = briefing(Card(id="c", title="C", claims=(_said("We trust their council.", "mayor"),)))
    new = briefing(
        Card(id="c", title="C", claims=(_said("We trust that council.", "engineer", "q2"),))
    )

    assert [one.kind for one in Comparison(old, new).told] == [
        ChangeKind.WITHDRAWN,
        ChangeKind.QUOTATION_ADDED,
    ]


def _said(text: str, speaker: str, id_: str = "q") -> Quote:
    return Quote(id=id_, text=text, speaker=speaker)


def test_figures_are_no_sooner_the_same_for_counting_something_alike() -> None:
    def freed(whose: str) -> Briefing:
        figure = Figure(
            id=whose, measure=f"{whose} prisoners to be freed", unit="people", value=Decimal(2)
        )
        return briefing(Card(id="c", title="C", figures=(figure,)))

    assert became(freed("Armenian"), freed("Azerbaijani"), _figure("Armenian")) is None


def test_a_figure_is_the_same_in_another_card() -> None:
    years = Figure(id="years", measure="Years", unit="years", value=Decimal(10))
    old = briefing(Card(id="c", title="C", figures=(years,)), Card(id="d", title="D"))
    new = briefing(
        Card(id="c", title="C"), Card(id="d", title="D", figures=(replace(years, measure="Term"),))
    )

    assert became(old, new, _figure("years")) == "d#figure:years"


def _figure(id_: str) -> Key:
    return Key(ThingKind.FIGURE, "c", id_)


def test_a_claim_is_found_in_another_card_only_if_it_says_nearly_the_same() -> None:
    texts = (
        "No reaction of the Union was reported in the articles.",
        "No policy or reaction of the Union was described in the articles.",
    )
    old = briefing(card(texts[0], id_="c"), card(id_="d", title="Other"))

    reworded = briefing(card(id_="c"), card(texts[1], id_="d", title="Other", first="b"))
    same = briefing(card(id_="c"), card(texts[0], id_="d", title="Other", first="b"))

    assert became(old, reworded, claim_key("c", "a0")) is None
    assert became(old, same, claim_key("c", "a0")) == "d#b0"


def test_a_card_that_is_like_two_others_is_neither() -> None:
    texts = "Hilltop takes two thirds of the water.", "Lakeside keeps the turbines of the dam."
    old = briefing(card(*texts, title="Shares"))
    new = briefing(
        card(*texts, id_="d", title="Shares in summer"),
        card(*texts, id_="e", title="Shares in winter"),
    )

    assert became(old, new, card_key("c")) is None


def test_a_card_that_is_only_renamed_is_that_card_whatever_else_is_like_it() -> None:
    texts = "Hilltop takes two thirds of the water.", "Lakeside keeps the turbines of the dam."
    old = briefing(card(*texts, title="Shares"))
    new = briefing(
        card(*texts, id_="d", title="Shares in summer"),
        card(*texts, id_="e", title="Shares"),
    )

    assert became(old, new, card_key("c")) == "e"


def test_only_one_card_can_be_what_another_was() -> None:
    old = two_towns()
    ferry = card_of(old, "ferry")
    boats = (replace(ferry, id=id_, was=("ferry",)) for id_ in ("boat", "ship"))
    new = with_cards(edited(old, "ferry", lambda _: None), "terms", *boats)

    found = Comparison(old, new)

    assert found.pairs.card("ferry") == "boat"
    assert list(found.pairs.after.values()).count(card_key("boat")) == 1
    assert card_key("ship") not in found.pairs.before


def test_a_card_that_has_its_id_still_is_that_card_whatever_it_was() -> None:
    old = two_towns()
    new = edited(
        edited(old, "ferry", lambda _: None), "gauge", lambda one: replace(one, was=("ferry",))
    )

    assert Comparison(old, new).pairs.card("gauge") == "gauge"


def test_a_new_card_may_have_the_id_that_another_had() -> None:
    old = two_towns()
    renamed = edited(old, "ferry", lambda one: replace(one, id="boat", was=("ferry",)))
    new = with_cards(renamed, "terms", Card(id="ferry", title="Another ferry sails"))

    assert Comparison(old, new).pairs.card("ferry") == "boat"


def test_what_a_claim_was_long_ago_does_not_count_again() -> None:
    claim = claim_of(two_towns(), "share#summer")
    old = with_claim(two_towns(), "share#summer", id="shares", was=("summer",))
    old = with_claims(old, "share", replace(claim, text="August is wet."))
    new = without_claim(old, "share#summer")

    assert became(old, new, claim_key("share", "shares")) == "share#shares"
    assert became(old, new, claim_key("share", "summer")) is None


def test_a_claim_can_have_stood_in_a_card_that_is_renamed_too() -> None:
    old = two_towns()
    claim = replace(claim_of(old, "gauge#nobody-has-offered-to"), text="No.", id="no")
    new = without_claim(old, "gauge#nobody-has-offered-to")
    new = with_claims(new, "dam", replace(claim, was=("meter#nobody-has-offered-to",)))
    new = edited(new, "gauge", lambda one: replace(one, id="meter", was=("gauge",)))

    assert became(old, new, claim_key("gauge", "nobody-has-offered-to")) == "dam#no"


_PAIRS = """
import msgspec, sys
from briefing.library.changes.pairing import pair
from briefing.library.changes.things import taken_apart
from briefing.model.briefing import Briefing
old, new = msgspec.json.decode(sys.stdin.buffer.read(), type=tuple[Briefing, Briefing])
print(sorted(pair(taken_apart(old), taken_apart(new)).after.items()))
"""


def test_every_process_pairs_the_same() -> None:
    words = "water ferry gauge crews lawsuit harvest turbine council summer winter level sluice"
    texts = [" ".join(some) for some in itertools.combinations(words.split(), 10)]
    revisions = briefing(card(*texts[:30])), briefing(card(*texts[30:], first="b"))
    sent = msgspec.json.encode(revisions)

    found = {
        subprocess.run(
            [sys.executable, "-c", _PAIRS],
            input=sent,
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(found) == 1
