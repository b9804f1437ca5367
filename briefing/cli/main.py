"""The ``briefing`` command."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn

from briefing.cli.garbage import collect_again
from briefing.cli.guard import guarded, prepare_streams
from briefing.cli.light_imports import without_backports
from briefing.cli.parser import build_parser, first_word, with_verb
from briefing.cli.verbs import ALL_VERBS, READ
from briefing.plain.context import Context, text_width
from briefing.plain.opening import is_folder, open_to_read
from briefing.plain.parsing import UsageError
from briefing.plain.table import load
from briefing.settings.config import load_config
from briefing.settings.places import find_places


def run() -> NoReturn:
    """Run the command and leave the interpreter; the entry point of the package."""
    prepare_streams()
    if "_ARGCOMPLETE" in os.environ:
        # A shell asks what may come next; nothing else needs this import.
        from briefing.cli.completing import complete  # noqa: PLC0415

        complete()
    sys.exit(main(sys.argv[1:]))


def main(argv: Sequence[str]) -> int:
    """Run the command.

    Args:
        argv: Words of the command line, without the program.

    Returns:
        The exit code: 0 all well, 1 nothing found or problems found, 2 wrong usage; 70 a fault of
        the program, 130 interrupted, 141 nobody reads the output any more.
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
    with without_backports():
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
    )
