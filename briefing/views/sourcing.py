"""How well something is supported, in words, and the web address of a passage.

No word here calls two origins independent: that two sources name different ones does not establish
it, and only a person could.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from briefing.evidence.anchors import WORST_FIRST, Outcome
from briefing.evidence.support import Standing
from briefing.model.actors import Source
from briefing.model.claims import Anchor
from briefing.model.text import count, words
from briefing.views.phrases import number_words

_WEB: Final = re.compile(r"https?://[^\s/?#][^\s]*", re.IGNORECASE)
_IN_ADDRESS: Final = "!#$%&'()*+,/:;=?@[]~"
"""What stands in an address as it is, beside letters, digits and ``-._``."""

_DIRECTIVE: Final = ":~:"
_UNIQUE_LENGTH: Final = 4
"""An end of this many words will hardly stand in a page twice."""


def support_words(how: Standing) -> str:
    """Say how many sources and origins: ``2 sources, one origin named, one unknown``.

    Of those that are retracted it is said that they do not count.
    """
    gone = f"{', '.join(how.retracted)} retracted" if how.retracted else ""
    said = "assumed, without a source" if how.assumed else "no source supports it"
    if how.fallen and not how.assumed:
        return f"no source is left: {gone}"
    if how.sources:
        said = ", ".join([count(len(how.sources), "source"), *_origins(how)])
    return "; ".join(filter(None, (said, gone)))


def _origins(how: Standing) -> list[str]:
    named, silent = len(how.origins), how.unrecorded
    if not named:
        return ["origin unknown" if silent == 1 else "origins unknown"]
    origins = f"{number_words(named)} {'origin' if named == 1 else 'origins'}"
    found = [f"{origins} named", f"{number_words(silent)} unknown"] if silent else [origins]
    return found if named == 1 else [*found, "independence not established"]


def contested_words(how: Standing) -> str:
    """Say what is against something: ``contested by weekly; disputed in day-of-signature``."""
    against = f"contested by {', '.join(how.contradicted_by)}" if how.contradicted_by else ""
    disputed = f"disputed in {', '.join(how.disputed_in)}" if how.disputed_in else ""
    return "; ".join(filter(None, (against, disputed)))


def outcome_words(outcome: Outcome) -> str:
    """Name what came of looking for a passage: ``exact``, ``not checked``."""
    return "not checked" if outcome is Outcome.UNCHECKED else outcome


def anchor_words(how: Standing) -> str:
    """Say whether the passages cited are as they were: ``exact``, ``1 of 3 passages altered``."""
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


def passage_link(source: Source, anchor: Anchor | None) -> str | None:
    """Make a web address that leads to a passage, and not only to the page it stands on.

    It ends in a text directive (`WICG, URL Fragment Text Directives
    <https://wicg.github.io/scroll-to-text-fragment/>`_): ``#:~:text=prefix-,first,last,-suffix``. A
    browser that finds the words marks them; one that does not opens the page as usual.

    Returns:
        ASCII only, so that it can stand in any terminal sequence; the page itself where there is no
        anchor or the source is cited as a whole; None where the source has no address on the web.
    """
    if source.url is None or not _WEB.fullmatch(source.url):
        return None
    page = quote(source.url, safe=_IN_ADDRESS)
    if anchor is None or anchor.paragraph is None or not anchor.head or not anchor.tail:
        return page
    address, mark, fragment = page.partition("#")
    kept = fragment.partition(_DIRECTIVE)[0] if mark else ""
    return f"{address}#{kept}{_DIRECTIVE}text={_directive(anchor)}"


def _directive(anchor: Anchor) -> str:
    terms = [_term(anchor.head), _term(anchor.tail)]
    shortest = min(len(words(anchor.head)), len(words(anchor.tail)))
    if anchor.occurrences > 1 or shortest < _UNIQUE_LENGTH:
        # Where punctuation stands between the passage and these words nothing is found, and that
        # is better than the wrong place.
        if anchor.before:
            terms.insert(0, f"{_term(anchor.before)}-")
        if anchor.after:
            terms.append(f"-{_term(anchor.after)}")
    return ",".join(terms)


def _term(text: str) -> str:
    """Encode words; the dash, the comma and the ampersand mean something in a directive."""
    return quote(text, safe="").replace("-", "%2D")
