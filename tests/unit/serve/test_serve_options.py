"""How a server is set up: by flags, by the configuration, and by nothing that makes no sense."""

from __future__ import annotations

import re
from argparse import Namespace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.cli.verbs import SERVE
from briefing.plain.parsing import Parser, UsageError, add_arguments
from briefing.serve.limits import Limits
from briefing.serve.options import Address, Options, OptionsError, read_address, read_options
from briefing.settings import example_config, load_config
from briefing.settings.places import Places

Table = dict[str, object]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    for name in ("config", "here"):
        (tmp_path / name).mkdir()
    return Places(
        library=tmp_path / "library",
        state=tmp_path / "state",
        config=tmp_path / "config" / "config.toml",
    )


def typed(*flags: str) -> Namespace:
    """Flags, as the command line reads them; ``--corpus`` is for other verbs too."""
    parser = Parser(prog="serve")
    add_arguments(parser, SERVE, {})
    parser.add_argument("--corpus")
    return parser.parse_args(flags)


def configured(places: Places, text: str) -> Table:
    """The table of a configuration, as its file is read."""
    places.config.write_text(f"[serve]\n{text}\n", encoding="utf-8")
    config, notices = load_config(places.config)
    assert notices == ()
    return dict(config.serve)


def refusal(table: Table, places: Places, *flags: str) -> str:
    with pytest.raises(OptionsError if table or not flags else UsageError) as refused:
        read_options(table, typed(*flags), places)
    return str(refused.value)


def test_where_nothing_is_said_nobody_comes_in_and_nobody_hears_of_it(places: Places) -> None:
    assert read_options({}, typed(), places) == Options(
        listen=Address("127.0.0.1", 2222),
        authorized_keys=None,
        anonymous=False,
        host_key=places.state / "host_ed25519",
        audit=None,
        user=None,
        corpus=None,
        prefork=True,
        limits=Limits(),
    )


CONFIGURED = """
    listen = "127.0.0.1:1"
    authorized-keys = "keys"
    anonymous = true
    host-key = "host"
    audit = "/var/log/audit.log"
    user = "briefing"
    corpus = "texts"
    prefork = false
    limits = { sessions = 7, idle = "20m" }
"""


def test_everything_can_be_configured_beside_the_configuration(places: Places) -> None:
    folder = places.config.parent
    (folder / "texts").mkdir()
    assert read_options(configured(places, CONFIGURED), typed(), places) == Options(
        listen=Address("127.0.0.1", 1),
        authorized_keys=folder / "keys",
        anonymous=True,
        host_key=folder / "host",
        audit=Path("/var/log/audit.log"),
        user="briefing",
        corpus=folder / "texts",
        prefork=False,
        limits=Limits(sessions=7, idle=1200),
    )


def test_what_is_typed_counts_and_is_where_it_was_typed(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    monkeypatch.chdir(here)
    (here / "texts").mkdir()
    flags = typed(
        *("--listen", "127.0.0.1:2", "--authorized-keys", "keys", "--host-key", "host"),
        *("--audit", "audit", "--user", "ann", "--corpus", "texts", "--limits", "idle=30m"),
    )
    assert read_options(configured(places, CONFIGURED), flags, places) == Options(
        listen=Address("127.0.0.1", 2),
        authorized_keys=here / "keys",
        anonymous=True,
        host_key=here / "host",
        audit=here / "audit",
        user="ann",
        corpus=here / "texts",
        prefork=False,
        limits=Limits(sessions=7, idle=1800),
    )


def test_where_there_are_no_flags_the_configuration_counts(places: Places) -> None:
    table: Table = {"anonymous": True, "limits": {"idle": "20m"}}
    assert read_options(table, Namespace(), places) == read_options(table, typed(), places)


def test_flags_say_yes_where_the_configuration_says_no(places: Places) -> None:
    table: Table = {"anonymous": False, "prefork": True}
    options = read_options(table, typed("--anonymous", "--no-prefork"), places)
    assert (options.anonymous, options.prefork) == (True, False)


def test_the_home_folder_is_known(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    options = read_options({"host-key": "~/host"}, typed("--audit", "~/audit"), places)
    assert (options.host_key, options.audit) == (Path("/home/ann/host"), Path("/home/ann/audit"))
    unknown = "“~nobody-has-this-name/x”: there is no such home folder."
    assert refusal({"audit": "~nobody-has-this-name/x"}, places) == unknown
    assert refusal({}, places, "--audit", "~nobody-has-this-name/x") == unknown


def test_texts_must_be_in_a_folder_that_is_there(places: Places) -> None:
    expected = f"There is no folder “{places.config.parent / 'none'}” of texts."
    assert refusal({"corpus": "none"}, places) == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("anonymos = true", "there is no option “anonymos” in [serve]. Did you mean “anonymous”?"),
        ("authorized_keys = 'x'", "there is no option “authorized_keys” in [serve]. Did you mean"),
        ("zzz = 1", "there is no option “zzz” in [serve]. There is: listen, authorized-keys,"),
        ('anonymous = "no"', "“anonymous” in [serve]: expected `bool`, got `str`."),
        ("anonymous = 1", "“anonymous” in [serve]: expected `bool`, got `int`."),
        ("listen = 2222", "“listen” in [serve]: expected `str`, got `int`."),
        ("audit = []", "“audit” in [serve]: expected `str | null`, got `array`."),
        ("limits = 'idle=20m'", "“limits” in [serve]: expected `object`, got `str`."),
    ],
)
def test_a_mistake_of_the_configuration_is_told_and_not_passed_over(
    places: Places, text: str, told: str
) -> None:
    assert refusal(configured(places, text), places).startswith(f"{places.config}:2: {told}")


@pytest.mark.parametrize(
    ("value", "shown"),
    [("1.5", "1.5"), ("true", "True"), ("[]", "[]"), ("2024-01-01", "2024-01-01")],
)
def test_a_limit_that_is_neither_number_nor_text_is_told(
    places: Places, value: str, shown: str
) -> None:
    table = configured(places, f"limits = {{ idle = {value} }}")
    where = f"{places.config}:2: "
    assert refusal(table, places).startswith(f"{where}The limit “idle” cannot be “{shown}”.")


def test_a_limit_in_a_table_of_its_own_is_told_with_the_line_of_the_table(places: Places) -> None:
    table = configured(places, "anonymous = true\n[serve.limits]\nidel = 3")
    assert refusal(table, places).startswith(f"{places.config}:3: There is no limit “idel”.")


@pytest.mark.parametrize(
    ("table", "flags", "told"),
    [
        ({"limits": {"sesions": 1}}, (), "There is no limit “sesions”. Did you mean “sessions”?"),
        ({"limits": {"idle": "long"}}, (), "The limit “idle” cannot be “long”."),
        ({"limits": {"idle": "long"}}, ("--limits", "idle=1"), "The limit “idle” cannot be"),
        ({}, ("--limits", "idle"), "“idle” is not a limit. Write for example"),
        ({}, ("--limits", "rows=4"), "The limit “rows” cannot be less than 5."),
    ],
)
def test_a_limit_that_makes_no_sense_is_told(
    places: Places, table: Table, flags: tuple[str, ...], told: str
) -> None:
    where = f"{places.config}: " if table else ""
    assert refusal(table, places, *flags).startswith(f"{where}{told}")


def test_the_example_of_the_configuration_is_one_that_serves(places: Places) -> None:
    lines = example_config().splitlines()
    shown = lines[lines.index("# [serve]") + 1 :]
    (places.config.parent / "texts").mkdir()
    table = configured(places, "\n".join(line.removeprefix("# ") for line in shown))
    assert table.keys() == {
        *("listen", "authorized-keys", "anonymous", "host-key", "audit", "user", "corpus"),
        *("prefork", "limits"),
    }
    options = read_options(table, typed(), places)
    assert (options.listen, options.limits) == (Address("127.0.0.1", 2222), Limits())


def test_a_server_that_is_no_table_is_told_by_the_configuration(places: Places) -> None:
    places.config.write_text("serve = true")
    config, (notice,) = load_config(places.config)
    assert config.serve == {}
    assert notice == (
        f"{places.config}:1: “serve” has a wrong value, so its default is used; write a table: a"
        " line [serve], below it options."
    )


@pytest.mark.parametrize("name", ["authorized-keys", "host-key", "audit"])
def test_a_name_that_no_file_has_is_told(places: Places, name: str) -> None:
    assert "a\0b" not in refusal({name: "a\0b"}, places)


def test_a_name_that_is_too_long_for_a_folder_is_told(places: Places) -> None:
    assert "There is no folder" in refusal({"corpus": "a" * 5000}, places)


names = st.sampled_from(
    ("listen", "authorized-keys", "anonymous", "host-key", "audit", "user", "prefork", "limits")
)
values = st.recursive(
    st.text() | st.integers() | st.booleans() | st.floats() | st.datetimes() | st.just("1:2"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=4,
)


@given(st.dictionaries(names | st.text(), values, max_size=3))
def test_no_configuration_gives_another_error_than_ours(table: Table) -> None:
    places = Places(Path("library"), Path("state"), Path("config.toml"))
    try:
        options = read_options(table, typed(), places)
    except OptionsError:
        return
    assert options.anonymous is table.get("anonymous", False)


# -- addresses -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:2222", Address("127.0.0.1", 2222)),
        (" localhost:0 ", Address("localhost", 0)),
        (":22", Address("", 22)),
        ("[::1]:65535", Address("::1", 65_535)),
        ("[fe80::1%eth0]:22", Address("fe80::1%eth0", 22)),
    ],
)
def test_an_address_has_a_host_and_a_port(text: str, address: Address) -> None:
    assert read_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        *("", "2222", "localhost", "localhost:", "localhost:ssh", "a:65536", "a:-1", "a:1:2"),
        *("::1", "::1:22", "[::1]", "[]:22", "[a]b:22", "a:123456"),
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(OptionsError, match=re.escape(f"“{text}” is not an address to listen at.")):
        read_address(text)


@given(st.text(st.characters(exclude_characters="[]", categories=("L", "N", "P"))), st.integers())
def test_an_address_is_written_as_it_is_read(host: str, port: int) -> None:
    address = Address(host, port % 65_536)
    assert read_address(str(address)) == address
