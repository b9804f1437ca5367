"""list, show, search and figures, on the library that a first run makes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from briefing.views.shapes import FOLDER
from tests.samples import JOINT_STATEMENT, TWO_TOWNS

from .conftest import Run


def valid(verb: str, text: str) -> Any:  # noqa: ANN401
    """Read JSON that must keep to the committed schema of its verb."""
    value = json.loads(text)
    schema = json.loads((FOLDER / f"{verb}.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(value)
    return value


def test_the_first_run_lists_what_came_with_the_program(run: Run) -> None:
    code, out, err = run("list")
    assert (code, err) == (0, "")
    assert out.splitlines()[:4] == [
        "Briefing 1 of 1: Lakeside and Hilltop agree to share the dam",
        "  Name: two-towns",
        "  Revision: 1",
        "  Information cut-off: 2 May 2024",
    ]


def test_list_as_json(run: Run) -> None:
    (briefing,) = valid("list", run("list", "--json").out)["briefings"]
    assert briefing["id"] == "two-towns"
    assert briefing["cutoff"]["edtf"] == "2024-05-02"


def test_a_briefing_that_cannot_be_read_is_listed_with_its_problem(run: Run, home: Path) -> None:
    run("list")
    (home / "library" / "briefings" / "torn.json").write_text("{")
    out = run("list").out
    assert "  Name: torn\n  Problem:" in out
    torn = valid("list", run("list", "--json").out)["briefings"][-1]
    assert torn["id"] == "torn"
    assert torn["problem"]
    code, out, err = run("search", "dam")
    assert code == 0
    assert out
    assert "“torn” was not searched." in err


def test_a_library_without_content_is_said_to_be_empty(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.settings.config.bundled_content", list)
    code, out, err = run("list")
    assert (code, out) == (1, "")
    assert "briefing publish FOLDER" in err
    assert not (home / "library").exists()
    assert valid("list", run("list", "--json").out) == {"briefings": []}


def test_show_prints_every_card_of_the_briefing(run: Run) -> None:
    code, out, err = run("show", "two-towns")
    assert (code, err) == (0, "")
    for path in TWO_TOWNS.glob("cards/*/*.md"):
        assert f"Address: two-towns/{path.parent.name}/{path.stem}\n" in out


def test_show_prints_one_section_or_one_card(run: Run) -> None:
    section = run("show", "two-towns/terms").out
    card = run("show", "two-towns/terms/share").out
    assert section.count("\nCard ") == 3
    assert card.count("\nCard ") == 1
    assert "Sources: 3 sources, 2 origins, 1 unknown\n" in card
    assert "  Contradicted by: The Valley Post, paragraph 6\n" in card


@pytest.mark.parametrize(
    ("address", "given"),
    [
        ("two-towns", "briefing"),
        ("two-towns/terms", "section"),
        ("two-towns/terms/share", "card"),
        *(
            (f"two-towns/{path.parent.name}/{path.stem}", "card")
            for path in TWO_TOWNS.glob("cards/*/*")
        ),
    ],
)
def test_show_as_json_gives_what_was_asked_for(run: Run, address: str, given: str) -> None:
    shown = valid("show", run("show", address, "--format", "json").out)
    assert shown["address"] == address
    assert shown[given]["id"] == address.rpartition("/")[2]
    others = {"briefing", "section", "card"} - {given}
    assert [shown[other] for other in others] == [None, None]


def test_text_is_laid_out_to_the_width_of_the_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    lines = run("show", "two-towns").out.splitlines()
    assert 30 < max(len(line) for line in lines if "://" not in line) <= 40


def test_what_is_not_there_is_a_sentence_and_exit_1(run: Run) -> None:
    for words in (["show", "two-town"], ["show", "two-towns/tems"], ["figures", "nope"]):
        code, out, err = run(*words)
        assert (code, out) == (1, "")
        assert err.count("\n") == 1


def test_an_actor_is_told_with_role_words_and_addresses(run: Run) -> None:
    code, out, err = run("actor", "lee-marsh")
    assert (code, err) == (0, "")
    assert out.startswith("Actor: Ann Lee-Marsh\n")
    assert "  Role: Mayor of Lakeside\n" in out
    assert (
        "\nIn their own words 1 of 2: “We trust them for now.”\n  Speaker: Ann Lee-Marsh\n" in out
    )
    assert "  Address: two-towns/terms/share#figure:water-share\n" in out
    told = valid("actor", run("actor", "lee-marsh", "--json").out)
    assert [one["briefing"] for one in told["pages"]] == ["two-towns"]
    assert run("actor", "mayor", "two-towns").out == out


@pytest.fixture
def two(run: Run, home: Path) -> Run:
    """A library in which another briefing has the actors of the first, and another mayor."""
    run("list")
    folder = Path(shutil.copytree(TWO_TOWNS, home / "later"))
    actors = folder / "actors.yaml"
    actors.write_text(actors.read_text().replace("Ann Lee-Marsh, Lee-Marsh", "Bo Stone"))
    assert run("publish", str(folder)).code == 0
    return run


@pytest.mark.parametrize(
    ("words", "briefings"),
    [
        (["aliev"], ["later", "two-towns"]),
        (["aliev", "two-towns"], ["two-towns"]),
        (["aliev", "two-towns", "--all"], ["two-towns", "later"]),
        (["Bo Stone"], ["later"]),
    ],
)
def test_an_actor_is_looked_for_in_all_briefings_or_in_one(
    two: Run, words: list[str], briefings: list[str]
) -> None:
    code, out, _ = two("actor", *words, "--json")
    assert code == 0
    assert [one["briefing"] for one in valid("actor", out)["pages"]] == briefings


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["nobody"], 1, "Nobody in the library is called “nobody”; `briefing show NAME` lists"),
        (["orkhan alief", "two-towns"], 1, "did you mean “Orkhan Aliyev”"),
        (["mayor"], 1, "may mean several; give a whole name or id: "),
        (["Orkhan", "Aliyev"], 2, "Put a name of several words in quotation marks."),
        ([""], 1, "Nobody in the library is called “”"),
        (["\x1b[2J"], 1, "Nobody in the library"),
    ],
)
def test_whom_nobody_or_several_are_called_is_said(
    two: Run, words: list[str], code: int, told: str
) -> None:
    done = two("actor", *words)
    assert (done.code, done.out) == (code, "")
    assert told in done.err
    assert done.err.count("\n") == 1
    assert "\x1b" not in done.err


def test_search_lists_cards_with_a_line_around_what_was_found(run: Run) -> None:
    code, out, err = run("search", "four", "dry", "summers")
    assert code == 0
    assert out.splitlines()[:5] == [
        "Briefing: Lakeside and Hilltop agree to share the dam (2 May 2024)",
        "",
        "Card: Lakeside and Hilltop agree to share the dam",
        "  Address: two-towns/bottom-line/bottom-line",
        "  Found in claim: …between them, after four dry summers and two failed rounds…",
    ]
    assert err == "Found 2 cards.\n"


def test_search_in_one_briefing_prints_every_place_in_full(run: Run) -> None:
    whole = run("search", "dam", "--briefing", "two-towns").out
    assert whole.count("Found in") > run("search", "dam").out.count("Found in")
    assert "…" not in whole


@pytest.mark.parametrize("where", [(), ("--briefing", "two-towns")], ids=["all", "one"])
def test_search_as_json_gives_the_spans_of_each_match(run: Run, where: tuple[str, ...]) -> None:
    result = valid("search", run("search", "dam", *where, "--json").out)
    assert not result["more"]
    assert len(result["cards"]) > 3
    spans = 0
    for card in result["cards"]:
        assert (card["briefing"], card["day"]) == ("two-towns", "2024-05-02")
        for place in card["places"]:
            for start, end in place["spans"]:
                spans += 1
                assert place["text"][start:end].lower().startswith("dam")
    assert spans >= len(result["cards"])


def test_search_for_no_words_gives_the_first_text_of_each_card(run: Run) -> None:
    cards = valid("search", run("search", "stance:opposes", "--json").out)["cards"]
    assert cards
    assert all(len(card["places"]) == 1 and card["places"][0]["text"] for card in cards)
    assert "  Actor: Anglers of the Valley\n" in run("search", "stance:opposes").out


def test_search_finds_the_same_cards_with_and_without_an_index(run: Run) -> None:
    for words in ("dam", "fig:>1000", "Mayor or not dam", "is:unread", "is:disputed"):
        found = run("search", words, "--json").out
        one = run("search", words, "--briefing", "two-towns", "--json").out
        ids = [[card["card"] for card in valid("search", out)["cards"]] for out in (found, one)]
        assert ids[0] == ids[1]


def test_search_orders_by_relevance_where_asked_to(run: Run) -> None:
    found = valid("search", run("search", "dam sort:relevance", "--json").out)["cards"]
    first = valid("search", run("search", "dam", "--json").out)["cards"]
    assert sorted(card["card"] for card in found) == sorted(card["card"] for card in first)
    assert found != first


def test_search_finds_other_spellings_of_a_name(run: Run) -> None:
    assert "Yerevan" in run("search", "Երևան").out


def test_search_stops_at_the_limit_and_says_so(run: Run) -> None:
    code, out, err = run("search", "dam", "--limit", "2")
    assert code == 0
    assert out.count("Card: ") == 2
    assert err == "Found more than 2 cards.\n"
    assert valid("search", run("search", "dam", "--limit", "2", "--json").out)["more"]


def test_search_that_finds_nothing_exits_1(run: Run) -> None:
    assert run("search", "xyzzy") == (1, "", "Nothing found for “xyzzy”.\n")
    code, out, _ = run("search", "xyzzy", "--json")
    assert code == 1
    assert valid("search", out) == {"query": "xyzzy", "similar": [], "more": False, "cards": []}


def test_search_keeps_to_one_briefing_if_asked(run: Run) -> None:
    assert run("search", "dam", "--briefing", "two-towns").code == 0
    code, _, err = run("search", "dam", "--briefing", "nope")
    assert code == 1
    assert "There is no briefing “nope”" in err


def test_figures_as_text_begin_with_the_key_figures(run: Run) -> None:
    lines = run("figures", "two-towns").out.splitlines()
    assert lines[0] == "Figure 1 of 8: Share of summer water for Hilltop"
    assert lines[1] == "  Amount: about 66.6 per cent"
    assert lines.count("  Key figure: yes") == 5


def test_figures_as_json(run: Run) -> None:
    listed = valid("figures", run("figures", "two-towns", "--format", "json").out)
    assert [one["key"] for one in listed["figures"]] == [True] * 5 + [False] * 3
    assert listed["figures"][0]["card"] == "two-towns/terms/share"
    assert listed["figures"][0]["figure"]["value"] == "66.6"


@pytest.mark.parametrize("where", [[], ["--library", "other"]])
def test_the_library_is_the_one_that_was_asked_for(
    run: Run, home: Path, where: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    run("list", *where)
    assert (home / ("other" if where else "library") / "briefings").is_dir()


def test_the_library_may_be_named_in_the_configuration(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BRIEFING_LIBRARY")
    (home / "config.toml").write_text('library = "mine"\n')
    assert run("list").code == 0
    assert (home / "mine" / "briefings").is_dir()


def test_a_mistake_in_the_configuration_is_told_and_does_not_stop(run: Run, home: Path) -> None:
    (home / "config.toml").write_text('thme = "dark"\n')
    code, out, err = run("list")
    assert code == 0
    assert out.startswith("Briefing 1 of 1")
    assert "did you mean “theme”?" in err


def test_where_the_library_cannot_be_written_the_run_has_a_temporary_one(
    run: Run, home: Path
) -> None:
    (home / "library").write_text("a file where a folder should be")
    code, out, err = run("list")
    assert code == 0
    assert out.startswith("Briefing 1 of 1")
    assert err.startswith("The briefings of this run are temporary. “")
    assert err.count("\n") == 1


def test_an_earlier_revision_stays_readable(run: Run, home: Path) -> None:
    run("list")
    folder = home / "two-towns"
    shutil.copytree(TWO_TOWNS, folder)
    front = folder / "briefing.md"
    text = front.read_text(encoding="utf-8")
    front.write_text(text.replace("share the dam", "divide the dam", 1), encoding="utf-8")
    assert "revision 2" in run("publish", str(folder), "--over", "1").out
    assert "divide the dam" in run("show", "two-towns").out
    earlier = run("show", "two-towns", "--revision", "1")
    assert "Revision: 1" in earlier.out
    assert "divide the dam" not in earlier.out
    missing = run("figures", "two-towns", "--revision", "7")
    assert missing.code == 1
    assert "it has 1, 2" in missing.err


@pytest.mark.parametrize(
    ("kind", "same_as"),
    [
        ("md", ["show", "two-towns", "--format", "md"]),
        ("json", ["show", "two-towns", "--format", "json"]),
        ("csv", ["figures", "two-towns", "--format", "csv"]),
    ],
)
def test_export_gives_what_the_views_give(run: Run, kind: str, same_as: list[str]) -> None:
    assert run("export", "two-towns", "--format", kind) == run(*same_as)


def test_export_gives_sources_to_reference_managers(run: Run) -> None:
    items = json.loads(run("export", "two-towns", "--format", "csl").out)
    assert [item["id"] for item in items] == ["herald", "post", "engineers"]


@pytest.mark.parametrize("words", [["Алиев"], ["Алиев", "--briefing", JOINT_STATEMENT.name]])
def test_what_is_similar_is_marked_as_such(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    content = lambda: [JOINT_STATEMENT]  # noqa: E731 - as the program has it
    monkeypatch.setattr("briefing.settings.config.bundled_content", content)
    code, out, err = run("search", *words)
    assert code == 0
    assert out.startswith("Алиев: similar to Aliyev\n\n")
    assert err == "Found 9 cards similar to Aliyev.\n"
    meant = valid("search", run("search", "aliyev", *words[1:], "--json").out)
    found = valid("search", run("search", *words, "--json").out)
    assert (meant["similar"], len(meant["cards"])) == ([], 9)
    assert found == meant | {
        "query": "Алиев",
        "similar": [{"word": "Алиев", "names": ["Aliyev"]}],
    }


def test_what_is_similar_elsewhere_is_not_said(run: Run) -> None:
    code, out, err = run("search", "in:terms Лейксайд", "--briefing", "two-towns")
    assert (code, out) == (1, "")
    assert err == "Nothing found for “in:terms Лейксайд”.\n"
