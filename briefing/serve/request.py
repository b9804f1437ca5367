"""What a client asks for by ``ssh host WORDS…``: a verb of the table, the reader, or help.

The words are split as a shell would, and no shell sees them. Only verbs that touch no file of
whoever runs them are there, with their own arguments and no others.
"""

from __future__ import annotations

import re
import shlex
from argparse import Namespace
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from briefing import __version__
from briefing.model.likeness import nearest
from briefing.model.text import unsafe_characters
from briefing.plain.parsing import Parser, UsageError, add_arguments
from briefing.plain.table import OK, USAGE, Verb
from briefing.plain.verbs import VERBS

NOT_ALLOWED: Final = 126
"""What a shell reports for a command that it may not run."""

BUSY: Final = 75
"""``EX_TEMPFAIL`` of sysexits.h: try again later."""

_LONGEST: Final = 1024
_READ: Final = "read"
_ASKS_FOR_HELP: Final = frozenset({"--help", "-h"})
_HELP: Final = _ASKS_FOR_HELP | {"help"}
_LINE_ENDS: Final = frozenset("\t\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")

OFFERED: Final = {verb.name: verb for verb in VERBS if not verb.local}
"""The verbs that a server offers, by name."""

_COMMAND: Final = re.compile(rf"`briefing ({'|'.join(OFFERED)})\b")
_ABOUT: Final = """\
This host serves news briefings, in which every sentence can be checked.

  ssh HOST                     read; Space reads on, ? shows the keys, q leaves
  ssh -t HOST NAME[/SECTION]   begin there
  ssh HOST VERB …              print, for a pipe, a script or a screen reader:
"""
_HINTS: Final = """\

`ssh HOST help VERB` says more. Data goes to standard output, messages to standard error.
Exit codes: 0 all well; 1 nothing found; 2 wrong usage; 75 busy; 126 not offered here.

Slow line? `ssh -C HOST`. Wrong colours? `ssh 16@HOST`, `ssh mono@HOST`, `ssh truecolor@HOST`, or
SetEnv COLORTERM=truecolor in ~/.ssh/config.
"""


class Reading(NamedTuple):
    """The reader is wanted.

    Attributes:
        address: Where it is to open, ``NAME[/SECTION[/CARD]]``; None for where it was left.
    """

    address: str | None = None


class Running(NamedTuple):
    """A verb is wanted.

    Attributes:
        words: The verb and its arguments, which `parse` has found right.
    """

    words: tuple[str, ...]


class Answer(NamedTuple):
    """What needs no child: help, or what is wrong.

    Attributes:
        status: Exit code.
        text: For standard output where the status is 0, else for standard error.
    """

    status: int
    text: str


Request = Reading | Running | Answer


def read_request(command: str | None, briefings: Collection[str]) -> Request:
    """Make sense of a command.

    Args:
        command: As the client sent it; None for none.
        briefings: Ids of all that can be read.

    Returns:
        What is wanted, or the answer.
    """
    if command is None or not command.strip():
        return Reading()
    if len(command.encode("utf-8", "surrogatepass")) > _LONGEST:
        return Answer(USAGE, f"A command has at most {_LONGEST:,} bytes.")
    if unsafe_characters(command) or _LINE_ENDS & set(command):
        return Answer(USAGE, "A command has no control characters.")
    try:
        words = shlex.split(command)
    except ValueError as error:
        return Answer(USAGE, f"The command cannot be read: {error}.")
    return _read_words(words, briefings)


def parse(words: Sequence[str]) -> tuple[Verb, Namespace]:
    """Read a verb and its arguments.

    Args:
        words: The first is a key of `OFFERED`.

    Raises:
        UsageError: The arguments are wrong.
    """
    verb = OFFERED[words[0]]
    parser = Parser(prog=verb.name, allow_abbrev=False, add_help=False)
    add_arguments(parser, verb, {})
    try:
        arguments, unknown = parser.parse_known_args(words[1:])
        if unknown:
            raise UsageError(
                f"{verb.name}: it does not take “{unknown[0]}”. See `help {verb.name}`."
            )
        return verb, arguments
    except UsageError as error:
        # argparse names an option for help that is another one here.
        message = str(error).replace(f"`{verb.name} --help`", f"`help {verb.name}`")
        raise UsageError(message) from None


def help_text(name: str | None = None) -> str:
    """Tell what there is.

    Args:
        name: Of a verb; None for all.
    """
    if name is not None:
        parser = Parser(prog=f"ssh HOST {name}", add_help=False)
        add_arguments(parser, OFFERED[name], {})
        return parser.format_help()
    width = max(map(len, OFFERED))
    verbs = "".join(f"    {verb.name:<{width}}  {verb.help}\n" for verb in OFFERED.values())
    return f"{_ABOUT}{verbs}{_HINTS}"


def for_remote(sentence: str, folders: Sequence[str] = ()) -> str:
    """Have a message name the commands that somebody at another host can type.

    Args:
        sentence: The message.
        folders: Of the host; where they are is not said.
    """
    for folder in folders:
        sentence = sentence.replace(f"{folder.rstrip('/')}/", "")
    return _COMMAND.sub(r"`ssh HOST \1", sentence)


def _read_words(words: Sequence[str], briefings: Collection[str]) -> Request:
    first, *rest = words or [""]
    if first in OFFERED:
        return Answer(OK, help_text(first)) if _ASKS_FOR_HELP & set(rest) else _running(words)
    if first in _HELP:
        return Answer(OK, help_text(next((name for name in rest if name in OFFERED), None)))
    if first in ("version", "--version"):
        return Answer(OK, f"briefing {__version__}\n")
    address = (rest if first == _READ else words) or [""]
    name = address[0].partition("/")[0]
    if len(address) == 1 and (name in briefings or not address[0]):
        return Reading(address[0] or None)
    near = nearest(name, [*briefings, *OFFERED])
    hint = f"Did you mean “{near}”?" if near else "`help` tells what is."
    return Answer(NOT_ALLOWED, f"“{' '.join(words)}” is not offered here. {hint}")


def _running(words: Sequence[str]) -> Request:
    try:
        parse(words)
    except UsageError as error:
        return Answer(USAGE, str(error))
    return Running(tuple(words))
