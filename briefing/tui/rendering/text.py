"""Small tools for laying out text in cells.

All text of a briefing passes through here as `Content`, never as markup: `Content(text)` takes
every character for what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content

Marker = Callable[[str], Content]
"""Turns a text into content in which the words searched for are marked."""


def unmarked(text: str) -> Content:
    """Turn a text into content without marking anything; the default `Marker`."""
    return Content(text)


def one_line(text: str) -> str:
    """Join the lines of a text, for places that have only one."""
    return " ".join(text.split())


def cell(content: Content | str, width: int) -> Content:
    """Cut or pad a content to a width.

    Args:
        content: Text of one line.
        width: In cells; less than 1 gives nothing.
    """
    if width < 1:
        return Content("")
    content = Content(one_line(content)) if isinstance(content, str) else content
    return content.truncate(width, ellipsis=True, pad=True)


def cut(content: Content, width: int) -> Content:
    """Cut a content to a width, with no blank before the sign that something is left out.

    Args:
        content: Text of one line.
        width: Most cells; less than 1 gives nothing.
    """
    if content.cell_length <= width:
        return content
    return content.truncate(width - 1).rstrip() + "…" if width > 0 else Content("")


def row(cells: Sequence[tuple[Content | str, int]], gap: int = 2) -> Content:
    """Set cells side by side; those without width are left out.

    Args:
        cells: Content and width of each.
        gap: Blank cells between two of them.
    """
    shown = [cell(content, width) for content, width in cells if width > 0]
    return Content(" " * gap).join(shown)


def hanging(lead: Content | str, body: Content, width: int, indent: int) -> list[Content]:
    """Wrap a body so that it hangs beside a lead.

    Args:
        lead: Stands in the first line only, cut to the indent.
        body: Text to wrap.
        width: Cells of the whole, indent included.
        indent: Cells kept free before every line of the body.
    """
    lines = body.wrap(max(1, width - indent)) or [Content("")]
    first = cell(lead, indent) if indent else Content("")
    blank = Content(" " * indent)
    return [(first if number == 0 else blank) + line for number, line in enumerate(lines)]


def between(left: Content, right: Content, width: int) -> Content:
    """Set one content at the left edge and one at the right; the left one is cut if need be.

    Args:
        left: What gives way.
        right: What stays whole where it fits at all.
        width: Cells of the whole.
    """
    room = width - right.cell_length
    if room < 0:
        return cell(left, width)
    return cell(left, room - 1) + Content(" ") + right if room else right


def quiet_lines(text: str, width: int) -> list[Content]:
    """Wrap a text that may be overlooked; no text gives no line."""
    return Content.styled(text, "quiet").wrap(max(1, width)) if text else []
