"""Those who act, with all their names, and the sources that tell of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from briefing.model.claims import Allowance, Evidence
from briefing.model.dates import EdtfDate
from briefing.model.record import Record
from briefing.model.vocabulary import ActorType, NameKind

UNKNOWN_ORIGIN = "unknown"
"""Origin of a source that does not say who reported first; it counts as no origin."""

NOT_HELD = "primary text not held"
"""Said of a document that the curator knows only from what the sources say of it."""


_LONG_NAME: Final = 8
"""Most characters of a name that needs no shorter one."""

_LONGEST_LABEL: Final = 3
"""Most characters of what stands beside a text, at its right edge."""


class Name(Record, frozen=True, kw_only=True):
    """One spelling of a name, and where it is used."""

    text: str
    kind: NameKind = NameKind.ALIAS
    language: str | None = None
    evidence: tuple[Evidence, ...] = ()


class Actor(Record, frozen=True, kw_only=True):
    """A person, an organisation, a state, a bloc, or a place with rival names.

    Attributes:
        id: Unique in the briefing.
        type: What it is.
        names: All spellings; the first is the one we use.
        country: ISO 3166-1 alpha-2 code; None for blocs and for what has none.
        role: What it is in this story, as a source gives it.
        described_by: Id of the actor in whose words the role is given, where we do not adopt them.
        evidence: Where the role is given.
        allowed: Warnings of the checker that may stand.
    """

    id: str
    type: ActorType
    names: tuple[Name, ...]
    country: str | None = None
    role: str | None = None
    described_by: str | None = None
    evidence: tuple[Evidence, ...] = ()
    allowed: tuple[Allowance, ...] = ()

    @property
    def name(self) -> str:
        return self.names[0].text

    @property
    def kind(self) -> str:
        """What it is, and of which country: ``person AZ``."""
        return f"{self.type} {self.country}" if self.country else str(self.type)

    @property
    def short_name(self) -> str:
        """The usual name or, where that is long, the shortest of those that are short ones."""
        short = [one.text for one in self.names if one.kind is NameKind.SHORT]
        return self.name if len(self.name) <= _LONG_NAME else min([self.name, *short], key=len)


class Dateline(Record, frozen=True, kw_only=True):
    """When an article speaks, by its own words, where it prints no date of publication.

    Attributes:
        date: The date that "today" and "this year" are reckoned from.
        paragraph: Where the article gives it, for example in the caption of a photo.
    """

    date: EdtfDate
    paragraph: int


class Slip(Record, frozen=True, kw_only=True):
    """Something in a source that is probably a slip of its author or printer.

    Attributes:
        paragraph: Where it stands.
        note: What is odd about it; our own judgement.
    """

    paragraph: int
    note: str


class Source(Record, frozen=True, kw_only=True):
    """An article or document. What it does not give is None and shown as not given.

    Attributes:
        key: Citation key.
        type: CSL item type, for example ``article-newspaper``.
        title: Title of the item.
        outlet: Publication or institute that carries it (CSL ``container-title``).
        authors: Names as printed.
        published: Date of publication (CSL ``issued``).
        retrieved: Date of retrieval (CSL ``accessed``).
        language: BCP 47 tag.
        url: Address; shown as a link only where its scheme is http or https.
        origin: Who first reported it; `UNKNOWN_ORIGIN` unless the source says.
        corpus: File name of its text in the curator's private corpus.
        descriptor: Short account of its quality and leaning, for the table of sources.
        dateline: When it speaks, by its own words; None where it is published with a date, or
            tells nothing.
        slips: What in it is probably a mistake.
        label: One to three letters that stand for it beside a sentence; None for the first
            letters of its key.
        sha256: Fingerprint of the bytes that its text was taken from, as they were fetched.
        extractor: Name and version of the program that took the text from them.
    """

    key: str
    type: str
    title: str
    outlet: str
    authors: tuple[str, ...] = ()
    published: EdtfDate | None = None
    retrieved: EdtfDate | None = None
    language: str | None = None
    url: str | None = None
    origin: str = UNKNOWN_ORIGIN
    corpus: str | None = None
    descriptor: str | None = None
    dateline: Dateline | None = None
    slips: tuple[Slip, ...] = ()
    label: str | None = None
    sha256: str | None = None
    extractor: str | None = None

    @property
    def is_english(self) -> bool:
        """Whether it is in English, as far as that is given."""
        return self.language is None or self.language.partition("-")[0] == "en"

    def slips_at(self, paragraph: int | None) -> list[str]:
        return [slip.note for slip in self.slips if slip.paragraph == paragraph]

    @property
    def labels(self) -> Iterator[str]:
        """What may stand for it, of one to three letters, the best first.

        That is the label given, if it is no longer, else the beginning of its key. The number of a
        key, as in ``herald-2``, tells it apart from its neighbours.
        """
        if self.label and len(self.label) <= _LONGEST_LABEL:
            yield self.label
        letters = [letter.upper() for letter in self.key if letter.isalnum()]
        numbers = [letter for letter in letters if letter.isdigit()]
        for some in (letters[:1], letters[:2], letters[:3], [*letters[:1], *numbers[:2]]):
            if some:
                yield "".join(some)

    @property
    def speaks_on(self) -> EdtfDate | None:
        """The date that "today" is reckoned from: of publication, else of the dateline."""
        if self.published is not None or self.dateline is None:
            return self.published
        return self.dateline.date
