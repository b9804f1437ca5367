"""A child from its fork to its end: data, a sentence, an exit code, and never a traceback."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from briefing.library.library import Library
from tests.unit.library.samples import make_briefing
from tests.unit.serve.living_child import SECRET

ROOT = Path(__file__).parents[3]
Lives = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> Lives:
    """What became of children, by what happened to them."""
    folder = tmp_path_factory.mktemp("lives") / "library"
    Library(folder).publish([make_briefing("dam", "Zoë says “no” to 東京.")])
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit.serve.living_child", str(folder)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: Lives = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("life", ["shown", "latin", "listed"])
def test_data_goes_to_standard_output_and_nothing_elsewhere(lives: Lives, life: str) -> None:
    told = lives[life]
    assert told["output"]
    assert (told["status"], told["errors"], told["console"], told["said"]) == (0, "", "", None)


def test_data_is_written_in_the_encoding_of_the_reader(lives: Lives) -> None:
    assert "Zoë says “no” to 東京." in lives["shown"]["output"]
    assert "Zoë says ?no? to ??." in lives["latin"]["output"]
    assert json.loads(lives["listed"]["output"])["briefings"][0]["id"] == "dam"


def test_what_is_not_there_is_told_in_a_sentence(lives: Lives) -> None:
    told = lives["missing"]
    assert (told["status"], told["output"], told["console"], told["said"]) == (1, "", "", None)
    assert "nobody-has-this" in told["errors"]
    assert "`ssh HOST list`" in told["errors"]
    assert "Traceback" not in told["errors"]


def test_a_reader_who_takes_no_more_ends_it_without_a_word(lives: Lives) -> None:
    told = lives["closed"]
    assert (told["status"], told["errors"], told["console"]) == (141, "", "")
    assert told["said"] is None


@pytest.mark.parametrize("life", ["faulty", "leaving"])
def test_of_a_fault_the_reader_is_told_an_id_and_the_front_the_rest(
    lives: Lives, life: str
) -> None:
    told = lives[life]
    assert (told["status"], told["output"], told["console"]) == (70, "", "")
    match = re.fullmatch(
        "This stopped because of an internal error; the administrator can look up"
        r" ([0-9a-f]{8})\.\n",
        told["errors"],
    )
    assert match
    assert told["said"]["type"] == "Fault"
    assert told["said"]["id"] == match[1]
    assert "Traceback (most recent call last):" in told["said"]["report"]


def test_what_was_wrong_stands_in_the_report_alone(lives: Lives) -> None:
    assert f"RuntimeError: {SECRET}" in lives["faulty"]["said"]["report"]
    assert SECRET not in lives["faulty"]["errors"] + lives["faulty"]["console"]


def test_what_goes_wrong_before_there_is_a_line_is_for_those_who_run_the_host(
    lives: Lives,
) -> None:
    told = lives["silent"]
    assert (told["status"], told["output"], told["errors"]) == (70, "", "")
    assert "OSError: [Errno 9] Bad file descriptor" in told["console"]
