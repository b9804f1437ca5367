"""The verbs that belong to the command line alone, and the parser of all verbs."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, Final, NoReturn, get_args

from briefing import __version__
from briefing.settings.config import Signs, Theme
from briefing.views.parsing import Parser, add_arguments
from briefing.views.verb_table import AS_OF, JSON, VERBS, flag
from briefing.views.verbs import Argument, Completer, Completes, Verb

READ: Final = Verb(
    name="read",
    help="open the reader; `briefing NAME` and `briefing` alone do the same",
    action="briefing.cli.actions:open_reader",
    arguments=(
        Argument(
            name="name",
            metavar="NAME",
            optional=True,
            help="briefing, or NAME/SECTION[/CARD] to begin there",
            completes=Completes.NAME,
        ),
        AS_OF,
        flag("--no-mouse", "leave the mouse to the terminal"),
        Argument(
            name="--theme", choices=get_args(Theme), help="colours, in place of the configured ones"
        ),
        Argument(
            name="--signs",
            choices=get_args(Signs),
            help="what the reader is drawn with, in place of the configured one",
        ),
    ),
    local=True,
    corpus=True,
)
"""What happens when the first word is no verb."""

SERVE: Final = Verb(
    name="serve",
    help="serve the library over SSH: `ssh -p 2222 HOST` opens the reader, and nothing else",
    action="briefing.serve.supervisor:run",
    arguments=(
        Argument(
            name="--listen",
            metavar="HOST:PORT",
            help="address and port to listen at (127.0.0.1:2222; 0.0.0.0:2222 for all addresses)",
        ),
        Argument(
            name="--authorized-keys",
            metavar="FILE",
            help="admit readers with these keys (without --user, your own keys in ~/.ssh)",
            completes=Completes.PATH,
        ),
        flag("--any-key", "admit everybody who has a key; for root, with --user"),
        Argument(
            name="--user", metavar="NAME", help="account that readers log in to, for root to name"
        ),
        Argument(
            name="--folder",
            metavar="DIR",
            help="folder of sshd's configuration and host key (in the state folder; for root"
            " /etc/briefing)",
            completes=Completes.PATH,
        ),
        Argument(
            name="--limits",
            metavar="NAME=VALUE,…",
            help="such as sessions=100,idle=20m; `docs/serving.md` lists them",
        ),
        flag("--no-pool", "start each session by itself: slower, with less memory at rest"),
        flag("--pool-only", "run no sshd; the system's own starts the sessions"),
        flag("--print-config", "make the folder, print sshd's configuration, and serve nothing"),
        flag("--status", "print the status of the running server"),
    ),
    local=True,
    corpus=True,
    gone={
        "--anonymous": "Nobody comes in without a key any more: an account without a password is a"
        " hole, and a key costs one command, `ssh-keygen`. Use --authorized-keys FILE, or --any-key"
        " for everybody who has a key.",
        "--host-key": "The host key is host_ed25519 in the folder that --folder names. Move it"
        " there.",
        "--audit": "Sessions are logged to sessions.log in the state folder, connections by sshd.",
        "--no-prefork": "Its name is --no-pool now.",
        "--metrics": "See --status, and sessions.log in the state folder.",
    },
)

_LOCAL: Final = (
    SERVE,
    Verb(
        name="keys",
        help="list the keys of the reader",
        action="briefing.cli.actions:list_keys",
        arguments=(JSON,),
        local=True,
    ),
    Verb(
        name="config",
        help="print an example configuration, and where yours is looked for",
        action="briefing.cli.actions:show_config",
        local=True,
    ),
    Verb(
        name="completion",
        help="print the completion script of a shell",
        action="briefing.cli.actions:print_completion",
        arguments=(
            Argument(name="shell", choices=("bash", "zsh", "fish"), help="bash, zsh or fish"),
        ),
        local=True,
    ),
)

ALL_VERBS: Final = {verb.name: verb for verb in (READ, *VERBS, *_LOCAL)}
"""By name, in the order of help."""

_DESCRIPTION: Final = "Read a news briefing in the terminal, by keyboard, and check every sentence."
_USAGE: Final = "briefing [NAME]\n       briefing VERB ..."
_EPILOG: Final = (
    "`briefing VERB --help` says more. Exit codes: 0 all well; 1 nothing found, or problems found;"
    " 2 wrong usage; 70 an internal error."
)
_WITH_VALUE: Final = frozenset({"--library", "--corpus", "--theme", "--signs", *AS_OF.spellings})
"""Options that may stand before the first word and take the next word with them."""


class _PrintVersion(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        print(f"briefing {__version__}")
        parser.exit()


def build_parser(
    names: Sequence[str] = (),
    completers: dict[Completes, Completer] | None = None,
    *,
    only: str | None = None,
) -> argparse.ArgumentParser:
    """Build a parser whose result has ``verb`` beside the arguments of the verb.

    Args:
        names: Briefings that a shell may offer as first word.
        completers: What to offer for each kind of argument, when a shell asks.
        only: The one verb that is going to be parsed, which saves building the others.
    """
    parser = Parser(
        prog="briefing", usage=_USAGE, description=_DESCRIPTION, epilog=_EPILOG, allow_abbrev=False
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
    parser.add_argument(
        "--version", action=_PrintVersion, nargs=0, help="print the version and exit"
    )
