"""Limits: what holds where nothing is said, and what may be said."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.serve.limits import LimitError, Limits, changed, read_limits

SPECIFIED = {
    **{"sessions": 50, "sessions-per-address": 5, "sessions-per-key": 3, "channels": 4},
    **{"handshakes": 20, "handshakes-per-address": 5, "connections-per-minute": 30, "burst": 10},
    **{"login": "20s", "attempts": 6, "idle": "15m", "longest": "8h", "stall": "60s"},
    **{"keepalive": "30s", "keepalives": 3, "command-time": "60s", "command-cpu": "10s"},
    **{"command-output": "32M", "commands-per-address": 2, "memory": "384M", "cpu": "600s"},
    **{"files": 64, "marks": "1M", "columns": 400, "rows": 150},
}
"""What a server gives as long as nobody says otherwise, in words that `changed` reads."""

LEAST = {"login": 1, "attempts": 1, "columns": 20, "rows": 5, "files": 32, "memory": 64 << 20}
names = st.sampled_from(sorted(SPECIFIED))


def as_written(limits: Limits) -> dict[str, int]:
    """Each limit by the name that it is set by."""
    values: dict[str, int] = msgspec.to_builtins(limits)
    return values


@pytest.mark.parametrize("name", SPECIFIED)
def test_every_default_is_as_specified(name: str) -> None:
    assert changed(Limits(), {name: SPECIFIED[name]}) == Limits()


def test_every_limit_has_a_default_that_is_specified() -> None:
    assert as_written(Limits()).keys() == SPECIFIED.keys()


@given(names, st.integers(64 << 20, 1 << 40))
def test_a_limit_that_is_set_changes_and_the_others_stay(name: str, value: int) -> None:
    assert as_written(changed(Limits(), {name: value})) == as_written(Limits()) | {name: value}


@pytest.mark.parametrize(
    ("name", "text", "number"),
    [
        *(("idle", "90", 90), ("idle", "90s", 90), ("idle", "15m", 900), ("cpu", "8h", 28_800)),
        *(("marks", "0", 0), ("marks", "007", 7), ("marks", "64K", 65_536), ("idle", "90 s", 90)),
        *(("memory", "384M", 402_653_184), ("command-output", "1G", 1_073_741_824)),
    ],
)
def test_a_value_may_have_a_unit(name: str, text: str, number: int) -> None:
    assert as_written(changed(Limits(), {name: text}))[name] == number


@pytest.mark.parametrize(
    ("name", "text", "such"),
    [
        ("idle", "15M", "such as “90s”, “15m” or “8h”"),
        ("memory", "15m", "such as “64K”, “384M” or “1G”"),
        ("sessions", "1K", "Write a number; 0 means no limit."),
        ("sessions", 10**30, "Write a number; 0 means no limit."),
    ],
)
def test_a_unit_is_one_of_what_is_limited(name: str, text: object, such: str) -> None:
    with pytest.raises(LimitError) as refused:
        changed(Limits(), {name: text})
    assert such in str(refused.value)


@pytest.mark.parametrize(
    "value",
    [
        *("", "s", "-1", "+1", "1.5", "1e3", "15min", "15 m s", "384MB", "1d", "m15", " 1"),
        *(-1, True, False, 1.0, None, [], "9" * 13),
    ],
)
def test_what_is_no_value_is_refused_with_the_name_and_the_value(value: object) -> None:
    with pytest.raises(LimitError) as refused:
        changed(Limits(), {"idle": value})
    assert str(refused.value).startswith(f"The limit “idle” cannot be “{value}”. Write a number")


@pytest.mark.parametrize("name", LEAST)
def test_less_than_anybody_could_live_with_is_refused(name: str) -> None:
    least = LEAST[name]
    assert as_written(changed(Limits(), {name: least}))[name] == least
    if least > 1:
        with pytest.raises(LimitError, match=f"“{name}” cannot be less than {least:,}\\."):
            changed(Limits(), {name: least - 1})


@pytest.mark.parametrize("name", sorted(SPECIFIED.keys() - LEAST.keys() | {"memory"}))
def test_0_takes_a_limit_away(name: str) -> None:
    assert as_written(changed(Limits(), {name: "0"}))[name] == 0


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(("sesions", "sessions"), ("idel", "idle"), ("command_time", "command-time")),
        *(("Memory", "memory"), ("sessions-per-adress", "sessions-per-address")),
    ],
)
def test_an_unknown_limit_is_told_with_the_one_that_it_is_like(written: str, meant: str) -> None:
    with pytest.raises(LimitError) as refused:
        changed(Limits(), {written: 1})
    assert str(refused.value) == f"There is no limit “{written}”. Did you mean “{meant}”?"


def test_a_limit_that_is_like_none_is_told_with_all_there_are() -> None:
    with pytest.raises(LimitError) as refused:
        changed(Limits(), {"zzz": 1})
    _, _, listed = str(refused.value).partition("There is: ")
    assert set(listed.rstrip(".").split(", ")) == SPECIFIED.keys()


def test_nothing_is_set_where_one_of_several_is_wrong() -> None:
    limits = Limits()
    with pytest.raises(LimitError):
        changed(limits, {"idle": "20m", "rows": "tall"})
    assert limits == Limits()


def test_limits_are_read_as_typed() -> None:
    typed = "sessions=100,idle=20m, memory = 384M "
    assert read_limits(typed) == {"sessions": "100", "idle": "20m", "memory": "384M"}
    assert read_limits("") == {}


@pytest.mark.parametrize("text", [" ", "sessions", "sessions=1,", ",sessions=1", "=1", "idle 20m"])
def test_what_is_no_list_of_limits_is_refused(text: str) -> None:
    with pytest.raises(LimitError, match=r"is not a limit\. Write for example sessions="):
        read_limits(text)


@given(st.dictionaries(names, st.integers(64 << 20, 1 << 39), min_size=1))
def test_what_is_typed_is_what_is_set(wanted: dict[str, int]) -> None:
    typed = ",".join(f"{name}={value}" for name, value in wanted.items())
    assert as_written(changed(Limits(), read_limits(typed))) == as_written(Limits()) | wanted


@given(st.text() | st.builds("{}={}".format, names, st.text()))
def test_no_text_gives_another_error_than_ours(text: str) -> None:
    try:
        limits = changed(Limits(), read_limits(text))
    except LimitError:
        return
    assert min(as_written(limits).values()) >= 0
