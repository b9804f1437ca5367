"""The words in which it is said how well something is supported.

No word here calls two origins independent: that two sources name different ones does not establish
it, and only a person could.
"""

from __future__ import annotations

from typing import Final

from briefing.evidence.anchors import WORST_FIRST, Outcome
from briefing.evidence.support import Standing
from briefing.plain.phrases import count

_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def support_words(how: Standing) -> str:
    """Say how many sources support something, and how many origins stand behind them.

    Args:
        how: How well it is supported.

    Returns:
        For example ``2 sources, one origin named, one unknown``; no sign, no full stop.
    """
    if not how.sources:
        return "assumed, without a source" if how.assumed else "no source supports it"
    return ", ".join([count(len(how.sources), "source"), *_origins(how)])


def contested_words(how: Standing) -> str:
    """Say what is against something.

    Args:
        how: How well it is supported.

    Returns:
        For example ``contested by weekly; disputed in day-of-signature``: keys of the sources cited
        against it, and ids of the cards of the open disagreements that it takes a side in. Empty
        where nothing is against it.
    """
    against = f"contested by {', '.join(how.contradicted_by)}" if how.contradicted_by else ""
    disputed = f"disputed in {', '.join(how.disputed_in)}" if how.disputed_in else ""
    return "; ".join(filter(None, (against, disputed)))


def outcome_words(outcome: Outcome) -> str:
    """Name what came of looking for a passage: ``exact``, ``not checked``."""
    return "not checked" if outcome is Outcome.UNCHECKED else outcome


def anchor_words(how: Standing) -> str:
    """Say whether the passages that something cites are as they were.

    Args:
        how: How well it is supported.

    Returns:
        For example ``exact``, ``not checked``, or ``1 of 3 passages altered``; empty where no
        passage is cited.
    """
    total = how.outcomes.total()
    found = [(outcome, how.outcomes[outcome]) for outcome in WORST_FIRST if how.outcomes[outcome]]
    if not total:
        return ""
    if not found:
        return Outcome.EXACT
    (worst, number), *others = found
    if number == total and (total == 1 or worst is Outcome.UNCHECKED):
        return outcome_words(worst)
    rest = (f", {times} {outcome_words(outcome)}" for outcome, times in others)
    return f"{number} of {total} passages {outcome_words(worst)}{''.join(rest)}"


def _origins(how: Standing) -> list[str]:
    named, silent = len(how.origins), how.unrecorded
    if not named:
        return ["origin unknown" if silent == 1 else "origins unknown"]
    origins = f"{_number(named)} {'origin' if named == 1 else 'origins'}"
    words = [f"{origins} named", f"{_number(silent)} unknown"] if silent else [origins]
    return words if named == 1 else [*words, "independence not established"]


def _number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)
