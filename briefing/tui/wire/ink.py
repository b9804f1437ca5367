"""How a cell is drawn: colours, attributes and link; and the shortest way from one to another.

Select Graphic Rendition (SGR) as in ECMA-48 §8.3.117 with the colours of ITU-T T.416 in xterm's
spelling; links are the OSC 8 that most terminals know.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import count
from typing import Final, NamedTuple

_OFF: Final = {"1": "22", "2": "22", "3": "23", "4": "24", "7": "27", "9": "29"}
"""Attributes that terminals agree on how to end, each with the parameter that ends it."""

_SHARED_OFF: Final = "22"
"""Ends bold and faint alike."""

_DOUBLE_UNDERLINE: Final = "21"
"""Ends with the single underline; and some terminals take it for the end of bold."""

_ENDED: Final = (*_OFF.items(), (_DOUBLE_UNDERLINE, _OFF["4"]))
_ATTRIBUTES: Final = frozenset({*_OFF, "5", "6", "8", _DOUBLE_UNDERLINE, "51", "52", "53"})
_FOREGROUNDS: Final = frozenset(str(n) for n in (*range(30, 38), 39, *range(90, 98)))
_BACKGROUNDS: Final = frozenset(str(n) for n in (*range(40, 48), 49, *range(100, 108)))
_LENGTHS: Final = {"5": 2, "2": 4}
"""How many parameters follow 38 or 48, by the first of them: a number, or red, green and blue."""


class Ink(NamedTuple):
    """How a cell is drawn.

    Attributes:
        foreground: SGR parameters of the colour; empty for the terminal's own.
        background: The same of the background.
        attributes: SGR parameters of bold, underline and the like, sorted.
        link: Address that the cell leads to; empty without one.
    """

    foreground: str = ""
    background: str = ""
    attributes: tuple[str, ...] = ()
    link: str = ""


PLAIN: Final = Ink()
"""How a terminal draws after a reset."""


@lru_cache(maxsize=4096)
def after_sgr(ink: Ink, parameters: str) -> Ink | None:
    """Apply the parameters of an SGR sequence.

    Args:
        ink: What was in force before.
        parameters: What stands between ``CSI`` and ``m``.

    Returns:
        What is in force after it; None when there is a parameter that is not known here.
    """
    left = parameters.split(";")[::-1]
    while left:
        code = left.pop()
        if code in ("", "0"):
            ink = Ink(link=ink.link)
        elif code in _ATTRIBUTES:
            ink = ink._replace(attributes=tuple(sorted({*ink.attributes, code})))
        elif code in _OFF.values():
            ended = {one for one, off in _ENDED if off == code}
            ink = ink._replace(attributes=tuple(one for one in ink.attributes if one not in ended))
        elif code in _FOREGROUNDS:
            ink = ink._replace(foreground="" if code == "39" else code)
        elif code in _BACKGROUNDS:
            ink = ink._replace(background="" if code == "49" else code)
        elif code in ("38", "48"):
            length = _LENGTHS.get(left[-1] if left else "", 0)
            if not length or len(left) < length:
                return None
            colour = ";".join([code, *(left.pop() for _ in range(length))])
            is_text = code == "38"
            ink = ink._replace(foreground=colour) if is_text else ink._replace(background=colour)
        else:
            return None
    return ink


@lru_cache(maxsize=4096)
def linked(ink: Ink, address: str) -> Ink:
    """Give an ink another link.

    Args:
        ink: The rest.
        address: Where the link leads; empty for no link.
    """
    return ink._replace(link=address)


@lru_cache(maxsize=8192)
def change(old: Ink, new: Ink) -> str:
    """Write the shortest sequence that turns one ink into another.

    Args:
        old: What is in force.
        new: What is wanted.

    Returns:
        Control sequences; empty when nothing changes.
    """
    link = "" if old.link == new.link else _link(new.link)
    if old._replace(link="") == new._replace(link=""):
        return link
    ways = [*_from_old(old, new), _from_reset(new)]
    return f"{link}\x1b[{min(ways, key=len)}m"


def _from_reset(new: Ink) -> str:
    """Parameters that reset everything, then set what is wanted; an empty one is a reset."""
    wanted = (*new.attributes, new.foreground, new.background)
    return ";".join(["", *(code for code in wanted if code)])


def _from_old(old: Ink, new: Ink) -> list[str]:
    """Parameters that change only what differs; none where terminals might not agree on them."""
    ended = set(old.attributes) - set(new.attributes)
    if not ended <= _OFF.keys() or _DOUBLE_UNDERLINE in old.attributes:
        return []
    codes = sorted({_OFF[code] for code in ended})
    kept = set(old.attributes) - ended
    if _SHARED_OFF in codes:
        kept -= {"1", "2"}
    codes += [code for code in new.attributes if code not in kept]
    if old.foreground != new.foreground:
        codes.append(new.foreground or "39")
    if old.background != new.background:
        codes.append(new.background or "49")
    return [";".join(codes)]


_numbers = count(1)


@lru_cache(maxsize=1024)
def _number_of(address: str) -> int:
    del address
    return next(_numbers)


def _link(address: str) -> str:
    # By the number the terminal knows that the pieces of a link are one. Rich gives a new number
    # whenever a link is drawn again; with one for each address an unchanged link stays unchanged.
    return f"\x1b]8;id={_number_of(address)};{address}\x1b\\" if address else "\x1b]8;;\x1b\\"
