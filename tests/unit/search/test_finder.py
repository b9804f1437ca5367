"""Finding words in a briefing."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.model.actors import Actor, Name, Source
from briefing.model.briefing import Briefing
from briefing.model.cards import (
    Card,
    Detail,
    Judgement,
    Reaction,
    Section,
    SourceNote,
    Unknown,
)
from briefing.model.claims import Claim
from briefing.model.parts import Field
from briefing.model.text import clean
from briefing.model.vocabulary import (
    ActorType,
    Confidence,
    SectionKind,
    Stance,
)
from briefing.search.finder import Finder
from tests.samples import ALL_FIELDS, worded


def actor(id_: str, type_: ActorType, *names: str, role: str | None = None) -> Actor:
    return Actor(id=id_, type=type_, names=tuple(Name(text=name) for name in names), role=role)


ACTORS = (
    actor("yerevan", ActorType.PLACE, "Yerevan", "Երևան"),
    actor("president", ActorType.PERSON, "Ilham Əliyev", role="President of Azerbaijan"),
    actor("father", ActorType.PERSON, "Heydər Əliyev", "Гейдар Алиев"),
    actor("armenia", ActorType.STATE, "Armenia", "Republic of Armenia", "Հայաստան"),
    actor("azerbaijan", ActorType.STATE, "Azerbaijan", "Republic of Azerbaijan"),
    actor("us", ActorType.STATE, "United States", "US", "Washington"),
    actor("un", ActorType.ORGANISATION, "United Nations", "UN"),
    actor("hague", ActorType.PLACE, "The Hague", "Den Haag"),
    actor("bank", ActorType.ORGANISATION, "Bank for Towns", "Städtebank"),
    actor("letter", ActorType.ORGANISATION, "Quartermaster Office", "Q", "!"),
    actor("lakeside", ActorType.PLACE, "Lakeside", "Seestadt"),
    actor("kredit", ActorType.ORGANISATION, "Bank of Lakeside", "Kreditkasse"),
)


def briefing(*cards: Card, kind: SectionKind = SectionKind.TERMS) -> Briefing:
    section = Section(id="section", kind=kind, title="Section", cards=cards)
    source = Source(
        key="herald",
        type="article-newspaper",
        title="Two towns",
        outlet="The Gazette",
        authors=("Ann Lee",),
        origin="Regional Press",
        descriptor="Partisan daily",
    )
    return Briefing(id="b", title="B", sections=(section,), actors=ACTORS, sources=(source,))


def text_card(*texts: str, id_: str = "card", actors: tuple[str, ...] = ()) -> Card:
    claims = tuple(Claim(id=f"c{number}", text=text) for number, text in enumerate(texts, 1))
    return Card(id=id_, title="-", claims=claims, actors=actors)


def marked(query: str, text: str) -> list[str]:
    """What a query marks in a claim of this text."""
    hits = Finder(briefing(text_card(text))).find(query)
    return [text[start:end] for hit in hits for start, end in hit.spans]


@pytest.mark.parametrize(
    ("query", "text", "marks"),
    [
        ("peace", "Peace, PEACE and peaceful war", ["Peace", "PEACE", "peace"]),
        ("eace", "Peace", []),
        ("of", "prisoners-of-war often", ["of", "of"]),
        ("aliyev", "Mr Əliyev, Aliyev and Eliyev", ["Əliyev", "Aliyev"]),
        ("eliyev", "Mr Əliyev, Aliyev and Eliyev", ["Əliyev", "Eliyev"]),
        ("Əliyev", "Mr Əliyev, Aliyev and Eliyev", ["Əliyev", "Aliyev", "Eliyev"]),
        ("xankendi", "Xankəndi", ["Xankəndi"]),
        ("ԵՐԵՎԱՆ", "Երևանում", ["Երևան"]),
        ("cafe", "un cafe\N{COMBINING ACUTE ACCENT} noir", ["cafe\N{COMBINING ACUTE ACCENT}"]),
        ("O'Brien", "O’Brien O Brien OBrien", ["O’Brien", "O Brien", "OBrien"]),
        ("obrien", "O’Brien", ["O’Brien"]),
        ("quran", "the Qurʾan", ["Qurʾan"]),
        ("prisoner-of-war", "prisoner of war", ["prisoner of war"]),
        ("ceasefire", "cease-fire", ["cease-fire"]),
        ("cop29", "COP29 COP 29 COP-29", ["COP29", "COP 29", "COP-29"]),
        ("cop 29", "COP29", ["COP", "29"]),
        ("29", "1129", []),
        ("120000", "about 120,000 people", ["120,000"]),
        ("120,000", "120 000 or 120.000", ["120 000", "120.000"]),
        ("6.6", "66 of 6.6", ["6.6"]),
        ('"two thirds of"', "two thirds; two  thirds, OF it", ["two  thirds, OF"]),
        ('"peace tre', "a peace treaty", ["peace tre"]),
        ('"peace treaty"', "peace, then a treaty", []),
        ('"pea treaty"', "peace treaty", []),
        ("peace peaceful", "peaceful", ["peaceful"]),
        ("", "anything", []),
        ("—", "a — b", []),
    ],
)
def test_what_is_marked(query: str, text: str, marks: list[str]) -> None:
    assert marked(query, text) == marks


@pytest.mark.parametrize(
    ("query", "text", "marks"),
    [
        ("Yerevan", "Yerevan, Երևանում", ["Yerevan", "Երևան"]),
        ("երևան", "Yerevan", ["Yerevan"]),
        ("yere", "Երևան", ["Երևան"]),
        ("yer", "Երևան", []),
        ("aliyev", "Гейдар Алиев", ["Гейдар Алиев"]),
        ("ilham aliyev", "Ilham Əliyev", ["Ilham Əliyev"]),
        ("washington", "the US, with us; USSR", ["US"]),
        ("united states", "US", ["US"]),
        ('"united states"', "US", []),
        ('"united states"', "the United States", ["United States"]),
        ("republic of armenia", "Հայաստան", ["Հայաստան"]),
        ("US", "the US and U.S. with us; USA; use", ["US", "U.S", "US"]),
        ("us", "the US with us", ["US", "us"]),
        ("us", "Washington", ["Washington"]),
        ("united", "Washington", []),
        ("republic", "Armenia and Azerbaijan", []),
        ("of", "Armenia", []),
        ("for", "Städtebank", []),
        ("towns", "Städtebank", ["Städtebank"]),
        ("hague", "Den Haag", ["Den Haag"]),
        ("quartermaster", "Q and A", []),
        ("lakesi", "Seestadt and Kreditkasse", ["Seestadt"]),
        ("lakeside", "Seestadt and Kreditkasse", ["Seestadt"]),
        ("bank", "Städtebank and Kreditkasse", []),
    ],
)
def test_names_of_an_actor_stand_for_each_other(query: str, text: str, marks: list[str]) -> None:
    assert marked(query, text) == marks


def test_all_terms_must_be_in_the_card_but_not_in_one_place() -> None:
    finder = Finder(
        briefing(
            text_card("water and wine", id_="one"),
            text_card("water", "more wine", "bread", id_="two"),
            text_card("water", id_="three"),
        )
    )
    hits = finder.find("wine water")
    assert [(hit.card_id, hit.item, hit.spans) for hit in hits] == [
        ("one", "c1", ((0, 5), (10, 14))),
        ("two", "c1", ((0, 5),)),
        ("two", "c2", ((5, 9),)),
    ]
    assert finder.cards("wine water") == {"one", "two"}
    assert finder.count("wine water") == 4
    assert [match.span for match in finder.matches("wine water")] == [
        (0, 5),
        (10, 14),
        (0, 5),
        (5, 9),
    ]


FIGURE_FIELDS = (Field.MEASURE, Field.AMOUNT, Field.AS_REPORTED, Field.NOTE, Field.SAID_BY)
WORDS = worded(ALL_FIELDS, lambda _: "word")
"""A briefing that says nothing but "word"."""


def full_card() -> Card:
    """A card with everything that can be beside each other: a disagreement with figures."""
    cards = {section.kind: card for section, card in WORDS.cards()}
    figures = cards[SectionKind.TERMS].figures
    return msgspec.structs.replace(cards[SectionKind.DISAGREEMENTS], figures=figures)


def places(card: Card, kind: SectionKind = SectionKind.TERMS) -> list[tuple[str, str | None]]:
    section = Section(id="section", kind=kind, title="Section", cards=(card,))
    whole = msgspec.structs.replace(WORDS, sections=(section,))
    return [(hit.field, hit.item or hit.refers) for hit in Finder(whole).find("word")]


def test_every_text_of_a_card_is_a_place_in_reading_order() -> None:
    assert places(full_card()) == [
        (Field.TITLE, None),
        (Field.QUESTION, None),
        (Field.POSITION, "position:0"),
        (Field.POSITION, "position:1"),
        (Field.WHY, None),
        (Field.CLAIM, "c1"),
        (Field.CLAIM, "c2"),
        (Field.CLAIM, "q1"),
        (Field.SPEAKER, "q1"),
        *((field, "figure:share") for field in FIGURE_FIELDS),
        *((field, "figure:levy") for field in FIGURE_FIELDS[:2]),
        (Field.ACTOR, "actor:lakeside"),
        (Field.ACTOR, "actor:mayor"),
        (Field.TAG, None),
    ]


def test_a_card_of_people_gives_all_names_and_the_role() -> None:
    card = Card(id="card", title="-", actors=("lakeside", "mayor"))
    assert places(card, SectionKind.PEOPLE) == [
        (Field.NAME, "actor:lakeside"),
        (Field.NAME, "actor:lakeside"),
        (Field.NAME, "actor:mayor"),
        (Field.ROLE, "actor:mayor"),
    ]


@pytest.mark.parametrize(
    ("detail", "fields"),
    [
        (
            Unknown(question="word", why="word", settled_by="word"),
            [Field.QUESTION, Field.WHY, Field.SETTLED_BY],
        ),
        (
            Judgement(statement="word", confidence=Confidence.LOW, confidence_basis="word"),
            [Field.STATEMENT, Field.CONFIDENCE_BASIS],
        ),
        (
            Reaction(actor="mayor", speaker="mayor", stance=Stance.SILENT),
            [Field.ACTOR, Field.SPEAKER],
        ),
        (Reaction(actor="nobody", stance=Stance.SILENT), []),
        (SourceNote(source="nothing"), []),
    ],
)
def test_what_a_kind_of_card_holds_is_found(detail: Detail, fields: list[Field]) -> None:
    assert [field for field, _ in places(Card(id="c", title="-", detail=detail))] == fields


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("towns", Field.SOURCE_TITLE),
        ("gazette", Field.OUTLET),
        ("lee", Field.AUTHOR),
        ("regional", Field.ORIGIN),
        ("partisan", Field.DESCRIPTOR),
    ],
)
def test_a_source_is_found_by_all_that_is_known_of_it(query: str, field: Field) -> None:
    card = Card(id="card", title="-", detail=SourceNote(source="herald"))
    assert [hit.field for hit in Finder(briefing(card)).find(query)] == [field]


PIECES = st.sampled_from(
    [
        "Əliyev",
        "ԵՐԵՎԱՆ",
        "US",
        "us",
        "of",
        '"',
        "“",
        " ",
        "-",
        "'",
        "ﬁ",
        "ß",
        "\u0301",
        "\u200d",
        "9",
    ]
)
TEXTS = st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=8).map("".join))


@settings(deadline=None)
@given(query=TEXTS, texts=st.lists(TEXTS, max_size=4))
def test_every_mark_lies_in_its_text_and_is_not_empty(query: str, texts: list[str]) -> None:
    finder = Finder(briefing(text_card(*texts, id_="one", actors=("us",)), full_card()))
    hits = finder.find(query)
    assert finder.count(query) == len(finder.matches(query))
    assert finder.cards(query) <= {"one", "card-disagreements"}
    for hit in hits:
        edges = [edge for span in hit.spans for edge in span]
        assert edges == sorted(edges)
        assert max(edges, default=0) <= len(hit.text)
        assert edges or hit.field is Field.TITLE
        assert all(start < end for start, end in hit.spans)


@settings(deadline=None)
@given(before=TEXTS, word=st.text("aeəiıߜØ'éΣ", min_size=1, max_size=6), after=TEXTS)
def test_a_word_finds_itself(before: str, word: str, after: str) -> None:
    if not word[0].isalnum():
        return
    text = f"{before} {word} {after}"
    hits = Finder(briefing(text_card(text))).find(word.upper())
    start = len(clean(before)) + 1
    assert hits[0].text == clean(text)
    assert any(first <= start < last for first, last in hits[0].spans)


def test_a_pasted_page_is_a_query_too() -> None:
    assert Finder(briefing(text_card("water"))).find("Armenia us republic " * 300) == []
