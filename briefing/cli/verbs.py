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
    action="briefing.serve.command:run",
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
        Argument(
            name="--any-key",
            flag=True,
            help="admit everybody who has a key; for root, with --user",
        ),
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
        Argument(
            name="--no-pool",
            flag=True,
            help="start each session by itself: slower, with less memory at rest",
        ),
        Argument(
            name="--pool-only",
            flag=True,
            help="run no sshd; the system's own starts the sessions",
        ),
        Argument(
            name="--print-config",
            flag=True,
            help="make the folder, print sshd's configuration, and serve nothing",
        ),
        Argument(name="--status", flag=True, help="print the status of the running server"),
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
