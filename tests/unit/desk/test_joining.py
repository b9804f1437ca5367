"""Two sections, actors or sources made one: what names the first names the other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefing.authoring.anchor_lock import LOCK_NAME
from briefing.authoring.load import load_briefing
from briefing.desk.joining import merge
from briefing.model.briefing import Briefing
from briefing.model.vocabulary import ReviewKind
from tests.unit.authoring.topics import loaded
from tests.unit.desk.folders import two_towns
from tests.unit.desk.test_operations import done, refused, rewrite, text

ACTORS = """\
# Whom the paper calls so.
marsh:
  type: person
  country: CH
  names:
    - Lee-Marsh
    - {text: Anna Marsh, cite: "herald ¶2"}
    - "Marsh, Ann"
"""
SHARE = "cards/terms/share.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The two towns with an actor who is listed twice."""
    made = two_towns(tmp_path)
    path = made / "actors.yaml"
    path.write_text(path.read_text("utf-8") + ACTORS, "utf-8")
    rewrite(made, SHARE, "actors: [lakeside, hilltop]", "actors: [marsh, hilltop, mayor]")
    rewrite(made, "cards/terms/duration.md", "actors: [lakeside, hilltop]", "actors: [marsh]")
    rewrite(made, SHARE, "tags: [water, summer]", "tags: [mayor, marsh]")
    return made


# -- actors ----------------------------------------------------------------------------------------


def test_an_actor_gets_the_names_of_the_other_and_all_that_names_it(folder: Path) -> None:
    said = done(folder, merge, "actor:marsh", "actor:mayor")
    assert said.startswith("Merged marsh into mayor; 2 references follow")
    briefing = loaded(folder)
    mayor = next(one for one in briefing.actors if one.id == "mayor")
    assert [one.text for one in mayor.names] == [
        *("Ann Lee-Marsh", "Lee-Marsh", "Anna Marsh", "Marsh, Ann"),
    ]
    assert "marsh" not in {one.id for one in briefing.actors}
    share, duration, _ = briefing.sections[2].cards
    assert (share.actors, duration.actors) == (("hilltop", "mayor"), ("mayor",))
    assert share.tags == ("mayor", "marsh")
    assert 'Marsh, {text: Anna Marsh, cite: "herald ¶2"}, "Marsh, Ann"]' in text(
        folder, "actors.yaml"
    )


def test_an_actor_gets_fields_that_it_lacks(folder: Path) -> None:
    done(folder, merge, "actor:mayor", "actor:marsh")
    marsh = next(one for one in loaded(folder).actors if one.id == "marsh")
    assert (marsh.role, len(marsh.evidence)) == ("Mayor of Lakeside", 1)
    assert [one.text for one in marsh.names] == [
        *("Lee-Marsh", "Anna Marsh", "Marsh, Ann", "Ann Lee-Marsh"),
    ]
    assert "{speaker=marsh " in text(folder, SHARE)


def test_actors_that_differ_are_two(folder: Path) -> None:
    assert refused(folder, merge, "actor:marsh", "actor:engineer") == (
        "“marsh” says more than a merged actor can keep: its country. Take that out, or write the"
        " same in “actors.yaml”, first."
    )
    assert "its type" in refused(folder, merge, "actor:marsh", "actor:lakeside")
    rewrite(folder, "actors.yaml", "marsh:\n", "marsh:\n  status: draft\n")
    why = refused(folder, merge, "actor:mayor", "actor:marsh")
    assert why == "“marsh” is a draft, and “mayor” is none. Accept it first."
    done(folder, merge, "actor:marsh", "actor:mayor")
    assert "status" not in text(folder, "actors.yaml")


def test_only_two_of_a_kind_are_merged(folder: Path) -> None:
    assert "“share” is a card" in refused(folder, merge, "actor:marsh", "share")
    assert "“figure:years” is a figure" in refused(folder, merge, "figure:years", "figure:x")
    assert "There is no actor “x”" in refused(folder, merge, "actor:marsh", "actor:x")
    assert "into itself" in refused(folder, merge, "source:post", "source:post")


# -- sources ---------------------------------------------------------------------------------------


def list_again(folder: Path, corpus: str) -> None:
    """List the Herald a second time, and cite a claim from there."""
    entry = (
        "dam-story:\n  type: article-newspaper\n  title: Two towns, one dam\n"
        f"  container-title: The Herald\n  corpus: {corpus}\n  accessed: 2024-05-09\n"
    )
    path = folder / "sources.yaml"
    path.write_text(path.read_text("utf-8") + entry, "utf-8")
    rewrite(folder, "cards/terms/turbines.md", "crews. [@herald,", "crews. [@dam-story,")
    lines = text(folder, LOCK_NAME).splitlines(keepends=True)
    more = [one.replace('"herald"', '"dam-story"') for one in lines if '"herald"' in one]
    (folder / LOCK_NAME).write_text("".join((*lines, *more)), "utf-8")


def test_a_source_that_is_listed_twice_is_cited_by_one_key(folder: Path) -> None:
    list_again(folder, "herald.txt")
    before = loaded(folder)
    assert done(folder, merge, "source:dam-story", "source:herald") == (
        "Merged dam-story into herald; 1 reference follows."
    )
    after = loaded(folder)
    assert [one.key for one in after.sources] == ["herald", "post", "engineers"]
    assert len(after.sign_offs) >= len(before.sign_offs)
    assert not re.search("dam-story|2024-05-09", text(folder, LOCK_NAME) + str(after.sources))
    assert len({one.place for one in after.anchors}) == len(after.anchors)
    assert len(after.articles) == 3
    assert not [one for one in load_briefing(folder).problems if one.code == "stale-anchor"]


def test_a_source_may_be_merged_the_other_way_round(folder: Path) -> None:
    list_again(folder, "other.txt")  # the anchors are the same
    done(folder, merge, "source:herald", "source:dam-story")
    source = next(one for one in loaded(folder).sources if one.key == "dam-story")
    assert (source.corpus, source.label, source.authors) == (
        *("other.txt", "TH", ("Ann Lee", "Bo Marsh")),
    )


def test_sources_of_other_texts_or_titles_are_two(folder: Path) -> None:
    assert "Nothing shows that “post” and “herald” have the same text" in refused(
        folder, merge, "source:post", "source:herald"
    )
    list_again(folder, "herald.txt")
    rewrite(folder, "sources.yaml", "Herald\n  corpus", "Herald, online\n  corpus")
    assert "its container-title" in refused(folder, merge, "source:dam-story", "source:herald")


# -- sections --------------------------------------------------------------------------------------


def signed(briefing: Briefing) -> int:
    return sum(one.kind is ReviewKind.CLAIM for one in briefing.sign_offs)


def test_the_cards_of_a_section_come_last_in_the_other(folder: Path) -> None:
    dam = "---\ntitle: Two doors\n---\nThe dam has two doors. [@herald, ¶4]\n"
    (folder / "cards/side-deals/doors.md").write_text(dam, "utf-8")
    (folder / "cards/side-deals/a-door.md").write_text(dam.replace("doors", "locks"), "utf-8")
    rewrite(
        folder,
        "briefing.md",
        "on the side, short: none",
        "on the side, cards: [doors, ferry, a-door], short: [ferry]",
    )
    claims = signed(loaded(folder))
    was = {section.id: [card.id for card in section.cards] for section in loaded(folder).sections}
    said = done(folder, merge, "section:side-deals", "section:terms")
    assert said == f"Merged side-deals into terms; {len(was['side-deals'])} cards moved."
    after = loaded(folder)
    terms = next(one for one in after.sections if one.id == "terms")
    assert [card.id for card in terms.cards] == [*was["terms"], *was["side-deals"]]
    assert terms.short == ("share", "duration", "ferry")
    assert "side-deals" not in {one.id for one in after.sections}
    assert not (folder / "cards/side-deals").exists()
    assert signed(after) == claims


@pytest.mark.parametrize(
    ("one", "other", "listed"),
    [
        ("side-deals", "background", "title: Background, short: none}"),
        ("background", "side-deals", "on the side, short: none, cards: [ferry, dam]}"),
    ],
)
def test_a_section_gets_a_list_only_where_names_would_order_it_otherwise(
    folder: Path, one: str, other: str, listed: str
) -> None:
    done(folder, merge, f"section:{one}", f"section:{other}")
    assert listed in text(folder, "briefing.md")
    assert "is missing" in refused(folder, merge, "section:terms", "section:unknowns")
