from __future__ import annotations

import pytest

from briefing.authoring.rules import RESERVED_IDS
from briefing.cli.main import INTERNAL
from briefing.cli.verbs import ALL_VERBS, build_parser, with_verb
from briefing.serve.request import OFFERED
from briefing.views.verbs import NOTHING, OK, USAGE, UsageError


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
    "typed", ["--corpus C check P", "check --corpus C P", "check P --corpus=C"]
)
def test_the_corpus_may_be_given_anywhere_to_a_verb_that_looks_into_it(typed: str) -> None:
    arguments = build_parser().parse_args(with_verb(typed.split()))
    assert (arguments.corpus, arguments.paths) == ("C", ["P"])


def test_only_a_verb_that_looks_into_source_texts_takes_a_corpus() -> None:
    words = {"search": ["a"], "figures": ["N"], "show": ["N"], "export": ["N"], "health": ["N"]}
    words |= {"evidence": ["N"], "without": ["N", "S"], "completion": ["zsh"]}
    words |= {verb: ["P"] for verb in ("anchor", "check", "publish")}
    taking = []
    for verb in ALL_VERBS:
        typed = [verb, *words.get(verb, []), "--corpus", "C"]
        arguments, unknown = build_parser(only=verb).parse_known_args(typed)
        assert unknown == ([] if arguments.corpus else ["--corpus", "C"])
        taking += [verb] if arguments.corpus else []
    assert taking == ["read", "search", "evidence", "health", "anchor", "check", "serve"]


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("list", {"json": False}),
        ("list --json", {"json": True}),
        ("show N", {"address": "N", "format": "text", "short": False, "revision": None}),
        (
            "show N --format md --short --revision 12",
            {"address": "N", "format": "md", "short": True, "revision": 12},
        ),
        ("search a", {"query": ["a"], "briefing": None, "limit": None, "json": False}),
        (
            "search a b --briefing N --limit 1 --json",
            {"query": ["a", "b"], "briefing": "N", "limit": 1, "json": True},
        ),
        ("figures N", {"name": "N", "format": "text", "revision": None}),
        ("export N", {"name": "N", "format": "md", "short": False, "revision": None}),
        ("evidence N#c", {"address": "N#c", "format": "text", "revision": None}),
        ("health N", {"name": "N", "list": None, "format": "text", "revision": None}),
        (
            "without N S T",
            {"name": "N", "sources": ["S", "T"], "format": "text", "revision": None},
        ),
        ("anchor P Q --renew", {"paths": ["P", "Q"], "renew": True}),
        ("anchor P", {"paths": ["P"], "renew": False}),
        ("check P", {"paths": ["P"], "format": "text", "explained": False}),
        ("check P --explained", {"paths": ["P"], "format": "text", "explained": True}),
        ("publish P Q", {"paths": ["P", "Q"]}),
        ("read", {"name": None, "no_mouse": False, "theme": None}),
        ("read N --no-mouse", {"name": "N", "no_mouse": True, "theme": None}),
    ],
)
def test_what_is_typed_is_what_a_verb_is_given(typed: str, given: dict[str, object]) -> None:
    arguments = vars(build_parser().parse_args(typed.split()))
    for name in ("verb", "library", "corpus", "version"):
        del arguments[name]
    assert arguments == given


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
        *("export", "evidence", "health", "without"),
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
