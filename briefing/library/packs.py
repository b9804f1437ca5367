"""The files that a revision was published from, stored once each.

A revision has a manifest: the path of each file, the fingerprint of its bytes, and the pack that
has them. A pack is a TinyDB file that one publication writes, with the contents that the revision
before did not have: text where they are UTF-8, else base64; either gives back the very bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Final

import msgspec
from tinydb import TinyDB

from briefing.library.errors import DamagedFileError, FileKind, LibraryError
from briefing.library.storage import (
    documents,
    make_folder,
    read_database,
    remove_leftovers,
    transaction,
)
from briefing.model.record import sha256

PACK_FILE: Final = FileKind(
    format=1,
    if_damaged=(
        "The briefing can be read all the same. Publish it again once it has changed, which stores"
        " its files anew; or check out another revision."
    ),
    elsewhere="choose another library with --library",
)

FILES: Final = "files"
"""The table of a manifest, and that of a pack."""

_PATH: Final = re.compile("[^./\0][^/\0]*(/[^./\0][^/\0]*)*")
"""A path that leads to no hidden file, and nowhere out of the folder."""

Files = Mapping[str, bytes]
"""Contents by paths within a briefing's folder, with forward slashes."""


class StoredFile(msgspec.Struct, frozen=True):
    """A line of a manifest; `pack` is the number of the publication that stored the content."""

    path: str
    sha256: str
    pack: Annotated[int, msgspec.Meta(ge=1)]


Manifest = tuple[StoredFile, ...]


class _Content(msgspec.Struct, frozen=True, omit_defaults=True):
    sha256: str
    text: str | None = None
    base64: bytes | None = None

    @classmethod
    def of(cls, data: bytes) -> _Content:
        # Strictly, UTF-8 gives no text to two sequences of bytes.
        with suppress(UnicodeDecodeError):
            return cls(sha256(data), text=data.decode())
        return cls(sha256(data), base64=data)

    @property
    def data(self) -> bytes:
        return self.base64 or (self.text or "").encode()


def has_manifest(database: TinyDB) -> bool:
    return len(database.table(FILES)) > 0


def manifest_of(database: TinyDB) -> Manifest:
    """Read the manifest in the file of a revision.

    Raises:
        ValueError: It is not one that was written here.
    """
    manifest = msgspec.convert(documents(database, FILES), Manifest)
    paths = [one.path for one in manifest]
    if len(set(paths)) < len(paths) or not all(map(_PATH.fullmatch, paths)):
        raise ValueError("its files have paths that cannot be")
    return manifest


class Packs:
    """The packs of one briefing, in a folder that need not exist."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def store(self, number: int, files: Files, known: Manifest) -> Manifest:
        """Store, as a publication of that number, what the packs of a manifest do not have.

        A pack of that number, left by a publication that was killed, is written over.
        """
        stored = self._stored(known)
        digests = {path: sha256(data) for path, data in files.items()}
        new = {digest: files[path] for path, digest in digests.items() if digest not in stored}
        remove_leftovers(self._folder)
        if new:
            make_folder(self._folder, PACK_FILE)
            with transaction(self._path(number), PACK_FILE, fresh=True) as database:
                contents = [_Content.of(data) for data in new.values()]
                database.table(FILES).insert_multiple(msgspec.to_builtins(contents))
        return tuple(
            StoredFile(path, digest, stored.get(digest, number))
            for path, digest in sorted(digests.items())
        )

    def read(self, manifest: Manifest) -> dict[str, bytes]:
        """Give the files of a manifest; `DamagedFileError` where one is not what was stored."""
        packs = {number: self._read(number) for number in {one.pack for one in manifest}}
        for one in manifest:
            if one.sha256 not in packs[one.pack]:
                reason = f"it does not have {one.path}"
                raise DamagedFileError(self._path(one.pack), reason, PACK_FILE)
        return {one.path: packs[one.pack][one.sha256] for one in manifest}

    def _stored(self, known: Iterable[StoredFile]) -> dict[str, int]:
        """By the fingerprint of each content that a manifest names and that is there, its pack."""
        stored: dict[str, int] = {}
        for number in {one.pack for one in known}:
            with suppress(LibraryError):
                stored |= dict.fromkeys(self._read(number), number)
        return stored

    def _read(self, number: int) -> dict[str, bytes]:
        path = self._path(number)
        found = read_database(path, PACK_FILE)
        if found is None:
            raise DamagedFileError(path, "it is missing", PACK_FILE)
        try:
            contents = msgspec.convert(documents(found[0], FILES), list[_Content])
        except msgspec.ValidationError as error:
            raise DamagedFileError(path, str(error), PACK_FILE) from error
        for one in contents:
            if sha256(one.data) != one.sha256:
                raise DamagedFileError(path, "a content is not what was stored", PACK_FILE)
        return {one.sha256: one.data for one in contents}

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:04}.json"
