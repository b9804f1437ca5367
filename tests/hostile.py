"""Text written to do harm, and a briefing that has it in every field of the model."""

from __future__ import annotations

import itertools
import types
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Final, TypeVar, Union, get_args, get_origin

import msgspec

from briefing.model.actors import Actor, Name, Source
from briefing.model.briefing import Briefing
from briefing.model.cards import (
    Card,
    Disagreement,
    Judgement,
    Reaction,
    Section,
    SourceNote,
    Unknown,
)
from briefing.model.claims import Figure
from briefing.model.dates import EdtfDate
from briefing.model.vocabulary import SectionKind

T = TypeVar("T")

NEEDLE: Final = "needle"
"""A search for it finds every field."""

HOSTILE: Final[Mapping[str, tuple[str, ...]]] = {
    "markup": (
        "[/x]",
        "[sic]",
        "[bold red on white]x[/]",
        "[@click=app.quit]x[/]",
        "[link=https://evil.example/?a=1&b=2]x[/link]",
        "[[nested]] \\[escaped] $url {title} %s",
        "[b ",
    ),
    "control sequences": (
        "\x1b[2J",
        "\x1b[31;45;5mred",
        "\x1b[?1049l\x1b[?25h",
        "\x1b[6n",
        "\x1b[99;99H",
        "\x1b[",
        "\x1bc",
        "\x1b#8",
        "\x1b(0lqk",
        "\x1b=",
        "\x1b",
    ),
    "control strings": (
        "\x1b]0;owned\x07",
        "\x1b]52;c;b3duZWQ=\x07",
        "\x1b]8;;file:///etc/passwd\x1b\\click\x1b]8;;\x1b\\",
        "\x1b]777;notify;owned\x1b\\",
        "\x1bP+q544e\x1b\\",
        "\x1bPtmux;\x1b\x1b]0;owned\x07\x1b\\",
        "\x1b_Gf=100;AAAA\x1b\\",
        "\x1b^privacy\x1b\\",
        "\x1bXstart\x1b\\",
        "\x1b]",
    ),
    "control characters": (
        "\x9b31;45m",
        "\x9d0;owned\x9c",
        "\x90x\x9c",
        "\x80\x84\x85\x8d\x9f",
        "bell\x07",
        "safe\x08\x08\x08\x08evil",
        "nul\x00del\x7f",
        "\x0e\x0flqk\x0b\x0c",
        "\u202egnp.exe\u202c",
        "\u202a\u202b\u202d",
        "\u2066one\u2067two\u2068three\u2069",
    ),
    "hard to draw": (
        "mark\u200emark\u200fmark\u061cmark",
        "ze\u200bro\u200cwi\u200ddth\u2060\ufeffend",
        "soft\u00adhyphen",
        "tags\U000e0067\U000e0062\U000e007f",
        "anno\ufff9ta\ufffation\ufffb",
        "Z" + "\u0300\u0316\u20d0" * 12 + "algo",
        "\u0301leading",
        "😀👍🏽❤️",
        "👩‍👩‍👧🏳️‍🌈",
        "🇦🇲🇦🇿🇦",
        "\u200d\ufe0f\u20e3",
    ),
    "scripts": (
        "東京で会談한국어",
        "Երևան",
        "İlham Əliyev ığşçö",
        "العربية ١٢٣ 45",
        "שלום 12-34",
        "हिन्दी",
        "e\u0301a\u0308o\u0328",
        "lone\ud800sur\udfffrogate",
        "\ue000\uf8ff\U000f0000",
        "\ufffe\uffff\U0010ffff",
    ),
    "shapes": (
        "tabs\t\there",
        "first\rsecond\r\nthird",
        "four\nlines\n\n\nthree",
        "line\u2028para\u2029graph",
        "".join(f"w{number:03}" for number in range(125)),
        "of many words " * 4,
    ),
}
"""Hostile texts, by what they try."""

STRINGS: Final = tuple(itertools.chain.from_iterable(HOSTILE.values()))
"""All hostile texts, one by one."""

SHORT: Final = (
    "\x1b[2J\x1b]0;owned\x07",
    "\x9b31m C1 \x85 \x9d",
    "\u202eright to left\u202c \u2066isolate\u2069",
    "[/x] [b  [sic] [link=javascript:alert(1)]x[/link]",
    "zero\u200bwidth\u200d and \U000e0041tags",
    "long" * 200,
    "Հայերեն Əliyev العربية 東京 e\u0301 👩‍👩‍👧",
    "tab\tand\nnew line\r\nand \u2028 separator",
    "lone \ud800 surrogate \x7f",
    "",
)
"""A few of all kinds, where each is tried with much else."""


class Said:
    """Gives texts that can be told apart: each has its number at both ends."""

    def __init__(self, words: Callable[[], str]) -> None:
        self._words = words
        self._numbers = itertools.count(1)

    def __call__(self) -> str:
        """The next text."""
        number = next(self._numbers)
        return f"«{number:03} {self._words()} {NEEDLE}{number:03}»"


def filled(kind: Any, say: Callable[[], str], given: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """Make a value of a type, all fields filled, those with a default too.

    Args:
        kind: A type as the fields of the model have it.
        say: Gives the texts.
        given: Values of fields that are not to be made up, by name: ``Evidence.source``.
    """
    if kind is str:
        return say()
    if get_origin(kind) is tuple:
        return tuple(filled(member, say, given) for member in _members(get_args(kind)[0]))
    if get_origin(kind) in (Union, types.UnionType):
        return filled(_members(kind)[0], say, given)
    if issubclass(kind, Enum):
        return next(iter(kind))
    if issubclass(kind, msgspec.Struct):
        fields = {}
        for field in msgspec.structs.fields(kind):
            name = f"{kind.__name__}.{field.name}"
            fields[field.name] = given[name] if name in given else filled(field.type, say, given)
        return kind(**fields)
    return {bool: True, int: 4, Decimal: Decimal("32.5"), date: date(2024, 5, 1)}[kind]


def _members(kind: Any) -> list[Any]:  # noqa: ANN401
    union = get_origin(kind) in (Union, types.UnionType)
    return [member for member in get_args(kind) if member is not type(None)] if union else [kind]


_DETAILS: Final = {
    SectionKind.REACTIONS: Reaction,
    SectionKind.DISAGREEMENTS: Disagreement,
    SectionKind.UNKNOWNS: Unknown,
    SectionKind.JUDGEMENTS: Judgement,
    SectionKind.SOURCES: SourceNote,
}
_TOLD: Final = (SectionKind.BOTTOM_LINE, SectionKind.TERMS, SectionKind.TIMELINE)
"""Sections whose cards have claims; those of the others are drawn alike."""

_NUMBERS: Final = SectionKind.BACKGROUND
_LISTED: Final = (SectionKind.REACTIONS, SectionKind.DISAGREEMENTS, SectionKind.SOURCES)
"""Sections that get two cards, so that their cards are listed in columns."""


def hostile_briefing(id_: str, words: Callable[[], str]) -> Briefing:
    """Make a briefing in which every text of every struct of the model is hostile.

    It has a section of every kind and a card with every kind of detail. References lead somewhere;
    everything else is filled by walking the fields of the structs, those of tomorrow included.

    Args:
        id_: Id of the briefing, which names a file and so cannot be any text.
        words: Gives the hostile texts.
    """
    say = Said(words)
    key, other_key, actor, part, rival = (say() for _ in range(5))
    references = {
        "Evidence.source": key,
        "Quote.speaker": actor,
        "Figure.said_by": actor,
        "Figure.parts": (part,),
        "Figure.rivals": (rival,),
        "Reaction.actor": actor,
        "Reaction.speaker": actor,
        "Card.written_by": (actor,),
        "Retraction.source": other_key,
    }

    def fill(kind: type[T], /, **given: object) -> T:
        own = {f"{kind.__name__}.{name}": value for name, value in given.items()}
        made: T = filled(kind, say, references | own)
        return made

    def card(kind: SectionKind, source: str) -> Card:
        detail = _DETAILS.get(kind)
        only_here: dict[str, object] = {} if kind in _TOLD else {"claims": ()}
        if kind is not SectionKind.TERMS:
            only_here |= {"actors": (actor,) if kind is SectionKind.PEOPLE else (), "tags": ()}
        figures = (fill(Figure), fill(Figure, id=part, value=None), fill(Figure, id=rival))
        return fill(
            Card,
            detail=detail and filled(detail, say, references | {"SourceNote.source": source}),
            figures=figures if kind is _NUMBERS else (),
            **only_here,
        )

    def section(kind: SectionKind) -> Section:
        sources = (key, other_key) if kind in _LISTED else (key,)
        return fill(Section, kind=kind, cards=tuple(card(kind, source) for source in sources))

    sections = tuple(section(kind) for kind in SectionKind)
    return fill(
        Briefing,
        id=id_,
        sections=sections,
        sources=(
            fill(Source, key=key),
            fill(Source, key=other_key, url=f"https://example.org/{say()}"),
        ),
        actors=(fill(Actor, id=actor, names=(fill(Name), fill(Name))),),
        key_figures=tuple(
            figure.id for one in sections for card in one.cards for figure in card.figures
        ),
    )


def texts_of(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Walk through a value of the model.

    Yields:
        Every text in it with the name of its field, for example ``Card.title``; a date as the
        reader shows it, under the name of the field that has the date.
    """
    if isinstance(value, EdtfDate):
        yield name, value.label
    elif isinstance(value, str) and not isinstance(value, Enum):
        yield name, value
    elif isinstance(value, tuple):
        for member in value:
            yield from texts_of(member, name)
    elif isinstance(value, msgspec.Struct):
        for field in msgspec.structs.fields(value):
            path = f"{type(value).__name__}.{field.name}"
            yield from texts_of(getattr(value, field.name), path)
