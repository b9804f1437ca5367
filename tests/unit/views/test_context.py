from __future__ import annotations

import io
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from briefing.evidence.corpus import Corpus
from briefing.library.library import Library
from briefing.library.state import ReaderState
from briefing.model.actors import Source
from briefing.model.errors import UsageError
from briefing.settings.config import Config, Places
from briefing.views.context import Context, text_width


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


@pytest.mark.parametrize(
    ("columns", "width"), [("100", 100), ("21", 21), ("19", 20), ("0", 80), ("wide", 80)]
)
def test_the_width_is_that_of_columns_but_never_too_narrow(
    columns: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr("sys.__stdout__", None)
    assert text_width() == width


@pytest.mark.parametrize(("columns", "width"), [(120, 120), (7, 20), (0, 80)])
def test_without_columns_the_width_is_that_of_the_terminal(
    columns: int, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr("os.get_terminal_size", lambda _: os.terminal_size((columns, 24)))
    monkeypatch.setattr("sys.__stdout__", SimpleNamespace(fileno=lambda: 1))
    assert text_width() == width


SOURCE = Source(key="herald", type="webpage", title="T", outlet="O", corpus="herald.txt")


def test_without_a_corpus_folder_no_text_is_at_hand(context: Context) -> None:
    assert context.corpus().read(SOURCE).text is None
    assert written(context) == ("", "")


def test_the_texts_are_those_of_the_corpus_folder(context: Context, tmp_path: Path) -> None:
    (tmp_path / "herald.txt").write_text("Two towns share a dam.")
    places = context.places._replace(corpus=tmp_path)
    text = context._replace(places=places).corpus().read(SOURCE).text
    assert text is not None
    assert text.text == "Two towns share a dam."


def test_who_asks_may_bring_texts_and_marks(context: Context, tmp_path: Path) -> None:
    corpus, marks = Corpus(None), ReaderState.open(tmp_path / "marks.json")
    asked = context._replace(open_texts=lambda: corpus, open_marks=lambda: marks)
    assert asked.corpus() is corpus
    assert asked.marks() is marks


@pytest.mark.parametrize("name", ["texts", "x" * 300, "a\0b"])
def test_a_corpus_folder_that_is_not_there_is_told_and_holds_no_text(
    context: Context, tmp_path: Path, name: str
) -> None:
    places = context.places._replace(corpus=tmp_path / name)
    corpus = context._replace(places=places).corpus()
    assert corpus.read(SOURCE).text is None
    _, err = written(context)
    assert err.startswith("There is no folder “")
    assert err.count("\n") == 1


def test_for_a_check_a_folder_that_was_named_must_be_there(
    context: Context, tmp_path: Path
) -> None:
    assert context.texts_to_check().folder is None
    named = context._replace(places=context.places._replace(corpus=tmp_path))
    assert named.texts_to_check().folder == tmp_path
    gone = named._replace(places=named.places._replace(corpus=tmp_path / "gone"))
    with pytest.raises(UsageError, match=r"There is no folder “.+/gone”\. Name the folder"):
        gone.texts_to_check()
    assert gone.corpus().folder is None


def test_readers_of_a_server_are_told_of_no_folder_of_the_host(
    context: Context, tmp_path: Path
) -> None:
    gone = tmp_path / "gone"
    places = context.places._replace(corpus=gone)
    served = context._replace(places=places, open_texts=lambda: Corpus(gone, advises=False))
    assert served.texts_to_check().folder == gone
