"""What is gathered of an actor, and who is held to be the same in two briefings."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from briefing.authoring.load import load_briefing
from briefing.library.library import Library
from briefing.model.actors import Actor, Name
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Position
from briefing.model.vocabulary import ActorType
from briefing.views import actor as view
from briefing.views.actor import (
    ActorPage,
    actor_page,
    is_same_actor,
    pages_elsewhere,
    who_is_meant,
)
from tests.samples import ALL_FIELDS, published, two_towns

CONTENT = next((Path(__file__).parents[3] / "content").iterdir())


@cache
def content() -> Briefing:
    loaded = load_briefing(CONTENT).briefing
    assert loaded is not None
    return loaded


def page(actor_id: str, briefing: Briefing | None = None) -> ActorPage:
    briefing = briefing or two_towns()
    return actor_page(published(briefing), briefing.actors_by_id[actor_id])


def person(*names: str, country: str | None = None, id_: str = "x") -> Actor:
    spelled = tuple(Name(text=text) for text in names)
    return Actor(id=id_, type=ActorType.PERSON, names=spelled, country=country)


def body(*names: str, type_: ActorType = ActorType.ORGANISATION, country: str = "") -> Actor:
    spelled = tuple(Name(text=text) for text in names)
    return Actor(id="x", type=type_, names=spelled, country=country or None)


def test_of_a_person_there_are_words_figures_and_reactions() -> None:
    mayor = page("mayor")
    assert [(one.text, one.speaker) for one in mayor.said] == [
        ("We trust them for now.", "Ann Lee-Marsh"),
        ("A good day for both our towns.", "Ann Lee-Marsh"),
    ]
    assert [one.item for one in mayor.figures] == ["figure:water-share"]
    assert [one.address for one in mayor.reactions] == ["two-towns/reactions/lakeside-council"]
    assert mayor.reactions[0].item is None
    assert mayor.reactions[0].evidence


def test_what_is_said_for_somebody_in_a_reaction_is_theirs_too() -> None:
    lakeside = page("lakeside")
    assert [one.text for one in lakeside.said] == ["A good day for both our towns."]
    assert lakeside.reactions == page("mayor").reactions


def test_said_of_somebody_is_what_names_them() -> None:
    engineer = page("engineer")
    texts = [one.text for one in engineer.named_in]
    # Of the card that lists him, neither what is about others nor, again, the title.
    assert "Nobody has offered to pay for a new one." not in texts
    assert {one.card for one in engineer.other_cards}.isdisjoint(
        one.card for one in engineer.named_in
    )
    assert any(text.startswith("Orkhan Aliyev (Orxan Əliyev) proposed") for text in texts)
    # A card of people lists the engineer too, and this claim of it does not name him.
    assert not any("has been mayor" in text for text in texts)
    assert any("has been mayor" in one.text for one in page("mayor").named_in)


def test_another_spelling_in_a_text_names_the_same_actor() -> None:
    erivan = next(actor for actor in two_towns().actors if actor.id == "yerevan")
    texts = [one.text for one in page(erivan.id).named_in]
    assert any("conference in Yerevan" in text for text in texts)
    renamed = replace(two_towns(), actors=(person("Somebody", "Hilltop", id_="yerevan"),))
    assert any("Hilltop" in one.text for one in page("yerevan", renamed).named_in)


def test_a_position_is_said_of_whom_it_names_and_by_nobody() -> None:
    hilltop = page("hilltop")
    assert [one.item for one in hilltop.named_in if "floor" in one.text] == [
        None,  # the question
        "position:1",
    ]
    assert all(one.speaker is None for one in hilltop.named_in if "floor" in one.text)


def test_every_quote_reaction_and_figure_of_the_bundled_briefing_is_somebodys() -> None:
    briefing = content()
    pages = [page(actor.id, briefing) for actor in briefing.actors]
    quotes = {
        one.text for _, card in briefing.cards() for one in card.claims if hasattr(one, "speaker")
    }
    assert {one.text for each in pages for one in each.said} == quotes
    figures = {f"figure:{one.id}" for one in briefing.figures.values() if one.said_by}
    assert {one.item for each in pages for one in each.figures} == figures
    aliyev = page("aliyev", briefing)
    assert aliyev.named_in
    assert [one.card for one in aliyev.other_cards] == ["united-states"]
    cards = {card.id: card for _, card in briefing.cards()}
    for one in (mention for each in pages for part in each.parts.values() for mention in part):
        assert _stands(cards[one.card], one.item), one


def _stands(card: Card, item: str | None) -> bool:
    detail = card.detail
    positions = getattr(detail, "positions", ())
    assert all(isinstance(one, Position) for one in positions)
    items = {claim.id for claim in card.claims} | {f"figure:{one.id}" for one in card.figures}
    return item is None or item in items | {f"position:{n}" for n in range(len(positions))}


def test_an_actor_that_nothing_is_told_of_has_an_empty_page() -> None:
    briefing = replace(ALL_FIELDS, actors=(person("Nobody At All", id_="nobody"),))
    assert not any(page("nobody", briefing).parts.values())


# -- who is meant ----------------------------------------------------------------------------------

LISTS = {"a": two_towns().actors}


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("engineer", ["engineer"]),
        ("Orxan Əliyev", ["engineer"]),
        ("orxan eliyev", ["engineer"]),
        ("aliev", ["engineer"]),
        ("orkhan", ["engineer"]),
        ("SEESTADT", ["lakeside"]),
        ("Երևան", ["yerevan"]),
        ("lee", ["mayor"]),
        ("nobody", []),
        ("", []),
        ("--", []),
    ],
)
def test_a_name_is_matched_in_any_spelling(name: str, meant: list[str]) -> None:
    assert [who["a"].id for who in who_is_meant(LISTS, name)] == meant


def test_a_whole_name_goes_before_a_part_of_another() -> None:
    actors = (person("Ann Lee", id_="ann"), person("Lee", id_="lee"))
    assert [who["a"].id for who in who_is_meant({"a": actors}, "Lee")] == ["lee"]
    assert [who["a"].id for who in who_is_meant({"a": actors}, "Ann")] == ["ann"]


def test_one_actor_of_two_briefings_is_meant_once_and_two_of_one_name_twice() -> None:
    ann, other = person("Ann Lee", id_="ann"), person("Ann Lee", id_="other")
    assert who_is_meant({"a": [ann], "b": [other]}, "ann lee") == [{"a": ann, "b": other}]
    assert who_is_meant({"a": [ann, other]}, "ann lee") == [{"a": ann}, {"a": other}]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (person("Ann Lee"), person("Lee", "ANN LEE"), True),
        (person("Ann Lee", country="CH"), person("Ann Lee", country="FR"), False),
        (person("Ann Lee", country="CH"), person("Ann Lee"), True),
        (person("Ann Lee", "Lee"), person("Bo Lee", "Lee"), False),
        (person("Lee"), person("Lee"), False),
        (person("Lee", country="CH"), person("Lee", country="CH"), True),
        (body("NATO"), body("NATO", "Alliance"), True),
        (body("NATO"), body("Alliance", "NATO"), False),
        (body("A", "joint statement"), body("B", "joint statement"), False),
        (body("NATO"), body("NATO", type_=ActorType.BLOC), False),
        (
            body("Turkey", type_=ActorType.STATE, country="TR"),
            body("Türkiye", type_=ActorType.STATE, country="TR"),
            True,
        ),
        (body("Turkey Ltd", country="TR"), body("Türkiye AS", country="TR"), False),
    ],
)
def test_names_and_country_tell_who_is_the_same(one: Actor, other: Actor, same: bool) -> None:
    assert is_same_actor(one, other) is is_same_actor(other, one) is same


# -- over briefings --------------------------------------------------------------------------------


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path)
    other = replace(two_towns(), id="later", title="Later")
    library.publish([two_towns(), other, replace(ALL_FIELDS, id="all-fields")])
    return library


def elsewhere(library: Library, actor_id: str) -> tuple[list[str], bool]:
    actor = two_towns().actors_by_id[actor_id]
    pages, more = pages_elsewhere(library, actor, "two-towns", lambda: False)
    return [one.briefing for one in pages], more


def test_an_actor_is_found_in_the_other_briefings(library: Library) -> None:
    assert elsewhere(library, "lakeside") == (["all-fields", "later"], False)
    assert elsewhere(library, "engineer") == (["later"], False)
    pages, _ = pages_elsewhere(library, two_towns().actors[0], "two-towns", lambda: True)
    assert pages == []


def test_no_more_briefings_are_read_than_can_be_waited_for(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "MOST_BRIEFINGS", 1)
    assert elsewhere(library, "lakeside") == (["all-fields"], True)


def test_a_damaged_briefing_is_passed_over(library: Library) -> None:
    (library.folder / "briefings" / "later.json").write_text("{")
    assert elsewhere(library, "lakeside") == (["all-fields"], False)
