"""``briefing anchor --follow``: citations follow passages that stand in other paragraphs now.

Only numbers are rewritten: of a paragraph, and of one among passages that begin alike. An anchor
goes along as it is, so that what has changed besides is told as before. All is prepared, and read
again as if it were written, before the first file is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

import msgspec

from briefing.authoring.anchor_lock import LOCK_NAME, lock_content, write_attributes, write_lock
from briefing.authoring.citations import QUOTED
from briefing.authoring.load import load_briefing
from briefing.authoring.problems import Location, Problem
from briefing.desk.change import path_of
from briefing.desk.edits import Edit
from briefing.desk.typed import Typed
from briefing.evidence.anchors import Finding
from briefing.evidence.articles import follow
from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.passages import READ_AGAIN, Whereabouts, source_paragraphs
from briefing.evidence.support import bearers
from briefing.model.actors import Dateline, Slip, Source
from briefing.model.briefing import Briefing
from briefing.model.claims import Anchor, ArticleMark, CitedPlace, Evidence, cited_place
from briefing.model.errors import BriefingError
from briefing.model.text import count
from briefing.model.untrusted_files import read_inside
from briefing.model.vocabulary import Severity
from briefing.views.authored import BY_PLACE, Authored, count_errors, load_as_typed, place_key
from briefing.views.context import Context
from briefing.views.edit import difference
from briefing.views.verbs import NOTHING, OK

T = TypeVar("T")
_CODE: Final = "not-followed"
_CITE_ANOTHER: Final = (
    "Cite another passage here by its first and last words, in the paragraph in which it stands"
    " now, or take the citation out"
)
_PLAINLY: Final = "Type citations on one line and without escapes, then run it again."
_GAP: Final = r"[\s>]*"  # a quotation's mark stands before each of its lines
_CITED: Final = (
    rf"(?<![a-z0-9-]){{key}}(?:{_GAP},)?{_GAP}¶{_GAP}(?P<paragraph>[0-9]{{{{1,5}}}})"
    rf"(?P<passage>(?:{_GAP},)?{_GAP}(?:{QUOTED}))?(?:{_GAP}\({_GAP}(?P<number>[0-9]+){_GAP}\))?"
)
_DATELINE: Final = re.compile(r"[^¶\n]*¶\s*(?P<paragraph>[0-9]{1,5})")
_DIGITS: Final = re.compile(r"[0-9]+")
_IN_QUOTES: Final = re.compile(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*\"""", re.DOTALL)
"""A value of YAML between quotation marks."""


class NotFollowedError(BriefingError):
    """Something cannot be followed for sure, so nothing of the folder is."""


class Citation(NamedTuple):
    """A citation as typed, and how its passage is cited now."""

    evidence: Evidence
    now: Evidence
    finding: Finding
    location: Location


class Following(msgspec.Struct):
    """What following the passages of a briefing comes to.

    Attributes:
        edit: Of the files with citations.
        citations: How many are rewritten.
        unread: Of which sources the text is not at hand, in sentences.
    """

    anchors: Sequence[Anchor]
    articles: Sequence[ArticleMark]
    edit: Edit
    problems: list[Problem] = msgspec.field(default_factory=list)
    citations: int = 0
    unread: list[str] = msgspec.field(default_factory=list)


def follow_all(context: Context, folders: Iterable[Path], corpus: Corpus) -> int:
    """Rewrite the citations of folders; the exit code is 1 where something is left to do."""
    problems: list[Problem] = []
    citations = files = unread = 0
    refused = False
    for folder in folders:
        authored = load_as_typed(folder)
        if authored.briefing is None:
            problems += authored.problems
            continue
        try:
            done = _Follower(authored, authored.briefing, corpus).done()
        except NotFollowedError as error:
            context.say(str(error))
            refused = True
            continue
        for sentence in done.unread:
            context.say(sentence)
        problems += done.problems
        if done.edit.after:
            changed = {folder / path: data for path, data in done.edit.after.items()}
            write_lock(folder, done.anchors, done.articles, changed)
            context.say(write_attributes(folder))
            context.write_lines(difference(folder, done.edit))
        citations += done.citations
        unread += len(done.unread)
        files += len(done.edit.after)
    for problem in sorted(problems, key=BY_PLACE):
        context.say(str(problem))
    context.write(f"{count(citations, 'citation')} rewritten in {count(files, 'file')}.")
    return NOTHING if refused or unread or count_errors(problems) else OK


class _Follower:
    def __init__(self, authored: Authored, briefing: Briefing, corpus: Corpus) -> None:
        self._authored = authored
        self._briefing = briefing
        self._examination = Examination(briefing, corpus)
        self._places = Whereabouts(self._examination)
        self._problems: list[Problem] = []

    def done(self) -> Following:
        citations = list(self._citations())
        places: dict[CitedPlace, Evidence] = {}
        numbers: dict[str, dict[int, int]] = {}
        for source in self._briefing.sources:
            own = [one for one in citations if one.evidence.source == source.key]
            present = self._present(source, own)
            if not self._collides(source, own, present):
                places |= {one.evidence.place: one.now for one in own}
                numbers[source.key] = present
        self._tell_left(citations)
        return self._following(citations, places, numbers)

    def _citations(self) -> Iterator[Citation]:
        """All citations, also those that no claim rests on: of an actor without a role."""
        found = [(place_key(self._briefing, one), one.evidence) for one in bearers(self._briefing)]
        found += [
            (f"actor:{one.id}", one.evidence) for one in self._briefing.actors if not one.role
        ]
        for key, evidence in found:
            for number, one in enumerate(evidence):
                finding = self._examination.finding(one)
                location = self._authored.places.citation(key, number)
                yield Citation(one, self._places.now(one), finding, location)

    def _present(self, source: Source, citations: Iterable[Citation]) -> dict[int, int]:
        """The present numbers of an article's paragraphs, by those known; none without a mark."""
        if source.key in self._briefing.articles_by_source:
            return self._places.paragraphs(source.key)
        if source_paragraphs(source) and any(one.now != one.evidence for one in citations):
            self._tell_source(
                source,
                "Nothing is kept of the article yet, so that its dateline and slips were not"
                " followed.",
                "See whether their paragraphs are right, then run `briefing anchor`.",
            )
        return {}

    def _collides(
        self, source: Source, citations: Sequence[Citation], present: Mapping[int, int]
    ) -> bool:
        """Whether two passages would be cited as one, or a note would stand at another paragraph.

        Nothing of the source is followed then: what is gone would be taken for what is there.
        """
        moves = any(one.now != one.evidence for one in citations)
        moves = moves or any(number != now for number, now in present.items())
        gone = [number for number in source_paragraphs(source) if present and number not in present]
        if moves and gone:
            self._tell_source(
                source,
                f"¶{gone[0]}, which its dateline or a slip names, is gone or cannot be told from"
                " others, so that nothing of this source was followed.",
                "Take it out, run `briefing anchor --follow`, then write it with its new number.",
            )
            return True
        wanted: dict[CitedPlace, Citation] = {}
        collides = False
        for one in sorted(citations, key=lambda one: one.now.place == one.evidence.place):
            other = wanted.setdefault(one.now.place, one)
            if one.evidence.place != other.evidence.place and not _same_passage(one, other):
                self._tell_collision(one, other)
                collides = True
        return collides

    def _tell_collision(self, one: Citation, other: Citation) -> None:
        text = self._examination.text(one.evidence.source)
        passage = one.finding.passage
        by_ends = None if text is None or passage is None else text.cited_by_ends(passage)
        name, now = cited_place(one.evidence.place), cited_place(other.evidence.place)
        self._tell(
            one.location,
            f"{name} would also be what {now} is now, so that nothing of “{one.evidence.source}”"
            " was followed.",
            f"{f'Write {by_ends} here' if by_ends else _CITE_ANOTHER}; then run"
            " `briefing anchor --follow` again.",
        )

    def _unread(self, citations: Sequence[Citation]) -> Iterator[str]:
        for source in self._briefing.sources:
            if not any(one.evidence.source == source.key for one in citations):
                continue
            flaw = self._examination.flaw(source.key)
            if flaw is not None:
                self._tell(self._authored.places.at(f"source:{source.key}"), *flaw[1:], flaw.code)
            elif why_not := self._examination.why_no_text(source.key):
                yield f"error: @{source.key} was not looked into. {why_not}"

    def _tell_left(self, citations: Iterable[Citation]) -> None:
        told: set[CitedPlace] = set()
        for one in citations:
            anchor = self._briefing.anchor(one.evidence)
            text = self._examination.text(one.evidence.source)
            if anchor is None or text is None or one.finding.is_exact:
                continue
            if one.evidence.place not in told:
                told.add(one.evidence.place)
                code = f"{one.finding.outcome}-passage"
                self._tell(one.location, one.finding.reason, READ_AGAIN, code)

    def _following(
        self,
        citations: Sequence[Citation],
        places: Mapping[CitedPlace, Evidence],
        numbers: Mapping[str, Mapping[int, int]],
    ) -> Following:
        rewriting = _Rewriting(self._authored)
        rewritten = 0
        for one in citations:
            now = places.get(one.evidence.place, one.evidence)
            rewritten += rewriting.cite(one, now)
        for source in self._briefing.sources:
            self._rewrite_source(rewriting, source, numbers.get(source.key, {}))
        found = Following(
            anchors=self._anchors(places),
            articles=[self._mark(one, numbers) for one in self._briefing.articles],
            edit=rewriting.edit(),
            problems=self._problems,
            citations=rewritten,
            unread=list(self._unread(citations)),
        )
        if found.edit.after:
            self._verify(found, _expected(self._briefing, places, numbers))
        return found

    def _rewrite_source(
        self, rewriting: _Rewriting, source: Source, present: Mapping[int, int]
    ) -> None:
        places, key = self._authored.places, f"source:{source.key}"
        if source.dateline is not None:
            at = places.field(key, "dateline")
            number = source.dateline.paragraph
            rewriting.number(at, _DATELINE, number, present.get(number, number))
        for index, slip in enumerate(source.slips):
            at = places.field(f"{key}#slip:{index}", "paragraph")
            now = present.get(slip.paragraph, slip.paragraph)
            rewriting.number(at, _DIGITS, slip.paragraph, now)

    def _anchors(self, places: Mapping[CitedPlace, Evidence]) -> list[Anchor]:
        """The anchors where their passages are cited now; of two for one place that which holds."""
        found: dict[CitedPlace, Anchor] = {}
        for anchor in self._briefing.anchors:
            now = places.get(anchor.place, anchor)
            followed = msgspec.structs.replace(anchor, paragraph=now.paragraph, number=now.number)
            found.setdefault(followed.place, followed)
        return list(found.values())

    def _mark(self, mark: ArticleMark, numbers: Mapping[str, Mapping[int, int]]) -> ArticleMark:
        text = self._examination.text(mark.source)
        return follow(mark, text) if numbers.get(mark.source) and text is not None else mark

    def _verify(self, found: Following, expected: Briefing) -> None:
        """Read the folder as it would be; it must be the same briefing, but for the numbers."""
        contents = {tuple(path.split("/")): data for path, data in found.edit.after.items()}
        contents[(LOCK_NAME,)] = lock = lock_content(found.anchors, found.articles)
        loaded = load_briefing(self._authored.folder, instead=contents).briefing
        if (
            loaded is None
            or lock_content(loaded.anchors, loaded.articles) != lock
            or _as_authored(loaded) != _as_authored(expected)
        ):
            raise NotFollowedError(
                f"The citations of “{self._authored.folder}” cannot be rewritten for sure, so"
                f" nothing was. {_PLAINLY}"
            )

    def _tell_source(self, source: Source, message: str, fix: str) -> None:
        self._tell(self._authored.places.at(f"source:{source.key}"), message, fix)

    def _tell(self, place: Location, message: str, fix: str, code: str = _CODE) -> None:
        problem = self._authored.problem(place, Severity.ERROR, code, message, fix)
        if problem not in self._problems:
            self._problems.append(problem)


def _same_passage(one: Citation, other: Citation) -> bool:
    return one.finding.passage is not None and one.finding.passage == other.finding.passage


def _as_authored(briefing: Briefing) -> Briefing:
    """A briefing without what is read of generated files, or follows from them."""
    return msgspec.structs.replace(
        briefing, anchors=(), articles=(), verified=None, sign_offs=(), void_sign_offs=()
    )


def _expected(
    briefing: Briefing,
    places: Mapping[CitedPlace, Evidence],
    numbers: Mapping[str, Mapping[int, int]],
) -> Briefing:
    """The briefing with its passages and paragraphs cited as they are now."""

    def renumbered(value: Any) -> Any:  # noqa: ANN401 - any part of the model
        if isinstance(value, Evidence) and (now := places.get(value.place)):
            return msgspec.structs.replace(value, paragraph=now.paragraph, number=now.number)
        return value

    def of_source(source: Source) -> Source:
        present = numbers.get(source.key, {})

        def numbered(value: Any) -> Any:  # noqa: ANN401 - any part of the model
            if isinstance(value, Dateline | Slip):
                now = present.get(value.paragraph, value.paragraph)
                return msgspec.structs.replace(value, paragraph=now)
            return value

        return _each(source, numbered)

    changed = _each(briefing, renumbered)
    return msgspec.structs.replace(changed, sources=tuple(map(of_source, changed.sources)))


def _each(value: T, change: Callable[[Any], Any]) -> T:
    """The same struct or tuple with each struct in it changed."""
    if isinstance(value, tuple):
        return tuple(_each(one, change) for one in value)  # type: ignore[return-value]
    if not isinstance(value, msgspec.Struct):
        return value
    fields = {
        name: _each(content, change)
        for name, content in msgspec.structs.asdict(value).items()
        if isinstance(content, tuple | msgspec.Struct)
    }
    changed = msgspec.structs.replace(value, **fields) if fields else value
    return change(changed)  # type: ignore[no-any-return]


class _Rewriting:
    """Files of a folder, and what takes the place of what in them."""

    def __init__(self, authored: Authored) -> None:
        self._authored = authored
        self._typed: dict[str, Typed] = {}
        self._searched: dict[Location, int] = {}

    def cite(self, citation: Citation, now: Evidence) -> bool:
        """Rewrite the numbers of a citation where it is typed; whether there was need to."""
        evidence, place = citation.evidence, citation.location
        if evidence.paragraph is None:
            return False
        pattern = re.compile(_CITED.format(key=re.escape(evidence.source)))
        found = self._match(place, pattern, evidence.paragraph)
        if now.place == evidence.place:
            return False
        if found is None:
            raise self._refused(place)
        file = self._file(place)
        file.replace(*found.span("paragraph"), str(now.paragraph))
        if now.number != evidence.number:
            if found["number"]:
                file.replace(*found.span("number"), str(now.number))
            elif found["passage"]:
                end = found.end("passage")
                file.replace(end, end, f" ({now.number})")
            else:
                raise self._refused(place)
        return True

    def number(self, place: Location, pattern: re.Pattern[str], known: int, now: int) -> None:
        """Rewrite a number that stands at a place."""
        if now == known:
            return
        file = self._file(place)
        found = pattern.match(file.text, file.offset(place))
        span = (
            found.span("paragraph" if "paragraph" in pattern.groupindex else 0) if found else None
        )
        if span is None:
            raise self._refused(place)
        file.replace(*span, str(now))

    def edit(self) -> Edit:
        """Of the files that change."""
        files = {path: (file.text, file.became()) for path, file in self._typed.items()}
        changed = {path: pair for path, pair in files.items() if pair[0] != pair[1]}
        before = {path: old.encode() for path, (old, _) in changed.items()}
        return Edit(before, {path: new.encode() for path, (_, new) in changed.items()}, "")

    def _match(
        self, place: Location, pattern: re.Pattern[str], paragraph: int
    ) -> re.Match[str] | None:
        """Find a citation at its place; of those in a text with escapes only its start is known."""
        file = self._file(place)
        text, offset = file.text, file.offset(place)
        found = pattern.match(text, offset)
        if found is None or place in self._searched:
            quoted = _IN_QUOTES.match(text, max(0, offset - 1))
            end = quoted.end() if quoted else offset
            found = pattern.search(text, self._searched.get(place, offset), end)
        if found is None or int(found["paragraph"]) != paragraph:
            return None
        self._searched[place] = found.end()
        return found

    def _file(self, place: Location) -> Typed:
        path = path_of(place)
        if path not in self._typed:
            data = read_inside(self._authored.folder, *path.split("/"))
            self._typed[path] = Typed(path, data)
        return self._typed[path]

    def _refused(self, place: Location) -> NotFollowedError:
        path, line, column = self._authored.as_typed(place)
        return NotFollowedError(
            f"{path}:{line}:{column}: This is typed in a way that is not rewritten, so nothing was."
            f" {_PLAINLY}"
        )
