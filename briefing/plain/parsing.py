"""From verbs to a parser of words, for every front; it prints nothing and ends no program."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from briefing.model.errors import BriefingError
from briefing.plain.context import text_width
from briefing.plain.table import Completes, Verb

Completer = Callable[..., Iterable[str]]
"""What argcomplete calls with ``prefix`` and ``parsed_args``."""


class UsageError(BriefingError):
    """What was typed makes no sense; the exit code is 2."""


class Parser(argparse.ArgumentParser):
    """argparse, which says what is wrong by an error of ours."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - what argparse takes
        super().__init__(formatter_class=_formatter, **options)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and where there is help.

        Raises:
            UsageError: Always.
        """
        raise UsageError(f"{self.prog}: {message}. See `{self.prog} --help`.")


def add_arguments(
    parser: argparse.ArgumentParser, verb: Verb, completers: dict[Completes, Completer]
) -> None:
    """Give a parser what a verb takes.

    Args:
        parser: Of the verb.
        verb: Tells its arguments.
        completers: What to offer for each kind of argument, when a shell asks.
    """
    parser.description = f"{verb.help[0].upper()}{verb.help[1:]}."
    for argument in verb.arguments:
        action = argument.add_to(parser)
        if argument.completes in completers:
            action.completer = completers[argument.completes]  # type: ignore[attr-defined] # argcomplete looks for it here


def _formatter(prog: str) -> argparse.HelpFormatter:
    return argparse.HelpFormatter(prog, width=text_width() - 2)
