"""Drafts in a folder: at their place, once, and nothing else touched."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.authoring.load import Loaded, load_briefing
from briefing.desk.answers import read_answers
from briefing.desk.drafting import draft
from briefing.desk.edits import Edit, apply
from briefing.desk.proposing import Proposal, propose
from briefing.desk.recognising import ActorFound, QuotationFound
from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.names import Lexicon
from briefing.evidence.texts import SourceText
from briefing.model.briefing import Briefing
from briefing.model.cards import Reaction
from briefing.model.claims import Quote
from briefing.model.errors import BriefingError
from tests.curating import Desk, lay_out

RADIO = """\
Valley Radio, news at noon.

“The gauge is the heart of this deal, and nobody in either town can read it alone,” said Council
President Ida Moll on 6 May 2024. Moll welcomed the [new] shares.

At least 17 boats and three ferries lie in the basin, the Hilltop Institute told the radio.
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = lay_out(tmp_path)
    (made.corpus / "radio.txt").write_text(RADIO, "utf-8")
    made.rewrite(
        "sources.yaml",
        lambda typed: (
            typed + b"radio: {type: broadcast, title: News, container-title: Radio,"
            b" issued: 2024-05-07, corpus: radio.txt}\n"
        ),
    )
    return made


def load(desk: Desk) -> tuple[Loaded, Briefing]:
    loaded = load_briefing(desk.draft)
    assert loaded.briefing is not None, loaded.problems
    return loaded, loaded.briefing


def proposed(desk: Desk) -> list[Proposal]:
    return list(propose(Examination(load(desk)[1], Corpus(desk.corpus)), "radio"))


def drafted(desk: Desk) -> Edit | None:
    return written(desk, proposed(desk))


def written(desk: Desk, proposals: Sequence[Proposal]) -> Edit | None:
    made = draft(desk.draft, load(desk)[0], "radio", proposals)
    if made is not None:
        apply(desk.draft, made)
    return made


def paths(made: Edit | None) -> list[str]:
    return [*made.after] if made else []


def files(folder: Path) -> dict[str, bytes]:
    return {str(one): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_drafts_stand_at_their_place_and_touch_nothing_else(desk: Desk) -> None:
    before = files(desk.draft)
    made = drafted(desk)
    after = files(desk.draft)
    new = {str(desk.draft / path) for path in paths(made)}
    assert {name for name in after if after[name] != before.get(name)} == new
    actors = str(desk.draft / "actors.yaml")
    assert after[actors].startswith(before[actors])
    loaded, briefing = load(desk)
    assert loaded.problems == () or {one.severity for one in loaded.problems} <= {
        "draft",
        "warning",
    }
    cards = {card.id: (section.id, card) for section, card in briefing.cards()}
    section, reaction = cards["ida-moll-radio"]
    assert section == "reactions"
    assert isinstance(reaction.detail, Reaction)
    assert (reaction.detail.actor, reaction.detail.stance) == ("ida-moll", "welcomes")
    assert reaction.claims[0].text == "“welcomed the [new] shares”"
    section, dates = cards["radio-dates"]
    assert (section, dates.claims[0].date and dates.claims[0].date.edtf) == (
        "timeline",
        "2024-05-06",
    )
    _, numbers = cards["radio-figures"]
    assert [(one.number, one.unit, one.qualifier) for one in numbers.figures] == [
        ("17", "boats", "at least"),
        ("3", "ferries", "exact"),
    ]
    _, quotations = cards["radio-quotations"]
    (quote,) = quotations.claims
    assert isinstance(quote, Quote)
    assert (quote.speaker, quote.text) == ("ida-moll", "The gauge is the heart of this deal")
    assert loaded.drafts >= {"ida-moll-radio", "radio-dates", "actor:ida-moll"}
    assert desk.run("check") == 0
    assert desk.run("publish") == 0


def test_what_is_drafted_is_not_proposed_again(desk: Desk) -> None:
    drafted(desk)
    assert proposed(desk) == []
    before = files(desk.draft)
    assert drafted(desk) is None
    assert files(desk.draft) == before


def test_what_is_on_cards_is_not_proposed(desk: Desk) -> None:
    first = [one for one in proposed(desk) if isinstance(one.found, QuotationFound)]
    assert len(first) == 1
    card = "---\ntitle: A gauge\nstatus: draft\n---\nIt is “the heart of this deal”. [@radio, ¶2]\n"
    (desk.draft / "cards/terms/gauge-heart.md").write_text(card, "utf-8")
    assert not any(isinstance(one.found, QuotationFound) for one in proposed(desk))


def test_a_draft_that_cannot_be_read_is_in_the_way(desk: Desk) -> None:
    (desk.draft / "cards/terms/odd.md").write_text("---\nstatus: draft\n---\nNo title.\n", "utf-8")
    before = files(desk.draft)
    with pytest.raises(BriefingError, match="“odd” have mistakes"):
        drafted(desk)
    assert files(desk.draft) == before


def test_a_section_that_is_not_there_is_made(desk: Desk) -> None:
    path = desk.draft / "briefing.md"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    kept = [one for one in lines if "{id: reactions" not in one]
    path.write_text("".join(kept), "utf-8")
    made = drafted(desk)
    assert "cards/reactions/ida-moll-radio.md" in paths(made)
    _, briefing = load(desk)
    assert [one.id for one in briefing.sections].count("reactions") == 1
    assert briefing.sections[-1].id == "reactions"


# -- what another program proposes -----------------------------------------------------------------

TEXT = SourceText(RADIO)
NOBODY = Lexicon(Briefing(id="dam", title="A dam", sections=()))


def answers(*lines: Mapping[str, object]) -> bytes:
    return b"\n".join(json.dumps(line).encode() for line in lines)


def test_a_program_says_what_it_is_and_proposes_what_stands_there() -> None:
    found = read_answers(
        answers(
            {"program": "gazetteer", "version": "2"},
            {"kind": "actor", "paragraph": 3, "words": "Hilltop Institute", "type": "organisation"},
            {"kind": "quotation", "paragraph": 2, "words": "the heart of this deal"},
            {"kind": "date", "paragraph": 2, "words": "6 May 2024", "date": "2024-05-06"},
            {
                **{"kind": "number", "paragraph": 3, "words": "three ferries"},
                **{"value": "3", "unit": "ferries", "measure": "ferries"},
            },
            {
                **{"kind": "reaction", "paragraph": 2, "words": "welcomed the [new] shares"},
                **{"name": "Moll", "verb": "welcomed", "stance": "welcomes"},
            },
        ),
        *(TEXT, NOBODY, "x"),
    )
    assert found.wrong == []
    assert {one.by for one in found.proposals} == {"gazetteer 2"}
    assert [one.passage.paragraph for one in found.proposals] == [3, 2, 2, 3, 2]
    assert isinstance(found.proposals[0].found, ActorFound)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ({"kind": "quotation", "paragraph": 2, "words": "the heart of that deal"}, "is not in ¶2"),
        ({"kind": "quotation", "paragraph": 9, "words": "the heart"}, "there is no paragraph 9"),
        ({"kind": "quotation", "paragraph": 2, "words": "The Heart of this deal"}, "is not in ¶2"),
        ({"paragraph": 2, "words": "the heart"}, "it has no kind"),
        ({"kind": "date", "paragraph": 2, "words": "6 May 2024", "date": "6.5."}, "is not a date"),
        ({"kind": "number", "paragraph": 3, "words": "17 boats"}, "has a measure and a unit"),
        ({"kind": "verdict", "paragraph": 3, "words": "17 boats"}, "Invalid enum value"),
        (
            {"kind": "reaction", "paragraph": 2, "words": "welcomed", "name": "Bo", "verb": "w"},
            "the name “Bo” is not in the text",
        ),
    ],
)
def test_what_does_not_stand_there_is_left_out_and_told(line: dict[str, object], why: str) -> None:
    found = read_answers(answers(line), TEXT, NOBODY, "x")
    assert found.proposals == []
    assert len(found.wrong) == 1
    assert found.wrong[0].startswith("Line 1 of x is left out: ")
    assert why in found.wrong[0]


@given(
    st.binary(max_size=300)
    | st.lists(st.dictionaries(st.text(max_size=6), st.integers())).map(
        lambda lines: answers(*lines)
    )
)
def test_no_answer_raises(output: bytes) -> None:
    found = read_answers(output, TEXT, NOBODY, "x")
    assert len(found.proposals) + len(found.wrong) <= len(output.split(b"\n"))


def test_what_a_program_proposes_is_written_with_its_name(desk: Desk) -> None:
    line = {"kind": "quotation", "paragraph": 2, "words": "nobody in either town can read it alone"}
    text = Examination(load(desk)[1], Corpus(desk.corpus)).text("radio")
    assert text is not None
    others = read_answers(answers(line), text, NOBODY, "gazetteer 2").proposals
    (path,) = paths(written(desk, others))
    assert "written-by: [gazetteer 2]" in (desk.draft / path).read_text("utf-8")
    assert desk.run("check") == 0
