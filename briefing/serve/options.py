"""How a server is set up: by flags, and by the table ``[serve]`` of the configuration.

Elsewhere a mistake in the configuration is told and passed over. Here it stops the start: what was
meant to keep somebody out must never be passed over.
"""

from __future__ import annotations

import os
import re
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Self

import msgspec
from msgspec import Meta

from briefing.evidence.corpus import Corpus
from briefing.model.errors import BriefingError, UsageError
from briefing.model.text import nearest
from briefing.settings.config import Config, Places, Signs, Theme, Version, where_in

_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
_NUMBER: Final = re.compile(r"(\d{1,12})([smhKMG]?)")
_ADDRESS: Final = r"^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]*):[1-9][0-9]{0,4}\Z"
_FILES: Final = ("authorized-keys", "folder", "corpus")
_FLAGS: Final = (*_FILES, "listen", "user", "any-key")
_SSHD: Final = 'Take it out; for another value than ours write sshd = ["LINE of sshd_config"].'
_REMOVED: Final = {
    "anonymous": "Nobody comes in without a key any more: an account without a password is a hole,"
    " and a key costs one command, ssh-keygen. Write authorized-keys for a list of readers, or"
    " any-key = true for everybody who has a key.",
    "host-key": "The host key is host_ed25519 in the folder that “folder” names. Move it there.",
    "audit": "Sessions are logged to sessions.log in the state folder, connections by sshd.",
    "prefork": "Write pool = false to start each session by itself.",
    "channels": f"sshd's MaxSessions takes its place. {_SSHD}",
    "handshakes": f"sshd's MaxStartups takes its place. {_SSHD}",
    "handshakes-per-address": f"sshd's PerSourceMaxStartups takes its place. {_SSHD}",
    "connections-per-minute": f"sshd's PerSourcePenalties takes its place. {_SSHD}",
    "burst": f"sshd's PerSourcePenalties takes its place. {_SSHD}",
    "login": f"sshd's LoginGraceTime takes its place. {_SSHD}",
    "attempts": f"sshd's MaxAuthTries takes its place. {_SSHD}",
    "stall": f"sshd's ClientAliveInterval takes its place. {_SSHD}",
    "keepalive": f"sshd's ClientAliveInterval takes its place. {_SSHD}",
    "keepalives": f"sshd's ClientAliveCountMax takes its place. {_SSHD}",
    "commands-per-address": "The limit sessions-per-address counts commands too. Take it out.",
}
"""Options and limits before sshd was in front, each with what takes its place."""

_Most = Annotated[int, Meta(ge=0, le=1 << 42)]


class OptionsError(BriefingError):
    """The server cannot be set up so."""


class Limits(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """How much a server gives. Times are in seconds, sizes in bytes; 0 means that there is none.

    An address is an IPv4 address or the first 64 bits of an IPv6 address. What comes before a
    session is for sshd to limit.
    """

    sessions: _Most = 50  # open at a time
    sessions_per_address: _Most = 5
    sessions_per_key: _Most = 3
    idle: _Most = 15 * 60  # time without a key after which a session ends
    longest: _Most = 8 * 3600  # time after which a session ends
    command_time: _Most = 60
    command_cpu: _Most = 10  # processor time
    command_output: _Most = 32 << 20
    memory: _Most = 384 << 20  # that a session may have for itself
    cpu: _Most = 600  # processor time of a session
    files: Annotated[int, Meta(ge=32, le=4096)] = 64  # that a session may have open
    marks: _Most = 1 << 20  # size of those of one reader; from there on none are added
    readers: _Most = 10_000  # whose marks are kept
    columns: Annotated[int, Meta(ge=20, le=1000)] = 400  # of a terminal; a wider one counts as so
    rows: Annotated[int, Meta(ge=5, le=1000)] = 150


class Options(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """How a server is set up; files and folders are absolute once they are read."""

    listen: Annotated[str, Meta(pattern=_ADDRESS)] = "127.0.0.1:2222"  # no host: everywhere
    authorized_keys: str | None = None  # file of the keys of readers, in the format of OpenSSH
    any_key: bool = False  # whether everybody with a key can log in
    folder: str = "/etc/briefing"  # of sshd's configuration, its key and the sessions' script
    user: str | None = None  # account that readers log in to, for a start by root
    corpus: str | None = None  # folder of the texts of sources that readers may look into
    pool: bool = True  # whether sessions come from a pool
    sshd: tuple[Annotated[str, Meta(pattern=r"^[^\0\r\n]*\Z")], ...] = ()  # lines before ours
    limits: Limits = Limits()


class SharedSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What all sessions of a server share, as ``briefing serve`` leaves it in a file.

    The reader's options are as in `Config`.
    """

    library: str  # folder of published briefings
    state: str  # folder of the readers' marks, the logs and the index if need be
    corpus: str | None = None  # folder of the texts of sources, if readers may look into them
    theme: Theme = "auto"
    mouse: bool = True
    version: Version = "short"
    signs: Signs = "auto"
    limits: Limits = Limits()

    @classmethod
    def read(cls, path: str) -> Self:
        try:
            return msgspec.json.decode(Path(path).read_bytes(), type=cls)
        except (OSError, msgspec.MsgspecError) as error:
            raise BriefingError(f"“{path}” cannot be read ({error}). Start the server.") from error

    @property
    def places(self) -> Places:
        """Where things are for a session: what is the host's own is nowhere."""
        state, corpus = Path(self.state), Path(self.corpus) if self.corpus else None
        return Places(Path(self.library), state, state / "none" / "config.toml", corpus)

    @property
    def config(self) -> Config:
        """What the host has configured for all readers."""
        return Config(theme=self.theme, mouse=self.mouse, version=self.version, signs=self.signs)

    def texts(self) -> Corpus:
        """Open the texts of sources, if readers may look into them."""
        none = "This host does not show the texts of sources."
        return Corpus(self.places.corpus, none, advises=False)


_NAMES: Final = [field.encode_name for field in msgspec.structs.fields(Options)]
_LIMITS: Final = [field.encode_name for field in msgspec.structs.fields(Limits)]


def read_options(table: Mapping[str, Any], arguments: Namespace, places: Places) -> Options:
    """Put together the table ``[serve]`` and what was typed; what was typed counts.

    A configured file is relative to the configuration, a typed one to where we are. Mistakes in the
    one are an `OptionsError`, in the other a `UsageError`.
    """
    flags = {name.replace("_", "-"): value for name, value in vars(arguments).items() if value}
    typed: dict[str, Any] = {name: flags[name] for name in _FLAGS if name in flags}
    if "no-pool" in flags:
        typed["pool"] = False
    parts = [part.partition("=") for part in flags.get("limits", "").split(",") if part]
    limits = {name.strip(): value.strip() for name, _, value in parts}
    for mine, other in (("any-key", "authorized-keys"), ("authorized-keys", "any-key")):
        table = {name: one for name, one in table.items() if name != other or mine not in typed}
    configured = table.get("limits", {})
    together = {**table, **typed}
    if isinstance(configured, dict):
        together["limits"] = {**configured, **limits}
    try:
        options = _convert(together)
    except _Mistake as mistake:
        if mistake.name in typed or mistake.name in limits:
            raise UsageError(f"{mistake.name}: {mistake}") from mistake
        places_of_it = [(mistake.name, "serve"), (mistake.name, "serve.limits")]
        if isinstance(configured, dict) and mistake.name in configured:
            places_of_it.append(("limits", "serve"))
        told = (where_in(places.config, *one) for one in places_of_it)
        where = next((one for one in told if one != str(places.config)), str(places.config))
        raise OptionsError(f"{where}: “{mistake.name}” in [serve]: {mistake}") from mistake
    if options.any_key and options.authorized_keys:
        raise OptionsError("Take out any-key or authorized-keys: readers come by one or the other.")
    if "folder" not in together and os.geteuid():
        options = msgspec.structs.replace(options, folder=str(places.state / "serve"))
    for name in _FILES:
        field, base = name.replace("-", "_"), Path.cwd() if name in typed else places.config.parent
        if path := getattr(options, field):
            options = msgspec.structs.replace(options, **{field: _absolute(path, base)})
    if options.corpus and not os.path.isdir(options.corpus):  # noqa: PTH112 - a name too long is none
        raise OptionsError(f"There is no folder “{options.corpus}” of texts.")
    return options


class _Mistake(Exception):  # noqa: N818 - it is told as another one
    def __init__(self, name: str, problem: str) -> None:
        super().__init__(problem)
        self.name = name


def _convert(table: Mapping[str, Any]) -> Options:
    limits = table.get("limits")
    given = [(name, _NAMES) for name in table]
    given += [(name, _LIMITS) for name in limits] if isinstance(limits, dict) else []
    for name, known in given:
        if name in _REMOVED:
            raise _Mistake(name, f"this is gone. {_REMOVED[name]}")
        if name not in known:
            near = nearest(name, known)
            hint = f"did you mean “{near}”?" if near else f"there is {', '.join(known)}."
            raise _Mistake(name, f"there is no such option; {hint}")
    if isinstance(limits, dict):
        table = {**table, "limits": {name: _number(value) for name, value in limits.items()}}
    try:
        return msgspec.convert(table, Options)
    except msgspec.ValidationError as error:
        # “Expected `bool`, got `str` - at `$.any-key`”
        problem, _, where = str(error).partition(" - at `$.")
        name = where.rstrip("`").removeprefix("limits.").partition("[")[0]
        if name == "listen":
            problem = "Write HOST:PORT, for example 0.0.0.0:2222"
        if name in _LIMITS:
            problem += ". Write a number, or a text such as “90s”, “8h” or “384M”"
        raise _Mistake(name, f"{problem}.") from error


def _number(value: object) -> object:
    match = _NUMBER.fullmatch(value) if isinstance(value, str) else None
    return int(match[1]) * _UNITS.get(match[2], 1) if match else value


def _absolute(name: str, base: Path) -> str:
    if set(name) & set("\0\n\r"):
        raise OptionsError("The name of a file here is one line.")
    try:
        return str(base / Path(name).expanduser())
    except RuntimeError:
        raise OptionsError(f"“{name}”: there is no such home folder.") from None
