"""Reading what is being typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.search.patterns import extent, read_terms


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        ('  "" — ?! ', []),
        ("Peace treaty", [("peace",), ("treaty",)]),
        ("O’Brien's prisoner-of-war", [("o'brien's",), ("prisoner-of-war",)]),
        ("120,000 66.6 a,b", [("120,000",), ("66.6",), ("a",), ("b",)]),
        ("and/or (e.g. U.S.)", [("and",), ("or",), ("e.g",), ("u.s",)]),
        ("‘quoted’ -dash- Straße", [("quoted",), ("dash",), ("strasse",)]),
    ],
)
def test_terms(text: str, terms: list[tuple[str, ...]]) -> None:
    assert [term.words for term in read_terms(text)] == terms


def test_a_term_keeps_its_capitals() -> None:
    assert [term.typed for term in read_terms("US, the EU")] == ["US", "the", "EU"]


@given(st.text())
def test_any_text_is_a_query_of_words_that_begin_with_a_letter_or_digit(text: str) -> None:
    for term in read_terms(text):
        assert term.words
        assert all(word[0].isalnum() and word[-1].isalnum() for word in term.words)


@given(st.text())
def test_words_reach_from_the_first_to_the_last(text: str) -> None:
    found = extent(text)
    assert (found is None) == (not read_terms(text))
    if found is not None:
        inner = text[slice(*found)]
        assert extent(inner) == (0, len(inner))
