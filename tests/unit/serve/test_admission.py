"""Who may come in, as far as numbers tell."""

from __future__ import annotations

import math
from collections.abc import Callable
from ipaddress import IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.serve.admission import Admission, Refusal, address_of
from briefing.serve.limits import Limits

HERE, THERE = "192.0.2.1", "192.0.2.2"
FREE = {
    **{"sessions": 0, "sessions_per_address": 0, "sessions_per_key": 0, "handshakes": 0},
    **{"handshakes_per_address": 0, "connections_per_minute": 0, "commands_per_address": 0},
}
MANY = 5000
"""More addresses than are remembered."""


class Clock:
    """Seconds that a test lets pass."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def limited(**limits: int) -> Limits:
    """Only these limits."""
    return Limits(**{**FREE, **limits})


def reader(admission: Admission, address: str = HERE, key: str | None = None) -> Refusal | None:
    return admission.enter(address, key, command=False)


def command(admission: Admission, address: str = HERE, key: str | None = None) -> Refusal | None:
    return admission.enter(address, key, command=True)


# -- addresses -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("", ""),
        ("no address", "no address"),
        ("192.0.2.256", "192.0.2.256"),
    ],
)
def test_a_connection_counts_to_an_address_or_to_a_network_of_ipv6(host: str, address: str) -> None:
    assert address_of(host) == address


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_64_bits_of_ipv6_tell_networks_apart_and_the_others_do_not(
    network: int, one: int, other: int
) -> None:
    first = address_of(str(IPv6Address(network << 64 | 1 << 63 | one)))
    assert address_of(str(IPv6Address(network << 64 | 1 << 63 | other))) == first
    assert address_of(str(IPv6Address((network ^ 1) << 64 | 1 << 63 | other))) != first


@given(st.text())
def test_no_host_is_too_odd_to_be_counted(host: str) -> None:
    assert isinstance(address_of(host), str)


# -- connections -----------------------------------------------------------------------------------


def test_a_burst_may_connect_at_once_and_then_one_after_the_other(clock: Clock) -> None:
    admission = Admission(limited(connections_per_minute=30, burst=10), clock)
    assert [admission.knock(HERE) for _ in range(10)] == [None] * 10
    refusal = admission.knock(HERE)
    assert refusal == (
        "rate",
        "Too many connections from your address; try again in 2 seconds.",
    )
    assert admission.knock(THERE) is None
    clock.now += 2
    assert admission.knock(HERE) is None
    assert admission.knock(HERE) is not None


def test_whoever_stays_away_has_a_burst_again_and_no_more(clock: Clock) -> None:
    admission = Admission(limited(connections_per_minute=30, burst=10), clock)
    for _ in range(10):
        admission.knock(HERE)
    clock.now += 3600
    assert [admission.knock(HERE) is None for _ in range(11)] == [True] * 10 + [False]


def test_without_a_burst_one_at_a_time_comes_in(clock: Clock) -> None:
    admission = Admission(limited(connections_per_minute=60, burst=0), clock)
    assert [admission.knock(HERE) is None for _ in range(2)] == [True, False]


@given(
    st.integers(1, 120),
    st.integers(1, 8),
    st.lists(st.floats(0, 20, allow_nan=False), max_size=60),
)
def test_no_more_come_in_than_the_rate_allows_over_any_time(
    rate: int, burst: int, pauses: list[float]
) -> None:
    clock = Clock()
    admission = Admission(limited(connections_per_minute=rate, burst=burst), clock)
    came = []
    for pause in pauses:
        clock.now += pause
        if admission.knock(HERE) is None:
            came.append(clock.now)
    for first, since in enumerate(came):
        for last, until in enumerate(came[first:], start=1):
            assert last <= burst + (until - since) * rate / 60 + 1e-6


@given(st.integers(1, 120), st.integers(0, 8))
def test_the_time_that_is_told_is_the_time_to_wait(rate: int, burst: int) -> None:
    clock = Clock()
    admission = Admission(limited(connections_per_minute=rate, burst=burst), clock)
    while (refusal := admission.knock(HERE)) is None:
        pass
    told = [int(word) for word in refusal.sentence.split() if word.isdigit()]
    assert told == [math.ceil(60 / rate)]
    clock.now += told[0]
    assert admission.knock(HERE) is None


def test_an_address_that_keeps_coming_is_remembered_and_one_that_went_is_not(clock: Clock) -> None:
    admission = Admission(limited(connections_per_minute=1, burst=1), clock)
    for address in (HERE, THERE):
        assert admission.knock(address) is None
    for number in range(MANY):
        assert admission.knock(f"address {number}") is None
        if number % 1000 == 0:
            assert admission.knock(HERE) is not None
    assert admission.knock(HERE) is not None
    assert admission.knock(THERE) is None


def test_only_so_many_log_in_at_a_time(clock: Clock) -> None:
    admission = Admission(limited(handshakes=3, handshakes_per_address=2), clock)
    assert [admission.knock(HERE) for _ in range(2)] == [None] * 2
    assert admission.knock(HERE) == (
        "handshakes of address",
        "Too many of your connections are logging in.",
    )
    assert admission.knock(THERE) is None
    assert admission.knock(THERE) == (
        "handshakes",
        "Too many are logging in; try again in a moment.",
    )
    assert admission.handshakes == 3


def test_whoever_has_logged_in_makes_room(clock: Clock) -> None:
    admission = Admission(limited(handshakes=2, handshakes_per_address=1), clock)
    for address in (HERE, THERE):
        assert admission.knock(address) is None
    admission.logged_in(HERE)
    assert admission.handshakes == 1
    assert admission.knock(THERE) is not None
    assert admission.knock(HERE) is None


def test_those_who_are_refused_for_their_number_have_come_too_often_all_the_same(
    clock: Clock,
) -> None:
    limits = limited(handshakes_per_address=1, connections_per_minute=30, burst=2)
    admission = Admission(limits, clock)
    told = [admission.knock(HERE) for _ in range(3)]
    assert [refusal and refusal.why for refusal in told] == [None, "handshakes of address", "rate"]


# -- sessions --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "enter", "why"),
    [
        (limited(sessions=2), lambda one, n: reader(one, f"address {n}", f"key {n}"), "sessions"),
        (
            limited(sessions_per_address=2),
            lambda one, n: reader(one, HERE, f"key {n}"),
            "sessions of address",
        ),
        (
            limited(sessions_per_key=2),
            lambda one, n: reader(one, f"address {n}", "key"),
            "sessions of key",
        ),
        (
            limited(commands_per_address=2),
            lambda one, n: command(one, HERE, f"key {n}"),
            "commands of address",
        ),
    ],
)
def test_the_third_of_two_is_refused_and_is_not_counted(
    limits: Limits,
    enter: Callable[[Admission, int], Refusal | None],
    why: str,
    clock: Clock,
) -> None:
    admission = Admission(limits, clock)
    assert [enter(admission, number) for number in (1, 2)] == [None, None]
    for number in (3, 4):
        refusal = enter(admission, number)
        assert refusal is not None
        assert refusal.why == why
        assert refusal.sentence.endswith(".")
    assert admission.sessions == 2


def test_guests_have_no_key_in_common(clock: Clock) -> None:
    admission = Admission(limited(sessions_per_key=1), clock)
    assert [reader(admission) for _ in range(3)] == [None] * 3


def test_readers_are_no_commands(clock: Clock) -> None:
    admission = Admission(limited(commands_per_address=1), clock)
    assert [reader(admission) for _ in range(3)] == [None] * 3
    assert command(admission) is None
    assert command(admission) is not None
    assert command(admission, THERE) is None


def test_what_is_left_can_be_had_again(clock: Clock) -> None:
    admission = Admission(
        limited(sessions=1, sessions_per_address=1, sessions_per_key=1, commands_per_address=1),
        clock,
    )
    for _ in range(3):
        assert command(admission, HERE, "key") is None
        admission.leave(HERE, "key", command=True)
    assert admission.sessions == 0


people = st.tuples(
    st.sampled_from(("a", "b", "c")), st.sampled_from(("k", "l", None)), st.booleans()
)


@given(st.lists(people | st.integers(0, 20), max_size=60))
def test_the_count_is_of_those_who_are_there_whatever_happens(
    steps: list[tuple[str, str | None, bool] | int],
) -> None:
    limits = limited(sessions=6, sessions_per_address=3, sessions_per_key=2, commands_per_address=1)
    admission = Admission(limits, Clock())
    there: list[tuple[str, str | None, bool]] = []
    for step in steps:
        if isinstance(step, int):
            if there:
                address, key, runs = there.pop(step % len(there))
                admission.leave(address, key, command=runs)
            continue
        address, key, runs = step
        alike = [
            len(there) >= 6,
            sum(one[0] == address for one in there) >= 3,
            key is not None and sum(one[1] == key for one in there) >= 2,
            runs and any(one[0] == address and one[2] for one in there),
        ]
        refusal = admission.enter(address, key, command=runs)
        assert (refusal is not None) == any(alike)
        if refusal is None:
            there.append(step)
        assert admission.sessions == len(there)
