"""What a verb is: its name, its arguments and the function behind it.

A front (the command line, a server) builds its parser from verbs and runs them, so that every front
offers the same words. The function is named, not imported: a front pays for a verb when it runs.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from enum import Enum
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from briefing.plain.context import Context

Action = Callable[["Context", argparse.Namespace], int]
"""Writes its data to the context and returns an exit code."""

OK: Final = 0
NOTHING: Final = 1
"""Nothing was found, or problems were found."""
USAGE: Final = 2


class Completes(Enum):
    """What a shell may offer for an argument."""

    NAME = "name"
    ADDRESS = "address"
    SOURCE = "source"
    COUNT = "count"
    PATH = "path"


class Argument(NamedTuple):
    """One argument of a verb.

    Attributes:
        name: As typed (``--json``), or the name of a positional argument.
        help: What it means, in one line.
        metavar: How the value is called in help.
        kind: Turns what was typed into a value.
        choices: The values that are allowed; none means any.
        default: The value when it is left out; for a positional one, ``optional`` says whether it
            may be.
        flag: Whether it takes no value.
        optional: Whether a positional argument may be left out.
        many: Whether a positional argument may be given several times.
        completes: What a shell may offer for it.
    """

    name: str
    help: str
    metavar: str | None = None
    kind: Callable[[str], object] = str
    choices: tuple[str, ...] = ()
    default: str | int | None = None
    flag: bool = False
    optional: bool = False
    many: bool = False
    completes: Completes | None = None

    def add_to(self, parser: argparse.ArgumentParser) -> argparse.Action:
        """Add the argument to a parser.

        Args:
            parser: Of the verb.

        Returns:
            What argparse made of it, for a shell completer to be tied to.
        """
        if self.flag:
            return parser.add_argument(self.name, action="store_true", help=self.help)
        count = {(False, True): "+", (True, True): "*", (True, False): "?"}.get(
            (self.optional, self.many)
        )
        return parser.add_argument(
            self.name,
            help=self.help,
            metavar=self.metavar,
            type=self.kind,
            choices=self.choices or None,
            default=self.default,
            nargs=count,
        )


class Verb(NamedTuple):
    """One thing that a front can be asked to do.

    Attributes:
        name: As typed.
        help: What it does, in one line.
        action: Where its function is, as ``module:function``.
        arguments: In the order of help.
        local: Whether it touches files of whoever runs it, so that no server may offer it.
        corpus: Whether it looks into the texts of sources, so that ``--corpus`` is for it.
        gone: Arguments that it had once, each with a sentence on what takes its place.
    """

    name: str
    help: str
    action: str
    arguments: tuple[Argument, ...] = ()
    local: bool = False
    corpus: bool = False
    gone: Mapping[str, str] = MappingProxyType({})

    def run(self, context: Context, arguments: argparse.Namespace) -> int:
        """Do it.

        Args:
            context: Library, streams and width.
            arguments: As parsed from `arguments`.

        Returns:
            An exit code.

        Raises:
            BriefingError: It cannot be done; the message says why.
        """
        action: Action = load(self.action)
        return action(context, arguments)


def load(reference: str) -> Any:  # noqa: ANN401 - what it finds has any type
    """Import what a reference names.

    Args:
        reference: ``module:attribute``.

    Returns:
        The attribute.
    """
    module, _, attribute = reference.partition(":")
    return getattr(import_module(module), attribute)


def natural_number(text: str) -> int:
    """Read a number from 1 up, as argparse wants it.

    Args:
        text: What was typed.

    Returns:
        The number.

    Raises:
        argparse.ArgumentTypeError: It is not one.
    """
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text}” is not a number from 1 up")
