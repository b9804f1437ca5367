"""The text of a source with how often it is cited where, and the list of what rests on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from textual.content import Content

from briefing.evidence.words import shared_tokens
from briefing.model.actors import UNKNOWN_ORIGIN, Source
from briefing.model.vocabulary import Support
from briefing.tui.rendering import passages, signs
from briefing.tui.rendering.facts import short_date
from briefing.tui.rendering.items import Item
from briefing.tui.rendering.text import cell, hanging, one_line, quiet_lines, row
from briefing.tui.source_use import WHOLE, Citing, SourceUse
from briefing.views.phrases import NOT_GIVEN, count

GUTTER: Final = 2
"""Cells before the text; the sign of the current paragraph stands there."""

_MARGIN: Final = 18
"""Cells for the number of a paragraph and how often it is cited: ``¶28  ● 12 claims``."""

_ROOMY: Final = 60
"""Cells of a line from which that stands beside the text, not above it."""

_LONGEST: Final = 90
"""Cells of a line of text; longer ones are hard to read."""

_BROAD: Final = 90
"""Cells of a line from which sections stand in a column of their own."""

_SECTION: Final = 20

_KIND: Final = 10
"""Cells for what it is that rests on a paragraph: ``position``."""


def paragraph_key(number: int) -> str:
    """Key of the item of a paragraph."""
    return f"paragraph:{number}"


def claim_key(paragraph: int, number: int) -> str:
    """Key of the item of something that rests on a paragraph, by its place in the list there."""
    return f"claim:{paragraph}:{number}"


def paragraph_of(key: str | None) -> int:
    """The paragraph that an item belongs to; `WHOLE` for none."""
    return int(key.split(":")[1]) if key else WHOLE


def claim_of(use: SourceUse, key: str | None) -> Citing | None:
    """What an item of the list says; None for that of a paragraph."""
    kind, paragraph, number = (*(key or "").split(":"), "", "")[:3]
    return use.by_paragraph[int(paragraph)][int(number)] if kind == "claim" else None


def head_items(source: Source, width: int) -> Iterator[Item]:
    """Draw what is known of a source, for the top of the screen."""
    outlet = Content.styled(one_line(source.outlet), "title")
    title = Content(one_line(source.title))
    origin = "unknown" if source.origin == UNKNOWN_ORIGIN else one_line(source.origin)
    facts = " · ".join(
        (
            ", ".join(source.authors) or f"author {NOT_GIVEN}",
            f"published {short_date(source.published)}",
            f"retrieved {short_date(source.retrieved)}",
            f"origin {origin}",
        )
    )
    if width < _ROOMY:
        lines = [outlet.truncate(width, ellipsis=True), title.truncate(width, ellipsis=True)]
    else:
        lines = Content.assemble(outlet, ": ", title).wrap(width)
    yield Item("title", tuple(lines), selectable=False)
    yield Item("facts", tuple(quiet_lines(one_line(facts), width)), selectable=False)


def text_items(
    use: SourceUse, stop: Citing | None, said: Sequence[str], width: int
) -> Iterator[Item]:
    """Draw the text, paragraph by paragraph.

    Args:
        use: The source, and what rests on it.
        stop: The passage to mark.
        said: Texts that rest on it, the words of which are marked in it.
        width: Cells of a line.

    Yields:
        An item for each paragraph; or, where there is no text at hand, why that is so.
    """
    text = use.text
    if text is None:
        yield from _no_text(use, width, "c lists what cites it.")
        return
    room = max(1, min(width - GUTTER, _LONGEST + _MARGIN))
    marked = {} if stop is None else _marked(use, stop, said)
    for number in range(1, len(text.paragraphs) + 1):
        content = marked.get(number) or passages.paragraph_line(text, number)
        yield _item(paragraph_key(number), [*_beside(use, number, content, room), Content("")])


def claim_items(use: SourceUse, width: int) -> Iterator[Item]:
    """List what rests on a source, under the paragraphs of its text; those not cited, too.

    Args:
        use: The source, and what rests on it.
        width: Cells of a line.

    Yields:
        An item for each paragraph, and one for each thing that rests on it.
    """
    if use.text is None:
        yield from _no_text(use, width, "Below is what cites it.")
    room = max(1, width - GUTTER)
    whole = [WHOLE] if WHOLE in use.by_paragraph else []
    for number in [*whole, *use.paragraphs]:
        citing = use.by_paragraph.get(number, ())
        first = cell(_lead(use, number), _MARGIN) + _first_words(use, number)
        yield _item(paragraph_key(number), [first.truncate(room, ellipsis=True)])
        for place, one in enumerate(citing):
            last = place + 1 == len(citing)
            # Without the text nothing is checked, which is said above once.
            lines = _claim_lines(one, room, states=use.text is not None)
            yield _item(claim_key(number, place), [*lines, Content("")] if last else lines)


def _item(key: str, lines: Sequence[Content]) -> Item:
    blank = Content(" " * GUTTER)
    return Item(key, tuple(blank + line for line in lines))


def _no_text(use: SourceUse, width: int, hint: str) -> Iterator[Item]:
    why = Content.assemble((use.why_no_text, "doubt"), f" {hint}")
    yield Item("why", (*why.wrap(width), Content("")), selectable=False)


def _marked(use: SourceUse, stop: Citing, said: Sequence[str]) -> dict[int, Content]:
    passage = stop.finding.passage
    if passage is None:
        return {}
    shared = shared_tokens(said, passage, use.check.lexicon)
    return {part.paragraph: part.content for part in passages.parts(passage, shared)}


def _lead(use: SourceUse, number: int) -> Content:
    """Number of a paragraph, and how much rests on it: ``¶4   ● 5 claims``."""
    name = "all" if number == WHOLE else f"¶{number}"
    if number in use.by_paragraph:
        cited = (f"● {count(use.claims_on(number), 'claim')}", "strong")
    else:
        cited = ("○ not cited", "quiet")
    return Content.assemble((f"{name:<4} ", "label"), cited)


def _beside(use: SourceUse, number: int, content: Content, width: int) -> list[Content]:
    lead = _lead(use, number)
    if width < _ROOMY:
        return [*lead.wrap(width), *content.wrap(width)]
    return hanging(lead, content, width, _MARGIN)


def _first_words(use: SourceUse, number: int) -> Content:
    text = use.text
    if number == WHOLE:
        return Content.styled("on the source as a whole", "quiet")
    if text is not None and number <= len(text.paragraphs):
        line = passages.paragraph_line(text, number)
        return line if number in use.by_paragraph else line.stylize_before("quiet")
    if text is not None:
        return Content.styled("there is no such paragraph in the text", "bad")
    one = use.by_paragraph[number][0]
    kept = passages.ends(one.evidence, use.check.examination.briefing.anchor(one.evidence))
    return Content.styled(kept, "quiet")


def _claim_lines(one: Citing, width: int, *, states: bool) -> list[Content]:
    """What rests on a paragraph, what kind of thing it is, and in which section it stands."""
    body = Content(one_line(one.bearer.text))
    if one.evidence.stance is not Support.SUPPORTS:
        body = Content.assemble(signs.support(one.evidence.stance), "  ", body)
    if states and not one.finding.is_exact:
        body = Content.assemble(body, "  ", signs.outcome(one.finding.outcome))
    section = one_line(one.bearer.section.title) if one.bearer.section else ""
    kind = Content.styled(f"  {one.bearer.kind}", "label")
    if width < _BROAD:
        body += Content.styled(f" · {section}" if section else "", "quiet")
        return hanging(kind, body, width, _KIND + 2)
    first, *rest = hanging(kind, body, width - _SECTION - 2, _KIND + 2)
    return [
        row([(first, width - _SECTION - 2), (Content.styled(section, "quiet"), _SECTION)]),
        *rest,
    ]
