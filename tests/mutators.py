"""Ways in which a source's text changes, and what must come of looking for a passage after each."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from briefing.evidence.anchors import Finding, find, make_anchor
from briefing.evidence.texts import Passage, PassageError, SourceText
from briefing.evidence.tokens import Span, is_word, tokens
from briefing.model.claims import Anchor, Evidence

ABOVE: Final = "The weather on the coast was mild, and 17 boats went out in the morning."
"""A paragraph that stands in no text."""


@dataclass(frozen=True)
class Case:
    """A passage of a text, and how to change the text around it.

    Attributes:
        passage: As cited.
        anchor: Made of it.
    """

    passage: Passage
    anchor: Anchor

    @property
    def text(self) -> str:
        """The whole text."""
        return self.passage.text.text

    @property
    def spans(self) -> list[Span]:
        """Where the passage's tokens stand."""
        return self.passage.text.spans[self.passage.first : self.passage.last]

    @property
    def words(self) -> list[tuple[Span, str]]:
        """The passage's words, signs left out, with where they stand."""
        return [
            (span, self.text[slice(*span)])
            for span, token in zip(self.spans, self.passage.tokens, strict=True)
            if is_word(token)
        ]

    @property
    def sentence(self) -> Span:
        """Where the sentences stand that the passage is part of, with their last full stop."""
        sentences = self.passage.sentences
        size = len(self.passage.text.tokens)
        end = len(self.text)
        if sentences.last < size:
            end = self.passage.text.spans[sentences.last].start
        return Span(
            sentences.span.start,
            sentences.span.start + len(self.text[sentences.span.start : end].rstrip()),
        )

    @property
    def block(self) -> Span:
        """Where the paragraphs stand that the passage is part of."""
        blocks = self.passage.text.paragraphs
        first = blocks[self.passage.text.paragraph_of(self.passage.first) - 1]
        last = blocks[self.passage.text.paragraph_of(self.passage.last - 1) - 1]
        return Span(first.start, last.end)

    @property
    def has_its_own_place(self) -> bool:
        """Whether its words, and the twelve on either side, stand in the text once."""
        text, first, last = self.passage.text, self.passage.first, self.passage.last
        stretches = (text.tokens[max(0, first - 12) : first], text.tokens[last : last + 12])
        return self.anchor.occurrences == 1 and all(
            len(text.find(stretch)) <= 1 for stretch in stretches
        )

    @property
    def others(self) -> list[Span]:
        """Where the other paragraphs stand."""
        start, end = self.block
        return [one for one in self.passage.text.paragraphs if one.end <= start or one.start >= end]

    def put(self, span: Span, new: str) -> str:
        """The text with something else in one place."""
        return self.text[: span.start] + new + self.text[span.end :]

    def find(self, changed: str) -> Finding:
        """Look for the passage in a changed text."""
        return find(self.anchor, SourceText(changed))


Mutator = Callable[[Case], Iterator[str]]


def reflowed(case: Case) -> Iterator[str]:
    """Lines broken anew."""
    paragraphs = [case.text[slice(*one)] for one in case.passage.text.paragraphs]
    for width in (30, 72):
        wrapped = (
            textwrap.fill(one, width, break_long_words=False, break_on_hyphens=False)
            for one in paragraphs
        )
        yield "\n\n".join(wrapped)


def plain_marks(case: Case) -> Iterator[str]:
    """Typewriter quotation marks, dashes and dots."""
    yield case.text.translate(
        {
            ord("“"): '"',
            ord("”"): '"',
            ord("’"): "'",
            ord("—"): " - ",
            ord("–"): "-",
            ord("…"): "...",
        }
    )


def typeset_marks(case: Case) -> Iterator[str]:
    """Printer's quotation marks, dashes and dots."""
    text = re.sub(r'"([^"]*)"', r"„\1“", case.text).replace("'", "’").replace("...", "…")
    yield re.sub(r"(?<=[a-z])-(?=[a-z])", "\u2010", text)
    yield text.replace("“", "«").replace("”", "»").replace("—", "–")


def soft_hyphens(case: Case) -> Iterator[str]:
    """Soft hyphens in long words, with the line broken at them and without."""
    yield re.sub(r"([^\W\d_]{3})(?=[^\W\d_]{4})", "\\1\u00ad", case.text)
    yield re.sub(r"([^\W\d_]{4})(?=[^\W\d_]{3})", "\\1\u00ad\n", case.text)


def ligatures(case: Case) -> Iterator[str]:
    """Letters printed together."""
    text = case.text
    for letters, one in (("ffi", "ﬃ"), ("ffl", "ﬄ"), ("fi", "ﬁ"), ("fl", "ﬂ"), ("ff", "ﬀ")):
        text = text.replace(letters, one)
    yield text


def other_forms(case: Case) -> Iterator[str]:
    """Accents apart from their letters, wide letters, spaces of other kinds."""
    yield unicodedata.normalize("NFD", case.text).replace(" ", "\u00a0")
    yield re.sub("[A-Za-z0-9]", lambda one: chr(ord(one.group()) + 0xFEE0), case.text)
    yield case.text.replace(" ", " \u202f").replace("\n", "\r\n")


def upper_case(case: Case) -> Iterator[str]:
    """Capital letters throughout."""
    yield case.text.upper()


def paragraph_above(case: Case) -> Iterator[str]:
    """A paragraph more, before the passage's and at the very beginning."""
    yield case.put(Span(case.block.start, case.block.start), f"{ABOVE}\n\n")
    yield f"{ABOVE}\n\n{case.text}"


def paragraph_below(case: Case) -> Iterator[str]:
    """A paragraph more, after the passage's and at the very end."""
    yield case.put(Span(case.block.end, case.block.end), f"\n\n{ABOVE}")
    yield f"{case.text}\n\n{ABOVE}"


def paragraph_split(case: Case) -> Iterator[str]:
    """Another paragraph made two, every fifth in turn."""
    for other in case.others[::5]:
        words = case.text[slice(*other)].split(" ")
        if len(words) > 1:
            half = len(words) // 2
            yield case.put(other, " ".join(words[:half]) + "\n\n" + " ".join(words[half:]))


def paragraph_gone(case: Case) -> Iterator[str]:
    """Another paragraph deleted: the one before, the one after, and every fifth."""
    beside = [one for one in case.others if one.end <= case.block.start][-1:]
    beside += [one for one in case.others if one.start >= case.block.end][:1]
    for other in {*beside, *case.others[::5]}:
        yield case.put(other, "")


def number_changed(case: Case) -> Iterator[str]:
    """One more, each number in turn."""
    for span, word in case.words:
        if any(map(str.isdecimal, word)):
            yield case.put(
                span, re.sub(r"\d(?=\D*$)", lambda one: str((int(one[0]) + 1) % 10), word)
            )


NUMBER_WORDS: Final = ["one", "two", "three", "four", "six", "seven", "eight", "nine", "11"]


def number_word_changed(case: Case) -> Iterator[str]:
    """One more, each number word in turn."""
    for span, word in case.words:
        if word.lower() in NUMBER_WORDS:
            yield case.put(span, NUMBER_WORDS[NUMBER_WORDS.index(word.lower()) - 1])


def negated(case: Case) -> Iterator[str]:
    """A "not" at each boundary of two words, and before and after the passage."""
    for span in case.spans:
        yield case.put(Span(span.start, span.start), "not ")
    end = case.spans[-1].end
    yield case.put(Span(end, end), " not")


def denied(case: Case) -> Iterator[str]:
    """The whole sentence denied, before it or after it."""
    start, end = case.sentence
    yield case.put(Span(start, start), "It is not true that ")
    yield case.put(Span(start, start), "Contrary to what Mr. X said, ")
    stop = re.search(r"\W*$", case.text[start:end])
    assert stop is not None
    place = start + stop.start()
    yield case.put(Span(place, place), ", he never said")


def word_replaced(case: Case) -> Iterator[str]:
    """Another word, each in turn."""
    for span, _ in case.words:
        yield case.put(span, "otherwise")


def letter_changed(case: Case) -> Iterator[str]:
    """Another letter in one word, each in turn."""
    for span, word in case.words:
        found = re.search(r"[a-z](?=[^a-z]*$)", word)
        if found:
            other = "k" if found.group() != "k" else "m"
            yield case.put(span, word[: found.start()] + other + word[found.end() :])


def words_swapped(case: Case) -> Iterator[str]:
    """Two neighbouring words exchanged, each in turn."""
    for (one, first), (two, second) in zip(case.words, case.words[1:], strict=False):
        if tokens(first) != tokens(second):
            between = case.text[one.end : two.start]
            yield case.put(Span(one.start, two.end), second + between + first)


def word_deleted(case: Case) -> Iterator[str]:
    """One word fewer, each in turn."""
    for span, _ in case.words:
        yield case.put(span, "")


def name_exchanged(case: Case) -> Iterator[str]:
    """One name for another of the text, each in turn."""
    names = re.findall(r"(?<=[a-z] )[A-Z][a-z]{2,}", case.text)
    for span, word in case.words:
        if word in names:
            others = [name for name in names if name != word]
            yield case.put(span, others[span.start % len(others)])


def sentence_deleted(case: Case) -> Iterator[str]:
    """One sentence fewer, of a passage that has several."""
    starts = case.passage.text.sentence_starts
    first, last = case.passage.first, case.passage.last
    inside = [index for index in starts if first < index < last]
    for one, two in zip([first, *inside], [*inside, last], strict=True):
        if inside:
            yield case.put(case.passage.text.span(one, two), "")


def deleted(case: Case) -> Iterator[str]:
    """The passage gone."""
    yield case.put(case.passage.span, "")
    yield case.put(case.block, "")


def look_alikes(case: Case) -> Iterator[str]:
    """The passage with one word or one number different."""
    words = case.words
    for span, _ in (words[0], words[len(words) // 2], words[-1]):
        start = span.start - case.passage.span.start
        whole = case.text[slice(*case.passage.span)]
        yield whole[:start] + "otherwise" + whole[start + span.end - span.start :]
    if any(map(str.isdecimal, case.passage.words)):
        yield re.sub(r"\d", lambda one: str((int(one[0]) + 1) % 10), case.passage.words)


def look_alike_elsewhere(case: Case) -> Iterator[str]:
    """The passage gone, and a look-alike elsewhere."""
    for other in look_alikes(case):
        yield case.put(case.passage.span, "") + f"\n\n{other}"
        yield f"{other}\n\n" + case.put(case.passage.span, "")


def look_alike_in_place(case: Case) -> Iterator[str]:
    """A look-alike in the passage's place."""
    for other in look_alikes(case):
        yield case.put(case.passage.span, other)


def moved(case: Case) -> Iterator[str]:
    """The passage gone from its place, and the same words in other places."""
    for changed in _moved(case):
        if tokens(changed) != case.passage.text.tokens:
            yield changed


def _moved(case: Case) -> Iterator[str]:
    rest = case.put(case.passage.span, "")
    words = case.passage.words
    if case.passage.last < len(case.passage.text.tokens):
        yield f"{rest}\n\n{words}."
    if case.passage.first > 0:
        yield f"{words}.\n\n{rest}"
    for other in case.others[::3]:
        if not case.text[other.end : case.block.start].strip():
            continue  # At the end of the paragraph before it is still where it was.
        taken = case.put(other, f"{case.text[slice(*other)]} {words}.")
        shift = len(words) + 2 if other.start < case.passage.span.start else 0
        start, end = case.passage.span
        yield taken[: start + shift] + taken[end + shift :]


def questioned(case: Case) -> Iterator[str]:
    """A question mark for each full stop of the passage's sentences."""
    start, end = case.sentence
    for found in re.finditer(r"\.(?=\W*(?:\s|$))", case.text[start:end]):
        yield case.put(Span(start + found.start(), start + found.end()), "?")


def sign_changed(case: Case) -> Iterator[str]:
    """Another currency, another share, a sign before a number, another decimal."""
    start, end = case.passage.span
    for found in re.finditer(r"[$€£%°]|(?<=\d)[.,](?=\d)|(?<![\w.,-])(?=\d)", case.text[start:end]):
        old = found.group()
        other = {"$": "€", "€": "$", "£": "$", "%": "‰", "°": "", ".": ",", ",": "."}.get(
            old, f"{old}-"
        )
        yield case.put(Span(start + found.start(), start + found.end()), other)


def repeated(case: Case) -> Case | None:
    """The same passage in a text that has its words once more, at the end."""
    text = SourceText(f"{case.text}\n\n{ABOVE} {case.passage.words}. Then they left.")
    try:
        passage = Passage(text, case.passage.first, case.passage.last)
        cited = Evidence(source="s", paragraph=case.anchor.paragraph, passage=case.anchor.passage)
        return Case(passage, make_anchor(text, cited))
    except PassageError:
        return None


TYPOGRAPHIC: Final[tuple[Mutator, ...]] = (
    reflowed,
    plain_marks,
    typeset_marks,
    soft_hyphens,
    ligatures,
    other_forms,
    upper_case,
)
"""After these every passage is exact."""

AROUND: Final[tuple[Mutator, ...]] = (
    paragraph_above,
    paragraph_below,
    paragraph_split,
    paragraph_gone,
)
"""After these every passage is exact that has its own place."""

CHANGED: Final[tuple[Mutator, ...]] = (
    number_changed,
    number_word_changed,
    negated,
    denied,
    word_replaced,
    letter_changed,
    words_swapped,
    word_deleted,
    name_exchanged,
    sentence_deleted,
    deleted,
    look_alike_elsewhere,
    look_alike_in_place,
    moved,
    questioned,
    sign_changed,
)
"""After these no passage is exact."""


def hyphenated(text: str, width: int = 60) -> str:
    """The text in lines of a width, words broken wherever the line ends, also at their hyphens."""
    return "\n\n".join(_hyphenated(paragraph, width) for paragraph in text.split("\n\n"))


def _hyphenated(paragraph: str, width: int) -> str:
    lines = [""]
    for word in paragraph.split():
        rest = word
        while len(lines[-1]) + 1 + len(rest) > width:
            room = width - len(lines[-1]) - 2
            cuts = range(min(room + 1, len(rest) - 2), 1, -1)
            cut = next((at for at in cuts if _CUT.fullmatch(rest[at - 2 : at + 2])), 0)
            if cut:
                hyphen = "" if rest[cut - 1] == "-" else "-"
                lines[-1] += f" {rest[:cut]}{hyphen}"
            elif not lines[-1]:
                break
            rest = rest[cut:]
            lines.append("")
        lines[-1] += f" {rest}"
    return "\n".join(line.strip() for line in lines)


_CUT: Final = re.compile(r"[^\W\d_]-[^\W\d_]{2}|[^\W\d_]{2}[a-z]{2}")
