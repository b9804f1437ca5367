"""``briefing correct``: record that a claim was wrong, once it is mended."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from briefing.desk.recording import correct
from briefing.model.records import Correction
from briefing.views.context import Context
from briefing.views.edit import finish, write
from briefing.views.retract import day_meant
from briefing.views.shapes import Shape, as_json
from briefing.views.verbs import OK


class CorrectResult(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing correct --format json``."""

    folder: str
    correction: Correction
    written: Annotated[bool, Meta(description="False with --dry-run.")]


def run(context: Context, arguments: Namespace) -> int:
    """Record it, or print what would change; an `EditRefusedError` says why not."""
    folder, claim = Path(arguments.folder), arguments.claim
    on = day_meant(arguments.on)
    finish(context, folder, dry_run=arguments.dry_run)
    edit = correct(folder, claim, arguments.was, arguments.reason, on)
    lines = write(folder, edit, dry_run=arguments.dry_run)
    if arguments.format == "json":
        made = Correction(claim=claim, was=arguments.was, reason=arguments.reason, on=on)
        result = CorrectResult(folder=str(folder), correction=made, written=not arguments.dry_run)
        context.write(as_json(result))
    else:
        context.write_lines(lines)
    return OK
