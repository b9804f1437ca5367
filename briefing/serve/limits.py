"""How much a server gives, to all and to each; every limit has a name and can be set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

import msgspec

from briefing.model.errors import BriefingError
from briefing.model.likeness import nearest


class _Unit(NamedTuple):
    """Units of a kind of limit, and what a value may look like."""

    units: Mapping[str, int]
    example: str


_COUNT: Final = _Unit({"": 1}, "")
_TIME: Final = _Unit(
    {"": 1, "s": 1, "m": 60, "h": 3600}, ", or a text such as “90s”, “15m” or “8h”"
)
_SIZE: Final = _Unit(
    {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}, ", or a text such as “64K”, “384M” or “1G”"
)
_VALUE: Final = re.compile(r"(\d{1,12})\s*([smhKMG]?)")


class LimitError(BriefingError):
    """A limit has no such name, or cannot have such a value."""


class Limits(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """The limits of a server. Times are in seconds, sizes in bytes; 0 means that there is none.

    There always is one to the time and the attempts that a login takes, to the size of a terminal,
    and to the files that a session may have open.

    An address is an IPv4 address or the first 64 bits of an IPv6 address.

    Attributes:
        sessions: Sessions open at a time.
        sessions_per_address: The same from one address.
        sessions_per_key: The same of readers who came with one key.
        channels: Sessions over one connection.
        handshakes: Connections that have not logged in yet.
        handshakes_per_address: The same from one address.
        connections_per_minute: New connections from one address, over some time.
        burst: The same all at once.
        login: Time to log in.
        attempts: Keys and answers that one connection may try.
        idle: Time without a key after which a session ends.
        longest: Time after which a session ends.
        stall: Time that a terminal may take nothing of what is sent.
        keepalive: Time without a word from the client after which it is asked for one.
        keepalives: Questions without an answer after which the connection ends.
        command_time: Time that a command may take.
        command_cpu: Processor time that a command may take.
        command_output: Bytes that a command may write.
        commands_per_address: Commands that run at a time for one address.
        memory: Memory that a session may have for itself.
        cpu: Processor time that a session may take.
        files: Files that a session may have open.
        marks: Size of the marks of one reader; from there on none are added.
        columns: Width of a terminal; a wider one is treated as so wide.
        rows: Height of a terminal.
    """

    sessions: int = 50
    sessions_per_address: int = 5
    sessions_per_key: int = 3
    channels: int = 4
    handshakes: int = 20
    handshakes_per_address: int = 5
    connections_per_minute: int = 30
    burst: int = 10
    login: int = 20
    attempts: int = 6
    idle: int = 15 * 60
    longest: int = 8 * 3600
    stall: int = 60
    keepalive: int = 30
    keepalives: int = 3
    command_time: int = 60
    command_cpu: int = 10
    command_output: int = 32 << 20
    commands_per_address: int = 2
    memory: int = 384 << 20
    cpu: int = 600
    files: int = 64
    marks: int = 1 << 20
    columns: int = 400
    rows: int = 150


_NAMES: Final = {field.encode_name: field.name for field in msgspec.structs.fields(Limits)}
_LEAST: Final = {"login": 1, "attempts": 1, "columns": 20, "rows": 5, "files": 32}
"""Below these nobody could come in, or nothing could be shown."""

_LEAST_MEMORY: Final = 64 << 20
_MOST: Final = 1 << 42
_UNITS: Final = {
    **dict.fromkeys(("login", "idle", "longest", "stall", "keepalive"), _TIME),
    **dict.fromkeys(("cpu", "command-time", "command-cpu"), _TIME),
    **dict.fromkeys(("memory", "marks", "command-output"), _SIZE),
}


def changed(limits: Limits, wanted: Mapping[str, object]) -> Limits:
    """Set some limits.

    Args:
        limits: Those that hold for the others.
        wanted: By name as in ``command-time``, a number, or a text with a unit: ``90s``, ``15m``,
            ``8h``, ``64K``, ``384M``, ``1G``.

    Raises:
        LimitError: There is no such limit, or it cannot have this value.
    """
    values = {}
    for name, value in wanted.items():
        if name not in _NAMES:
            near = nearest(name, _NAMES)
            hint = f"Did you mean “{near}”?" if near else f"There is: {', '.join(_NAMES)}."
            raise LimitError(f"There is no limit “{name}”. {hint}")
        values[_NAMES[name]] = _number(name, value)
    return msgspec.structs.replace(limits, **values)


def read_limits(text: str) -> dict[str, str]:
    """Read limits as typed: ``sessions=100,idle=20m``.

    Args:
        text: Names and values, with commas between them.

    Raises:
        LimitError: A part is not a name and a value.
    """
    wanted = {}
    for part in text.split(",") if text else ():
        name, equals, value = part.partition("=")
        if not equals or not name.strip():
            raise LimitError(f"“{part}” is not a limit. Write for example sessions=100,idle=20m.")
        wanted[name.strip()] = value.strip()
    return wanted


def _number(name: str, value: object) -> int:
    match = _VALUE.fullmatch(value) if isinstance(value, str) else None
    units, example = _UNITS.get(name, _COUNT)
    number = int(match[1]) * units[match[2]] if match and match[2] in units else value
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= _MOST:
        raise LimitError(
            f"The limit “{name}” cannot be “{value}”. Write a number{example}; 0 means no limit."
        )
    least = _LEAST_MEMORY if name == "memory" and number else _LEAST.get(name, 0)
    if number < least:
        raise LimitError(f"The limit “{name}” cannot be less than {least:,}.")
    return number
