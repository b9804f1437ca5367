"""The end of a block: its citations, attributes and id.

``The shares are equal. [@herald, ¶3 "in winter … each"; context @post] {date=2024-06} ^winter``
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from briefing.authoring.citations import Citation, parse_citations
from briefing.authoring.located import Located
from briefing.authoring.passages import QUOTED
from briefing.authoring.problems import Report, write_instead

ATTRIBUTES: Final = ("allow", "basis", "date", "mode", "speaker")

_WITHIN_BRACKETS: Final = rf"(?>{QUOTED}|[^\[\]])*+"
_PIECE: Final = re.compile(
    rf"(?P<citations>\[(?=[^\[\]]*[@¶]){_WITHIN_BRACKETS}\])$"
    r"|(?P<attributes>\{[^{}]*\})$"
    r"|(?:^|(?<=\s))(?P<id>\^\S*)$"
)
_ATTRIBUTE: Final = re.compile(
    r"""(?P<name>[^\s={}"“”]+)=(?:"(?P<plain>[^"]*)"|“(?P<curly>[^”]*)”|(?P<bare>[^\s"“”]+))(?:\s+|$)"""
)
_STRAYS: Final = (
    (re.compile(rf"\[(?=[^\[\]]*@){_WITHIN_BRACKETS}\]?"), "citation"),
    (re.compile(r"\{\s*[a-z-]+\s*=[^{}]*\}?"), "attributes"),
    (re.compile(r"(?<=\s)\^[a-z0-9-]+(?=\s|$)"), "id"),
)
_ORDER: Final = ("citations", "attributes", "id")


class Tail(msgspec.Struct):
    """What a block says after its text.

    Attributes:
        text: The block's text without its tail.
        citations: In the order typed.
        attributes: Values by name, with their places.
        id: The claim's id as typed, without the caret.
        cites: Whether it was meant to cite, even where no citation could be read.
    """

    text: Located
    citations: tuple[Citation, ...] = ()
    attributes: dict[str, Located] = msgspec.field(default_factory=dict)
    id: Located | None = None
    cites: bool = False


def parse_tail(block: Located, report: Report) -> Tail:
    """Part a block into its text and its tail.

    Args:
        block: The block as typed.
        report: Takes the problems, each at the token that is wrong.
    """
    pieces: list[tuple[str, Located]] = []
    text = block
    while match := _PIECE.search(text.text):
        kind = str(match.lastgroup)
        pieces.insert(0, (kind, text.part(*match.span(kind))))
        text = text.part(0, match.start(kind))
    tail = Tail(text)
    tail.cites = any(kind == "citations" for kind, _ in pieces) or "[@" in text.text
    _check_order(pieces, report)
    for kind, piece in pieces:
        if kind == "citations":
            tail.citations += parse_citations(piece.part(1, -1), report, at_sign=True)
        elif kind == "attributes":
            tail.attributes |= _parse_attributes(piece.part(1, -1), report)
        else:
            tail.id = piece.part(1)
    _check_strays(text, report)
    return tail


def _check_order(pieces: list[tuple[str, Located]], report: Report) -> None:
    kinds = [kind for kind, _ in pieces]
    for i, (kind, piece) in enumerate(pieces):
        if kind in kinds[:i]:
            fix = "Join the two, with a semicolon between citations."
            report.error(piece.at(), "bad-block-end", f"A block has its {kind} once.", fix)
        elif any(_ORDER.index(later) < _ORDER.index(kind) for later in kinds[i + 1 :]):
            report.error(
                piece.at(),
                "bad-block-end",
                f"The {kind} of a block come too early.",
                "Write citations, then attributes, then id: “[@key, ¶4] {basis=…} ^id”.",
            )


def _check_strays(text: Located, report: Report) -> None:
    """Report what looks like the end of a block but stands amid its text or is left open."""
    for pattern, what in _STRAYS:
        for match in pattern.finditer(text.text):
            place = text.at(match.start())
            if what == "id" or match[0][-1] in "]}":
                report.error(
                    place,
                    "bad-block-end",
                    f"This {what} is not at the end of its block.",
                    "Move it to the end of the block, after the full stop; a new claim begins after"
                    " a blank line.",
                )
            else:
                report.error(
                    place,
                    "bad-block-end",
                    f"This {what} has no closing bracket.",
                    "Close it at the end of the block.",
                )


def _parse_attributes(text: Located, report: Report) -> dict[str, Located]:
    found: dict[str, Located] = {}
    offset = 0
    while offset < len(text.text):
        match = _ATTRIBUTE.match(text.text, offset)
        if match is None:
            report.error(
                text.at(offset),
                "bad-attribute",
                f"“{text.text[offset:].split()[0]}” is not an attribute.",
                "Write name=value, and quotes around a value with spaces.",
            )
            return found
        offset = match.end()
        name = match["name"]
        if name not in ATTRIBUTES:
            report.error(
                text.at(match.start("name")),
                "bad-attribute",
                f"There is no attribute “{name}”.",
                write_instead(name, ATTRIBUTES),
            )
        elif name in found:
            report.error(
                text.at(match.start("name")),
                "bad-attribute",
                f"“{name}” is given twice.",
                "Keep one of the two.",
            )
        else:
            group = next(g for g in ("plain", "curly", "bare") if match[g] is not None)
            found[name] = text.part(*match.span(group))
    return found
