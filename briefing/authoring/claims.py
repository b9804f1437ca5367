"""From blocks to claims and quotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from briefing.authoring.allowances import read_allowances
from briefing.authoring.blocks import Block, BlockKind, plain_text
from briefing.authoring.citations import citation_places
from briefing.authoring.context import Context
from briefing.authoring.ledger import Kind
from briefing.authoring.located import Located
from briefing.authoring.places import Spot
from briefing.authoring.rules import check_prose, check_quotation
from briefing.authoring.tail import Tail, parse_tail
from briefing.authoring.values import slug, to_date, to_id, to_word
from briefing.model.claims import Claim, Quote
from briefing.model.digest import sha256
from briefing.model.vocabulary import Basis, Mode

_WORDS_OF_AN_ID = 4


class _Draft(msgspec.Struct, frozen=True):
    block: Block
    tail: Tail
    text: Located


def read_claims(blocks: Iterable[Block], context: Context, *, dated: bool) -> tuple[Claim, ...]:
    """Make a claim of each block.

    Args:
        blocks: The blocks of one card.
        context: Takes problems, ids and places.
        dated: Whether every claim must have a date, as in a timeline.

    Returns:
        The claims; quotations are quotes. An id that is not given is made of the claim's first
        words, so that it stays the same while other claims come and go.
    """
    drafts = []
    for block in blocks:
        tail = parse_tail(block.text, context.report)
        drafts.append(_Draft(block, tail, plain_text(tail.text, context.report)))
    ids = _ids(drafts, context)
    return tuple(_claim(draft, next(ids), context, dated=dated) for draft in drafts)


def _ids(drafts: list[_Draft], context: Context) -> Iterator[str]:
    given = [to_id(draft.tail.id, context.report) for draft in drafts]
    counts = Counter(id_ for id_ in given if id_)
    seen: set[str] = set()
    for draft, id_ in zip(drafts, given, strict=True):
        if id_ in seen and draft.tail.id is not None:
            context.report.error(
                draft.tail.id.at(),
                "duplicate-id",
                f"The claim id “{id_}” is already used in this card.",
                "Give one of the two another id.",
            )
        if id_ is not None:
            seen.add(id_)
            yield id_
            continue
        stem = _stem(draft.text.text)
        counts[stem] += 1
        while (unused := stem if counts[stem] == 1 else f"{stem}-{counts[stem]}") in seen:
            counts[stem] += 1
        seen.add(unused)
        yield unused


def _stem(text: str) -> str:
    if words := slug(" ".join(text.split()[:_WORDS_OF_AN_ID])):
        return words
    return f"claim-{sha256(text.encode())[:8]}"


def _claim(draft: _Draft, id_: str, context: Context, *, dated: bool) -> Claim:
    report, tail = context.report, draft.tail
    kind = draft.block.kind
    quoted = kind is BlockKind.QUOTATION
    typed_basis = tail.attributes.get("basis")
    basis = Basis.REPORTED if typed_basis is None else to_word(typed_basis, Basis, report)
    date = to_date(tail.attributes.get("date"), report)
    mode = to_word(tail.attributes.get("mode"), Mode, report) or _usual_mode(basis, kind)
    allowed = read_allowances(tail.attributes.get("allow"), report)
    speaker = tail.attributes.get("speaker")
    for citation in tail.citations:
        context.ledger.name(Kind.SOURCE, citation.key)
    if speaker is not None:
        context.ledger.name(Kind.ACTOR, speaker)
    context.enter(
        id_,
        Spot(
            place=draft.text.at(),
            text=draft.text,
            fields={name: value.at() for name, value in tail.attributes.items()},
            citations=citation_places(tail.citations),
        ),
    )
    if not draft.text.text:
        fix = "Write one, or remove the mark."
        report.error(draft.block.text.at(), "empty-claim", "There is no sentence here.", fix)
    else:
        check_text = check_quotation if quoted else check_prose
        check_text(draft.text, context.quote_limit, report)
        _check_tail(draft, basis, context, dated=dated)
    evidence = tuple(citation.evidence(mode) for citation in tail.citations)
    if quoted:
        return Quote(
            id=id_,
            text=draft.text.text,
            evidence=evidence,
            basis=basis or Basis.REPORTED,
            date=date,
            allowed=allowed,
            speaker="" if speaker is None else speaker.text,
        )
    return Claim(
        id=id_,
        text=draft.text.text,
        evidence=evidence,
        basis=basis or Basis.REPORTED,
        item=kind is BlockKind.ITEM,
        date=date,
        allowed=allowed,
    )


def _usual_mode(basis: Basis | None, kind: BlockKind) -> Mode:
    if kind is BlockKind.QUOTATION:
        return Mode.QUOTE
    return Mode.INFERENCE if basis is Basis.ASSESSED else Mode.PARAPHRASE


def _check_tail(draft: _Draft, basis: Basis | None, context: Context, *, dated: bool) -> None:
    """Report what a claim must say after its text and does not; the basis is None if unknown."""
    report, tail = context.report, draft.tail
    end = tail.text.at(len(tail.text.text))
    quoted = draft.block.kind is BlockKind.QUOTATION
    if basis in (Basis.REPORTED, Basis.ASSESSED) and not tail.cites:
        report.error(
            end,
            "missing-citation",
            f"This {basis} claim cites nothing.",
            "Add “[@key, ¶4]” at its end, or “{basis=assumed}” where it is an assumption.",
        )
    if dated and "date" not in tail.attributes:
        report.error(
            end,
            "missing-date",
            "A claim in a timeline needs a date.",
            "Add “{date=2023-12}” after its citations.",
        )
    if quoted and "speaker" not in tail.attributes:
        report.error(
            end,
            "missing-speaker",
            "The quotation has no speaker.",
            "Add “{speaker=…}” with an id of actors.yaml after its citations.",
        )
    if not quoted and (speaker := tail.attributes.get("speaker")) is not None:
        report.error(
            speaker.at(),
            "speaker-without-quotation",
            "Only a quotation can have a speaker.",
            "Begin the block with “> ”, or remove the speaker.",
        )
