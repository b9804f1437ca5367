"""evidence and without, on the library that a first run makes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from briefing.library.library import Library
from tests.samples import ALL_FIELDS

from .conftest import Run
from .test_cli_reading_verbs import valid

SUMMER = "two-towns/terms/share#summer"


def shown(run: Run, address: str, *options: str) -> Any:  # noqa: ANN401
    return valid("evidence", run("evidence", address, "--format", "json", *options).out)


def test_evidence_of_a_claim_with_the_text_at_hand(run: Run, corpus: Path) -> None:
    code, out, err = run("evidence", SUMMER, "--corpus", str(corpus))
    assert (code, err) == (0, "")
    lines = out.splitlines()
    start = lines.index("Claim: Hilltop takes two thirds of the water from June to August.")
    assert lines[start + 1 : start + 19] == [
        "  Address: two-towns/terms/share#summer",
        "  Support: 2 sources, one origin named, one unknown",
        "  Dispute: disputed in share-or-level",
        "  Passages: not checked",
        "",
        "  Evidence 1 of 2: supports, paraphrase",
        "    Outlet: The Herald (herald)",
        "    Author: Ann Lee, Bo Marsh",
        "    Published: 1 May 2024",
        "    Retrieved: 3 May 2024",
        "    Place: paragraph 2",
        "    Passage: not checked. It has no anchor, so no change would be noticed.",
        "    Link: https://example.org/dam",
        "    The source's words:",
        "    > In part 2 the herald tells at length how both councils came to agree on",
        "    > the water of the dam, and nobody else was asked about part 2 of it",
        "",
        "  Evidence 2 of 2: supports, paraphrase",
    ]


def test_without_a_text_the_reason_is_given_once(run: Run) -> None:
    out = run("evidence", SUMMER).out
    assert "    Passage: not checked\n" in out
    assert out.count("    Text not shown: No text on this machine: `briefing --corpus DIR`.\n") == 2


def test_what_is_against_a_claim_is_said(run: Run) -> None:
    assert "  Dispute: contested by post\n" in run("evidence", "two-towns/terms/share").out


@pytest.mark.parametrize(
    ("address", "kinds"),
    [
        (SUMMER, ["claim"]),
        ("two-towns/terms/share#figure:water-share", ["figure"]),
        ("two-towns/disagreements/share-or-level#position:1", ["position"]),
        ("two-towns/terms/share", ["claim", "claim", "claim", "quote", "figure", "figure"]),
        ("two-towns#actor:mayor", ["role"]),
    ],
)
def test_an_address_says_of_what(run: Run, address: str, kinds: list[str]) -> None:
    assert [item["kind"] for item in shown(run, address)["items"]] == kinds


def test_every_address_that_is_printed_leads_back(run: Run) -> None:
    items = shown(run, "two-towns")["items"]
    assert len(items) > 40
    for address in {item["address"] for item in items}:
        assert {item["address"] for item in shown(run, address)["items"]} == {address}


def test_what_is_said_of_people_is_evidence_of_their_cards(run: Run) -> None:
    addresses = [item["address"] for item in shown(run, "two-towns/people/towns")["items"]]
    assert "two-towns#actor:mayor" in addresses


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("two-towns/terms/share#sumer", "is called “sumer”; did you mean “summer”?"),
        ("two-towns/terms/share#water-share", "did you mean “figure:water-share”?"),
        ("two-towns/terms/share#", "is called “”. There is: summer,"),
        ("two-towns/terms/shore#summer", "has no card “shore”; did you mean “share”?"),
        ("two-towns#xyzzy", "in all)"),
        ("two-twons", "There is no briefing “two-twons”"),
    ],
)
def test_a_wrong_address_is_met_with_the_closest(run: Run, address: str, sentence: str) -> None:
    code, out, err = run("evidence", address)
    assert (code, out) == (1, "")
    assert sentence in err
    assert err.count("\n") == 1


def test_evidence_as_json_gives_the_words_only_where_the_text_is_at_hand(
    run: Run, corpus: Path
) -> None:
    (item,) = shown(run, SUMMER)["items"]
    assert [one["words"] for one in item["evidence"]] == [None, None]
    assert [one["outcome"] for one in item["evidence"]] == ["unchecked"] * 2
    (item,) = shown(run, SUMMER, "--corpus", str(corpus))["items"]
    assert item["evidence"][0]["words"].startswith("In part 2 the herald tells")
    assert item["support"] == "2 sources, one origin named, one unknown"


def test_a_source_cited_as_a_whole_is_never_printed_whole(run: Run, corpus: Path) -> None:
    (corpus / "herald.txt").rename(corpus / "engineers.txt")
    out = run("evidence", "two-towns", "--corpus", str(corpus)).out
    assert "    Text not shown: The source is cited as a whole.\n" in out


def test_the_corpus_may_be_named_in_the_environment_or_the_configuration(
    run: Run, corpus: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "config.toml").write_text('corpus = "texts"\n')
    assert "In part 2 the herald" in run("evidence", SUMMER).out
    monkeypatch.setenv("BRIEFING_CORPUS", str(home / "nowhere"))
    code, out, err = run("evidence", SUMMER)
    assert code == 1
    assert "In part 2" not in out
    assert err.startswith(f"There is no folder “{home / 'nowhere'}”, so there are no source texts.")
    assert err.count("\n") == 1
    assert "In part 2 the herald" in run("--corpus", str(corpus), "evidence", SUMMER).out


@pytest.mark.parametrize("words", [["evidence", SUMMER], ["list"], ["check", "two-towns"]])
def test_a_corpus_that_was_asked_for_must_be_there(run: Run, words: list[str]) -> None:
    code, out, err = run("--corpus", "nowhere", *words)
    assert (code, out) == (2, "")
    assert err == "There is no folder “nowhere”; name with --corpus one that exists.\n"


def fallen(run: Run, *sources: str) -> Any:  # noqa: ANN401
    return valid("without", run("without", "two-towns", *sources, "--format", "json").out)


def test_without_a_source_what_rests_on_it_alone_falls(run: Run) -> None:
    radius = fallen(run, "herald")
    assert radius["aside"] == ["herald"]
    lost = [item["address"] for item in radius["claims_lost"]]
    assert "two-towns/terms/share#in-winter-the-shares" in lost
    assert SUMMER not in lost
    assert SUMMER in [item["address"] for item in radius["claims_single"]]


def test_without_all_sources_everything_cited_falls(run: Run) -> None:
    radius = fallen(run, "herald", "post", "engineers", "herald")
    assert radius["aside"] == ["herald", "post", "engineers"]
    assert radius["claims_single"] == []
    assert {"two-towns/reactions/lakeside-council", "two-towns/reactions/anglers"} <= {
        item["address"] for item in radius["reactions"]
    }
    assert len(radius["disagreements"]) == 2
    assert radius["figures_lost"]


def test_the_blast_radius_as_text_counts_and_lists(run: Run) -> None:
    code, out, err = run("without", "two-towns", "engineers")
    assert (code, err) == (0, "")
    assert out.splitlines()[:2] == [
        "Briefing: Lakeside and Hilltop agree to share the dam",
        "Without: Institute of Water Engineers (engineers)",
    ]
    assert "\nFigures that lose all support: 1\n- 58–61.5 per cent: Share of summer" in out
    assert "\n  Address: two-towns/terms/share#figure:unofficial-share\n" in out
    assert "\nReactions that fall: none\n" in out


def test_what_falls_beside_claims_is_listed_by_kind(run: Run) -> None:
    out = run("without", "two-towns", "post").out
    assert out.partition("\nPositions")[2].splitlines() == [
        ", roles and names that lose all support: 4",
        "- On the last day of April.",
        "  Address: two-towns/disagreements/day-of-signature#position:1",
        "- It is a floor; in a wet year Hilltop may take more.",
        "  Address: two-towns/disagreements/share-or-level#position:1",
        "- Seestadt",
        "  Address: two-towns#actor:lakeside",
        "- Orxan Əliyev",
        "  Address: two-towns#actor:engineer",
        "",
        "Reactions that fall: 2",
        "- Hilltop’s council agrees if the gauge is read by both",
        "  Address: two-towns/reactions/hilltop-council",
        "- The anglers oppose any change of level in spring",
        "  Address: two-towns/reactions/anglers",
        "",
        "Disagreements that end: 2",
        "- One paper has the signature a day earlier",
        "  Address: two-towns/disagreements/day-of-signature",
        "- The papers differ on whether Hilltop’s share is fixed",
        "  Address: two-towns/disagreements/share-or-level",
        "",
        "Cards that fall entirely: 5",
        "- Lakeside drops its objection to the Hilltop ferry",
        "  Address: two-towns/side-deals/ferry",
        "- Hilltop’s council agrees if the gauge is read by both",
        "  Address: two-towns/reactions/hilltop-council",
        "- The anglers oppose any change of level in spring",
        "  Address: two-towns/reactions/anglers",
        "- Nobody says how high the water may stand in winter",
        "  Address: two-towns/unknowns/winter-level",
        "- The Valley Post writes from Hilltop",
        "  Address: two-towns/sources/about-post",
    ]


def test_a_source_that_is_not_there_is_met_with_the_closest(run: Run) -> None:
    assert run("without", "two-towns", "herold") == (
        1,
        "",
        "“two-towns” has no source “herold”; did you mean “herald”?\n",
    )
    assert run("without", "two-towns").code == 2


def test_evidence_of_a_source_that_is_not_listed_names_its_key(run: Run, home: Path) -> None:
    Library(home / "library").publish([replace(ALL_FIELDS, sources=())])
    lines = [line.strip() for line in run("evidence", "two-towns/terms").out.splitlines()]
    start = lines.index("Outlet: unknown herald")
    assert lines[start + 1 : start + 4] == [
        "Author: not given",
        "Published: not given",
        "Retrieved: not given",
    ]
