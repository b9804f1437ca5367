"""Mistakes in what is told: editorial rules, Markdown and characters."""

from __future__ import annotations

from typing import Final

from tests.unit.authoring.mistakes.mistake import (
    BRIEFING,
    GAUGE,
    HERALD,
    JUDGEMENT,
    LEVEL,
    SHARE,
    YEARS,
    Mistake,
)

MISTAKES: Final = (
    Mistake(
        "title too long",
        GAUGE,
        "the deal\n",
        "the deal between Hilltop and Lakesi‸de\n",
        "long-title",
        "Shorten it by 2.",
    ),
    Mistake(
        "card too long",
        LEVEL,
        "title: The papers differ on whether Hilltop’s share is fixed\nquestion: Is",
        f"title: ‸The papers differ\nquestion: Is {'very ' * 150}",
        "long-card",
        "two cards",
    ),
    Mistake(
        "quotation too long",
        SHARE,
        "We trust them for now.",
        "‸a b c d e f g h i j k l m",
        "long-quotation",
        "Quote the words",
    ),
    Mistake(
        "phrase too long",
        GAUGE,
        "thirty years too old",
        "‸a b c d e f g h i j k l m",
        "long-quotation",
        "Quote the words",
    ),
    Mistake(
        "open quotation",
        GAUGE,
        "“thirty years too old”",
        "‸“thirty years too old",
        "unpaired-quotation-mark",
        "Close it",
    ),
    Mistake(
        "closing mark alone",
        GAUGE,
        "“thirty years too old",
        "thirty years too old‸",
        "unpaired-quotation-mark",
        "Open it",
    ),
    Mistake(
        "plain mark alone", GAUGE, "Nobody", '‸"Nobody', "unpaired-quotation-mark", "second mark"
    ),
    Mistake(
        "likelihood with confidence",
        JUDGEMENT,
        "until September 2024.",
        "(‸high confidence).",
        "likelihood-with-confidence",
        "in another",
    ),
    Mistake(
        "likelihood with confidence in a claim",
        GAUGE,
        "Nobody has offered",
        "Probably, and our ‸confidence is high, nobody offers",
        "likelihood-with-confidence",
        "in another",
    ),
    Mistake(
        "timeline without date",
        YEARS,
        " [@post, ¶2] {date=2022-03}",
        "‸ [@post, ¶2]",
        "missing-date",
        "{date=2023-12}",
    ),
    Mistake(
        "one position",
        "cards/disagreements/day-of-signature.md",
        '  - {says: On 1 May., cite: "herald ¶1"}\n  ',
        "  ‸",
        "too-few-positions",
        "another source",
    ),
    Mistake(
        "empty card",
        "cards/background/dam.md",
        "The dam was built by a mill that neither town owned. [@engineers] {date=../1930}",
        "‸",
        "empty-card",
        "at least one claim",
    ),
    Mistake(
        "empty claim",
        SHARE,
        "- In winter the shares are equal. [@herald",
        "- ‸[@herald",
        "empty-claim",
        "Write one",
    ),
    Mistake(
        "heading in the bottom line",
        BRIEFING,
        "Lakeside and Hilltop agreed on",
        "‸# Lakeside and Hilltop agreed on",
        "markdown-heading",
        "sentence of its own",
    ),
    Mistake("emphasis", GAUGE, "Nobody", "‸*Nobody*", "markdown-emphasis", "Remove the marks"),
    Mistake(
        "strong",
        GAUGE,
        "offered to pay",
        "‸**offered** to pay",
        "markdown-emphasis",
        "Remove the marks",
    ),
    Mistake(
        "strike-through",
        GAUGE,
        "offered",
        "‸~~offered~~",
        "markdown-emphasis",
        "Remove the marks",
    ),
    Mistake("code", GAUGE, "offered", "‸`offered`", "markdown-code", "backticks"),
    Mistake(
        "link", GAUGE, "offered", "‸[offered](https://example.org)", "markdown-link", "words only"
    ),
    Mistake("autolink", GAUGE, "offered", "‸<https://example.org>", "markdown-link", "words only"),
    Mistake("image", GAUGE, "offered", "‸![offered](x.png)", "markdown-image", "in words"),
    Mistake("inline HTML", GAUGE, "offered", "‸<b>offered", "markdown-html", "Remove it"),
    Mistake("entity", GAUGE, "offered", "off ‸&amp; on", "markdown-html", "Write “&” itself."),
    Mistake("heading", GAUGE, "Nobody", "‸# Nobody", "markdown-heading", "sentence"),
    Mistake("indented code", GAUGE, "Nobody", "    ‸Nobody", "markdown-code", "indent"),
    Mistake("fence", GAUGE, "Nobody", "‸```\nx\n```\nNobody", "markdown-code", "sentence"),
    Mistake(
        "table", GAUGE, "Nobody", "‸| a |\n|---|\n| b |\n\nNobody", "markdown-table", "list items"
    ),
    Mistake(
        "HTML block", GAUGE, "Nobody", "‸<!-- later -->\n\nNobody", "markdown-html", "Remove it"
    ),
    Mistake("rule", GAUGE, "Nobody", "‸***\n\nNobody", "markdown-rule", "blank line"),
    Mistake(
        "line break", GAUGE, "offered to", "offered‸\\\nto", "markdown-line-break", "backslash"
    ),
    Mistake("nested list", SHARE, "- Either", "  ‸- Either", "markdown-nesting", "on its own"),
    Mistake(
        "second paragraph of an item",
        SHARE,
        "- Either",
        "\n  ‸Either",
        "markdown-nesting",
        "on its own",
    ),
    Mistake("list in a quotation", SHARE, "> We", "> ‸- We", "markdown-nesting", "on its own"),
    Mistake("control character", GAUGE, "Nobody", "No‸\x1bbody", "control-character", "Delete it"),
    Mistake(
        "bidi override", HERALD, "The Valley", "The ‸\u202eValley", "control-character", "Delete it"
    ),
    Mistake(
        "escaped control character",
        GAUGE,
        "[engineer]",
        '[engineer]\ntags: [‸"a\\x1bb"]',
        "control-character",
        "Delete it",
    ),
    Mistake("line separator", GAUGE, "Nobody", "No‸\u2028body", "control-character", "Delete it"),
)
