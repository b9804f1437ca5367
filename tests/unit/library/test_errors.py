"""What is said of files that cannot be read or written, word for word."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from briefing.library.errors import (
    BusyError,
    DamagedFileError,
    FileKind,
    LibraryError,
    NewerFormatError,
    NotAFolderError,
    NotReadError,
    NotWrittenError,
    UnconfirmedError,
)
from briefing.library.files import BRIEFING_FILE, CATALOGUE_FILE, EDITIONS_FILE
from briefing.library.packs import PACK_FILE
from briefing.library.state import STATE_FILE

FILE = Path("/data/file.json")
KIND = FileKind(format=3, if_damaged="Delete it.", elsewhere="go elsewhere")


def refused(number: int | None) -> OSError:
    return OSError("odd") if number is None else OSError(number, "x")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            DamagedFileError(FILE, "it is torn...", KIND),
            "“/data/file.json” is damaged: it is torn. Delete it.",
        ),
        (
            NewerFormatError(FILE, 4, KIND),
            "“/data/file.json” was written by a newer version of briefing (format 4; this one reads"
            " 3). Update briefing, or go elsewhere.",
        ),
        (
            NotReadError(FILE, refused(errno.EACCES)),
            "“/data/file.json” cannot be read: permission denied. Check its permissions and the"
            " disk.",
        ),
        (
            NotReadError(FILE, refused(None)),
            "“/data/file.json” cannot be read: odd. Check its permissions and the disk.",
        ),
        (
            NotAFolderError(FILE, KIND),
            "“/data/file.json” is a file, but a folder is needed. Move it away, or go elsewhere.",
        ),
        *(
            (
                NotWrittenError(FILE, refused(number), KIND),
                "The disk is full: “/data/file.json” could not be written and is unchanged. Free"
                " some space, then try again.",
            )
            for number in (errno.ENOSPC, errno.EDQUOT)
        ),
        *(
            (
                NotWrittenError(FILE, refused(number), KIND),
                f"“/data” cannot be written to ({reason}): “file.json” is as it was before. Make"
                " the folder writable, or go elsewhere.",
            )
            for number, reason in (
                (errno.EROFS, "read-only file system"),
                (errno.EACCES, "permission denied"),
                (errno.EPERM, "operation not permitted"),
            )
        ),
        (
            NotWrittenError(FILE, refused(errno.EIO), KIND),
            "“/data/file.json” could not be written and is unchanged: input/output error. Check the"
            " disk, then try again.",
        ),
        (
            UnconfirmedError(FILE, refused(errno.EIO)),
            "“/data/file.json” was replaced, but the disk did not confirm it: input/output error."
            " Check the disk, then try again.",
        ),
        (
            BusyError(FILE, 30.0, "process 7"),
            "Another program (process 7) is writing to “/data” and has not finished within 30 s."
            " Wait for it or end it, then try again.",
        ),
        (
            BusyError(FILE, 0.5, ""),
            "Another program is writing to “/data” and has not finished within 0.5 s."
            " Wait for it or end it, then try again.",
        ),
    ],
)
def test_an_error_says_what_happened_and_what_to_do(error: LibraryError, sentence: str) -> None:
    assert str(error) == sentence


def test_files_are_ours_alone_only_where_they_say_what_a_reader_did() -> None:
    kinds = (BRIEFING_FILE, PACK_FILE, CATALOGUE_FILE, EDITIONS_FILE, STATE_FILE)
    assert [(kind.format, kind.oldest, kind.private) for kind in kinds] == [
        *((3, 1, False), (1, 1, False), (2, 2, False)),
        *((1, 1, False), (2, 1, True)),
    ]
