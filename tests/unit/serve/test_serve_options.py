"""How a server is set up: by flags, by the configuration, and by nothing that makes no sense."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import msgspec
import pytest

from briefing.cli.verbs import SERVE
from briefing.evidence.corpus import Corpus
from briefing.model.actors import Source
from briefing.model.errors import UsageError
from briefing.serve.options import Limits, Options, OptionsError, SharedSettings, read_options
from briefing.settings.config import Config, Places, example_config, load_config
from briefing.views.parsing import Parser, add_arguments

Table = dict[str, object]
GONE = {
    "anonymous": ("true", "Nobody comes in without a key any more"),
    "host-key": ("'host'", "The host key is host_ed25519 in the folder that “folder” names."),
    "audit": ("'audit.log'", "Sessions are logged to sessions.log in the state folder"),
    "prefork": ("false", "Write pool = false to start each session by itself."),
}
GONE_LIMITS = {
    "channels": "MaxSessions",
    "handshakes": "MaxStartups",
    "handshakes-per-address": "PerSourceMaxStartups",
    "connections-per-minute": "PerSourcePenalties",
    "burst": "PerSourcePenalties",
    "login": "LoginGraceTime",
    "attempts": "MaxAuthTries",
    "stall": "ClientAliveInterval",
    "keepalive": "ClientAliveInterval",
    "keepalives": "ClientAliveCountMax",
    "commands-per-address": "sessions-per-address",
}


@pytest.fixture(autouse=True)
def _ordinary_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who serves is not root, whoever runs the tests."""
    monkeypatch.setattr("os.geteuid", lambda: 1000)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    for name in ("config", "here"):
        (tmp_path / name).mkdir()
    config = tmp_path / "config" / "config.toml"
    return Places(library=tmp_path / "library", state=tmp_path / "state", config=config)


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
    with pytest.raises((OptionsError, UsageError)) as refused:
        read_options(table, typed(*flags), places)
    assert isinstance(refused.value, UsageError) is (not table and bool(flags))
    return str(refused.value)


def test_where_nothing_is_said_nobody_but_this_machine_can_come(places: Places) -> None:
    options = read_options({}, typed(), places)
    assert options == Options(folder=str(places.state / "serve"))
    assert options.listen == "127.0.0.1:2222"
    assert (options.any_key, options.authorized_keys, options.pool) == (False, None, True)


def test_of_root_the_folder_is_where_configurations_are(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert read_options({}, typed(), places).folder == "/etc/briefing"


CONFIGURED = """
    listen = "0.0.0.0:1"
    authorized-keys = "keys"
    folder = "server"
    user = "briefing"
    corpus = "texts"
    pool = false
    sshd = ["MaxAuthTries 3", "Banner none"]
    limits = { sessions = 7, idle = "20m" }
"""
READ = Options(
    listen="0.0.0.0:1",
    user="briefing",
    pool=False,
    sshd=("MaxAuthTries 3", "Banner none"),
    limits=Limits(sessions=7, idle=1200),
)


def test_everything_can_be_configured_beside_the_configuration(places: Places) -> None:
    folder = places.config.parent
    (folder / "texts").mkdir()
    options = read_options(configured(places, CONFIGURED), typed(), places)
    assert options == msgspec.structs.replace(
        READ,
        authorized_keys=str(folder / "keys"),
        folder=str(folder / "server"),
        corpus=str(folder / "texts"),
    )


def test_what_is_typed_counts_and_is_where_it_was_typed(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    monkeypatch.chdir(here)
    (here / "texts").mkdir()
    flags = typed(
        *("--listen", "127.0.0.1:2", "--authorized-keys", "keys", "--folder", "server"),
        *("--user", "ann", "--corpus", "texts", "--limits", "idle=30m, rows = 40"),
    )
    options = read_options(configured(places, CONFIGURED), flags, places)
    assert options == msgspec.structs.replace(
        READ,
        listen="127.0.0.1:2",
        user="ann",
        authorized_keys=str(here / "keys"),
        folder=str(here / "server"),
        corpus=str(here / "texts"),
        limits=Limits(sessions=7, idle=1800, rows=40),
    )


def test_where_there_are_no_flags_the_configuration_counts(places: Places) -> None:
    table: Table = {"any-key": True, "limits": {"idle": "20m"}}
    assert read_options(table, Namespace(), places) == read_options(table, typed(), places)


def test_flags_say_yes_where_the_configuration_says_no(places: Places) -> None:
    options = read_options(
        {"any-key": False, "pool": True}, typed("--any-key", "--no-pool"), places
    )
    assert (options.any_key, options.pool) == (True, False)


def test_readers_come_by_one_way_or_the_other(places: Places) -> None:
    told = "Take out any-key or authorized-keys: readers come by one or the other."
    with pytest.raises(OptionsError, match=told):
        read_options({"any-key": True, "authorized-keys": "keys"}, typed(), places)
    with pytest.raises(OptionsError, match=told):
        read_options({}, typed("--any-key", "--authorized-keys", "keys"), places)
    listed = typed("--authorized-keys", "/keys")
    assert not read_options({"any-key": True}, listed, places).any_key
    options = read_options({"authorized-keys": "keys"}, typed("--any-key"), places)
    assert (options.any_key, options.authorized_keys) == (True, None)


def test_the_home_folder_is_known(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    options = read_options({"folder": "~/f"}, typed("--authorized-keys", "~/keys"), places)
    assert (options.folder, options.authorized_keys) == ("/home/ann/f", "/home/ann/keys")
    unknown = "“~nobody-has-this-name/x”: there is no such home folder."
    for table, flags in (({"folder": "~nobody-has-this-name/x"}, ()), ({}, ("--folder",))):
        more = [*flags, "~nobody-has-this-name/x"] if flags else []
        with pytest.raises(OptionsError, match=unknown):
            read_options(dict(table), typed(*more), places)


def test_texts_must_be_in_a_folder_that_is_there(places: Places) -> None:
    expected = f"There is no folder “{places.config.parent / 'none'}” of texts."
    assert refusal({"corpus": "none"}, places) == expected
    assert "There is no folder" in refusal({"corpus": "a" * 5000}, places)


@pytest.mark.parametrize("name", ["authorized-keys", "folder", "corpus"])
@pytest.mark.parametrize("text", ["a\0b", "a\nMatch all", "a\r"])
def test_a_name_of_a_file_is_one_line(places: Places, name: str, text: str) -> None:
    assert refusal({name: text}, places) == "The name of a file here is one line."


# -- mistakes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        ("any-keys = true", "any-keys", "there is no such option; did you mean “any-key”?"),
        ("authorized_keys = 'x'", "authorized_keys", "there is no such option; did you mean"),
        ("zzz = 1", "zzz", "there is no such option; there is listen, authorized-keys, any-key,"),
        ('any-key = "no"', "any-key", "Expected `bool`, got `str`."),
        ("any-key = 1", "any-key", "Expected `bool`, got `int`."),
        ("listen = 2222", "listen", "Write HOST:PORT, for example 0.0.0.0:2222."),
        ("folder = []", "folder", "Expected `str`, got `array`."),
        ("limits = 'idle=20m'", "limits", "Expected `object`, got `str`."),
        ("sshd = 'MaxAuthTries 3'", "sshd", "Expected `array`, got `str`."),
        ('sshd = ["Port 1\\nPort 2"]', "sshd", "Expected `str` matching regex"),
        *(
            (f"{name} = {value}", name, f"this is gone. {told}")
            for name, (value, told) in GONE.items()
        ),
    ],
)
def test_a_mistake_of_the_configuration_is_told_with_its_line(
    places: Places, text: str, name: str, told: str
) -> None:
    expected = f"{places.config}:3: “{name}” in [serve]: {told}"
    assert refusal(configured(places, f"user = 'ann'\n{text}"), places).startswith(expected)


@pytest.mark.parametrize(("name", "instead"), GONE_LIMITS.items())
def test_a_limit_that_is_gone_is_told_with_what_takes_its_place(
    places: Places, name: str, instead: str
) -> None:
    where = f"{places.config}:4: “{name}” in [serve]: this is gone. "
    for text in (f"[serve.limits]\nidle = 9\n{name} = 3", f"user='a'\n\nlimits = {{{name} = 3}}"):
        told = refusal(configured(places, text), places)
        assert told.startswith(where)
        assert instead in told
        assert told.endswith(('["LINE of sshd_config"].', "Take it out."))
    assert refusal({}, places, "--limits", f"{name}=3").startswith(f"{name}: this is gone. ")


def test_the_example_of_the_configuration_is_one_that_serves(places: Places) -> None:
    lines = example_config().splitlines()
    shown = lines[lines.index("# [serve]") + 1 :]
    (places.config.parent / "texts").mkdir()
    table = configured(places, "\n".join(line.removeprefix("# ") for line in shown))
    assert table.keys() == {field.encode_name for field in msgspec.structs.fields(Options)}
    options = read_options(table, typed(), places)
    assert (options.listen, options.limits) == ("127.0.0.1:2222", Limits())


@pytest.mark.parametrize("listen", ["nowhere", "1.2.3.4:0", "1.2.3.4:123456"])
def test_a_mistake_that_was_typed_is_told_without_the_configuration(
    places: Places, listen: str
) -> None:
    told = "listen: Write HOST:PORT, for example 0.0.0.0:2222."
    assert refusal({}, places, "--listen", listen) == told
    for table in ({"listen": ":1"}, {"limits": {"idle": 9}}):
        with pytest.raises(UsageError, match=told):
            read_options(table, typed("--listen", listen), places)


def test_what_sessions_share_says_where_things_are_and_how_readers_begin(tmp_path: Path) -> None:
    shared = SharedSettings(library="/library", state="/state")
    assert shared.places[:2] == (Path("/library"), Path("/state"))
    assert shared.places == Places(
        Path("/library"), Path("/state"), Path("/state/none/config.toml"), None
    )
    assert shared.texts().folder is None
    assert shared.config == Config()
    other = msgspec.structs.replace(
        shared, corpus=str(tmp_path), theme="dark", mouse=False, version="full", signs="ascii"
    )
    assert (other.places.corpus, other.texts().folder) == (tmp_path, tmp_path)
    assert other.config == Config(theme="dark", mouse=False, version="full", signs="ascii")


def test_readers_are_told_of_no_other_file_of_the_texts(tmp_path: Path) -> None:
    (tmp_path / "herald-2.txt").write_text("They share the dam.")
    texts = SharedSettings(library="/library", state="/state", corpus=str(tmp_path)).texts()
    source = Source(key="herald", type="webpage", title="T", outlet="O", corpus="herald-1.txt")
    assert texts.read(source).advice == "The corpus folder has no file “herald-1.txt”."
    assert "herald-2.txt" in Corpus(tmp_path).read(source).advice


def test_a_server_that_is_no_table_is_told_by_the_configuration(places: Places) -> None:
    places.config.write_text("serve = true")
    config, (notice,) = load_config(places.config)
    assert config.serve == {}
    assert notice == (
        f"{places.config}:1: “serve” has a wrong value, so its default is used; write a table: a"
        " line [serve], below it options."
    )
