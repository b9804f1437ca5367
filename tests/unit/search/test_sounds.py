"""What words sound like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iso3166 import countries_by_alpha2

from briefing.search.countries import FILE, codes_of, key_of
from briefing.search.sounds import UNLIKE, likeness, romanised, sounds
from tests.thorough import examples


def apart(one: str, other: str) -> int:
    return min((likeness(a, b) for a in sounds(one) for b in sounds(other)), default=UNLIKE)


@pytest.mark.parametrize(
    ("word", "spelled"),
    [
        ("Щербаков", "shcherbakov"),
        ("Սահակյան", "sahakyan"),
        ("Ոսկանյան", "voskanyan"),
        ("Ազատություն", "azatutyun"),
        ("ალიევი", "alievi"),
        ("Παπανδρέου", "papandreu"),
        ("Ёлкин", "yolkin"),
        ("Əliyev", "aeliyev"),
        ("Paşinyan’s", "pashinyans"),
        ("120,000", ""),
        ("阿利耶夫", ""),
    ],
)
def test_letters_are_romanised(word: str, spelled: str) -> None:
    assert romanised(word) == spelled


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("Chekhov", "Tschechow", 0),
        ("Gorbachev", "Gorbatschev", 0),
        ("Gorbachev", "Gorbatschow", 2),
        ("Karabakh", "Karabag", 1),
        ("Nakhichevan", "Nakhchivan", 2),
        ("Karabakh", "Krabakh", UNLIKE),
        ("Aliyev", "Alijew", 0),
        ("Aliyev", "alive", UNLIKE),
        ("Aliyev", "love", UNLIKE),
        ("Spain", "span", UNLIKE),
        ("Jeyhun", "join", UNLIKE),
        ("Russia", "rose", UNLIKE),
        ("Xerxes", "Kserkses", 0),
        ("Baku", "Баку", 0),
        ("Baku", "Baki", UNLIKE),
        ("abc", "abc", UNLIKE),
    ],
)
def test_some_differences_are_borne(one: str, other: str, distance: int) -> None:
    assert apart(one, other) == apart(other, one) == distance


@examples(100)
@given(st.text(max_size=60) | st.from_regex(r"[chjxgwszy]{4,60}", fullmatch=True))
def test_a_word_is_read_in_a_few_ways(word: str) -> None:
    found = sounds(word)
    assert len(found) <= 16
    for one in found:
        assert len(one.vowels) == len(one.consonants) + 1
        assert likeness(one, one) == 0


# -- names of states -------------------------------------------------------------------------------


def test_the_file_has_every_state_as_search_spells_it() -> None:
    lines = FILE.read_bytes().splitlines()
    names = [line for line in lines if not line.startswith(b"#")]
    assert names == sorted(names)
    rows = [line.decode().split(" ") for line in names]
    assert all(key == key_of(key) for key, *_ in rows)
    assert {code for _, *codes in rows for code in codes} == set(countries_by_alpha2)
    assert any(b"Unicode-3.0" in line for line in lines)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Türkiye", {"TR"}),
        ("TÜRKIYE", {"TR"}),
        ("États-Unis", {"US"}),
        ("USA", {"US"}),
        ("Niger", {"NE"}),
        ("Kongo", {"CD", "CG"}),
        ("तुर्किये", {"TR"}),
        ("Turk", set()),
        ("man", set()),
        ("", set()),
        ("-", set()),
    ],
)
def test_a_name_tells_the_state(name: str, codes: set[str]) -> None:
    assert codes_of(key_of(name)) == codes
