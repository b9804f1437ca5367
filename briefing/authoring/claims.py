"""From blocks to claims and quotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from briefing.authoring.blocks import Block, BlockKind, plain_text
from briefing.authoring.context import Context
from briefing.authoring.ledger import Kind
from briefing.authoring.located import Located
from briefing.authoring.rules import check_prose, check_quotation
from briefing.authoring.tail import Tail, parse_tail
from briefing.authoring.values import slug, to_date, to_id, to_word
from briefing.model.claims import Claim, Quote
from briefing.model.vocabulary import Basis, Mode

_WORDS_OF_AN_ID = 4


@dataclass(frozen=True, slots=True)
class _Draft:
    block: Block
    tail: Tail
    text: Located


def read_claims(blocks: Iterable[Block], context: Context, *, dated: bool) -> tuple[Claim, ...]:
    """Make a claim of each block.

    Args:
        blocks: The blocks of one card.
        context: Takes problems and ids.
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
                f"The claim id “{id_}” is taken in this card.",
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
    return f"claim-{sha256(text.encode()).hexdigest()[:8]}"


def _claim(draft: _Draft, id_: str, context: Context, *, dated: bool) -> Claim:
    report, tail = context.report, draft.tail
    quoted = draft.block.kind is BlockKind.QUOTATION
    basis = to_word(tail.attributes.get("basis"), Basis, report) or Basis.REPORTED
    date = to_date(tail.attributes.get("date"), report)
    mode = to_word(tail.attributes.get("mode"), Mode, report) or _usual_mode(basis, quoted=quoted)
    for citation in tail.citations:
        context.ledger.name(Kind.SOURCE, citation.key)
    _check(draft, basis, context, dated=dated, quoted=quoted)
    evidence = tuple(citation.evidence(mode) for citation in tail.citations)
    item = draft.block.kind is BlockKind.ITEM
    speaker = tail.attributes.get("speaker")
    if speaker is not None:
        context.ledger.name(Kind.ACTOR, speaker)
    if quoted:
        return Quote(
            id=id_,
            text=draft.text.text,
            evidence=evidence,
            basis=basis,
            date=date,
            speaker="" if speaker is None else speaker.text,
        )
    return Claim(id=id_, text=draft.text.text, evidence=evidence, basis=basis, item=item, date=date)


def _usual_mode(basis: Basis, *, quoted: bool) -> Mode:
    if quoted:
        return Mode.QUOTE
    return Mode.INFERENCE if basis is Basis.ASSESSED else Mode.PARAPHRASE


def _check(draft: _Draft, basis: Basis, context: Context, *, dated: bool, quoted: bool) -> None:
    report, tail, text = context.report, draft.tail, draft.text
    end = tail.text.at(len(tail.text.text))
    if not text.text:
        fix = "Write one, or take the mark away."
        report.error(draft.block.text.at(), "empty-claim", "There is no sentence here.", fix)
        return
    if quoted:
        check_quotation(text, context.quote_limit, report)
    else:
        check_prose(text, context.quote_limit, report)
    if not tail.citations and basis is not Basis.ASSUMED and "[@" not in tail.text.text:
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
            "Only a quotation has a speaker.",
            "Begin the block with “> ”, or take the speaker away.",
        )
