"""Mistakes in warnings that are said to stand."""

from __future__ import annotations

from typing import Final

from tests.unit.authoring.mistakes.mistake import ACTORS, GAUGE, LEVEL, SHARE, Mistake


def _allow(name: str, typed: str, fix: str) -> Mistake:
    """A claim that allows what is typed."""
    new = f'@engineers] {{allow="{typed}"}}'
    return Mistake(name, GAUGE, "@engineers]", new, "bad-allowance", fix)


MISTAKES: Final = (
    _allow("nothing allowed", "‸", "Write “code: reason”"),
    _allow("allowance without colon", "‸number-not-in-passage", "Write “code: reason”"),
    _allow("semicolon in a reason", "a-b: one two three; ‸four five six", "use commas within"),
    _allow("allowance without reason", "number-not-in-passage:‸", "3 words or more"),
    _allow("reason of two words", "number-not-in-passage: ‸it’s ok –", "3 words or more"),
    _allow("code in capitals", "‸Number: one two three", "“number”"),
    _allow("code with spaces", "‸no such number: one two three", "“no-such-number”"),
    _allow("no code", "‸: one two three", "for example"),
    _allow("code twice", "a-b: one two three; ‸a-b: four five six", "Keep one"),
    Mistake(
        "allowance of a figure",
        SHARE,
        'cite: "engineers"',
        'cite: "engineers"\n    allow: "a-b: ‸fine"',
        "bad-allowance",
        "3 words or more",
    ),
    Mistake(
        "allowance of a position",
        LEVEL,
        'cite: "herald ¶2"}',
        'cite: "herald ¶2", allow: ‸fine}',
        "bad-allowance",
        "Write “code: reason”",
    ),
    Mistake(
        "allowance of an actor",
        ACTORS,
        "  role: Mayor",
        "  allow: ‸fine\n  role: Mayor",
        "bad-allowance",
        "Write “code: reason”",
    ),
)
