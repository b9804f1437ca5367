"""A briefing as Markdown."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec.structs import replace

from briefing.evidence.support import bearers
from briefing.model.actors import Source
from briefing.model.briefing import Revision
from briefing.model.cards import (
    Card,
    Section,
    SourceNote,
)
from briefing.model.claims import Evidence, Figure, Quote
from briefing.model.text import clean
from briefing.model.vocabulary import SectionKind
from briefing.views.export import address, block, inline, to_markdown
from tests.samples import ALL_FIELDS, NOT_SAID, published, without_field, worded

PARSER = MarkdownIt("commonmark").enable("table").enable("strikethrough")
LOST = Card(
    id="lost",
    title="Word",
    claims=(Quote(id="a", text="Word", speaker="nobody", evidence=(Evidence(source="lost"),)),),
    detail=SourceNote(source="lost"),
    figures=(Figure(id="f", measure="Word", unit="Word", value=Decimal(1200), parts=("lost",)),),
    actors=("mayor", "lost"),
)
"""A card whose references lead nowhere."""
UNUSED = Source(key="unused", type="report", title="Unused", outlet="Unused")


def sample(text: str) -> Revision:
    """The briefing with all fields and a text in each, and a card with nothing behind it."""
    sections = tuple(
        replace(one, cards=(*one.cards, LOST)) if one.kind is SectionKind.TERMS else one
        for one in ALL_FIELDS.sections
    )
    sources = (*ALL_FIELDS.sources, UNUSED)
    briefing = replace(ALL_FIELDS, sections=sections, sources=sources)
    return published(worded(briefing, lambda _: text))


def structure(markdown: str) -> list[str]:
    """What a Markdown reader takes a text for, its words left out."""
    kinds: list[str] = []
    for token in PARSER.parse(markdown):
        kinds.append(f"{token.type} {token.tag}")
        kinds += [kind for kind, _ in groupby(child.type for child in token.children or ())]
    return kinds


def words(tokens: list[Token]) -> str:
    """The text that a Markdown reader shows."""
    return "".join(words(token.children) if token.children else token.content for token in tokens)


SAMPLE = to_markdown(sample("Word"))
PLAIN = to_markdown(published())
COMMENT = re.compile("<!-- [^ ]+ -->")


@pytest.mark.parametrize(
    "lines",
    [
        ["# Word", "", "- Briefing: two-towns", "- Revision: 3, published 4 May 2024, 09:05 UTC"],
        [
            "- Information cut-off: 2 May 2024",
            "- Check: verified on 3 May 2024 by briefing 0.3: 70 passages, 30 claims, 1 warning",
            "",
            "## Word",
            "",
            "### Word",
            "",
        ],
        ["1. Word to Word: Word (Word)[^4]", "", "* **About:** Word; Word", "* **Tags:** Word"],
        ["", "- Word *(assessed by us; 1 May 2024)*[^4]", "", "> “Word” — Word[^4]", ""],
        ["| Figure | Amount | As of | As reported | Said by | Note |"],
        [
            "| Word, as described by Word[^1][^2][^3] | about 66.6 Word | May 2024 | “Word” |"
            " Word | Word; made up of: Word, 3–5,000 Word;"
            " counted differently: Word, 3–5,000 Word |",
            "| Word | 3–5,000 Word | not given |  | the article itself |  |",
        ],
        [
            "* **Source:** unknown source lost",
            "* **About:** Word; lost",
            "",
            "> “Word” — nobody[^5]",
        ],
        ["| Word | 1,200 Word | not given |  | the article itself | made up of: lost |"],
        ["**not given:** Word[^1][^2][^3]", "", "- **1 May 2024:** Word *(assessed by us)*[^4]"],
        ["* **Actor:** Word (CH)", "* **Stance:** welcomes", "* **As reported:** Word"],
        ["* **Speaker:** Word", "* **Date:** about Dec 2023"],
        ["* **Question:** Word", "* **Differs in:** number", "* **State:** explained"],
        ["", "1. Word[^4]", "2. Word[^6]", "", "* **Matters:** yes", "* **Why:** Word"],
        ["* **Why it matters:** Word", "* **What would settle it:** Word"],
        ["* **Likelihood:** likely (55–80 per cent)", "* **Confidence:** low"],
        ["* **Word**; state; CH; Word (native, Word)[^6]"],
        ["* **Word**; person; Word, as described by Word[^4]"],
        ["* **Type:** Word", "* **Authors:** Word, Word", "* **Published:** 1 May 2024"],
        ["[^1]: Word, “Word”, ¶2 (quoted).", "[^2]: Contradicted by Word, “Word”, ¶6."],
        ["[^3]: Context: Word, “Word”, as a whole (inferred).", "[^4]: Word, “Word”, ¶2."],
        ["[^5]: unknown source lost, as a whole.", "[^6]: Word, “Word”, ¶3. Probable slip of the"],
    ],
)
def test_what_is_written(lines: list[str]) -> None:
    assert "\n".join(lines) in COMMENT.sub("", SAMPLE)


def test_what_rests_on_evidence_is_followed_by_its_permanent_address() -> None:
    revision = published()
    keys = [one.key for one in bearers(revision.briefing) if one.card]
    assert [found.strip("<!-> ") for found in COMMENT.findall(PLAIN)] == [
        f"two-towns/{key}@3" for key in keys
    ]
    draft = to_markdown(replace(revision, number=0))
    assert "<!--" not in draft
    assert draft.partition("- Check")[2] == COMMENT.sub("", PLAIN).partition("- Check")[2]


def test_an_id_that_no_curator_can_give_does_not_end_a_comment() -> None:
    odd = replace(LOST, id="--><script>")
    terms = Section(id="terms", kind=SectionKind.TERMS, title="Terms", cards=(odd,))
    text = to_markdown(published(replace(ALL_FIELDS, sections=(terms,))))
    assert "script" not in text
    assert "<!--" not in text


def test_only_sources_that_are_cited_are_listed() -> None:
    _, table = PLAIN.split("## Sources cited\n\n")
    assert table.count("\n| Post | A dam |") == 1
    assert SAMPLE.split("## Sources cited\n\n")[1].count("\n| Word |") == 2


def test_sources_are_told_apart_by_title_where_they_share_an_outlet() -> None:
    assert "[^1]: The Herald, ¶2 (quoted)." in PLAIN
    assert "[^1]: Word, “Word”, ¶2 (quoted)." in SAMPLE


@pytest.mark.parametrize(("kind", "field", "value", "label"), NOT_SAID)
def test_what_need_not_be_said_has_no_line(
    kind: SectionKind, field: str, value: object, label: str
) -> None:
    assert f"* **{label}:** " in PLAIN
    briefing, section, card = without_field(kind, field, value)
    assert f"* **{label}:**" not in to_markdown(published(briefing), section, card)


def test_one_section_or_one_card() -> None:
    revision = published()
    section = next(one for one in ALL_FIELDS.sections if one.kind is SectionKind.TIMELINE)
    alone = to_markdown(revision, section)
    assert alone.startswith("# Two towns share a dam\n")
    assert alone.count("\n## ") == 2  # with the sources cited
    two = Section(id="two", kind=section.kind, title="Two", cards=(section.cards * 2))
    assert to_markdown(revision, two).count("\n### ") == 2
    assert to_markdown(revision, two, two.cards[0]).count("\n### ") == 1


HOSTILE = (
    "# heading", "- item", "+ item", "1. item", "1) item", "> quote", "```", "~~~", "---", "===",
    "| a | b |", "a | b", "a\n\n# b", "a\r\n- b", "<script>x</script>", "<!-- x", "&lt;", "&#35;",
    "[x](javascript:y)", "![x](y)", "[^1]", "[^1]: x", "[x]: y", "*x*", "__x__", "`x`", "~~x~~",
    "\\", "\\*x\\*", "x\\", "x  \ny", "<https://x.y>", "a\tb", "    code", "x!", "x #", "{#id}",
    "@x", "$x$", "^x^", "a_b_c", "**", "_", "!", "\u2028# x", "[/x]", "[sic]", "-", "1.",
)  # fmt: skip
BENIGN = structure(SAMPLE)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_changes_no_structure_and_is_shown_whole(text: str) -> None:
    markdown = to_markdown(sample(text))
    assert structure(markdown) == BENIGN
    shown = " ".join(text.replace("\t", " ").split())
    assert words(PARSER.parse(block(text))) == shown
    assert words(PARSER.parse(f"x {inline(text)} y")) == f"x {shown} y"


def test_an_exclamation_makes_no_image_of_the_footnote_after_it() -> None:
    assert "Peace\\![^1]" in to_markdown(sample("Peace!"))


PIECES = st.sampled_from([*HOSTILE, " ", "\n", "\n\n", "a", "é", "(", ")", '"', ":", "=", "0"])


@settings(deadline=None)
@given(st.lists(PIECES, max_size=6).map("".join).filter(str.strip))
def test_no_mixture_of_marks_changes_the_structure(text: str) -> None:
    assert structure(to_markdown(sample(text))) == BENIGN


@given(st.text().map(clean))
def test_any_text_is_shown_whole(text: str) -> None:
    shown = re.sub(r"[^\S\u00a0\u202f]+", " ", text).strip()
    assert words(PARSER.parse(f"x {inline(text)} y")) == f"x {shown} y"
    assert words(PARSER.parse(block(text))) == shown


@pytest.mark.parametrize(
    ("url", "markdown"),
    [
        ("https://example.org/a?b=c_d", "<https://example.org/a?b=c_d>"),
        ("HTTP://example.org", "<HTTP://example.org>"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("https://example.org/> <b>", r"https://example.org/\> \<b\>"),
        ("https://example.org/a|b", r"https://example.org/a\|b"),
    ],
)
def test_only_web_addresses_become_links(url: str, markdown: str) -> None:
    assert address(url) == markdown
