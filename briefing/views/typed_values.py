"""Numbers, lines, revisions, days and times ago as they are typed; argparse says what is wrong."""

from __future__ import annotations

import argparse
import re
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from briefing.model.errors import BriefingError
from briefing.model.text import clean

if TYPE_CHECKING:
    from datetime import date

LAST: Final = "last"
"""Stands for what the reader had read."""

_SPAN: Final = re.compile(r"(\d{1,5})([hdw])")
_HOURS: Final = {"h": 1, "d": 24, "w": 168}


_LONGEST_LINE: Final = 200
"""Characters of a note or a reason."""


def line(text: str) -> str:
    """Take one line that is not too long to be shown in a list."""
    typed = clean(text).strip()
    if typed and "\n" not in typed and len(typed) <= _LONGEST_LINE:
        return typed
    raise argparse.ArgumentTypeError(
        f"“{typed}” is not one line of 1 to {_LONGEST_LINE} characters"
    )


def natural_number(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text}” is not a number from 1 up")


def revision_or_day(text: str) -> int | date:
    """Read ``N``, or a day or a month as ``2024-05-02``: of a month its last day is meant."""
    if text.isascii() and text.isdigit():
        return natural_number(text)
    from briefing.model.dates import parse_date  # noqa: PLC0415 - loads what help does without

    with suppress(BriefingError):
        found = parse_date(text)
        if found.latest and "/" not in text and not (found.approximate or found.uncertain):
            return found.latest
    raise argparse.ArgumentTypeError(
        f"“{text}” is neither the number of a revision nor a day such as 2024-05-02"
    )


def last_or_moment(text: str) -> object:
    """Read what `revision_or_day` does, or `LAST`."""
    return text if text == LAST else revision_or_day(text)


def last_or_span(text: str) -> object:
    """Read how long ago as ``36h``, ``1d`` or ``2w``; or a day, or `LAST`."""
    if match := _SPAN.fullmatch(text):
        return timedelta(hours=int(match[1]) * _HOURS[match[2]])
    if not text.isdigit():
        with suppress(argparse.ArgumentTypeError):
            return last_or_moment(text)
    raise argparse.ArgumentTypeError(
        f"“{text}” is none of 36h, 1d, 2w, a day such as 2024-05-02, and {LAST}"
    )
