"""Folding, and the way back to the original."""

from __future__ import annotations

import unicodedata
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.search.folding import fold
from tests.thorough import often


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Pashinyan", "pashinyan"),
        ("İstanbul ISPARTA Iğdır", "istanbul isparta igdir"),
        ("Łódź, Ørsted, Đoković", "lodz, orsted, dokovic"),
        ("Straße, Æthelred, Œuvre, Þór, Ða", "strasse, aethelred, oeuvre, thor, da"),
        ("Əliyev", "əliyev"),
        ("Ǝliyev", "əliyev"),
        ("Երևան", "երեվան"),
        ("ԵՐԵՒԱՆ", "երեվան"),
        ("ԵՐԵՎԱՆ", "երեվան"),
        ("P’ashinyan Pʻashinyan Qurʾan", "p'ashinyan p'ashinyan qur'an"),
        ("“peace” «мир» „Frieden“", '"peace" "мир" "frieden"'),
        ("a–b a—b a‑b a−b ա֊բ", "a-b a-b a-b a-b ա-բ"),
        ("Ka\N{SOFT HYPHEN}ra\N{ZERO WIDTH SPACE}bakh", "karabakh"),
        ("ﬁnal ﬄ ﬔ", "final ffl մե"),
        ("café cafe\N{COMBINING ACUTE ACCENT}", "cafe cafe"),
        ("مُحَمَّد مـــحمد", "محمد محمد"),
        ("Ёлка", "елка"),
        ("a\ufe00b\ufe0fc", "abc"),
        ("ե ւ եւ եեւ ւե", "ե ւ եվ եեվ ւե"),
        ("ՀԱՅ եւ և Եւ", "հայ եվ եվ եվ"),
    ],
)
def test_spellings_that_a_reader_takes_for_the_same_fold_alike(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_an_expanded_character_maps_back_to_itself() -> None:
    folded = fold("Straße 5")
    assert folded.span(folded.text.index("s", 2), folded.text.index("s", 2) + 1) == (4, 5)
    assert folded.span(folded.text.index("5"), len(folded.text)) == (7, 8)


def test_a_span_takes_combining_marks_along() -> None:
    folded = fold("cafe\N{COMBINING ACUTE ACCENT} noir")
    assert folded.span(0, 4) == (0, 5)


def test_every_character_of_the_first_three_planes_folds_to_a_fixed_point() -> None:
    # Those of alphabets all, of the many ideographs some.
    for character in map(chr, chain(range(0x3000), range(0x3000, 0x30000, often(7, 1)))):
        once = fold(character).text
        assert fold(once).text == once, hex(ord(character))


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(st.text())
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert fold(unicodedata.normalize("NFD", text)).text == fold(composed).text


@given(st.text(), st.data())
def test_offsets_lead_back_into_the_original(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    assert len(folded.offsets) == len(folded.text)
    assert list(folded.offsets) == sorted(folded.offsets)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    first, last = folded.span(start, end)
    assert 0 <= first < last <= len(text)
    assert folded.text[start:end] in fold(text[first:last]).text
