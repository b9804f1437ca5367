"""A briefing as Markdown."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from briefing.export.escaping import address, block, inline
from briefing.export.markdown import to_markdown
from briefing.model.actors import Actor, Name, Source
from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import (
    Card,
    Disagreement,
    Judgement,
    Position,
    Reaction,
    Section,
    SourceNote,
    Unknown,
)
from briefing.model.claims import Claim, Evidence, Figure, Quote
from briefing.model.dates import parse_date
from briefing.model.text import clean
from briefing.model.vocabulary import (
    ActorType,
    Basis,
    Confidence,
    Dimension,
    Likelihood,
    Mode,
    SectionKind,
    Stance,
    Support,
)

PARSER = MarkdownIt("commonmark").enable("table").enable("strikethrough")
HERALD = Evidence(source="herald", paragraph=2)
POST = Evidence(source="post", paragraph=4, stance=Support.CONTRADICTS, mode=Mode.QUOTE)
WHOLE = Evidence(source="post", stance=Support.CONTEXT, mode=Mode.INFERENCE)


def sample(text: str) -> Revision:
    """A briefing that holds a text wherever it can hold one."""
    cards = {
        SectionKind.TERMS: Card(
            id="terms",
            title=text,
            claims=(
                Claim(id="a", text=text, evidence=(HERALD, POST), basis=Basis.ASSESSED),
                Claim(id="b", text=text, evidence=(HERALD, WHOLE), item=True),
                Claim(id="c", text=text, item=True, date=parse_date("2023-12~")),
                Quote(id="d", text=text, speaker="who", evidence=(Evidence(source="lost"),)),
                Quote(id="e", text=text, speaker="nobody"),
            ),
            figures=(
                Figure(
                    id="f",
                    measure=text,
                    unit=text,
                    value=Decimal(1200),
                    as_reported=text,
                    said_by="who",
                    note=text,
                    parts=("g", "lost"),
                    rivals=("g",),
                    evidence=(POST,),
                ),
                Figure(id="g", measure=text, unit=text, low=Decimal(3), high=Decimal(5)),
            ),
            actors=("who", "lost"),
            tags=(text, text),
        ),
        SectionKind.TIMELINE: Card(
            id="timeline",
            title=text,
            claims=(Claim(id="a", text=text, item=True, date=parse_date("2023-12-13")),),
        ),
        SectionKind.REACTIONS: Card(
            id="reactions",
            title=text,
            detail=Reaction(actor="who", stance=Stance.OPPOSES, country="CH", speaker="who"),
        ),
        SectionKind.DISAGREEMENTS: Card(
            id="disagreements",
            title=text,
            detail=Disagreement(
                question=text,
                dimension=Dimension.NUMBER,
                positions=(
                    Position(says=text, evidence=(HERALD,)),
                    Position(says=text, evidence=(POST,)),
                ),
                matters=True,
                why=text,
            ),
        ),
        SectionKind.UNKNOWNS: Card(
            id="unknowns", title=text, detail=Unknown(question=text, why=text, settled_by=text)
        ),
        SectionKind.JUDGEMENTS: Card(
            id="judgements",
            title=text,
            detail=Judgement(
                statement=text,
                confidence=Confidence.LOW,
                confidence_basis=text,
                likelihood=Likelihood.LIKELY,
            ),
        ),
        SectionKind.PEOPLE: Card(id="people", title=text, actors=("who",)),
        SectionKind.SOURCES: Card(id="sources", title=text, detail=SourceNote(source="herald")),
        SectionKind.BACKGROUND: Card(id="lost", title=text, detail=SourceNote(source="lost")),
    }
    briefing = Briefing(
        id="sample",
        title=text,
        sections=tuple(
            Section(id=kind, kind=kind, title=text, cards=(card,)) for kind, card in cards.items()
        ),
        sources=(
            Source(
                key="herald",
                type=text,
                title=text,
                outlet=text,
                authors=(text,),
                language=text,
                url=f"javascript:{text}",
                origin=text,
                descriptor=text,
            ),
            Source(key="post", type="report", title="Dam", outlet="Post", url="https://e.org/a|b"),
            Source(key="unused", type="report", title="Unused", outlet="Unused"),
        ),
        actors=(
            Actor(
                id="who",
                type=ActorType.PERSON,
                names=(Name(text=text, evidence=(HERALD,)), Name(text=text, language="de")),
                country="CH",
                role=text,
                evidence=(POST,),
            ),
        ),
        cutoff=parse_date("2024-05"),
    )
    published = datetime(2024, 5, 3, 9, 5, tzinfo=UTC)
    return Revision(number=3, published=published, briefing=briefing)


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


@pytest.mark.parametrize(
    "lines",
    [
        ["# Word", "", "- Briefing: sample", "- Revision: 3, published 3 May 2024, 09:05 UTC"],
        ["- Information cut-off: May 2024", "", "## Word", "", "### Word", ""],
        ["* **About:** Word; lost", "* **Tags:** Word, Word", "", "Word *(assessed)*[^1][^2]", ""],
        ["", "- Word[^1][^3]", "- Word *(c. Dec 2023)*", "", "> “Word” — Word[^4]", ""],
        ["> “Word” — nobody", "", "| Figure | Amount | As of | As reported | Said by | Note |"],
        [
            "| Word[^2] | 1,200 Word | not given | “Word” | Word |"
            " Word; made up of: Word, 3–5 Word; lost; counted differently: Word, 3–5 Word |",
            "| Word | 3–5 Word | not given |  | the article itself |  |",
        ],
        ["- **13 Dec 2023:** Word"],
        ["* **Actor:** Word (CH)", "* **Stance:** opposes", "* **Speaker:** Word"],
        ["* **State:** open", "", "1. Word[^1]", "2. Word[^2]", "", "* **Matters:** yes"],
        ["* **What would settle it:** Word"],
        ["* **Likelihood:** likely (55–80 per cent)", "* **Confidence:** low"],
        ["* **Word**[^1]; person; CH; Word[^2]; Word (alias, de)"],
        ["* **Type:** Word", "* **Authors:** Word", "* **Published:** not given"],
        ["* **Source:** unknown source lost"],
        ["[^1]: Word, ¶2.", "[^2]: Contradicted by Post, ¶4 (quoted)."],
        ["[^3]: Context: Post, as a whole (inferred).", "[^4]: unknown source lost, as a whole."],
    ],
)
def test_what_is_written(lines: list[str]) -> None:
    assert "\n".join(lines) in SAMPLE


def test_only_sources_that_are_cited_are_listed() -> None:
    _, table = SAMPLE.split("## Sources cited\n\n")
    assert table.count("\n| Post |") == 1
    assert "Unused" not in SAMPLE


def test_sources_that_share_an_outlet_are_told_apart_by_title() -> None:
    assert "[^1]: Post, “Post”, ¶2." in to_markdown(sample("Post"))


def test_one_section_or_one_card() -> None:
    revision = sample("Word")
    section = revision.briefing.sections[1]
    alone = to_markdown(revision, section)
    assert alone.startswith("# Word\n")
    assert alone.count("\n## ") == 1
    assert alone.endswith("- **13 Dec 2023:** Word\n")
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
