"""Mistakes in YAML: its shape, its fields and their values."""

from __future__ import annotations

from typing import Final

from tests.unit.authoring.mistakes.mistake import (
    ACTORS,
    ANGLERS,
    BRIEFING,
    DAM,
    DURATION,
    GAUGE,
    HERALD,
    LEVEL,
    SHARE,
    YEARS,
    Mistake,
)

MISTAKES: Final = (
    Mistake(
        "bad YAML",
        SHARE,
        "tags: [water, summer]\nfigures:",
        "tags: [water\nfigures‸:",
        "bad-yaml",
        "Correct it",
    ),
    Mistake(
        "colon in a title", GAUGE, "title: The", "title: So‸: the", "bad-yaml", "between quotes"
    ),
    Mistake("anchor", GAUGE, "[engineer]", "‸&a [engineer]", "bad-yaml", "between quotes"),
    Mistake("alias", GAUGE, "[engineer]", "‸*a", "bad-yaml", "between quotes"),
    Mistake("tag", GAUGE, "[engineer]", "‸!x [engineer]", "bad-yaml", "between quotes"),
    Mistake(
        "duplicate field",
        GAUGE,
        "actors: [engineer]",
        "actors: [engineer]\n‸title: B",
        "duplicate-field",
        "Keep one",
    ),
    Mistake("unknown field", GAUGE, "actors:", "‸actor:", "unknown-field", "Write “actors”."),
    Mistake(
        "field of another kind",
        GAUGE,
        "actors:",
        "‸stance: silent\nactors:",
        "unknown-field",
        "Write one of: title, actors, tags, figures.",
    ),
    Mistake(
        "missing field",
        ANGLERS,
        "title: The anglers oppose any change of level in spring\nactor: anglers",
        "‸title: The anglers oppose any change",
        "missing-field",
        "Add “actor: …”.",
    ),
    Mistake("empty field", ANGLERS, "stance: opposes", "stance: '‸'", "empty-field", "Fill it"),
    Mistake(
        "list for a text",
        ANGLERS,
        "stance: opposes",
        "stance: ‸[opposes]",
        "wrong-shape",
        "one text",
    ),
    Mistake(
        "text for a figure",
        GAUGE,
        "actors: [engineer]",
        "figures: [‸many]",
        "wrong-shape",
        "Write “id: …”",
    ),
    Mistake("no front matter", GAUGE, "---\ntitle", "‸title", "missing-front-matter", "“---”"),
    Mistake("unknown value", ANGLERS, "opposes", "‸oposes", "unknown-value", "Write “opposes”."),
    Mistake(
        "unknown kind",
        BRIEFING,
        "kind: skeptics",
        "kind: ‸sceptics",
        "unknown-value",
        "Write “skeptics”.",
    ),
    Mistake(
        "section without kind",
        BRIEFING,
        "{id: doubts, kind: skeptics,",
        "{id: ‸doubts,",
        "missing-field",
        "or add “kind: …”.",
    ),
    Mistake(
        "second bottom line",
        BRIEFING,
        "kind: skeptics",
        "kind: ‸bottom-line",
        "unknown-value",
        "Remove the section",
    ),
    Mistake(
        "neither yes nor no",
        LEVEL,
        "matters: yes",
        "matters: ‸true",
        "unknown-value",
        "“yes” or “no”",
    ),
    Mistake(
        "impossible date",
        ANGLERS,
        "2024-04-28",
        "‸2024-04-31",
        "impossible-date",
        "Check the month",
    ),
    Mistake(
        "no date", ANGLERS, "2024-04-28", "‸28.04.2024", "impossible-date", "Write 2023, 2023-12"
    ),
    Mistake(
        "interval backwards",
        YEARS,
        "2023-09/2023-11",
        "‸2023-11/2023-09",
        "impossible-date",
        "Swap the two",
    ),
    Mistake(
        "wrong country",
        ACTORS,
        "country: LI",
        "country: ‸XX",
        "unknown-country",
        "two capital letters",
    ),
    Mistake(
        "everyday country", ACTORS, "country: LI", "country: ‸UK", "unknown-country", "Write “GB”."
    ),
    Mistake(
        "country by name",
        ACTORS,
        "country: LI",
        "country: ‸Armenia",
        "unknown-country",
        "Write “AM”.",
    ),
    Mistake(
        "lower-case country",
        ACTORS,
        "country: LI",
        "country: ‸li",
        "unknown-country",
        "Write “LI”.",
    ),
    Mistake(
        "bloc as country",
        ACTORS,
        "country: LI",
        "country: ‸EU",
        "unknown-country",
        "EU is not a country",
    ),
    Mistake(
        "country of a bloc",
        ACTORS,
        "type: bloc",
        "type: bloc\n  country: ‸CH",
        "country-of-bloc",
        "Remove the country",
    ),
    Mistake(
        "country of a bloc's reaction",
        "cards/reactions/rivers-union.md",
        "stance: silent",
        "stance: silent\ncountry: ‸CH",
        "country-of-bloc",
        "Remove the country",
    ),
    Mistake(
        "quote limit", BRIEFING, "quote-limit: 12", "quote-limit: ‸few", "not-a-number", "digits"
    ),
    Mistake(
        "language", BRIEFING, "language: en", "language: ‸in English", "bad-language", "BCP 47"
    ),
    Mistake(
        "CSL type", HERALD, "type: report", "type: ‸reprot", "unknown-value", "Write “report”."
    ),
    Mistake(
        "URL scheme", HERALD, "https://example", "‸javascript://example", "bad-url", "whole address"
    ),
    Mistake(
        "dateline without paragraph",
        HERALD,
        "issued: 2024-05~",
        "dateline: ‸2024-05-02",
        "bad-dateline",
        "Write “2023-12-13, ¶2”",
    ),
    Mistake(
        "dateline in paragraph 0",
        HERALD,
        "issued: 2024-05~",
        "dateline: ‸2024-05-02, ¶0",
        "bad-dateline",
        "counted from 1",
    ),
    Mistake(
        "dateline without date",
        HERALD,
        "issued: 2024-05~",
        "dateline: '‸May, ¶2'",
        "impossible-date",
        "Write 2023",
    ),
    Mistake("corpus path", HERALD, "herald.txt", "‸../herald.txt", "bad-file-name", "name only"),
    Mistake("bad id", DURATION, "id: years", "id: ‸Years_of", "bad-id", "Write “years-of”."),
    Mistake(
        "open front matter",
        DAM,
        "---\ntitle: The dam is older than either council\ntags: [water]\n---\n",
        "‸---\ntitle: The dam\n",
        "missing-front-matter",
        "after the last field",
    ),
)
