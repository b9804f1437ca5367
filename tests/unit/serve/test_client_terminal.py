"""What a client says of its terminal, and what is made of it."""

from __future__ import annotations

import codecs
import encodings
import os
import pkgutil
import re
import string
from collections.abc import Mapping
from encodings import aliases

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.serve.client import ACCEPTED, ClientTerminal, clamped, read_terminal
from briefing.serve.options import Limits

LIMITS = Limits()
SIZE = (100, 30)
CODECS = sorted({module.name for module in pkgutil.iter_modules(encodings.__path__)})
EVERY_NAME = sorted({*CODECS, *aliases.aliases})
ALL = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
MANY = {"TERM": "xterm-256color"}
FEW = {"TERM": "xterm-16color"}
NONE = {"TERM": "xterm-16color", "NO_COLOR": "1"}
ALWAYS = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
OLD = {"LANG": "C"}


def read(sent: Mapping[str, str], size: tuple[int, int] = SIZE) -> ClientTerminal:
    """What is made of variables on a terminal of a size."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.isatty", lambda _: True)
        sizes = {0: os.terminal_size(size)}
        patch.setattr("os.get_terminal_size", sizes.__getitem__)
        return read_terminal(sent, LIMITS)


def terminal(name: str = "xterm-256color", **sent: str) -> ClientTerminal:
    return read({"TERM": name, **sent})


def encoding_of(sent: Mapping[str, str]) -> str:
    return read(sent).encoding


# -- colours ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "colours"),
    [
        *(("xterm-256color", MANY), ("rxvt-unicode-256color", MANY), ("xterm-kitty", ALL)),
        *(("xterm-ghostty", ALL), ("alacritty", ALL), ("foot", ALL), ("foot-extra", ALL)),
        *(("wezterm", ALL), ("contour", ALL), ("xterm-direct", ALL), ("alacritty-direct", ALL)),
        *(("xterm-direct256", ALL), ("xterm", FEW), ("xterm-16color", FEW), ("xterm-color", FEW)),
        *(("linux", FEW | OLD), ("nobody-knows-this", FEW)),
        *(("vt100", NONE | OLD), ("vt220", NONE | OLD), ("linux-m", NONE | OLD)),
        *(("xterm-mono", NONE),),
        *(("screen-256color", MANY | {"TMUX": "screen-256color"}),),
        *(
            ("tmux-256color", MANY | {"TMUX": "tmux-256color"}),
            ("screen", FEW | {"TMUX": "screen"}),
        ),
        *(("tmux-direct", ALL | {"TMUX": "tmux-direct"}),),
    ],
)
def test_the_name_of_a_terminal_tells_its_colours(name: str, colours: dict[str, str]) -> None:
    assert terminal(name).environment == ALWAYS | colours


@pytest.mark.parametrize(
    ("sent", "colours"),
    [
        ({"COLORTERM": "truecolor"}, ALL),
        ({"COLORTERM": "24bit"}, ALL),
        ({"COLORTERM": "TrueColor"}, ALL),
        ({"COLORTERM": "yes"}, MANY),
        ({"COLORTERM": "truecolor\n"}, MANY),
        ({"NO_COLOR": "1"}, NONE),
        ({"NO_COLOR": "0"}, NONE),
        ({"NO_COLOR": ""}, MANY),
        ({"NO_COLOR": "1", "COLORTERM": "truecolor"}, NONE),
        ({"LD_PRELOAD": "/tmp/x.so", "PYTHONPATH": "/tmp", "TEXTUAL_DRIVER": "x:y"}, MANY),
        ({"TMUX": "/tmp/tmux", "TERM_PROGRAM": "x", "COLUMNS": "9"}, MANY),
    ],
)
def test_variables_of_the_client_tell_more(sent: dict[str, str], colours: dict[str, str]) -> None:
    assert terminal(**sent).environment == ALWAYS | colours


# -- names and sizes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *("", " ", "-xterm", ".x", "a b", "xterm\n", "xterm\0", "$(id)", "`id`", "a/b", "../x"),
        *("é", "x" * 65, "\x1b[31m", "x;y", "x=y", "x:y", "%n"),
        *("dumb", "unknown", "network", "dialup", "emacs"),
    ],
)
def test_what_is_no_name_of_a_terminal_with_a_cursor_shows_no_reader(name: str) -> None:
    shown = "".join(c if c.isprintable() else "\ufffd" for c in name[:64])
    assert terminal(name).why_no_reader == (
        f"A terminal “{shown}” cannot show the reader. Without it there are these commands:"
    )


@pytest.mark.parametrize(
    "name", ["x" * 64, "xterm+sm.2_a-b", "9term", "xterm", "vt100", "nobody-knows-this"]
)
def test_any_other_name_of_a_terminal_shows_it(name: str) -> None:
    assert (terminal(name).name, terminal(name).why_no_reader) == (name, None)


@pytest.mark.parametrize("pipe", [0, 1, 2])
def test_where_one_of_the_files_is_no_terminal_there_is_none(
    pipe: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.isatty", lambda file: file != pipe)
    none = read_terminal({"TERM": "xterm-kitty", "COLORTERM": "truecolor"}, LIMITS)
    assert none == ClientTerminal("", False, 80, "utf-8", ALWAYS | {"TERM": "dumb"})
    assert none.why_no_reader == (
        "Reading needs a terminal, as with `ssh -t`; without one there are these commands:"
    )


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((100, 30), (100, 30)),
        ((0, 0), (80, 24)),
        ((0, 50), (80, 50)),
        ((1, 1), (20, 5)),
        ((20, 5), (20, 5)),
        ((400, 150), (400, 150)),
        ((401, 151), (400, 150)),
        ((65_535, 65_535), (400, 150)),
        ((-1, -1), (20, 5)),
    ],
)
def test_a_size_is_brought_into_bounds(size: tuple[int, int], shown: tuple[int, int]) -> None:
    assert clamped(size, LIMITS) == shown
    assert read({"TERM": "xterm"}, size).columns == shown[0]


@given(
    st.tuples(st.integers(), st.integers()),
    st.dictionaries(st.sampled_from((*ACCEPTED, "TERM", "LD_PRELOAD")) | st.text(), st.text()),
)
def test_whatever_a_client_says_gives_sound_variables(
    size: tuple[int, int], sent: dict[str, str]
) -> None:
    made = read(sent, size)
    assert 20 <= made.columns <= 400
    assert made.environment.keys() <= {"PATH", "LANG", "TERM", "COLORTERM", "NO_COLOR", "TMUX"}
    for value in made.environment.values():
        assert re.fullmatch("[A-Za-z0-9._+:/-]{1,64}", value)
    "—ü東".encode(made.encoding, "replace")


# -- encodings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "encoding"),
    [
        ({}, "utf-8"),
        ({"LANG": "de_CH.UTF-8"}, "utf-8"),
        ({"LANG": "C"}, "utf-8"),
        ({"LANG": "POSIX"}, "utf-8"),
        ({"LANG": "de_DE.ISO-8859-1"}, "iso8859-1"),
        ({"LANG": "de_DE.ISO8859-15@euro"}, "iso8859-15"),
        ({"LANG": "ru_RU.KOI8-R"}, "koi8-r"),
        ({"LANG": "ru_RU.CP1251"}, "cp1251"),
        ({"LANG": "ja_JP.eucJP"}, "euc_jp"),
        ({"LANG": "ja_JP.SJIS"}, "shift_jis"),
        ({"LANG": "zh_CN.GB18030"}, "gb18030"),
        ({"LANG": "zh_TW.Big5"}, "big5"),
        ({"LANG": "xx_XX.nobody-knows-this"}, "utf-8"),
        ({"LANG": "xx_XX."}, "utf-8"),
        ({"LANG": "xx_XX.utf-16"}, "utf-8"),
        ({"LANG": "xx_XX.utf-7"}, "utf-8"),
        ({"LANG": "xx_XX.rot13"}, "utf-8"),
        ({"LANG": "xx_XX.zlib"}, "utf-8"),
        ({"LANG": "xx_XX.unicode_escape"}, "utf-8"),
        ({"LANG": "de_DE.ISO-8859-1", "LC_CTYPE": "C.UTF-8"}, "utf-8"),
        ({"LC_CTYPE": "C.UTF-8", "LC_ALL": "de_DE.ISO-8859-1"}, "iso8859-1"),
        ({"LC_CTYPE": "C.KOI8-R", "LC_ALL": ""}, "koi8-r"),
        ({"LC_ALL": "de_DE.ISO-8859-1\n", "LANG": "C.KOI8-R"}, "koi8-r"),
    ],
)
def test_the_locale_tells_the_encoding(sent: dict[str, str], encoding: str) -> None:
    assert encoding_of(sent) == encoding


def test_every_codec_that_is_used_writes_text() -> None:
    used = {encoding_of({"LANG": f"xx_XX.{name}"}) for name in EVERY_NAME}
    assert used > {"utf-8", "iso8859-1", "koi8-u", "cp1252", "euc_kr", "gbk", "big5hkscs"}
    for encoding in used:
        assert codecs.lookup(encoding).name == encoding
        assert isinstance("Zoë — 東京".encode(encoding, "replace"), bytes)


def test_every_codec_that_is_used_leaves_letters_and_escapes_as_they_are() -> None:
    plain = f"{string.ascii_letters}{string.digits}\x1b[1;31m\r\n ()?"
    used = {encoding_of({"LANG": f"xx_XX.{name}"}) for name in EVERY_NAME}
    assert [one for one in sorted(used) if plain.encode(one, "replace") != plain.encode()] == []


# -- ASCII -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "sent", "lang"),
    [
        ("xterm", {}, "C.UTF-8"),
        ("xterm", {"LANG": "C"}, "C"),
        ("xterm", {"LANG": "de_DE.ISO-8859-1"}, "C"),
        ("vt100", {"LANG": "de_DE.UTF-8"}, "C.UTF-8"),
        ("vt100", {}, "C"),
        ("xterm", {"LC_CTYPE": "C.UTF-8", "LANG": "C"}, "C.UTF-8"),
    ],
)
def test_the_reader_is_told_whether_the_terminal_has_ascii_only(
    name: str, sent: dict[str, str], lang: str
) -> None:
    assert terminal(name, **sent).environment["LANG"] == lang
