"""What has changed, in words: what heads a change, the facts below it, its address, and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import Annotated, Final

from msgspec import Meta

from briefing.library.changes.kinds import DEPARTURES, Change, ChangeKind
from briefing.library.changes.things import ThingKind
from briefing.library.changes.wording import Run, Words, word_changes
from briefing.library.since import compare_revisions
from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import SourceNote
from briefing.model.parts import Field
from briefing.model.text import count, with_capital
from briefing.views.address import permanent_address, some_of
from briefing.views.by_key import ByKey
from briefing.views.layout import field, fields, wrap
from briefing.views.phrases import NOT_GIVEN, Labelled
from briefing.views.shapes import Shape

_NOUNS: Final = {
    ChangeKind.RETRACTED: "source",
    ChangeKind.FIGURE: "figure",
    ChangeKind.STANCE: "stance",
    ChangeKind.LIKELIHOOD: "judgement",
    ChangeKind.OPENED: "disagreement",
    ChangeKind.EXPLAINED: "disagreement",
    ChangeKind.RESOLVED: "disagreement",
    ChangeKind.SETTLED: "unknown",
    ChangeKind.QUOTATION_ADDED: "quotation",
    ChangeKind.QUOTATION_ALTERED: "quotation",
    ChangeKind.SOURCE_ADDED: "source",
}
"""What a kind begins with that has a plural."""

_COUNTED: Final = {
    ChangeKind.SUPPORT_LOST: "with less support",
    ChangeKind.SUPPORT_GAINED: "with more support",
    ChangeKind.STATUS: "with another status",
}
"""What is said after a number where the kind itself would be no English."""

_SUPPORT: Final = {
    ChangeKind.SUPPORT_LOST: "no longer",
    ChangeKind.SUPPORT_GAINED: "now also",
}
"""What is said of the sources by which the support of something has changed."""

_ABOUT_WHAT_STAYS: Final = (*_SUPPORT, ChangeKind.CONTRADICTED)
_ARRIVED: Final = (ChangeKind.NEW, ChangeKind.QUOTATION_ADDED, ChangeKind.SOURCE_ADDED)
_VALUES: Final = (ChangeKind.STANCE, ChangeKind.STATUS, ChangeKind.LIKELIHOOD)
_REWRITTEN: Final = (
    *(ChangeKind.REWORDED, ChangeKind.NUMBER),
    *(ChangeKind.QUOTATION_ALTERED, ChangeKind.CORRECTED),
)
_STATES: Final = (ChangeKind.OPENED, ChangeKind.EXPLAINED, ChangeKind.RESOLVED)
_ORDER: Final = {kind: number for number, kind in enumerate(ChangeKind)}
_MOST_CARDS: Final = 6
"""Cards that are named where changes are only counted."""

_ARROW: Final = "→"

_MOST_PHRASES: Final = 4
"""More replacements than this are harder to follow than the two sentences."""

_BRIEF: Final = 40
"""Characters of a text that is shown whole rather than word by word."""


class WordRun(Shape, frozen=True, kw_only=True):
    """Some words of two texts."""

    run: Annotated[str, Meta(description="same, gone (of the text before) or new.")]
    text: Annotated[str, Meta(description="With the blanks before the words.")]


class ShownChange(Shape, frozen=True, kw_only=True):
    """One difference between two revisions."""

    kind: ChangeKind
    folded: Annotated[
        bool,
        Meta(
            description="Whether text only counts it: it says the same as before, or follows from"
            " a retraction."
        ),
    ]
    short: Annotated[bool, Meta(description="Whether its card is in the short version.")]
    gone: Annotated[bool, Meta(description="Whether it is not there any more.")]
    section: Annotated[str | None, Meta(description="Id; null for what is in no section.")]
    card: Annotated[str | None, Meta(description="Id of the card as it is now or, if gone, was.")]
    item: Annotated[
        str | None,
        Meta(
            description="A claim's id, figure:ID, position:N or commitment:N; of what is in no"
            " card source:KEY or actor:ID; null for the card as a whole."
        ),
    ]
    what: Annotated[str, Meta(description="What of it: claim, title, stance, figure and so on.")]
    name: Annotated[str, Meta(description="Title of its card; of a source, the outlet.")]
    old: Annotated[str, Meta(description="What it said before; empty for what is new.")]
    new: Annotated[str, Meta(description="What it says now; empty for what is gone.")]
    reason: Annotated[
        str, Meta(description="Of a correction or retraction, why; of support, which sources.")
    ]
    words: Annotated[
        tuple[WordRun, ...],
        Meta(description="Of a text put otherwise, which words were replaced; else empty."),
    ]
    address: Annotated[
        str | None, Meta(description="Where it is; null where there is nothing to go to.")
    ]
    before: Annotated[
        str | None,
        Meta(description="Permanent address in the earlier revision; null for what is new."),
    ]
    after: Annotated[
        str | None,
        Meta(description="Permanent address in the later revision; null for what is gone."),
    ]


class Between:
    """What has changed from one revision of a briefing to another, in the order it is told."""

    def __init__(self, old: Revision, new: Revision) -> None:
        self.old, self.new = old, new
        self.comparison = compare_revisions(old, new)
        self._now = ByKey(new.briefing)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The most important kinds first; of a kind, those of the short version.

        Of a notice that all was withdrawn, there is nothing else to be told.
        """
        if self.new.is_notice:
            return ()
        return tuple(sorted(self.comparison.told, key=self._rank))

    def _rank(self, change: Change) -> tuple[int, bool, bool, bool]:
        lost = change.kind is ChangeKind.SUPPORT_LOST
        return (
            _ORDER[change.kind],
            change.is_folded,
            not self._is_in_short(change),
            lost and not self._is_unsupported(change),
        )

    def _is_in_short(self, change: Change) -> bool:
        return change.card in self._short or (change.gone and change.card in self._short_before)

    @cached_property
    def _short(self) -> frozenset[str]:
        return _in_short(self.new.briefing)

    @cached_property
    def _short_before(self) -> frozenset[str]:
        return _in_short(self.old.briefing)

    # -- where it is -------------------------------------------------------------------------------

    def address(self, change: Change) -> str | None:
        """Where it is now, ``NAME/SECTION/CARD#ITEM``; None where there is nothing to go to."""
        name = self.new.briefing.id
        if change.gone:
            return None
        if change.card:
            return f"{name}/{change.section}/{change.key}"
        kind, _, id_ = (change.item or "").partition(":")
        if kind == ThingKind.ACTOR:
            return f"{name}#{change.item}"
        described = (
            f"{name}/{section.id}/{card.id}"
            for section, card in self.new.briefing.cards()
            if isinstance(card.detail, SourceNote) and card.detail.source == id_
        )
        return next(described, None) if kind == ThingKind.SOURCE else None

    def before(self, change: Change) -> str | None:
        """Where it was, permanently; None for what is new, and for what is in no card."""
        return permanent_address(self.old, change.was) if change.was and change.card else None

    def after(self, change: Change) -> str | None:
        gone = change.gone or not change.card
        return None if gone else permanent_address(self.new, change.key)

    # -- what it says ------------------------------------------------------------------------------

    def headline(self, change: Change) -> str:
        """What a change is about, in a line."""
        kind = change.kind
        if self._is_amount(change):
            return f"{_amounts(change)}: {self._measure(change)}"
        if kind in _VALUES:
            return f"{change.name}: {change.old or NOT_GIVEN} {_ARROW} {change.new or NOT_GIVEN}"
        if kind in _ABOUT_WHAT_STAYS or (kind is ChangeKind.MOVED and change.item):
            return self._now.said(change.key) or change.name
        first = change.new if kind in _ARRIVED else change.old if kind in DEPARTURES else ""
        return first or change.name or change.new or change.old

    def facts(self, change: Change) -> Labelled:
        """What else is to be known of a change, but its address."""
        said: Labelled = []
        match change.kind:
            case ChangeKind.CORRECTED if not self._is_amount(change):
                now = change.new or "it is not there any more"
                said = [("Was", change.old), ("Now", now), ("Reason", change.reason)]
            case ChangeKind.CORRECTED:
                said = [("Reason", change.reason)]
            case ChangeKind.RETRACTED:
                said = [("Reason", change.reason), *self._left_by(change)]
            case ChangeKind.CONTRADICTED:
                said = [("Contradicted by", change.reason)]
            case kind if kind in _SUPPORT:
                said = [("Support", self._support(change))]
            case kind if kind in _STATES and change.old:
                said = [("State before", change.old)]
            case ChangeKind.MOVED:
                said = [("From", change.old), ("To", change.new)]
            case ChangeKind.RENAMED | ChangeKind.QUOTATION_ALTERED:
                said = [("Was", change.old), ("Now", change.new)]
            case ChangeKind.REWORDED | ChangeKind.NUMBER:
                said = _rewording(change)
            case kind if kind in _ARRIVED or kind in DEPARTURES:
                said = [("Card", change.name)] if self._is_inside(change) else []
        return said

    def _is_amount(self, change: Change) -> bool:
        return change.what == Field.AMOUNT and bool(change.old and change.new)

    def _is_inside(self, change: Change) -> bool:
        return bool(change.card) and change.what != ThingKind.CARD

    def _measure(self, change: Change) -> str:
        id_ = (change.item or "").removeprefix("figure:")
        figure = self.new.briefing.figures.get(id_)
        return figure.measure if figure else change.name

    def _support(self, change: Change) -> str:
        """What supports something now, and by which sources that is more or less than before."""
        gained = change.kind is ChangeKind.SUPPORT_GAINED
        now = self._now.support(change.key)
        others = [one for one in now if not gained or one not in change.reason.split(", ")]
        left = ", ".join(others) or ("nothing before" if gained else "nothing any more")
        return f"{left}; {_SUPPORT[change.kind]} {change.reason}"

    def _left_by(self, retraction: Change) -> Labelled:
        """Say how much a source that is retracted supported; nothing where it supported nothing."""
        lost = [one for one in self.changes if one.follows and retraction.name in one.reason]
        unsupported = sum(map(self._is_unsupported, lost))
        if not lost:
            return []
        rest = f"; {unsupported:,} of them nothing supports any more" if unsupported else ""
        return [("Support lost", f"{count(len(lost), 'statement')}{rest}")]

    def _is_unsupported(self, change: Change) -> bool:
        key = change.key
        return self._now.bearer(key) is not None and not self._now.support(key)

    # -- all of it ---------------------------------------------------------------------------------

    def shown(self, change: Change) -> ShownChange:
        is_rewritten = change.kind in _REWRITTEN and change.old and change.new
        runs = word_changes(change.old, change.new) if is_rewritten else []
        return ShownChange(
            kind=change.kind,
            folded=change.is_folded,
            short=self._is_in_short(change),
            gone=change.gone,
            section=change.section or None,
            card=change.card or None,
            item=change.item,
            what=change.what,
            name=change.name,
            old=change.old,
            new=change.new,
            reason=change.reason,
            words=tuple(WordRun(run=one.run.value, text=one.text) for one in runs),
            address=self.address(change),
            before=self.before(change),
            after=self.after(change),
        )

    def lines(
        self, changes: Iterable[Change], width: int, *, unfolded: bool = False
    ) -> Iterator[str]:
        """Lay out changes by kind; what is folded is counted, unless unfolded."""
        by_kind = groupby(changes, key=lambda one: (one.kind, one.is_folded and not unfolded))
        for (kind, is_folded), group in by_kind:
            of_kind = list(group)
            yield ""
            if is_folded:
                yield from _folded_lines(kind, of_kind, width)
                continue
            yield from field(with_capital(kind.value), str(len(of_kind)), width)
            for change in of_kind:
                yield from self._change_lines(change, width)

    def _change_lines(self, change: Change, width: int) -> Iterator[str]:
        yield from wrap(self.headline(change), width, first="- ", rest="  ")
        yield from fields(self.facts(change), width, "  ")
        if address := self.address(change):
            yield from field("Address", address, width, "  ")
        elif address := self.before(change):
            yield from field("Address before", address, width, "  ")


def _folded_lines(kind: ChangeKind, changes: Sequence[Change], width: int) -> list[str]:
    """Say in a line how many changes of a kind there are, and on which cards."""
    names = list(dict.fromkeys(one.name for one in changes if one.name))
    where = f": {some_of([f'“{name}”' for name in names], ', ', _MOST_CARDS)}" if names else ""
    return field(with_capital(kind.value), f"{len(changes)}{where}", width)


def count_words(changes: Iterable[Change]) -> str:
    """Say how many changes there are of each kind: ``1 corrected, 2 figures changed, 3 new``."""
    numbers = Counter(one.kind for one in changes)
    return ", ".join(_counted(kind, numbers[kind]) for kind in ChangeKind if numbers[kind])


def _counted(kind: ChangeKind, number: int) -> str:
    noun = _NOUNS.get(kind)
    if noun is None:
        return f"{number} {_COUNTED.get(kind, kind.value)}"
    return f"{count(number, noun)} {kind.value.removeprefix(noun).strip()}"


def _amounts(change: Change) -> str:
    """Say how a number changed, its unit once where it is the same: ``55 → 80 people``."""
    old, new = change.old.split(" "), change.new.split(" ")
    same = 0
    while same < min(len(old), len(new)) - 1 and old[-1 - same] == new[-1 - same]:
        same += 1
    return f"{' '.join(old[: len(old) - same])} {_ARROW} {change.new}"


def _rewording(change: Change) -> Labelled:
    """Say how a text was put otherwise: which words became which, or both texts."""
    name = with_capital(change.what)
    both = [
        (f"{name} before", change.old or NOT_GIVEN),
        (f"{name} now", change.new or NOT_GIVEN),
    ]
    if not change.old or not change.new:
        return both
    phrases = _word_phrases(word_changes(change.old, change.new))
    longest = max(len(change.old), len(change.new))
    if longest < _BRIEF or not phrases or sum(map(len, phrases)) > longest:
        return both
    return [(f"{name} now", change.new), ("Words", "; ".join(phrases))]


def _word_phrases(words: Sequence[Words]) -> list[str]:
    """Say which words became which; nothing where they are too many to be followed.

    Where words have only come or gone, one of their neighbours stands with them, for a word by
    itself says little: ``“is” is now “is not”``.
    """
    phrases: list[str] = []
    before = ""
    for run, group in groupby(words, key=lambda one: one.run is Run.SAME):
        texts = list(group)
        if run:
            before = texts[-1].text.split()[-1] if texts[-1].text.split() else ""
            continue
        gone = " ".join(one.text.strip() for one in texts if one.run is Run.GONE)
        new = " ".join(one.text.strip() for one in texts if one.run is Run.NEW)
        if not gone or not new:
            gone, new = f"{before} {gone}".strip(), f"{before} {new}".strip()
        if gone and new:
            phrases.append(f"“{gone}” is now “{new}”")
        else:
            phrases.append(f"“{gone}” is gone" if gone else f"“{new}” is put in front")
    return phrases if len(phrases) <= _MOST_PHRASES else []


def _in_short(briefing: Briefing) -> frozenset[str]:
    """Ids of the cards that the short version has, whole or as a row."""
    return frozenset(
        card.id
        for section in briefing.sections
        for card in (section.cards if section.is_viewed else section.short_cards)
    )
