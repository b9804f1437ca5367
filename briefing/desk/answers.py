"""What another program proposes of a source: JSON lines, of which only what stands there counts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Final, Literal, NamedTuple

import iso3166
import msgspec

from briefing.desk.proposing import Found, Proposal
from briefing.desk.recognising import (
    ActorFound,
    DateFound,
    NumberFound,
    QuotationFound,
    ReactionFound,
)
from briefing.evidence.names import Lexicon
from briefing.evidence.texts import Passage, SourceText
from briefing.evidence.tokens import tokens
from briefing.model.dates import DateError, parse_date
from briefing.model.text import clean, shortened
from briefing.model.vocabulary import ActorType, Qualifier, Stance

_LONGEST: Final = 200
"""Most characters of what a program says of the words that it names."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a program: what it is, or a proposal.

    Attributes:
        program: Its name, in a line of its own; `version` belongs to it.
        kind: What is proposed.
        paragraph: Where its words stand.
        words: Those words, verbatim: the quotation; the number with what it counts; the date; the
            name; the reaction from its verb on.
    """

    program: str | None = None
    version: str | None = None
    kind: Literal["quotation", "number", "date", "actor", "reaction"] | None = None
    paragraph: int | None = None
    words: str = ""
    speaker: str | None = None
    value: str | None = None
    low: str | None = None
    high: str | None = None
    unit: str | None = None
    measure: str | None = None
    qualifier: Qualifier | None = None
    date: str | None = None
    type: ActorType | None = None
    country: str | None = None
    name: str | None = None
    verb: str | None = None
    stance: Stance | None = None


class Accepted(NamedTuple):
    """What came of the answers of a program: proposals, and why others are none, in sentences."""

    proposals: Sequence[Proposal]
    wrong: Sequence[str]


class _NotAcceptedError(Exception):
    """Why a line is no proposal."""


def read_answers(output: bytes, text: SourceText, lexicon: Lexicon, program: str) -> Accepted:
    """Read what a program proposes; its name is what it states, else that of its command."""
    found, wrong = [], []
    for number, line in enumerate(filter(bytes.strip, output.split(b"\n")), start=1):
        try:
            answer = msgspec.json.decode(line, type=Answer)
            if answer.program:
                program = _one_line(f"{answer.program} {answer.version or ''}")
            else:
                found.append(_accepted(answer, text, lexicon, program))
        except (msgspec.DecodeError, RecursionError, _NotAcceptedError) as error:
            wrong.append(f"Line {number} of {program} is left out: {_one_line(str(error))}.")
    return Accepted(found, wrong)


def _one_line(text: str) -> str:
    return shortened(" ".join(clean(text).split()), _LONGEST)


def _accepted(answer: Answer, text: SourceText, lexicon: Lexicon, program: str) -> Proposal:
    place = _place(answer, answer.words, text)
    passage = place.sentences
    return Proposal(_found(answer, place, passage, lexicon), passage, program)


def _place(answer: Answer, words: str, text: SourceText) -> Passage:
    """Where some words stand verbatim in the paragraph that an answer names."""
    number, said = answer.paragraph or 0, " ".join(words.split())
    if not 1 <= number <= len(text.paragraphs):
        raise _NotAcceptedError(f"there is no paragraph {number}")
    within = text.paragraph(number)
    places = text.find(tokens(said), within.first, within.last)
    if not places or said not in text.line(*text.paragraphs[number - 1]):
        raise _NotAcceptedError(f"“{said}” is not in ¶{number}")
    return Passage(text, places[0], places[0] + len(tokens(said)))


def _found(answer: Answer, place: Passage, passage: Passage, lexicon: Lexicon) -> Found:
    words = " ".join(answer.words.split())
    match answer.kind:
        case "quotation":
            by = _name(answer.speaker, answer, place.text) if answer.speaker else None
            return QuotationFound(words, passage, by, by and _listed(by, lexicon))
        case "number":
            return _number(answer, words, passage)
        case "date":
            try:
                date = parse_date(answer.date or "").edtf
            except DateError as error:
                raise _NotAcceptedError(str(error).rstrip(".")) from error
            return DateFound(date, f"“{words}” in ¶{answer.paragraph}", passage, words)
        case "actor":
            known = answer.country is None or answer.country in iso3166.countries_by_alpha2
            if not known:
                raise _NotAcceptedError(f"“{answer.country}” is not the code of a country")
            return ActorFound((words,), _listed(words, lexicon), answer.type, answer.country)
        case "reaction":
            by = _name(answer.name or "", answer, place.text)
            verb, stance = _one_line(answer.verb or ""), answer.stance and answer.stance.value
            if not verb:
                raise _NotAcceptedError("a reaction has a verb")
            return ReactionFound(_listed(by, lexicon), by, verb, words, stance, passage)
        case _:
            raise _NotAcceptedError("it has no kind")


def _name(name: str, answer: Answer, text: SourceText) -> str:
    """A name that must stand in the text, if not in the same paragraph."""
    said = " ".join(name.split())
    if not said or not text.find(tokens(said)):
        raise _NotAcceptedError(f"the name “{said}” is not in the text (¶{answer.paragraph})")
    return said


def _listed(name: str, lexicon: Lexicon) -> str | None:
    """The id of the one actor whose name it is."""
    passage = Passage.of(name)
    found = [one.actors for one in lexicon.read(passage) if one.last - one.first == passage.last]
    return next(iter(found[0])) if found and len(found[0]) == 1 else None


def _number(answer: Answer, words: str, passage: Passage) -> NumberFound:
    given = [one for one in (answer.value, answer.low, answer.high) if one is not None]
    if not (answer.measure and answer.unit):
        raise _NotAcceptedError("a number has a measure and a unit")
    if bool(answer.value) == bool(answer.low and answer.high):
        raise _NotAcceptedError("a number has a value, or low and high")
    try:
        value, low, high = (
            None if one is None else f"{Decimal(one):f}"
            for one in (answer.value, answer.low, answer.high)
        )
    except InvalidOperation:
        raise _NotAcceptedError(f"{' and '.join(given)} must be numbers in digits") from None
    return NumberFound(
        value=value,
        unit=_one_line(answer.unit),
        measure=_one_line(answer.measure),
        qualifier=answer.qualifier and answer.qualifier.value,
        words=words,
        passage=passage,
        low=low,
        high=high,
    )
