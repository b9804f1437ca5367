"""What must be mended goes to a file, under an id."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from briefing.serve.faults import FaultLog

LARGEST = 1 << 20


@pytest.fixture
def log(tmp_path: Path) -> FaultLog:
    return FaultLog(tmp_path / "state")


def fail() -> Exception:
    """An exception that was raised."""
    try:
        raise KeyError("secret") from ValueError("cause")
    except KeyError as error:
        return error


def test_an_exception_is_written_whole_and_known_by_an_id(log: FaultLog) -> None:
    id_ = log.write_exception(fail())
    assert re.fullmatch("[0-9a-f]{8}", id_)
    text = log.path.read_text()
    assert re.match(rf"\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC {id_}\nValueError: cause\n", text)
    assert "in fail\n" in text
    assert "KeyError: 'secret'\n" in text


def test_every_fault_has_an_id_of_its_own(log: FaultLog) -> None:
    ids = [log.write_exception(fail()) for _ in range(20)]
    assert len(set(ids)) == 20
    assert re.findall(r"UTC ([0-9a-f]{8})$", log.path.read_text(), re.MULTILINE) == ids


def test_a_report_of_a_child_is_written_under_its_id(log: FaultLog) -> None:
    log.write("1234abcd", "Zoë — 東京")
    assert log.path.read_text(encoding="utf-8").endswith(" UTC 1234abcd\nZoë — 東京\n")


def test_only_who_runs_the_server_may_read_it(log: FaultLog) -> None:
    before = os.umask(0)
    try:
        log.write("id", "report")
    finally:
        os.umask(before)
    assert log.path.stat().st_mode & 0o777 == 0o600
    assert log.path.parent.stat().st_mode & 0o777 == 0o700


def test_the_file_is_begun_anew_before_it_is_large(log: FaultLog) -> None:
    log.write("first", "x" * LARGEST)
    log.write("second", "y" * LARGEST)
    log.write("third", "z")
    assert {path.name for path in log.path.parent.iterdir()} == {"errors.log", "errors.log.1"}
    assert " third\n" in log.path.read_text()
    before = log.path.with_name("errors.log.1").read_text()
    assert " second\n" in before
    assert " first\n" not in before


def test_a_file_that_is_not_large_goes_on(log: FaultLog) -> None:
    log.write("first", "x" * (LARGEST // 2))
    log.write("second", "y")
    assert [path.name for path in log.path.parent.iterdir()] == ["errors.log"]


def test_where_there_is_no_file_standard_error_has_it(
    log: FaultLog, capsys: pytest.CaptureFixture[str]
) -> None:
    log.path.parent.write_text("a file")
    id_ = log.write_exception(fail())
    told = capsys.readouterr().err
    assert f"UTC {id_}\n" in told
    assert "KeyError: 'secret'" in told


def test_a_report_may_have_any_text(log: FaultLog) -> None:
    log.write("id", "a name that is no UTF-8: \udcff")
    assert "a name that is no UTF-8: \\udcff\n" in log.path.read_text(encoding="utf-8")
