"""What a reviewer sees of one thing to sign: the text, what stands around it, and its passages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
from msgspec.structs import replace
from textual.content import Content

from briefing.evidence.checking import Remark
from briefing.evidence.cues import Cue, places
from briefing.evidence.health import cited_paragraphs
from briefing.evidence.reviewing import Question
from briefing.evidence.support import Bearer, BearerKind
from briefing.evidence.texts import Passage
from briefing.evidence.words import words_in_none
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Disagreement
from briefing.model.claims import Claim, Evidence, Figure
from briefing.model.parts import Field, Part, actor_parts, detail_parts, item_parts
from briefing.model.text import count, with_capital
from briefing.model.vocabulary import Basis, SectionKind, Severity
from briefing.tui.reader.state import Checked
from briefing.tui.rendering.evidence import piece_lines, pieces, shows_beginning
from briefing.tui.rendering.gutter import MEASURE
from briefing.tui.rendering.phrases import source_name
from briefing.tui.rendering.text import GUTTER, Item, hanging, one_line, with_gutter
from briefing.tui.review_walk import Stop, Walk
from briefing.views.phrases import basis_words, date_words
from briefing.views.sign_offs import remark_words, who_words

_INDENT: Final = 2
_SHARE: Final = 2
"""Where one word of so many is in no passage, or more, it is a free rendering: to mark all of them
would help nobody."""

_SMALL: Final = 2
"""Letters of a word that says little."""

_ROLES: Final = {Severity.ERROR: "bad", Severity.WARNING: "doubt", Severity.LOOK: "label"}


class Sight(msgspec.Struct, frozen=True):
    """One stop, with what a reviewer needs beside it.

    Attributes:
        on_card: All that is signed of the same card, sentences first.
        remarks: What the checks say of it.
        why_not: Why nobody can sign it here; empty where they can.
        source_key: The key that shows the source of a passage.
        title: The title of the card, where it is not to be read whole elsewhere.
    """

    walk: Walk
    stop: Stop
    check: Checked
    on_card: Sequence[Question]
    remarks: Sequence[Remark]
    why_not: str
    source_key: str
    title: str = ""

    @property
    def has_passages(self) -> bool:
        """Whether there is anything to read beside it; some questions are of the text alone."""
        question = self.stop.question
        return question.card is None or question.bearer is not None or bool(question.evidence)


def said_items(sight: Sight, width: int) -> Iterator[Item]:
    """Draw the text, between what stands before and after it; then what is said of it."""
    room = max(1, min(width, MEASURE))
    if sight.stop.bearer is None:
        yield _item("question", _question_lines(sight.stop.question, room))
        yield from _whole_card(sight, room)
    else:
        yield from _in_context(sight, sight.stop.bearer, room)
    lines = [*_remark_lines(sight.remarks, room), *_review_lines(sight, room)]
    if lines:
        yield _item("said", [*lines, Content("")])


def _in_context(sight: Sight, bearer: Bearer, width: int) -> Iterator[Item]:
    before, after = _neighbours(sight)
    if sight.title:
        title = Content.assemble(("Card: ", "label"), (one_line(sight.title), "quiet"))
        yield _item("card", [*_under(title, width), Content("")])
    yield _item("before", _quiet(before, width))
    text = Content(bearer.text, []).stylize("title")
    different = _different(sight, bearer)
    for span in different:
        text = text.stylize("doubt", *span)
    mark = Content.styled("▌ ", "mark")
    lines = [mark + line for line in text.wrap(max(1, width - _INDENT))]
    facts = " · ".join(_facts(sight.check, bearer))
    yield _item("text", [*lines, *_under(Content.styled(facts, "label"), width), Content("")])
    if different:
        words = ", ".join(dict.fromkeys(bearer.text[start:end] for start, end in different))
        none = Content.assemble(("In no passage: ", "doubt"), words)
        yield _item("different", [*_under(none, width), Content("")])
    yield _item("after", _quiet(after, width))


def _item(key: str, lines: Sequence[Content]) -> Item:
    return Item(key, tuple(lines), selectable=False)


def _under(content: Content, width: int) -> list[Content]:
    return hanging("", content, width, _INDENT) if content else []


def _quiet(text: str, width: int) -> list[Content]:
    return [*_under(Content.styled(text, "quiet"), width), Content("")] if text else []


def _neighbours(sight: Sight) -> tuple[str, str]:
    """What stands before and after it in its card; nothing where it is the first or the last."""
    texts = [sight.walk.shown(one) for one in sight.on_card if one.bearer is not None]
    subjects = [one.subject for one in sight.on_card if one.bearer is not None]
    if sight.stop.question.subject not in subjects:
        return "", ""
    at = subjects.index(sight.stop.question.subject)
    return texts[at - 1] if at else "", texts[at + 1] if at + 1 < len(texts) else ""


def _different(sight: Sight, bearer: Bearer) -> list[tuple[int, int]]:
    """The words that no passage has, where they are few among those of the sentence.

    Who says so, and that they say it, stands at the head of an article and in no passage.
    """
    finding, lexicon = sight.check.examination.finding, sight.check.lexicon
    passages = [found.words for one in bearer.evidence if (found := finding(one).passage)]
    if not passages or bearer.kind is BearerKind.FIGURE:
        return []
    spans = words_in_none(bearer.text, passages, lexicon)
    if len(spans) * _SHARE > len(bearer.text.split()):
        return []
    ours = Passage.of(bearer.text)
    outlets = [ours.text.span(one.first, one.last) for one in lexicon.read(ours) if one.sources]
    saying = {ours.text.spans[at] for at in places(ours, Cue.SAID)}
    return [
        (span.start, span.end)
        for span in spans
        if span not in saying
        and not any(one.start <= span.start and span.end <= one.end for one in outlets)
        and not _is_small(bearer.text[span.start : span.end])
    ]


def _is_small(word: str) -> bool:
    return len(word) <= _SMALL and word.isalpha() and word.islower()


def _facts(check: Checked, bearer: Bearer) -> Iterator[str]:
    """What it is, and what is said of it beside its text: who owes it, who said it, as of when."""
    briefing, claim = check.examination.briefing, bearer.claim
    yield bearer.kind
    if isinstance(claim, Claim) and claim.basis is not Basis.REPORTED:
        yield basis_words(claim.basis)
    if isinstance(claim, Claim) and claim.date:
        yield date_words(claim.date)
    if bearer.card is None:
        return
    if bearer.kind is BearerKind.POSITION and isinstance(bearer.card.detail, Disagreement):
        yield f"question: {one_line(bearer.card.detail.question)}"
    for part in item_parts(bearer.card, briefing):
        beside = part.item == bearer.item and part.bearer is None and part.text
        if beside and part.field is not Field.AMOUNT:
            yield f"{part.label.lower()}: {_value(part)}"


def _value(part: Part) -> str:
    return date_words(part.date) if part.date else one_line(part.text)


def _question_lines(question: Question, width: int) -> list[Content]:
    asked = Content.assemble((f"{question.kind.capitalize()}: ", "label"), (question.asks, "title"))
    mark = Content.styled("▌ ", "mark")
    lines = [mark + line for line in asked.wrap(max(1, width - _INDENT))]
    return [*lines, Content("")]


def _whole_card(sight: Sight, width: int) -> Iterator[Item]:
    """Draw all of the card that a question is about; of the whole briefing all titles."""
    question, briefing = sight.stop.question, sight.check.examination.briefing
    yield _item("title", _under(Content.styled(one_line(question.text), "heading"), width))
    if question.card is None:
        for section, card in briefing.cards():
            first = section.kind is SectionKind.BOTTOM_LINE
            text = " ".join(claim.text for claim in card.claims) if first else card.title
            line = Content.assemble((f"{section.title}: ", "label"), one_line(text))
            yield _item(f"card:{card.id}", _under(line, width))
        return
    people = question.section is not None and question.section.kind is SectionKind.PEOPLE
    texts = [*_people_texts(question.card, briefing)] if people else []
    for number, (label, text) in enumerate([*texts, *_card_texts(question.card, sight)]):
        line = Content.assemble((f"{label}: " if label else "", "label"), text)
        yield _item(f"part:{number}", [*_under(line, width), Content("")])


def _people_texts(card: Card, briefing: Briefing) -> Iterator[tuple[str, str]]:
    """Give each of the people of a card with what is said of them: their role, their names."""
    for id_ in card.actors:
        parts = list(actor_parts(id_, briefing))
        name, *others = (part.text for part in parts if part.field is Field.NAME)
        role = next((part.text for part in parts if part.field is Field.ROLE), "")
        also = f"also called {', '.join(others)}" if others else ""
        yield one_line(name), one_line(" · ".join(filter(None, (role, also)))) or "no role is given"


def _card_texts(card: Card, sight: Sight) -> Iterator[tuple[str, str]]:
    briefing = sight.check.examination.briefing
    facts = [part for part in detail_parts(card.detail, briefing) if part.text]
    for part in facts:
        yield part.label, _value(part)
    for part in item_parts(replace(card, detail=None), briefing):
        if part.bearer is None:
            continue
        figure = part.bearer if isinstance(part.bearer, Figure) else None
        label = date_words(part.date) if part.date else part.label
        yield label, figure.line if figure else part.text


def _remark_lines(remarks: Sequence[Remark], width: int) -> Iterator[Content]:
    for one in remarks:
        word = "explained" if one.reason is not None else one.severity
        role = "label" if one.reason is not None else _ROLES[one.severity]
        said = f"{one.message} {one.reason}" if one.reason else one.message
        yield from _under(
            Content.assemble((f"{with_capital(word)}: ", role), one_line(said)), width
        )


def _review_lines(sight: Sight, width: int) -> Iterator[Content]:
    """Say what was said of it so far, by this reviewer or by others, and who is missing."""
    question = sight.stop.question
    now = sight.walk.now
    told: list[tuple[str, str]] = []
    if now is not None:
        said = "It carries" if now.carries else f"Not carried: “{now.remark}”"
        told.append(("You said: ", f"{said}."))
    told += (("Remark: ", f"{remark_words(one)}.") for one in question.sign_offs if not one.carries)
    told += (("Changed ", f"since {who_words(one)} signed it.") for one in question.void)
    if sight.why_not:
        told.append(("Nobody can sign this here: ", sight.why_not))
    for label, text in told:
        role = "bad" if label.startswith("Nobody") else "doubt"
        yield from _under(Content.assemble((label, role), one_line(text)), width)


# -- passages --------------------------------------------------------------------------------------


def passage_items(sight: Sight, width: int) -> Iterator[Item]:
    """Draw each passage with the words marked that the text has too."""
    question = sight.stop.question
    if question.bearer is None and question.card is None:
        yield from _coverage(sight.check, width)
        return
    if not sight.has_passages:
        return
    room = max(1, min(width - GUTTER, MEASURE))
    parts = _parts(sight)
    for piece in pieces(parts):
        lead: list[Content] = []
        if piece.first and len(parts) > 1:
            lead = [Content.styled(one_line(text), "label") for text in piece.says]
            lead = [line for text in lead for line in text.wrap(room)]
        drawn = piece_lines(sight.check, piece, room, with_link=False)
        if shows_beginning(sight.check, piece):
            drawn += _under(Content.assemble((sight.source_key, "key"), " shows it whole."), room)
        yield with_gutter(Item(piece.key, (*lead, *drawn, Content(""))))
    if not any(part.evidence for part in parts):
        text = "It is assumed, without a source."
        yield _item("assumed", Content.styled(text, "doubt").wrap(max(1, width)))


def passage_at(sight: Sight, key: str | None) -> Evidence | None:
    """The citation of the passage that has a key in `passage_items`; None where none has."""
    return next((one.cited for one in pieces(_parts(sight)) if one.key == key), None)


def _parts(sight: Sight) -> list[Part]:
    """What cites the passages: the text at hand, or all of its card."""
    briefing, stop = sight.check.examination.briefing, sight.stop
    card, bearer = stop.question.card, stop.bearer
    if card is None and bearer is not None:
        actor = bearer.item.removeprefix("actor:")
        return [part for part in actor_parts(actor, briefing) if part.field is Field.ROLE]
    found = [] if card is None else [part for part in item_parts(card, briefing) if part.bearer]
    if bearer is None:
        return found
    own = [part for part in found if part.item == bearer.item]
    return [replace(part, text=stop.text) for part in own]


def _coverage(check: Checked, width: int) -> Iterator[Item]:
    """Say of each source how much of it is cited, and begin the paragraphs that are not."""
    examination = check.examination
    for source in examination.briefing.sources:
        text = examination.text(source.key)
        cited = cited_paragraphs(examination.briefing, source.key)
        lines = Content.styled(source_name(source), "strong").wrap(max(1, width))
        if text is None:
            lines += _under(Content.styled(examination.why_no_text(source.key), "doubt"), width)
        else:
            missing = [n for n in range(1, len(text.paragraphs) + 1) if n not in cited]
            said = f"{count(len(missing), 'paragraph')} of {len(text.paragraphs)} not cited"
            lines += _under(Content.styled(said, "label"), width)
            for number in missing:
                passage = text.paragraph(number)
                words = passage.printed(0, min(12, len(passage.tokens)))
                line = Content.assemble((f"¶{number} ", "label"), f"{one_line(words)} …")
                lines += _under(line, width)
        yield _item(source.key, [*lines, Content("")])
