"""How much the tests try.

The suite tries what tells most, in five minutes. ``BRIEFING_TESTS_LONG=1 .venv/bin/pytest`` tries
all of it, which takes hours.
"""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import pytest
from hypothesis import HealthCheck, settings

T = TypeVar("T")
U = TypeVar("U")

LONG: Final = os.environ.get("BRIEFING_TESTS_LONG") == "1"
"""Whether everything is tried."""

long = pytest.mark.skipif(not LONG, reason="the long run tries it")
"""What tells little beside other tests, and takes long."""

_MORE: Final = 20
"""How many times as many examples are tried in the long run."""


def often(times: int, most: int) -> int:
    """How often something is done: usually, and in the long run."""
    return most if LONG else times


def spread(cases: Sequence[T], count: int) -> Sequence[T]:
    """Some cases from the first to the last, evenly spread, or the last; all in the long run."""
    if LONG or count >= len(cases):
        return cases
    if count == 1:
        return cases[-1:]
    return [cases[number * (len(cases) - 1) // (count - 1)] for number in range(count)]


def paired(cases: Sequence[T], others: Sequence[U]) -> Sequence[tuple[T, U]]:
    """Each case with one of some others in turn; in the long run with all of them."""
    if LONG:
        return list(itertools.product(cases, others))
    return [(case, others[number % len(others)]) for number, case in enumerate(cases)]


def examples(count: int) -> settings:
    """Settings of Hypothesis for a test whose examples take long."""
    return settings(max_examples=often(count, count * _MORE))


def load_profile() -> None:
    """Have Hypothesis try as many examples as there is time for, and none against the clock."""
    settings.register_profile(
        "briefing",
        max_examples=often(30, 30 * _MORE),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("briefing")


def assert_grows_evenly(act: Callable[[int], object], size: int) -> None:
    """Prove that four times as much takes about four times as long, and not sixteen times.

    Args:
        act: Does something to a thing of a size.
        size: One for which it takes a moment; half a second for four times of it is always right.
    """

    def seconds(size: int) -> float:
        began = time.process_time()
        act(size)
        return time.process_time() - began

    small, large = seconds(size), seconds(4 * size)
    assert large < max(0.5, 9 * small), f"{small:.3f} s, but {large:.3f} s for four times as much"
