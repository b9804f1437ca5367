"""How what is typed gets into its file, and what is done where that was changed elsewhere."""

from __future__ import annotations

from difflib import SequenceMatcher
from textwrap import shorten
from typing import Final

from briefing.authoring.folder import Contents
from briefing.model.errors import BriefingError
from briefing.tui.desk.editor import CardEditor
from briefing.tui.desk.making import Making

_SHOWN: Final = 200
"""Characters of what two texts do not share."""


class Saving(Making):
    """Writes what is in the editor; the desk's screen inherits it."""

    editor: CardEditor

    def look_soon(self) -> None:
        """Look at the folder again."""
        raise NotImplementedError

    @property
    def is_changed(self) -> bool:
        return self.file is not None and self.editor.text != self.file.text

    def save(self) -> bool:
        """Write what is typed; where the file was changed elsewhere, write nothing, and ask."""
        if self.file is None or not self.is_changed:
            return True
        try:
            self.file = self.work.write(self.file, self.editor.text, f"Typed in {self.file.name}.")
        except BriefingError as error:
            self._ask_which(str(error))
            return False
        self.look_soon()
        return True

    def _ask_which(self, said: str) -> None:
        """Ask whether the text here or that elsewhere is to stay; undoing brings the other."""
        file = self.file
        assert file is not None
        theirs, mine = self.work.open(file.path), self.editor.text
        if theirs.data == file.data:
            self.tell(said)  # it cannot be written
            return

        def chosen(key: str) -> None:
            try:
                other = theirs.text if key == "theirs" else None
                kept = self.work.write(theirs, mine, f"Typed in {file.name}.")
                if other is not None:
                    kept = self.work.write(kept, other, f"Took {file.name} as it was elsewhere.")
            except BriefingError as error:
                self.tell(str(error))
                return
            self.file = kept
            self.editor.replace_text(kept.text)
            self.look_soon()
            self.tell(f"{self.key('undo')} takes it back.")

        there = (theirs.data or b"").decode("utf-8", "replace")
        lines = {
            "mine": f"What is typed here{_alone(mine, there)}",
            "theirs": f"What is in {file.path} now{_alone(there, mine)}",
        }
        self.choose(f"{file.path} was changed elsewhere. Which is to stay?", lines, chosen)

    @property
    def typed(self) -> Contents:
        """What is in the editor and not in its file."""
        if self.file is None or not self.is_changed:
            return {}
        return {self.file.parts: self.file.encoded(self.editor.text)}

    def save_at_end(self) -> None:
        """Save what is typed when the program is ended; beside the file, where that is another."""
        if self.file is None or not self.is_changed:
            return
        try:
            self.work.write(self.file, self.editor.text, "")
        except BriefingError:
            self.work.keep_beside(self.file, self.editor.text)


def _alone(text: str, other: str) -> str:
    """The words of a text that another one lacks, to be told from it by."""
    ours, others = text.split(), other.split()
    steps = SequenceMatcher(None, ours, others, autojunk=False).get_opcodes()
    runs = [" ".join(ours[start:end]) for tag, start, end, *_ in steps if tag != "equal"]
    own = shorten(" … ".join(filter(None, runs)), _SHOWN, placeholder=" …")
    return f", with “{own}”" if own else ""
