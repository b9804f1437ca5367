"""Names are found in any spelling: states in all languages, others by how they sound."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from briefing.model.actors import Actor, Name
from briefing.model.briefing import Briefing, Revision
from briefing.model.vocabulary import ActorType
from briefing.search.countries import codes_of, key_of
from briefing.search.finder import Finder
from briefing.search.index import keeper
from briefing.search.index.building import update
from briefing.search.index.keeper import IndexKeeper
from briefing.search.query import Query, QueryError
from tests.samples import joint_statement
from tests.unit.search.index_shelves import NOW, MemoryShelf, found, keeping, query, simple_briefing
from tests.waiting import HANGS

COMMON_WORDS = Path(__file__).with_name("common_words.txt").read_text(encoding="utf-8").split()

STATES = {
    "Armenia": "Հայաստան Armenien Arménie Ermenistan Армения Ermənistan 亚美尼亚 أرمينيا",
    "Azerbaijan": "Azerbaycan Azərbaycan Aserbaidschan Azerbaïdjan Азербайджан Ադրբեջան",
    "Turkey": "Türkiye Турция Türkei Turquie Թուրքիա तुर्किये 土耳其",
    "Russia": "Россия Russland Russie Rusya Ռուսաստան რუსეთი",
    "France": "Frankreich Франция Ֆրանսիա Fransa",
}
SOUNDS = {
    "Aliyev": "Алиев aliev Alijew Alief",
    "Pashinyan": "Пашинян Pachinian Paschinjan Pasinyan Paşinyan Փաշինյան ფაშინიანი",
    "Zakharova": "Zakharowa Захарова Sacharowa Zaharova",
    "Sahakyan": "Սահակյան Sahakian Саакян Saakyan",
    "Karabakh": "Karabagh Karabach Qarabağ Карабах Garabagh",
    "Nakhichevan": "Nakhchivan Naxçıvan Nachitschewan Нахичевань",
    "Bayramov": "Bairamov Bajramow Байрамов",
    "Yerevan": "Erevan Jerewan Ереван İrəvan",
    "Jeyhun": "Ceyhun Djeyhoun Джейхун",
    "Voskanyan": "Ոսկանյան Woskanjan",
    "O’Brien": "О’Брайен",
    "Baku": "Баку",
    "Maria": "Мария",
    "Azatutyun": "Ազատություն Azatoutioun",
    "Geneva": "Genève Женева",
}
SPELLED = [(typed, name) for name, others in SOUNDS.items() for typed in others.split()]
OF_STATES = [(typed, name) for name, others in STATES.items() for typed in others.split()]
ABSENT = (
    "Putin Путин Erdogan Эрдоган Biden Zelensky Selenskyj Lavrov Лавров Blinken Trump Merkel"
    " Mirzoyan Kocharyan Sargsyan Netanyahu Modi Sunak Starmer Meloni Orban Tusk Saakashvili"
    " Lukashenko Лукашенко Tokayev Mirziyoyev Khamenei Sullivan Guterres Stoltenberg Harutyunyan"
    " Vardanyan Babayan Peskov Overchuk Mammadov Hajiyev Fidan Cavusoglu Klaar Baerbock"
    " Steinmeier Sarkozy"
)


@pytest.fixture(scope="module")
def bundled() -> Briefing:
    return joint_statement()


@pytest.fixture(scope="module")
def finder(bundled: Briefing) -> Finder:
    return Finder(bundled)


@pytest.fixture(scope="module")
def kept(bundled: Briefing, tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexKeeper]:
    path = tmp_path_factory.mktemp("library") / "index.sqlite3"
    with keeping(MemoryShelf(bundled), path) as kept:
        yield kept


def read(finder: Finder, text: str) -> Query:
    found = finder.read(text)
    assert not isinstance(found, QueryError)
    return found


def cards_similar(finder: Finder, text: str) -> tuple[set[str], str]:
    """What is found where nothing is found, and what is said of it."""
    asked = read(finder, text)
    assert not finder.find(asked)
    similar = finder.similar(asked)
    return (finder.cards(similar.query), similar.said) if similar else (set(), "")


@pytest.mark.parametrize(("typed", "name"), OF_STATES)
def test_a_state_is_found_in_any_language(
    finder: Finder, kept: IndexKeeper, typed: str, name: str
) -> None:
    cards = finder.cards(name)
    assert cards
    assert finder.cards(typed) == cards
    assert {one.partition("/")[2] for one in found(kept, typed)} == cards


@pytest.mark.parametrize(("typed", "name"), SPELLED)
def test_a_name_is_found_by_its_sound(
    finder: Finder, kept: IndexKeeper, typed: str, name: str
) -> None:
    cards, said = cards_similar(finder, typed)
    assert (cards, said) == (finder.cards(name), f"similar to {name}")
    similar = kept.similar(query(typed))
    assert similar is not None
    assert similar.said == said
    assert similar.words == ((typed, (name,)),)
    assert {row.card_id for row in kept.search(similar.query, 99).rows} == cards


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Ильхам Алиев", "ilham aliyev"),
        ("Nagorny Karabach", "nagorno karabakh"),
        ("in:terms Алиев", "in:terms aliyev"),
        ("Алиев peace", "aliyev peace"),
        ("(Алиев or Пашинян) -treaty", "(aliyev or pashinyan) -treaty"),
        ("aliev actor:pashinyan", "aliyev actor:pashinyan"),
        ("Алиев Vereinigte Staaten", "aliyev united states"),
    ],
)
def test_words_that_stand_there_and_all_else_stay_as_typed(
    finder: Finder, kept: IndexKeeper, typed: str, meant: str
) -> None:
    cards, _ = cards_similar(finder, typed)
    assert cards == finder.cards(meant) != set()
    similar = kept.similar(query(typed))
    assert similar is not None
    assert {row.card_id for row in kept.search(similar.query, 99).rows} == cards


@pytest.mark.parametrize(
    "typed",
    [
        *('"Алиев"', "Алиев*", "aliev*", '"aliev', "zzz", "Алиев zzz", "-Алиев aliyev -aliyev"),
        *("peace -peace", "in:terms Захарова", "alie", "Али", "date:1999", "aliev-x"),
    ],
)
def test_only_plain_words_have_others_in_their_place(finder: Finder, typed: str) -> None:
    assert cards_similar(finder, typed) == (set(), "")


def test_no_common_word_is_taken_for_a_name(finder: Finder) -> None:
    assert len(set(COMMON_WORDS)) >= 1000
    taken = {
        word: similar.said
        for word in COMMON_WORDS
        if not finder.find(f'"{word}*"') and (similar := finder.similar(read(finder, f"{word} ")))
    }
    assert not taken


def test_no_common_word_is_the_name_of_a_state_that_is_listed(bundled: Briefing) -> None:
    listed = {one.country for one in bundled.actors if one.type is ActorType.STATE}
    assert len(listed) == 7
    assert not {word for word in COMMON_WORDS if codes_of(key_of(word)) & listed}


def test_a_word_that_stands_there_keeps_its_place(bundled: Briefing) -> None:
    briefing = replace(
        simple_briefing("b", "an aleph", "Aliyev meets Pashinyan"), actors=bundled.actors
    )
    finder = Finder(briefing)
    assert cards_similar(finder, "aleph Пашинян") == (set(), "")
    assert cards_similar(finder, "alef Пашинян") == ({"c1"}, "similar to Aliyev, Pashinyan")


@pytest.mark.parametrize("name", ABSENT.split())
def test_who_does_not_occur_is_not_found(finder: Finder, name: str) -> None:
    assert cards_similar(finder, name) == (set(), "")


def test_of_many_words_some_have_others_in_their_place(finder: Finder) -> None:
    text = " or ".join(f"{'q' * number}qq" for number in range(7)) + " or Алиев or Пашинян"
    assert cards_similar(finder, text)[1] == "similar to Aliyev"


def test_of_many_names_some_are_taken_always_the_same() -> None:
    names = ["Pachinian", "Paschinian", "Pashinian", "Pashinyan", "Pasinian", "Pasinyan"]
    actors = tuple(
        Actor(id=name, type=ActorType.PERSON, names=(Name(text=name),)) for name in names
    )
    briefing = replace(simple_briefing("b", " ".join(names)), actors=actors)
    for one in (briefing, replace(briefing, actors=actors[::-1])):
        similar = Finder(one).similar(query("Пашинян"))
        assert similar is not None
        assert similar.words == (("Пашинян", tuple(names[:5])),)
        assert similar.said == "similar to Pachinian, Paschinian, Pashinian …"


# -- libraries -------------------------------------------------------------------------------------


def listing(id_: str, text: str, name: str) -> Briefing:
    turkey = Actor(id="tr", type=ActorType.STATE, names=(Name(text=name),), country="TR")
    return replace(simple_briefing(id_, text), actors=(turkey,))


LIBRARY = (
    listing("a", "Turkey speaks", "Turkey"),
    listing("b", "Türkiye speaks", "Türkiye"),
    simple_briefing("c", "Nobody speaks"),
)


@pytest.mark.parametrize(
    ("text", "cards"),
    [
        ("Turkey", {"a/c0", "b/c0"}),
        ("Турция", {"a/c0", "b/c0"}),
        ("Турция speaks", {"a/c0", "b/c0"}),
        ("speaks -Турция", {"c/c0"}),
        ("Türkei or nobody", {"a/c0", "b/c0", "c/c0"}),
        ("Турция*", set()),
        ("Турци", set()),
    ],
)
def test_a_state_is_found_where_it_is_listed_in_another_language(
    path: Path, text: str, cards: set[str]
) -> None:
    with keeping(MemoryShelf(*LIBRARY), path) as kept:
        assert set(found(kept, text)) == cards
        assert kept.count(query(text)) == len(cards)


@pytest.mark.parametrize("named", ["Türkiye", "TR", "turkey", "Turquie"])
def test_a_country_is_asked_for_in_any_language(bundled: Briefing, named: str) -> None:
    finder = Finder(bundled)
    assert finder.cards(f"country:{named}") == finder.cards("country:TR") != set()
    assert isinstance(finder.read("country:Georgien"), QueryError)


def test_what_is_read_instead_has_names_too(
    path: Path, bundled: Briefing, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = MemoryShelf(simple_briefing("b", "peace"))
    instead = {"x": Revision(number=1, published=NOW, briefing=bundled)}
    for full_text in (True, False):
        monkeypatch.setattr(keeper, "has_full_text_search", lambda there=full_text: there)
        with closing(IndexKeeper(shelf, [path], instead=lambda: instead)) as kept:
            kept.start()
            assert kept.wait(HANGS)
            assert kept.search(query("Турция"), 99).rows
            similar = kept.similar(query("Алиев"))
            assert similar is not None
            assert similar.words == (("Алиев", ("Aliyev",)),)
            assert kept.search(similar.query, 99).rows
            assert kept.similar(query("peace")) is None


def test_until_the_index_is_known_to_be_whole_nothing_is_similar(
    path: Path, bundled: Briefing
) -> None:
    shelf = MemoryShelf(bundled)
    update(path, shelf)
    with closing(IndexKeeper(shelf, [path])) as kept:
        assert kept.similar(query("Алиев")) is None
        kept.start()
        assert kept.wait(HANGS)
        assert kept.similar(query("Алиев")) is not None
