"""Mistakes in the passages that citations name."""

from __future__ import annotations

from typing import Final

from tests.unit.authoring.mistakes.mistake import GAUGE, SHARE, Mistake


def _passage(name: str, typed: str, fix: str) -> Mistake:
    """A citation of paragraph 4 with what is typed after it."""
    return Mistake(name, GAUGE, "¶4; @eng", f"¶4 {typed}; @eng", "bad-passage", fix)


MISTAKES: Final = (
    Mistake(
        "passage without paragraph",
        GAUGE,
        "@herald, ¶4; @eng",
        '@herald, ‸"a … b"; @eng',
        "bad-passage",
        "Write “@herald, ¶4” before it",
    ),
    Mistake(
        "passage of a figure without paragraph",
        SHARE,
        'cite: "engineers"',
        "cite: 'engineers ‸\"a … b\"'",
        "bad-passage",
        "Write “@engineers, ¶4” before it",
    ),
    _passage("passage without words", '"‸"', "remove the marks"),
    _passage("passage of a dash", '"‸–"', "remove the marks"),
    _passage("passage without a head", '"‸… by the end"', "first words"),
    _passage("passage without a tail", '"the two ‸…"', "last words"),
    _passage("passage with two ellipses", '"the … two ‸... end"', "one “…”"),
    _passage("passage never closed", '‸"the two … end', "or the same between two"),
    _passage("typographic passage never closed", "‸“the two … end", "or the same between two"),
    _passage("passage closed by another mark", '‸“the two … end"', "or the same between two"),
    _passage("passage between other marks", "‸„the two … end“", "“first words … last words”"),
    _passage("passage between apostrophes", "‸'the two … end'", "“first words … last words”"),
    _passage("text after a passage", '"the … end" ‸of it', "semicolon"),
    _passage("two passages", '"the … end"‸, "a … b"', "semicolon"),
    _passage("quotation within a passage", '“the ‸"two" … end”', "Leave it"),
    _passage("head too long", '"a b – c d ‸e … f"', "Write “a b c d” before the “…”."),
    _passage("tail too long", '"a … ‸b c d e f"', "Write “c d e f” after the “…”."),
    _passage("unbroken passage too long", '"a b c d e f g h ‸i"', "Write “a b c d … f g h i”."),
)
