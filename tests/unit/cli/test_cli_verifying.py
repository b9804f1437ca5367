"""check and health against the texts of sources: what is said, where, and with what exit code."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from briefing.authoring.load import load_briefing
from briefing.evidence.checking import Derivation, Remark, Tally, Verification
from briefing.evidence.corpus import Examination
from briefing.evidence.support import Bearer, BearerKind, bearers
from briefing.model.vocabulary import Severity
from briefing.views.authored import place_key
from tests.curating import lay_out
from tests.samples import TWO_TOWNS

from .conftest import Outcome, Run
from .test_cli_reading_verbs import valid

TALLIES: Final = {
    "passages": Tally(2100, 2000, 3),
    "claims": Tally(1400, 1200, 5),
    "quotes": Tally(5, 4, 1),
    "figures": Tally(1, 1, 0),
    "numbers": Tally(9, 8, 1),
    "names": Tally(7, 7, 0),
    "dates": Tally(3, 0, 0),
}
SUMMER, SHARE = "share#summer", "share#figure:water-share"


def remark(bearer: str | None = None, **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    """What a remark says; the bearer by its key."""
    return {"code": "odd", "message": "It is odd.", "fix": "Mend it.", "bearer": bearer, **fields}


class Checker:
    """Checks the two towns, with a stand-in for what is found in the texts."""

    def __init__(self, run: Run, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._run = run
        self._corpus = corpus
        self._monkeypatch = monkeypatch

    def __call__(self, *remarks: dict[str, Any], options: str = "") -> Outcome:
        def verify(examination: Examination) -> Verification:
            by_key = {one.key: one for one in bearers(examination.briefing)}
            found = [
                Remark(**one | {"bearer": self._bearer(by_key, one["bearer"])}) for one in remarks
            ]
            derivation = Derivation(by_key[SHARE], "May 2024", "herald", "“this month” in ¶2")
            return Verification(found, TALLIES, [derivation])

        self._monkeypatch.setattr("briefing.views.check.verify", verify)
        corpus = str(self._corpus)
        return self._run("check", str(TWO_TOWNS), "--corpus", corpus, *options.split())

    @staticmethod
    def _bearer(by_key: dict[str, Bearer], key: str | None) -> Bearer | None:
        return None if key is None else by_key[key]


@pytest.fixture
def check(run: Run, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Checker:
    return Checker(run, corpus, monkeypatch)


@pytest.mark.parametrize(
    ("about", "file", "typed"),
    [
        (remark(SUMMER), "cards/terms/share.md", "Hilltop takes two thirds"),
        (remark(SUMMER, offset=14), "cards/terms/share.md", "two thirds of the water"),
        (remark(SUMMER, citation=1), "cards/terms/share.md", "post, ¶4] ^summer"),
        (remark(SUMMER, offset=14, citation=1), "cards/terms/share.md", "two thirds of the"),
        (remark(SHARE, field="as-of"), "cards/terms/share.md", "2024-05\n"),
        (remark(SHARE, citation=1), "cards/terms/share.md", 'post ¶4"'),
        (
            remark("day-of-signature#position:1", offset=3),
            "cards/disagreements/day-of-signature.md",
            None,
        ),
        (remark("actor:mayor"), "actors.yaml", None),
        (remark(source="post"), "sources.yaml", "post:"),
        (remark(), "briefing.md", "---"),
    ],
)
def test_a_remark_stands_at_the_very_word(
    check: Checker, about: dict[str, Any], file: str, typed: str | None
) -> None:
    (line,) = check(about).out.splitlines()
    path, row, column, rest = line.split(":", 3)
    assert path == f"{TWO_TOWNS}/{file}"
    assert rest == " warning: It is odd. Mend it. [odd]"
    there = (TWO_TOWNS / file).read_text().splitlines(keepends=True)[int(row) - 1]
    if typed:
        assert there[int(column) - 1 :].startswith(typed)


def test_remarks_stand_in_the_order_of_the_text(check: Checker) -> None:
    lines = check(remark(SUMMER, citation=1), remark(SHARE), remark(SUMMER, offset=14)).out
    rows = [tuple(map(int, line.split(":")[1:3])) for line in lines.splitlines()]
    assert rows == sorted(rows)
    assert len(rows) == 3


def test_an_error_fails_the_check_and_a_warning_does_not(check: Checker) -> None:
    assert check(remark(SUMMER)).code == 0
    done = check(remark(SUMMER, severity=Severity.ERROR), remark(SHARE))
    assert done.code == 1
    assert ": error: It is odd. Mend it. [odd]\n" in done.out
    assert done.err.startswith("1 error, 1 warning in ")


def test_what_the_curator_explains_is_counted_and_shown_if_asked_for(check: Checker) -> None:
    odd = remark(SUMMER, reason="It rounds the herald's number.")
    done = check(odd)
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("0 errors, 0 warnings, 1 explained in ")
    lines = check(odd, options="--explained").out.splitlines()
    share = f"{TWO_TOWNS}/cards/terms/share.md"
    assert lines == [
        f"{share}:26:1: explained: It is odd. It rounds the herald's number. [odd]",
        f"{share}:11:12: derived: May 2024 from @herald: “this month” in ¶2.",
    ]


def test_an_explained_error_stays_an_error(check: Checker) -> None:
    done = check(remark(SUMMER, severity=Severity.ERROR, reason="It is fine."))
    assert done.code == 1
    assert ": error: It is odd." in done.out


def test_the_summary_says_how_much_was_verified(check: Checker) -> None:
    assert check().err.splitlines()[1] == (
        "2,000 passages, 1,200 claims, 4 quotes, 1 figure, 8 numbers, 7 names, 0 dates verified;"
        " 3 passages not looked at."
    )


def test_check_as_json_tells_the_same(check: Checker) -> None:
    odd = remark(SUMMER, reason="It rounds.")
    result = valid("check", check(odd, remark(SHARE), options="--format json").out)
    assert (result["errors"], result["warnings"], result["explained"]) == (0, 1, 1)
    assert [one["reason"] for one in result["problems"]] == [None]
    assert result["verified"]["claims"] == {"total": 1400, "verified": 1200, "unchecked": 5}
    assert result["derived_dates"][0]["line"] == 11
    result = valid("check", check(odd, options="--explained --format json").out)
    assert [one["reason"] for one in result["problems"]] == ["It rounds."]


def test_a_text_with_a_mistake_is_not_held_against_its_sources(
    run: Run, corpus: Path, home: Path
) -> None:
    (home / "broken").mkdir()
    done = run("check", str(home / "broken"), "--corpus", str(corpus))
    assert done.code == 1
    assert "verified" not in done.err


def test_a_quotation_that_is_not_in_its_source_is_an_error_at_its_place(
    run: Run, corpus: Path
) -> None:
    done = run("check", str(TWO_TOWNS), "--corpus", str(corpus))
    assert done.code == 1
    quotation = f"{TWO_TOWNS}/cards/terms/share.md:31:"
    assert any(line.startswith(quotation) and "error" in line for line in done.out.splitlines())


def test_a_briefing_that_agrees_with_its_sources_passes_and_a_falsified_one_does_not(
    run: Run, home: Path
) -> None:
    draft, corpus = lay_out(home)
    done = run("check", str(draft), "--corpus", str(corpus))
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("0 errors, 0 warnings, ")
    card = draft / "cards" / "terms" / "share.md"
    card.write_text(card.read_text().replace("We trust them for now", "We trust them for good"))
    done = run("check", str(draft), "--corpus", str(corpus))
    assert done.code == 1
    assert done.out.startswith(f"{card}:31:")


def test_a_name_of_an_actor_has_a_place_of_its_own() -> None:
    loaded = load_briefing(TWO_TOWNS)
    assert loaded.briefing
    names = [one for one in bearers(loaded.briefing) if one.kind is BearerKind.NAME]
    assert names
    for one in names:
        place = loaded.locations.at(place_key(loaded.briefing, one))
        there = (TWO_TOWNS.parent / place.path).read_text().splitlines()[place.line - 1]
        assert there[place.column - 1 :].startswith(one.text)


def health(run: Run, *options: str) -> Any:  # noqa: ANN401
    return valid("health", run("health", "two-towns", "--format", "json", *options).out)


def test_health_counts_by_group(run: Run) -> None:
    code, out, err = run("health", "two-towns")
    assert code == 0
    assert err == (
        "No passage was checked. Name the folder of the source texts with --corpus DIR.\n"
    )
    lines = out.splitlines()
    assert lines[:2] == [
        "Briefing: Lakeside and Hilltop agree to share the dam",
        "Check: not verified against the texts of its sources",
    ]
    assert [line for line in lines if line and not line.startswith(" ")][2:] == [
        "Citations:",
        "Claims:",
        "Sources:",
        "Checks:",
        "Reviews:",
    ]
    assert "  28 on a single source (doubt) [single-source]" in lines
    assert "  0 that no passage supports [unsupported]" in lines


def test_health_does_not_say_nought_of_what_it_could_not_check(run: Run) -> None:
    out = run("health", "two-towns").out
    for said in (
        "exact: the words are where they were (not checked) [exact]",
        "missing: no longer in the text (not checked) [missing]",
        "paragraphs that nothing cites (not checked) [uncited]",
        "errors: not so in the source, or it cannot be read (not checked) [errors]",
        "that no passage supports [unsupported]",
    ):
        assert said in out
    assert "0 errors" not in out
    report = health(run)
    counts = {one["key"]: one["count"] for one in report["counts"]}
    unknown = {"exact", "altered", "ambiguous", "missing", "uncited"}
    unknown |= {"errors", "warnings", "explained"}
    assert {key for key, count in counts.items() if count is None} == unknown
    assert report["sound"] is None
    out = run("health", "two-towns", "--list", "errors").out
    assert out.splitlines()[2:] == [
        "Checks: errors: not so in the source, or it cannot be read (not checked)"
    ]


def test_health_counts_one_in_the_singular(run: Run, corpus: Path) -> None:
    out = run("health", "two-towns", "--corpus", str(corpus)).out
    assert "  1 that does not say where it got it (doubt) [origin-unknown]" in out
    assert "paragraphs that nothing cites (not checked)" not in out
    for many in ("1 errors", "1 warnings", "1 paragraphs", "1 that do "):
        assert f" {many}" not in out


def test_health_fails_where_something_is_wrong(run: Run, corpus: Path) -> None:
    report = health(run, "--corpus", str(corpus))
    wrong = [one for one in report["counts"] if one["grade"] == "wrong" and one["count"]]
    assert [one["key"] for one in wrong] == ["errors"]
    assert report["sound"] is False
    assert run("health", "two-towns", "--corpus", str(corpus)).code == 1
    assert run("health", "two-towns").code == 0


def test_each_count_gives_the_list_behind_it(run: Run) -> None:
    counts = {one["key"]: one for one in health(run, "--list", "single-source")["counts"]}
    cases = counts["single-source"]["cases"]
    assert len(cases) == counts["single-source"]["count"] == 28
    assert counts["undated"]["cases"] is None
    out = run("health", "two-towns", "--list", "single-source").out
    assert out.count("\n- ") == 28
    for case in cases:
        assert f"  Address: {case['address']}\n" in out


def test_a_list_of_sources_names_them(run: Run) -> None:
    lines = run("health", "two-towns", "--list", "undated").out.splitlines()
    assert lines[2:] == [
        "Sources: 1 without a date of publication",
        "- engineers: The dam in dry years",
        "  Note: Institute of Water Engineers",
        "  Source: engineers",
    ]


def test_a_list_of_paragraphs_says_where_they_are(run: Run, corpus: Path) -> None:
    out = run("health", "two-towns", "--list", "uncited", "--corpus", str(corpus)).out
    assert out.splitlines()[2:6] == [
        "Sources: 7 paragraphs that nothing cites",
        "- herald ¶7",
        "  Note: In part 7 the …",
        "  Source: herald, paragraph 7",
    ]
    assert "Address: " not in out


def test_a_count_that_is_not_there_is_met_with_the_closest(run: Run) -> None:
    code, out, err = run("health", "two-towns", "--list", "altred")
    assert (code, out) == (1, "")
    assert err == "There is no health count “altred”; did you mean “altered”?\n"


@pytest.mark.parametrize("verb", [("evidence",), ("health",), ("without", "herald")])
def test_an_earlier_revision_may_be_asked_for(run: Run, verb: tuple[str, ...]) -> None:
    name, *rest = verb
    done = run(name, "two-towns", *rest, "--revision", "7")
    assert (done.code, done.out) == (1, "")
