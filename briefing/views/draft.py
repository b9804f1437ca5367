"""``briefing draft``: what one source may give a briefing, as drafts in its folder."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Mapping, Sequence
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from briefing.desk.answers import read_answers
from briefing.desk.drafting import draft
from briefing.desk.edits import apply
from briefing.desk.proposing import Found, Proposal, propose
from briefing.desk.recognising import (
    ActorFound,
    DateFound,
    NumberFound,
    QuotationFound,
    ReactionFound,
)
from briefing.evidence.names import Lexicon
from briefing.model.errors import UsageError
from briefing.model.text import count, shortened
from briefing.views.asking import PATIENCE, command_of, program_name, run_program
from briefing.views.context import Context
from briefing.views.layout import field, wrap
from briefing.views.shapes import Ordinal, Shape, as_json
from briefing.views.source_at_hand import SourceAtHand, open_source
from briefing.views.verbs import OK

Kind = Literal["actor", "quotation", "number", "date", "reaction"]

KINDS: Final[dict[type, Kind]] = {
    ActorFound: "actor",
    QuotationFound: "quotation",
    NumberFound: "number",
    DateFound: "date",
    ReactionFound: "reaction",
}


class SentParagraph(Shape, frozen=True, kw_only=True):
    """One line for a program that is asked by ``briefing draft --with``.

    It answers in lines such as ``{"kind": "quotation", "paragraph": 4, "words": "…"}``; a line
    ``{"program": "…", "version": "…"}`` says what it is.
    """

    source: Annotated[str, Meta(description="Citation key.")]
    paragraph: Ordinal
    text: str


class ListedProposal(Shape, frozen=True, kw_only=True):
    """Something that the source may give the briefing; what does not apply is null."""

    number: Annotated[Ordinal, Meta(description="Of the whole list, for ``--only``.")]
    kind: Kind
    words: Annotated[str, Meta(description="As the source has it.")]
    paragraph: Ordinal
    cite: Annotated[str, Meta(description="As in the front matter of a card.")]
    by: Annotated[str | None, Meta(description="The program that proposes it; null for ours.")]
    speaker: Annotated[str | None, Meta(description="Who probably says it, as printed.")] = None
    actor: Annotated[str | None, Meta(description="Id of the actor or speaker, if listed.")] = None
    name: Annotated[str | None, Meta(description="Whose reaction it is, as printed.")] = None
    names: Annotated[tuple[str, ...], Meta(description="Of an actor, as printed.")] = ()
    type: str | None = None
    country: str | None = None
    value: str | None = None
    low: str | None = None
    high: str | None = None
    unit: str | None = None
    measure: str | None = None
    qualifier: str | None = None
    date: Annotated[str | None, Meta(description="In EDTF.")] = None
    how: Annotated[str | None, Meta(description="Out of what the date follows.")] = None
    verb: str | None = None
    stance: str | None = None


class DraftList(Shape, frozen=True, kw_only=True):
    """Printed by ``briefing draft --format json``."""

    briefing: Annotated[str, Meta(description="Name of the briefing.")]
    source: Annotated[str, Meta(description="Citation key.")]
    proposals: tuple[ListedProposal, ...]
    files: Annotated[
        tuple[str, ...], Meta(description="Files written, by path in the folder; none with --list.")
    ]


def run(context: Context, arguments: Namespace) -> int:
    """Draft what is new of a source; that it is nothing is a good answer: `OK`."""
    at_hand = open_source(context, arguments)
    program = getattr(arguments, "with")
    others = _asked(context, program, at_hand) if program else ()
    found = dict(enumerate(propose(at_hand.examination, at_hand.key, others), 1))
    if arguments.only is not None:
        wanted = _wanted(arguments.only, found)
        found = {number: one for number, one in found.items() if number in wanted}
    files: tuple[str, ...] = ()
    if not arguments.list:
        folder, loaded = at_hand.authored.folder, at_hand.authored.loaded
        edit = draft(folder, loaded, at_hand.key, list(found.values()))
        if edit is not None:
            apply(folder, edit)
            files = tuple(edit.after)
    if arguments.format == "json":
        context.write(as_json(_as_list(at_hand, found, files)))
    else:
        context.write_lines(_lines(at_hand, found, context.width))
    if not arguments.list:
        context.say(_summary(files))
    return OK


_SPAN: Final = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?", re.ASCII)
_LONGEST_WORD: Final = 40


def _wanted(typed: str, found: Mapping[int, Proposal]) -> set[int]:
    """Read which proposals are meant, by numbers, by spans of them, or by kinds.

    Raises:
        UsageError: One of the words is none of these, or a number is not listed.
    """
    wanted: set[int] = set()
    kinds = ", ".join(KINDS.values())
    for word in map(str.strip, typed.split(",")):
        if word in KINDS.values():
            wanted |= {at for at, one in found.items() if KINDS[type(one.found)] == word}
            continue
        match = _SPAN.fullmatch(word)
        if match is None:
            raise UsageError(
                f"--only: “{shortened(word, _LONGEST_WORD)}” is no number of the list, such as 3 or"
                f" 4-6, nor a kind: {kinds}."
            )
        span = range(int(match[1]), int(match[2] or match[1]) + 1)
        if not span or not {span[0], span[-1]} <= found.keys():
            raise UsageError(f"--only: {word} is not in the list, which has {len(found):,}.")
        wanted |= set(span)
    return wanted


def _summary(files: Sequence[str]) -> str:
    if not files:
        return "Nothing was drafted."
    return (
        f"Drafted in {count(len(files), 'file')}: {', '.join(files)}. Say each in your own words,"
        " and remove “status: draft”; `briefing anchor` and `check` do the rest."
    )


def _asked(context: Context, typed: str, at_hand: SourceAtHand) -> Sequence[Proposal]:
    """Give a program the paragraphs, and take what it proposes; what is wrong is said."""
    lines = [
        msgspec.json.encode(SentParagraph(source=at_hand.key, paragraph=number, text=text))
        for number, text in enumerate(at_hand.text.lines, start=1)
    ]
    command = command_of(typed, "--with")
    output, failure = run_program(command, b"\n".join([*lines, b""]), PATIENCE)
    name = program_name(command)
    lexicon = Lexicon(at_hand.examination.briefing)
    accepted = read_answers(output, at_hand.text, lexicon, name)
    for sentence in (*accepted.wrong[:_MOST_SAID], *([f"{name} {failure}"] if failure else [])):
        context.say(sentence)
    if len(accepted.wrong) > _MOST_SAID:
        context.say(f"{len(accepted.wrong):,} of its lines are left out in all.")
    return accepted.proposals


_MOST_SAID: Final = 5


def _as_list(
    at_hand: SourceAtHand, found: Mapping[int, Proposal], files: tuple[str, ...]
) -> DraftList:
    briefing = at_hand.examination.briefing.id
    listed = tuple(_listed(at_hand.key, number, one) for number, one in found.items())
    return DraftList(briefing=briefing, source=at_hand.key, proposals=listed, files=files)


def _listed(key: str, number: int, one: Proposal) -> ListedProposal:
    given = msgspec.structs.asdict(one.found)
    given.pop("passage", None)
    given.setdefault("words", given.get("names", ("",))[0])
    return ListedProposal(
        number=number,
        kind=KINDS[type(one.found)],
        paragraph=one.passage.paragraph,
        cite=f"{key} {one.cite}",
        by=one.by,
        **given,
    )


def in_short(one: Proposal) -> str:
    """Say what is proposed on one line."""
    detail = _detail(one.found)
    more = f" ({detail[1]})" if detail else ""
    return f"¶{one.passage.paragraph} {_said(one.found)}{more}"


def _lines(at_hand: SourceAtHand, found: Mapping[int, Proposal], width: int) -> list[str]:
    key = at_hand.key
    lines = field("Source", at_hand.named, width)
    for kind, name in KINDS.items():
        some = {at: one for at, one in found.items() if isinstance(one.found, kind)}
        lines += ["", *field(f"{name.capitalize()}s", str(len(some) or "nothing new"), width)]
        for number, one in some.items():
            lines += wrap(_said(one.found), width, first=f"{number}. ", rest="  ")
            if detail := _detail(one.found):
                lines += field(*detail, width, "  ")
            lines += field("Cite", f"{key} {one.cite}", width, "  ")
            lines += field("By", one.by, width, "  ") if one.by else []
    return lines


def _said(found: Found) -> str:
    match found:
        case ActorFound():
            return "; ".join(found.names)
        case QuotationFound():
            return f"“{found.words}”"
        case ReactionFound():
            return f"{found.name} {found.words}"
        case DateFound():
            return f"{found.date}: {found.how}"
    return found.words


def _detail(found: Found) -> tuple[str, str] | None:
    match found:
        case ActorFound():
            country = f", {found.country}" if found.country else ""
            return "Type", f"{found.type or 'unknown'}{country}"
        case QuotationFound():
            return "Speaker", f"{found.speaker}, probably" if found.speaker else "not named"
        case ReactionFound():
            return "Stance", found.stance or f"none; verb: {found.verb}"
        case NumberFound():
            amount = found.value or f"{found.low} to {found.high}"
            unit = f"{found.qualifier or ''} {amount} {found.unit or ''}".strip()
            return "Figure", f"{unit}: {found.measure or 'what it counts is not said'}"
    return None
