"""The thin client is small, and its logs are bounded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.serve import thin_client

NEEDED = {"os", "sys", "time", "_socket", "_signal"}


def test_it_imports_next_to_nothing() -> None:
    code = (
        "import sys; before = set(sys.modules)\n"
        f"name = {thin_client.__file__!r}\n"
        "exec(compile(open(name).read(), name, 'exec'), {'__name__': 'thin', '__file__': name})\n"
        "print(*sorted(set(sys.modules) - before))\n"
        "print(*sorted(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True
    )
    new, known = (set(line.split()) for line in done.stdout.splitlines())
    assert known >= NEEDED
    assert (
        new - {"os.path", "posixpath", "genericpath", "stat", "_stat", "_collections_abc"} <= NEEDED
    )
    heavy = {"socket", "signal", "json", "re", "typing", "enum", "subprocess", "pathlib", "site"}
    assert not known & {*heavy, "briefing", "msgspec"}


def test_a_log_is_added_to(tmp_path: Path) -> None:
    file = tmp_path / "log"
    for line in (b"one\n", b"two\n"):
        thin_client._append(str(file), line, 100)
    assert file.read_bytes() == b"one\ntwo\n"
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_log_that_has_become_too_large_is_set_aside(tmp_path: Path) -> None:
    file, aside = tmp_path / "log", tmp_path / "log.1"
    for number in range(100):
        thin_client._append(str(file), f"line {number:02}\n".encode(), 80)
        assert file.stat().st_size <= 80
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log", "log.1"]
    both = (aside.read_text() + file.read_text()).split("\n")[:-1]
    assert both == [f"line {number:02}" for number in range(80, 100)]


def test_what_somebody_else_has_just_set_aside_is_not_set_aside_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "log"
    file.write_bytes(b"x" * 99)
    real = os.fstat

    def rotated(number: int) -> object:
        about = real(number)
        file.rename(tmp_path / "log.1")
        file.write_bytes(b"new\n")
        return about

    monkeypatch.setattr("os.fstat", rotated)
    thin_client._append(str(file), b"line\n", 100)
    assert file.read_bytes() == b"new\n"
    assert (tmp_path / "log.1").read_bytes() == b"x" * 99 + b"line\n"


@pytest.mark.parametrize("path", ["/dev/full", "/nonexistent/log", "/"])
def test_a_log_that_cannot_be_written_stops_nobody(path: str) -> None:
    thin_client._append(path, b"line\n", 100)


def test_what_is_written_in_parts_is_written_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr("os.write", lambda file, data: real(file, data[:3]))
    thin_client._append(str(tmp_path / "log"), b"0123456789\n")
    assert (tmp_path / "log").read_bytes() == b"0123456789\n"
