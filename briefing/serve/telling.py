"""The status of a server in words, and in the text format of Prometheus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from briefing.serve.status import Status

_MEBIBYTE: Final = 1 << 20
_UNITS: Final = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def as_text(status: Status) -> str:
    """Tell a status to a person.

    Returns:
        Lines, the last one with its newline.
    """
    guests = "guests can log in" if status.guests else "no guests"
    most = f" of {status.most_sessions}" if status.most_sessions else ""
    lines = [
        f"Process       {status.pid}, for {_duration(status.since)}",
        f"Listens at    {', '.join(status.listen)}",
        f"Host key      {status.fingerprint}",
        f"Readers       {_count(status.keys, 'key')}, {guests}",
        f"Connections   {status.connections}, of which {status.handshakes} are logging in",
        f"Sessions      {status.sessions}{most}; so far {_counts(status.opened) or 'none'}",
        f"Refused       {_counts(status.refused) or 'nothing'}",
        f"Memory        {status.memory / _MEBIBYTE:.0f} MiB in all processes",
    ]
    for generation in status.generations:
        reads = ", ".join(f"{id_} {number}" for id_, number in generation.revisions.items())
        sessions = _count(generation.sessions, "session")
        lines.append(f"Generation {generation.number}: {sessions}; began with {reads}")
    lines += [f"Not readable: {problem}" for problem in status.problems]
    lines += [f"Not reloaded: {problem}" for problem in status.not_reloaded]
    return "\n".join(lines) + "\n"


def as_metrics(status: Status) -> str:
    """Tell a status to Prometheus (text exposition format 0.0.4)."""
    return "".join(_metrics(status))


def _metrics(status: Status) -> Iterator[str]:
    gauges = (
        ("uptime_seconds", "Time since the start.", round(status.since)),
        ("connections", "Open connections.", status.connections),
        ("handshakes", "Connections that have not logged in.", status.handshakes),
        ("sessions", "Open sessions.", status.sessions),
        ("sessions_limit", "Most sessions; 0 is no limit.", status.most_sessions),
        ("memory_bytes", "Memory of all processes (PSS).", status.memory),
        ("generations", "Generations of processes.", len(status.generations)),
        ("unreadable_briefings", "Briefings that cannot be read.", len(status.problems)),
        ("reload_failed", "Keys and content that could not be reloaded.", len(status.not_reloaded)),
    )
    for name, about, value in gauges:
        yield _metric(name, "gauge", about, {"": value})
    yield _metric("sessions_total", "counter", "Sessions so far.", _labelled("kind", status.opened))
    yield _metric("refused_total", "counter", "Refusals so far.", _labelled("why", status.refused))


def _metric(name: str, kind: str, about: str, samples: Mapping[str, int]) -> str:
    full = f"briefing_{name}"
    values = "".join(f"{full}{labels} {value}\n" for labels, value in samples.items())
    return f"# HELP {full} {about}\n# TYPE {full} {kind}\n{values}"


def _labelled(label: str, counts: Mapping[str, int]) -> dict[str, int]:
    return {f'{{{label}="{value}"}}': count for value, count in sorted(counts.items())}


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _duration(seconds: float) -> str:
    for size, unit in _UNITS:
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return "a moment"
