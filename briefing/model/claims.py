"""Claims, quotes and figures, and the evidence that ties them to sources, with its anchors."""

from __future__ import annotations

from decimal import Decimal

from briefing.model.dates import EdtfDate
from briefing.model.record import Record
from briefing.model.vocabulary import Basis, Mode, Qualifier, Support

CitedPlace = tuple[str, int | None, str | None, int | None]
"""Names a passage: citation key, paragraph, first and last words, number among those alike."""


class Evidence(Record, frozen=True, kw_only=True):
    """A place in a source that a claim rests on.

    Attributes:
        source: Citation key of the source.
        paragraph: Blank-line-separated block of the source's text, counted from 1; None cites the
            source as a whole.
        stance: What the passage does for the claim.
        mode: How the claim takes from the passage.
        passage: First and last words of the passage, ``"the two countries … this year"``; None
            cites the whole paragraph. It begins in the paragraph and may end in a later one.
        number: Which of the passages it is, from 1, that begin with these first words in the
            paragraph; None where the words are to stand there once.
    """

    source: str
    paragraph: int | None = None
    passage: str | None = None
    number: int | None = None
    stance: Support = Support.SUPPORTS
    mode: Mode = Mode.PARAPHRASE

    @property
    def place(self) -> CitedPlace:
        """The passage cited, whatever it does for the claim; the same as its anchor's."""
        return self.source, self.paragraph, self.passage, self.number

    @property
    def where(self) -> str:
        """The paragraph as a citation names it: ``@iria, ¶4``."""
        return cited_place((self.source, self.paragraph, None, None))

    @property
    def words(self) -> str:
        """The passage's first and last words as cited, with its number; empty without any."""
        return cited_words(self.passage, self.number)


def cited_words(passage: str | None, number: int | None) -> str:
    """Write a passage as a citation does: ``“the two countries … this year” (2)``."""
    if passage is None:
        return ""
    return f"“{passage}”" if number is None else f"“{passage}” ({number})"


def cited_place(place: CitedPlace) -> str:
    """Write a place as a citation does: ``@iria, ¶4 “the two countries … this year” (2)``."""
    source, paragraph, passage, number = place
    where = "" if paragraph is None else f", ¶{paragraph}"
    return f"@{source}{where} {cited_words(passage, number)}".rstrip()


class Anchor(Record, frozen=True, kw_only=True):
    """An edge anchor: the ends of a passage, what stands around it, and fingerprints of the rest.

    Words are those of the normalisation whose number is `norm`; what is shown of them keeps the
    spelling of the source. At most a third of a passage, and eight words, stand in its anchor.

    Attributes:
        source: Citation key.
        paragraph: As cited; None for the source as a whole.
        passage: First and last words as cited; None for the whole paragraph.
        number: As cited, where several passages of the paragraph begin with its first words.
        head: The passage's first words, at most four.
        tail: Its last words, at most four.
        before: The three words before it; fewer at the start of the source.
        after: The three words after it; fewer at the end of the source.
        words: Number of words in it.
        sha256: SHA-256 of its normalised words, 64 hexadecimal digits.
        sentences: SHA-256 of the whole sentences that it is part of, 16 hexadecimal digits: a "not"
            before a passage changes what it says.
        numbers: SHA-256 of its numbers in ascending order of their text, 16 hexadecimal digits.
        leading: SHA-256 of the twelve normalised words before it, 16 hexadecimal digits; three
            words such as "said in a statement" may stand in many places.
        trailing: The same of the twelve words after it.
        occurrences: How often its words stood in the source.
        which: Which of them it is, from 1, where what stands around them does not tell; else 0.
        norm: Version of the normalisation.
    """

    source: str
    paragraph: int | None = None
    passage: str | None = None
    number: int | None = None
    head: str
    tail: str
    before: str
    after: str
    words: int
    sha256: str
    sentences: str
    numbers: str
    leading: str = ""
    trailing: str = ""
    occurrences: int = 1
    which: int = 0
    norm: int

    @property
    def place(self) -> CitedPlace:
        """The passage that it is the anchor of; the same as that of the evidence."""
        return self.source, self.paragraph, self.passage, self.number


class ArticleMark(Record, frozen=True, kw_only=True):
    """What is kept of a whole article, so that what comes, goes or changes in it is noticed.

    Attributes:
        source: Citation key.
        paragraphs: SHA-256 of the normalised words of each paragraph, 16 hexadecimal digits, in
            the order in which they stood when the article was anchored.
        followed: The numbers of these paragraphs where the briefing has since been made to follow
            them: the first is that of the first; 0 for one that was gone. Empty where each still
            has its own number.
    """

    source: str
    paragraphs: tuple[str, ...]
    followed: tuple[int, ...] = ()

    @property
    def numbers(self) -> tuple[int, ...]:
        """By what number the briefing knows each of the paragraphs."""
        return self.followed or tuple(range(1, len(self.paragraphs) + 1))


class Allowance(Record, frozen=True, kw_only=True):
    """A warning that the curator has looked into, and why it may stand.

    Attributes:
        code: Of the warning, for example ``number-not-in-passage``.
        reason: In words that a reader can judge.
    """

    code: str
    reason: str


class Claim(Record, frozen=True, kw_only=True, tag_field="type", tag="claim"):
    """The atom of a briefing: one paragraph or list item, with the evidence for it.

    Attributes:
        id: Unique in its card.
        text: Plain text in the curator's own words, without mark-up.
        evidence: Where it is said, in the order cited.
        basis: Reported, assessed or assumed.
        item: Whether it stands in a list.
        date: When what it tells happened, or what date it holds for.
        allowed: Warnings of the checker that may stand.
        was: Ids that it had before, the last one first; ``CARD#ID`` where it was in another card.
    """

    id: str
    text: str
    evidence: tuple[Evidence, ...] = ()
    basis: Basis = Basis.REPORTED
    item: bool = False
    date: EdtfDate | None = None
    allowed: tuple[Allowance, ...] = ()
    was: tuple[str, ...] = ()


class Quote(Claim, frozen=True, kw_only=True, tag="quote"):
    """A claim that consists of somebody's exact words.

    Attributes:
        speaker: Id of the actor who said or wrote them.
    """

    speaker: str


class Figure(Record, frozen=True, kw_only=True):
    """A number as data: what it counts, who says so, and in what words.

    Attributes:
        id: Unique in the briefing.
        measure: What is counted, for example "Armenian prisoners to be freed".
        value: The number; None where a range is given.
        low: Lower end of a range.
        high: Upper end of a range.
        unit: What one of them is, for example "people".
        qualifier: How exactly the number is meant.
        as_of: The date the number holds for; None where the source gives none.
        as_reported: The words in which the source gives it.
        said_by: Id of the actor who gives the number; None where the article itself does.
        described_by: Id of the actor in whose words the measure is given, where we do not adopt
            them.
        note: What else must be known to read it, for example "citing official data".
        parts: Ids of the figures that add up to this one.
        rivals: Ids of figures that count the same thing differently.
        evidence: Where it is said.
        allowed: Warnings of the checker that may stand.
    """

    id: str
    measure: str
    unit: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    qualifier: Qualifier = Qualifier.EXACT
    as_of: EdtfDate | None = None
    as_reported: str | None = None
    said_by: str | None = None
    described_by: str | None = None
    note: str | None = None
    parts: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    allowed: tuple[Allowance, ...] = ()

    @property
    def amount(self) -> str:
        """The number for a reader, with its qualifier: ``32``, ``at least 80``, ``3–5``."""
        if self.qualifier is Qualifier.EXACT:
            return self.number
        return f"{self.qualifier} {self.number}"

    @property
    def quantity(self) -> str:
        """The number and what one of them is: ``32 people``."""
        return f"{self.amount} {self.unit}"

    @property
    def line(self) -> str:
        """What it says, in a line: ``32 people: Armenian prisoners to be freed``."""
        return f"{self.quantity}: {self.measure}"

    @property
    def number(self) -> str:
        """The number alone: ``32``, ``1,200``, ``3–5``."""
        numbers = (self.low, self.high) if self.value is None else (self.value,)
        return "–".join(f"{number:,}" for number in numbers if number is not None)
