"""Where things live, and what the user has configured in a TOML file.

A mistake in the file never stops the program: each is told in a sentence, and the default holds for
the option concerned.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple, get_args

from briefing.model.text import clean, nearest
from briefing.settings.folders import own_folder

Theme = Literal["auto", "dark", "light", "terminal"]
Output = Literal["lean", "stock"]
Version = Literal["short", "full"]
Signs = Literal["auto", "unicode", "ascii"]

_PROGRAM: Final = "briefing"
_PACKAGE: Final = Path(__file__).parents[1]
_KEYS: Final = "keys"
_SERVE: Final = "serve"
_KEYS_ABOUT: Final = (
    "Keys, for each command its key or a list of keys, in place of its own. `briefing keys` lists"
    " the commands."
)
_KEYS_EXAMPLES: Final = {"next-unread": '"u"', "find": '["/", "f3"]'}
_SERVE_ABOUT: Final = (
    "How `briefing serve` is set up; each option but sshd is a flag too. Say who can log in by"
    " authorized-keys or any-key. A mistake here keeps the server from starting."
)
_SERVE_EXAMPLES: Final = {
    "listen": '"127.0.0.1:2222"',
    "authorized-keys": '"authorized_keys"',
    "any-key": "false",
    "user": '"briefing"',
    "folder": '"/etc/briefing"',
    "corpus": '"texts"',
    "pool": "true",
    "limits": '{ sessions = 50, idle = "15m", memory = "384M" }',
    "sshd": '["MaxAuthTries 3"]',
}


class Places(NamedTuple):
    """Folders, and the file of the configuration; nothing of it need exist.

    Attributes:
        state: What the reader left behind: place, read marks, bookmarks.
        corpus: The texts of sources; None where the user has named none.
    """

    library: Path
    state: Path
    config: Path
    corpus: Path | None = None

    @property
    def marks(self) -> Path:
        return self.state / "reader.json"


def find_places(
    environment: Mapping[str, str],
    library_override: Path | None = None,
    configured_library: Path | None = None,
    *,
    corpus_override: Path | None = None,
    configured_corpus: Path | None = None,
) -> Places:
    """Say where things live, all absolute; nothing is created.

    The folders are those of `briefing.settings.folders`. A flag of the command line (``_override``)
    goes before a variable: ``BRIEFING_LIBRARY`` (folder), ``BRIEFING_STATE`` (folder),
    ``BRIEFING_CONFIG`` (file), ``BRIEFING_CORPUS`` (folder). An empty variable counts as none. A
    variable goes before what the configuration names.
    """
    library = library_override or _variable(environment, "BRIEFING_LIBRARY") or configured_library
    state = _variable(environment, "BRIEFING_STATE")
    config = _variable(environment, "BRIEFING_CONFIG")
    corpus = corpus_override or _variable(environment, "BRIEFING_CORPUS") or configured_corpus
    return Places(
        library=_absolute(library) if library else _own("data", environment),
        state=state or _own("state", environment),
        config=config or _own("config", environment) / "config.toml",
        corpus=_absolute(corpus) if corpus else None,
    )


def bundled_content() -> list[Path]:
    """List the folders of briefings, inside the installed package or beside a source checkout."""
    checkout = _PACKAGE.parent
    inside = _PACKAGE / "content"
    beside = checkout / "content" if (checkout / "pyproject.toml").is_file() else inside
    folder = inside if inside.is_dir() else beside
    return sorted(path.parent for path in folder.glob("*/briefing.md"))


def _variable(environment: Mapping[str, str], name: str) -> Path | None:
    value = environment.get(name)
    return _absolute(Path(value)) if value else None


def _absolute(path: Path) -> Path:
    try:
        path = path.expanduser()
    except RuntimeError:  # no home folder: then ~ is a name like any other
        return path.absolute()
    return path.absolute()


def _own(kind: str, environment: Mapping[str, str]) -> Path:
    """A folder of the user's; a temporary one for a user without a home."""
    if folder := own_folder(kind, environment):
        return Path(folder)
    # Hardly anybody has no home, so the others do not pay for this.
    import tempfile  # noqa: PLC0415

    return Path(tempfile.gettempdir()) / f"{_PROGRAM}-{os.getuid()}"


class Config(NamedTuple):
    """What can be configured; what each option does is said in `_OPTIONS`.

    Attributes:
        keys: For each command id, the keys that the user wants for it, in Textual's names.
        serve: How a server is set up, as written: `briefing.serve` makes sense of it.
    """

    theme: Theme = "auto"
    mouse: bool = True
    output: Output = "lean"
    version: Version = "short"
    signs: Signs = "auto"
    library: Path | None = None
    corpus: Path | None = None
    keys: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    serve: Mapping[str, object] = MappingProxyType({})


class _Option(NamedTuple):
    """One option of the file, which is a field of `Config`.

    Attributes:
        read: Makes the value of the field from that of the file; None where it cannot be one.
        expected: What the value must be, to follow "write".
        example: A value as it stands in the file: the default, where there is one.
        about: What the option does, for the example file.
    """

    name: str
    read: Callable[[object, Path], object | None]
    expected: str
    example: str
    about: str


def _choice(name: str, words: tuple[str, ...], example: str, about: str) -> _Option:
    return _Option(
        name=name,
        read=lambda value, _: value if value in words else None,
        expected=f"one of {', '.join(words)}, in quotation marks",
        example=example,
        about=about,
    )


def _flag(value: object, _: Path) -> object | None:
    return value if isinstance(value, bool) else None


def _folder(value: object, config_file: Path) -> object | None:
    if not isinstance(value, str) or not value or "\0" in value:
        return None
    try:
        return config_file.parent / Path(value).expanduser()
    except RuntimeError:
        return None


_OPTIONS: Final = (
    _choice(
        "theme",
        get_args(Theme),
        example='"auto"',
        about="Colours: dark, light, terminal (the sixteen colours that your terminal is set to),"
        " or auto, which is dark, and terminal where there are no more than sixteen colours."
        " What you choose by t in the reader goes before it, until you write another one here.",
    ),
    _Option(
        name="mouse",
        read=_flag,
        expected="true or false",
        example="true",
        about="Whether the mouse works in the reader. With false, the terminal selects text as"
        " usual; with true, hold Shift to select.",
    ),
    _choice(
        "output",
        get_args(Output),
        example='"lean"',
        about="What is sent to the terminal: lean, only the cells that changed, or stock, all that"
        " is drawn again. Try stock if the screen of an unusual terminal goes wrong.",
    ),
    _choice(
        "version",
        get_args(Version),
        example='"short"',
        about="Which version of a briefing opens first: short, or full. In the reader, a switches,"
        " and each briefing keeps what you chose.",
    ),
    _choice(
        "signs",
        get_args(Signs),
        example='"auto"',
        about="What the reader is drawn with: unicode, ascii (each sign is one of the 95 characters"
        " that every terminal has), or auto, which is ascii where the locale (LC_ALL, LC_CTYPE or"
        " LANG) is C, POSIX or one without UTF-8, or names none on a terminal such as vt100.",
    ),
    _Option(
        name="library",
        read=_folder,
        expected="a folder, in quotation marks",
        example='"~/briefings"',
        about="Folder of published briefings. The variable BRIEFING_LIBRARY and the flag --library"
        " go before it. A relative folder is relative to this file.",
    ),
    _Option(
        name="corpus",
        read=_folder,
        expected="a folder, in quotation marks",
        example='"~/articles"',
        about="Private folder of the texts of your sources, in which every sentence can be checked."
        " The variable BRIEFING_CORPUS and the flag --corpus go before it.",
    ),
)


_UTF_8: Final = "utf8"
_OLD_TERMINALS: Final = re.compile(r"(?:vt\d+|linux|ansi|dumb|cons25|sun|xterm-old)(?:-.*)?")
"""By their names in terminfo, terminals of which it is not sure that they show more than ASCII."""


def wants_ascii(signs: Signs, environment: Mapping[str, str]) -> bool:
    """Say whether the terminal gets ASCII only; by the locale, where the user leaves it to us.

    Of the locale the first counts that is given of ``LC_ALL``, ``LC_CTYPE`` and ``LANG``
    (POSIX.1-2024, chapter 8.2). One that names no encoding, as ``de_DE``, tells nothing.
    """
    if signs != "auto":
        return signs == "ascii"
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_CTYPE", "LANG"))), "")
    encoding = locale.partition("@")[0].rpartition(".")[2].lower().replace("-", "")
    if locale in ("C", "POSIX") or "." in locale or encoding == _UTF_8:
        return encoding != _UTF_8
    return _OLD_TERMINALS.fullmatch(environment.get("TERM", "")) is not None


def own_environment() -> dict[str, str]:
    """Give our variables as they were before Python added one.

    It sets ``LC_CTYPE`` where the locale is C or is not installed (PEP 538).
    """
    added = sys.flags.utf8_mode and os.environ.get("LC_CTYPE") == "C.UTF-8"
    return {name: one for name, one in os.environ.items() if name != "LC_CTYPE" or not added}


def load_config(path: Path) -> tuple[Config, tuple[str, ...]]:
    """Read the configuration, and tell each mistake in a sentence; a missing file is an empty one.

    Whether the ids and keys of `Config.keys` exist is not checked here.
    """
    try:
        source = path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return Config(), ()
    except UnicodeDecodeError:
        return Config(), (f"{path} is not UTF-8 text, so it is not used. Save it as UTF-8.",)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        return Config(), (f"{path} cannot be read ({reason}), so it is not used.",)
    # Who has configured nothing does not pay for this.
    import tomllib  # noqa: PLC0415

    try:
        document = tomllib.loads(source)
    except (ValueError, RecursionError) as error:
        return Config(), (clean(_not_toml(path, error)),)
    return _Reading(path, source).config(document)


def example_config() -> str:
    """Write TOML in which each option is commented out, below what it does."""
    lines = ["# Configuration of briefing. Take away the “# ” before a line to use it.", ""]
    for option in _OPTIONS:
        lines += [*_comment(option.about), f"# {option.name} = {option.example}", ""]
    lines += [*_comment(_KEYS_ABOUT), f"# [{_KEYS}]"]
    lines += [f"# {command} = {keys}" for command, keys in _KEYS_EXAMPLES.items()]
    lines += ["", *_comment(_SERVE_ABOUT), f"# [{_SERVE}]"]
    lines += [f"# {name} = {value}" for name, value in _SERVE_EXAMPLES.items()]
    return "\n".join(lines) + "\n"


def _comment(text: str) -> list[str]:
    import textwrap  # noqa: PLC0415

    return textwrap.wrap(text, width=80, initial_indent="## ", subsequent_indent="## ")


class _Reading(NamedTuple):
    path: Path
    source: str

    def config(self, document: dict[str, Any]) -> tuple[Config, tuple[str, ...]]:
        values: dict[str, Any] = {}
        notices: list[str] = []
        options = {option.name: option for option in _OPTIONS}
        for name, raw in document.items():
            if name == _KEYS:
                values[_KEYS], complaints = self._keys(raw)
                notices += complaints
            elif name == _SERVE and isinstance(raw, dict):
                values[_SERVE] = raw
            elif name == _SERVE:
                notices.append(self._wrong(_SERVE, f"a table: a line [{_SERVE}], below it options"))
            elif option := options.get(name):
                value = option.read(raw, self.path)
                if value is None:
                    notices.append(self._wrong(name, option.expected))
                else:
                    values[name] = value
            else:
                notices.append(self._unknown(name, [*options, _KEYS, _SERVE]))
        return Config(**values), tuple(map(clean, notices))

    def _keys(self, table: object) -> tuple[dict[str, tuple[str, ...]], list[str]]:
        if not isinstance(table, dict):
            return {}, [self._wrong(_KEYS, f"a table: a line [{_KEYS}], below it the commands")]
        keys: dict[str, tuple[str, ...]] = {}
        notices = []
        for command, raw in table.items():
            wanted = [raw] if isinstance(raw, str) else raw
            if isinstance(wanted, list) and wanted and all(map(_is_key, wanted)):
                keys[command] = tuple(wanted)
            else:
                expected = 'a key such as "u", or a list of keys such as ["u", "f5"]'
                notices.append(self._wrong(command, expected, table=_KEYS))
        return keys, notices

    def _wrong(self, name: str, expected: str, table: str = "") -> str:
        where = _where(self.path, self.source, name, table)
        return f"{where}: “{name}” has a wrong value, so its default is used; write {expected}."

    def _unknown(self, name: str, known: list[str]) -> str:
        near = nearest(name, known)
        fix = f"did you mean “{near}”?" if near else f"there are {', '.join(known)}."
        where = _where(self.path, self.source, name, "")
        return f"{where}: there is no option “{name}”; {fix}"


def _is_key(value: object) -> bool:
    return isinstance(value, str) and value.isprintable() and bool(value.strip())


def _not_toml(path: Path, error: Exception) -> str:
    import tomllib  # noqa: PLC0415

    detail = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "it is too deep or long"
    line = re.search(r"line (\d+)", detail)
    where = f"{path}:{line[1]}" if line else f"{path}"
    return f"{where}: the file is not TOML, so all of it is ignored; correct this place: {detail}."


def where_in(path: Path, name: str, table: str) -> str:
    """Say where a file gives a key: ``FILE:LINE``, or the file alone where that is not sure.

    The table is the one that the key stands in, ``a.b`` for one in another.
    """
    try:
        source = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return str(path)
    return _where(path, source, name, table)


def _where(path: Path, source: str, name: str, table: str) -> str:
    """The same, of a text; without a table the key may be that of a table itself."""
    key = re.compile(rf"""\s*["']?{re.escape(name)}["']?\s*=""")
    header = re.compile(r"\s*\[+\s*([^\]]*?)\s*\]")
    current = ""
    for number, line in enumerate(source.splitlines(), start=1):
        if opened := header.match(line):
            current = opened[1].strip("\"'")
            if not table and current == name:
                return f"{path}:{number}"
        elif current == table and key.match(line):
            return f"{path}:{number}"
    return str(path)
