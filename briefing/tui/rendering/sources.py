"""What is known of a source, and what is not given."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.style import Style

from briefing.model.actors import NOT_HELD, UNKNOWN_ORIGIN, Source
from briefing.model.briefing import Briefing
from briefing.model.parts import card_evidence
from briefing.tui.rendering.facts import short_date
from briefing.tui.rendering.items import Item
from briefing.tui.rendering.support import LOST
from briefing.tui.rendering.text import Marker, hanging, unmarked
from briefing.tui.state import Checked
from briefing.views.phrases import NOT_GIVEN

_LABEL_WIDTH = 11


def source_items(check: Checked, key: str, width: int, mark: Marker = unmarked) -> Iterator[Item]:
    """Draw the table of one source.

    Args:
        check: How the briefing that lists the source stands, and what is set aside.
        key: Its citation key.
        width: Cells of a line.
        mark: Marks the words searched for.
    """
    briefing = check.examination.briefing
    source = briefing.document(key)
    if source is None:
        return
    lines: list[Content] = []
    if key in check.aside:
        lines += Content.styled(f"{LOST} set aside: x undoes it", "bad").wrap(width)
    for label, value in _facts(briefing, source):
        content = _link(value) if label == "URL" else mark(value)
        lines += hanging(Content.styled(label, "label"), content, width, _LABEL_WIDTH)
    yield Item("source", (*lines, Content("")), selectable=False)


def other_documents(check: Checked, width: int, mark: Marker = unmarked) -> Iterator[Item]:
    """Draw the documents not held that no card describes, so that none is left out.

    Args:
        check: How the briefing stands, and what is set aside.
        width: Cells of a line.
        mark: Marks the words searched for.
    """
    briefing = check.examination.briefing
    for document in briefing.undescribed:
        if document in briefing.not_held:
            yield from source_items(check, document.key, width, mark)


def use_of_source(briefing: Briefing, key: str) -> tuple[int, int]:
    """Count where a source is cited.

    Returns:
        Number of citations, and of cards that have at least one.
    """
    counts = [
        sum(evidence.source == key for evidence in card_evidence(card))
        for _, card in briefing.cards()
    ]
    return sum(counts), sum(count > 0 for count in counts)


def _facts(briefing: Briefing, source: Source) -> Iterator[tuple[str, str]]:
    citations, cards = use_of_source(briefing, source.key)
    origin = "unknown" if source.origin == UNKNOWN_ORIGIN else source.origin
    yield "Key", source.key
    yield "Outlet", source.outlet
    yield "Author", ", ".join(source.authors) or NOT_GIVEN
    yield "Title", source.title
    yield "Published", short_date(source.published)
    yield "Retrieved", short_date(source.retrieved)
    yield "Language", source.language or NOT_GIVEN
    yield "URL", source.url or NOT_GIVEN
    yield "Origin", origin
    if source.descriptor:
        yield "Character", source.descriptor
    if source in briefing.not_held:
        yield "Text", NOT_HELD
    else:
        yield "Cited", f"{citations} times, in {cards} cards"
    for slip in source.slips:
        yield "Slip?", f"¶{slip.paragraph}: {slip.note}"


def _link(url: str) -> Content:
    """A link that the reader's own terminal opens (OSC 8), for web addresses only."""
    # OSC 8 takes printable ASCII; an address with anything else is shown but leads nowhere.
    linkable = url.isascii() and url.isprintable() and " " not in url
    if not linkable or not url.startswith(("http://", "https://")):
        return Content(url)
    return Content.styled(url, Style(link=url))
