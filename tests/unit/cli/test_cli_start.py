"""What is kept for the first frame, and when it may be shown."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.settings.config import find_places
from briefing.tui.terminal import first_frame as frame

WORDS = st.lists(st.sampled_from(["read", "two-towns", "--no-mouse", "--theme", "light", "x"]))


@pytest.fixture(autouse=True)
def at_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "isatty", lambda _: True)
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((80, 24)))


@pytest.mark.parametrize(
    "variables",
    [
        {"BRIEFING_STATE": "/state"},
        {"BRIEFING_STATE": "state/of/mine"},
        {"BRIEFING_STATE": "~/state"},
        {"XDG_STATE_HOME": "/xdg"},
        {"XDG_STATE_HOME": " "},
        {},
    ],
    ids=str,
)
def test_the_state_is_where_the_settings_have_it(
    variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BRIEFING_STATE", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert frame.folder_of_frame(os.environ) == str(find_places(os.environ).state)


def keep(
    environment: dict[str, str],
    drawing: bytes = b"drawn",
    text: str = "",
    words: Sequence[str] = (),
    made_from: Iterable[Path] = (),
) -> None:
    """Keep a frame of two towns."""
    key = frame.key_of(words, "two-towns", map(str, made_from), environment)
    frame.save(key, drawing, text, environment)


def test_what_is_saved_is_found_until_a_file_changes(tmp_path: Path) -> None:
    environment = {"BRIEFING_STATE": str(tmp_path)}
    made_from = [tmp_path / "there", tmp_path / "not there yet"]
    made_from[0].write_text("one")
    keep(environment, b"a\n\nb", made_from=made_from)
    for words in ([], ["read"], ["two-towns"], ["read", "two-towns"]):
        assert frame.find(words, environment) == (b"a\n\nb", True)
    for words in (["list"], ["two-towns/terms"], ["--no-mouse"], ["two-towns", "two-towns"]):
        assert frame.find(words, environment) is None
    made_from[1].write_text("now")
    assert frame.find([], environment) is None
    made_from[1].unlink()
    assert frame.find([], environment) == (b"a\n\nb", True)
    made_from[0].write_text("three")
    assert frame.find([], environment) is None


@pytest.mark.parametrize("name", ["TERM", "NO_COLOR", "COLUMNS", "HOME", "BRIEFING_LIBRARY"])
def test_another_environment_is_another_question(tmp_path: Path, name: str) -> None:
    environment = {"BRIEFING_STATE": str(tmp_path)}
    keep(environment)
    assert frame.find([], environment) == (b"drawn", True)
    assert frame.find([], {**environment, name: "/another"}) is None


@pytest.mark.parametrize(
    ("words", "environment"), [(["--library", "here"], {}), ([], {"BRIEFING_LIBRARY": "here"})]
)
def test_relative_paths_are_those_of_one_folder(
    tmp_path: Path,
    words: list[str],
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    environment = {**environment, "BRIEFING_STATE": str(tmp_path)}
    keep(environment, words=words)
    assert frame.find(words, environment) == (b"drawn", True)
    monkeypatch.chdir(tmp_path)
    assert frame.find(words, environment) is None


@given(WORDS, WORDS)
def test_questions_are_the_same_only_if_their_options_are(one: list[str], two: list[str]) -> None:
    if frame.options_in(one, "two-towns") == frame.options_in(two, "two-towns"):
        without = [
            [word for word in words if word not in ("read", "two-towns")] for words in (one, two)
        ]
        assert without[0] == without[1]


TEXT = "The title\nThe bottom line, which is “long”.\nAnd more."


def at_size(monkeypatch: pytest.MonkeyPatch, columns: int, rows: int) -> None:
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((columns, rows)))


def test_at_another_size_it_is_title_and_bottom_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = {"BRIEFING_STATE": str(tmp_path)}
    keep(environment, text=TEXT)
    at_size(monkeypatch, 24, 24)
    found = frame.find([], environment)
    assert found is not None
    assert not found[1]
    assert re.sub("\x1b\\[[0-9;]*[Hm]", "|", found[0].decode()).split("|") == [
        *("", "", "The title", ""),
        *("The bottom line, which", "is “long”.", "And more."),
    ]
    at_size(monkeypatch, 24, 5)
    found = frame.find([], environment)
    assert found is not None
    assert b"And more." not in found[0]
    at_size(monkeypatch, 10, 24)
    assert frame.find([], environment) is None


@pytest.mark.parametrize("letter", ["\N{COMBINING ACUTE ACCENT}", "戦", "\N{ZERO WIDTH JOINER}"])
def test_what_cannot_be_measured_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, letter: str
) -> None:
    environment = {"BRIEFING_STATE": str(tmp_path)}
    keep(environment, text=f"{TEXT} {letter}")
    assert frame.find([], environment) == (b"drawn", True)
    at_size(monkeypatch, 24, 24)
    assert frame.find([], environment) is None


@given(
    st.text("ab \n“’é", max_size=400),
    st.integers(20, 60),
    st.integers(1, 12),
)
def test_no_line_is_too_long_and_none_too_many(text: str, columns: int, rows: int) -> None:
    found = frame._as_text(text, f"{columns}x{rows}")
    assert found is not None
    plain = re.sub("\x1b\\[1?m", "", found[0].decode())
    for row, line in re.findall("\x1b\\[(\\d+);2H([^\x1b]*)", plain):
        assert int(row) < rows
        assert len(line) <= columns - 2


def test_a_file_that_is_torn_is_no_frame(tmp_path: Path) -> None:
    environment = {"BRIEFING_STATE": str(tmp_path)}
    keep(environment, text=TEXT)
    file = tmp_path / "first-frame"
    whole = file.read_bytes()
    for length in range(0, len(whole), 7):
        file.write_bytes(whole[:length])
        assert frame.find([], environment) is None


def test_what_cannot_be_kept_is_no_failure(tmp_path: Path) -> None:
    environment = {"BRIEFING_STATE": str(tmp_path / "no" / "such")}
    frame.save(["two-towns"], b"drawn", "", environment)
    assert frame.find([], environment) is None
    frame.save(["two-towns", "a\nb"], b"drawn", "", {"BRIEFING_STATE": str(tmp_path)})
    assert list(tmp_path.iterdir()) == []
