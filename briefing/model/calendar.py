"""The Gregorian calendar in English, whatever the locale of the process."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""In the order of `datetime.date.weekday`."""

_LETTERS: Final = 3
_DECEMBER: Final = 12


def short(name: str) -> str:
    """Shorten the name of a month or a weekday: ``Dec``.

    Args:
        name: One of `MONTHS` or `WEEKDAYS`.
    """
    return name[:_LETTERS]


def last_day(year: int, month: int) -> int:
    """Say how many days a month has.

    Args:
        year: 1 to 9999.
        month: 1 to 12.

    Raises:
        ValueError: There is no such month.
    """
    if month == _DECEMBER:
        return 31
    return (date(year, month + 1, 1) - timedelta(days=1)).day
