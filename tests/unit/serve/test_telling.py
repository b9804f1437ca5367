"""The status of a server in words, and for Prometheus."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.serve.status import GenerationStatus, Status
from briefing.serve.telling import as_metrics, as_text

STATUS = Status(
    pid=77,
    listen=("127.0.0.1:2222", "[::1]:2222"),
    fingerprint="SHA256:abc",
    since=7200.0,
    guests=True,
    keys=2,
    connections=5,
    handshakes=1,
    sessions=3,
    most_sessions=50,
    opened={"reader": 9, "command": 4},
    refused={"sessions of address": 2, "rate": 1},
    generations=(
        GenerationStatus(number=2, sessions=1, revisions={"two-towns": 3, "dam": 1}),
        GenerationStatus(number=1, sessions=2, revisions={"two-towns": 2}),
    ),
    memory=300 << 20,
    problems=("“torn.json” is damaged.",),
    not_reloaded=("There is no key.",),
)
SAMPLE = re.compile(r'briefing_[a-z_]+(?:\{[a-z]+="[^"\\\n]*"\})? -?\d+')


def changed(**values: Any) -> Status:  # noqa: ANN401 - any field
    return msgspec.structs.replace(STATUS, **values)


def test_a_person_is_told_in_lines() -> None:
    assert as_text(STATUS) == (
        "Process       77, for 2 h\n"
        "Listens at    127.0.0.1:2222, [::1]:2222\n"
        "Host key      SHA256:abc\n"
        "Readers       2 keys, guests can log in\n"
        "Connections   5, of which 1 are logging in\n"
        "Sessions      3 of 50; so far command 4, reader 9\n"
        "Refused       rate 1, sessions of address 2\n"
        "Memory        300 MiB in all processes\n"
        "Generation 2: 1 session; began with two-towns 3, dam 1\n"
        "Generation 1: 2 sessions; began with two-towns 2\n"
        "Not readable: “torn.json” is damaged.\n"
        "Not reloaded: There is no key.\n"
    )


def test_a_person_is_told_of_a_server_that_nobody_has_come_to() -> None:
    text = as_text(
        changed(opened={}, refused={}, guests=False, keys=1, most_sessions=0, problems=())
    )
    assert "Readers       1 key, no guests\n" in text
    assert "Sessions      3; so far none\n" in text
    assert "Refused       nothing\n" in text
    assert "Not readable" not in text


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        *((0.2, "a moment"), (1, "1 s"), (59, "59 s"), (60, "1 min"), (3540, "59 min")),
        *((3600, "1 h"), (82_800, "23 h"), (86_400, "1 d"), (8_640_000, "100 d")),
    ],
)
def test_a_time_is_told_in_the_unit_that_fits(seconds: float, words: str) -> None:
    assert f"Process       77, for {words}\n" in as_text(changed(since=seconds))


def samples(status: Status) -> dict[str, int]:
    """Values by name and label; each family must be introduced by its help and its type."""
    values: dict[str, int] = {}
    known: set[str] = set()
    for line in as_metrics(status).splitlines():
        if line.startswith("# HELP "):
            name, about = line.split(" ", 3)[2:]
            assert name not in known
            assert about
            known.add(name)
        elif line.startswith("# TYPE "):
            name, kind = line.split(" ")[2:]
            assert name in known
            assert kind == ("counter" if name.endswith("_total") else "gauge")
        else:
            assert SAMPLE.fullmatch(line)
            name, _, value = line.rpartition(" ")
            assert name.partition("{")[0] in known
            assert name not in values
            values[name] = int(value)
    return values


def test_prometheus_is_told_in_its_format() -> None:
    assert samples(STATUS) == {
        "briefing_uptime_seconds": 7200,
        "briefing_connections": 5,
        "briefing_handshakes": 1,
        "briefing_sessions": 3,
        "briefing_sessions_limit": 50,
        "briefing_memory_bytes": 300 << 20,
        "briefing_generations": 2,
        "briefing_unreadable_briefings": 1,
        "briefing_reload_failed": 1,
        'briefing_sessions_total{kind="command"}': 4,
        'briefing_sessions_total{kind="reader"}': 9,
        'briefing_refused_total{why="rate"}': 1,
        'briefing_refused_total{why="sessions of address"}': 2,
    }
    assert as_metrics(STATUS).endswith("\n")


def test_prometheus_is_told_nothing_of_readers_and_briefings() -> None:
    told = as_metrics(STATUS)
    for private in ("two-towns", "SHA256", "127.0.0.1", "torn.json", "no key"):
        assert private not in told


def test_prometheus_is_told_of_a_server_that_nobody_has_come_to() -> None:
    told = samples(changed(opened={}, refused={}, generations=(), problems=()))
    assert not any("total" in name for name in told)
    assert told["briefing_generations"] == 0


counts = st.integers(0, 2**60)


@given(st.floats(0, 1e9), counts, counts, counts, counts)
def test_every_number_can_be_told(
    since: float, sessions: int, most: int, memory: int, keys: int
) -> None:
    status = changed(since=since, sessions=sessions, most_sessions=most, memory=memory, keys=keys)
    assert samples(status)["briefing_memory_bytes"] == memory
    assert len(as_text(status).splitlines()) == 12
