"""What is found in a source gets into a card's text, which stays as it was around it."""

from __future__ import annotations

import pytest

from briefing.authoring.cards import read_card
from briefing.authoring.folder import SourceFile
from briefing.authoring.problems import ParseContext, Report
from briefing.desk.edits import EditRefusedError
from briefing.desk.forms import Citation, citation_of, entry, new_card, quotation, sentence
from briefing.desk.making import add_block, add_entry, allow, cite, why_no_reason
from briefing.evidence.texts import Passage, SourceText
from briefing.model.vocabulary import SectionKind

HERALD = Citation("herald", "¶2")
POST = Citation("post", "¶4 “the first words … the last ones”")


def typed(text: str) -> tuple[str, int]:
    """A text without the ``|`` that shows where the cursor is."""
    at = text.index("|")
    return text[:at] + text[at + 1 :], at


CARD = "---\ntitle: A dam # theirs\n---\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{CARD}|", f"{CARD}| [@herald, ¶2]\n"),
        (f"{CARD}The wa|ter.\n", f"{CARD}The water. [@herald, ¶2]|\n"),
        (f"{CARD}The\nwa|ter.\n\nMore.\n", f"{CARD}The\nwater. [@herald, ¶2]|\n\nMore.\n"),
        (
            f"{CARD}It is|. [@post, ¶1] {{basis=assessed}} ^id\n",
            f"{CARD}It is. [@post, ¶1; @herald, ¶2]| {{basis=assessed}} ^id\n",
        ),
        (
            f"{CARD}It| is. {{basis=assessed}}\n",
            f"{CARD}It is. [@herald, ¶2]| {{basis=assessed}}\n",
        ),
        (
            f"{CARD}- One. [@post, ¶1]\n- Two|. [@post, ¶2 “a [b] c … d e”]\n",
            f"{CARD}- One. [@post, ¶1]\n- Two. [@post, ¶2 “a [b] c … d e”; @herald, ¶2]|\n",
        ),
        (f"{CARD}> He\n> sa|ys. [@post, ¶1]\n", f"{CARD}> He\n> says. [@post, ¶1; @herald, ¶2]|\n"),
        (f"{CARD}One. [@post, ¶1]\n|", f"{CARD}One. [@post, ¶1; @herald, ¶2]|\n"),
        (f"{CARD}One. [@post, ¶1]\n\n|", f"{CARD}One. [@post, ¶1]\n\n| [@herald, ¶2]\n"),
        (
            f"{CARD}One. [@post, ¶1]\n|\nTwo. [@post, ¶2]\n",
            f"{CARD}One. [@post, ¶1]\n\n| [@herald, ¶2]\n\nTwo. [@post, ¶2]\n",
        ),
        (
            '---\nfigures:\n  - {id: a, va|lue: 3, cite: "post ¶1"}\n---\n',
            '---\nfigures:\n  - {id: a, value: 3, cite: "post ¶1; herald ¶2"|}\n---\n',
        ),
        (
            "---\npositions:\n  - says: Th|is.\n\n  - says: That.\ntags: [a]\n---\n",
            '---\npositions:\n  - says: This.\n    cite: "herald ¶2"|\n\n  - says: That.\n'
            "tags: [a]\n---\n",
        ),
        (
            "---\npositions: [{says: Th|is}, {says: That}]\n---\n",
            '---\npositions: [{says: This, cite: "herald ¶2"|}, {says: That}]\n---\n',
        ),
    ],
)
def test_a_citation_goes_where_the_cursor_is(before: str, after: str) -> None:
    made = cite(*typed(before), [HERALD])
    assert (made.text, made.cursor) == typed(after)


def test_several_passages_are_cited_one_after_the_other() -> None:
    made = cite(*typed(f"{CARD}W|ater."), [HERALD, POST])
    assert made.text == f"{CARD}Water. [@herald, ¶2; @post, ¶4 “the first words … the last ones”]"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("---\nti|tle: A\n---\n", "Nothing is cited here"),
        ("---\ntitle: [|\n---\n", "cannot be read"),
        ("no |fields", "cannot be read"),
    ],
)
def test_where_nothing_is_cited_it_says_where_that_is(text: str, said: str) -> None:
    with pytest.raises(EditRefusedError, match=said):
        cite(*typed(text), [HERALD])


NUMBER = "number-not-in-passage: both are towns"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("It i|s. [@herald, ¶2]\n", f'It is. [@herald, ¶2] {{allow="{NUMBER}"}}\n'),
        (
            "- On|e. [@post, ¶1] {date=2023} ^one\n- Two.\n",
            f'- One. [@post, ¶1] {{date=2023 allow="{NUMBER}"}} ^one\n- Two.\n',
        ),
        (
            'It i|s. [@post, ¶1] {allow="more-hedged: it is so" basis=assessed}\n',
            f'It is. [@post, ¶1] {{allow="more-hedged: it is so; {NUMBER}" basis=assessed}}\n',
        ),
        ("It i|s. {basis=“assessed”}\n", f'It is. {{basis=“assessed” allow="{NUMBER}"}}\n'),
        ("It i|s.\n", f'It is. {{allow="{NUMBER}"}}\n'),
    ],
)
def test_a_warning_is_allowed_behind_its_sentence(before: str, after: str) -> None:
    text, cursor = typed(f"{CARD}{before}")
    made = allow(text, cursor, NUMBER)
    assert (made.text, made.cursor) == (f"{CARD}{after}", cursor)


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (
            "card.md",
            '---\nfigures:\n  - {id: a, val|ue: 3, cite: "post ¶1"}\n---\n',
            '---\nfigures:\n  - {id: a, value: 3, cite: "post ¶1", allow: "%s"}\n---\n',
        ),
        (
            "card.md",
            '---\npositions:\n  - says: Th|is.\n    cite: "post ¶1"\n    allow: "so: it is so"\n'
            "---\n",
            '---\npositions:\n  - says: This.\n    cite: "post ¶1"\n'
            '    allow: "so: it is so; %s"\n---\n',
        ),
        (
            "actors.yaml",
            'hill:\n  name: Hill\n  names:\n    - {text: Hi|ll, cite: "post ¶1"}\n'
            "lake:\n  name: Lake\n",
            'hill:\n  name: Hill\n  names:\n    - {text: Hill, cite: "post ¶1"}\n'
            '  allow: "%s"\nlake:\n  name: Lake\n',
        ),
    ],
)
def test_a_warning_is_allowed_in_fields(path: str, before: str, after: str) -> None:
    text, cursor = typed(before)
    made = allow(text, cursor, NUMBER, path)
    assert (made.text, made.cursor) == (after % NUMBER, cursor)


def test_an_actor_is_cited_where_the_cursor_is() -> None:
    made = cite(*typed("hill:\n  na|me: Hill\n"), [HERALD], "actors.yaml")
    assert made.text == 'hill:\n  name: Hill\n  cite: "herald ¶2"\n'


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("card.md", "---\nti|tle: A\n---\n"),
        ("card.md", "---\ntitle: A\n---\n\n|\n\nOne.\n"),
        ("sources.yaml", "herald:\n  tit|le: A\n"),
    ],
)
def test_what_cites_nothing_allows_nothing(path: str, text: str) -> None:
    with pytest.raises(EditRefusedError, match="cites nothing of its own"):
        allow(*typed(text), NUMBER, path)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("both are towns", ""),
        ("towns", "Say it in 3 words or more"),
        ("both are towns; so be it", "commas within a reason"),
        ("both are “towns”", "no “"),
        ('both are "towns"', 'no "'),
        ("both {are} towns", "no {"),
    ],
)
def test_a_reason_is_one_that_can_be_read(reason: str, said: str) -> None:
    found = why_no_reason("number-not-in-passage", reason)
    assert said in found
    assert bool(found) == bool(said)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{CARD}|", f"{CARD}> Yes. [@herald, ¶2] {{speaker=mayor}}|\n"),
        (
            f"{CARD}On|e.\n\nTwo.\n",
            f"{CARD}One.\n\n> Yes. [@herald, ¶2] {{speaker=mayor}}|\n\nTwo.\n",
        ),
        (f"{CARD}One.\n|", f"{CARD}One.\n\n> Yes. [@herald, ¶2] {{speaker=mayor}}|\n"),
        (
            "---\nti|tle: A\n---\nOne.\n",
            "---\ntitle: A\n---\nOne.\n\n> Yes. [@herald, ¶2] {speaker=mayor}|\n",
        ),
    ],
)
def test_a_quotation_is_a_block_of_its_own(before: str, after: str) -> None:
    block = quotation("Yes.", [HERALD], {"speaker": "mayor", "date": ""})
    made = add_block(*typed(before), block)
    assert (made.text, made.cursor) == typed(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\ntitle: A\n---\nText\n", "---\ntitle: A\nfigures:\n  - {id: x}\n---\nText\n"),
        ("---\n---\n", "---\nfigures:\n  - {id: x}\n---\n"),
        (
            "---\nfigures:\n- {id: a}   # first\n\n# of tags\ntags: [b]\n---\n",
            "---\nfigures:\n- {id: a}   # first\n- {id: x}\n\n# of tags\ntags: [b]\n---\n",
        ),
        (
            "---\nfigures:\n    - id: a\n      value: 3\n---\n",
            "---\nfigures:\n    - id: a\n      value: 3\n    - {id: x}\n---\n",
        ),
        ("---\nfigures: [{id: a}]\n---\n", "---\nfigures: [{id: a}, {id: x}]\n---\n"),
        ("---\nfigures: []\n---\n", "---\nfigures: [{id: x}]\n---\n"),
    ],
)
def test_an_entry_goes_to_the_end_of_its_list(before: str, after: str) -> None:
    assert add_entry(before, "figures", entry({"id": "x", "unit": ""})).text == after


def test_an_entry_too_long_for_a_line_has_a_line_for_each_field() -> None:
    made = add_entry("---\ntitle: A\n---\n", "figures", entry({"id": "x", "measure": "m" * 100}))
    assert made.text == f"---\ntitle: A\nfigures:\n  - id: x\n    measure: {'m' * 100}\n---\n"


def test_what_is_no_list_gets_no_entry() -> None:
    with pytest.raises(EditRefusedError, match="“figures” has to be a list"):
        add_entry("---\nfigures: none\n---\n", "figures", "{id: x}")


def test_a_new_card_is_one_that_can_be_read() -> None:
    report = Report()
    fields = {"title": "Hilltop: no", "actor": "hilltop", "stance": "opposes", "tags": ["a", "b"]}
    text = new_card(fields, f"It is no.{sentence([HERALD])}")
    card = read_card(SourceFile("x", text), "no", SectionKind.REACTIONS, ParseContext(report))
    assert card is not None
    assert (card.title, card.tags, card.claims[0].text) == (
        "Hilltop: no",
        ("a", "b"),
        "It is no.",
    )
    assert report.problems() == ()


TEXT = SourceText(
    "The council of Lakeside met on Monday to speak of the dam.\n\n"
    "The mayor was tired that day. The council said that the dam is to hold for ten more years."
    " It did not say more than that about it.\n\nShort."
)


def _passage(words: str) -> Passage:
    tokens = Passage.of(words).tokens
    (first,) = TEXT.find(tokens)
    return Passage(TEXT, first, first + len(tokens))


@pytest.mark.parametrize(
    ("passage", "place"),
    [
        (TEXT.paragraph(1), "¶1"),
        (
            _passage("The council said that the dam is to hold for ten more years"),
            "¶2 “The council said that … for ten more years”",
        ),
    ],
)
def test_a_passage_is_cited_so_that_it_is_found(passage: Passage, place: str) -> None:
    assert citation_of(passage, "herald") == Citation("herald", place)


def test_what_is_too_short_is_cited_with_more_of_the_text() -> None:
    assert citation_of(_passage("The mayor was tired"), "herald").place.startswith("¶2 “The mayor")
    short = SourceText("Too short.")
    with pytest.raises(EditRefusedError, match="too short"):
        citation_of(Passage(short, 0, 1), "herald")
