"""What is kept of a passage so that it can be found again, without keeping the passage."""

from __future__ import annotations

from briefing.model.claims import CitedPlace
from briefing.model.record import Record


class Anchor(Record, frozen=True, kw_only=True):
    """An edge anchor: the ends of a passage, what stands around it, and fingerprints of the rest.

    Words are those of the normalisation whose number is `norm`; what is shown of them keeps the
    spelling of the source. At most a third of a passage, and eight words, stand in its anchor.

    Attributes:
        source: Citation key.
        paragraph: As cited; None for the source as a whole.
        passage: First and last words as cited; None for the whole paragraph.
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
        norm: Version of the normalisation.
    """

    source: str
    paragraph: int | None = None
    passage: str | None = None
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
    norm: int

    @property
    def place(self) -> CitedPlace:
        """The passage that it is the anchor of; the same as that of the evidence."""
        return self.source, self.paragraph, self.passage
