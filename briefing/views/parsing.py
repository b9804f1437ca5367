"""A parser of command lines made of the table of verbs: for the command line, and for a server."""

from __future__ import annotations

import argparse
from typing import Any, NoReturn

from briefing.model.errors import UsageError
from briefing.views.context import text_width
from briefing.views.verbs import Completer, Completes, Verb


class Parser(argparse.ArgumentParser):
    """argparse, which says what is wrong by a `UsageError` and ends no program."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - what argparse takes
        super().__init__(formatter_class=_formatter, **options)

    def error(self, message: str) -> NoReturn:
        """Raise a `UsageError` that says what is wrong, and where there is help."""
        raise UsageError(f"{self.prog}: {message}. See `{self.prog} --help`.")


def add_arguments(
    parser: argparse.ArgumentParser,
    verb: Verb,
    completers: dict[Completes, Completer],
    *,
    served: bool = False,
) -> None:
    """Give a parser what a verb takes, or a server may; with completers for when a shell asks."""
    parser.description = f"{verb.help[0].upper()}{verb.help[1:]}."
    if verb.examples:
        parser.formatter_class = _verbatim_formatter
        parser.epilog = "\n".join(("examples:", *(f"  {line}" for line in verb.examples)))
    for argument in verb.arguments:
        if served and argument.local:
            continue
        action = argument.add_to(parser, served=served)
        if argument.completes in completers:
            action.completer = completers[argument.completes]  # type: ignore[attr-defined] # argcomplete looks for it here


def _formatter(prog: str) -> argparse.HelpFormatter:
    return argparse.HelpFormatter(prog, width=text_width() - 2)


def _verbatim_formatter(prog: str) -> argparse.HelpFormatter:
    """Leave the lines of examples as they are."""
    return argparse.RawDescriptionHelpFormatter(prog, width=text_width() - 2)
