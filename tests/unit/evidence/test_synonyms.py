"""Words that news writes for one another."""

from __future__ import annotations

import pytest

from briefing.evidence.words import same_in_sense, stem


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("accord", "deal", True),
        ("vessels", "ship", True),
        ("deal", "deal", True),
        ("nonsense", "nonsense", True),
        ("accord", "vessel", False),
        ("yes", "no", False),
    ],
)
def test_words_for_the_same(one: str, other: str, *, same: bool) -> None:
    assert (stem(other) in same_in_sense(stem(one))) is same
