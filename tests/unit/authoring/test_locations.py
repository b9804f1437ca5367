"""Every part of a briefing is found again at the token where it was typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.authoring.load import Loaded, load_briefing
from briefing.authoring.problems import Location, Locations
from briefing.model.cards import Disagreement
from briefing.model.claims import Evidence
from tests.unit.authoring.conftest import FIXTURE
from tests.unit.authoring.mistakes import (
    ACTORS,
    BRIEFING,
    GAUGE,
    HERALD,
    LEVEL,
    SHARE,
    YEARS,
)

START = Location("two-towns/briefing.md")


@pytest.fixture(scope="module")
def two_towns() -> Loaded:
    return load_briefing(FIXTURE)


def typed_at(place: Location, root: Path = FIXTURE) -> str:
    """The rest of the line that begins at a place."""
    lines = (root.parent / place.path).read_text("utf-8").split("\n")
    return lines[place.line - 1][place.column - 1 :]


def file(place: Location) -> str:
    return place.path.removeprefix("two-towns/")


def test_words_of_a_claim(two_towns: Loaded) -> None:
    place = two_towns.locations.at("share#summer", len("Hilltop takes two "))
    assert file(place) == SHARE
    assert typed_at(place).startswith("thirds of the water")


def test_words_of_the_bottom_line_over_two_lines(two_towns: Loaded) -> None:
    assert two_towns.briefing is not None
    claim = two_towns.briefing.sections[0].cards[0].claims[0]
    key = f"bottom-line#{claim.id}"
    place = two_towns.locations.at(key, claim.text.index("failed rounds"))
    assert file(place) == BRIEFING
    assert typed_at(place).startswith("failed rounds of talks")
    assert typed_at(two_towns.locations.citation(key, 1)).startswith("post, ¶1")
    assert typed_at(two_towns.locations.field(key, "date")).startswith("2024-05-01}")


def test_a_place_past_the_text_is_its_end(two_towns: Loaded) -> None:
    end = two_towns.locations.at("share#summer", 999)
    assert typed_at(end).startswith(" [@herald")
    assert typed_at(two_towns.locations.at("share#summer", -3)).startswith("Hilltop takes")


def test_figures(two_towns: Loaded) -> None:
    places, key = two_towns.locations, "share#figure:water-share"
    assert file(places.at(key)) == SHARE
    assert places.at(key, 99) == places.at(key)
    assert typed_at(places.at(key)).startswith("id: water-share")
    assert typed_at(places.field(key, "value")) == "66.6"
    assert typed_at(places.field(key, "as-reported")) == "two thirds"
    assert typed_at(places.field(key, "cite")).startswith("herald ¶2")
    assert places.field(key, "low") == places.at(key)
    assert typed_at(places.citation(key, 1)).startswith("post ¶4")


def test_positions(two_towns: Loaded) -> None:
    places, key = two_towns.locations, "share-or-level#position:1"
    assert file(places.at(key)) == LEVEL
    assert typed_at(places.at(key, len("It is a "))).startswith("floor; in a wet")
    assert typed_at(places.citation(key, 1)).startswith("engineers")


def test_cards_actors_names_and_sources(two_towns: Loaded) -> None:
    places = two_towns.locations
    assert typed_at(places.at("gauge", len("The "))).startswith("engineer doubts")
    assert file(places.at("gauge")) == GAUGE
    assert typed_at(places.at("bottom-line")).startswith("Lakeside and Hilltop agree")
    assert file(places.at("actor:mayor")) == ACTORS
    assert typed_at(places.at("actor:mayor")).startswith("mayor:")
    assert typed_at(places.citation("actor:engineer", 1)).startswith("engineers")
    assert typed_at(places.field("actor:mayor", "role")) == "Mayor of Lakeside"
    assert typed_at(places.at("actor:mayor#name:1")).startswith("Lee-Marsh]")
    assert typed_at(places.citation("actor:yerevan#name:1", 0)).startswith("herald ¶6")
    assert file(places.at("source:post")) == HERALD
    assert typed_at(places.at("source:post")).startswith("post:")
    assert typed_at(places.field("source:post", "corpus")) == "post.txt"


def test_every_citation_of_a_briefing_has_a_place_of_its_own(two_towns: Loaded) -> None:
    briefing, places = two_towns.briefing, two_towns.locations
    assert briefing is not None
    bearers: dict[str, tuple[Evidence, ...]] = {}
    for _, card in briefing.cards():
        bearers |= {f"{card.id}#{claim.id}": claim.evidence for claim in card.claims}
        bearers |= {f"{card.id}#figure:{figure.id}": figure.evidence for figure in card.figures}
        if isinstance(card.detail, Disagreement):
            for number, position in enumerate(card.detail.positions):
                bearers[f"{card.id}#position:{number}"] = position.evidence
    for actor in briefing.actors:
        bearers[f"actor:{actor.id}"] = actor.evidence
        for number, name in enumerate(actor.names):
            bearers[f"actor:{actor.id}#name:{number}"] = name.evidence
    assert all(places.at(key) != START for key in bearers)
    cited = [(key, i, one) for key, evidence in bearers.items() for i, one in enumerate(evidence)]
    assert cited
    for key, i, one in cited:
        assert typed_at(places.citation(key, i)).startswith(one.source)
    assert len({places.citation(key, i) for key, i, _ in cited}) == len(cited)


def test_what_is_not_known_is_at_the_start(two_towns: Loaded) -> None:
    places = two_towns.locations
    assert places.at("nowhere#x", 5) == START
    assert places.field("nowhere#x", "value") == START
    assert places.citation("nowhere#x", 0) == START
    assert places.citation("share#summer", 9) == places.at("share#summer")
    assert places.citation("share#summer", -1) == places.at("share#summer")
    assert Locations().at("x") == Location("briefing.md")


def test_places_are_there_where_there_are_errors_elsewhere(topic: Path) -> None:
    (topic / YEARS).write_text("---\n[\n---\n", "utf-8")
    (topic / BRIEFING).write_text(
        (topic / BRIEFING).read_text("utf-8").replace("language: en", "language: ??"), "utf-8"
    )
    loaded = load_briefing(topic)
    assert loaded.briefing is None
    assert typed_at(loaded.locations.at("share#summer"), topic).startswith("Hilltop takes")
    assert typed_at(loaded.locations.at("bottom-line#so-what"), topic).startswith(
        "The deal matters"
    )


def test_a_card_that_no_reader_sees_takes_no_place(topic: Path) -> None:
    typed = (topic / GAUGE).read_text("utf-8")
    (topic / "cards" / "terms" / "gauge.md").write_text(typed, "utf-8")
    assert file(load_briefing(topic).locations.at("gauge")) == GAUGE
