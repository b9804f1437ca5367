from __future__ import annotations

import errno
import gc
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import NoReturn

import pytest

from briefing import __version__
from briefing.cli.main import collect_again, guarded, main, run
from briefing.model.errors import BriefingError, FaultError, UsageError


def raising(error: BaseException) -> Callable[[], NoReturn]:
    def action() -> NoReturn:
        raise error

    return action


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (BriefingError("The disk is full. Free some."), 1, "The disk is full. Free some.\n"),
        (UsageError("That makes no sense."), 2, "That makes no sense.\n"),
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(), 141, ""),
    ],
)
def test_a_failure_is_a_sentence_and_a_code(
    error: BaseException,
    code: int,
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert guarded(raising(error), lambda: tmp_path) == code
    assert capsys.readouterr() == ("", message)
    assert not list(tmp_path.iterdir())


def test_a_sentence_cannot_command_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guarded(raising(BriefingError("no \x1b[2J\x9b \u202e")), lambda: tmp_path)
    assert capsys.readouterr().err == "no \ufffd[2J\ufffd \ufffd\n"


def test_a_fault_is_logged_and_its_traceback_not_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "state" / "briefing"
    for _ in range(2):
        assert guarded(raising(ZeroDivisionError("oh")), lambda: folder) == 70
    err = capsys.readouterr().err
    assert "Traceback" not in err
    assert str(folder / "errors.log") in err
    assert (folder / "errors.log").read_text().count("ZeroDivisionError: oh") == 2


def test_a_fault_is_logged_elsewhere_where_the_state_folder_cannot_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert guarded(raising(ZeroDivisionError("oh")), lambda: tmp_path / "file" / "state") == 70
    (log,) = tmp_path.glob("briefing-*.log")
    assert str(log) in capsys.readouterr().err
    assert "ZeroDivisionError" in log.read_text()


def test_a_fault_in_finding_the_log_folder_is_survived(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert guarded(raising(ZeroDivisionError("oh")), raising(RuntimeError("no home"))) == 70
    assert "Traceback" not in capsys.readouterr().err


def test_an_interrupt_while_the_program_is_imported_is_silent() -> None:
    code = (
        "import sys\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'briefing.cli.main': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupting())\n"
        "from briefing.__main__ import start\n"
        "start()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.mark.parametrize(
    ("encoding", "printed"),
    [("ascii", "Երևան"), ("utf-8", "Երևան"), ("latin-1", "?????"), ("cp1252", "?????")],
)
def test_output_has_every_character_that_its_encoding_knows(
    encoding: str, printed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.BytesIO()
    monkeypatch.setattr("sys.argv", ["briefing", "show", "two-towns/people"])
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(written, encoding))
    with pytest.raises(SystemExit) as left:
        run()
    assert left.value.code == 0
    told = written.getvalue().decode("utf-8" if encoding == "ascii" else encoding)
    assert f"({printed})." in told


def test_a_shell_that_asks_what_comes_next_gets_that_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("_ARGCOMPLETE", "1")
    monkeypatch.setattr("sys.argv", ["briefing", "list"])
    monkeypatch.setattr("briefing.cli.completing.complete", raising(SystemExit(5)))
    with pytest.raises(SystemExit) as left:
        run()
    assert left.value.code == 5


def test_a_stream_that_is_closed_swallows_what_is_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["briefing", "list"])
    monkeypatch.setattr("sys.stdout", None)
    with pytest.raises(SystemExit) as left:
        run()
    sys.stdout.close()
    assert left.value.code == 0
    assert capsys.readouterr().err == ""


def test_a_fault_that_can_be_logged_nowhere_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    assert guarded(raising(ZeroDivisionError("oh")), raising(OSError())) == 70
    told = "briefing stopped because of an internal error: ZeroDivisionError: oh\n"
    assert capsys.readouterr().err == told


class Full(io.StringIO):
    """A stream whose disk is full."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number

    def flush(self) -> None:
        raise OSError(self._number, os.strerror(self._number))


def test_output_that_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, code, said in (
        (errno.ENOSPC, 1, "The output could not be written: No space left on device.\n"),
        (errno.EIO, 1, "The output could not be written: Input/output error.\n"),
        (errno.EPIPE, 141, ""),
    ):
        monkeypatch.setattr("sys.stdout", Full(number))
        assert guarded(lambda: 0, lambda: tmp_path) == code
        assert capsys.readouterr().err == said
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "No space left"), 1),
        (OSError(errno.EDQUOT, "Quota exceeded"), 1),
        (OSError(errno.EIO, "Input/output error"), 70),
        (OSError(errno.ENOSPC, "No space left", "file.json"), 70),
        (ValueError("no space"), 70),
    ],
)
def test_only_a_full_disk_below_standard_output_is_no_fault(
    error: Exception, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(raising(error), lambda: tmp_path) == code
    err = capsys.readouterr().err
    full = f"The output could not be written: {getattr(error, 'strerror', '')}.\n"
    assert (err == full) == (code == 1)
    assert (tmp_path / "errors.log").exists() == (code == 70)


def test_the_code_of_what_went_well_is_that_of_the_verb(tmp_path: Path) -> None:
    assert guarded(lambda: 1, lambda: tmp_path) == 1


def test_the_log_has_the_time_and_the_report_of_a_fault(tmp_path: Path) -> None:
    assert guarded(raising(FaultError("Traceback of a thread\n")), lambda: tmp_path) == 70
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\nTraceback of a thread\n\n",
        (tmp_path / "errors.log").read_text(),
    )


def test_who_cannot_be_told_of_a_mistake_still_gets_its_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr", Full(errno.ENOSPC))
    assert guarded(raising(UsageError("That makes no sense.")), lambda: tmp_path) == 2


@pytest.mark.parametrize("fails", [False, True])
def test_what_is_said_at_the_end_comes_after_the_screen_of_the_reader_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, fails: bool
) -> None:
    happened: list[str] = []
    module = ModuleType("briefing.tui.terminal.early_screen")
    module.EARLY_SCREEN = SimpleNamespace(close=lambda: happened.append("closed"))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr("builtins.print", lambda sentence, **_: happened.append(sentence))

    def action() -> int:
        if fails:
            raise BriefingError("It failed.")
        return 3

    assert guarded(action, lambda: tmp_path) == (1 if fails else 3)
    assert happened == ["closed", *(["It failed."] if fails else [])]


@pytest.mark.parametrize("known", [None, ModuleType("typing_extensions")])
def test_what_is_not_loaded_for_a_verb_can_be_loaded_after_it(
    monkeypatch: pytest.MonkeyPatch, known: ModuleType | None
) -> None:
    monkeypatch.delitem(sys.modules, "typing_extensions", raising=False)
    if known:
        monkeypatch.setitem(sys.modules, "typing_extensions", known)
    seen: list[object] = []

    def config(*_: object) -> int:
        seen.append(sys.modules["typing_extensions"])
        return 0

    monkeypatch.setattr("briefing.cli.actions.show_config", config)
    assert main(["config"]) == 0
    assert seen == [known]
    assert sys.modules.get("typing_extensions", "none") == (known or "none")


def test_help_and_version_are_no_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr() == (f"briefing {__version__}\n", "")
    assert main(["--help"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith("usage: briefing [NAME]\n       briefing VERB ...\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["list", "--pink"], "`briefing list` does not take “--pink”. See `briefing list --help`."),
        (["show", "a", "b"], "`briefing show` does not take “b”. See `briefing show --help`."),
        (
            ["serve", "--no-prefork=1"],
            "`briefing serve` does not take “--no-prefork=1”. Its name is --no-pool now.",
        ),
    ],
)
def test_what_a_verb_does_not_take_is_told_with_what_took_its_place(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert capsys.readouterr() == ("", f"{said}\n")


def test_garbage_is_looked_for_again_among_what_is_made_from_there_on() -> None:
    before = gc.get_freeze_count()
    assert gc.isenabled()
    collect_again()
    assert gc.get_freeze_count() == before
    gc.disable()
    try:
        collect_again()
        assert gc.isenabled()
        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()
        gc.enable()
