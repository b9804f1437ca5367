"""The ``briefing`` command: it runs a verb, so that its user gets a sentence and an exit code."""

from __future__ import annotations

import errno
import gc
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn, TextIO, TypeGuard

from briefing.cli.verbs import ALL_VERBS, READ, build_parser, first_word, with_verb
from briefing.model.errors import BriefingError, FaultError, UsageError
from briefing.model.text import clean
from briefing.settings.config import find_places, load_config
from briefing.views.context import Context, is_folder, open_to_read, text_width
from briefing.views.verbs import NOTHING, USAGE, load

if TYPE_CHECKING:
    from types import ModuleType

INTERNAL: Final = 70
"""A fault of the program (``EX_SOFTWARE`` of sysexits.h)."""
INTERRUPTED: Final = 130
"""What a shell reports for a program ended by SIGINT."""
PIPE_CLOSED: Final = 141
"""What a shell reports for a program ended by SIGPIPE."""

_EARLY_SCREEN: Final = "briefing.tui.terminal.early_screen"
_BACKPORTS: Final = "typing_extensions"


def run() -> NoReturn:
    """Run the command and leave the interpreter; the entry point of the package."""
    _prepare_streams()
    if "_ARGCOMPLETE" in os.environ:
        # A shell asks what may come next; nothing else needs this import.
        from briefing.cli.completing import complete  # noqa: PLC0415

        complete()
    sys.exit(main(sys.argv[1:]))


def main(argv: Sequence[str]) -> int:
    """Run the command, given its words without the program, and give its exit code.

    0 all well, 1 nothing found or problems found, 2 wrong usage; 70 a fault of the program,
    130 interrupted, 141 nobody reads the output any more.
    """
    return guarded(partial(_run, argv), log_folder=lambda: find_places(os.environ).state)


def _run(argv: Sequence[str]) -> int:
    try:
        words = with_verb(argv)
        arguments, unknown = build_parser(only=first_word(words)).parse_known_args(words)
    except SystemExit as leave:
        return int(leave.code or 0)
    verb = ALL_VERBS[arguments.verb]
    if unknown and verb is not READ:
        why = f"See `briefing {verb.name} --help`."
        why = verb.gone.get(unknown[0].partition("=")[0], why)
        raise UsageError(f"`briefing {verb.name}` does not take “{unknown[0]}”. {why}")
    context = _context(arguments.library, arguments.corpus)
    given = Namespace(**vars(arguments), unknown=unknown, words=argv)
    if verb is READ:
        return verb.run(context, given)
    collect_again()
    for complaint in context.complaints:
        context.say(complaint)
    with nullcontext() if verb.screen else _without_backports():
        return verb.run(context, given)


def _context(library: str | None, corpus: str | None) -> Context:
    config, complaints = load_config(find_places(os.environ).config)
    places = find_places(
        os.environ,
        Path(library) if library else None,
        config.library,
        corpus_override=Path(corpus) if corpus else None,
        configured_corpus=config.corpus,
    )
    if corpus and places.corpus and not is_folder(places.corpus):
        raise UsageError(f"There is no folder “{corpus}”; name with --corpus one that exists.")
    return Context(
        places=places,
        config=config,
        complaints=complaints,
        open_to_read=lambda notify: open_to_read(places.library, notify),
        open_to_write=lambda: load("briefing.library.library:Library")(places.library),
        stdout=sys.stdout,
        stderr=sys.stderr,
        width=text_width(),
        opens_folders=True,
    )


def collect_again() -> None:
    """Look for garbage again, but only among what is made from here on.

    The program starts without looking: what is loaded stays to the end, and to walk over all of it,
    while loading and once more on leaving, is a tenth of a start.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


@contextmanager
def _without_backports() -> Iterator[None]:
    """Have nobody import `typing_extensions`, which takes as long to load as all of argparse.

    msgspec asks for it for the sake of Pythons older than ours, and makes do with `typing`. It is
    installed because Textual needs it, which only the reader loads.
    """
    # With None for a module, `import` says that there is none (see the docs of `sys.modules`).
    modules: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment] # without None
    known = modules.setdefault(_BACKPORTS, None)
    try:
        yield
    finally:
        if known is None:
            del modules[_BACKPORTS]


def guarded(action: Callable[[], int], log_folder: Callable[[], Path]) -> int:
    """Run the program so that no traceback reaches its user, and give its exit code."""
    try:
        return _with_output_flushed(action)
    except BrokenPipeError:
        _let_go_of(sys.stdout, sys.stderr)
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BriefingError as error:
        return _explained(str(error), USAGE if isinstance(error, UsageError) else NOTHING)
    except Exception as error:
        if _is_full_disk(error):
            _let_go_of(sys.stdout)
            return _explained(f"The output could not be written: {error.strerror}.", NOTHING)
        return _explained(_sentence_for_fault(error, log_folder), INTERNAL)


def _is_full_disk(error: Exception) -> TypeGuard[OSError]:
    """Whether standard output has no room: of files, which have names, the library tells itself."""
    if not isinstance(error, OSError) or error.filename is not None:
        return False
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def _prepare_streams() -> None:
    """Make sure that there is something to write to and that writing knows every character.

    A stream that was closed by the caller is replaced by one that swallows everything. ASCII is
    what Python falls back to where no locale is set, and there UTF-8 is what is meant.
    """
    sys.stdout = _usable(sys.stdout)
    sys.stderr = _usable(sys.stderr)


def _usable(stream: TextIO | None) -> TextIO:
    if stream is None:
        return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - kept open
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        ascii_only = stream.encoding.lower() in ("ascii", "us-ascii", "ansi_x3.4-1968")
        reconfigure(encoding="utf-8" if ascii_only else stream.encoding, errors="replace")
    return stream


def _with_output_flushed(action: Callable[[], int]) -> int:
    try:
        code = action()
    finally:
        # What is said from here on would be lost with the screen of the reader. Who has shown that
        # has loaded it; the verbs do not pay for it.
        if early := sys.modules.get(_EARLY_SCREEN):
            early.EARLY_SCREEN.close()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _let_go_of(sys.stdout)
        raise BriefingError(f"The output could not be written: {error.strerror}.") from error
    return code


def _let_go_of(*streams: TextIO) -> None:
    """Keep the interpreter from writing once more, in vain and loudly, when it exits."""
    for stream in streams:
        with suppress(OSError, ValueError):
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, stream.fileno())
            os.close(null)


def _explained(sentence: str, code: int) -> int:
    try:
        print(clean(sentence), file=sys.stderr, flush=True)
    except OSError:
        _let_go_of(sys.stderr)
    return code


def _sentence_for_fault(error: Exception, log_folder: Callable[[], Path]) -> str:
    # Most runs do not fail, so they do not pay for what a report needs.
    import traceback  # noqa: PLC0415

    report = error.report if isinstance(error, FaultError) else traceback.format_exc()
    log = _write_log(report, log_folder)
    if log is None:
        last = report.rstrip().splitlines()[-1]
        return f"briefing stopped because of an internal error: {last}"
    return f"briefing stopped because of an internal error. Details are in “{log}”."


def _write_log(report: str, log_folder: Callable[[], Path]) -> Path | None:
    from datetime import UTC, datetime  # noqa: PLC0415
    from tempfile import mkstemp  # noqa: PLC0415

    entry = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n{report}\n"
    with suppress(Exception):
        log = log_folder() / "errors.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8", errors="replace") as file:
            file.write(entry)
        return log
    with suppress(OSError):
        handle, name = mkstemp(prefix="briefing-", suffix=".log")
        with open(handle, "w", encoding="utf-8", errors="replace") as file:  # noqa: PTH123 - a handle
            file.write(entry)
        return Path(name)
    return None
