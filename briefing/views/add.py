"""``briefing add``: articles become sources of a folder, each with its text in the corpus."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Annotated, Final

from msgspec import Meta

from briefing.desk.adding import (
    MOVED,
    Addition,
    ParagraphChange,
    PassageChange,
    Wish,
    add,
    gather,
    names_in,
    work_out,
)
from briefing.desk.extracting import Article
from briefing.desk.fetching import is_address
from briefing.desk.source_list import FactError
from briefing.model.actors import Source
from briefing.model.errors import BriefingError, UsageError
from briefing.model.text import count
from briefing.views.context import NAME_THE_CORPUS, Context
from briefing.views.layout import fields, wrap
from briefing.views.phrases import NOT_GIVEN, Labelled, date_words
from briefing.views.shapes import Shape, as_json
from briefing.views.verbs import NOTHING, OK, USAGE

_STDIN: Final = "-"
_KEEP_IT: Final = (
    "To keep one for all briefings, set `corpus` in your configuration; see `briefing config`."
)


class AddOutcome(StrEnum):
    """What came of adding one source."""

    ADDED = "added"
    UPDATED = "updated"
    DECLINED = "declined"
    REFUSED = "refused"


class AddedSource(Shape, frozen=True, kw_only=True):
    """What came of one source."""

    given: Annotated[str, Meta(description="The address or file, as typed.")]
    outcome: AddOutcome
    problem: Annotated[str | None, Meta(description="Why it was refused.")] = None
    source: Annotated[Source | None, Meta(description="Its entry in sources.yaml.")] = None
    paragraphs: Annotated[tuple[str, ...], Meta(description="Its text.")] = ()
    changed_paragraphs: tuple[ParagraphChange, ...] = ()
    changed_passages: tuple[PassageChange, ...] = ()


class AddResult(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing add --format json``."""

    sources: tuple[AddedSource, ...]


def run(context: Context, arguments: Namespace) -> int:
    """Add sources, each by itself; the exit code is 1 where one was refused."""
    corpus = context.texts_to_check().folder
    if corpus is None:
        context.say(f"{NAME_THE_CORPUS} {_KEEP_IT}")
        return USAGE
    _check_usage(arguments)
    adding = _Adding(context, arguments, corpus)
    results = [adding.one(source) for source in arguments.sources]
    if arguments.format == "json":
        context.write(as_json(AddResult(sources=tuple(results))))
    return NOTHING if any(one.outcome is AddOutcome.REFUSED for one in results) else OK


def _check_usage(arguments: Namespace) -> None:
    for option in ("key", "title", "author", "published", "address"):
        if getattr(arguments, option) and len(arguments.sources) > 1:
            raise UsageError(f"--{option} is of one source; add them one by one.")
    if arguments.yes:
        return
    if arguments.format == "json":
        raise UsageError("--format json asks nothing, so it needs --yes.")
    if _STDIN in arguments.sources:
        raise UsageError("Standard input has the text, so nothing can be asked there: use --yes.")
    if not (sys.stdin and sys.stdin.isatty()):
        raise UsageError("There is no terminal to show the text and ask; --yes adds it unseen.")


class _Adding:
    """Adds sources to one folder, and shows and tells what comes of each."""

    def __init__(self, context: Context, arguments: Namespace, corpus: Path) -> None:
        self._context = context
        self._folder = Path(arguments.folder)
        self._corpus = corpus
        self._wish = Wish(
            key=arguments.key,
            title=arguments.title,
            outlet=arguments.outlet,
            authors=None if arguments.author is None else names_in(arguments.author),
            issued=arguments.published,
            accessed=arguments.retrieved,
            language=arguments.language,
            url=arguments.address,
        )
        self._asks = not arguments.yes
        self._prints = arguments.format != "json"

    def one(self, given: str) -> AddedSource:
        try:
            return self._one(given)
        except BriefingError as error:
            lacking = error.lacking if isinstance(error, FactError) else ()
            options = ", ".join(f"--{name}" for name in lacking)
            problem = f"{error} Say it ({options})." if options else str(error)
            self._context.say(f"{given}: {problem}")
            return AddedSource(given=given, outcome=AddOutcome.REFUSED, problem=problem)

    def _one(self, given: str) -> AddedSource:
        if is_address(given):
            self._context.say(f"{given}: fetching it.")
        article = gather(given, sys.stdin.buffer if sys.stdin else BytesIO(), date.today())
        wish = self._asked_for(article) if self._asks else self._wish
        addition = work_out(self._folder, self._corpus, article, wish)
        if self._prints:
            lines = _lines(addition, self._context.width, whole=self._asks)
            self._context.write_lines([*lines, "", ""])  # which is a blank line after it
        if self._asks and not self._is_confirmed(addition):
            return _result(given, AddOutcome.DECLINED, addition)
        add(addition)
        outcome = AddOutcome.ADDED if addition.is_new else AddOutcome.UPDATED
        self._context.say(f"“{addition.source.key}” is {outcome}.")
        return _result(given, outcome, addition)

    def _asked_for(self, article: Article) -> Wish:
        """What has to be said of a source that its page does not say."""
        wish = self._wish
        if not (wish.title or article.given.title):
            wish = wish._replace(title=self._answer("It gives no title. Which has it?"))
        if not (wish.outlet or article.given.outlet):
            wish = wish._replace(outlet=self._answer("It names no outlet. Which carries it?"))
        return wish

    def _is_confirmed(self, addition: Addition) -> bool:
        what = "Add it as" if addition.is_new else "Update"
        while True:
            answer = self._answer(f"{what} “{addition.source.key}”? Type y or n.")
            if answer is None or answer.lower() in ("n", "no"):
                return False
            if answer.lower() in ("y", "yes"):
                return True

    def _answer(self, question: str) -> str | None:
        self._context.say(question)
        self._context.stderr.flush()
        return sys.stdin.readline().strip() or None


def _result(given: str, outcome: AddOutcome, addition: Addition) -> AddedSource:
    return AddedSource(
        given=given,
        outcome=outcome,
        source=addition.source,
        paragraphs=addition.article.paragraphs,
        changed_paragraphs=addition.paragraphs,
        changed_passages=addition.passages,
    )


def _lines(addition: Addition, width: int, *, whole: bool) -> Iterator[str]:
    """Lay out what was found: of a new source the text too, of another what changed."""
    yield from fields(labelled(addition), width)
    if addition.is_new and whole:
        for number, paragraph in enumerate(addition.article.paragraphs, 1):
            yield ""
            yield from wrap(paragraph, width, first=f"¶{number}  ")
    for change in addition.paragraphs:
        for sign, side in (("-", change.before), ("+", change.after)):
            if side is not None:
                yield from wrap(side[1], width, first=f"{sign} ¶{side[0]}  ", rest="  ")
    for passage in addition.passages:
        rests = f" Rests on it: {', '.join(passage.addresses)}."
        yield from wrap(f"{passage.cited}: {passage.outcome}. {passage.said}{rests}", width)
    if any(passage.outcome == MOVED for passage in addition.passages):
        yield from wrap("`briefing anchor --follow` rewrites citations that moved.", width)


def labelled(addition: Addition) -> Labelled:
    """What is known of a source that is to be added, and of its text."""
    source, article = addition.source, addition.article
    by = f", by {article.extractor}" if article.extractor else ""
    length = f"{count(len(article.paragraphs), 'paragraph')}, {count(article.words, 'word')}{by}"
    return [
        ("Source", source.key),
        ("Title", source.title),
        ("Outlet", source.outlet),
        ("Author", ", ".join(source.authors) or NOT_GIVEN),
        ("Published", date_words(source.published)),
        ("Retrieved", date_words(source.retrieved)),
        ("Language", source.language or NOT_GIVEN),
        ("Address", source.url or NOT_GIVEN),
        ("Text", f"{length}, in {source.corpus}"),
    ]
