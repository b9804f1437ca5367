"""The verbs that belong to the command line alone, and all verbs together."""

from __future__ import annotations

from typing import Final, get_args

from briefing.plain.table import Argument, Completes, Verb
from briefing.plain.verbs import VERBS
from briefing.settings.config import Theme

READ: Final = Verb(
    name="read",
    help="open the reader; `briefing NAME` and `briefing` alone do the same",
    action="briefing.cli.actions.reading:run",
    arguments=(
        Argument(
            name="name",
            metavar="NAME",
            optional=True,
            help="briefing, or NAME/SECTION[/CARD] to begin there",
            completes=Completes.NAME,
        ),
        Argument(name="--no-mouse", flag=True, help="leave the mouse to the terminal"),
        Argument(
            name="--theme",
            choices=get_args(Theme),
            help="colours, in place of the configured ones",
        ),
    ),
    local=True,
    corpus=True,
)
"""What happens when the first word is no verb."""

SERVE: Final = Verb(
    name="serve",
    help="serve the library over SSH: `ssh -p 2222 HOST` opens the reader, and nothing else",
    action="briefing.cli.actions.serving:run",
    arguments=(
        Argument(
            name="--listen",
            metavar="HOST:PORT",
            help="address and port to listen at (127.0.0.1:2222; 0.0.0.0:2222 for all addresses)",
        ),
        Argument(
            name="--authorized-keys",
            metavar="FILE",
            help="admit readers with these keys, and keep the place and marks of each",
            completes=Completes.PATH,
        ),
        Argument(
            name="--anonymous", flag=True, help="admit everybody, without keeping their marks"
        ),
        Argument(
            name="--host-key",
            metavar="FILE",
            help="the host's own key, made at the first start (in the state folder)",
            completes=Completes.PATH,
        ),
        Argument(
            name="--limits",
            metavar="NAME=VALUE,…",
            help="such as sessions=100,idle=20m; `docs/serving.md` lists them",
        ),
        Argument(
            name="--audit",
            metavar="FILE",
            help="log logins and what was opened to this file (standard error)",
            completes=Completes.PATH,
        ),
        Argument(name="--user", metavar="NAME", help="user to run as, when root starts it"),
        Argument(
            name="--no-prefork",
            flag=True,
            help="start each session by itself: slower, with less memory at rest",
        ),
        Argument(name="--status", flag=True, help="print the status of the running server"),
        Argument(name="--metrics", flag=True, help="print its status for Prometheus"),
    ),
    local=True,
    corpus=True,
)

SERVED: Final = Verb(
    name="served",
    help="serve one reader that sshd has logged in, as its ForceCommand",
    action="briefing.serve.child.forced:run",
    arguments=(Argument(name="--limits", metavar="NAME=VALUE,…", help="as for `briefing serve`"),),
    local=True,
    corpus=True,
)

_LOCAL: Final = (
    SERVE,
    SERVED,
    Verb(
        name="keys",
        help="list the keys of the reader",
        action="briefing.cli.actions.keys:run",
        arguments=(Argument(name="--json", flag=True, help="print JSON"),),
        local=True,
    ),
    Verb(
        name="config",
        help="print an example configuration, and where yours is looked for",
        action="briefing.cli.actions.config:run",
        local=True,
    ),
    Verb(
        name="completion",
        help="print the completion script of a shell",
        action="briefing.cli.actions.completion:run",
        arguments=(
            Argument(name="shell", choices=("bash", "zsh", "fish"), help="bash, zsh or fish"),
        ),
        local=True,
    ),
)

ALL_VERBS: Final = {verb.name: verb for verb in (READ, *VERBS, *_LOCAL)}
"""By name, in the order of help."""
