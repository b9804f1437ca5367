"""How a server is set up: by flags, and by the table ``[serve]`` of the configuration.

Elsewhere a mistake in the configuration is told and passed over. Here it stops the start: what was
meant to keep somebody out must never be passed over.
"""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from briefing.model.errors import BriefingError
from briefing.model.likeness import nearest
from briefing.plain.parsing import UsageError
from briefing.serve.limits import LimitError, Limits, changed, read_limits
from briefing.settings.config import where_in
from briefing.settings.places import Places

_ADDRESS: Final = re.compile(r"(?:\[(?P<v6>[^\]]+)\]|(?P<name>[^:\[\]]*)):(?P<port>\d{1,5})")
_LARGEST_PORT: Final = 65535
_HOST_KEY: Final = "host_ed25519"
_TABLE: Final = "serve"


class OptionsError(BriefingError):
    """The server cannot be set up so."""


class Address(NamedTuple):
    """Where to listen.

    Attributes:
        host: A name or a number; empty for everywhere.
        port: 0 for any that is free.
    """

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class _Table(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """What may be written, and of what kind."""

    listen: str = "127.0.0.1:2222"
    authorized_keys: str | None = None
    anonymous: bool = False
    host_key: str | None = None
    audit: str | None = None
    user: str | None = None
    corpus: str | None = None
    prefork: bool = True
    limits: dict[str, object] = {}


class Options(NamedTuple):
    """How a server is set up.

    Attributes:
        listen: Where it listens.
        authorized_keys: File of the keys of readers, in the format of OpenSSH.
        anonymous: Whether guests can log in.
        host_key: File of its own key.
        audit: File of the audit log; None for standard error.
        user: Whom to become, for a start by root.
        corpus: Folder of the texts of sources that readers may look into.
        prefork: Whether sessions come from a fork server.
        limits: How much everyone gets.
    """

    listen: Address
    authorized_keys: Path | None
    anonymous: bool
    host_key: Path
    audit: Path | None
    user: str | None
    corpus: Path | None
    prefork: bool
    limits: Limits


_NAMES: Final = {field.encode_name: field.name for field in msgspec.structs.fields(_Table)}


def read_options(table: Mapping[str, object], arguments: Namespace, places: Places) -> Options:
    """Put together what was configured and what was typed; what was typed counts.

    Args:
        table: The table ``[serve]`` as read.
        arguments: Flags, as far as there are any: one for each name of the table, with
            ``no_prefork`` for ``prefork``, and ``limits`` as one text.
        places: Where the configuration is, which names of files are relative to, and the state.

    Raises:
        OptionsError: Something is written that makes no sense.
        UsageError: The same of what was typed.
    """
    wanted = _read_table(table, places.config)
    folder = places.config.parent
    typed = vars(arguments)
    with _told_with(places.config, "limits"):
        limits = changed(Limits(), wanted.limits)
    with _told_with(places.config, "listen"):
        listen = read_address(wanted.listen)
    try:
        limits = changed(limits, read_limits(typed.get("limits") or ""))
        listen = read_address(typed["listen"]) if typed.get("listen") else listen
    except (LimitError, OptionsError) as error:
        raise UsageError(str(error)) from error
    options = Options(
        listen=listen,
        authorized_keys=_file(typed.get("authorized_keys"), wanted.authorized_keys, folder),
        anonymous=typed.get("anonymous") or wanted.anonymous,
        host_key=_file(typed.get("host_key"), wanted.host_key, folder) or places.state / _HOST_KEY,
        audit=_file(typed.get("audit"), wanted.audit, folder),
        user=typed.get("user") or wanted.user,
        corpus=_file(typed.get("corpus"), wanted.corpus, folder),
        prefork=wanted.prefork and not typed.get("no_prefork"),
        limits=limits,
    )
    if options.corpus and not _is_folder(options.corpus):
        raise OptionsError(f"There is no folder “{options.corpus}” of texts.")
    return options


def read_address(text: str) -> Address:
    """Read where to listen.

    Args:
        text: ``HOST:PORT``, with an IPv6 address in brackets; ``:PORT`` for everywhere.

    Raises:
        OptionsError: It is not that.
    """
    match = _ADDRESS.fullmatch(text.strip())
    if match is None or int(match["port"]) > _LARGEST_PORT:
        raise OptionsError(
            f"“{text}” is not an address to listen at. Write HOST:PORT, for example 0.0.0.0:2222."
        )
    return Address(match["v6"] or match["name"], int(match["port"]))


def _read_table(table: Mapping[str, object], path: Path) -> _Table:
    for name in table:
        if name not in _NAMES:
            near = nearest(name, _NAMES)
            hint = f"Did you mean “{near}”?" if near else f"There is: {', '.join(_NAMES)}."
            where = where_in(path, name, _TABLE)
            raise OptionsError(f"{where}: there is no option “{name}” in [serve]. {hint}")
    try:
        return msgspec.convert(dict(table), _Table)
    except msgspec.ValidationError as error:
        # “Expected `bool`, got `str` - at `$.anonymous`”
        problem, _, where = str(error).partition(" - at `$.")
        name = where.rstrip("`") or "it"
        where_it_is = where_in(path, name, _TABLE)
        raise OptionsError(f"{where_it_is}: “{name}” in [serve]: {_lower(problem)}.") from error


@contextmanager
def _told_with(path: Path, name: str) -> Iterator[None]:
    """Tell what is wrong with an option together with where it stands."""
    try:
        yield
    except (LimitError, OptionsError) as error:
        where = where_in(path, name, _TABLE)
        if where == str(path):
            where = where_in(path, f"{_TABLE}.{name}", "")
        raise OptionsError(f"{where}: {error}") from error


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def _file(typed: str | None, configured: str | None, folder: Path) -> Path | None:
    mistake = UsageError if typed else OptionsError
    if "\0" in (typed or configured or ""):
        raise mistake("A name of a file has no NUL character.")
    try:
        if typed:
            return Path(typed).expanduser().absolute()
        return folder / Path(configured).expanduser() if configured else None
    except RuntimeError:
        raise mistake(f"“{typed or configured}”: there is no such home folder.") from None
