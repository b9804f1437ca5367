"""``briefing anchor``: fingerprints of the cited passages, so that each is found again.

Nothing is made anew without ``--renew``: that a text has changed since is never hidden.
"""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Enum
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from briefing.authoring.anchor_lock import STALE, write_attributes, write_lock
from briefing.authoring.problems import Location, Problem
from briefing.evidence.anchors import make_anchor, same_words
from briefing.evidence.articles import TWICE, article_changes, make_mark
from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.passages import READ_ARTICLE, Whereabouts, source_paragraphs
from briefing.evidence.support import bearers
from briefing.evidence.texts import ELLIPSIS, PassageError, SourceText
from briefing.model.actors import Source
from briefing.model.briefing import Briefing
from briefing.model.claims import Anchor, ArticleMark, CitedPlace, Evidence, cited_place
from briefing.model.errors import UsageError
from briefing.model.text import count
from briefing.model.vocabulary import Severity
from briefing.views.authored import BY_PLACE, Authored, count_errors, load_as_typed, place_key
from briefing.views.context import NAME_THE_CORPUS, Context
from briefing.views.following import follow_all
from briefing.views.verbs import NOTHING, OK, USAGE

_READ_AGAIN: Final = "Read the passage again, then run with --renew."
_FOLLOW_FIRST: Final = "Run `briefing anchor --follow` first."
_CITE_ANOTHER: Final = (
    "Cite the passage that is meant by its first and last words, or take the citation out; then run"
    " `briefing anchor`."
)
_RESTORE: Final = "Restore the damaged lines from git, or run it where the text is."
_RESTORE_AND_FOLLOW: Final = (
    "Restore the damaged lines from git and run `briefing anchor --follow`; or cite the passage by"
    " its first and last words, then run `briefing anchor --renew` again."
)
_NO_TEXT: Final = "Anchors are damaged, and without the text this one cannot be made anew."
_MOVED: Final = "moved-passage"


class AnchorState(Enum):
    """What became of an anchor."""

    NEW = "new"
    KEPT = "kept"
    RENEWED = "renewed"


class Anchoring(msgspec.Struct):
    """What came of anchoring a briefing.

    Attributes:
        anchors: One for each passage that is cited and could be anchored, now or before.
        articles: One for each source whose text is at hand, or was before.
        states: How many anchors are new, kept and renewed.
        renewed: What was made anew of what was there, in lines.
        problems: What a person has to look into, at the citations and sources.
        without_text: By source, why its text is not at hand.
        is_refused: Whether something is damaged that cannot be made anew.
    """

    anchors: list[Anchor] = msgspec.field(default_factory=list)
    articles: list[ArticleMark] = msgspec.field(default_factory=list)
    states: Counter[AnchorState] = msgspec.field(default_factory=Counter)
    renewed: list[str] = msgspec.field(default_factory=list)
    problems: list[Problem] = msgspec.field(default_factory=list)
    without_text: dict[str, str] = msgspec.field(default_factory=dict)
    is_refused: bool = False


class Made(NamedTuple):
    """What came of anchoring one passage: its anchor, if there is one, and what is wrong."""

    anchor: Anchor | None
    state: AnchorState = AnchorState.KEPT
    problem: tuple[str, str, str] | None = None  # code, message, fix


class CitedPassage(NamedTuple):
    """A passage, the first place that cites it, and the addresses of all that rests on it."""

    evidence: Evidence
    location: Location
    addresses: list[str]


def run(context: Context, arguments: Namespace) -> int:
    """Write lock files; the exit code is 1 where something changed or was not looked at."""
    if arguments.renew and arguments.follow:
        raise UsageError("--follow and --renew are two steps: run it with --follow first.")
    corpus = context.texts_to_check()
    if corpus.folder is None:
        context.say(NAME_THE_CORPUS)
        return USAGE
    folders = [Path(path) for path in arguments.paths]
    if arguments.follow:
        return follow_all(context, folders, corpus)
    states: Counter[AnchorState] = Counter()
    dropped = unread = 0
    problems: list[Problem] = []
    for folder in folders:
        authored = load_as_typed(folder, repairing=True)
        damaged = count_errors(authored.problems) > 0
        if authored.briefing is None or (damaged and not arguments.renew):
            problems += authored.problems
            continue
        done = anchored(authored, authored.briefing, corpus, renew=arguments.renew, damaged=damaged)
        problems += done.problems
        if done.is_refused:
            problems += [one for one in authored.problems if one.severity is Severity.ERROR]
            context.say(f"Nothing was written in “{folder}”: not all can be made anew.")
            continue
        write_lock(folder, done.anchors, done.articles)
        context.write_lines(done.renewed)
        for sentence in (*_without_text(done, authored.briefing), write_attributes(folder)):
            context.say(sentence)
        unread += len(done.without_text)
        states += done.states
        dropped += sum(problem.code == STALE for problem in authored.problems)
        problems += [one for one in authored.problems if one.code == "old-anchors"]
    for problem in sorted(problems, key=BY_PLACE):
        context.say(str(problem))
    context.write(_summary(states, dropped))
    return NOTHING if unread or count_errors(problems) else OK


def anchored(
    authored: Authored,
    briefing: Briefing,
    corpus: Corpus,
    *,
    renew: bool = False,
    damaged: bool = False,
) -> Anchoring:
    """Make an anchor for each passage that a briefing cites; nothing is written.

    Args:
        renew: Whether what does not find its passage any more is made anew.
        damaged: Whether something of what is kept could not be read.
    """
    return _Anchorer(authored, briefing, corpus, renew, damaged).done()


def _without_text(done: Anchoring, briefing: Briefing) -> Iterator[str]:
    """Say of each source whose text is not at hand what became of its passages."""
    for key, why_not in done.without_text.items():
        kept = sum(anchor.source == key for anchor in briefing.anchors)
        what = f"its {count(kept, 'anchor')} stayed" if kept else "its passages have no anchor"
        yield f"error: @{key} was not looked into, so {what}. {why_not}"


def _summary(states: Counter[AnchorState], dropped: int) -> str:
    new, kept, renewed = (states[fate] for fate in AnchorState)
    total = count(states.total(), "anchor")
    return f"{total}: {new} new, {kept} kept, {dropped} dropped, {renewed} renewed."


class _Anchorer:
    """Makes an anchor for each passage that a briefing cites, and a mark of each article.

    What still finds its passage is kept as it is. What does not is kept too, and told: a person has
    to read the passage again before it is made anew, which `renew` says is done. Where something of
    the file is damaged, nobody knows whether a citation without an anchor had one.
    """

    def __init__(
        self, authored: Authored, briefing: Briefing, corpus: Corpus, renew: bool, damaged: bool
    ) -> None:
        self._authored = authored
        self._briefing = briefing
        self._examination = Examination(briefing, corpus)
        self._places = Whereabouts(self._examination)
        self._renew = renew
        self._damaged = damaged
        self._done = Anchoring()
        self._unfollowed: set[str] = set()

    def done(self) -> Anchoring:
        cited = _citations(self._authored, self._briefing)
        used = {one.evidence.source for one in cited}
        texts = {one.key: self._text(one) for one in self._briefing.sources if one.key in used}
        for one in cited:
            self._anchor(one, texts[one.evidence.source])
        for source in self._briefing.sources:
            self._mark(source, texts.get(source.key))
        return self._done

    def _text(self, source: Source) -> SourceText | None:
        """The text to anchor in; None, which is told, where there is none or it is no article's."""
        text = self._examination.article(source.key)
        if text is None:
            self._done.without_text[source.key] = self._examination.why_no_text(source.key)
            return None
        flaw = self._examination.flaw(source.key)
        if flaw is None or (self._renew and flaw.code != TWICE):
            return text
        self._tell(f"source:{source.key}", *flaw)
        return None

    def _anchor(self, cited: CitedPassage, text: SourceText | None) -> None:
        existing = self._briefing.anchor(cited.evidence)
        if text is not None:
            made = self._made(cited.evidence, existing, text)
        elif existing is None and self._damaged and self._has_file(cited.evidence):
            made = Made(None, problem=("bad-anchors", _NO_TEXT, _RESTORE))
        else:
            made = Made(existing)
        if made.problem is not None and existing is None and self._damaged:
            self._done.is_refused = True
        if made.problem is not None:
            problem = self._authored.problem(cited.location, Severity.ERROR, *made.problem)
            self._done.problems.append(problem)
        if made.anchor is None:
            return
        self._done.anchors.append(made.anchor)
        self._done.states[made.state] += 1
        if made.state is AnchorState.RENEWED:
            before = "damaged" if existing is None else _ends(existing)
            self._done.renewed += [
                f"{cited_place(cited.evidence.place)}: renewed",
                f"    was: {before}",
                f"    is: {_ends(made.anchor)}",
                f"    rests on it: {', '.join(cited.addresses)}",
            ]

    def _has_file(self, evidence: Evidence) -> bool:
        return self._briefing.sources_by_key[evidence.source].corpus is not None

    def _made(self, evidence: Evidence, existing: Anchor | None, text: SourceText) -> Made:
        is_moved = self._places.now(evidence) != evidence
        if is_moved:
            self._unfollowed.add(evidence.source)
        if existing is not None:
            found = self._examination.finding(evidence)
            if found.is_exact:
                return Made(existing)
            if not self._renew:
                changed = (f"{found.outcome}-passage", found.reason, _READ_AGAIN)
                return Made(existing, problem=changed)
        if refused := self._why_not(evidence, existing):
            self._unfollowed.add(evidence.source)
            return Made(existing, problem=refused)
        try:
            made = make_anchor(text, evidence)
        except PassageError as error:
            return Made(existing, problem=("bad-passage", str(error), error.fix))
        if existing is not None and (elsewhere := _elsewhere(existing, evidence, text)):
            self._unfollowed.add(evidence.source)
            return Made(existing, problem=_stands_elsewhere(evidence, elsewhere))
        is_new = existing is None and not self._damaged
        return Made(made, AnchorState.NEW if is_new else AnchorState.RENEWED)

    def _why_not(self, evidence: Evidence, existing: Anchor | None) -> tuple[str, str, str] | None:
        """Why an anchor is not made anew: by its number another passage is cited now."""
        now = self._places.now(evidence)
        if now != evidence:
            message = f"What is left of the passage is {cited_place(now.place)} now."
            return _MOVED, message, _FOLLOW_FIRST
        is_found = existing is not None and self._examination.finding(evidence).passage is not None
        is_new = existing is None and not self._damaged
        before = None if is_found or is_new else self._taken_by(evidence)
        if before is None:
            return None
        if existing is None:
            message = f"Its anchor may be damaged, and what stands here now was ¶{before}."
            return _MOVED, message, _RESTORE_AND_FOLLOW
        message = f"The passage is gone, and what stands here now was ¶{before}."
        return _MOVED, message, _CITE_ANOTHER

    def _taken_by(self, evidence: Evidence) -> int | None:
        """The number by which the briefing knows the paragraph that has that of one cited whole."""
        known = self._places.paragraphs(evidence.source).items()
        others = (number for number, now in known if number != now == evidence.paragraph)
        return None if evidence.passage else next(others, None)

    def _mark(self, source: Source, text: SourceText | None) -> None:
        """Keep what is known of an article as long as nothing but the order of it changed."""
        mark = self._briefing.articles_by_source.get(source.key)
        if text is None:
            if mark is not None:
                self._done.articles.append(mark)
            return
        changes = [] if mark is None else article_changes(mark, text)
        kept = mark
        if mark is None:
            kept = make_mark(source.key, text)
            if self._damaged:
                self._done.renewed.append(f"@{source.key}: the article is taken over as it is.")
        elif changes and not self._renew:
            said = " ".join(map(str, changes))
            self._tell(f"source:{source.key}", "article-changed", said, READ_ARTICLE)
        elif changes and self._is_followed(source):
            kept = make_mark(source.key, text)
            self._done.renewed.append(f"@{source.key}: the article is taken over as it is.")
            self._done.renewed += [f"    {change}" for change in changes]
        if kept is not None:
            self._done.articles.append(kept)

    def _is_followed(self, source: Source) -> bool:
        """Whether all that names a paragraph has its present number; what does not is told."""
        key, present = f"source:{source.key}", self._places.paragraphs(source.key)
        moved = [one for one in source_paragraphs(source) if present.get(one, one) != one]
        for number in moved:
            message = f"What was ¶{number} is ¶{present[number]} now."
            self._tell(key, _MOVED, message, _FOLLOW_FIRST)
        if source.key in self._unfollowed:
            message = "The article is not taken over as long as something cites it by old numbers."
            self._tell(key, _MOVED, message, _FOLLOW_FIRST)
        return not moved and source.key not in self._unfollowed

    def _tell(self, key: str, code: str, message: str, fix: str) -> None:
        place = self._authored.places.at(key)
        problem = self._authored.problem(place, Severity.ERROR, code, message, fix)
        self._done.problems.append(problem)


def _elsewhere(anchor: Anchor, evidence: Evidence, text: SourceText) -> list[int]:
    """The paragraphs in which the words of a passage stand, if none is in what is cited now."""
    places = same_words(anchor, text)
    cited = text.passage(evidence.paragraph, evidence.passage, evidence.number)
    if any(cited.first <= one.first and one.last <= cited.last for one in places):
        return []
    return sorted({one.paragraph for one in places})


def _stands_elsewhere(evidence: Evidence, paragraphs: Sequence[int]) -> tuple[str, str, str]:
    """Say that another text is cited now, while that which was cited stands in other places."""
    where = ", ".join(f"¶{number}" for number in paragraphs)
    return (
        _MOVED,
        f"The words that were cited stand in {where} now, and others here.",
        f"Write ¶{paragraphs[0]} if that is meant, then run `briefing anchor`; else cite the"
        f" words of ¶{evidence.paragraph} by the first and last of them.",
    )


def _ends(anchor: Anchor) -> str:
    return f"“{anchor.head} {ELLIPSIS} {anchor.tail}” ({count(anchor.words, 'word')})"


def _citations(authored: Authored, briefing: Briefing) -> Sequence[CitedPassage]:
    found: dict[CitedPlace, CitedPassage] = {}
    for bearer in bearers(briefing):
        for number, one in enumerate(bearer.evidence):
            place = authored.places.citation(place_key(briefing, bearer), number)
            cited = found.setdefault(one.place, CitedPassage(one, place, []))
            if bearer.address not in cited.addresses:
                cited.addresses.append(bearer.address)
    return list(found.values())
