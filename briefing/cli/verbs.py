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

_LOCAL: Final = (
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
