"""A whole article, compared by its paragraphs with what it was when it was anchored.

Of each paragraph only a fingerprint is kept: what came can be shown, what is gone only be counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from enum import Enum
from itertools import zip_longest
from typing import Final, NamedTuple

from briefing.evidence.texts import ELLIPSIS, SourceText
from briefing.evidence.tokens import short_fingerprint
from briefing.model.claims import ArticleMark

_SHOWN: Final = 12
"""Most words that are shown of a paragraph that came or changed."""

_TWICE: Final = 0.8
"""Share of the words of both halves that are the same where an article stands twice in its file."""

_HEADLINES: Final = 3
"""With which of its first paragraphs the second copy of an article may begin."""

_MOST_BEGINNINGS: Final = 20
"""Places at which a second copy is looked for; one that begins so often is no article."""


def make_mark(source: str, text: SourceText) -> ArticleMark:
    return ArticleMark(source=source, paragraphs=tuple(_fingerprints(text)))


class Kind(Enum):
    """What became of a paragraph."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


class ArticleChange(NamedTuple):
    """What became of some paragraphs in a row.

    Attributes:
        first: Number of the first: in the text as it is, or of those gone as it was when anchored.
        words: How the first begins; empty for what is gone.
    """

    kind: Kind
    first: int
    last: int
    words: str = ""

    def __str__(self) -> str:
        """In a sentence: ``¶31 is new: “UPDATE: All charges were dropped on …”.``."""
        several = self.last > self.first
        name = f"¶{self.first}–{self.last}" if several else f"¶{self.first}"
        match self.kind:
            case Kind.NEW:
                return f"{name} {'are' if several else 'is'} new: “{self.words}”."
            case Kind.CHANGED:
                return f"{name} changed: “{self.words}”."
            case Kind.GONE:
                return f"{name} of the text as anchored {'are' if several else 'is'} gone."


class Told(NamedTuple):
    """What of an article its anchors tell, so that nobody else need.

    Attributes:
        paragraphs: By number in the text, the number that each is cited by.
        before: Fingerprints of paragraphs that are cited whole.
    """

    paragraphs: Mapping[int, int]
    before: Collection[str]


_NOTHING: Final = Told({}, ())


def article_changes(
    mark: ArticleMark, text: SourceText, told: Told = _NOTHING
) -> list[ArticleChange]:
    """Say what came, changed in place or is gone in an article, paragraphs in a row together.

    Paragraphs that only stand in another place are left out, and what is told already.
    """
    rows: list[ArticleChange] = []
    for one in _changes(mark, text, told):
        if rows and (rows[-1].kind, rows[-1].last + 1) == (one.kind, one.first):
            rows[-1] = rows[-1]._replace(last=one.last)
        else:
            rows.append(one)
    return rows


def _changes(mark: ArticleMark, text: SourceText, told: Told) -> Iterator[ArticleChange]:
    for was, came in _blocks(mark, text):
        pairs = zip_longest(was, came)
        if len(was) != len(came):
            cited = {told.paragraphs.get(number) for number in came}
            gone = [one for one in was if mark.numbers[one - 1] not in cited]
            pairs = zip_longest(
                [one for one in gone if mark.paragraphs[one - 1] not in told.before],
                [one for one in came if one not in told.paragraphs],
            )
        for old, new in pairs:
            if new in told.paragraphs or (old and mark.paragraphs[old - 1] in told.before):
                continue
            if new is None:
                yield ArticleChange(Kind.GONE, old, old)
            else:
                kind = Kind.NEW if old is None else Kind.CHANGED
                yield ArticleChange(kind, new, new, _beginning(text, new))


def _blocks(mark: ArticleMark, text: SourceText) -> Iterator[tuple[list[int], list[int]]]:
    """Paragraphs in a row that are not what they were, by their numbers before and now."""
    before, now = _numbered(mark.paragraphs), _numbered(_fingerprints(text))
    # What stands on both sides, if elsewhere, has only moved.
    known = set(before) & set(now)
    matcher = SequenceMatcher(None, before, now, autojunk=False)
    for _, start, end, begin, stop in matcher.get_opcodes():
        gone = [number + 1 for number in range(start, end) if before[number] not in known]
        came = [number + 1 for number in range(begin, stop) if now[number] not in known]
        if gone or came:
            yield gone, came


def _beginning(text: SourceText, number: int) -> str:
    paragraph = text.paragraph(number)
    last = min(paragraph.first + _SHOWN, paragraph.last)
    words = text.slice(paragraph.first, last)
    return f"{words} {ELLIPSIS}" if last < paragraph.last else words


def present_numbers(mark: ArticleMark, text: SourceText) -> dict[int, int]:
    """By the number that the briefing knows a paragraph by, the one that it has now.

    What is gone is left out, and what changed where it cannot be told from what came.
    """
    now = _numbered(_fingerprints(text))
    places = {one: number for number, one in enumerate(now, 1)}
    found = {
        number: places[one]
        for number, one in enumerate(_numbered(mark.paragraphs), 1)
        if one in places
    }
    for gone, came in _blocks(mark, text):
        if len(gone) == len(came):
            found.update(zip(gone, came, strict=True))
    numbers = enumerate(mark.numbers, 1)
    return {known: found[before] for before, known in numbers if known and before in found}


def follow(mark: ArticleMark, text: SourceText) -> ArticleMark:
    """The mark of an article whose paragraphs the briefing knows by their present numbers."""
    present = present_numbers(mark, text)
    followed = tuple(present.get(number, 0) for number in mark.numbers)
    as_before = followed == tuple(range(1, len(followed) + 1))
    return ArticleMark(
        source=mark.source, paragraphs=mark.paragraphs, followed=() if as_before else followed
    )


def paragraphs_kept(mark: ArticleMark, text: SourceText) -> int:
    """How many of the paragraphs of an article as anchored still stand in its text."""
    now = Counter(_fingerprints(text))
    return (Counter(mark.paragraphs) & now).total()


def second_copy(text: SourceText) -> int | None:
    """The number of the paragraph at which an article begins again, but for a headline or not."""
    fingerprints = _fingerprints(text)
    sizes = [len(text.paragraph(number + 1).tokens) for number in range(len(fingerprints))]
    heads = fingerprints[:_HEADLINES]
    again = [number for number, one in enumerate(fingerprints) if number > 1 and one in heads]
    for start in again[:_MOST_BEGINNINGS]:
        beginning = heads.index(fingerprints[start])
        first, second = (
            _sizes(fingerprints[half], sizes[half])
            for half in (slice(beginning, start), slice(start, None))
        )
        common = first & second
        most = max(first.total(), second.total())
        if len(common) > 1 and common.total() >= _TWICE * most:
            return start + 1
    return None


def _sizes(fingerprints: Iterable[str], sizes: Iterable[int]) -> Counter[str]:
    """How many words the paragraphs of each fingerprint have in all."""
    found: Counter[str] = Counter()
    for one, size in zip(fingerprints, sizes, strict=True):
        found[one] += size
    return found


class TextFlaw(NamedTuple):
    """Why no passage of a text is looked for, although it is at hand.

    Attributes:
        code: Of the problem that it is.
    """

    code: str
    message: str
    fix: str


TWICE: Final = "text-twice"
"""Code of the flaw that an article stands twice in its file."""

_NOT_LOOKED_FOR: Final = "No passage of it was looked for."


def text_twice(name: str, start: int) -> TextFlaw:
    return TextFlaw(
        TWICE,
        f"The text stands twice in “{name}”: from ¶{start} on it begins again. {_NOT_LOOKED_FOR}",
        "Delete one of the two.",
    )


def other_text(name: str, kept: int, paragraphs: int) -> TextFlaw:
    are = "is" if kept == 1 else "are"
    return TextFlaw(
        "other-text",
        f"This is another text than the one anchored: {kept} of {paragraphs} paragraphs {are} the"
        f" same. {_NOT_LOOKED_FOR}",
        f"See whether “{name}” is the right file for `corpus:`; if the article was replaced, read"
        " it, correct what rests on it, then run `briefing anchor --renew`.",
    )


def _numbered(fingerprints: Iterable[str]) -> list[tuple[str, int]]:
    """Each fingerprint with how often it stood before, so that each stands once."""
    seen: Counter[str] = Counter()
    found = []
    for one in fingerprints:
        found.append((one, seen[one]))
        seen[one] += 1
    return found


def _fingerprints(text: SourceText) -> list[str]:
    numbers = range(1, len(text.paragraphs) + 1)
    return [short_fingerprint(text.paragraph(number).tokens) for number in numbers]
