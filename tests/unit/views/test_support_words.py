from __future__ import annotations

from collections import Counter

import pytest

from briefing.evidence.anchors import Outcome
from briefing.evidence.support import Standing
from briefing.views.sourcing import anchor_words, contested_words, support_words


def supported(
    *, sources: int = 0, origins: str = "", unrecorded: int = 0, assumed: bool = False
) -> Standing:
    return Standing(
        sources=tuple(f"source-{number}" for number in range(sources)),
        origins=frozenset(origins),
        unrecorded=unrecorded,
        contradicted_by=(),
        outcomes=Counter(),
        assumed=assumed,
    )


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (supported(), "no source supports it"),
        (supported(assumed=True), "assumed, without a source"),
        (supported(sources=1, unrecorded=1), "1 source, origin unknown"),
        (supported(sources=1, origins="a"), "1 source, one origin"),
        (supported(sources=2, unrecorded=2), "2 sources, origins unknown"),
        (supported(sources=2, origins="a"), "2 sources, one origin"),
        (
            supported(sources=2, origins="ab"),
            "2 sources, two origins, independence not established",
        ),
        (
            supported(sources=2, origins="a", unrecorded=1),
            "2 sources, one origin named, one unknown",
        ),
        (
            supported(sources=4, origins="ab", unrecorded=2),
            "4 sources, two origins named, two unknown, independence not established",
        ),
        (
            supported(sources=10, origins="abcdefghi", unrecorded=10),
            "10 sources, nine origins named, 10 unknown, independence not established",
        ),
        (
            supported(sources=12, origins="abcdefghijkl"),
            "12 sources, 12 origins, independence not established",
        ),
    ],
)
def test_origins_are_counted_and_never_called_independent(how: Standing, words: str) -> None:
    assert support_words(how) == words


def cited(
    *outcomes: Outcome, against: tuple[str, ...] = (), disputed_in: tuple[str, ...] = ()
) -> Standing:
    return Standing(
        sources=("herald",),
        origins=frozenset(),
        unrecorded=1,
        contradicted_by=against,
        outcomes=Counter(outcomes),
        disputed_in=disputed_in,
    )


def test_what_is_against_it_is_named() -> None:
    assert contested_words(cited()) == ""
    assert contested_words(cited(against=("weekly",))) == "contested by weekly"
    assert contested_words(cited(disputed_in=("level",))) == "disputed in level"
    assert contested_words(cited(against=("weekly", "post"), disputed_in=("level",))) == (
        "contested by weekly, post; disputed in level"
    )


EXACT, ALTERED, UNCHECKED = Outcome.EXACT, Outcome.ALTERED, Outcome.UNCHECKED


@pytest.mark.parametrize(
    ("outcomes", "words"),
    [
        ([], ""),
        ([EXACT], "exact"),
        ([EXACT, EXACT], "exact"),
        ([UNCHECKED, UNCHECKED], "not checked"),
        ([ALTERED], "altered"),
        ([EXACT, ALTERED, EXACT], "1 of 3 passages altered"),
        ([ALTERED, ALTERED], "2 of 2 passages altered"),
        ([UNCHECKED, EXACT], "1 of 2 passages not checked"),
        (
            [UNCHECKED, ALTERED, Outcome.MISSING],
            "1 of 3 passages missing, 1 altered, 1 not checked",
        ),
    ],
)
def test_what_became_of_the_passages_is_said_worst_first(
    outcomes: list[Outcome], words: str
) -> None:
    assert anchor_words(cited(*outcomes)) == words
