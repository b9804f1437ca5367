"""``briefing retract``: a source is no longer relied on; what loses its support is listed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from briefing.desk.recording import retract, today
from briefing.evidence.support import bearers, supporting
from briefing.model.briefing import Briefing
from briefing.model.dates import DateError, EdtfDate, parse_date
from briefing.model.errors import UsageError
from briefing.model.records import Retraction
from briefing.views.authored import Authored, load_as_typed, place_key
from briefing.views.context import Context
from briefing.views.edit import finish, write
from briefing.views.layout import field, wrap
from briefing.views.shapes import Ordinal, Shape, as_json
from briefing.views.verbs import OK


class WeakenedItem(Shape, frozen=True, kw_only=True):
    """Something that a source supported which is retracted."""

    key: Annotated[str, Meta(description="CARD#ITEM, or actor:ID.")]
    text: str
    path: str
    line: Ordinal
    left: Annotated[tuple[str, ...], Meta(description="Keys of the sources that still support it.")]


class RetractResult(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing retract --format json``."""

    folder: str
    retraction: Retraction
    written: Annotated[bool, Meta(description="False with --dry-run.")]
    lost: Annotated[tuple[WeakenedItem, ...], Meta(description="What nothing supports any more.")]
    fewer: Annotated[
        tuple[WeakenedItem, ...], Meta(description="What has fewer sources than it had.")
    ]


def run(context: Context, arguments: Namespace) -> int:
    """Record it and list what is to be mended, or print what would change."""
    folder, key = Path(arguments.folder), arguments.key.removeprefix("@")
    on = day_meant(arguments.on)
    finish(context, folder, dry_run=arguments.dry_run)
    edit = retract(folder, key, arguments.reason, on)
    authored = load_as_typed(folder, forgiving=True)
    found = list(_weakened(authored, authored.briefing, key)) if authored.briefing else []
    lost = tuple(one for one in found if not one.left)
    fewer = tuple(one for one in found if one.left)
    lines = write(folder, edit, dry_run=arguments.dry_run)
    if arguments.format == "json":
        result = RetractResult(
            folder=str(folder),
            retraction=Retraction(source=key, reason=arguments.reason, on=on),
            written=not arguments.dry_run,
            lost=lost,
            fewer=fewer,
        )
        context.write(as_json(result))
        return OK
    for label, items in (("Nothing supports any more", lost), ("Has fewer sources", fewer)):
        lines += ["", *field(label, str(len(items) or "nothing"), context.width)]
        lines += _item_lines(items, context.width)
    context.write_lines(lines)
    if authored.briefing is None:
        context.say("What rests on it is not listed, because of errors: see `briefing check`.")
    elif found:
        context.say("Readers see it marked until it is mended; `briefing check` lists it, too.")
    return OK


def day_meant(typed: str | None) -> EdtfDate:
    """The day that was typed after ``--on``, or today in UTC.

    Raises:
        UsageError: It is no day.
    """
    if typed is None:
        return today()
    try:
        day = parse_date(typed)
    except DateError as error:
        raise UsageError(f"--on: {error}") from error
    if day.edtf != str(day.earliest):
        raise UsageError(f"--on: “{typed}” is not one day, such as 2024-05-03.")
    return day


def _weakened(authored: Authored, briefing: Briefing, key: str) -> Iterator[WeakenedItem]:
    gone = briefing.retracted - {key}
    for bearer in bearers(briefing):
        before = supporting(bearer, gone)
        if key in before:
            place = authored.as_typed(authored.places.at(place_key(briefing, bearer)))
            yield WeakenedItem(
                key=bearer.key,
                text=bearer.text,
                path=place.path,
                line=place.line,
                left=tuple(one for one in before if one != key),
            )


def _item_lines(items: Sequence[WeakenedItem], width: int) -> Iterator[str]:
    for one in items:
        yield from wrap(one.text, width, first="- ", rest="  ")
        # A path is to be copied whole.
        left = f"; left: {', '.join(one.left)}" if one.left else ""
        yield f"  {one.path}:{one.line}{left}"
