from __future__ import annotations

import pytest

from briefing.authoring.rules import RESERVED_IDS
from briefing.cli.main import INTERNAL
from briefing.cli.verbs import ALL_VERBS, build_parser, with_verb
from briefing.model.errors import UsageError
from briefing.serve.request import OFFERED
from briefing.views.verbs import NOTHING, OK, USAGE


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", "read"),
        ("list --json", "list --json"),
        ("two-towns", "read two-towns"),
        ("--no-mouse two-towns", "read --no-mouse two-towns"),
        ("--library L list", "--library L list"),
        ("--library=L list", "--library=L list"),
        ("--library list", "read --library list"),
        ("--corpus list two-towns", "read --corpus list two-towns"),
        ("--theme list two-towns", "read --theme list two-towns"),
        ("-- two-towns", "read -- two-towns"),
        ("--help", "--help"),
        ("--library L --version", "--library L --version"),
        ("two-towns --help", "read two-towns --help"),
        ("--no-mouse -h", "--no-mouse -h"),
        ("--no-mouse", "read --no-mouse"),
        ("--", "read --"),
        ("-- list", "-- list"),
        ("--library", "read --library"),
        ("help", "--help"),
        ("help show", "show --help"),
    ],
)
def test_a_first_word_that_is_no_verb_is_read(typed: str, meant: str) -> None:
    assert with_verb(typed.split()) == meant.split()


@pytest.mark.parametrize(
    "typed", ["--library L show N", "show --library L N", "show N --library L"]
)
def test_the_library_may_be_given_anywhere(typed: str) -> None:
    arguments = build_parser().parse_args(with_verb(typed.split()))
    assert (arguments.library, arguments.address) == ("L", "N")


@pytest.mark.parametrize(
    "typed",
    [
        "show",
        "show N --format pdf",
        "search",
        "search dam --limit 0",
        "search dam --limit -1",
        "search dam --limit ²",
        "check",
        "completion tcsh",
        "figures N --format md",
    ],
)
def test_wrong_usage_names_the_way_to_help(typed: str) -> None:
    with pytest.raises(UsageError, match=r"See `briefing [a-z]+ --help`"):
        build_parser().parse_args(with_verb(typed.split()))


@pytest.mark.parametrize("typed", ["list --js", "--libr=L list"])
def test_options_are_never_guessed_from_their_beginning(typed: str) -> None:
    arguments, unknown = build_parser().parse_known_args(with_verb(typed.split()))
    assert unknown == [word for word in typed.split() if word != "list"]
    assert (arguments.json, arguments.library) == (False, None)


def test_a_server_is_told_what_to_do_by_flags() -> None:
    flags = {"any_key", "no_pool", "pool_only", "print_config", "status"}
    typed = ["serve", *(f"--{name.replace('_', '-')}" for name in flags)]
    for words, said in ((["serve"], False), (typed, True)):
        given = vars(build_parser().parse_args(words))
        assert {name for name in given if given[name] is said} == flags


def test_a_server_offers_every_verb_that_touches_no_file_of_whoever_runs_it() -> None:
    assert set(OFFERED) == {name for name, verb in ALL_VERBS.items() if not verb.local}
    assert list(OFFERED) == [
        *("list", "show", "search", "figures"),
        *("actor", "export", "evidence", "health", "without", "log", "changes", "diff"),
        *("resolve", "digest", "watch"),
    ]


@pytest.mark.parametrize("verb", ALL_VERBS.values(), ids=ALL_VERBS)
def test_every_verb_has_a_function_and_help(
    verb: object, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    name = request.node.callspec.id
    assert callable(ALL_VERBS[name].function)
    with pytest.raises(SystemExit) as left:
        build_parser().parse_args([name, "--help"])
    assert left.value.code == 0
    assert "--library DIR" in capsys.readouterr().out


def test_help_tells_what_the_exit_codes_mean() -> None:
    told = " ".join(build_parser().format_help().split())
    assert all(f" {code} " in told for code in (OK, NOTHING, USAGE, INTERNAL))


def test_help_of_a_search_counts_what_the_search_counts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        build_parser().parse_args(["search", "--help"])
    assert "first N cards" in " ".join(capsys.readouterr().out.split())


def test_no_briefing_can_be_named_like_a_verb() -> None:
    assert ALL_VERBS.keys() <= RESERVED_IDS
