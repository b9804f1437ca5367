"""From the table of verbs to a parser of the command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, Final, NoReturn

from briefing import __version__
from briefing.cli.verbs import ALL_VERBS, READ
from briefing.plain.parsing import Completer, Parser, add_arguments
from briefing.plain.table import Completes, Verb

_DESCRIPTION: Final = "Read a news briefing in the terminal, by keyboard, and check every sentence."
_USAGE: Final = "briefing [NAME]\n       briefing VERB ..."
_EPILOG: Final = (
    "`briefing VERB --help` says more. Exit codes: 0 all well; 1 nothing found, or problems found;"
    " 2 wrong usage; 70 an internal error."
)
_WITH_VALUE: Final = frozenset({"--library", "--corpus", "--theme"})
"""Options that may stand before the first word and take the next word with them."""


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        print(f"briefing {__version__}")
        parser.exit()


def build_parser(
    names: Sequence[str] = (),
    completers: dict[Completes, Completer] | None = None,
    *,
    only: str | None = None,
) -> argparse.ArgumentParser:
    """Build the parser.

    Args:
        names: Briefings that a shell may offer as first word.
        completers: What to offer for each kind of argument, when a shell asks.
        only: The one verb that is going to be parsed, which saves building the others.

    Returns:
        A parser whose result has ``verb`` beside the arguments of the verb.
    """
    parser = Parser(
        prog="briefing",
        usage=_USAGE,
        description=_DESCRIPTION,
        epilog=_EPILOG,
        allow_abbrev=False,
    )
    _add_common(parser, default=None, corpus=True)
    verbs = parser.add_subparsers(
        dest="verb", metavar="VERB", title="verbs", required=True, prog="briefing"
    )
    for verb in [ALL_VERBS[only]] if only in ALL_VERBS else ALL_VERBS.values():
        _add_verb(verbs, verb.name, verb, completers or {}, help=verb.help)
    for name in names:
        _add_verb(verbs, name, READ, {})
    return parser


def with_verb(argv: Sequence[str]) -> list[str]:
    """Put in the verb that goes without saying: ``briefing NAME`` is ``briefing read NAME``.

    ``help`` and ``help VERB`` are understood as well.

    Args:
        argv: Words of the command line, without the program.

    Returns:
        The same words where the first that is no option is a verb, or where only help or version
        is asked for.
    """
    words = list(argv)
    if words[:1] == ["help"]:
        return [*words[1:], "--help"]
    first = first_word(words)
    if first is None and {"-h", "--help", "--version"} & set(words):
        return words
    return words if first in ALL_VERBS else [READ.name, *words]


def first_word(words: Sequence[str]) -> str | None:
    """Find the first word that is neither an option nor the value of one; None without any."""
    rest = iter(words)
    for word in rest:
        if word in _WITH_VALUE:
            next(rest, None)
        elif word == "--":
            return next(rest, None)
        elif not word.startswith("-"):
            return word
    return None


def _add_verb(
    verbs: Any,  # noqa: ANN401 - argparse does not export the type
    name: str,
    verb: Verb,
    completers: dict[Completes, Completer],
    **options: str,
) -> None:
    parser: argparse.ArgumentParser = verbs.add_parser(name, allow_abbrev=False, **options)
    # What stands before the verb must not be undone by a default of the same option after it.
    _add_common(parser, default=argparse.SUPPRESS, corpus=verb.corpus)
    add_arguments(parser, verb, completers)


def _add_common(parser: argparse.ArgumentParser, default: str | None, *, corpus: bool) -> None:
    parser.add_argument(
        "--library", metavar="DIR", default=default, help="folder of the library to use"
    )
    if corpus:
        parser.add_argument(
            "--corpus", metavar="DIR", default=default, help="private folder of the source texts"
        )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
