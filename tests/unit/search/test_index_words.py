"""Under which words the index keeps a text, and by which it looks for one."""

from __future__ import annotations

import pytest

from briefing.model.actors import Actor, Name
from briefing.model.briefing import Briefing
from briefing.model.vocabulary import ActorType
from briefing.search.document import head_of, join
from briefing.search.index.words import (
    Columns,
    IndexedWords,
    in_joined,
    joined_words,
    pieces,
    segmentations,
    spelled,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", set()),
        ("two towns share, a dam.", set()),
        ("two - towns 'quoted' end-", set()),
        ("a--b a'-b a,b", set()),
        ("o'brien", {"obrien"}),
        ("u.s.", {"us"}),
        ("prisoner-of-war", {"prisonerofwar", "ofwar"}),
        ("a-b c", {"ab"}),
        ("cop29", {"29"}),
        ("cop29b", {"29b"}),
        ("cop 29", {"cop29"}),
        ("cop-29, cop'29, cop\n29", {"cop29"}),
        ("cop.29, cop,29", set()),
        ("29 may", {"29may"}),
        ("29.may, 29,may", set()),
        ("120,000", {"120000"}),
        ("120 000 120.000 120-000 120'000", set()),
        ("1,2,3", {"123", "23"}),
        ("əli", {"ali", "eli"}),
        ("x-əli", {"xəli", "xali", "xeli", "ali", "eli"}),
        ("a1b2", {"1b2", "2"}),
        ("c-3po", {"c3po"}),
    ],
)
def test_words_arise_where_marks_are_skipped(text: str, words: set[str]) -> None:
    assert joined_words(text) == words


def test_a_long_chain_of_joined_words_ends() -> None:
    for piece, most in (("a", 81), ("abcdefghij", 90)):
        chain = "-".join([piece] * 100)
        assert max(map(len, joined_words(chain))) == most
    ends = joined_words("ə" * 8)
    assert len(ends) == 2**6
    assert "a" * 6 in ends


@pytest.mark.parametrize(
    ("word", "ways"),
    [
        ("war", [["war"]]),
        ("o'brien", [["obrien"], ["o", "brien"]]),
        ("a-b-c", [["abc"], ["ab", "c"], ["a", "bc"], ["a", "b", "c"]]),
        ("a-b-c-d-e", [["a"]]),
    ],
)
def test_a_typed_word_may_stand_in_several_pieces(word: str, ways: list[list[str]]) -> None:
    assert segmentations(word) == ways


def test_up_to_four_pieces_are_put_together_in_all_ways() -> None:
    assert len(segmentations("a-b-c-d")) == 8


@pytest.mark.parametrize(
    ("piece", "ways"),
    [
        ("ali", ["ali"]),
        ("əli", ["ali", "eli"]),
        ("əə", ["aa", "ae", "ea", "ee"]),
        ("xəyəz", ["xayaz", "xayez", "xeyaz", "xeyez"]),
    ],
)
def test_a_schwa_is_looked_for_as_either_vowel(piece: str, ways: list[str]) -> None:
    assert spelled(piece) == ways


def test_of_many_schwas_six_are_spelled_out_and_the_rest_is_left_out() -> None:
    assert spelled("ə" * 6)[0] == spelled("ə" * 7 + "z")[0] == "a" * 6
    assert len(spelled("ə" * 6)) == len(spelled("ə" * 9)) == 64
    assert spelled("ə" * 6 + "z")[-1] == "e" * 6 + "z"


def test_pieces_are_letters_and_digits() -> None:
    assert pieces("a_b-c 12,5 (d)") == ["a", "b", "c", "12", "5", "d"]


ACTORS = (
    Actor(id="am", type=ActorType.STATE, names=(Name(text="Armenia"), Name(text="Hayastan"))),
    Actor(id="re", type=ActorType.STATE, names=(Name(text="Republic of Dam"), Name(text="Dam"))),
    Actor(id="ro", type=ActorType.STATE, names=(Name(text="Republic of Lake"), Name(text="Lake"))),
    Actor(id="p", type=ActorType.PERSON, names=(Name(text="Ann O'Brien"), Name(text="Mayor"))),
)
WORDS = IndexedWords(head_of(Briefing(id="b", title="B", sections=(), actors=ACTORS)))


@pytest.mark.parametrize(
    ("texts", "joined", "names", "parts"),
    [
        (["peace", "war"], "", "", "ª"),
        (["peace", "war", "at-last"], "atlast ªatlast", "", "ª"),
        (["armenia"], "", "hayastan", "ª"),
        (["hayast", "armenian"], "", "armenia hayastan", "ª"),
        (["the dam"], "", "", "of republic ª"),
        (["ann o'brien"], "obrien ªobrien", "mayor", "ª"),
        (["ann", "brien"], "", "", "ª"),
        (["the mayor"], "", "ann brien o obrien", "ª"),
        (["lake and dam"], "", "", "of republic ª"),
        (["republic of lake"], "", "", "of republic ª"),
    ],
)
def test_who_is_named_is_kept_under_all_names_and_parts_of_names_apart(
    texts: list[str], joined: str, names: str, parts: str
) -> None:
    columns = WORDS.columns(join(texts))
    title, *body = texts
    assert columns == Columns(title, join(body), joined, names, parts)
    assert {in_joined(word) for word in joined.split() if "ª" not in word} <= columns.words()
