"""Limits and addresses: what may be said, and that nothing else is taken for it."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.model.errors import UsageError
from briefing.serve.options import Limits, OptionsError, read_options
from briefing.settings.config import Places

PLACES = Places(Path("library"), Path("state"), Path("config.toml"))
SPECIFIED = {
    **{"sessions": 50, "sessions-per-address": 5, "sessions-per-key": 3},
    **{"idle": "15m", "longest": "8h", "command-time": "60s", "command-cpu": "10s"},
    **{"command-output": "32M", "memory": "384M", "cpu": "600s", "files": 64, "marks": "1M"},
    **{"readers": 10_000, "columns": 400, "rows": 150},
}
"""What a server gives as long as nobody says otherwise."""

BOUNDS = {"files": (32, 4096), "columns": (20, 1000), "rows": (5, 1000)}
names = st.sampled_from(sorted(SPECIFIED))
values = st.recursive(
    st.text() | st.integers() | st.booleans() | st.floats() | st.datetimes() | st.just("1:2"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=4,
)
tables = st.dictionaries(
    st.sampled_from(
        (
            *("listen", "authorized-keys", "any-key", "folder", "user", "corpus", "pool", "sshd"),
            *("limits", "anonymous", "host-key"),
        )
    )
    | st.text(),
    values | st.dictionaries(names | st.text(), values, max_size=3),
    max_size=4,
)


def limits_of(given: object) -> dict[str, int]:
    """Limits, each by the name that it is set by."""
    read = read_options({"limits": given}, Namespace(), PLACES).limits
    numbers: dict[str, int] = msgspec.to_builtins(read)
    return numbers


def typed(limits: str) -> dict[str, int]:
    read = read_options({}, Namespace(limits=limits), PLACES).limits
    numbers: dict[str, int] = msgspec.to_builtins(read)
    return numbers


def test_every_default_is_as_specified() -> None:
    assert limits_of(SPECIFIED) == limits_of({}) == msgspec.to_builtins(Limits())
    assert SPECIFIED.keys() == limits_of({}).keys()


@given(names, st.integers(32, 1000))
def test_a_limit_that_is_set_changes_and_the_others_stay(name: str, value: int) -> None:
    assert limits_of({name: value}) == limits_of({}) | {name: value}
    assert typed(f"{name}={value}") == limits_of({name: value})


@pytest.mark.parametrize(
    ("name", "text", "number"),
    [
        *(("idle", "90", 90), ("idle", "90s", 90), ("idle", "15m", 900), ("cpu", "8h", 28_800)),
        *(("marks", "0", 0), ("marks", "007", 7), ("marks", "64K", 65_536)),
        *(("memory", "384M", 402_653_184), ("command-output", "1G", 1_073_741_824)),
        ("memory", "4096G", 1 << 42),
    ],
)
def test_a_value_may_have_a_unit(name: str, text: str, number: int) -> None:
    assert limits_of({name: text})[name] == typed(f"{name}={text}")[name] == number


@pytest.mark.parametrize(
    "value",
    [
        *("", "s", "-1", "+1", "1.5", "1e3", "15min", "15 m s", "384MB", "1d", "m15", " 1", "1 "),
        *("9" * 13, "1\n", -1, True, False, 1.5, None, [], 10**30, 1 << 43),
    ],
)
def test_what_is_no_value_is_refused_with_the_name(value: object) -> None:
    with pytest.raises(OptionsError, match=r"“idle” in \[serve\]: Expected `int"):
        limits_of({"idle": value})


@pytest.mark.parametrize(("name", "bounds"), BOUNDS.items())
def test_what_nobody_could_live_with_is_refused(name: str, bounds: tuple[int, int]) -> None:
    least, most = bounds
    assert limits_of({name: least})[name] == least
    assert limits_of({name: most})[name] == most
    for value in (least - 1, most + 1, 0):
        with pytest.raises(UsageError, match=f"{name}: Expected `int` [<>]= "):
            typed(f"{name}={value}")


@pytest.mark.parametrize("name", sorted(SPECIFIED.keys() - BOUNDS.keys()))
def test_0_takes_a_limit_away(name: str) -> None:
    assert typed(f"{name}=0")[name] == 0


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(("sesions", "sessions"), ("idel", "idle"), ("command_time", "command-time")),
        *(("Memory", "memory"), ("sessions-per-adress", "sessions-per-address")),
    ],
)
def test_an_unknown_limit_is_told_with_the_one_that_it_is_like(written: str, meant: str) -> None:
    told = f"{written}: there is no such option; did you mean “{meant}”?"
    with pytest.raises(UsageError, match=told.replace("?", r"\?")):
        typed(f"{written}=1")


def test_a_limit_that_is_like_none_is_told_with_all_there_are() -> None:
    with pytest.raises(UsageError) as refused:
        typed("zzz=1")
    _, _, listed = str(refused.value).rpartition("there is ")
    assert set(listed.rstrip(".").split(", ")) == SPECIFIED.keys()


@pytest.mark.parametrize("text", ["sessions", "=1", "idle 20m", "sessions=1,=", ",,x"])
def test_what_is_no_list_of_limits_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        typed(text)


@given(st.text() | st.builds("{}={}".format, names, st.text()))
def test_no_text_gives_another_error_than_ours(text: str) -> None:
    try:
        numbers = typed(text)
    except UsageError:
        return
    assert min(numbers.values()) >= 0


@given(tables)
def test_no_configuration_gives_another_error_than_ours(table: dict[str, object]) -> None:
    try:
        options = read_options(table, Namespace(), PLACES)
    except (OptionsError, UsageError):
        return
    assert options.any_key is table.get("any-key", False)
    assert all(value >= 0 for value in msgspec.to_builtins(options.limits).values())
    assert "\n" not in "".join((options.listen, options.folder, *options.sshd))


@given(tables, st.dictionaries(names | st.text(), st.text(), max_size=3))
def test_no_flags_give_another_error_than_ours(
    table: dict[str, object], flags: dict[str, str]
) -> None:
    given_ = Namespace(limits=",".join(map("=".join, flags.items())), any_key=True)
    try:
        assert read_options(table, given_, PLACES).any_key
    except (OptionsError, UsageError):
        return


# -- addresses -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["127.0.0.1:2222", "localhost:1", ":22", "[::1]:65535", "[2001:db8::1]:22", "a-b.c:22"]
)
def test_an_address_has_a_host_and_a_port(text: str) -> None:
    assert read_options({"listen": text}, Namespace(), PLACES).listen == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "2222", "localhost", "localhost:", "localhost:ssh", "a:-1", "a:1:2", "a:0", "a:022"),
        *("::1", "::1:22", "[::1]", "[]:22", "[a]b:22", "a:123456", " a:22", "a:22 ", "a:22\n"),
        *("a\nPort 1:22", "a b:22", "0.0.0.0:22\nPermitRootLogin yes", "é:22", "a#:22"),
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(OptionsError, match=r"“listen” in \[serve\]: Write HOST:PORT"):
        read_options({"listen": text}, Namespace(), PLACES)
