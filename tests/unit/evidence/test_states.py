"""States by their names, capitals and adjectives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.evidence.states import state_of


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Armenia", "AM"),
        ("Armenian", "AM"),
        ("Armenians", "AM"),
        ("Yerevan", "AM"),
        ("Azerbaijani", "AZ"),
        ("Azeri", "AZ"),
        ("Baku", "AZ"),
        ("Britain", "GB"),
        ("British", "GB"),
        ("London", "GB"),
        ("United Kingdom", "GB"),
        ("Moscow", "RU"),
        ("Kremlin", "RU"),
        ("Hague", "NL"),
        ("Czech", "CZ"),
        ("Portuguese", "PT"),
        ("Russian", "RU"),
        ("Washington", "US"),
        ("America", "US"),
        ("united states", "US"),
        ("Swiss", "CH"),
        ("Dutch", "NL"),
        ("Turkish", "TR"),
        ("Iranian", "IR"),
        ("Icelandic", "IS"),
        ("Icelanders", "IS"),
        ("Iraqi", "IQ"),
        ("Japanese", "JP"),
        ("Italian", "IT"),
        ("Hungarian", "HU"),
        ("Brazilian", "BR"),
        ("Ukrainian", "UA"),
        ("Kuala Lumpur", "MY"),
        ("North Korea", "KP"),
    ],
)
def test_a_word_names_a_state(words: str, code: str) -> None:
    assert state_of(words) == code


@pytest.mark.parametrize(
    "words",
    ["", "Lakeside", "Korea", "united", "States", "Europe", "European", "Armen", "ish", "francs"],
)
def test_other_words_name_none(words: str) -> None:
    assert state_of(words) is None


@given(st.text())
def test_any_words_may_be_asked_for(words: str) -> None:
    code = state_of(words)
    assert code is None or (len(code) == 2 and code.isupper())
