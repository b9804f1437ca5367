"""What a client says of its terminal, and what is made of it."""

from __future__ import annotations

import codecs
import encodings
import pkgutil
import re
import string
from encodings import aliases

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.serve.limits import Limits
from briefing.serve.terminal import (
    ACCEPTED,
    Colours,
    Terminal,
    accepted,
    clamped,
    read_encoding,
    read_terminal,
    why_no_reader,
)

LIMITS = Limits()
SIZE = (100, 30)
CODECS = sorted({module.name for module in pkgutil.iter_modules(encodings.__path__)})
EVERY_NAME = sorted({*CODECS, *aliases.aliases})


def terminal(name: str = "xterm-256color", user: str = "analyst", **sent: str) -> Terminal:
    """A terminal that makes sense."""
    read = read_terminal(name, SIZE, sent, user, LIMITS)
    assert read is not None
    return read


# -- colours ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "colours"),
    [
        ("xterm-256color", Colours.MANY),
        ("screen-256color", Colours.MANY),
        ("tmux-256color", Colours.MANY),
        ("rxvt-unicode-256color", Colours.MANY),
        ("xterm-kitty", Colours.ALL),
        ("xterm-ghostty", Colours.ALL),
        ("alacritty", Colours.ALL),
        ("foot", Colours.ALL),
        ("foot-extra", Colours.ALL),
        ("wezterm", Colours.ALL),
        ("contour", Colours.ALL),
        ("xterm-direct", Colours.ALL),
        ("alacritty-direct", Colours.ALL),
        ("xterm-direct256", Colours.ALL),
        ("xterm", Colours.FEW),
        ("xterm-16color", Colours.FEW),
        ("xterm-color", Colours.FEW),
        ("screen", Colours.FEW),
        ("linux", Colours.FEW),
        ("nobody-knows-this", Colours.FEW),
        ("vt100", Colours.NONE),
        ("vt220", Colours.NONE),
        ("xterm-mono", Colours.NONE),
        ("linux-m", Colours.NONE),
    ],
)
def test_the_name_of_a_terminal_tells_its_colours(name: str, colours: Colours) -> None:
    assert terminal(name).colours is colours


@pytest.mark.parametrize(
    ("sent", "colours"),
    [
        ({"COLORTERM": "truecolor"}, Colours.ALL),
        ({"COLORTERM": "24bit"}, Colours.ALL),
        ({"COLORTERM": "TrueColor"}, Colours.ALL),
        ({"COLORTERM": "yes"}, Colours.MANY),
        ({"COLORTERM": "truecolor\n"}, Colours.MANY),
        ({"NO_COLOR": "1"}, Colours.NONE),
        ({"NO_COLOR": "0"}, Colours.NONE),
        ({"NO_COLOR": ""}, Colours.MANY),
        ({"NO_COLOR": "1", "COLORTERM": "truecolor"}, Colours.NONE),
    ],
)
def test_variables_of_the_client_tell_more(sent: dict[str, str], colours: Colours) -> None:
    assert terminal(**sent).colours is colours


@pytest.mark.parametrize(
    ("user", "colours"),
    [
        *(("truecolor", Colours.ALL), ("24bit", Colours.ALL), ("true", Colours.ALL)),
        *(("256", Colours.MANY), ("16", Colours.FEW), ("mono", Colours.NONE)),
        *(("MONO", Colours.NONE), ("nocolor", Colours.NONE)),
    ],
)
def test_whoever_logs_in_by_the_name_of_colours_gets_them(user: str, colours: Colours) -> None:
    read = terminal("xterm-kitty", user, NO_COLOR="1", COLORTERM="truecolor")
    assert read.colours is colours


# -- names and sizes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *("", " ", "-xterm", ".x", "a b", "xterm\n", "xterm\0", "$(id)", "`id`", "a/b", "../x"),
        *("é", "x" * 65, "\x1b[31m", "x;y", "x=y", "x:y", "%n"),
    ],
)
def test_what_is_no_name_of_a_terminal_is_none(name: str) -> None:
    assert read_terminal(name, SIZE, {}, "analyst", LIMITS) is None


@pytest.mark.parametrize("name", ["x" * 64, "xterm+sm.2_a-b", "9term"])
def test_an_unusual_name_of_a_terminal_is_one(name: str) -> None:
    assert terminal(name).name == name


@pytest.mark.parametrize(
    ("name", "shows"),
    [
        *(("dumb", False), ("unknown", False), ("network", False), ("emacs", False)),
        *(("xterm", True), ("vt100", True), ("nobody-knows-this", True)),
    ],
)
def test_a_terminal_without_a_cursor_shows_no_reader(name: str, shows: bool) -> None:
    assert terminal(name).shows_reader is shows


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (None, "Reading needs a terminal, as with `ssh -t`; without one there are these commands:"),
        ("dumb", "A terminal “dumb” cannot show the reader. Without it there are these commands:"),
        (
            "a\x1bb",
            "A terminal “a\ufffdb” cannot show the reader. Without it there are these commands:",
        ),
        (
            "x" * 99,
            f"A terminal “{'x' * 64}” cannot show the reader. Without it there are these commands:",
        ),
        ("xterm", None),
    ],
)
def test_whoever_cannot_have_the_reader_is_told_why(name: str | None, told: str | None) -> None:
    read = None if name is None else read_terminal(name, SIZE, {}, "analyst", LIMITS)
    assert why_no_reader(name, read) == told


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
        ((4_000_000_000, 4_000_000_000), (400, 150)),
        ((-1, -1), (20, 5)),
    ],
)
def test_a_size_is_brought_into_bounds(size: tuple[int, int], shown: tuple[int, int]) -> None:
    assert clamped(size, LIMITS) == shown
    read = read_terminal("xterm", size, {}, "analyst", LIMITS)
    assert read is not None
    assert (read.columns, read.rows) == shown


def test_the_largest_size_can_be_set() -> None:
    assert clamped((999, 999), Limits(columns=100, rows=40)) == (100, 40)


def test_without_a_limit_a_size_is_bounded_all_the_same() -> None:
    assert clamped((10**9, 10**9), Limits(columns=0, rows=0)) == (1000, 1000)


# -- variables -------------------------------------------------------------------------------------


def test_only_known_variables_with_sound_values_are_looked_at() -> None:
    sent = {
        **{"LANG": "de_CH.UTF-8", "LC_ALL": "de_DE.ISO8859-15@euro", "NO_COLOR": "1"},
        **{"COLORTERM": "a\nb", "LC_CTYPE": "x" * 65},
        **{"PATH": "/tmp", "LD_PRELOAD": "x.so", "PYTHONPATH": "/tmp", "TEXTUAL_LOG": "x"},
        **{"COLUMNS": "9", "LINES": "9", "TERM": "x", "HOME": "/", "TZ": "x", "lang": "C"},
    }
    assert accepted(sent) == {name: sent[name] for name in ("LANG", "LC_ALL", "NO_COLOR")}


@pytest.mark.parametrize(
    ("name", "sent", "more"),
    [
        ("xterm-256color", {}, {"TERM": "xterm-256color"}),
        ("xterm-kitty", {}, {"TERM": "xterm-256color", "COLORTERM": "truecolor"}),
        ("linux", {}, {"TERM": "xterm-16color"}),
        ("vt100", {}, {"TERM": "xterm-16color", "NO_COLOR": "1"}),
        ("xterm-kitty", {"NO_COLOR": "yes"}, {"TERM": "xterm-16color", "NO_COLOR": "1"}),
        ("tmux-256color", {}, {"TERM": "xterm-256color", "TMUX": "tmux-256color"}),
        ("screen.xterm", {}, {"TERM": "xterm-16color", "TMUX": "screen.xterm"}),
        ("screenplay", {}, {"TERM": "xterm-16color"}),
        ("xterm", {"LANG": "de_DE.ISO8859-1", "LC_ALL": "C"}, {"TERM": "xterm-16color"}),
    ],
)
def test_a_program_gets_these_variables_and_no_others(
    name: str, sent: dict[str, str], more: dict[str, str]
) -> None:
    always = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    assert terminal(name, **sent).environment() == always | more


@given(
    st.text() | st.sampled_from(("xterm", "tmux-256color", "screen.x")),
    st.tuples(st.integers(), st.integers()),
    st.dictionaries(st.sampled_from((*ACCEPTED, "LD_PRELOAD")) | st.text(), st.text()),
    st.text(),
)
def test_whatever_a_client_says_gives_a_sound_terminal_or_none(
    name: str, size: tuple[int, int], sent: dict[str, str], user: str
) -> None:
    read = read_terminal(name, size, sent, user, LIMITS)
    if read is None:
        return
    assert 20 <= read.columns <= 400
    assert 5 <= read.rows <= 150
    environment = read.environment()
    assert environment.keys() <= {"PATH", "LANG", "TERM", "COLORTERM", "NO_COLOR", "TMUX"}
    for value in environment.values():
        assert re.fullmatch("[A-Za-z0-9._+:/-]{1,64}", value)
    "—ü東".encode(read.encoding, "replace")


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
    assert read_encoding(sent) == encoding


def test_every_codec_that_is_used_writes_text() -> None:
    used = {read_encoding({"LANG": f"xx_XX.{name}"}) for name in EVERY_NAME}
    assert used > {"utf-8", "iso8859-1", "koi8-u", "cp1252", "euc_kr", "gbk", "big5hkscs"}
    for encoding in used:
        assert codecs.lookup(encoding).name == encoding
        assert isinstance("Zoë — 東京".encode(encoding, "replace"), bytes)


def test_every_codec_that_is_used_leaves_letters_and_escapes_as_they_are() -> None:
    plain = f"{string.ascii_letters}{string.digits}\x1b[1;31m\r\n ()?"
    used = {read_encoding({"LANG": f"xx_XX.{name}"}) for name in EVERY_NAME}
    assert [one for one in sorted(used) if plain.encode(one, "replace") != plain.encode()] == []
