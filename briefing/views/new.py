"""``briefing new``: the folder of a briefing that is only begun."""

from __future__ import annotations

import shlex
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from briefing.desk.scaffold import begin_folder
from briefing.views.context import Context
from briefing.views.verbs import OK


def run(context: Context, arguments: Namespace) -> int:
    """Write the files, print their names, and say what comes next."""
    folder = Path(arguments.folder)
    begun = begin_folder(folder, arguments.title, datetime.now(UTC).date())
    context.write_lines(str(folder / path.name) for path in begun)
    named = shlex.quote(arguments.folder)
    context.say(
        f"Next: `briefing add {named} SOURCE` for each article, then `briefing desk {named}`; or"
        f" any editor, beside `briefing preview {named}`."
    )
    return OK
