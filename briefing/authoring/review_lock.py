"""The file ``reviews.lock.jsonl``: who signed what of a briefing, one sign-off a line.

The lines are sorted by what they are about, so that git merges them (``merge=union``). A line is
put in, replaced or taken out by itself: all others stay as they are, byte for byte.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from briefing.authoring.folder import SourceFile, decoded
from briefing.authoring.problems import Location, Report
from briefing.authoring.writing import FileNotWrittenError, alone, write_files
from briefing.model.reviews import SignOff, same_person
from briefing.model.untrusted_files import RefusedError, read_inside

REVIEWS_NAME: Final = "reviews.lock.jsonl"
"""Name of the file."""

REVIEWS_VERSION: Final = 1
"""Version of its format, which its first line gives."""

_PROBLEM: Final = "bad-sign-off"
_RESTORE: Final = "Restore the line from git; or delete it, and have it signed again."
_KEEP_BOTH: Final = "Delete this line; of two that both begin with “{”, keep both."
_MARKS: Final = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
"""Begin the lines that git puts in where it cannot merge."""


class LockedSignOff(NamedTuple):
    """A sign-off, and where it stands in the file."""

    sign_off: SignOff
    location: Location


class _Version(msgspec.Struct, frozen=True):
    version: int


_HEAD: Final = msgspec.json.encode(_Version(REVIEWS_VERSION))


def read_sign_offs(file: SourceFile, report: Report) -> tuple[LockedSignOff, ...]:
    """Read all sign-offs; each line that is none is an error. The same line twice counts once."""
    found: dict[SignOff, LockedSignOff] = {}
    for number, line in enumerate(file.text.split("\n"), start=1):
        location = Location(file.path, number)
        if not line.strip():
            continue
        if line.startswith(_MARKS):
            message = "Git could not merge the lines here, and left its mark."
            report.error(location, _PROBLEM, message, _KEEP_BOTH)
            continue
        if (version := _version(line)) is not None:
            if version != REVIEWS_VERSION:
                message = f"The file has version {version}; this program knows {REVIEWS_VERSION}."
                report.error(location, _PROBLEM, message, "Update the program.")
                return ()
            continue
        try:
            one = msgspec.json.decode(line.encode(), type=SignOff)
        except msgspec.ValidationError as error:
            message = f"The sign-off was changed by hand: {error}."
            report.error(location, _PROBLEM, message, _RESTORE)
        except (msgspec.DecodeError, RecursionError):
            report.error(location, _PROBLEM, "This line is no sign-off.", _RESTORE)
        else:
            if not one.by.strip() or (not one.carries and not one.remark.strip()):
                what = "name" if one.carries or not one.by.strip() else "remark"
                report.error(location, _PROBLEM, f"The sign-off has no {what}.", _RESTORE)
            found.setdefault(one, LockedSignOff(one, location))
    return tuple(found.values())


class Exchange(NamedTuple):
    """What was put into the file, and what was taken out for it."""

    added: tuple[SignOff, ...]
    removed: tuple[SignOff, ...]


def sign(folder: Path, sign_off: SignOff) -> Exchange:
    """Put a sign-off in, in the place of what the same person said of the same thing before.

    Raises:
        FileNotWrittenError: The file cannot be read or written; it is unchanged.
    """
    with alone(folder):
        data = _read(folder)
        known = map(_sign_off, _lines(data))
        gone = [one for one in known if one and _is_of_same(one, sign_off)]
        done = Exchange((sign_off,), tuple(gone))
        write_files({folder / REVIEWS_NAME: exchanged(data, done)})
    return done


def exchange(folder: Path, done: Exchange) -> Exchange:
    """Put some sign-offs in and take others out; those not there any more are passed over."""
    with alone(folder):
        write_files({folder / REVIEWS_NAME: exchanged(_read(folder), done)})
    return done


def take_back(folder: Path, done: Exchange) -> None:
    """Undo what `sign` or `exchange` did."""
    exchange(folder, Exchange(added=done.removed, removed=done.added))


def exchanged(data: bytes, wanted: Exchange) -> bytes:
    """The content of the file with some sign-offs put in and others taken out."""
    kept = [line for line in _lines(data) if _sign_off(line) not in wanted.removed]
    for one in wanted.added:
        if _sign_off_line(one) not in kept:
            kept.insert(_place(kept, one), _sign_off_line(one))
    if not any(_version(line.decode(errors="replace")) is not None for line in kept):
        kept.insert(0, _HEAD + b"\n")
    return b"".join(kept)


def _is_of_same(one: SignOff, other: SignOff) -> bool:
    """Whether one person, or one program, says both of the same thing."""
    same = (one.subject, one.is_personal) == (other.subject, other.is_personal)
    return same and same_person(one.by) == same_person(other.by)


def _place(lines: list[bytes], sign_off: SignOff) -> int:
    """Where a line belongs: before the first that comes after it."""
    for index, line in enumerate(lines):
        one = _sign_off(line)
        if one is not None and _order(one) > _order(sign_off):
            return index
    return len(lines)


def _order(one: SignOff) -> tuple[str, ...]:
    return one.about, one.kind, same_person(one.by), one.on.isoformat(), one.verdict


def _sign_off_line(sign_off: SignOff) -> bytes:
    return msgspec.json.encode(sign_off) + b"\n"


def _sign_off(line: bytes) -> SignOff | None:
    return decoded(line, SignOff)


def _version(line: str) -> int | None:
    found = decoded(line, _Version)
    return None if found is None else found.version


def _read(folder: Path) -> bytes:
    try:
        return read_inside(folder, REVIEWS_NAME)
    except FileNotFoundError:
        return b""
    except (RefusedError, OSError, ValueError) as error:
        raise FileNotWrittenError(
            f"“{folder / REVIEWS_NAME}” cannot be read, so nothing was signed. `briefing check`"
            " says what is wrong with it."
        ) from error


def _lines(data: bytes) -> list[bytes]:
    """The lines of the file, each with its end."""
    lines = data.splitlines(keepends=True)
    if lines and not lines[-1].endswith(b"\n"):
        lines[-1] += b"\n"
    return lines
