"""The blocks of a card's Markdown: paragraphs, list items and quotations, each with its places.

CommonMark decides what a block is and what is mark-up. A claim is plain text, so whatever a
claim cannot hold is found by the same parser and reported, never shown as typed or dropped.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

import msgspec
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from briefing.authoring.located import Located, joined
from briefing.authoring.problems import Place, Report

_BLOCKS: Final = MarkdownIt("commonmark").enable("table").disable(["inline", "reference"])
_INLINE: Final = MarkdownIt("commonmark").enable("strikethrough").disable("text_join")
_LISTS: Final = ("bullet_list", "ordered_list")

_NAMES: Final = {
    "heading": "headings",
    "code": "code",
    "table": "tables",
    "html": "HTML",
    "rule": "rules",
    "emphasis": "emphasis",
    "link": "links",
    "image": "images",
}
_BAD_BLOCKS: Final = {
    "heading": ("heading", "Make it the card's title, or a sentence of its own."),
    "code_block": ("code", "Remove the indent."),
    "fence": ("code", "Write it as a sentence."),
    "table": ("table", "Write list items, or figures in the front matter."),
    "html_block": ("html", "Remove it, or write it as a sentence."),
    "hr": ("rule", "Remove it; a blank line separates two claims."),
}
_BAD_INLINE: Final = {
    "em_open": ("emphasis", None, "Remove the marks."),
    "strong_open": ("emphasis", None, "Remove the marks."),
    "s_open": ("emphasis", None, "Remove the marks."),
    "code_inline": ("code", "`", "Remove the backticks."),
    "link_open": ("link", "[", "Write the words only, and cite the source at the block's end."),
    "image": ("image", "![", "Say in words what it shows."),
    "html_inline": ("html", "<", "Remove it."),
}


class BlockKind(Enum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    ITEM = "list item"
    QUOTATION = "quotation"


class Block(msgspec.Struct, frozen=True):
    """One block: the text of one claim with its citations still in it."""

    kind: BlockKind
    text: Located


def read_blocks(path: str, body: str, first_line: int, report: Report) -> list[Block]:
    """Part a card's Markdown into blocks.

    Args:
        path: The file.
        body: The Markdown.
        first_line: Line of the file at which it begins, counted from 1.
        report: Takes what a card cannot hold.

    Returns:
        The blocks in order.
    """
    page = _Page(path, body.split("\n"), first_line, report)
    return page.blocks(SyntaxTreeNode(_BLOCKS.parse(body)))


def plain_text(text: Located, report: Report) -> Located:
    """Resolve a claim's backslash escapes, and report mark-up.

    Args:
        text: A claim without its citations.
        report: Takes the mark-up found, each at its first character.

    Returns:
        The text that a reader sees.
    """
    cursor = 0
    content = ""
    for token in _INLINE.parseInline(text.text)[0].children or []:
        if token.type == "text_special" and token.info == "entity":
            cursor = _report_inline(
                text, cursor, token.markup, ("html", f"Write “{token.content}” itself."), report
            )
        elif token.type in ("text", "text_special"):
            typed = token.markup or token.content
            cursor = max(text.text.find(typed, cursor), cursor) + len(typed)
            content += token.content
        elif token.type in _BAD_INLINE:
            code, mark, fix = _BAD_INLINE[token.type]
            typed = "<" if token.markup == "autolink" else mark or token.markup
            cursor = _report_inline(text, cursor, typed, (code, fix), report)
            content += token.content
    return text.resolved(content.strip())


def _report_inline(
    text: Located, cursor: int, mark: str, problem: tuple[str, str], report: Report
) -> int:
    found = max(text.text.find(mark, cursor), cursor)
    code, fix = problem
    report.error(
        text.at(found), f"markdown-{code}", f"A claim is plain text, without {_NAMES[code]}.", fix
    )
    return found + len(mark)


class _Page(msgspec.Struct, frozen=True):
    path: str
    lines: list[str]
    first_line: int
    report: Report

    def blocks(self, root: SyntaxTreeNode) -> list[Block]:
        found: list[Block] = []
        for node in root.children:
            if node.type in _BAD_BLOCKS:
                self._report_block(node)
            elif node.type in _LISTS:
                found += [self._only(item, BlockKind.ITEM) for item in node.children]
            elif node.type == "blockquote":
                found.append(self._only(node, BlockKind.QUOTATION))
            else:
                found.append(Block(BlockKind.PARAGRAPH, self._text(node)))
        return found

    def _only(self, node: SyntaxTreeNode, kind: BlockKind) -> Block:
        """The one paragraph of a list item or quotation; whatever else it holds is a problem."""
        text = joined(self.path, [("", *self._place(node)[1:])])
        for i, child in enumerate(node.children):
            if child.type in _BAD_BLOCKS:
                self._report_block(child)
            elif i or child.type != "paragraph":
                self.report.error(
                    self._place(child),
                    "markdown-nesting",
                    f"A {kind.value} is one claim and cannot contain a second block.",
                    "Write it on its own, with a blank line before it and without indent or “>”.",
                )
            else:
                text = self._text(child)
        return Block(kind, text)

    def _text(self, paragraph: SyntaxTreeNode) -> Located:
        top = self._top(paragraph)
        lines = []
        for i, typed in enumerate(paragraph.children[0].content.split("\n")):
            if typed.endswith("\\"):
                self._report_break(top + i)
            number = min(top + i, len(self.lines) - 1)
            column = max(self.lines[number].rfind(typed.strip()), 0) + 1
            lines.append((typed.strip(), self.first_line + number, column))
        return joined(self.path, lines)

    def _report_block(self, node: SyntaxTreeNode) -> None:
        code, fix = _BAD_BLOCKS[node.type]
        self.report.error(
            self._place(node), f"markdown-{code}", f"A card cannot contain {_NAMES[code]}.", fix
        )

    def _report_break(self, number: int) -> None:
        self.report.error(
            Place(self.path, self.first_line + number, len(self.lines[number].rstrip())),
            "markdown-line-break",
            "A claim cannot contain a line break.",
            "Remove the backslash.",
        )

    def _top(self, node: SyntaxTreeNode) -> int:
        return node.map[0] if node.map else 0

    def _place(self, node: SyntaxTreeNode) -> Place:
        number = self._top(node)
        line = self.lines[number]
        return Place(self.path, self.first_line + number, len(line) - len(line.lstrip(" >")) + 1)
