"""What a verb and its arguments are, and the exit codes that all verbs share."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from briefing.views.context import Context

Action = Callable[["Context", argparse.Namespace], int]
"""Writes its data to the context and returns an exit code."""

Completer = Callable[..., Iterable[str]]
"""What argcomplete calls with ``prefix`` and ``parsed_args``."""

OK: Final = 0
NOTHING: Final = 1
"""Nothing was found, or problems were found."""
USAGE: Final = 2


class Completes(Enum):
    """What a shell may offer for an argument."""

    NAME = "name"
    NAME_OR_FOLDER = "name or folder"
    ACTOR = "actor"
    ADDRESS = "address"
    SOURCE = "source"
    COUNT = "count"
    PATH = "path"
    KEY = "key"
    PART = "part"
    SAVED = "saved search"


_COUNTS: Final = {(True, False): "+", (True, True): "*", (False, True): "?", (False, False): None}
"""What argparse calls how many values there may be: whether many, and whether none."""


class Argument(NamedTuple):
    """One argument of a verb.

    Attributes:
        name: As typed (``--json``), or the name of a positional argument.
        also: Another spelling of an option.
        kind: Turns what was typed into a value.
        choices: The values that are allowed; none means any.
        flag: Whether it takes no value.
        required: Whether an argument that is not positional must be given.
        optional: Whether a positional argument may be left out.
        many: Whether it takes one value or more; where it is optional, none as well.
        completes: What a shell may offer for it.
        local: Whether it names a file of whoever runs the verb, so that no server may offer it.
        or_folder: Whether the path of a folder may stand for NAME, but on a server.
    """

    name: str
    help: str
    metavar: str | None = None
    kind: Callable[[str], object] = str
    choices: tuple[str, ...] = ()
    default: str | int | None = None
    required: bool = False
    flag: bool = False
    optional: bool = False
    many: bool = False
    completes: Completes | None = None
    local: bool = False
    or_folder: bool = False
    also: str = ""

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.name, self.also) if self.also else (self.name,)

    def add_to(self, parser: argparse.ArgumentParser, *, served: bool = False) -> argparse.Action:
        """Add the argument to a parser; the result is for a shell completer to be tied to."""
        if self.flag:
            return parser.add_argument(self.name, action="store_true", help=self.help)
        path = "; NAME may be the path of a folder" if self.or_folder and not served else ""
        needed: dict[str, Any] = {"required": True} if self.required else {}
        return parser.add_argument(
            *self.spellings,
            **needed,
            help=f"{self.help}{path}",
            metavar=self.metavar,
            type=self.kind,
            choices=self.choices or None,
            default=self.default,
            nargs=_COUNTS[self.many, self.optional],
        )


class Verb(NamedTuple):
    """One thing that the program can be asked to do.

    Attributes:
        action: Where its function is, as ``module:function``; empty for ``run`` of the view of its
            name.
        shape: Where the struct of its JSON is, as ``module:class``; empty where it prints none.
        local: Whether it touches files of whoever runs it, so that no server may offer it.
        corpus: Whether it looks into the texts of sources, so that ``--corpus`` is for it.
        screen: Whether it may open a screen, which imports what no other verb needs.
        gone: Arguments that it had once, each with a sentence on what takes its place.
        examples: Command lines, for the end of its help.
    """

    name: str
    help: str
    arguments: tuple[Argument, ...] = ()
    action: str = ""
    shape: str = ""
    local: bool = False
    corpus: bool = False
    screen: bool = False
    gone: Mapping[str, str] = MappingProxyType({})
    examples: tuple[str, ...] = ()

    @property
    def function(self) -> Action:
        """What does it, imported when it is asked for."""
        found: Action = load(self.action or f"briefing.views.{self.name}:run")
        return found

    def run(self, context: Context, arguments: argparse.Namespace) -> int:
        """Do it, and give the exit code; a `BriefingError` says why it cannot be done."""
        return self.function(context, arguments)


def load(reference: str) -> Any:  # noqa: ANN401 - what it finds has any type
    """Import what ``module:attribute`` names."""
    module, _, attribute = reference.partition(":")
    return getattr(import_module(module), attribute)
