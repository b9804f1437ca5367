"""Whether dates stand in the passages, or follow from when the article speaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from briefing.evidence.bearers import BearerKind
from briefing.evidence.checks.verdicts import Verdict
from briefing.evidence.days import Mention
from briefing.evidence.excerpts import Cited, Excerpt
from briefing.evidence.remarks import Derivation, Remark
from briefing.model.actors import Source
from briefing.model.cards import Card, Reaction
from briefing.model.claims import Quote
from briefing.model.dates import EdtfDate

_APART: Final = {"after", "before", "later", "earlier", "following", "next", "previous", "same"}
_TIMES: Final = {"day", "days", "week", "weeks", "month", "months", "year", "years", "morning"}
"""Where two such words go together, a passage may mean another day than it prints."""


def check_dates(cited: Cited) -> Iterator[Verdict]:
    """Look for the dates of a claim, a position or a figure in the passages cited.

    Args:
        cited: What is dated, with its passages.

    Yields:
        One verdict for each date. A date in words that a passage contradicts is an error, any
        other that is not there a warning.
    """
    bearer = cited.bearer
    if bearer.claim is not None and bearer.claim.date is not None:
        yield _check_date(cited, bearer.claim.date, field="date")
    if bearer.figure is not None and bearer.figure.as_of is not None:
        yield _check_date(cited, bearer.figure.as_of, field="as-of")
    if bearer.kind in (BearerKind.CLAIM, BearerKind.POSITION) and not isinstance(
        bearer.claim, Quote
    ):
        yield from (_check_mention(cited, mention) for mention in cited.dates)


def check_reaction_date(card: Card, all_cited: Sequence[Cited]) -> Iterator[Verdict]:
    """Look for the date of a reaction in all passages that its card cites.

    Args:
        card: Any card.
        all_cited: All in it that cites evidence.

    Yields:
        A verdict where the card is a reaction with a date. Its remark hangs on the first thing in
        the card that cites evidence.
    """
    if not isinstance(card.detail, Reaction) or card.detail.date is None or not all_cited:
        return
    first = all_cited[0]
    together = Cited(
        first.bearer,
        first.own_words,
        first.names,
        [excerpt for one in all_cited for excerpt in one.excerpts],
        complete=all(one.complete for one in all_cited),
        unchecked=all(one.unchecked for one in all_cited),
    )
    yield _check_date(together, card.detail.date, field="date")


def _check_date(cited: Cited, wanted: EdtfDate, *, field: str) -> Verdict:
    found = _best(
        (excerpt, mention)
        for excerpt in cited.excerpts
        for mention in excerpt.dates
        if mention.lies_in(wanted.earliest, wanted.latest)
        or (wanted.approximate and mention.meets(wanted.earliest, wanted.latest))
    )
    if found is not None:
        return _verified(cited, wanted.label, *found)
    if field == "as-of":
        for excerpt in cited.excerpts:
            if _speaks_within(excerpt.source, wanted):
                how = f"the article {_dated(excerpt.source)}"
                return Verdict(
                    tally="dates",
                    verified=True,
                    derivation=Derivation(cited.bearer, wanted.label, excerpt.source.key, how),
                )
    if not cited.complete:
        return Verdict(tally="dates")
    return _missing(cited, wanted.label, error=False, field=field)


def _check_mention(cited: Cited, wanted: Mention) -> Verdict:
    printed = cited.own_words.printed(wanted.first, wanted.last)
    mentions = [(excerpt, one) for excerpt in cited.excerpts for one in excerpt.dates]
    found = _best((excerpt, one) for excerpt, one in mentions if one.confirms(wanted))
    if found is not None:
        return _verified(cited, printed, *found, with_year=wanted.earliest is not None)
    if not cited.complete:
        return Verdict(tally="dates")
    contradicted = any(
        one.contradicts(wanted) and not _days_apart(excerpt) for excerpt, one in mentions
    )
    return _missing(
        cited,
        printed,
        error=contradicted and cited.is_certain,
        offset=cited.offset(wanted.first),
    )


def _best(found: Iterator[tuple[Excerpt, Mention]]) -> tuple[Excerpt, Mention] | None:
    """A date that is printed goes before one that has to be reckoned."""
    return min(found, key=lambda pair: pair[1].reckoned, default=None)


def _verified(
    cited: Cited, date: str, excerpt: Excerpt, mention: Mention, *, with_year: bool = True
) -> Verdict:
    """Take a date for verified, and say how it was reckoned where its year had to be."""
    derivation = None
    if mention.reckoned and with_year:
        printed = excerpt.wording.printed(mention.first, mention.last)
        place = f"“{printed}” in ¶{excerpt.paragraph(mention.first)}"
        how = f"{place}; the article {_dated(excerpt.source)}"
        derivation = Derivation(cited.bearer, date, excerpt.source.key, how)
    return Verdict(tally="dates", verified=True, derivation=derivation)


def _dated(source: Source) -> str:
    assert source.speaks_on is not None
    if source.published is None and source.dateline is not None:
        return f"speaks on {source.speaks_on.label}, by its ¶{source.dateline.paragraph}"
    return f"was published on {source.speaks_on.label}"


def _speaks_within(source: Source, wanted: EdtfDate) -> bool:
    speaks = source.speaks_on
    if speaks is None or speaks.earliest is None or speaks.latest is None:
        return False
    return (wanted.earliest is None or wanted.earliest <= speaks.earliest) and (
        wanted.latest is None or speaks.latest <= wanted.latest
    )


def _days_apart(excerpt: Excerpt) -> bool:
    return any(
        (one in _APART and other in _TIMES) or (one in _TIMES and other in _APART)
        for one, other in pairwise(excerpt.wording.tokens)
    )


def _missing(
    cited: Cited,
    date: str,
    *,
    error: bool,
    offset: int | None = None,
    field: str | None = None,
) -> Verdict:
    undated = sorted({one.source.key for one in cited.excerpts if one.source.speaks_on is None})
    fix = "Correct it, or cite the passage that has it."
    if undated:
        fix += f" If the passage says “today” or gives no year, give @{undated[0]} a dateline."
    remark = Remark(
        code="date-not-in-passage",
        message=f"The passage cited contradicts “{date}”."
        if error
        else f"“{date}” is not in the passage cited and does not follow from it.",
        fix=fix,
        error=error,
        bearer=cited.bearer,
        offset=offset,
        field=field,
    )
    return Verdict(tally="dates", verified=False, remark=remark)
