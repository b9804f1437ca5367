"""Which words of a text name whom: spellings, capitals, adjectives, outlets and their authors."""

from __future__ import annotations

import pytest

from briefing.evidence.names import Lexicon, Named
from briefing.evidence.texts import Passage
from briefing.model.actors import Actor, Name, Source
from briefing.model.briefing import Briefing
from briefing.model.vocabulary import ActorType

STATE, PERSON, ORGANISATION = ActorType.STATE, ActorType.PERSON, ActorType.ORGANISATION


def actor(id_: str, type_: ActorType, *names: str) -> Actor:
    return Actor(id=id_, type=type_, names=tuple(Name(text=name) for name in names))


def source(key: str, outlet: str, *authors: str) -> Source:
    return Source(key=key, type="article", title="T", outlet=outlet, authors=authors)


def lexicon(*known: Actor | Source) -> Lexicon:
    actors = tuple(one for one in known if isinstance(one, Actor))
    sources = tuple(one for one in known if isinstance(one, Source))
    return Lexicon(Briefing(id="b", title="B", sections=(), actors=actors, sources=sources))


def named(first: int, last: int, actors: str = "", sources: str = "") -> Named:
    return Named(first, last, frozenset(actors.split()), frozenset(sources.split()))


@pytest.mark.parametrize(
    ("name", "adjectives", "none"),
    [
        ("Peru", "Perun Peruns Peruans Peruian Peruis Perus", "Per Pers Perish"),
        ("Oman", "Omani Omanis Omanic OMANI", "Oma omani Omanwards"),
        ("Cuba", "Cubans Cubaish", "Cub Cubs Cubish"),
        ("Turkey", "Turk Turks Turkish Turkic", "turkish Turke"),
        ("Russia", "Russ Russians Russer", "Rus Russo"),
        ("Italy", "Ital Itali Italian Italic", "Ita Ity"),
        ("Fiji", "Fijians", "Fij Fijs"),
        ("UAE", "", "Uaes UAEs UA"),
        ("Sri Lanka", "", "Lankan Lanka Sri Srian"),
        ("Upper Oman", "", "Omani Uppers"),
        ("USSR", "USSRs", "Ussr"),
    ],
)
def test_what_is_left_of_a_name_takes_an_ending_where_it_has_four_letters(
    name: str, adjectives: str, none: str
) -> None:
    known = lexicon(actor("x", STATE, name))
    assert [known.actors_in(Passage.of(word)) for word in adjectives.split()] == (
        [{"x"}] * len(adjectives.split())
    )
    assert [known.actors_in(Passage.of(word)) for word in none.split()] == (
        [frozenset()] * len(none.split())
    )


@pytest.mark.parametrize("kind", ActorType)
def test_only_states_and_places_have_adjectives(kind: ActorType) -> None:
    known = lexicon(actor("x", kind, "Valdane"))
    found = known.actors_in(Passage.of("the Valdanese"))
    assert found == ({"x"} if kind in {STATE, ActorType.PLACE} else frozenset())


def test_an_adjective_may_be_that_of_two() -> None:
    known = lexicon(actor("g", STATE, "Georgia"), actor("u", ActorType.PLACE, "Georgia"))
    assert known.actors_in(Passage.of("Nobody likes Georgians")) == {"g", "u"}
    assert known.read(Passage.of("Nobody likes Georgians")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Lee of Oman", [named(0, 2, "ann"), named(3, 4, "oman")]),
        ("Lee and Lee", [named(0, 1, "ann bo"), named(2, 3, "ann bo")]),
        ("Ann lee", []),
        ("ann Lee", [named(1, 2, "ann bo")]),
        ("ANN LEE", [named(0, 2, "ann")]),
        ("Bo Ann Lee", [named(1, 3, "ann")]),
        ("Ann", []),
        ("the UAE, Uae or uae", [named(1, 2, "uae")]),
        ("the UAE’s", [named(1, 2, "uae")]),
        ("THE ANGLERS", [named(0, 2, "anglers")]),
        ("the Anglers of the anglers", [named(0, 2, "anglers"), named(3, 5, "anglers")]),
        ("anglers", []),
    ],
)
def test_names_are_read_where_they_stand(text: str, expected: list[Named]) -> None:
    known = lexicon(
        actor("ann", PERSON, "Ann Lee"),
        actor("bo", PERSON, "Bo Lee"),
        actor("oman", STATE, "Oman"),
        actor("uae", STATE, "UAE"),
        actor("anglers", ORGANISATION, "the anglers"),
    )
    assert known.read(Passage.of(text)) == expected


def test_a_name_of_one_letter_needs_one_capital() -> None:
    known = lexicon(actor("x", STATE, "X"))
    assert known.read(Passage.of("x X")) == [named(1, 2, "x")]


def test_a_name_without_a_word_is_no_name() -> None:
    known = lexicon(actor("x", PERSON, "…", " ", "Lee …"), source("s", "…", "!"))
    assert known.read(Passage.of("… Lee …!")) == [named(0, 1, "x")]


def outlets() -> Lexicon:
    return lexicon(
        actor("herald", ORGANISATION, "Herald"),
        actor("press", ORGANISATION, "Regional Press", "…"),
        actor("day", ORGANISATION, "To"),
        actor("town", STATE, "Herald Today"),
        actor("ann", PERSON, "Ann Lee"),
        actor("bo", PERSON, "Bo Reyl"),
        source("a", "The Herald", "Ann Lee", "Bo Reyl Junior"),
        source("b", "Herald Today"),
        source("c", "Regional Press Agency", "Ann Lee"),
        source("d", "Pressing"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Herald", [named(0, 2, "", "a")]),
        ("a Herald", [named(1, 2, "herald", "a b")]),
        ("Herald Today", [named(0, 2, "town", "b")]),
        ("Regional Press", [named(0, 2, "press", "c")]),
        ("Ann Lee", [named(0, 2, "ann", "a c")]),
        ("Lee", [named(0, 1, "ann", "a c")]),
        ("Bo Reyl Junior", [named(0, 3, "", "a")]),
        ("Reyl", [named(0, 1, "bo")]),
        ("Pressing", [named(0, 1, "", "d")]),
    ],
)
def test_an_outlet_or_an_author_names_its_sources(text: str, expected: list[Named]) -> None:
    assert outlets().read(Passage.of(text)) == expected


@pytest.mark.parametrize(
    ("sources", "speaking"),
    [
        ("", set()),
        ("a", {"herald", "ann"}),
        ("b", {"herald"}),
        ("c", {"press", "ann"}),
        ("d", set()),
        ("b c", {"herald", "press", "ann"}),
    ],
)
def test_outlets_and_authors_speak_in_their_sources(sources: str, speaking: set[str]) -> None:
    assert outlets().speaking(sources.split()) == speaking


def test_an_outlet_that_is_no_actor_is_none_of_those_named() -> None:
    assert outlets().actors_in(Passage.of("The Herald")) == {"herald"}
    assert outlets().actors_in(Passage.of("Pressing")) == frozenset()


def test_whoever_is_named_in_the_name_of_another_is_named() -> None:
    known = lexicon(actor("union", ORGANISATION, "Oman Union"), actor("oman", STATE, "Oman"))
    assert known.actors_in(Passage.of("the Oman Union")) == {"union", "oman"}
    assert known.read(Passage.of("the Oman Union")) == [named(1, 3, "union")]
