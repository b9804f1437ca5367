"""The first frame: what stands in the terminal before the reader is loaded, and what is left of it.

A module of the name `sitecustomize` holds a start up at a place of the test's choosing, or breaks
it there, so that nothing depends on the speed of the machine.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from briefing.library.library import Library
from briefing.library.state import ReaderState
from briefing.model.briefing import Briefing
from briefing.model.vocabulary import SectionKind
from tests.terminal.conftest import ROOT, Start
from tests.terminal.pty import Terminal

pytestmark = pytest.mark.terminal

BOTTOM_LINE = "Lakeside and Hilltop agreed on"
READY = "\x1b[?2004h"
"""What only Textual sends."""

HOOK = """
import os, sys, time
from pathlib import Path

class Hook:
    def find_spec(self, name, path=None, target=None):
        if name != "textual" or not sys.argv[0].endswith("__main__.py"):
            return None
        sys.meta_path.remove(self)
        {then}

sys.meta_path.insert(0, Hook())
"""
HELD = "Path({held!r}).touch()\n        while Path({held!r}).exists(): time.sleep(0.01)"

Held = Callable[..., AbstractContextManager[Terminal]]


@pytest.fixture(autouse=True)
def published(library: Library) -> Library:
    return library


def frame_of(home: Path) -> Path:
    return home / "state" / "first-frame"


def wait_for_file(path: Path) -> None:
    end = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < end, f"never there: {path}"
        time.sleep(0.02)


@pytest.fixture
def kept(start: Start, tmp_path: Path) -> Path:
    """A first frame, as the reader leaves it."""
    with start() as terminal:
        terminal.wait_for(BOTTOM_LINE)
        terminal.settle()
        terminal.press("q")
        assert terminal.wait_end() == 0
    wait_for_file(frame_of(tmp_path))
    return frame_of(tmp_path)


@pytest.fixture
def hooked(start: Start, tmp_path: Path) -> Held:
    """Start the reader so that something happens when it comes to import Textual."""

    def hooked(*words: str, then: str, **changes: str | int | None) -> Terminal:
        folder = tmp_path / "hook"
        folder.mkdir(exist_ok=True)
        (folder / "sitecustomize.py").write_text(HOOK.format(then=then))
        path = os.pathsep.join((str(folder), str(ROOT)))
        return start(*words, PYTHONPATH=path, **changes)

    return hooked


@pytest.fixture
def held(hooked: Held, tmp_path: Path) -> Held:
    """Start the reader and hold it before it imports Textual; delete the file to let it go on."""

    @contextmanager
    def held(*words: str, **changes: str | int | None) -> Iterator[Terminal]:
        file = tmp_path / "held"
        with hooked(*words, then=HELD.format(held=str(file)), **changes) as terminal:
            terminal.wait_until(file.exists, "it never comes to import Textual")
            terminal.settle()
            yield terminal

    return held


def let_go(home: Path) -> None:
    (home / "held").unlink()


def is_clean(terminal: Terminal) -> bool:
    """Whether the terminal is as it was before the program, with nothing left on the screen."""
    switched = [terminal.written.count(f"\x1b[?1049{letter}") for letter in "hl"]
    return (
        terminal.attributes == terminal.before
        and switched[0] == switched[1]
        and not terminal.cursor_hidden
    )


# -- what is shown ---------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [(), ("two-towns",), ("read",), ("read", "two-towns")])
def test_what_the_reader_will_show_is_there_before_it_and_stays(
    kept: Path, held: Held, tmp_path: Path, words: tuple[str, ...]
) -> None:
    del kept
    with held(*words) as terminal:
        first = terminal.cells
        assert BOTTOM_LINE in terminal.text
        assert READY not in terminal.written
        sent = len(terminal.raw)
        let_go(tmp_path)
        terminal.wait_until(lambda: READY in terminal.written, "the reader never takes over")
        terminal.settle()
        assert terminal.cells == first
        assert terminal.written.count("\x1b[?1049h") == 1, "some terminals clear the screen"
        assert len(terminal.raw) - sent < 1000, "what stands there is sent again"
        terminal.press("q")
        assert terminal.wait_end() == 0
        assert is_clean(terminal)


@pytest.mark.parametrize("size", [(40, 12), (120, 40), (200, 60)])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"NO_COLOR": "1"},
        {"TERM": "xterm-16color", "COLORTERM": None},
        {"COLORTERM": None},
    ],
    ids=["truecolor", "no colour", "16", "256"],
)
def test_it_is_the_same_cell_by_cell(
    start: Start, held: Held, tmp_path: Path, size: tuple[int, int], changes: dict[str, str | None]
) -> None:
    columns, rows = size
    with start(columns=columns, rows=rows, **changes) as terminal:
        terminal.wait_for("Lakeside")
        terminal.settle()
        terminal.press("space", "space", "space", "e")
        terminal.settle()
        terminal.press("q")
        assert terminal.wait_end() == 0
    wait_for_file(frame_of(tmp_path))
    with held(columns=columns, rows=rows, **changes) as terminal:
        first = terminal.cells
        assert "Lakeside" in terminal.text
        let_go(tmp_path)
        terminal.wait_until(lambda: READY in terminal.written, "the reader never takes over")
        terminal.settle()
        assert terminal.cells == first


def test_keys_pressed_meanwhile_are_not_lost(kept: Path, held: Held, tmp_path: Path) -> None:
    del kept
    with held() as terminal:
        before = terminal.text
        terminal.press("?", "escape", "\x1a", "/", "sluice", "enter")
        terminal.settle()
        assert terminal.text == before, "keys are echoed"
        let_go(tmp_path)
        terminal.wait_for("sluice")
        terminal.settle()
        assert "1 of" in terminal.lines[-1] or "match" in terminal.lines[-1]


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
        let_go(tmp_path)
        terminal.wait_for("Space read on")
        if change is another_revision:
            assert "torn down" in terminal.text


@pytest.mark.parametrize("words", [("two-towns/terms",), ("--theme", "light"), ("--no-mouse",)])
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


@pytest.mark.parametrize("words", [("list",), ("show", "two-towns"), ("--help",), ("--version",)])
def test_verbs_show_no_frame(kept: Path, start: Start, words: tuple[str, ...]) -> None:
    del kept
    with start(*words) as terminal:
        assert terminal.wait_end() == 0
        assert "\x1b" not in terminal.written


@pytest.mark.parametrize("term", ["dumb", "", None])
def test_a_terminal_that_can_do_nothing_is_sent_nothing(
    kept: Path, start: Start, term: str | None
) -> None:
    del kept
    with start(TERM=term) as terminal:
        assert terminal.wait_end() == 2
        assert "\x1b" not in terminal.written


def test_nobody_else_can_read_what_is_kept(kept: Path) -> None:
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in kept.parent.glob("first-frame*")] == ["first-frame"]


# -- the texts of sources --------------------------------------------------------------------------

TEXTS = ROOT / "tests" / "fixtures" / "two-towns-corpus"
SAYS = "In the words of the sources"


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
        terminal.wait_for(SAYS)
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


# -- what is left behind ---------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_who_ends_it_before_it_is_loaded_gets_the_terminal_back(
    kept: Path, held: Held, number: signal.Signals
) -> None:
    del kept
    with held() as terminal:
        assert terminal.cursor_hidden
        terminal.process.send_signal(number)
        code = terminal.wait_end()
        assert code == (130 if number is signal.SIGINT else -number)
        assert is_clean(terminal)


def test_ctrl_c_before_it_is_loaded_gets_the_terminal_back(kept: Path, held: Held) -> None:
    del kept
    with held() as terminal:
        terminal.press("\x03")
        assert terminal.wait_end() == 130
        assert is_clean(terminal)


def test_a_line_that_is_cut_ends_it(kept: Path, held: Held) -> None:
    del kept
    with held() as terminal:
        terminal.hang_up()
        assert terminal.wait_end() == -signal.SIGHUP


@pytest.mark.parametrize(
    ("then", "code", "said"),
    [
        ("raise ImportError('no textual here')", 70, "briefing failed"),
        ("raise RuntimeError('broken')", 70, "briefing failed"),
        ("raise MemoryError", 70, "briefing failed"),
        ("raise SystemExit(3)", 3, ""),
    ],
)
def test_what_fails_while_it_is_loaded_is_said_on_a_clean_terminal(
    kept: Path, hooked: Held, then: str, code: int, said: str
) -> None:
    del kept
    with hooked(then=then) as terminal:
        assert terminal.wait_end() == code
        assert is_clean(terminal)
        after = terminal.written.rpartition("\x1b[?1049l")[2]
        assert said in after


def test_it_ends_cleanly_at_any_moment(kept: Path, start: Start) -> None:
    del kept
    for delay in (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7):
        with start() as terminal:
            while b"\x1b[?1049h" not in terminal.raw:
                terminal.pump(0.01)
            terminal.pump_for(delay)
            terminal.process.send_signal(signal.SIGTERM)
            assert terminal.wait_end() in (-signal.SIGTERM, 128 + signal.SIGTERM), delay
            assert is_clean(terminal), delay


def test_a_size_that_changes_meanwhile_is_drawn_anew(
    kept: Path, held: Held, start: Start, tmp_path: Path
) -> None:
    del kept
    with held() as terminal:
        terminal.resize(100, 30)
        let_go(tmp_path)
        terminal.wait_until(lambda: READY in terminal.written, "the reader never takes over")
        terminal.settle()
        resized = terminal.cells
        terminal.press("q")
        terminal.wait_end()
    wait_for_file(frame_of(tmp_path))
    with start(columns=100, rows=30) as terminal:
        terminal.wait_until(lambda: READY in terminal.written, "the reader never starts")
        terminal.settle()
        assert terminal.cells == resized


def test_at_another_size_title_and_bottom_line_are_there_before_it(
    kept: Path, held: Held, tmp_path: Path
) -> None:
    del kept
    with held(columns=60, rows=20) as terminal:
        assert terminal.lines[0].strip() == "Lakeside and Hilltop agree to share the dam"
        assert BOTTOM_LINE in terminal.text
        assert READY not in terminal.written
        let_go(tmp_path)
        terminal.wait_until(lambda: READY in terminal.written, "the reader never takes over")
        terminal.wait_for("Bottom line")
        terminal.settle()
        taken_over = terminal.cells
        terminal.press("ctrl+l")
        terminal.settle()
        assert terminal.cells == taken_over, "something of the text was left"
        terminal.press("q")
        assert terminal.wait_end() == 0
        assert is_clean(terminal)


def test_the_reader_leaves_at_once(start: Start) -> None:
    """A child draws the next frame; nobody waits for it, and it holds no terminal."""
    with start() as terminal:
        terminal.wait_for(BOTTOM_LINE)
        terminal.settle()
        terminal.press("q")
        assert terminal.wait_end() == 0
        assert is_clean(terminal)
        terminal.pump_for(0.5)
        assert terminal.written.endswith(terminal.written.rpartition("\x1b[?1049l")[2])
