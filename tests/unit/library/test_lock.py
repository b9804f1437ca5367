from __future__ import annotations

import errno
import os
import re
import threading
from pathlib import Path

import pytest

from briefing.library.errors import BusyError, FileKind, NotWrittenError
from briefing.library.storage import exclusive
from tests.waiting import HANGS

KIND = FileKind(format=1, if_damaged="", elsewhere="go elsewhere")


def test_a_second_holder_waits_and_then_hears_who_has_it(tmp_path: Path) -> None:
    lock = tmp_path / ".lock"
    with (
        exclusive(lock, KIND, seconds=1),
        pytest.raises(BusyError) as caught,
        exclusive(lock, KIND, seconds=0.1),
    ):
        pass

    assert f"process {os.getpid()} on {os.uname().nodename}" in str(caught.value)
    assert "not finished within 0.1 s" in str(caught.value)


@pytest.mark.parametrize(("private", "mode"), [(False, 0o644), (True, 0o600)])
def test_the_lock_file_is_signed_and_ours_alone_where_the_files_are(
    tmp_path: Path, private: bool, mode: int
) -> None:
    lock = tmp_path / ".lock"
    with exclusive(lock, KIND._replace(private=private), seconds=0):
        assert lock.stat().st_mode & 0o777 == mode
        signed = rf"process {os.getpid()} on \S+, since \d\d:\d\d UTC"
        assert re.fullmatch(signed, lock.read_text())


@pytest.mark.parametrize(
    ("signature", "told"),
    [("x" * 300, f"Another program ({'x' * 200}) is"), ("", "Another program is writing")],
)
def test_a_signature_is_told_up_to_a_length(tmp_path: Path, signature: str, told: str) -> None:
    lock = tmp_path / ".lock"
    with exclusive(lock, KIND, seconds=0):
        lock.write_text(signature)
        with pytest.raises(BusyError) as caught, exclusive(lock, KIND, seconds=0):
            pass
    assert str(caught.value).startswith(told)


def test_it_is_free_again_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), exclusive(tmp_path / ".lock", KIND, seconds=0):
        _ = 1 // 0

    with exclusive(tmp_path / ".lock", KIND, seconds=0):
        pass


def test_whoever_waits_gets_it_when_it_is_free(tmp_path: Path) -> None:
    lock = tmp_path / ".lock"
    waiting, got = threading.Event(), threading.Event()

    def wait() -> None:
        waiting.set()
        with exclusive(lock, KIND, seconds=30):
            got.set()

    other = threading.Thread(target=wait, daemon=True)
    with exclusive(lock, KIND, seconds=0):
        other.start()
        assert waiting.wait(HANGS)
        assert not got.is_set()
    assert got.wait(HANGS)
    other.join()


@pytest.mark.parametrize("number", [errno.EROFS, errno.ENOSPC])
def test_a_lock_file_that_cannot_be_made_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, "x")

    monkeypatch.setattr(os, "open", refuse)

    with pytest.raises(NotWrittenError), exclusive(tmp_path / ".lock", KIND, seconds=0):
        pass


def test_a_full_disk_does_not_keep_the_holder_from_working(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Path, "write_text", full)

    with exclusive(tmp_path / ".lock", KIND, seconds=0):
        pass
