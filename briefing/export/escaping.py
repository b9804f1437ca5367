"""Other people's text inside Markdown, where it must stay text."""

from __future__ import annotations

import re
from typing import Final

_SPACE: Final = re.compile(r"[^\S\u00a0\u202f]+")
_ANYWHERE: Final = re.compile(r"([\\`*_{}\[\]<>|~&$^@#]|!$)")
_AT_START: Final = re.compile(r"([-+=:]|\d{1,9}(?=[.)]))")
_ADDRESS: Final = re.compile(r"https?://[^\s<>|\\`]+", re.IGNORECASE)


def inline(text: str) -> str:
    """Write a text so that Markdown shows it as it is, on one line.

    Escaped is what means something in CommonMark, in GitHub's tables and mentions, and in Pandoc's
    citations, mathematics and attributes; and an exclamation mark at the end, which would make an
    image of a footnote.

    Args:
        text: Any text.

    Returns:
        Markdown that may stand after other text on a line, or in a cell of a table.
    """
    return _ANYWHERE.sub(r"\\\1", _SPACE.sub(" ", text).strip())


def block(text: str) -> str:
    """Write a text so that it can begin a block and does not turn it into something else.

    Args:
        text: Any text.

    Returns:
        Markdown for the first line of a paragraph, a list item or a quotation.
    """
    escaped = inline(text)
    start = _AT_START.match(escaped)
    if start is None:
        return escaped
    at = start.end() if start.group().isdecimal() else start.start()
    return f"{escaped[:at]}\\{escaped[at:]}"


def address(url: str) -> str:
    """Write an address as a link where its scheme is http or https, else as text.

    Args:
        url: As a source gives it.

    Returns:
        Markdown for a line or a cell.
    """
    return f"<{url}>" if _ADDRESS.fullmatch(url) else inline(url)
