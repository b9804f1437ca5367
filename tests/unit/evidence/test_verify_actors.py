"""What a briefing says of its actors, held against the texts of the sources."""

from __future__ import annotations

import pytest

from briefing.model.actors import Actor, Name, Source
from briefing.model.vocabulary import ActorType
from tests.unit.evidence.test_verify_sources import HEAD, a_source
from tests.unit.evidence.verify_samples import a_briefing, verified


def codes(actor: Actor, text: str = "") -> list[str]:
    """The codes of what is said of an actor, all of them warnings."""
    herald = f"{HEAD}\n\n{text}" if text else HEAD
    remarks = verified(a_briefing(actors=[actor], sources=[a_source()]), herald=herald).remarks
    found = [one for one in remarks if one.source]
    assert all((str(one.severity), one.source) == ("warning", "actor:x") for one in found)
    return [one.code for one in found]


def person(name: str, **more: object) -> Actor:
    return Actor(id="x", type=ActorType.PERSON, names=(Name(text=name),), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (person("Anna Lee"), "actor-name"),
        (person("Ann Leigh"), "actor-name"),
        (person("Ann Lee"), None),
        (person("ANN LEE"), None),
        (Actor(id="x", type=ActorType.ORGANISATION, names=(Name(text="The Nine"),)), None),
        (person("Ann Lee", country="FR", role="Armenian minister"), "country"),
        (person("Ann Lee", country="AZ", role="Minister in Yerevan"), "country"),
        (person("Ann Lee", country="AM", role="Armenian minister"), None),
        (person("Ann Lee", country="AM", role="Armenian envoy to France"), None),
        (person("Ann Lee", country="GB", role="British minister"), None),
        (person("Ann Lee", country="FR", role="minister of the town"), None),
        (person("Ann Lee", role="Armenian minister"), None),
    ],
)
def test_of_an_actor_the_name_and_the_country(actor: Actor, code: str | None) -> None:
    assert codes(actor) == ([] if code is None else [code])


@pytest.mark.parametrize(
    ("country", "text", "told"),
    [
        ("FR", "The Waterhaven Bank of the Netherlands paid.", True),
        ("NL", "The Waterhaven Bank of the Netherlands paid.", False),
        ("NL", "The Dutch Waterhaven Bank paid.", False),
        ("US", "The U.S. Waterhaven Bank paid.", False),
        ("FR", "The Waterhaven Bank paid.", False),
        ("FR", "In the Netherlands it rained. The Waterhaven Bank paid.", False),
        ("FR", "The Netherlands met for long in the hall of the Waterhaven Bank.", False),
        (None, "The Dutch Waterhaven Bank paid.", False),
    ],
)
def test_a_country_is_that_beside_the_name(country: str | None, text: str, *, told: bool) -> None:
    bank = Actor(
        id="x",
        type=ActorType.ORGANISATION,
        names=(Name(text="Waterhaven Bank"),),
        country=country,
    )
    assert codes(bank, text) == (["country"] if told else [])


@pytest.mark.parametrize(
    ("type_", "name", "text", "told"),
    [
        ("person", "Tarn Storage", "Tarn Storage paid.", True),
        ("organisation", "Tarn Storage", "Tarn Storage paid.", False),
        ("person", "Kessa", "They met in Kessa and left Kessa.", True),
        ("person", "Kessa", "They met in Kessa, Kessa said.", False),
        ("person", "Kessa", "They saw Mr Kessa in Kessa.", False),
        ("person", "Kessa", "They saw Kessa leave.", False),
        ("place", "Kessa", "They met in Kessa and left Kessa.", False),
        ("place", "Kessa", "They met President Kessa.", True),
        ("state", "Hayka Alik", "That is so, according to Hayka Alik.", True),
        ("state", "Hayka Alik", "In Hayka Alik they met. In Hayka Alik it rained.", False),
        ("state", "France", "That is so, according to France.", False),
        ("unknown", "Hayka Alik", "That is so, according to Hayka Alik.", False),
    ],
)
def test_a_type_fits_how_the_sources_write(type_: str, name: str, text: str, *, told: bool) -> None:
    actor = Actor(id="x", type=ActorType(type_), names=(Name(text=name),))
    assert codes(actor, text) == (["actor-type"] if told else [])


def test_no_name_is_missed_where_a_text_is() -> None:
    sources = [a_source(), Source(key="post", type="webpage", title="T", outlet="O")]
    remarks = verified(a_briefing(actors=[person("Nobody")], sources=sources), herald=HEAD).remarks
    assert not [one for one in remarks if one.source]
