"""The files ``sources.yaml`` and ``actors.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import zip_longest
from typing import Final, NamedTuple

from briefing.authoring.citations import read_allowances, read_citations
from briefing.authoring.drafts import Status
from briefing.authoring.fields import (
    Fields,
    Take,
    as_actor,
    as_string,
    as_strings,
    as_value,
    as_word,
    matching,
    read_fields,
    take_all,
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
from briefing.model.actors import Actor, Dateline, Name, Slip, Source
from briefing.model.vocabulary import ActorType, Mode, NameKind

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


class ReadSources(NamedTuple):
    """What ``sources.yaml`` lists, in the order written; entries with errors may be missing.

    Nothing can be cited from those that are not held: ``held: no``.
    """

    sources: tuple[Source, ...] = ()
    not_held: tuple[Source, ...] = ()


def read_sources(file: SourceFile, context: ParseContext) -> ReadSources:
    held: list[Source] = []
    not_held: list[Source] = []
    labels: dict[str, str] = {}
    for key, fields in _entries(file, IdKind.SOURCE, context):
        lacks_text = fields.take("held", to_truth) is False
        kind = IdKind.DOCUMENT if lacks_text else IdKind.SOURCE
        context.ledger.define(kind, key.text, key.at(), context.report)
        if label := fields.text("label"):
            owner = labels.setdefault(label.text, key.text)
            if owner != key.text:
                message = f"“{label.text}” is the label of {owner} too."
                fix = "Give each source letters of its own, or leave the label out."
                context.report.error(label.at(), "same-label", message, fix)
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
    if all(not line or line.startswith("#") for line in map(str.strip, file.text.split("\n"))):
        return []  # the file of a briefing that is only begun
    entries = read_fields(file.path, file.text, 1, None, context.report)
    if entries is None:
        context.ledger.leave_open(kind)
        return []
    of_actor = (*_ACTOR, "status", "cite", "allow", "names")
    known = (*_SOURCE, "held") if kind is IdKind.SOURCE else of_actor
    found = []
    names = entries.names()
    for key, following in zip_longest(names, names[1:]):
        context.report.value(key, to_id)
        fields = entries.fields(key.text, known)
        if fields is None:
            context.ledger.define(kind, key.text, key.at(), context.report)
        else:
            found.append((key, fields))
            if fields.word("status", Status):
                end = None if following is None else following.at()
                context.report.mark_draft(f"{kind}:{key.text}", key.at(), end)
    return found


def _read_source(key: Located, fields: Fields, context: ParseContext) -> Source | None:
    part = f"{IdKind.SOURCE}:{key.text}"
    context.enter(part, PartLocation(key.at(), fields=fields.locations()))
    for number, slip in enumerate(fields.each_fields("slips", [*_SLIP])):
        place = PartLocation(slip.location, fields=slip.locations())
        context.enter(f"{part}#slip:{number}", place)
    given = take_all(fields, _SOURCE, context, "type", "title", "container-title")
    return None if given is None else Source(key=key.text, **given)


def _to_type(text: Located) -> str:
    if text.text in CSL_TYPES:
        return text.text
    message = f"“{text.text}” is not an item type of CSL."
    fix = write_instead(text.text, sorted(CSL_TYPES))
    raise MistakeError(text.at(), "unknown-value", message, fix)


_to_address: Final = matching(
    r"(?i:https?)://[^\s/?#]+\S*",
    str,
    "bad-url",
    "The address does not begin with http:// or https://.",
    "Write the whole address, or leave it out.",
)

_to_file_name: Final = matching(
    r"(?!\.{1,2}\Z)[^/\\]+",
    str,
    "bad-file-name",
    "The corpus entry is a path, not the name of a file.",
    "Write the file's name only; the corpus is one folder.",
)

_to_label: Final = matching(
    r"[^\W\d_]{1,3}",
    str,
    "bad-label",
    "“{}” is not one to three letters.",
    "Write letters that remind of the source, such as W for the Weekly.",
)

_to_digest: Final = matching(
    "[0-9a-f]{64}",
    str,
    "bad-sha256",
    "This is not a fingerprint of 64 hexadecimal digits.",
    "Leave it out; `briefing add` writes it.",
)


def _to_dateline(text: Located) -> Dateline:
    match = _DATELINE.fullmatch(text.text)
    if match is None:
        message = f"“{text.text}” is not a date with the paragraph it is taken from."
        fix = "Write “2023-12-13, ¶2”; paragraphs are counted from 1."
        raise MistakeError(text.at(), "bad-dateline", message, fix)
    date = to_date(text.part(*match.span("date")))
    return Dateline(date=date, paragraph=int(match["paragraph"]))


_SLIP: Final[Mapping[str, Take]] = {"paragraph": as_value(to_count), "note": read_prose}


def _read_slips(fields: Fields, name: str, context: ParseContext) -> tuple[Slip, ...]:
    typed = fields.each_fields(name, [*_SLIP])
    read = [take_all(slip, _SLIP, context, *_SLIP) for slip in typed]
    return tuple(Slip(**slip) for slip in read if slip is not None)


_SOURCE: Final[Mapping[str, Take]] = {
    "type": as_value(_to_type),
    "title": as_string,
    "container-title": as_string,
    "author": as_strings,
    "issued": as_value(to_date),
    "accessed": as_value(to_date),
    "dateline": as_value(_to_dateline),
    "language": as_value(to_language),
    "URL": as_value(_to_address),
    "origin": as_string,
    "corpus": as_value(_to_file_name),
    "descriptor": as_string,
    "slips": _read_slips,
    "label": as_value(_to_label),
    "sha256": as_value(_to_digest),
    "extractor": as_string,
}

_ACTOR: Final[Mapping[str, Take]] = {
    "type": as_word(ActorType),
    "country": as_value(to_country),
    "role": as_string,
    "described-by": as_actor,
}

_NAME: Final[Mapping[str, Take]] = {
    "text": as_string,
    "kind": as_word(NameKind),
    "language": as_value(to_language),
}


def _read_actor(id_: Located, fields: Fields, context: ParseContext) -> Actor | None:
    fields.require("names")
    given = take_all(fields, _ACTOR, context, "type")
    allowed = read_allowances(fields.text("allow"), context.report)
    names = tuple(_read_names(id_.text, fields, context))
    evidence, cited_at = read_citations(fields, Mode.PARAPHRASE, context)
    place = PartLocation(id_.at(), fields=fields.locations(), citations=cited_at)
    context.enter(f"{IdKind.ACTOR}:{id_.text}", place)
    if given is None:
        return None
    if given["type"] is ActorType.BLOC and "country" in fields:
        message = "A bloc has no country."
        fix = "Remove the country, or correct the type."
        context.report.error(fields.field_location("country"), "country-of-bloc", message, fix)
    if not names:
        return None
    return Actor(id=id_.text, names=names, evidence=evidence, allowed=allowed, **given)


def _read_names(actor: str, fields: Fields, context: ParseContext) -> list[Name]:
    found: list[Name] = []
    typed = fields.each("names", (*_NAME, "cite"))
    for name in typed:
        usual = NameKind.ALIAS if found else NameKind.USUAL
        read = _read_name(name, usual, f"{IdKind.ACTOR}:{actor}#name:{len(found)}", context)
        if read is not None:
            found.append(read)
    if not typed and "names" in fields:
        message = "An actor needs a name."
        fix = "Write “[name, other spelling]”."
        context.report.error(fields.field_location("names"), "empty-field", message, fix)
    return found


def _read_name(
    typed: Located | Fields, usual: NameKind, key: str, context: ParseContext
) -> Name | None:
    if isinstance(typed, Located):
        context.enter(key, PartLocation(typed.at(), typed))
        return Name(text=typed.text, kind=usual)
    given = take_all(typed, _NAME, context, "text")
    evidence, cited_at = read_citations(typed, Mode.QUOTE, context)
    if given is None:
        return None
    place = PartLocation(typed.location, typed.text("text"), typed.locations(), cited_at)
    context.enter(key, place)
    return Name(**{"kind": usual, **given}, evidence=evidence)
