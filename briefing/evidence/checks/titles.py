"""Whether a card's title says what its passages say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from briefing.evidence.bearers import Bearer, BearerKind
from briefing.evidence.checks.dates import check_dates
from briefing.evidence.checks.names import check_names
from briefing.evidence.checks.numbers import check_numbers
from briefing.evidence.checks.quotations import check_quotations
from briefing.evidence.checks.verdicts import Verdict
from briefing.evidence.excerpts import Cited, Desk
from briefing.model.cards import Card


def check_title(card: Card, all_cited: Sequence[Cited], desk: Desk) -> Iterator[Verdict]:
    """Look for the quotations, numbers, names and dates of a title in all that its card cites.

    A title sums up, and may count what its card lists. So only what would be an error in a claim is
    spoken of, as a warning, and nothing is counted.

    Args:
        card: Any card.
        all_cited: All in it that cites evidence.
        desk: With the sources open.

    Yields:
        Warnings. They hang on the first thing in the card that cites evidence.
    """
    if not all_cited:
        return
    first = all_cited[0].bearer
    evidence = [one for cited in all_cited for one in cited.bearer.evidence]
    title = Bearer(BearerKind.CLAIM, "title", card.title, evidence, first.section, card)
    cited = desk.cited(title)
    for verdict in (
        *check_quotations(cited, desk),
        *check_numbers(cited),
        *check_names(cited, desk),
        *check_dates(cited),
    ):
        if verdict.remark is not None and verdict.remark.error:
            message = f"In the card’s title: {verdict.remark.message}"
            remark = msgspec.structs.replace(
                verdict.remark, message=message, error=False, bearer=first, offset=None
            )
            yield Verdict(remark=remark)
