"""What a child gives up before it does anything else."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.unit.serve.isolated_child import FREE, LARGEST_FILE, MEMORY, ORDER, SEED

ROOT = Path(__file__).parents[3]


def run(what: str) -> subprocess.CompletedProcess[str]:
    """Run the program beside this file."""
    return subprocess.run(
        [sys.executable, "-m", "tests.unit.serve.isolated_child", what],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def report(what: str) -> dict[str, Any]:
    done = run(what)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.fixture(scope="module")
def child() -> dict[str, Any]:
    """What a child on a terminal has, all its limits set."""
    return report("terminal")


@pytest.fixture(scope="module")
def free() -> dict[str, Any]:
    """What a child without a terminal has, none of its limits set."""
    return report("pipes")


def is_there(pid: int) -> bool:
    """Whether a process runs, and is more than an entry in a table."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


def test_a_child_has_the_variables_it_is_given_and_no_others(
    child: dict[str, Any], free: dict[str, Any]
) -> None:
    assert child["environment"] == ORDER.environment
    assert free["environment"] == FREE.environment == {}


def test_a_child_has_five_files_whatever_was_open_and_whatever_their_numbers_were(
    child: dict[str, Any], free: dict[str, Any]
) -> None:
    assert child["files"] == free["files"] == [0, 1, 2, 3, 4]
    assert child["marks"] == free["marks"] == "marks"


def test_what_a_child_would_start_has_no_line_to_the_front(child: dict[str, Any]) -> None:
    assert child["inherited"] == [0, 1, 2]


def test_a_child_on_a_terminal_is_controlled_by_it(
    child: dict[str, Any], free: dict[str, Any]
) -> None:
    assert child["leads"] == free["leads"] == [True, True]
    assert child["terminal"] == [True, True]
    assert free["terminal"] == [False, False]


def test_a_child_is_at_nobodys_home(child: dict[str, Any]) -> None:
    assert (child["folder"], child["umask"]) == ("/", 0o077)


def test_a_child_is_ended_by_the_signals_that_end_others(child: dict[str, Any]) -> None:
    assert child["blocked"] == []
    assert set(child["handled"]) <= {"SIGPIPE", "SIGXFSZ"}
    assert child["wakes"] == -1


def test_a_child_gains_no_privileges(child: dict[str, Any], free: dict[str, Any]) -> None:
    assert child["privileges"]
    assert free["privileges"]


def test_children_do_not_draw_the_same_lots(child: dict[str, Any], free: dict[str, Any]) -> None:
    random.seed(SEED)
    assert len({random.random(), child["random"], free["random"]}) == 3


def test_a_child_writes_in_the_encoding_of_its_reader(
    child: dict[str, Any], free: dict[str, Any]
) -> None:
    for told, encoding in ((child, "iso8859-1"), (free, "utf-8")):
        assert [stream[0] for stream in told["streams"]] == [0, 1, 2]
        assert {stream[1] for stream in told["streams"]} == {encoding}
        assert {stream[2] for stream in told["streams"]} == {"replace"}
        assert told["originals"] == [True] * 3


def test_a_child_has_its_share_and_no_more(child: dict[str, Any]) -> None:
    assert child["limits"]["CORE"] == [0, 0]
    assert child["limits"]["FSIZE"] == [0, 0]
    assert child["limits"]["DATA"] == [MEMORY, MEMORY]
    assert child["limits"]["CPU"][0] == ORDER.cpu
    assert ORDER.cpu <= child["limits"]["CPU"][1] <= ORDER.cpu + 10
    assert child["limits"]["NOFILE"][0] == ORDER.files


def test_a_child_cannot_have_more_files_than_its_share(child: dict[str, Any]) -> None:
    assert child["limits"]["NOFILE"] == [ORDER.files, ORDER.files]


def test_a_share_is_all_that_can_be_had(child: dict[str, Any]) -> None:
    assert not child["memory"]
    assert child["opens"] == ORDER.files - 5
    assert child["writes"] == "EFBIG"


def test_0_is_no_limit_but_to_what_is_written(free: dict[str, Any]) -> None:
    limits, before = free["limits"], free["before"]
    assert {name: limits[name] for name in ("DATA", "CPU", "NOFILE")} == {
        name: before[name] for name in ("DATA", "CPU", "NOFILE")
    }
    assert (limits["CORE"][0], limits["FSIZE"][0]) == (0, 0)
    assert free["memory"]
    assert free["writes"] == "EFBIG"


def test_a_child_of_somebody_else_ends_at_once() -> None:
    assert run("stranger").returncode == 137


def test_no_child_outlives_the_process_that_forked_it() -> None:
    pid = int(run("orphan").stdout)
    end = time.monotonic() + 20
    while is_there(pid):
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_process_that_is_no_child_can_be_confined_too() -> None:
    told = report("confined")
    assert (told["environment"], told["folder"]) == (ORDER.environment, "/")
    assert told["limits"]["FSIZE"][0] == LARGEST_FILE
    assert told["limits"]["DATA"] == [MEMORY, MEMORY]
    assert told["writes"] == [LARGEST_FILE, LARGEST_FILE]
    assert not told["leads"]
