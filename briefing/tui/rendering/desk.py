"""The desk as lines: the list of sources and cards, the text of a source, what is said of a file.

Nothing here knows where it is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from textual.content import Content, Span

from briefing.evidence.corpus import Examination
from briefing.evidence.support import Bearer
from briefing.evidence.texts import Passage
from briefing.model.claims import Evidence
from briefing.model.vocabulary import SectionKind, Severity
from briefing.tui.desk.editor import Offer
from briefing.tui.desk.reading import Reading
from briefing.tui.desk.work import FILES, Coverage, Work
from briefing.tui.rendering.evidence import paragraph_line
from briefing.tui.rendering.text import (
    Item,
    between,
    cell,
    hanging,
    one_line,
    quiet_lines,
)
from briefing.views.check import CheckedProblem

_LEAD: Final = 8
"""Cells for the number of a paragraph and how often it is cited: ``¶12 ×3``."""
_ROLES: Final = {Severity.ERROR: "bad", Severity.WARNING: "doubt"}
_SIGNS: Final = {Severity.ERROR: "!", Severity.WARNING: "?"}
_LONGEST_PLACE: Final = 24
AT: Final = "cursor"
"""Role of the sentence under the cursor."""
SOURCE: Final = "source:"
"""Begins the key of the item of a source; the rest is its citation key."""
FILE: Final = "file:"
"""Begins the key of the item of a file; the rest is its path."""


# -- the list on the left --------------------------------------------------------------------------


def list_items(work: Work, covered: Mapping[str, Coverage], width: int) -> Iterator[Item]:
    """List the sources with how much of each is cited, then the files, by section."""
    yield _heading("sources", "Sources", width)
    briefing = work.briefing
    for source in briefing.sources if briefing else ():
        done = covered.get(source.key)
        said = f"{len(done.times)}/{done.paragraphs}" if done else "no text"
        yield _row(f"{SOURCE}{source.key}", Content(source.key), (said, "label"), width)
    yield _heading("cards", "Cards", width)
    for path in FILES:
        yield _file_row(work, path, path, width)
    for section in work.sections:
        if section.kind is SectionKind.BOTTOM_LINE:
            continue
        yield _heading(f"section:{section.id}", section.title, width)
        for card in section.cards:
            path = f"cards/{section.id}/{card.id}.md"
            yield _file_row(work, path, one_line(card.title), width, card=card.id)


def _heading(key: str, text: str, width: int) -> Item:
    return Item(f"heading:{key}", (cell(Content.styled(text, "heading"), width),), selectable=False)


def _file_row(work: Work, path: str, name: str, width: int, *, card: str = "") -> Item:
    problems = work.look.problems(path)
    right = ("draft", "label") if card and card in work.drafts else ("", "")
    if problems:
        worst = problems[0].severity
        right = (f"{_sign(worst)}{len(problems)}", _role(worst))
    return _row(f"{FILE}{path}", Content(f" {name}" if card else name), right, width)


def _row(key: str, left: Content, right: tuple[str, str], width: int) -> Item:
    return Item(key, (between(left, Content.styled(*right), width),))


def _role(severity: str) -> str:
    return _ROLES.get(Severity(severity), "label")


def _sign(severity: str) -> str:
    return _SIGNS.get(Severity(severity), "·")


# -- the text of a source --------------------------------------------------------------------------


def paragraph_key(number: int) -> str:
    return f"paragraph:{number}"


def reading_items(reading: Reading, width: int) -> Iterator[Item]:
    """Draw the text with its paragraphs' numbers and how often each is cited.

    The sentence under the cursor is drawn as a line under it, those marked as what was found.
    """
    spans: dict[int, list[Span]] = {}
    for at in sorted({*reading.marked, reading.at}):
        sentence = reading.sentences[at]
        roles = [AT] * (at == reading.at) + ["match"] * (at in reading.marked)
        drawn = [Span(*_within(sentence), role) for role in roles]
        spans.setdefault(sentence.paragraph, []).extend(drawn)
    room = max(1, width - 1)
    for number in reading.paragraphs:
        line = paragraph_line(reading.text, number).add_spans(spans.get(number, []))
        times = reading.cited.get(number, 0)
        said = (f"×{times}", "label") if times else ("–", "doubt")
        lead = Content.assemble((f"¶{number} ", "label"), said)
        lines = (Content(" ") + one for one in hanging(lead, line, room, _LEAD))
        yield Item(paragraph_key(number), tuple(lines))


def _within(sentence: Passage) -> tuple[int, int]:
    """Where a sentence stands in its paragraph as `paragraph_line` has it."""
    text, span = sentence.text, sentence.printed_span
    start, end = text.paragraphs[sentence.paragraph - 1]
    first, last = max(start, span.start), min(end, span.end)
    lead = text.line(start, first)
    # A blank at the end of what stands before it belongs to neither.
    begin = len(lead)
    return begin, begin + len(text.line(first, last).rstrip())


# -- what is said of a card ------------------------------------------------------------------------


def problem_items(problems: Sequence[CheckedProblem], width: int) -> Iterator[Item]:
    """Say what is wrong with a file, each with its line and what to do."""
    for number, one in enumerate(problems):
        lead = Content.styled(f"{_sign(one.severity)} {one.line}", _role(one.severity))
        said = Content.assemble(
            one_line(one.message), " ", (one_line(one.fix), "quiet"), (f" [{one.code}]", "quiet")
        )
        yield Item(f"problem:{number}", tuple(hanging(lead, said, width, 6)))


def passage_items(examination: Examination, bearer: Bearer, width: int) -> Iterator[Item]:
    """Show the passages of what the cursor of the editor is in, in the words of the source."""
    for number, one in enumerate(bearer.evidence):
        place = f"{one.source} ¶{one.paragraph}" if one.paragraph else one.source
        lead = Content.styled(place, "label")
        indent = min(len(place) + 1, _LONGEST_PLACE)
        lines = hanging(lead, _passage(examination, one), width, indent)
        yield Item(f"passage:{number}", tuple(lines))


def _passage(examination: Examination, evidence: Evidence) -> Content:
    passage = examination.finding(evidence).passage
    if passage is None:
        why = examination.why_no_text(evidence.source) or "There is no such passage."
        return Content.styled(one_line(why), "doubt")
    if evidence.paragraph is None:
        return Content.styled("the article as a whole", "quiet")
    return Content(one_line(passage.words))


def offer_items(offers: Sequence[Offer], width: int) -> Iterator[Item]:
    """List what may be typed."""
    lead = min(24, max(len(one.word) for one in offers) + 2, width // 2)
    for number, one in enumerate(offers):
        line = cell(Content.styled(one.word, "key"), lead) + Content(one_line(one.says))
        yield Item(f"offer:{number}", (cell(line, width),), selectable=False)


def step_item(says: str, width: int) -> Item:
    """Say what the tour asks for."""
    lines = Content.styled(says, "strong").wrap(max(1, width))
    return Item("step", tuple(lines), selectable=False)


def nothing_items(text: str, width: int) -> Iterator[Item]:
    """Say something where there is nothing else to show."""
    yield Item("nothing", tuple(quiet_lines(text, width)), selectable=False)
