"""``briefing [NAME]``: the reader."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from briefing.cli.garbage import collect_again
from briefing.cli.verbs import ALL_VERBS
from briefing.library.library import Library
from briefing.library.state import ReaderState
from briefing.plain.address import closest
from briefing.plain.context import Context
from briefing.plain.opening import open_corpus
from briefing.plain.parsing import UsageError
from briefing.plain.table import OK, load
from briefing.settings.config import Config

if TYPE_CHECKING:
    from briefing.tui.session import Session

_NO_READER: Final = frozenset({"", "dumb", "unknown"})
"""Values of ``TERM`` of terminals that cannot move the cursor."""


def run(context: Context, arguments: Namespace) -> int:
    """Open the reader.

    Args:
        context: Library and places.
        arguments: ``name``, ``no_mouse``, ``theme``; ``unknown`` has what nobody understood, and
            ``words`` the whole command line.

    Returns:
        The exit code of the reader.

    Raises:
        UsageError: The name is neither a briefing nor a verb, or the reader cannot run here.
        BriefingError: The library cannot be read.
    """
    notices: list[str] = []
    library = context.open_to_read(notices.append)
    _insist_on_name(library, arguments.name)
    if arguments.unknown:
        raise UsageError(
            f"There is no option “{arguments.unknown[0]}”. See `briefing read --help`."
        )
    _insist_on_terminal(arguments.name, os.environ)
    read, new_session = load("briefing.tui.app:read"), load("briefing.tui.session:new_session")

    def begin() -> Session:
        told = [*context.complaints, *notices]
        corpus = open_corpus(context.places.corpus, told.append)
        state = ReaderState.open(context.places.marks)
        config = _overridden(context.config, arguments)
        session: Session = new_session(library, state, config, corpus, told, places=context.places)
        return session

    session = begin()
    collect_again()
    code: int = read(session, arguments.name, context.say)
    if code == OK:
        keep = load("briefing.cli.actions.first_frame:keep_first_frame")
        keep(context, arguments.words, arguments.name, begin)
    return code


def _insist_on_name(library: Library, name: str | None) -> None:
    if name is None:
        return
    names = library.stamps()
    briefing = name.partition("/")[0]
    if briefing in names:
        return
    match = closest(briefing, [*names, *ALL_VERBS])
    hint = (
        f"; did you mean “{match}”?"
        if match
        else ". `briefing list` lists the briefings, `briefing --help` the verbs."
    )
    raise UsageError(f"There is no briefing or verb “{briefing}”{hint}")


def _insist_on_terminal(name: str | None, environment: Mapping[str, str]) -> None:
    instead = f"use `briefing show {name or 'NAME'}` instead, or `briefing list`."
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(f"The reader needs a terminal for its keys and its screen; {instead}")
    if environment.get("TERM", "") in _NO_READER:
        raise UsageError(
            "The reader needs a terminal that can do more than TERM says"
            f" (“{environment.get('TERM', '')}”); {instead}"
        )


def _overridden(config: Config, arguments: Namespace) -> Config:
    return config._replace(
        mouse=config.mouse and not arguments.no_mouse,
        theme=arguments.theme or config.theme,
    )
