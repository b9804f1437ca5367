"""The files ``sources.yaml`` and ``actors.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from briefing.authoring.citations import read_allowances, read_citations
from briefing.authoring.fields import (
    Fields,
    read_fields,
    to_count,
    to_country,
    to_date,
    to_id,
    to_language,
    to_truth,
)
from briefing.authoring.folder import SourceFile
from briefing.authoring.problems import (
    IdKind,
    Located,
    MistakeError,
    ParseContext,
    PartLocation,
    write_instead,
)
from briefing.authoring.rules import read_prose
from briefing.model.actors import UNKNOWN_ORIGIN, Actor, Dateline, Name, Slip, Source
from briefing.model.vocabulary import ActorType, Mode, NameKind

SOURCE_FIELDS: Final = (
    *("type", "title", "container-title", "author", "issued", "accessed", "dateline", "language"),
    *("URL", "origin", "corpus", "descriptor", "held", "slips"),
)
ACTOR_FIELDS: Final = ("type", "country", "role", "described-by", "cite", "allow", "names")
NAME_FIELDS: Final = ("text", "kind", "language", "cite")

CSL_TYPES: Final = frozenset(
    [
        *("article", "article-journal", "article-magazine", "article-newspaper", "bill"),
        *("book", "broadcast", "chapter", "classic", "collection", "dataset", "document"),
        *("entry", "entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic"),
        *("hearing", "interview", "legal_case", "legislation", "manuscript", "map"),
        *("motion_picture", "musical_score", "pamphlet", "paper-conference", "patent"),
        *("performance", "periodical", "personal_communication", "post", "post-weblog"),
        *("regulation", "report", "review", "review-book", "software", "song", "speech"),
        *("standard", "thesis", "treaty", "webpage"),
    ]
)
"""Item types of the Citation Style Language, version 1.0.2."""

_DATELINE: Final = re.compile(r"(?P<date>[^\s,¶]+)\s*,?\s*¶\s*(?P<paragraph>[1-9][0-9]{0,4})")
_HTTP: Final = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)


class ReadSources(NamedTuple):
    """What ``sources.yaml`` lists, in the order written; entries with errors may be missing.

    Nothing can be cited from those that are not held: ``held: no``.
    """

    sources: tuple[Source, ...] = ()
    not_held: tuple[Source, ...] = ()


def read_sources(file: SourceFile, context: ParseContext) -> ReadSources:
    held: list[Source] = []
    not_held: list[Source] = []
    for key, fields in _entries(file, IdKind.SOURCE, context):
        lacks_text = fields.take("held", to_truth) is False
        kind = IdKind.DOCUMENT if lacks_text else IdKind.SOURCE
        context.ledger.define(kind, key.text, key.at(), context.report)
        if source := _read_source(key, fields, context):
            (not_held if lacks_text else held).append(source)
    return ReadSources(tuple(held), tuple(not_held))


def read_actors(file: SourceFile, context: ParseContext) -> tuple[Actor, ...]:
    """Read all actors, in the order written; those with errors may be missing."""
    found = []
    for id_, fields in _entries(file, IdKind.ACTOR, context):
        context.ledger.define(IdKind.ACTOR, id_.text, id_.at(), context.report)
        found.append(_read_actor(id_, fields, context))
    return tuple(actor for actor in found if actor is not None)


def _entries(file: SourceFile, kind: IdKind, context: ParseContext) -> list[tuple[Located, Fields]]:
    entries = read_fields(file.path, file.text, 1, None, context.report)
    if entries is None:
        context.ledger.leave_open(kind)
        return []
    known = SOURCE_FIELDS if kind is IdKind.SOURCE else ACTOR_FIELDS
    found = []
    for key in entries.names():
        context.report.value(key, to_id)
        fields = entries.fields(key.text, known)
        if fields is None:
            context.ledger.define(kind, key.text, key.at(), context.report)
        else:
            found.append((key, fields))
    return found


def _read_source(key: Located, fields: Fields, context: ParseContext) -> Source | None:
    report = context.report
    context.enter(f"{IdKind.SOURCE}:{key.text}", PartLocation(key.at(), fields=fields.locations()))
    fields.require("type", "title", "container-title")
    type_, url, corpus = (fields.text(name) for name in ("type", "URL", "corpus"))
    title, outlet = fields.string("title"), fields.string("container-title")
    dateline = fields.take("dateline", _to_dateline)
    if type_ is not None and type_.text not in CSL_TYPES:
        report.error(
            type_.at(),
            "unknown-value",
            f"“{type_.text}” is not an item type of CSL.",
            write_instead(type_.text, sorted(CSL_TYPES)),
        )
    if url is not None and not _HTTP.fullmatch(url.text):
        report.error(
            url.at(),
            "bad-url",
            "The address does not begin with http:// or https://.",
            "Write the whole address, or leave it out.",
        )
    if corpus is not None and (set(corpus.text) & set("/\\") or corpus.text in (".", "..")):
        report.error(
            corpus.at(),
            "bad-file-name",
            "The corpus entry is a path, not the name of a file.",
            "Write the file's name only; the corpus is one folder.",
        )
    published, retrieved = (fields.take(name, to_date) for name in ("issued", "accessed"))
    language = fields.take("language", to_language)
    origin, descriptor = fields.string("origin"), fields.string("descriptor")
    authors, slips = fields.texts("author"), tuple(_read_slips(fields, context))
    if type_ is None or title is None or outlet is None:
        return None
    return Source(
        key=key.text,
        type=type_.text,
        title=title,
        outlet=outlet,
        authors=tuple(author.text for author in authors),
        published=published,
        retrieved=retrieved,
        language=language,
        url=url.text if url else None,
        origin=origin or UNKNOWN_ORIGIN,
        corpus=corpus.text if corpus else None,
        descriptor=descriptor,
        dateline=dateline,
        slips=slips,
    )


def _read_slips(fields: Fields, context: ParseContext) -> Iterator[Slip]:
    for slip in fields.each_fields("slips", ("paragraph", "note")):
        slip.require("paragraph", "note")
        paragraph, note = slip.take("paragraph", to_count), read_prose(slip, "note", context)
        if paragraph is not None and note is not None:
            yield Slip(paragraph=paragraph, note=note)


def _to_dateline(text: Located) -> Dateline:
    match = _DATELINE.fullmatch(text.text)
    if match is None:
        raise MistakeError(
            text.at(),
            "bad-dateline",
            f"“{text.text}” is not a date with the paragraph it is taken from.",
            "Write “2023-12-13, ¶2”; paragraphs are counted from 1.",
        )
    date = to_date(text.part(*match.span("date")))
    return Dateline(date=date, paragraph=int(match["paragraph"]))


def _read_actor(id_: Located, fields: Fields, context: ParseContext) -> Actor | None:
    fields.require("type", "names")
    type_, country = fields.word("type", ActorType), fields.take("country", to_country)
    role, described_by = fields.string("role"), fields.take("described-by", context.to_actor)
    allowed = read_allowances(fields.text("allow"), context.report)
    names = tuple(_read_names(id_.text, fields, context))
    evidence, cited_at = read_citations(fields, Mode.PARAPHRASE, context)
    context.enter(
        f"{IdKind.ACTOR}:{id_.text}",
        PartLocation(id_.at(), fields=fields.locations(), citations=cited_at),
    )
    if type_ is ActorType.BLOC and "country" in fields:
        context.report.error(
            fields.field_location("country"),
            "country-of-bloc",
            "A bloc has no country.",
            "Remove the country, or correct the type.",
        )
    if type_ is None or not names:
        return None
    return Actor(
        id=id_.text,
        type=type_,
        names=names,
        country=country,
        role=role,
        described_by=described_by,
        evidence=evidence,
        allowed=allowed,
    )


def _read_names(actor: str, fields: Fields, context: ParseContext) -> list[Name]:
    found: list[Name] = []
    typed = fields.each("names", NAME_FIELDS)
    for name in typed:
        usual = NameKind.ALIAS if found else NameKind.USUAL
        read = _read_name(name, usual, f"{IdKind.ACTOR}:{actor}#name:{len(found)}", context)
        if read is not None:
            found.append(read)
    if not typed and "names" in fields:
        context.report.error(
            fields.field_location("names"),
            "empty-field",
            "An actor needs a name.",
            "Write “[name, other spelling]”.",
        )
    return found


def _read_name(
    typed: Located | Fields, usual: NameKind, key: str, context: ParseContext
) -> Name | None:
    if isinstance(typed, Located):
        context.enter(key, PartLocation(typed.at(), typed))
        return Name(text=typed.text, kind=usual)
    typed.require("text")
    text = typed.text("text")
    kind = typed.word("kind", NameKind) or usual
    language = typed.take("language", to_language)
    evidence, cited_at = read_citations(typed, Mode.QUOTE, context)
    if text is None:
        return None
    context.enter(key, PartLocation(typed.location, text, typed.locations(), cited_at))
    return Name(text=text.text, kind=kind, language=language, evidence=evidence)
