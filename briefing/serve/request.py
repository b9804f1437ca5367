"""What somebody at another host asks for by ``ssh host WORDS…``: a verb, the reader, or help.

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
from briefing.model.errors import UsageError
from briefing.model.text import nearest, unsafe_characters
from briefing.views.address import name_in
from briefing.views.moments import AsOf
from briefing.views.parsing import Parser, add_arguments
from briefing.views.verb_table import AS_OF, VERBS
from briefing.views.verbs import OK, USAGE, Verb

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

  {reader}   read; Space reads on, ? shows the keys, q quits
  {there}   begin there, with --as-of N in revision N
  {verb}   print, for a pipe, a script or a screen reader:
"""
_HINTS: Final = """\

`ssh {host} help VERB` says more. Data goes to standard output, messages to standard error.
Exit codes: 0 all well; 1 nothing found; 2 wrong usage; 75 busy; 126 not offered here.

Slow line? `ssh -C {host}`. Wrong colours? Write SetEnv COLORTERM=truecolor, or
SetEnv NO_COLOR=1, into ~/.ssh/config.
"""
_HOST: Final = "HOST"


class Reading(NamedTuple):
    """The reader is wanted."""

    address: str | None = None  # NAME[/SECTION[/CARD]]; None for where it was left
    as_of: AsOf | None = None  # an earlier revision, or a day; None for the newest


class Running(NamedTuple):
    """A verb is wanted."""

    words: tuple[str, ...]  # the verb and its arguments, which `parse` has found right


class Answer(NamedTuple):
    """What can be said at once: help, or what is wrong."""

    status: int  # exit code
    text: str  # for standard output where the status is 0, else for standard error


Request = Reading | Running | Answer


def read_request(command: str | None, briefings: Collection[str], host: str = _HOST) -> Request:
    """Make sense of a command as sent, with what is no UTF-8 as surrogates (PEP 383)."""
    if command is None or not command.strip():
        return Reading()
    if len(command.encode("utf-8", "surrogatepass")) > _LONGEST:
        return Answer(USAGE, f"A command has at most {_LONGEST:,} bytes.")
    if any("\udc80" <= character <= "\udcff" for character in command):
        return Answer(USAGE, "The command is not UTF-8 text.")
    if unsafe_characters(command) or _LINE_ENDS & set(command):
        return Answer(USAGE, "The command contains control characters.")
    try:
        words = shlex.split(command)
    except ValueError as error:
        return Answer(USAGE, f"The command cannot be read: {error}.")
    return _read_words(words, briefings, host)


def parse(words: Sequence[str]) -> tuple[Verb, Namespace]:
    """Read one of the verbs that are offered, and its arguments; wrong ones are a `UsageError`."""
    verb = OFFERED[words[0]]
    parser = Parser(prog=verb.name, allow_abbrev=False, add_help=False)
    add_arguments(parser, verb, {}, served=True)
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


def help_text(name: str | None = None, host: str = _HOST) -> str:
    if name is not None:
        parser = Parser(prog=f"ssh {host} {name}", add_help=False)
        add_arguments(parser, OFFERED[name], {}, served=True)
        return parser.format_help()
    width = max(map(len, OFFERED))
    verbs = "".join(f"    {verb.name:<{width}}  {verb.help}\n" for verb in OFFERED.values())
    there = f"ssh -t {host} NAME[/SECTION]"
    short = {"reader": f"ssh {host}", "verb": f"ssh {host} VERB …"}
    about = _ABOUT.format(
        there=there, **{name: text.ljust(len(there)) for name, text in short.items()}
    )
    return f"{about}{verbs}{_HINTS.format(host=host)}"


def for_remote(sentence: str, folders: Sequence[str] = ()) -> str:
    """Have a message name commands as they are typed elsewhere, and not where folders are."""
    for folder in folders:
        sentence = sentence.replace(f"{folder.rstrip('/')}/", "")
    return _COMMAND.sub(r"`ssh HOST \1", sentence)


def _read_words(words: Sequence[str], briefings: Collection[str], host: str) -> Request:
    first, *rest = words or [""]
    if first in OFFERED:
        asks = _ASKS_FOR_HELP & set(rest)
        return Answer(OK, help_text(first, host)) if asks else _running(words)
    if first in _HELP:
        return _helping(rest, host)
    if first in ("version", "--version"):
        return Answer(OK, f"briefing {__version__}\n")
    try:
        address, as_of = _as_of(rest if first == _READ else words)
    except UsageError as error:
        return Answer(USAGE, str(error))
    name = name_in(address[0])
    if len(address) == 1 and (name in briefings or not (address[0] or as_of)):
        return Reading(address[0] or None, as_of)
    near = nearest(name, [*briefings, *OFFERED])
    hint = f"Did you mean “{near}”?" if near else "`help` lists what is."
    return Answer(NOT_ALLOWED, f"“{' '.join(words)}” is not offered here. {hint}")


def _as_of(words: Sequence[str]) -> tuple[Sequence[str], AsOf | None]:
    """Take what names a revision out of the words; of none, the first word left is empty.

    Raises:
        UsageError: It names none.
    """
    names = (AS_OF.name, AS_OF.also)
    if not any(word.partition("=")[0] in names for word in words):
        return words or [""], None
    parser = Parser(prog=_READ, allow_abbrev=False, add_help=False)
    AS_OF.add_to(parser)
    try:
        arguments, left = parser.parse_known_args(words)
    except UsageError as error:
        raise UsageError(str(error).replace(f"See `{_READ} --help`", "See `help`")) from None
    return left or [""], arguments.as_of


def _helping(names: Sequence[str], host: str) -> Answer:
    unknown = next((name for name in names if name not in OFFERED), None)
    if unknown is None:
        return Answer(OK, help_text(names[0] if names else None, host))
    near = nearest(unknown, OFFERED)
    hint = f"Did you mean “{near}”?" if near else "`help` lists what there is."
    return Answer(USAGE, f"There is no help on “{unknown}”. {hint}")


def _running(words: Sequence[str]) -> Request:
    try:
        parse(words)
    except UsageError as error:
        return Answer(USAGE, str(error))
    return Running(tuple(words))
