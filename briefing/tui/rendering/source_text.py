"""The text of a source with how often it is cited where, and the list of what rests on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

import msgspec
from textual.content import Content, Span

from briefing.evidence.support import WHOLE, Citing, by_paragraph, citing
from briefing.evidence.texts import SourceText
from briefing.evidence.words import shared_tokens
from briefing.model.actors import UNKNOWN_ORIGIN, Source
from briefing.model.claims import Evidence
from briefing.model.text import count, with_capital
from briefing.model.vocabulary import Support
from briefing.search.folding import fold
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.evidence import (
    paragraph_line,
    passage_ends,
    passage_parts,
    source_line,
)
from briefing.tui.rendering.phrases import source_name, word_of
from briefing.tui.rendering.text import (
    GUTTER,
    HERE,
    Item,
    cell,
    hanging,
    one_line,
    quiet_lines,
    row,
    with_gutter,
    wrapped,
)
from briefing.views.phrases import NOT_GIVEN, date_words, retracted_words


class SourceUse:
    """All that rests on a source.

    Attributes:
        citing: What rests on it, in the order of its text; all citations of something apart.
    """

    def __init__(self, check: Checked, source: Source) -> None:
        self.check = check
        self.source = source
        self.citing = citing(check.examination, source.key)

    @property
    def text(self) -> SourceText | None:
        return self.check.examination.text(self.source.key)

    @property
    def why_no_text(self) -> str:
        """Why its text is not at hand, and what to do; empty where it is."""
        return self.check.examination.why_no_text(self.source.key)

    @cached_property
    def by_paragraph(self) -> Mapping[int, Sequence[Citing]]:
        return by_paragraph(self.citing)

    @cached_property
    def paragraphs(self) -> Sequence[int]:
        """All paragraphs of the text, and those cited that are not in it."""
        text = self.text
        there = range(1, len(text.paragraphs) + 1) if text else ()
        return sorted({*there, *self.by_paragraph} - {WHOLE})

    @property
    def cited(self) -> Sequence[int]:
        return [number for number in self.paragraphs if number in self.by_paragraph]

    def claims_on(self, paragraph: int) -> int:
        """Count what rests on a paragraph; what cites it twice counts once."""
        return len({(one.bearer.key, one.bearer.text) for one in self.by_paragraph[paragraph]})

    @cached_property
    def stops(self) -> Sequence[Citing]:
        """The passages that can be shown, each once, in the order of the text."""
        places: dict[tuple[int, int], Citing] = {}
        for one in self.citing:
            passage = one.finding.passage
            if passage is not None and one.evidence.paragraph is not None:
                places.setdefault((passage.first, passage.last), one)
        return list(places.values())

    def stop_of(self, evidence: Evidence | None) -> Citing | None:
        if evidence is None or evidence.paragraph is None:
            return None
        passage = self.check.examination.finding(evidence).passage
        return next((one for one in self.stops if one.finding.passage == passage), None)

    def stop_beyond(self, here: Citing | None, paragraph: int, step: int) -> Citing | None:
        """The next passage that is cited, or the one before; the cursor may have left the stop."""
        if here is not None and paragraph in here.paragraphs:
            index = self.stops.index(here) + step
            return self.stops[index] if 0 <= index < len(self.stops) else None
        if step > 0:
            return next((one for one in self.stops if one.paragraphs[0] > paragraph), None)
        return next((one for one in self.stops[::-1] if one.paragraphs[0] < paragraph), None)


class WordsFound(msgspec.Struct, frozen=True):
    """Where words stand in the text of a source, one behind the other as they were typed.

    Attributes:
        places: The paragraph of each match, and which one it is there, counted from 0.
        here: The number of the match that the reader is at.
    """

    words: str
    places: Sequence[tuple[int, int]] = ()
    here: int = 0

    @property
    def paragraph(self) -> int:
        return self.places[self.here][0]

    @property
    def count(self) -> str:
        """Where the reader is: ``2 of 5``."""
        return f"{self.here + 1} of {len(self.places)}" if self.places else "no match"

    def stepped(self, step: int) -> WordsFound:
        """Go some matches on, from the last to the first."""
        return msgspec.structs.replace(self, here=(self.here + step) % len(self.places))

    def from_paragraph(self, number: int) -> WordsFound:
        """Go to the first match from a paragraph on, else to the first of all."""
        later = (at for at, (paragraph, _) in enumerate(self.places) if paragraph >= number)
        return msgspec.structs.replace(self, here=next(later, 0))

    def mark(self, number: int, content: Content) -> Content:
        """Mark the matches in a paragraph, the present one differently."""
        here = self.places[self.here] if self.places else None
        spans = [
            Span(*span, HERE if (number, at) == here else "match")
            for at, span in enumerate(_spans_of(self.words, content.plain))
        ]
        return content.add_spans(spans) if spans else content


def find_words(text: SourceText, words: str) -> WordsFound:
    """Find words in a text, whatever their case and accents, from the beginning of a word."""
    places = [
        (number, at)
        for number in range(1, len(text.paragraphs) + 1)
        for at, _ in enumerate(_spans_of(words, paragraph_line(text, number).plain))
    ]
    return WordsFound(words, places)


def _spans_of(words: str, text: str) -> Sequence[tuple[int, int]]:
    wanted = fold(words).text.split()
    if not wanted:
        return ()
    # Between two words there may be a comma, or the sign at which a passage begins.
    pattern = r"(?<!\w)" + r"\W+".join(map(re.escape, wanted))
    folded = fold(text)
    return [folded.span(*found.span()) for found in re.finditer(pattern, folded.text)]


def cite_place(use: SourceUse, key: str | None, stop: Citing | None) -> str:
    """Give what the cursor is on with its citation: a claim, the passage cited, a paragraph."""
    text, number, claim = use.text, paragraph_of(key), claim_of(use, key)
    place = f"{source_name(use.source)}{f', ¶{number}' if number else ''}"
    passage = stop.finding.passage if stop is not None and number in stop.paragraphs else None
    if claim is not None:
        said = one_line(claim.bearer.text)
    elif passage is not None and key == paragraph_key(number):
        said = f"“{passage.printed(0, len(passage.tokens))}”"
    elif text is not None and 0 < number <= len(text.paragraphs):
        said = f"“{paragraph_line(text, number).plain}”"
    else:
        said = one_line(use.source.title)
    return f"{said} ({place})\n{source_line(use.source)}"


_MARGIN: Final = 16
"""Cells for the number of a paragraph and how often it is cited: ``¶28  12 claims``."""

_ROOMY: Final = 60
"""Cells of a line from which that stands beside the text, not above it."""

_LONGEST: Final = 90
"""Cells of a line of text; longer ones are hard to read."""

_BROAD: Final = 90
"""Cells of a line from which sections stand in a column of their own."""

_SECTION: Final = 20

_KIND: Final = 11
"""Cells for what it is that rests on a paragraph: ``position``."""


def paragraph_key(number: int) -> str:
    return f"paragraph:{number}"


def claim_key(paragraph: int, number: int) -> str:
    """Key of the item of something that rests on a paragraph, by its place in the list there."""
    return f"claim:{paragraph}:{number}"


def paragraph_of(key: str | None) -> int:
    """The paragraph that an item belongs to; `WHOLE` for none."""
    return int(key.split(":")[1]) if key else WHOLE


def claim_of(use: SourceUse, key: str | None) -> Citing | None:
    kind, paragraph, number = (*(key or "").split(":"), "", "")[:3]
    return use.by_paragraph[int(paragraph)][int(number)] if kind == "claim" else None


def head_items(use: SourceUse, width: int) -> Iterator[Item]:
    """What the source is, and whether it is retracted."""
    source = use.source
    outlet = Content.styled(one_line(source.outlet), "title")
    title = Content(one_line(source.title))
    origin = "unknown" if source.origin == UNKNOWN_ORIGIN else one_line(source.origin)
    facts = " · ".join(
        (
            ", ".join(source.authors) or f"author {NOT_GIVEN}",
            f"published {date_words(source.published)}",
            f"retrieved {date_words(source.retrieved)}",
            f"origin {origin}",
        )
    )
    if width < _ROOMY:
        lines = [outlet.truncate(width, ellipsis=True), title.truncate(width, ellipsis=True)]
    else:
        lines = Content.assemble(outlet, ": ", title).wrap(width)
    yield Item("title", tuple(lines), selectable=False)
    if retracted := retracted_words(use.check.examination.briefing, source.key):
        told = Content.styled(with_capital(one_line(retracted)), "bad").wrap(width)
        yield Item("retracted", tuple(told), selectable=False)
    yield Item("facts", tuple(quiet_lines(one_line(facts), width)), selectable=False)


HOW_TO_GET_TEXTS: Final = (
    "Articles are copyrighted, so a briefing has none of their text. If you have them as text"
    " files, put them into a folder and start with `briefing --corpus DIR`, or write"
    " corpus = 'DIR' in the configuration; `briefing config` says where that is."
)


def how_to_items(use: SourceUse, width: int) -> Iterator[Item]:
    """Tell who has no folder of texts how to get the text."""
    if use.text is None and use.check.examination.corpus.folder is None:
        how = [Content(HOW_TO_GET_TEXTS)]
        yield wrapped("how", how, min(width, _LONGEST), selectable=False)


def text_items(
    use: SourceUse,
    stop: Citing | None,
    said: Sequence[str],
    width: int,
    mark: Callable[[int, Content], Content] = lambda _, content: content,
) -> Iterator[Item]:
    """Draw the text, the words of what rests on it marked; or say why there is none."""
    text = use.text
    if text is None:
        yield from _no_text(use, width, "c lists what cites it.")
        return
    room = max(1, min(width - GUTTER, _LONGEST + _MARGIN))
    marked = {} if stop is None else _marked(use, stop, said)
    for number in range(1, len(text.paragraphs) + 1):
        content = mark(number, marked.get(number) or paragraph_line(text, number))
        yield _item(paragraph_key(number), [*_beside(use, number, content, room), Content("")])


def claim_items(use: SourceUse, width: int) -> Iterator[Item]:
    """List what rests on a source, under the paragraphs of its text; those not cited, too."""
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
    return with_gutter(Item(key, tuple(lines)))


def _no_text(use: SourceUse, width: int, hint: str) -> Iterator[Item]:
    why = Content.assemble((use.why_no_text, "doubt"), f" {hint}")
    yield Item("why", (*why.wrap(width), Content("")), selectable=False)


def _marked(use: SourceUse, stop: Citing, said: Sequence[str]) -> dict[int, Content]:
    passage = stop.finding.passage
    if passage is None:
        return {}
    shared = shared_tokens(said, passage, use.check.lexicon)
    return passage_parts(passage, shared)


def _lead(use: SourceUse, number: int) -> Content:
    """Number of a paragraph, and how much rests on it: ``¶4   5 claims``."""
    name = "all" if number == WHOLE else f"¶{number}"
    if number in use.by_paragraph:
        cited = (count(use.claims_on(number), "claim"), "strong")
    else:
        cited = ("not cited", "quiet")
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
        line = paragraph_line(text, number)
        return line if number in use.by_paragraph else line.stylize_before("quiet")
    if text is not None:
        return Content.styled("there is no such paragraph in the text", "bad")
    one = use.by_paragraph[number][0]
    kept = passage_ends(one.evidence, use.check.examination.briefing.anchor(one.evidence))
    return Content.styled(kept, "quiet")


def _claim_lines(one: Citing, width: int, *, states: bool) -> list[Content]:
    """What rests on a paragraph, what kind of thing it is, and in which section it stands."""
    body = Content(one_line(one.bearer.text))
    if one.evidence.stance is not Support.SUPPORTS:
        body = Content.assemble(word_of(one.evidence.stance), "  ", body)
    if states and not one.finding.is_exact:
        body = Content.assemble(body, "  ", word_of(one.finding.outcome))
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
