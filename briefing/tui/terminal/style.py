"""How a cell looks, and the shortest sequence that turns one look into another.

Select Graphic Rendition (SGR) as in ECMA-48 §8.3.117 with the colours of ITU-T T.416 in xterm's
spelling; links are the OSC 8 that most terminals know.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import count
from typing import Final, NamedTuple

_OFF: Final = {"1": "22", "2": "22", "3": "23", "4": "24", "7": "27", "9": "29"}
"""Attributes that terminals agree on how to end, each with the parameter that ends it."""

_SHARED_OFF: Final = "22"  # ends bold and faint alike
_DOUBLE_UNDERLINE: Final = "21"
"""Ends with the single underline; and some terminals take it for the end of bold."""

_ENDED: Final = (*_OFF.items(), (_DOUBLE_UNDERLINE, _OFF["4"]))
_ATTRIBUTES: Final = frozenset({*_OFF, "5", "6", "8", _DOUBLE_UNDERLINE, "51", "52", "53"})
_FOREGROUNDS: Final = frozenset(str(n) for n in (*range(30, 38), 39, *range(90, 98)))
_BACKGROUNDS: Final = frozenset(str(n) for n in (*range(40, 48), 49, *range(100, 108)))
_LENGTHS: Final = {"5": 2, "2": 4}
"""How many parameters follow 38 or 48, by the first of them: a number, or red, green and blue."""


class CellStyle(NamedTuple):
    """How a cell looks; colours and attributes are SGR parameters."""

    foreground: str = ""  # empty for the terminal's own, as below
    background: str = ""
    attributes: tuple[str, ...] = ()  # bold, underline and the like, sorted
    link: str = ""  # address


PLAIN: Final = CellStyle()
"""How a terminal draws after a reset."""


@lru_cache(maxsize=4096)
def after_sgr(style: CellStyle, parameters: str) -> CellStyle | None:
    """Apply what stands between ``CSI`` and ``m``; None when a parameter is not known here."""
    left = parameters.split(";")[::-1]
    while left:
        code = left.pop()
        if code in ("", "0"):
            style = CellStyle(link=style.link)
        elif code in _ATTRIBUTES:
            style = style._replace(attributes=tuple(sorted({*style.attributes, code})))
        elif code in _OFF.values():
            ended = {one for one, off in _ENDED if off == code}
            kept = tuple(one for one in style.attributes if one not in ended)
            style = style._replace(attributes=kept)
        elif code in _FOREGROUNDS:
            style = style._replace(foreground="" if code == "39" else code)
        elif code in _BACKGROUNDS:
            style = style._replace(background="" if code == "49" else code)
        elif code in ("38", "48"):
            length = _LENGTHS.get(left[-1] if left else "", 0)
            if not length or len(left) < length:
                return None
            colour = ";".join([code, *(left.pop() for _ in range(length))])
            is_text = code == "38"
            style = (
                style._replace(foreground=colour) if is_text else style._replace(background=colour)
            )
        else:
            return None
    return style


@lru_cache(maxsize=4096)
def linked(style: CellStyle, address: str) -> CellStyle:
    """Give a style another link; an empty address for none."""
    return style._replace(link=address)


@lru_cache(maxsize=8192)
def style_change(old: CellStyle, new: CellStyle) -> str:
    """Write the shortest control sequence that turns one style into another; may be empty."""
    link = "" if old.link == new.link else _link(new.link)
    if old._replace(link="") == new._replace(link=""):
        return link
    ways = [*_from_old(old, new), _from_reset(new)]
    return f"{link}\x1b[{min(ways, key=len)}m"


def _from_reset(new: CellStyle) -> str:
    """Parameters that reset everything, then set what is wanted; an empty one is a reset."""
    wanted = (*new.attributes, new.foreground, new.background)
    return ";".join(["", *(code for code in wanted if code)])


def _from_old(old: CellStyle, new: CellStyle) -> list[str]:
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
