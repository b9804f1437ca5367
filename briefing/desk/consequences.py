"""What follows from a change of a folder: anchors and sign-offs go along, and no mistake is made.

The folder is read as it would be. A change that would make a mistake, or lose a reference, is
refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from briefing.authoring.anchor_lock import (
    EARLIER_NAME,
    LOCK_NAME,
    Mark,
    load_lock,
    lock_content,
)
from briefing.authoring.folder import BriefingFolder
from briefing.authoring.load import Loaded
from briefing.authoring.problems import OUTLINE, IdKind, Problem, Report
from briefing.authoring.review_lock import REVIEWS_NAME, Exchange, exchanged
from briefing.desk.change import Change
from briefing.desk.edits import Edit, EditRefusedError
from briefing.model.reviews import SignOff, reviewables
from briefing.model.text import count
from briefing.model.vocabulary import Severity

Contents = dict[str, bytes | None]

_UNREAD: Final = frozenset(
    [
        *("bad-yaml", "missing-front-matter", "not-utf-8", "control-character", "large-file"),
        *("unreadable-file", "outside-file", "large-briefing"),
    ]
)
"""Codes of mistakes because of which a whole file may not have been read."""


def edit_of(change: Change, says: str) -> Edit:
    """Make an edit of a change, seen through."""
    contents = change.contents() | _anchors(change)
    after = change.loaded(contents)
    given = change.sign_offs()
    if given:
        contents |= _signed(change, given, after)
        after = change.loaded(contents)
    _refuse_mistakes(change, after)
    _refuse_unread(change, contents, after)
    _refuse_lost(change, after)
    edit = change.edit(says, contents)
    if not edit.after:
        raise EditRefusedError("It is so already; nothing was changed.")
    if given and change.before.briefing and after.briefing:
        lost = len(change.before.briefing.sign_offs) - len(after.briefing.sign_offs)
        if lost > 0:
            return edit._replace(says=f"{says[:-1]}; now void: {count(lost, 'sign-off')}.")
    return edit


def _anchors(change: Change) -> Contents:
    """The file of anchors with what is kept of a source under its new key, or without it."""
    if change.source is None:
        return {}
    old, new = change.source
    report = Report()
    folder = BriefingFolder(change.folder, report)
    lock = load_lock(folder, report)
    if report.has_errors():
        raise EditRefusedError(
            "The file of anchors is damaged. Correct what `briefing check` says of it first."
        )
    anchors = [one.mark for one in lock.anchors]
    articles = [one.mark for one in lock.articles]
    if old not in {*(one.source for one in anchors), *(one.source for one in articles)}:
        return {}
    content = lock_content(
        list({one.place: one for one in _under(new, old, anchors)}.values()),
        list({one.source: one for one in _under(new, old, articles)}.values()),
    )
    return {LOCK_NAME: content} | ({EARLIER_NAME: None} if folder.has(EARLIER_NAME) else {})


def _under(new: str | None, old: str, marks: Sequence[Mark]) -> Iterator[Mark]:
    """What is kept of a source under another key, or without it; what is there stands last."""
    if new:
        yield from (replace(one, source=new) for one in marks if one.source == old)
    yield from (one for one in marks if one.source != old)


def _signed(change: Change, given: list[SignOff], after: Loaded) -> Contents:
    """The file of sign-offs: each about what its text is called now, if it can still hold.

    One with a signature is left as it is, since that covers what it is about.
    """
    briefing = change.before.briefing
    if change.only_ids and (briefing is None or after.briefing is None):
        raise EditRefusedError(
            "The folder has sign-offs, which can follow only where it has no mistake. Correct what"
            " `briefing check` finds first."
        )
    valid = set(briefing.sign_offs) if briefing else set()
    now = {}
    if change.only_ids and after.briefing is not None:
        now = {one.subject: one.bind(after.briefing) for one in reviewables(after.briefing)}
    done = Exchange((), ())
    for one in given:
        new = replace(one, about=change.about(one.about))
        if one in valid and (bound := now.get(new.subject)):
            new = replace(new, of=bound.of, passages=bound.passages)
        if new != one and not one.signature:
            done = Exchange((*done.added, new), (*done.removed, one))
    if not done.added:
        return {}
    return {REVIEWS_NAME: exchanged(change.data(REVIEWS_NAME) or b"", done)}


# -- what is refused -------------------------------------------------------------------------------


def _errors(loaded: Loaded) -> Iterator[Problem]:
    return (one for one in loaded.problems if one.severity is Severity.ERROR)


def _refuse_mistakes(change: Change, after: Loaded) -> None:
    """Refuse what adds a mistake; of those that were there only lines and names may differ."""
    known = [*_errors(change.before)]
    counts = Counter(one.code for one in known)
    counts.subtract(one.code for one in _errors(after))
    more = [one for one in _errors(after) if counts[one.code] < 0]
    told = {(one.code, one.message) for one in known}
    for one in sorted(more, key=lambda one: (one.code, one.message) in told):
        raise EditRefusedError(
            "Nothing was changed, because this would be a mistake:"
            f" {one.path.partition('/')[2]}:{one.line}: {one.message} {one.fix}"
        )


def _refuse_unread(change: Change, contents: Contents, after: Loaded) -> None:
    """Refuse where what could not be read may name what is not there any more."""
    for problem in _errors(after) if change.gone else ():
        path = problem.path.partition("/")[2] or OUTLINE
        data = contents[path] if path in contents else change.data(path)
        lines = (data or b"").decode(errors="replace").splitlines()
        first, end = 0, len(lines)
        if problem.code not in _UNREAD:
            blank = [number for number, line in enumerate(lines) if not line.strip(" >")]
            first = max((one for one in blank if one < problem.line - 1), default=0)
            end = min((one for one in blank if one >= problem.line), default=end)
        for id_ in change.gone:
            if re.search(rf"(?<![\w-]){re.escape(id_)}(?![\w-])", "\n".join(lines[first:end])):
                raise EditRefusedError(
                    f"{path}:{problem.line} has a mistake and seems to name “{id_}”, so nothing was"
                    f" changed. Correct it first: {problem.message}"
                )


def _refuse_lost(change: Change, after: Loaded) -> None:
    """Refuse where a claim that something names would be another, or none.

    A correction may name one that is gone.
    """
    before, now = change.before.locations.parts, after.locations.parts
    needed = {key for key, _ in change.ledger.names(IdKind.CLAIM, recalled=False)}
    for key, _ in change.ledger.names(IdKind.CLAIM):
        text = before[key].text if key in before else None
        new = now.get(change.about(key))
        if new is None and key not in needed:
            continue
        if text is not None and (new is None or new.text is None or new.text.text != text.text):
            raise EditRefusedError(
                f"“{key}” is named, and would be another claim then. Give it an id, “^…”, first."
            )
