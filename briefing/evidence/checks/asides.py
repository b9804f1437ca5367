"""What a card says without a citation of its own: its title, a question, why, a note, a measure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from briefing.evidence.checking import Cited, OpenSources, Remark, Verdict
from briefing.evidence.support import Bearer, BearerKind
from briefing.model.cards import Card
from briefing.model.claims import Evidence
from briefing.model.parts import Field, detail_parts
from briefing.model.vocabulary import Severity

Contents = Callable[[Cited, OpenSources], Iterator[Verdict]]
"""All that is checked of something that is said."""


class _Aside(NamedTuple):
    """Something that a card says without a citation of its own."""

    label: str
    text: str
    on: Cited
    evidence: Sequence[Evidence]
    own: bool = True


def _asides(card: Card, together: Sequence[Cited]) -> Iterator[_Aside]:
    first = together[0]
    every = list(dict.fromkeys(one for cited in together for one in cited.bearer.evidence))
    yield _Aside("title", card.title, first, every)
    for part in detail_parts(card.detail):
        if part.field in _FREE and part.text:
            cited = next(
                (one for one in together if part.item and one.bearer.item == part.item), first
            )
            evidence = cited.bearer.evidence if part.item else every
            yield _Aside(str(part.field), part.text, cited, evidence, part.field not in _OURS)
    for cited in together:
        if (figure := cited.bearer.figure) is not None:
            yield _Aside("measure", figure.measure, cited, figure.evidence)
            if figure.note:
                yield _Aside("note", figure.note, cited, figure.evidence)


_FREE: Final = (
    *(Field.QUESTION, Field.WHY, Field.SETTLED_BY, Field.STATEMENT, Field.CONFIDENCE_BASIS),
    *(Field.DOUBTS, Field.STATUS, Field.VERB),
)
_OURS: Final = (Field.QUESTION, Field.WHY, Field.SETTLED_BY, Field.CONFIDENCE_BASIS)
"""Fields in which the curator asks or weighs, and does not report."""

_NEVER: Final = {
    "measure": ("hedge-dropped", "attribution", "modality", "quantifier"),
    "note": ("hedge-dropped", "attribution", "modality"),
    "status": ("negation",),
    "verb": ("hedge-dropped", "attribution"),
    "doubts": ("hedge-dropped", "attribution"),
}
"""By what a text is, the codes that say nothing of it: a measure is no sentence."""

_SERIOUS: Final = (
    *("unit", "negation", "opposite", "number-of-another", "strong-word", "rank"),
    *("qualifier-changed", "quantifier", "modality", "date-not-in-passage"),
)


def check_asides(
    card: Card, together: Sequence[Cited], sources: OpenSources, contents: Contents
) -> Iterator[Verdict]:
    """Hold what a card says without citations against all the passages that it cites.

    A title sums up, and may count what its card lists. So only what would be an error in a claim,
    or a plain contradiction, is warned of; nothing is counted.
    """
    for aside in _asides(card, together):
        bearer = aside.on.bearer
        said = Bearer(
            BearerKind.CLAIM, bearer.item, aside.text, aside.evidence, bearer.section, card
        )
        for verdict in contents(sources.cited(said), sources):
            found = verdict.remark
            if found is None or found.code in ("attribution", *_NEVER.get(aside.label, ())):
                continue
            severity = _how_serious(found, aside)
            if severity is None:
                continue
            message = f"In the card’s {aside.label}: {found.message}"
            yield Verdict(remark=aside.on.remark(found.code, message, found.fix, severity=severity))


def _how_serious(found: Remark, aside: _Aside) -> Severity | None:
    """How much what would be wrong in a claim counts here; None for not at all."""
    if not aside.own:
        plain = found.is_error or found.code in _SERIOUS
        quoted = found.code == "quote-not-in-passage"
        return Severity.WARNING if quoted else Severity.LOOK if plain else None
    if found.is_error:
        return Severity.WARNING
    if found.severity is Severity.LOOK and found.code == "number-of-another":
        return None
    dropped = found.code == "negation" and found.offset is None
    if found.severity is Severity.WARNING and found.code in _SERIOUS and not dropped:
        return Severity.WARNING
    return Severity.LOOK
