"""A source of a folder, with its text: what the verbs on one source begin with."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import NamedTuple

from briefing.authoring.drafts import without_drafts
from briefing.evidence.corpus import Examination
from briefing.evidence.texts import SourceText
from briefing.model.errors import BriefingError
from briefing.model.vocabulary import Severity
from briefing.views.address import named
from briefing.views.authored import Authored, load_as_typed
from briefing.views.context import Context
from briefing.views.phrases import retracted_words, source_name


class SourceAtHand(NamedTuple):
    """A source of a folder whose text can be read, with all that the folder holds, drafts too."""

    authored: Authored
    examination: Examination
    key: str
    text: SourceText

    @property
    def named(self) -> str:
        """The source as output names it: its outlet and its key, and whether it is retracted."""
        briefing = self.examination.briefing
        gone = retracted_words(briefing, self.key)
        return f"{source_name(briefing, self.key)} ({self.key}){f', {gone}' if gone else ''}"


def open_source(context: Context, arguments: Namespace) -> SourceAtHand:
    """Open the ``key`` of a ``folder``, as typed; cards with errors are left out, which is said.

    Raises:
        BriefingError: The folder cannot be read, there is no such source, or no text of it.
    """
    folder, key = Path(arguments.folder), arguments.key.removeprefix("@")
    authored = load_as_typed(folder, forgiving=True)
    if authored.briefing is None:
        first = next(one for one in authored.problems if one.severity is Severity.ERROR)
        raise BriefingError(f"“{folder}” has errors; `briefing check` lists them. {first}")
    named(f"“{folder}” has no source", key, authored.briefing.sources_by_key)
    sound = without_drafts(authored.briefing, authored.broken)
    if authored.broken:
        names = ", ".join(f"“{one}”" for one in sorted(authored.broken))
        context.say(f"Left out, because of errors that `briefing check` lists: {names}.")
    examination = Examination(sound, context.texts_to_check())
    text = examination.text(key)
    if text is None:
        raise BriefingError(f"There is no text of “{key}”. {examination.why_no_text(key)}")
    return SourceAtHand(authored, examination, key, text)
