"""Every passage, after every mutation: what changed is never exact, what did not always is."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.evidence.anchors import Outcome
from briefing.evidence.texts import SourceText
from tests.articles import ARTICLES
from tests.evidence_mutations import all_cases, cases, gone_with_a_repeat, outcomes
from tests.mutators import AROUND, CHANGED, TYPOGRAPHIC, Case, Mutator
from tests.thorough import spread

ROOT = Path(__file__).parents[3]
OWN = ROOT / "tests" / "fixtures" / "harbour-treaty.txt"


@cache
def passages(name: str) -> Sequence[Case]:
    """Our own text's passages, or those of the private corpus where there is one."""
    if name == "own":
        return cases(SourceText(OWN.read_text("utf-8")), ())
    if not any(ARTICLES.glob("*.txt")):
        pytest.skip("no corpus at hand")
    return [case for found in all_cases(ARTICLES).values() for case in found]


def every(mutators: Sequence[Mutator]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("mutator", mutators, ids=lambda one: one.__name__)


def test_there_are_enough_passages() -> None:
    assert len(passages("own")) > 60
    assert any(case.anchor.occurrences > 1 for case in passages("own"))


@pytest.mark.parametrize("name", ["own", "corpus"])
@every(TYPOGRAPHIC)
def test_what_is_only_typeset_anew_is_exact(mutator: Mutator, name: str) -> None:
    found = outcomes(mutator, spread(passages(name), 6))
    assert found.total()
    assert set(found) == {Outcome.EXACT}


@pytest.mark.parametrize("name", ["own", "corpus"])
@every(AROUND)
def test_what_has_its_own_place_is_exact_whatever_comes_and_goes_around_it(
    mutator: Mutator, name: str
) -> None:
    placed = [case for case in passages(name) if case.has_its_own_place]
    others = [case for case in passages(name) if not case.has_its_own_place]
    assert len(placed) > len(others)
    assert set(outcomes(mutator, spread(placed, 6))) == {Outcome.EXACT}
    assert set(outcomes(mutator, spread(others, 3))) <= {Outcome.EXACT, Outcome.AMBIGUOUS}


@pytest.mark.parametrize("name", ["own", "corpus"])
@every(CHANGED)
def test_what_changed_is_never_exact(mutator: Mutator, name: str) -> None:
    changeable = [case for case in passages(name) if any(True for _ in mutator(case))]
    found = outcomes(mutator, spread(changeable, 6))
    assert found.total()
    assert found[Outcome.EXACT] == 0


@pytest.mark.parametrize("name", ["own", "corpus"])
def test_what_is_gone_is_not_found_in_its_repeat(name: str) -> None:
    found = gone_with_a_repeat(passages(name))
    assert found.total() > 0.9 * len(passages(name))
    assert found[Outcome.EXACT] == 0


def nth(changed: Iterator[str], number: int) -> str | None:
    """One of the mutated texts; the last where there are fewer."""
    return next(iter(deque(islice(changed, number + 1), maxlen=1)), None)


@given(
    st.integers(0, 10_000),
    st.lists(st.sampled_from(TYPOGRAPHIC), max_size=4),
    st.lists(st.sampled_from(CHANGED), max_size=1),
    st.integers(0, 40),
)
def test_mutations_may_be_combined(
    which: int, typeset: list[Mutator], change: list[Mutator], number: int
) -> None:
    case = passages("own")[which % len(passages("own"))]
    changed = nth(change[0](case), number) if change else case.text
    if changed is None:
        return
    for mutator in typeset:
        again = nth(mutator(Case(SourceText(changed).passage(None), case.anchor)), number % 2)
        assert again is not None
        changed = again
    assert case.find(changed).is_exact == (not change)
