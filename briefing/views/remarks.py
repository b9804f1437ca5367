"""What reviewers have against a folder, as problems at the places that they are about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from briefing.authoring.problems import Problem
from briefing.model.reviews import SignOff
from briefing.model.vocabulary import Severity
from briefing.views.authored import Authored
from briefing.views.sign_offs import remark_words
from briefing.views.signatures import Looked

_REMARK: Final = "reviewer-remark"
_SIGNATURE: Final = "bad-signature"
REVIEW_CODES: Final = frozenset([_REMARK, _SIGNATURE])
"""Codes of the problems, for which no text of a source is needed."""

_WHOLE: Final = "bottom-line"
"""Key of the place of what is about the whole."""


def remark_problems(authored: Authored, looked: Looked) -> Iterator[Problem]:
    """Yield each remark that nobody has answered, and each signature that is wrong.

    A program's remark is only worth a look.
    """
    for one in looked.briefing.sign_offs:
        if not one.is_open:
            continue
        said = remark_words(one, looked.trust(one))
        yield authored.problem(
            authored.places.at(one.about or _WHOLE),
            Severity.ERROR if one.is_personal else Severity.LOOK,
            _REMARK,
            f"{said[0].upper()}{said[1:]}.",
            f"Change the text; or say why it stands: `briefing review {authored.folder} --answer"
            f" {one.key} “…”`.",
        )
    for one, why in looked.wrong:
        yield _wrong(one, why, authored)


def _wrong(sign_off: SignOff, why: str, authored: Authored) -> Problem:
    return authored.problem(
        authored.places.at(sign_off.about or _WHOLE),
        Severity.ERROR,
        _SIGNATURE,
        f"The sign-off by {sign_off.by} does not count. {why}",
        "Have it signed again, or delete its line in reviews.lock.jsonl.",
    )
