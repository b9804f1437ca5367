"""From typed text to the model's values: ids, dates, numbers, words of a closed list, countries."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeVar

import iso3166

from briefing.authoring.located import Located
from briefing.authoring.problems import Report, write_instead
from briefing.model.dates import DateError, EdtfDate, parse_date

Word = TypeVar("Word", bound=StrEnum)

_ID: Final = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_NUMBER: Final = re.compile(r"[-−]?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_LANGUAGE: Final = re.compile("[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_LONGEST_NUMBER: Final = 30
_BLOCS: Final = {"EU", "NATO", "UN", "OSCE", "CIS", "CSTO", "AU", "ASEAN"}
_EVERYDAY: Final = {"UK": "GB", "EL": "GR"}


def slug(text: str) -> str:
    """Make an id of a text.

    Args:
        text: Any text.

    Returns:
        Lower-case ASCII letters, digits and hyphens; empty where the text has none of them.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return "-".join(re.findall("[a-z0-9]+", plain.lower().replace("'", "")))


def is_id(text: str) -> bool:
    """Whether a text is an id: lower-case letters, digits and single hyphens between them."""
    return _ID.fullmatch(text) is not None


def to_id(text: Located | None, report: Report) -> str | None:
    """Take an id.

    Args:
        text: What was typed; None where nothing was.
        report: Takes the problem.
    """
    if text is None:
        return None
    if is_id(text.text):
        return text.text
    proposal = slug(text.text)
    report.error(
        text.at(),
        "bad-id",
        f"“{text.text}” is not an id: ids are lower-case letters, digits and hyphens.",
        f"Write “{proposal}”." if proposal else "Write one in Latin letters.",
    )
    return None


def to_word(text: Located | None, words: type[Word], report: Report) -> Word | None:
    """Take a word of a closed list.

    Args:
        text: What was typed; None where nothing was.
        words: The list.
        report: Takes the problem.
    """
    if text is None:
        return None
    if text.text in set(words):
        return words(text.text)
    report.error(
        text.at(),
        "unknown-value",
        f"“{text.text}” is not one of the words known here.",
        write_instead(text.text, words),
    )
    return None


def to_truth(text: Located | None, report: Report) -> bool | None:
    """Take ``yes`` or ``no``."""
    if text is None:
        return None
    if text.text in ("yes", "no"):
        return text.text == "yes"
    report.error(
        text.at(), "unknown-value", f"“{text.text}” is neither yes nor no.", "Write “yes” or “no”."
    )
    return None


def to_date(text: Located | None, report: Report) -> EdtfDate | None:
    """Take a date in our subset of EDTF."""
    if text is None:
        return None
    try:
        return parse_date(text.text)
    except DateError as error:
        wrong, _, fix = str(error).partition("; ")
        report.error(
            text.at(),
            "impossible-date",
            f"{wrong.removesuffix('.')}.",
            f"{fix[:1].upper()}{fix[1:]}" if fix else "Write a date such as 2023-12-13.",
        )
        return None


def to_number(text: Located | None, report: Report) -> Decimal | None:
    """Take a decimal number without separators of thousands."""
    if text is None:
        return None
    if _NUMBER.fullmatch(text.text) and len(text.text) <= _LONGEST_NUMBER:
        return Decimal(text.text.replace("−", "-"))
    bare = re.sub(r"(?<=\d)[,\s_’'](?=\d{3})", "", text.text)
    if _NUMBER.fullmatch(bare) and len(bare) <= _LONGEST_NUMBER:
        fix = f"Write “{bare}”."
    else:
        fix = "Write digits only, and the rest in unit, qualifier or note."
    report.error(text.at(), "not-a-number", f"“{text.text}” is not a number.", fix)
    return None


def to_count(text: Located | None, report: Report) -> int | None:
    """Take a whole number of at least one."""
    if text is None:
        return None
    if re.fullmatch("[1-9][0-9]{0,5}", text.text):
        return int(text.text)
    report.error(
        text.at(),
        "not-a-number",
        f"“{text.text}” is not a whole number of at least one.",
        "Write digits only, for example 12.",
    )
    return None


def to_language(text: Located | None, report: Report) -> str | None:
    """Take a BCP 47 language tag; only its shape is checked."""
    if text is None:
        return None
    if _LANGUAGE.fullmatch(text.text):
        return text.text
    report.error(
        text.at(),
        "bad-language",
        f"“{text.text}” is not a language tag.",
        "Write a BCP 47 tag such as en, hy or az-Latn.",
    )
    return None


def to_country(text: Located | None, report: Report) -> str | None:
    """Take an ISO 3166-1 alpha-2 code."""
    if text is None:
        return None
    code = text.text
    if code in iso3166.countries_by_alpha2:
        return code
    report.error(
        text.at(),
        "unknown-country",
        f"“{code}” is not an ISO 3166-1 alpha-2 country code.",
        _country_fix(code.upper()),
    )
    return None


def _country_fix(code: str) -> str:
    if code in _BLOCS:
        return f"{code} is not a country: make the actor a “bloc” or “organisation”; remove this."
    known = (
        iso3166.countries_by_alpha2.get(_EVERYDAY.get(code, code))
        or iso3166.countries_by_alpha3.get(code)
        or iso3166.countries_by_name.get(code)
        or iso3166.countries_by_apolitical_name.get(code)
    )
    if known is not None:
        return f"Write “{known.alpha2}”."
    return "Write its two capital letters, for example CH."
