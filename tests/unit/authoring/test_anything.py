"""Whatever stands in a file, reading it gives a briefing or problems, and never an exception."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.authoring.load import load_briefing
from briefing.model.vocabulary import Severity
from tests.thorough import examples
from tests.unit.authoring.conftest import FIXTURE

FILES = (
    "briefing.md",
    "sources.yaml",
    "actors.yaml",
    "cards/terms/share.md",
    "cards/disagreements/share-or-level.md",
    "cards/timeline/years.md",
)
PIECES = st.sampled_from(
    [
        *("---\n", "title: ", "a: ", "- ", "[", "]", "{", "}", "&a ", "*a", "!t ", "%", "'", '"'),
        *("\\U00110000", "\\x1b", "|\n  ", ">-\n ", "? ", "<<: ", "#", ": ", "\t", "\n", "\n\n"),
        *("[@herald, ¶1]", "{date=", "^id", "> ", "* * *\n", "<b>", "```\n", "&amp;", "“", "”"),
        *("id: x\n", "cite: post ¶0\n", "figures:\n", "value: 1e9\n", "\x00", "\u2028", "\ufffe"),
        *("| a |\n|---|\n", "1. ", "    ", "\\", "likely high confidence ", "[a]: b\n", "Երևան"),
    ]
)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as parent:
        yield Path(shutil.copytree(FIXTURE, Path(parent) / "two-towns"))


def check(folder: Path, name: str, data: bytes) -> None:
    file = folder / name
    typed = file.read_bytes()
    try:
        file.write_bytes(data)
        loaded = load_briefing(folder)
    finally:
        file.write_bytes(typed)
    errors = [problem for problem in loaded.problems if problem.severity is Severity.ERROR]
    assert (loaded.briefing is None) == bool(errors)
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in loaded.problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.fix
        if problem.path == f"two-towns/{name}":
            assert problem.line <= len(lines)
            assert problem.column <= len(lines[problem.line - 1]) + 1


@examples(8)
@given(st.sampled_from(FILES), st.text() | st.lists(PIECES, max_size=20).map("".join))
@example("sources.yaml", "[" * 5000)
@example("sources.yaml", 'a: "\\U00110000"')
@example("actors.yaml", "a: &a [*a]")
@example("cards/terms/share.md", "---\n" + "- " * 500)
@example("cards/terms/share.md", "---\n---\n" + "> " * 500)
@example("cards/terms/share.md", "---\n---\n" + "[" * 3000)
def test_any_text(folder: Path, name: str, text: str) -> None:
    check(folder, name, text.encode("utf-8", "surrogatepass"))


@examples(8)
@given(st.sampled_from(FILES), st.data())
def test_any_text_within_a_valid_file(folder: Path, name: str, data: st.DataObject) -> None:
    typed = (FIXTURE / name).read_text("utf-8")
    start = data.draw(st.integers(0, len(typed)))
    end = data.draw(st.integers(start, min(start + 20, len(typed))))
    inserted = data.draw(st.text(max_size=5) | st.lists(PIECES, max_size=3).map("".join))
    text = typed[:start] + inserted + typed[end:]
    check(folder, name, text.encode("utf-8", "surrogatepass"))


@examples(5)
@given(st.sampled_from(FILES), st.binary(max_size=50))
def test_any_bytes(folder: Path, name: str, data: bytes) -> None:
    check(folder, name, data)
