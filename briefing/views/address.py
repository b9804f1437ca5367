"""Where something is: ``NAME``, ``NAME/SECTION``, ``NAME/SECTION/CARD`` or ``NAME/CARD``.

After ``#`` may stand what of the card is meant, after ``@`` a revision. ``NAME/CARD#CLAIM@3`` is
permanent: what revision 3 has there never changes, and what became of it can be told (`resolve`).

Whoever sits at this host may name the folder of a briefing in place of ``NAME``. A path that begins
with a dot or a slash is one; any other is one if no briefing is published by its first word.
"""

from __future__ import annotations

import os
import re
from argparse import Namespace
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

import msgspec

from briefing.library.library import Library
from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import Card, Section
from briefing.model.errors import BriefingError, UsageError
from briefing.model.text import nearest
from briefing.views.moments import AsOf, open_as_of, tell_of_withdrawal

if TYPE_CHECKING:
    from briefing.evidence.support import Bearer
    from briefing.views.context import Context

T = TypeVar("T")

_PATH_BEGINS: Final = (".", "/")
_AT: Final = re.compile(r"(.*)@(\d{1,9})/?", re.DOTALL)
_ID: Final = "[a-z0-9][a-z0-9-]{0,99}"
_PERMANENT: Final = re.compile(
    # Markdown may have a backslash before a sign; a section may be named before the card.
    rf"(?<![\w./-])({_ID})/(?:{_ID}/)?({_ID})"
    rf"(?:\\?#((?:(?:figure|position|commitment|actor):)?{_ID}))?\\?@(\d{{1,9}})(?![\w/]|[.-]\w)"
)

_BROKEN: Final = re.compile(
    r"(?<=[a-z0-9][-/#@])[ \t\r]*\n[> \t]*(?=[a-z0-9#])"
    r"|(?<=[a-z0-9])[ \t\r]*\n[> \t]*(?=[/#@][a-z0-9])"
    r"|(?<=[a-z])[ \t\r]*\n[> \t]*(?=-[a-z0-9])"
)
"""Where a mail program may have broken an address, with the sign of what is quoted."""

_MOST_NAMED: Final = 30
"""More names than this help nobody."""


class NotFoundError(BriefingError):
    """There is nothing of that name; the message names what comes closest."""


class PermanentAddress(NamedTuple):
    """A card of a revision, or what stands in it: ``NAME/CARD#CLAIM@REVISION``.

    Attributes:
        item: A claim's id, ``figure:ID``, ``position:N``, ``commitment:N`` or ``actor:ID``; None
            for the card.
    """

    name: str
    card: str
    item: str | None
    revision: int

    @property
    def key(self) -> str:
        """What it is known by in its briefing: ``CARD#ITEM`` or ``CARD``."""
        return self.card if self.item is None else f"{self.card}#{self.item}"

    def __str__(self) -> str:
        return f"{self.name}/{self.key}@{self.revision}"


def permanent_address(revision: Revision, key: str) -> str | None:
    """Give the permanent address of ``CARD`` or ``CARD#ITEM``; `permanent_addresses` finds it.

    What is not published has none, and neither has what is called as no curator can call it.
    """
    return permanent(revision.briefing.id, key, revision.number)


def permanent(name: str, key: str, number: int) -> str | None:
    """As `permanent_address`, of a revision that is not at hand; of number 0 nothing is."""
    address = f"{name}/{key}@{number}"
    return address if number and _PERMANENT.fullmatch(address) else None


def permanent_addresses(text: str, names: Container[str] = ()) -> list[PermanentAddress]:
    """Find the permanent addresses in a text, whatever stands around them, each once, in order.

    One that is broken over lines is taken as a whole, unless what the line before ends with makes
    it an address in no briefing of the `names`.
    """
    whole, apart = _found(_BROKEN.sub("", text)), _found(text)
    found: dict[PermanentAddress, None] = {}
    for one in whole:
        ends = [end for end in apart if end != one and str(one).endswith(str(end))]
        if one in apart or one.name in names or not ends:
            found[one] = None
        else:
            found |= dict.fromkeys(ends)
    return list(found)


def _found(text: str) -> dict[PermanentAddress, None]:
    return {
        PermanentAddress(name, card, item or None, int(number)): None
        for name, card, item, number in _PERMANENT.findall(text)
    }


class Destination(msgspec.Struct, frozen=True, kw_only=True):
    """What an address leads to: a briefing, a section of it, or a card of that section.

    Attributes:
        within: The address without what stands after ``#`` and ``@``.
        item: What stands after ``#``; None without that. Whether it is there is not said.
    """

    revision: Revision
    section: Section | None = None
    card: Card | None = None
    within: str = ""
    item: str | None = None

    @property
    def briefing(self) -> Briefing:
        return self.revision.briefing


class _Address(NamedTuple):
    within: str
    item: str | None
    revision: int | None


def _taken_apart(address: str) -> _Address:
    """Take an address apart; the end of a path is no revision."""
    match = None if address.startswith(_PATH_BEGINS) else _AT.fullmatch(address)
    rest, number = (match[1], int(match[2])) if match else (address, None)
    within, mark, item = rest.partition("#")
    return _Address(within.rstrip("/"), item if mark else None, number)


def name_in(address: str) -> str:
    """The name of the briefing in an address."""
    return _taken_apart(address).within.partition("/")[0]


def follow_address(library: Library, address: str, as_of: AsOf | None = None) -> Destination:
    """Follow an address as typed, in its own revision, the one asked for, or the current one.

    Raises:
        NotFoundError: The briefing has no such section or card.
        UsageError: The address names another revision than is asked for.
    """
    typed = _taken_apart(address)
    name, _, within = typed.within.partition("/")
    if typed.revision is not None and as_of not in (None, typed.revision):
        raise UsageError(f"“{address}” names a revision itself; leave out --as-of.")
    revision = open_as_of(library, name, as_of if typed.revision is None else typed.revision)
    found = _within(revision, within, permanent=typed.revision is not None)
    return msgspec.structs.replace(found, within=typed.within, item=typed.item)


def follow(context: Context, address: str, as_of: AsOf | None = None) -> Destination:
    """Follow an address or a path as typed.

    Raises:
        NotFoundError: There is no such folder, or the briefing has no such section or card.
        BriefingError: The folder has errors, which have been told.
        UsageError: A revision of a folder is asked for, or another than the address names.
    """
    library = cache(context.library)
    typed = _taken_apart(address)
    found = folder_meant(typed.within, library) if context.opens_folders else None
    if found is None:
        place = follow_address(library(), address, as_of)
        tell_of_withdrawal(context, library(), place.revision)
        return place
    if as_of is not None or typed.revision is not None:
        raise UsageError(
            f"“{found.folder}” is a folder, which is read as it is; revisions are of what is"
            " published."
        )
    # Most addresses are names, so they do not pay for reading a folder.
    from briefing.views.authored import read_unpublished  # noqa: PLC0415

    place = _within(read_unpublished(found.folder, context.say), found.within)
    return msgspec.structs.replace(place, within=typed.within, item=typed.item)


def open_whole(context: Context, arguments: Namespace) -> Revision:
    """Open the briefing of a `name` or a path, as `follow` does, and not a part of it."""
    place = follow(context, arguments.name, arguments.as_of)
    if place.section is not None or place.item is not None:
        raise UsageError(f"“{arguments.name}” is a part of a briefing; name the whole.")
    return place.revision


class FolderAddress(NamedTuple):
    """A path taken apart: the folder of a briefing, and ``SECTION[/CARD]`` or nothing."""

    folder: Path
    within: str


def folder_meant(address: str, library: Callable[[], Library]) -> FolderAddress | None:
    """Tell the folder that an address means; None where it means what is published.

    Raises:
        NotFoundError: It can only be a path, and leads to no briefing.
    """
    found = _folder_in(address)
    if address.startswith(_PATH_BEGINS):
        if found is None:
            raise NotFoundError(
                f"There is no briefing in “{address}”: a folder of one has a file briefing.md."
            )
        return found
    return None if found is None or library().stamp(address.partition("/")[0]) else found


def _folder_in(address: str) -> FolderAddress | None:
    parts = Path(address).parts  # of which a dot at the start is none
    for length in range(0 if address.partition("/")[0] == "." else 1, len(parts) + 1):
        folder = Path(*parts[:length])
        if os.path.isfile(folder / "briefing.md"):  # noqa: PTH113  # unlike Path.is_file, it never raises
            return FolderAddress(folder, "/".join(parts[length:]))
    return None


def _within(found: Revision, within: str, *, permanent: bool = False) -> Destination:
    """Go to a section, a card of it, or a card by itself, which comes first if `permanent`."""
    name = found.briefing.id
    if not within:
        return Destination(revision=found)
    section_id, _, card_id = within.partition("/")
    sections = {section.id: section for section in found.briefing.sections}
    if not card_id and (permanent or section_id not in sections):
        for section, card in found.briefing.cards():
            if card.id == section_id:
                return Destination(revision=found, section=section, card=card)
    section = named(f"“{name}” has no section", section_id, sections)
    if not card_id:
        return Destination(revision=found, section=section)
    cards = {card.id: card for card in section.cards}
    card = named(f"“{name}/{section_id}” has no card", card_id, cards)
    return Destination(revision=found, section=section, card=card)


def named(what: str, word: str, known: Mapping[str, T]) -> T:
    """Give what has a name, or raise a `NotFoundError` as `not_found` has it."""
    if word not in known:
        raise NotFoundError(not_found(what, word, known))
    return known[word]


def bearer_address(briefing: Briefing, bearer: Bearer) -> str:
    """Say where something that rests on evidence stands: ``NAME/SECTION/CARD#ITEM``."""
    return f"{briefing.id}{'#' if bearer.section is None else '/'}{bearer.address}"


def closest(word: str, known: Iterable[str]) -> str | None:
    """Find the known word that a misspelt or unfinished one comes closest to, if any does."""
    names = list(known)
    holding = (name for name in names if len(word) > 2 and word.lower() in name)
    return nearest(word, names) or next(holding, None)


def not_found(what: str, word: str, known: Iterable[str]) -> str:
    """Say that there is nothing of a name, with what comes closest or all there is.

    `what` begins the sentence, for example ``“two-towns” has no section``.
    """
    ids = list(known)
    if match := closest(word, ids):
        return f"{what} “{word}”; did you mean “{match}”?"
    return f"{what} “{word}”. There is: {some_of(ids, ', ') or 'none at all'}."


def some_of(names: Sequence[str], joint: str, most: int = _MOST_NAMED) -> str:
    rest = f" … ({len(names)} in all)" if len(names) > most else ""
    return f"{joint.join(names[:most])}{rest}"
