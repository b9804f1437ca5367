"""The configuration file."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from briefing.settings import config as config_module
from briefing.settings.config import Config, example_config, load_config, where_in
from briefing.tui.commands import COMMANDS


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def load(file: Path, text: str) -> tuple[Config, list[str]]:
    """What a text configures, and its notices without the folder of the file."""
    file.write_text(text, encoding="utf-8")
    config, notices = load_config(file)
    return config, [notice.replace(f"{file.parent}/", "") for notice in notices]


def test_a_missing_file_is_an_empty_one(file: Path) -> None:
    assert load_config(file) == (Config(), ())
    assert load_config(file / "config.toml") == (Config(), ())
    assert load(file, "") == (Config(), [])


def test_everything_can_be_configured(file: Path) -> None:
    text = """
        theme = "light"
        mouse = false
        output = "stock"
        signs = "ascii"
        library = "shelf"
        corpus = "texts"
        [keys]
        next-unread = "u"
        search = ["/", "f3"]
    """
    assert load(file, text) == (
        Config(
            theme="light",
            mouse=False,
            output="stock",
            signs="ascii",
            library=file.parent / "shelf",
            corpus=file.parent / "texts",
            keys={"next-unread": ("u",), "search": ("/", "f3")},
        ),
        [],
    )


def test_a_byte_order_mark_does_no_harm(file: Path) -> None:
    assert load(file, "\ufeffmouse = false") == (Config(mouse=False), [])


def test_the_home_folder_is_known(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    assert load(file, 'library = "~/shelf"')[0].library == Path("/home/ann/shelf")
    assert load(file, 'corpus = "~/texts"')[0].corpus == Path("/home/ann/texts")


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        (
            'theme = "blue"',
            "config.toml:1: “theme” has a wrong value, so its default is used;"
            " write one of auto, dark, light, terminal, in quotation marks.",
        ),
        ("theme = []", "config.toml:1: “theme” has a wrong value"),
        (
            'output = "fat"',
            "config.toml:1: “output” has a wrong value, so its default is used;"
            " write one of lean, stock, in quotation marks.",
        ),
        ("\nmouse = 1", "config.toml:2: “mouse” has a wrong value"),
        ('mouse = "false"', "config.toml:1: “mouse” has a wrong value"),
        ('library = ""', "config.toml:1: “library” has a wrong value"),
        ("corpus = true", "config.toml:1: “corpus” has a wrong value"),
        (r'library = "a\u0000b"', "config.toml:1: “library” has a wrong value"),
        ("muose = true", "config.toml:1: there is no option “muose”; did you mean “mouse”?"),
        (
            "[fonts]\nmouse = 3",
            "config.toml:1: there is no option “fonts”; there are theme, mouse, output,"
            " version, signs, library, corpus, keys, serve.",
        ),
        ("keys = 3", "config.toml:1: “keys” has a wrong value"),
        (
            "mouse = true\nserve = 3",
            "config.toml:2: “serve” has a wrong value, so its default is used;"
            " write a table: a line [serve], below it options.",
        ),
        (
            '[keys]\nquit = "q"\nsearch = 3',
            "config.toml:3: “search” has a wrong value, so its default is used;"
            ' write a key such as "u", or a list of keys such as ["u", "f5"].',
        ),
        ('[keys]\nquit = "q"\nsearch = []', "config.toml:3: “search” has a wrong value"),
        ('[keys]\nquit = "q"\nsearch = ["/", ""]', "config.toml:3: “search” has a wrong value"),
        (r'"\u001b[31m" = 1', "config.toml: there is no option “�[31m”"),
    ],
)
def test_a_mistake_is_told_and_costs_only_its_own_option(
    file: Path, text: str, notice: str
) -> None:
    keys: dict[str, tuple[str, ...]] = {"quit": ("q",)} if "quit" in text else {}
    config, notices = load(file, text)
    assert config == Config(keys=keys)
    assert [told[: len(notice)] for told in notices] == [notice]


def test_mistakes_leave_the_other_options_alone(file: Path) -> None:
    config, notices = load(file, 'theme = "blue"\nmouse = false\nmuose = true')
    assert config == Config(mouse=False)
    assert len(notices) == 2


def test_a_file_that_is_not_toml_is_told_with_its_line(file: Path) -> None:
    config, (notice,) = load(file, "mouse = false\ntheme = dark\n")
    assert config == Config()
    assert notice.startswith("config.toml:2: the file is not TOML, so all of it is ignored;")


@pytest.mark.parametrize(
    ("name", "table", "line"),
    [
        ("mouse", "", 2),
        ("serve", "", 4),
        ("sessions", "serve.limits", 8),
        ("any-key", "serve", 5),
        ("pool", "serve", 6),
        ("mouse", "serve", None),
        ("pool", "", None),
        ("limits", "serve", None),
    ],
)
def test_a_place_in_the_file_is_a_line_where_that_is_sure(
    name: str, table: str, line: int | None, file: Path
) -> None:
    file.write_text(
        '# mine\nmouse = true\n\n[serve]\n  any-key=true\n"pool" = false\n'
        "[ serve.limits ]\nsessions = 1\n"
    )
    assert where_in(file, name, table) == (f"{file}:{line}" if line else str(file))
    file.unlink()
    assert where_in(file, name, table) == str(file)


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 100_000, "a = " + "1" * 5000], ids=["deep", "long"]
)
def test_a_monstrous_file_is_told(file: Path, text: str) -> None:
    config, notices = load(file, text)
    assert config == Config()
    assert notices == [
        "config.toml: the file is not TOML, so all of it is ignored;"
        " correct this place: it is too deep or long."
    ]


def test_a_file_that_cannot_be_read_is_told(file: Path) -> None:
    file.write_bytes(b"theme = '\xff'")
    config, notices = load_config(file)
    assert config == Config()
    assert notices == (f"{file} is not UTF-8 text, so it is not used. Save it as UTF-8.",)
    config, notices = load_config(file.parent)
    assert config == Config()
    assert notices == (f"{file.parent} cannot be read (Is a directory), so it is not used.",)


def test_a_path_that_no_system_has_is_told() -> None:
    config, notices = load_config(Path("a\0b"))
    assert config == Config()
    assert len(notices) == 1


@given(st.text())
def test_no_text_stops_the_program(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_text(text, encoding="utf-8", errors="replace", newline="")
    config, notices = load_config(file)
    assert isinstance(config, Config)
    assert all(notice.isprintable() for notice in notices)


def test_the_example_sets_nothing_and_shows_every_default(file: Path) -> None:
    assert load(file, example_config()) == (Config(), [])
    uncommented = re.sub(r"^# (?=[\[a-z-]+( =|\]$))", "", example_config(), flags=re.MULTILINE)
    config, notices = load(file, uncommented)
    assert notices == []
    assert config.library == Path(os.path.expanduser("~/briefings"))  # noqa: PTH111
    assert config.corpus == Path(os.path.expanduser("~/articles"))  # noqa: PTH111
    assert set(config.keys) <= {command.id for command in COMMANDS}
    assert len(config.keys) == 2
    assert (config.theme, config.mouse) == (Config().theme, Config().mouse)


def test_the_example_reads_as_it_did(snapshot: SnapshotAssertion) -> None:
    assert example_config() == snapshot


MISTAKES = (
    *("theme = 1", 'theme = "pink"', 'output = "x"', 'version = ""', 'mouse = "no"', "mouse = 1"),
    *("library = 1", 'library = ""', 'library = "a\\u0000b"', 'library = "~nobody-has-this/x"'),
    *("corpus = []", "thme = 1", "xyzzy = 1", "keys = 1", "serve = 1", '[keys]\nquit = ""'),
    *('[keys]\nquit = " "', '[keys]\nquit = []', '[keys]\nquit = ["a", 1]', "[keys]\nquit = 1"),
    *('[keys]\nquit = "a\\u0007"', "[[keys]]\nquit = 1", '"a.b" = 1'),
    *("\n\n  theme = 1", "'theme' = 1", "[other]\ntheme = 1", "[keys]\na = 1\n[serve]\na = 1"),
)  # fmt: skip


def test_mistakes_are_told_as_they_were(file: Path, snapshot: SnapshotAssertion) -> None:
    assert {text: load(file, text)[1] for text in MISTAKES} == snapshot


def test_every_field_is_an_option_of_the_example() -> None:
    for name in Config._fields:
        assert re.search(rf"^# (\[{name}\]|{name} =)", example_config(), re.MULTILINE), name
    assert {option.name for option in config_module._OPTIONS} < set(Config._fields)
