"""Deliberate mistakes in the fixture briefing of two towns.

Each says what is typed instead of what, at which character the problem must point (the caret
``‸``, which is not typed), and what must be said.
"""

from __future__ import annotations

from typing import Final, NamedTuple

CARET: Final = "‸"

ACTORS: Final = "actors.yaml"
BRIEFING: Final = "briefing.md"
HERALD: Final = "sources.yaml"
ANGLERS: Final = "cards/reactions/anglers.md"
DAM: Final = "cards/background/dam.md"
DURATION: Final = "cards/terms/duration.md"
GAUGE: Final = "cards/doubts/gauge.md"
JUDGEMENT: Final = "cards/judgements/will-it-hold.md"
LEVEL: Final = "cards/disagreements/share-or-level.md"
SHARE: Final = "cards/terms/share.md"
TURBINES: Final = "cards/terms/turbines.md"
YEARS: Final = "cards/timeline/years.md"


class Mistake(NamedTuple):
    """One mistake.

    Attributes:
        name: What is wrong, in our words.
        file: File of the fixture in which it is made.
        change: ``old → new``. The first occurrence of the old text is replaced; the new has a caret
            at the character to point at.
        problem: ``code: fix``, the code of the problem and words that its fix must have.
    """

    name: str
    file: str
    change: str
    problem: str

    @property
    def code(self) -> str:
        return self.problem.partition(": ")[0]

    @property
    def fix(self) -> str:
        return self.problem.partition(": ")[2]


def _passage(name: str, typed: str, fix: str) -> Mistake:
    """A citation of paragraph 4 with what is typed after it."""
    return Mistake(name, GAUGE, f"¶4; @eng → ¶4 {typed}; @eng", f"bad-passage: {fix}")


def _allow(name: str, typed: str, fix: str) -> Mistake:
    """A claim that allows what is typed."""
    new = f'@engineers] {{allow="{typed}"}}'
    return Mistake(name, GAUGE, f"@engineers] → {new}", f"bad-allowance: {fix}")


# fmt: off
MISTAKES: Final = (
    # YAML: its shape, its fields and their values.
    Mistake("bad YAML", SHARE, "tags: [water, summer]\nfigures: → tags: [water\nfigures‸:",
            "bad-yaml: Correct it"),
    Mistake("colon in a title", GAUGE, "title: The → title: So‸: the", "bad-yaml: between quotes"),
    Mistake("anchor", GAUGE, "[engineer] → ‸&a [engineer]", "bad-yaml: between quotes"),
    Mistake("alias", GAUGE, "[engineer] → ‸*a", "bad-yaml: between quotes"),
    Mistake("tag", GAUGE, "[engineer] → ‸!x [engineer]", "bad-yaml: between quotes"),
    Mistake("duplicate field", GAUGE, "actors: [engineer] → actors: [engineer]\n‸title: B",
            "duplicate-field: Keep one"),
    Mistake("unknown field", GAUGE, "actors: → ‸actor:", "unknown-field: Write “actors”."),
    Mistake("field of another kind", GAUGE, "actors: → ‸stance: silent\nactors:",
            "unknown-field: Write one of: title, status, actors, tags, written-by, was, figures"),
    Mistake("label that is no letters", HERALD, "label: VP → label: ‸V-P",
            "bad-label: such as W for the Weekly"),
    Mistake("label of another source", HERALD, "label: VP → label: ‸TH",
            "same-label: letters of its own"),
    Mistake("doubt of nobody", GAUGE,
            "title: The engineer doubts that the gauge can carry the deal\nactors: [engineer]\nby:"
            " engineer → ‸title: The engineer doubts\nactors: [engineer]",
            "missing-field: Add “by: …”."),
    Mistake("commitment without status", TURBINES,
            "- {by: [lakeside], to: [hilltop], does: hand over two turbines with their crews,"
            " status: agreed, → - ‸{by: [lakeside], does: hand over two turbines,",
            "missing-field: Add “status: …”."),
    Mistake("commitment of a stranger", TURBINES, "by: [lakeside] → by: [‸lakesid]",
            "unknown-actor: lakeside"),
    Mistake("missing field", ANGLERS,
            "title: The anglers oppose any change of level in spring\nactor: anglers → "
            "‸title: The anglers oppose any change",
            "missing-field: Add “actor: …”."),
    Mistake("empty field", ANGLERS, "stance: opposes → stance: '‸'", "empty-field: Fill it"),
    Mistake("list for a text", ANGLERS, "stance: opposes → stance: ‸[opposes]",
            "wrong-shape: one text"),
    Mistake("text for a figure", GAUGE, "actors: [engineer] → figures: [‸many]",
            "wrong-shape: Write “id: …”"),
    Mistake("no front matter", GAUGE, "---\ntitle → ‸title", "missing-front-matter: “---”"),
    Mistake("unknown value", ANGLERS, "opposes → ‸oposes", "unknown-value: Write “opposes”."),
    Mistake("unknown kind", BRIEFING, "kind: skeptics → kind: ‸sceptics",
            "unknown-value: Write “skeptics”."),
    Mistake("section without kind", BRIEFING, "{id: doubts, kind: skeptics, → {id: ‸doubts,",
            "missing-field: or add “kind: …”."),
    Mistake("second bottom line", BRIEFING, "kind: skeptics → kind: ‸bottom-line",
            "unknown-value: Remove the section"),
    Mistake("neither yes nor no", LEVEL, "matters: yes → matters: ‸true",
            "unknown-value: “yes” or “no”"),
    Mistake("impossible date", ANGLERS, "2024-04-28 → ‸2024-04-31",
            "impossible-date: Check the month"),
    Mistake("no date", ANGLERS, "2024-04-28 → ‸28.04.2024", "impossible-date: Write 2023, 2023-12"),
    Mistake("interval backwards", YEARS, "2023-09/2023-11 → ‸2023-11/2023-09",
            "impossible-date: Swap the two"),
    Mistake("wrong country", ACTORS, "country: LI → country: ‸XX",
            "unknown-country: two capital letters"),
    Mistake("everyday country", ACTORS, "country: LI → country: ‸UK",
            "unknown-country: Write “GB”."),
    Mistake("country by name", ACTORS, "country: LI → country: ‸Armenia",
            "unknown-country: Write “AM”."),
    Mistake("lower-case country", ACTORS, "country: LI → country: ‸li",
            "unknown-country: Write “LI”."),
    Mistake("bloc as country", ACTORS, "country: LI → country: ‸EU",
            "unknown-country: EU is not a country"),
    Mistake("country of a bloc", ACTORS, "type: bloc → type: bloc\n  country: ‸CH",
            "country-of-bloc: Remove the country"),
    Mistake("country of a bloc's reaction", "cards/reactions/rivers-union.md",
            "stance: silent → stance: silent\ncountry: ‸CH", "country-of-bloc: Remove the country"),
    Mistake("quote limit", BRIEFING, "quote-limit: 12 → quote-limit: ‸few", "not-a-number: digits"),
    Mistake("language", BRIEFING, "language: en → language: ‸in English", "bad-language: BCP 47"),
    Mistake("CSL type", HERALD, "type: report → type: ‸reprot", "unknown-value: Write “report”."),
    Mistake("URL scheme", HERALD, "https://example → ‸javascript://example",
            "bad-url: whole address"),
    Mistake("dateline without paragraph", HERALD, "issued: 2024-05~ → dateline: ‸2024-05-02",
            "bad-dateline: Write “2023-12-13, ¶2”"),
    Mistake("dateline in paragraph 0", HERALD, "issued: 2024-05~ → dateline: ‸2024-05-02, ¶0",
            "bad-dateline: counted from 1"),
    Mistake("dateline without date", HERALD, "issued: 2024-05~ → dateline: '‸May, ¶2'",
            "impossible-date: Write 2023"),
    Mistake("corpus path", HERALD, "herald.txt → ‸../herald.txt", "bad-file-name: name only"),
    Mistake("bad id", DURATION, "id: years → id: ‸Years_of", "bad-id: Write “years-of”."),
    Mistake("open front matter", DAM,
            "---\ntitle: The dam is older than either council\ntags: [water]\n---\n → "
            "‸---\ntitle: The dam\n",
            "missing-front-matter: after the last field"),
    # Figures, citations, ids and actors.
    Mistake("not a number", DURATION, "value: 12400 → value: '‸12,400'",
            "not-a-number: Write “12400”."),
    Mistake("number with unit", SHARE, "66.6 → ‸66.6 %", "not-a-number: rest in unit"),
    Mistake("value and range", SHARE, "low: 58 → value: ‸60\n    low: 58",
            "bad-amount: “low: 3” and “high: 5”"),
    Mistake("half a range", DURATION,
            "figures:\n → figures:\n  - ‸{id: half, measure: m, low: 1, unit: u, cite: herald}\n",
            "bad-amount: “low: 3” and “high: 5”"),
    Mistake("range backwards", SHARE, "low: 58 → low: ‸62", "bad-amount: Swap the two"),
    Mistake("unknown part", TURBINES, "[turbines-lakeside, → [‸turbines-lakesid,",
            "unknown-figure: Write “turbines-lakeside”."),
    Mistake("unknown rival", SHARE, "rivals: [unofficial-share] → rivals: [‸official]",
            "unknown-figure: Write “unofficial-share”."),
    Mistake("unknown claim in a disagreement", LEVEL, "[share#summer,  → [‸share#sumer, ",
            "unknown-claim: Write “share#summer”."),
    Mistake("unknown key figure", BRIEFING, "households, → ‸houses,",
            "unknown-figure: Write “households”."),
    Mistake("key figure twice", BRIEFING, "households, → households, ‸households,",
            "duplicate-id: Name it once"),
    Mistake("as-reported too long", SHARE, "two thirds\n → ‸a b c d e f g h i j k l m\n",
            "long-quotation: Quote the words that matter"),
    Mistake("said by nobody", SHARE, "said-by: mayor → said-by: ‸major",
            "unknown-actor: Write “mayor”."),
    Mistake("unknown citation", GAUGE, "@herald, ¶4; @engineers → @herald, ¶4; @‸enginers",
            "unknown-citation: Write “engineers”."),
    Mistake("unknown citation of a figure", SHARE, '"engineers" → "herald ¶1; ‸enginers"',
            "unknown-citation: Write “engineers”."),
    Mistake("unknown source described", "cards/sources/about-post.md",
            "source: post → source: ‸pots", "unknown-citation: Write “post”."),
    Mistake("missing citation", GAUGE, " [@herald, ¶4; @engineers] → ‸",
            "missing-citation: {basis=assumed}"),
    Mistake("missing citation of an assessment", JUDGEMENT, " [@herald, ¶5; @post, ¶5] → ‸",
            "missing-citation: [@key, ¶4]"),
    Mistake("paragraph 0", GAUGE, "¶4; @engineers → ‸¶0; @engineers", "bad-citation: ¶1"),
    Mistake("paragraph without sign", GAUGE, "¶4; @engineers → ‸4; @engineers",
            "bad-citation: Write “@herald, ¶4”"),
    Mistake("paragraph by a letter", GAUGE, "¶4; @engineers → ‸p. 7; @engineers",
            "bad-citation: Write “@herald, ¶7”"),
    Mistake("paragraph range", GAUGE, "¶4; @engineers → ‸¶4–5; @engineers",
            "bad-citation: Cite each by itself"),
    Mistake("comma between citations", GAUGE, "¶4; @engineers → ‸¶4, @engineers",
            "bad-citation: semicolon"),
    Mistake("no at sign", GAUGE, "@herald, ¶4; @eng → ‸herald, ¶4; @eng",
            "bad-citation: Write “@herald”."),
    Mistake("empty citation", GAUGE, "¶4; @engineers → ¶4;‸; @engineers",
            "bad-citation: Write “@key, ¶4”."),
    Mistake("unknown stance", DURATION, "context @ → ‸contxt @", "bad-citation: Write “context”."),
    Mistake("stance in front matter", LEVEL, "context engineers → ‸contxt engineers",
            "bad-citation: Write “context”"),
    Mistake("citation before the full stop", GAUGE,
            "one. [@herald, ¶4; @engineers] → one ‸[@herald, ¶4; @engineers].",
            "bad-block-end: after the full stop"),
    Mistake("two citations", GAUGE, "¶4; @eng → ¶4] ‸[@eng", "bad-block-end: Join the two"),
    Mistake("attributes too early", YEARS, "[@engineers] {date=2020~} → ‸{date=2020~} [@engineers]",
            "bad-block-end: citations, then attributes"),
    Mistake("unknown attribute", YEARS, "{date=2020~} → {date=2020~ ‸basic=assessed}",
            "bad-attribute: Write “basis”."),
    Mistake("no attribute", YEARS, "{date=2020~} → {date=2020~ ‸assessed}",
            "bad-attribute: name=value"),
    Mistake("attribute twice", YEARS, "{date=2020~} → {date=2020~ ‸date=2021}",
            "bad-attribute: Keep one"),
    Mistake("unknown basis", JUDGEMENT, "basis=assumed → basis=‸asumed",
            "unknown-value: Write “assumed”."),
    Mistake("claim id twice", SHARE, "are equal. [@herald, ¶3] → are equal. [@herald, ¶3] ^‸summer",
            "duplicate-id: another id"),
    Mistake("bad claim id", SHARE, "^summer → ^‸In_summer", "bad-id: Write “in-summer”."),
    Mistake("figure id twice", TURBINES, "id: turbines-hilltop,  → id: ‸years, ",
            "duplicate-id: another id"),
    Mistake("actor twice", ACTORS, "anglers:\n → ‸mayor:\n", "duplicate-field: Keep one"),
    Mistake("section twice", BRIEFING,
            "{id: people, title: People and organisations, short: none}\n  - {id:  → "
            "{id: background, title: People and organisations, short: none}\n  - {id: ‸",
            "duplicate-id: another id"),
    Mistake("section of a reserved name", BRIEFING,
            "{id: doubts, kind: skeptics → {id: ‸bottom-line, kind: skeptics",
            "duplicate-id: another id"),
    Mistake("card twice in a list", BRIEFING, "duration, turb → ‸share, duration, turb",
            "duplicate-id: Name it once"),
    Mistake("unknown card", BRIEFING, "[share, dur → [‸shares, dur",
            "unknown-card: Write “share”."),
    Mistake("card of another section", BRIEFING, "[share, dur → [share, ‸ferry, dur",
            "unknown-card: cards/side-deals/"),
    Mistake("unknown actor", SHARE, "actors: [lakeside → actors: [‸lakesid",
            "unknown-actor: Write “lakeside”."),
    Mistake("unknown reacting actor", ANGLERS, "actor: anglers → actor: ‸fishers",
            "unknown-actor: Write"),
    Mistake("unknown speaker", SHARE, "speaker=mayor → speaker=‸mayer",
            "unknown-actor: Write “mayor”."),
    Mistake("unknown speaker of a reaction", "cards/reactions/lakeside-council.md",
            "speaker: mayor → speaker: ‸mayer", "unknown-actor: Write “mayor”."),
    Mistake("missing speaker", SHARE, " [@post, ¶5] {speaker=mayor  → ‸ [@post, ¶5] {",
            "missing-speaker: {speaker=…}"),
    Mistake("speaker without quotation", GAUGE, "@engineers] → @engineers] {speaker=‸mayor}",
            "speaker-without-quotation: Begin the block"),
    Mistake("parts do not add up", TURBINES,
            "value: 5, unit: turbines, as-of: 2024-05-01, parts:  → "
            "value: 6, unit: turbines, as-of: 2024-05-01, parts: ‸",
            "figure-parts: Correct a number"),
    Mistake("parts of another unit", TURBINES,
            "value: 5, unit: turbines, as-of: 2024-05-01, parts:  → "
            "value: 5, unit: engines, as-of: 2024-05-01, parts: ‸",
            "figure-parts: same unit"),
    Mistake("figure without citation", DURATION,
            "figures:\n → figures:\n  - ‸{id: bare, measure: m, value: 1, unit: u}\n",
            "missing-field: Add “cite: …”."),
    Mistake("open bracket", GAUGE, "[@herald, ¶4; @engineers] → ‸[@herald, ¶4; @engineers",
            "bad-block-end: Close it"),
    # The passages that citations name.
    Mistake("passage without paragraph", GAUGE, '@herald, ¶4; @eng → @herald, ‸"a … b"; @eng',
            "bad-passage: Write “@herald, ¶4” before it"),
    Mistake("passage of a figure without paragraph", SHARE,
            'cite: "engineers" → cite: \'engineers ‸"a … b"\'',
            "bad-passage: Write “@engineers, ¶4” before it"),
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
    # Warnings that are said to stand.
    _allow("nothing allowed", "‸", "Write “code: reason”"),
    _allow("allowance without colon", "‸number-not-in-passage", "Write “code: reason”"),
    _allow("semicolon in a reason", "a-b: one two three; ‸four five six", "use commas within"),
    _allow("allowance without reason", "number-not-in-passage:‸", "3 words or more"),
    _allow("reason of two words", "number-not-in-passage: ‸it’s ok –", "3 words or more"),
    _allow("code in capitals", "‸Number: one two three", "“number”"),
    _allow("code with spaces", "‸no such number: one two three", "“no-such-number”"),
    _allow("no code", "‸: one two three", "for example"),
    _allow("code twice", "a-b: one two three; ‸a-b: four five six", "Keep one"),
    Mistake("allowance of a figure", SHARE,
            'cite: "engineers" → cite: "engineers"\n    allow: "a-b: ‸fine"',
            "bad-allowance: 3 words or more"),
    Mistake("allowance of a position", LEVEL,
            'cite: "herald ¶2"} → cite: "herald ¶2", allow: ‸fine}',
            "bad-allowance: Write “code: reason”"),
    Mistake("allowance of an actor", ACTORS, "  role: Mayor →   allow: ‸fine\n  role: Mayor",
            "bad-allowance: Write “code: reason”"),
    # What is told: editorial rules, Markdown and characters.
    Mistake("title too long", GAUGE, "the deal\n → the deal between Hilltop and Lakesi‸de\n",
            "long-title: Shorten it by 2."),
    Mistake("card too long", LEVEL,
            f"title: The papers differ on whether Hilltop’s share is fixed\nquestion: Is → "
            f"title: ‸The papers differ\nquestion: Is {'very ' * 150}",
            "long-card: two cards"),
    Mistake("quotation too long", SHARE, "We trust them for now. → ‸a b c d e f g h i j k l m",
            "long-quotation: Quote the words"),
    Mistake("phrase too long", GAUGE, "thirty years too old → ‸a b c d e f g h i j k l m",
            "long-quotation: Quote the words"),
    Mistake("open quotation", GAUGE, "“thirty years too old” → ‸“thirty years too old",
            "unpaired-quotation-mark: Close it"),
    Mistake("closing mark alone", GAUGE, "“thirty years too old → thirty years too old‸",
            "unpaired-quotation-mark: Open it"),
    Mistake("plain mark alone", GAUGE, 'Nobody → ‸"Nobody', "unpaired-quotation-mark: second mark"),
    Mistake("likelihood with confidence", JUDGEMENT, "until September 2024. → (‸high confidence).",
            "likelihood-with-confidence: in another"),
    Mistake("likelihood with confidence in a claim", GAUGE,
            "Nobody has offered → Probably, and our ‸confidence is high, nobody offers",
            "likelihood-with-confidence: in another"),
    Mistake("timeline without date", YEARS, " [@post, ¶2] {date=2022-03} → ‸ [@post, ¶2]",
            "missing-date: {date=2023-12}"),
    Mistake("one position", "cards/disagreements/day-of-signature.md",
            '  - {says: On 1 May., cite: "herald ¶1"}\n   →   ‸',
            "too-few-positions: another source"),
    Mistake("empty card", "cards/background/dam.md",
            "The dam was built by a mill that neither town owned. [@engineers] {date=../1930} → ‸",
            "empty-card: at least one claim"),
    Mistake("empty claim", SHARE, "- In winter the shares are equal. [@herald → - ‸[@herald",
            "empty-claim: Write one"),
    Mistake("heading in the bottom line", BRIEFING,
            "Lakeside and Hilltop agreed on → ‸# Lakeside and Hilltop agreed on",
            "markdown-heading: sentence of its own"),
    Mistake("emphasis", GAUGE, "Nobody → ‸*Nobody*", "markdown-emphasis: Remove the marks"),
    Mistake("strong", GAUGE, "offered to pay → ‸**offered** to pay",
            "markdown-emphasis: Remove the marks"),
    Mistake("strike-through", GAUGE, "offered → ‸~~offered~~",
            "markdown-emphasis: Remove the marks"),
    Mistake("code", GAUGE, "offered → ‸`offered`", "markdown-code: backticks"),
    Mistake("link", GAUGE, "offered → ‸[offered](https://example.org)",
            "markdown-link: words only"),
    Mistake("autolink", GAUGE, "offered → ‸<https://example.org>", "markdown-link: words only"),
    Mistake("image", GAUGE, "offered → ‸![offered](x.png)", "markdown-image: in words"),
    Mistake("inline HTML", GAUGE, "offered → ‸<b>offered", "markdown-html: Remove it"),
    Mistake("entity", GAUGE, "offered → off ‸&amp; on", "markdown-html: Write “&” itself."),
    Mistake("heading", GAUGE, "Nobody → ‸# Nobody", "markdown-heading: sentence"),
    Mistake("indented code", GAUGE, "Nobody →     ‸Nobody", "markdown-code: indent"),
    Mistake("fence", GAUGE, "Nobody → ‸```\nx\n```\nNobody", "markdown-code: sentence"),
    Mistake("table", GAUGE, "Nobody → ‸| a |\n|---|\n| b |\n\nNobody",
            "markdown-table: list items"),
    Mistake("HTML block", GAUGE, "Nobody → ‸<!-- later -->\n\nNobody", "markdown-html: Remove it"),
    Mistake("rule", GAUGE, "Nobody → ‸***\n\nNobody", "markdown-rule: blank line"),
    Mistake("line break", GAUGE, "offered to → offered‸\\\nto", "markdown-line-break: backslash"),
    Mistake("nested list", SHARE, "- Either →   ‸- Either", "markdown-nesting: on its own"),
    Mistake("second paragraph of an item", SHARE, "- Either → \n  ‸Either",
            "markdown-nesting: on its own"),
    Mistake("list in a quotation", SHARE, "> We → > ‸- We", "markdown-nesting: on its own"),
    Mistake("control character", GAUGE, "Nobody → No‸\x1bbody", "control-character: Delete it"),
    Mistake("bidi override", HERALD, "The Valley → The ‸\u202eValley",
            "control-character: Delete it"),
    Mistake("escaped control character", GAUGE, '[engineer] → [engineer]\ntags: [‸"a\\x1bb"]',
            "control-character: Delete it"),
    Mistake("letter of another script", GAUGE, "Nobody → ‸N\u043ebody",
            "mixed-scripts: letters of one script"),
    Mistake("line separator", GAUGE, "Nobody → No‸\u2028body", "control-character: Delete it"),
)
# fmt: on
