"""What is kept as the first frame, and when it may not be shown."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from briefing.library.library import Library
from briefing.library.state import ReaderState
from briefing.model.briefing import Briefing
from briefing.model.vocabulary import SectionKind
from tests.samples import TEXTS
from tests.terminal.conftest import Start
from tests.terminal.held import (
    BOTTOM_LINE,
    Held,
    frame_of,
    let_go,
    wait_for_file,
)
from tests.thorough import spread

pytestmark = [pytest.mark.terminal, pytest.mark.usefixtures("library")]


# -- what may not be shown -------------------------------------------------------------------------


def no_colour(_: Path) -> dict[str, str | int | None]:
    return {"NO_COLOR": "1"}


def fewer_colours(_: Path) -> dict[str, str | int | None]:
    return {"COLORTERM": None}


def another_library(home: Path) -> dict[str, str | int | None]:
    another = Library(home / "another")
    another.publish([Library(home / "library").open("two-towns").briefing])
    return {"BRIEFING_LIBRARY": str(another.folder)}


def another_configuration(home: Path) -> dict[str, str | int | None]:
    (home / "config.toml").write_text('theme = "light"\n')
    return {}


def another_revision(home: Path) -> dict[str, str | int | None]:
    library = Library(home / "library")
    briefing = library.open("two-towns").briefing
    library.publish([replace(briefing, title="The dam is to be torn down")])
    return {}


def another_place(home: Path) -> dict[str, str | int | None]:
    ReaderState.open(home / "state" / "reader.json").mark_read("two-towns", {"turbines": "0"})
    return {}


def frame_that_others_may_write(home: Path) -> dict[str, str | int | None]:
    frame_of(home).chmod(0o666)
    return {}


def frame_cut_short(home: Path) -> dict[str, str | int | None]:
    content = frame_of(home).read_bytes()
    frame_of(home).write_bytes(content[:-1])
    return {}


def frame_of_nothing(home: Path) -> dict[str, str | int | None]:
    frame_of(home).write_bytes(b"\0\xff")
    return {}


@pytest.mark.parametrize(
    "change",
    [
        no_colour,
        fewer_colours,
        another_library,
        another_configuration,
        another_revision,
        another_place,
        frame_that_others_may_write,
        frame_cut_short,
        frame_of_nothing,
    ],
    ids=lambda change: str(change.__name__),
)
def test_nothing_is_shown_that_may_not_be_true(
    kept: Path, held: Held, tmp_path: Path, change: Callable[[Path], dict[str, str | int | None]]
) -> None:
    del kept
    with held(**change(tmp_path)) as terminal:
        assert terminal.written == ""
        if change in (another_revision, frame_of_nothing):
            let_go(tmp_path)
            terminal.wait_for("Space read on")
            assert ("torn down" in terminal.text) == (change is another_revision)


@pytest.mark.parametrize(
    "words", spread([("two-towns/terms",), ("--no-mouse",), ("--theme", "light")], 2)
)
def test_nothing_is_shown_for_another_question(
    kept: Path, held: Held, tmp_path: Path, words: tuple[str, ...]
) -> None:
    del kept
    with held(*words) as terminal:
        assert terminal.written == ""
        let_go(tmp_path)
        terminal.wait_for("Lakeside")


def test_the_same_question_with_options_is_answered_from_the_same_folder(
    start: Start, held: Held, tmp_path: Path
) -> None:
    with start("--theme", "light") as terminal:
        terminal.wait_for(BOTTOM_LINE)
        terminal.press("q")
        terminal.wait_end()
    wait_for_file(frame_of(tmp_path))
    with held("--theme", "light", "two-towns") as terminal:
        assert BOTTOM_LINE in terminal.text
        let_go(tmp_path)


def test_an_earlier_revision_is_never_what_a_start_shows_first(
    library: Library, start: Start, held: Held, tmp_path: Path
) -> None:
    library.publish([replace(library.open("two-towns").briefing, title="The dam is torn down")])
    with start("two-towns") as terminal:
        terminal.wait_for("torn down")
        terminal.press("q")
        terminal.wait_end()
    wait_for_file(frame_of(tmp_path))
    for keys in ("q", "Rq"):
        with start("two-towns", "--as-of", "1") as terminal:
            terminal.wait_for("as of revision 1")
            terminal.wait_for("leads to the newest")
            for key in keys:
                terminal.press(key)
            assert terminal.wait_end() == 0
        with held("two-towns", "--as-of", "1") as terminal:
            assert terminal.written == "", "the newest is not what is asked for"
            let_go(tmp_path)
            terminal.wait_for("as of revision 1")
        with held("two-towns") as terminal:
            assert "torn down" in terminal.text
            assert "as of" not in terminal.text
            let_go(tmp_path)


def test_verbs_show_no_frame(kept: Path, start: Start) -> None:
    for words in (("list",), ("show", "two-towns"), ("--help",), ("--version",)):
        with start(*words) as terminal:
            assert terminal.wait_end() == 0
            assert "\x1b" not in terminal.written
    assert kept.exists()


def test_a_terminal_that_can_do_nothing_is_sent_nothing(kept: Path, start: Start) -> None:
    for term in ("dumb", "", None):
        with start(TERM=term) as terminal:
            assert terminal.wait_end() == 2
            assert "\x1b" not in terminal.written
    assert kept.exists()


def test_nobody_else_can_read_what_is_kept(kept: Path) -> None:
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in kept.parent.glob("first-frame*")] == ["first-frame"]


# -- the texts of sources --------------------------------------------------------------------------

POSITION = "On the last day of April."
SAYS = "In the sources’ own words"


def with_one_disagreement(briefing: Briefing) -> Briefing:
    """The same with a single disagreement, which opens with what the sources say."""
    sections = tuple(
        replace(section, cards=section.cards[:1])
        if section.kind is SectionKind.DISAGREEMENTS
        else section
        for section in briefing.sections
    )
    return replace(briefing, sections=sections)


@pytest.mark.parametrize("texts", [None, TEXTS], ids=["without texts", "with texts"])
def test_no_text_of_a_source_is_kept(
    start: Start, tmp_path: Path, library: Library, two_towns: Briefing, texts: Path | None
) -> None:
    library.publish([with_one_disagreement(two_towns)])
    corpus = None if texts is None else str(texts)
    with start("two-towns/disagreements", rows=60, BRIEFING_CORPUS=corpus) as terminal:
        terminal.wait_for(POSITION if texts is None else SAYS)
        terminal.settle()
        terminal.press("q")
        assert terminal.wait_end() == 0
    if texts is None:
        wait_for_file(frame_of(tmp_path))
        return
    # What is not kept never comes, so it is given some time.
    end = time.monotonic() + 3
    while time.monotonic() < end:
        assert not frame_of(tmp_path).exists()
        time.sleep(0.05)
