from __future__ import annotations

import io
from pathlib import Path

import pytest

from briefing.library.library import Library
from briefing.plain.context import Context, text_width
from briefing.settings.config import Config
from briefing.settings.places import Places


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return Context(
        places=Places(library=tmp_path, state=tmp_path, config=tmp_path / "config.toml"),
        config=Config(),
        complaints=(),
        open_to_read=lambda _: Library(tmp_path),
        open_to_write=lambda: Library(tmp_path),
        stdout=io.StringIO(),
        stderr=io.StringIO(),
        width=80,
    )


def written(context: Context) -> tuple[str, str]:
    assert isinstance(context.stdout, io.StringIO)
    assert isinstance(context.stderr, io.StringIO)
    return context.stdout.getvalue(), context.stderr.getvalue()


def test_whatever_is_written_is_clean_and_ends_a_line(context: Context) -> None:
    context.write("a \x1b[2J\x9b\u202e\ttab")
    context.write("whole\n")
    context.say("no\x07tice")
    assert written(context) == ("a \ufffd[2J\ufffd\ufffd\ttab\nwhole\n", "no\ufffdtice\n")


def test_nothing_to_write_writes_no_empty_line(context: Context) -> None:
    context.write_lines([])
    assert written(context) == ("", "")


@pytest.mark.parametrize(("columns", "width"), [("100", 100), ("5", 20), ("wide", 80)])
def test_the_width_is_that_of_columns_but_never_too_narrow(
    columns: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr("sys.__stdout__", None)
    assert text_width() == width
