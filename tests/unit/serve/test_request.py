"""What a client may ask for by ``ssh host WORDS…``."""

from __future__ import annotations

import shlex
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from briefing import __version__
from briefing.model.errors import UsageError
from briefing.model.text import clean
from briefing.serve.request import (
    BUSY,
    NOT_ALLOWED,
    OFFERED,
    Answer,
    Reading,
    Request,
    Running,
    for_remote,
    help_text,
    parse,
    read_request,
)
from briefing.views.address import name_in
from briefing.views.moments import AsOf
from briefing.views.verb_table import VERBS

BRIEFINGS = ("two-towns", "list")
LONGEST = 1024
HELP = ("help", "--help", "-h")

FLAGS = (
    *("--as-of", "--as-of=2", "--json", "--limit", "--limit=3", "--format", "--format=json"),
    *("--revision", "--list"),
)
words = st.one_of(
    st.sampled_from((*OFFERED, *HELP, *FLAGS, *BRIEFINGS, "read", "version", "md", "3", "--", "-")),
    st.text(max_size=12),
    st.text(st.characters(categories=("L", "N", "P", "S")), max_size=12),
)
commands = st.text() | st.lists(words, max_size=6).map(shlex.join) | st.lists(words).map(" ".join)


def ask(command: str | None) -> Request:
    return read_request(command, BRIEFINGS)


def refused(command: str) -> Answer:
    """The answer to what is not to be had."""
    answer = ask(command)
    assert isinstance(answer, Answer)
    assert answer.status
    return answer


# -- the reader ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "address"),
    [
        *((None, None), ("", None), ("  ", None), ("''", None), ("read", None), ("read ''", None)),
        *(("two-towns", "two-towns"), ("read two-towns", "two-towns"), ("read list", "list")),
        *((" two-towns/terms/a ", "two-towns/terms/a"), ("'two-towns'", "two-towns")),
    ],
)
def test_the_reader_is_wanted_by_a_name_or_by_nothing(
    command: str | None, address: str | None
) -> None:
    assert ask(command) == Reading(address)


# -- verbs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("list", ("list",)),
        ("list --json", ("list", "--json")),
        ("show two-towns/terms", ("show", "two-towns/terms")),
        ("show nobody-has-this", ("show", "nobody-has-this")),
        ("search 'dam water' --limit 3", ("search", "dam water", "--limit", "3")),
        ("search dam --limit=3", ("search", "dam", "--limit=3")),
        ("search -- -dam", ("search", "--", "-dam")),
        ('search "a b" c\\ d', ("search", "a b", "c d")),
        ("search $(id) `id` $HOME *", ("search", "$(id)", "`id`", "$HOME", "*")),
        ("search café", ("search", "café")),
        ("without two-towns a b", ("without", "two-towns", "a", "b")),
    ],
)
def test_a_verb_is_wanted_by_its_words_which_no_shell_sees(
    command: str, expected: tuple[str, ...]
) -> None:
    assert ask(command) == Running(expected)


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        ("show", "show: the following arguments are required"),
        ("show a b", "show: it does not take “b”"),
        ("search", "search: the following arguments are required: QUERY"),
        ("search a --limit 0", "“0” is not a number from 1 up"),
        ("search a --limit", "expected one argument"),
        ("list --jso", "list: it does not take “--jso”"),
        ("list --library /etc", "list: it does not take “--library”"),
        ("search a --corpus /etc", "search: it does not take “--corpus”"),
        ("list; id", "“list; id” is not offered here"),
        ("list ; id", "list: it does not take “;”"),
        ("list | cat /etc/passwd", "list: it does not take “|”"),
        ("export two-towns --format xml", "invalid choice: 'xml'"),
    ],
)
def test_wrong_arguments_are_told(command: str, problem: str) -> None:
    answer = refused(command)
    assert problem in answer.text
    assert answer.status == (NOT_ALLOWED if "not offered" in problem else 2)


def test_wrong_arguments_are_told_with_the_help_that_there_is() -> None:
    assert refused("show").text.endswith("See `help show`.")
    assert isinstance(ask("help show"), Answer)


@pytest.mark.parametrize(
    ("command", "hint"),
    [
        ("lst", "Did you mean “list”?"),
        ("exprot two-towns", "Did you mean “export”?"),
        ("two-town", "Did you mean “two-towns”?"),
        ("two-towns other", "Did you mean “two-towns”?"),
        ("scp -t /tmp", "`help` lists what is."),
        ("/bin/sh", "`help` lists what is."),
        ("internal-sftp", "`help` lists what is."),
        ("rsync --server . /", "`help` lists what is."),
        ("read ../../etc/passwd", "`help` lists what is."),
    ],
)
def test_anything_else_is_not_offered(command: str, hint: str) -> None:
    assert refused(command) == Answer(NOT_ALLOWED, f"“{command}” is not offered here. {hint}")


def test_no_verb_is_offered_that_touches_files_of_whoever_runs_it() -> None:
    local = {verb.name for verb in VERBS if verb.local}
    assert local >= {"publish", "check", "anchor"}
    assert not local & OFFERED.keys()
    for name in local:
        assert refused(f"{name} folder").status == NOT_ALLOWED
    assert refused("publish --unverified folder").status == NOT_ALLOWED
    assert refused("check --strict folder").status == NOT_ALLOWED
    assert ask("health two-towns") == Running(("health", "two-towns"))


def test_help_offers_no_folder_in_place_of_a_name() -> None:
    for name in OFFERED:
        assert "folder" not in help_text(name)
    assert BUSY == 75


# -- what is no command ----------------------------------------------------------------------------


@pytest.mark.parametrize("character", ["\0", "\n", "\r", "\t", "\x1b", "\x7f", "\x9b", "\u2028"])
def test_a_control_character_is_refused(character: str) -> None:
    answer = refused(f"search a{character}b")
    assert answer == Answer(2, "The command contains control characters.")


def test_a_command_has_a_longest_length_in_bytes() -> None:
    just = f"search {'é' * ((LONGEST - 7) // 2)}x"
    assert len(just.encode()) == LONGEST
    assert isinstance(ask(just), Running)
    for long in (f"{just}x", "search " + "x" * 10**6, "é" * LONGEST):
        assert refused(long) == Answer(2, "A command has at most 1,024 bytes.")


@pytest.mark.parametrize("command", ["show 'a", 'show "a', "show a\\", "'"])
def test_quotation_marks_that_are_not_closed_are_told(command: str) -> None:
    answer = refused(command)
    assert answer.status == 2
    assert answer.text.startswith("The command cannot be read: No ")


@pytest.mark.parametrize("query", ["東京\u3000大阪", "می\u200cخواهم", "10\u00a0000", "co\u00adop"])
def test_what_people_type_in_other_scripts_can_be_searched_for(query: str) -> None:
    assert isinstance(ask(f"search {query}"), Running)


# -- help ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", HELP)
def test_help_tells_all_that_is_offered(command: str) -> None:
    answer = ask(command)
    assert answer == Answer(0, help_text())
    for verb in OFFERED.values():
        assert f"    {verb.name} " in help_text()
        assert verb.help in help_text()


def test_help_about_what_there_is_not_says_so() -> None:
    assert ask("help evidnce") == Answer(
        2, "There is no help on “evidnce”. Did you mean “evidence”?"
    )
    answer = ask("help nobody-knows-this")
    assert isinstance(answer, Answer)
    assert answer.text.endswith(" `help` lists what there is.")


def test_where_the_name_of_the_user_decides_who_comes_in_it_does_not_choose_colours() -> None:
    answer = read_request("help", BRIEFINGS, "readers@HOST")
    assert isinstance(answer, Answer)
    assert "ssh -t readers@HOST NAME[/SECTION]   begin there" in answer.text
    assert "mono@" not in answer.text
    assert max(map(len, answer.text.splitlines())) < 100


def test_a_command_that_is_no_utf_8_is_told_what_it_is_not() -> None:
    command = b"list \xff".decode("utf-8", "surrogateescape")
    assert ask(command) == Answer(2, "The command is not UTF-8 text.")


@pytest.mark.parametrize("name", OFFERED)
def test_there_is_help_for_every_verb(name: str) -> None:
    helped = ask(f"help {name}")
    assert helped == Answer(0, help_text(name))
    assert ask(f"{name} --help") == ask(f"{name} -h") == helped
    assert f"usage: ssh HOST {name}" in help_text(name)
    assert all(argument.name.strip("-") for argument in OFFERED[name].arguments)
    for argument in OFFERED[name].arguments:
        assert argument.local or (argument.metavar or argument.name) in help_text(name)


def test_what_names_a_file_of_the_server_is_not_offered() -> None:
    assert ask("health two-towns --signers /etc/passwd") == Answer(
        2, "health: it does not take “--signers”. See `help health`."
    )
    assert "--signers" not in help_text("health")


@pytest.mark.parametrize("command", ["version", "--version"])
def test_the_version_is_told(command: str) -> None:
    assert ask(command) == Answer(0, f"briefing {__version__}\n")


def test_the_word_help_can_be_searched_for() -> None:
    assert ask("search help") == Running(("search", "help"))


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "Try `briefing list`, or `briefing show x`.",
            "Try `ssh HOST list`, or `ssh HOST show x`.",
        ),
        (
            "Run `briefing publish F`; `briefings list`.",
            "Run `briefing publish F`; `briefings list`.",
        ),
        ("`briefing listen`", "`briefing listen`"),
    ],
)
def test_a_message_names_what_can_be_typed_from_afar(sentence: str, told: str) -> None:
    assert for_remote(sentence) == told


# -- an earlier revision -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "address", "as_of"),
    [
        ("two-towns --as-of 2", "two-towns", 2),
        ("read --as-of=2 two-towns/terms", "two-towns/terms", 2),
        ("two-towns --revision 2024-05-02", "two-towns", date(2024, 5, 2)),
        ("--as-of 2024-05 two-towns", "two-towns", date(2024, 5, 31)),
        ("two-towns/share@2", "two-towns/share@2", None),
        ("two-towns@2", "two-towns@2", None),
    ],
)
def test_an_earlier_revision_is_read_where_one_is_named(
    command: str, address: str, as_of: AsOf | None
) -> None:
    assert ask(command) == Reading(address, as_of)


@pytest.mark.parametrize(
    ("command", "status", "said"),
    [
        ("two-towns --as-of x", 2, "“x” is neither the number of a revision nor a day"),
        ("two-towns --as-of", 2, "expected one argument. See `help`."),
        ("--as-of 2", NOT_ALLOWED, "is not offered here"),
        ("two-towns others --as-of 2", NOT_ALLOWED, "is not offered here"),
        ("nothing --as-of 2", NOT_ALLOWED, "is not offered here"),
        ("two-towns --theme light --as-of 2", NOT_ALLOWED, "is not offered here"),
    ],
)
def test_what_names_none_is_told(command: str, status: int, said: str) -> None:
    answer = refused(command)
    assert answer.status == status
    assert said in answer.text


# -- whatever is sent ------------------------------------------------------------------------------


@given(commands)
def test_whatever_is_sent_is_the_reader_or_a_verb_of_the_table_or_an_answer(command: str) -> None:
    match ask(command):
        case Reading(address=address):
            assert address is None or name_in(address) in (*BRIEFINGS, "")
        case Running(words=asked):
            assert asked[0] in OFFERED
            assert not OFFERED[asked[0]].local
            assert parse(asked)[0].name == asked[0]
            assert all(clean(word) == word for word in asked)
            assert not set("\t\r\n") & set("".join(asked))
            assert sum(map(len, asked)) <= LONGEST
        case Answer(status=status, text=text):
            assert status in (0, 2, NOT_ALLOWED)
            assert text


@given(st.lists(words, min_size=1))
def test_arguments_are_right_or_wrong_in_our_own_words(asked: list[str]) -> None:
    for name in OFFERED:
        try:
            verb, arguments = parse([name, *asked])
        except UsageError as error:
            told = str(error)
        else:
            told = ""
            expected = {
                one.name.strip("-").replace("-", "_") for one in verb.arguments if not one.local
            }
            assert vars(arguments).keys() == expected
        assert not told or (told.startswith(f"{name}: ") and f"See `help {name}`." in told)


@given(st.lists(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1), min_size=1))
def test_words_that_are_quoted_for_a_shell_come_as_they_were(query: list[str]) -> None:
    typed = shlex.join(["search", "--limit", "3", "--", *query])
    assume(len(typed.encode()) <= LONGEST)
    assume(not set(HELP) & set(query))
    assert ask(typed) == Running(("search", "--limit", "3", "--", *query))
    assert parse(("search", "--limit", "3", "--", *query))[1].query == query
