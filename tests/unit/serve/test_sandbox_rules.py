"""What the kernel is told of a session that is confined, whatever kernel and processor it has."""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
from pathlib import Path
from types import SimpleNamespace

import pytest
from syrupy.assertion import SnapshotAssertion

from briefing.serve import sandbox

ASKS, ADDS, RESTRICTS = 444, 445, 446
READ, WRITE, TRUNCATE = 0b1100, 0b1_0010_1110, 1 << 14
"""Rights on files, as ``linux/landlock.h`` has them."""


class Kernel:
    """A kernel with some version of Landlock.

    Attributes:
        handled: What it was asked to restrict: rights on files, on the network, and scopes.
        rules: By path, what is allowed beneath.
    """

    def __init__(self, version: int) -> None:
        self._version = version
        self.handled: tuple[int, ...] = ()
        self.rules: dict[str, int] = {}
        self.restricted = False

    def syscall(self, number: int, *words: object) -> int:
        if number == ASKS and words == (None, 0, 1):
            return self._version
        if number == ASKS:
            attributes, size, flags = words
            assert isinstance(attributes, bytes)
            assert isinstance(size, int)
            assert flags == 0
            assert size % 8 == 0
            self.handled = struct.unpack(f"{size // 8}Q", attributes[:size])
            return os.open(os.devnull, os.O_RDONLY)
        if number == ADDS:
            _, kind, rule, flags = words
            assert isinstance(rule, bytes)
            assert (kind, flags) == (1, 0)
            rights, file = struct.unpack("=Qi", rule)
            self.rules[os.readlink(f"/proc/self/fd/{file}")] = rights  # noqa: PTH115
            return 0
        assert number == RESTRICTS
        self.restricted = True
        return 0


def restricted(version: int, patch: pytest.MonkeyPatch, *reads: Path, writes: Path) -> Kernel:
    kernel = Kernel(version)
    patch.setattr(sandbox, "_LIBC", kernel)
    sandbox._restrict_files(reads, writes)
    return kernel


@pytest.mark.parametrize(
    ("version", "handled"),
    [
        (1, (0x1FFF,)),
        (2, (0x3FFF,)),
        (3, (0x7FFF,)),
        (4, (0x7FFF, 0b11)),
        (5, (0x7FFF, 0b11)),
        (6, (0x7FFF, 0b11, 0b11)),
        (7, (0x7FFF, 0b11, 0b11)),
    ],
)
def test_all_that_a_version_can_restrict_is_and_only_its_own_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int, handled: tuple[int, ...]
) -> None:
    for name in ("library", "marks"):
        (tmp_path / name).mkdir()
    file = tmp_path / "index"
    file.touch()
    reads = (tmp_path / "library", file, tmp_path / "none", file / "below")
    kernel = restricted(version, monkeypatch, *reads, writes=tmp_path / "marks")
    assert (kernel.handled, kernel.restricted) == (handled, True)
    mine = {path: rights for path, rights in kernel.rules.items() if "/pytest-" in path}
    assert mine == {
        str(tmp_path / "library"): READ,
        str(tmp_path / "index"): READ & 0b0110,
        str(tmp_path / "marks"): WRITE | (TRUNCATE if version > 2 else 0),
    }
    assert {rights for path, rights in kernel.rules.items() if path not in mine} == {
        READ,
        READ & 0b0110,
    }
    assert {"/usr", "/dev/null"} <= kernel.rules.keys()


@pytest.mark.parametrize("version", [0, -1])
def test_where_there_is_no_landlock_nothing_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    kernel = restricted(version, monkeypatch, writes=tmp_path)
    assert (kernel.handled, kernel.rules, kernel.restricted) == ((), {}, False)


Told = list[tuple[object, ...]]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """What the kernel is told of calls: the option, and the steps of the filter."""
    found: Told = []

    def call(_: object, *words: object) -> int:
        option, kind, program, *rest = words
        assert isinstance(program, bytes)
        count, address = struct.unpack("HP", program)
        steps = struct.iter_unpack("HBBI", ctypes.string_at(address, count * 8))
        found.append((option, kind, rest, [*steps]))
        return 0

    monkeypatch.setattr(sandbox, "_call", call)
    monkeypatch.setattr(sandbox, "_LIBC", SimpleNamespace(prctl=None))
    monkeypatch.setattr("os.getpid", lambda: 4711)
    return found


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_calls_that_are_refused_are_those_that_were(
    told: Told, monkeypatch: pytest.MonkeyPatch, machine: str, snapshot: SnapshotAssertion
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: machine)
    sandbox._refuse_calls()
    ((option, kind, rest, steps),) = told
    assert (option, kind, rest) == (22, 2, [0, 0])
    assert isinstance(steps, list)
    assert [" ".join(map(hex, step)) for step in steps] == snapshot


def test_on_a_machine_that_we_do_not_know_no_call_is_refused(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    sandbox._refuse_calls()
    assert told == []


@pytest.mark.parametrize(
    ("most", "more", "hard", "limits"),
    [
        (10, 0, -1, (10, 10)),
        (10, 2, -1, (10, 12)),
        (10, 2, 11, (10, 11)),
        (10, 2, 9, (9, 9)),
        (10, 2, 12, (10, 12)),
        (0, 2, 9, None),
    ],
)
def test_a_limit_is_never_above_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch,
    most: int,
    more: int,
    hard: int,
    limits: tuple[int, int] | None,
) -> None:
    given: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr("resource.getrlimit", lambda _: (1, hard))
    monkeypatch.setattr("resource.setrlimit", lambda *words: given.append(words))
    sandbox._limit(7, most, more)
    assert given == ([(7, limits)] if limits else [])


def test_a_session_that_has_spent_its_time_has_two_seconds_for_its_last_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: list[tuple[int, int, int]] = []
    monkeypatch.setattr(sandbox, "_limit", lambda *words: given.append(words))
    sandbox.limit_cpu(9)
    assert given == [(resource.RLIMIT_CPU, 9, 2)]
