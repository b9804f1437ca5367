"""Addresses that lead to a passage, and not only to the page it stands on.

They end in a text directive (`WICG, URL Fragment Text Directives
<https://wicg.github.io/scroll-to-text-fragment/>`_): ``#:~:text=prefix-,first,last,-suffix``. A
browser that finds the words marks them; one that does not opens the page as usual.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from briefing.model.actors import Source
from briefing.model.claims import Anchor
from briefing.model.text import words

_WEB: Final = re.compile(r"https?://[^\s/?#][^\s]*", re.IGNORECASE)
_IN_ADDRESS: Final = "!#$%&'()*+,/:;=?@[]~"
"""What stands in an address as it is, beside letters, digits and ``-._``."""

_DIRECTIVE: Final = ":~:"
_TELLING: Final = 4
"""An end of this many words will hardly stand in a page twice."""


def passage_link(source: Source, anchor: Anchor | None) -> str | None:
    """Make the address of a passage.

    Args:
        source: Where it stands.
        anchor: Of the passage; None where there is none.

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
    if _may_be_ambiguous(anchor):
        # Where punctuation stands between the passage and these words nothing is found, and that
        # is better than the wrong place.
        if anchor.before:
            terms.insert(0, f"{_term(anchor.before)}-")
        if anchor.after:
            terms.append(f"-{_term(anchor.after)}")
    return ",".join(terms)


def _may_be_ambiguous(anchor: Anchor) -> bool:
    shortest = min(len(words(anchor.head)), len(words(anchor.tail)))
    return anchor.occurrences > 1 or shortest < _TELLING


def _term(text: str) -> str:
    """Encode words; the dash, the comma and the ampersand mean something in a directive."""
    return quote(text, safe="").replace("-", "%2D")
