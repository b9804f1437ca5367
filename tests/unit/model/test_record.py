"""What every struct of the model does with what it is given, and with what it is not given."""

from __future__ import annotations

import msgspec
import pytest

from briefing.model import actors, briefing, cards, claims, dates, reviews
from briefing.model.actors import Actor, Name, Slip, Source
from briefing.model.cards import Card, SourceNote, Unknown, kind_of_detail
from briefing.model.dates import EdtfDate
from briefing.model.record import Record
from briefing.model.reviews import ReviewRule
from briefing.model.vocabulary import (
    ActorType,
    Basis,
    DisagreementState,
    Mode,
    Qualifier,
    SignedHow,
    Support,
)

STRUCTS = {
    one.__name__: one
    for module in (actors, briefing, cards, claims, dates, reviews)
    for one in vars(module).values()
    if isinstance(one, type) and issubclass(one, Record) and one is not Record
}


@pytest.mark.parametrize("how", ["made", "decoded"])
def test_no_text_keeps_what_could_control_a_terminal(how: str) -> None:
    card = Card(id="c", title="A\x1b[2Jdam", tags=("dry", "wet\u202e"))
    if how == "decoded":
        typed = b'{"id": "c", "title": "A\\u001b[2Jdam", "tags": ["dry", "wet\\u202e"]}'
        card = msgspec.json.decode(typed, type=Card)
    assert (card.id, card.title, card.tags) == ("c", "A\ufffd[2Jdam", ("dry", "wet\ufffd"))


def test_what_a_stored_file_leaves_out_means_what_it_always_meant() -> None:
    left_out = {
        f"{name}.{field.name}": field.default
        for name, struct in STRUCTS.items()
        for field in msgspec.structs.fields(struct)
        if not field.required and field.default not in (None, (), "")
    }
    assert left_out == {
        "Anchor.occurrences": 1,
        "Anchor.which": 0,
        "Briefing.language": "en",
        "Briefing.quote_limit": 12,
        "Briefing.reviews": ReviewRule(),
        "Claim.basis": Basis.REPORTED,
        "Claim.item": False,
        "Disagreement.state": DisagreementState.OPEN,
        "EdtfDate.approximate": False,
        "EdtfDate.uncertain": False,
        "Evidence.mode": Mode.PARAPHRASE,
        "Evidence.stance": Support.SUPPORTS,
        "Figure.qualifier": Qualifier.EXACT,
        "Name.kind": "alias",
        "Quote.basis": Basis.REPORTED,
        "Quote.item": False,
        "ReviewRule.numbers": 2,
        "ReviewRule.quotations": 2,
        "ReviewRule.rest": 1,
        "ReviewRule.short": 2,
        "ReviewRule.titles": 2,
        "SignOff.how": SignedHow.STATED,
        "Source.origin": "unknown",
    }


def test_a_date_that_a_later_version_wrote_is_shown_as_it_stands() -> None:
    assert EdtfDate(edtf="spring 2023").label == "spring 2023"


def test_a_kind_of_detail_is_called_as_in_files() -> None:
    assert [kind_of_detail(one) for one in (Unknown, SourceNote)] == ["unknown", "source"]
    assert b'"type":"source"' in msgspec.json.encode(SourceNote(source="post"))


def test_an_actor_goes_by_its_first_name() -> None:
    names = (Name(text="Lakeside"), Name(text="Seestadt"))
    assert Actor(id="lakeside", type=ActorType.STATE, names=names).name == "Lakeside"


def test_the_slips_of_a_paragraph_are_its_own() -> None:
    slips = (Slip(paragraph=3, note="A half of what?"), Slip(paragraph=9, note="“year” for “day”"))
    source = Source(key="post", type="webpage", title="A dam", outlet="Post", slips=slips)
    assert source.slips_at(9) == ["“year” for “day”"]
    assert source.slips_at(None) == []
