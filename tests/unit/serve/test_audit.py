"""The audit log: a line for each event, whatever stands in it."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.serve.audit import AuditError, AuditLog


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "logs" / "audit.log"


def events(path: Path) -> list[dict[str, Any]]:
    """What was written, a dictionary for each line."""
    return [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]]


def written(path: Path, **values: object) -> dict[str, Any]:
    """One event, as it was written."""
    log = AuditLog(path)
    log.write("event", **values)
    log.close()
    (event,) = events(path)
    return event


def test_an_event_is_a_line_with_its_time_and_its_values(path: Path) -> None:
    event = written(path, session=3, seconds=1.5, size=[80, 24], logged_in=True)
    told = datetime.fromisoformat(event.pop("time"))
    assert abs(datetime.now(UTC) - told) < timedelta(minutes=1)
    assert event == {
        **{"event": "event", "session": 3, "seconds": 1.5, "size": [80, 24]},
        "logged_in": True,
    }


def test_what_is_not_known_is_left_out(path: Path) -> None:
    assert written(path, key=None, user="").keys() == {"time", "event", "user"}


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("Zoë 東京 “x”", "Zoë 東京 “x”"),
        ('a"b\\c', 'a"b\\c'),
        ('x\n{"event":"login"}', 'x\\n{"event":"login"}'),
        ("a\r\tb\0", "a\\r\\tb\\x00"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("c1 \x9b31m", "c1 \\x9b31m"),
        ("next\x85line", "next\\x85line"),
        ("a\u2028b\u2029c", "a\\u2028b\\u2029c"),
        ("\u202eright to left", "\\u202eright to left"),
        ("\udcff", "\\udcff"),
        ("\U000e0041", "\\U000e0041"),
        (b"bytes \xff\n", "bytes \\xff\\n"),
        (["a\nb", ("c\nd",)], ["a\\nb", ["c\\nd"]]),
        ("x" * 200, "x" * 200),
        ("x" * 201, "x" * 200 + "…"),
    ],
)
def test_text_from_outside_is_cut_and_has_its_control_characters_escaped(
    path: Path, value: object, kept: object
) -> None:
    assert written(path, value=value)["value"] == kept


@given(st.lists(st.text() | st.binary(), max_size=5))
def test_no_text_makes_two_lines_or_draws_anything(
    tmp_path_factory: pytest.TempPathFactory, values: list[str | bytes]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.log"
    path.unlink(missing_ok=True)
    log = AuditLog(path)
    for value in values:
        log.write("event", value=value)
    log.close()
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) == len(values)
    assert all(line.isprintable() for line in text.splitlines())


def test_only_who_runs_the_server_may_read_it(path: Path) -> None:
    before = os.umask(0)
    try:
        written(path)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_is_there_already_stays(path: Path) -> None:
    written(path)
    log = AuditLog(path)
    log.write("second")
    log.close()
    assert [event["event"] for event in events(path)] == ["event", "second"]


def test_a_log_that_was_moved_away_is_begun_anew(path: Path) -> None:
    log = AuditLog(path)
    log.write("before")
    aside = path.rename(path.with_suffix(".1"))
    log.write("still there")
    log.reopen()
    log.write("after")
    log.close()
    assert [event["event"] for event in events(aside)] == ["before", "still there"]
    assert [event["event"] for event in events(path)] == ["after"]


def test_a_log_that_cannot_be_begun_anew_goes_on_as_it_was(path: Path) -> None:
    log = AuditLog(path)
    aside = path.rename(path.with_suffix(".1"))
    path.mkdir()
    with pytest.raises(AuditError, match="cannot be written: Is a directory"):
        log.reopen()
    log.write("after")
    log.close()
    assert [event["event"] for event in events(aside)] == ["after"]


@pytest.mark.parametrize(("where", "why"), [(".", "Is a directory"), ("file/x", "File exists")])
def test_a_log_that_cannot_be_begun_is_told_at_once(tmp_path: Path, where: str, why: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(AuditError) as told:
        AuditLog(tmp_path / where)
    assert str(told.value) == f"The audit log “{tmp_path / where}” cannot be written: {why}."


def test_a_disk_that_is_full_stops_nobody_and_is_told_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log = AuditLog(Path("/dev/full"))
    for _ in range(3):
        log.write("event")
    log.close()
    assert capsys.readouterr().err == "“/dev/full” cannot be written: No space left on device.\n"


def test_a_disk_that_is_full_again_is_told_again(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path.parent.mkdir()
    path.symlink_to("/dev/full")
    log = AuditLog(path)
    log.write("lost")
    path.unlink()
    log.reopen()
    log.write("kept")
    path.unlink()
    path.symlink_to("/dev/full")
    log.reopen()
    log.write("lost")
    log.close()
    assert capsys.readouterr().err.count("No space left on device") == 2


def test_without_a_file_standard_error_is_the_log(capfd: pytest.CaptureFixture[str]) -> None:
    log = AuditLog(None)
    log.write("first")
    log.reopen()
    log.close()
    log.write("second")
    lines = capfd.readouterr().err.splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["first", "second"]


def test_a_log_that_is_closed_writes_into_no_other_file(path: Path, tmp_path: Path) -> None:
    log = AuditLog(path)
    log.close()
    with (tmp_path / "other").open("wb"):
        log.write("late")
    assert (tmp_path / "other").read_bytes() == b""
