"""What readers mark, kept for each key; written by the front alone, one change after the other."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from briefing.library.changes import Change, Marking
from briefing.library.errors import LibraryError
from briefing.library.memory_keeper import as_json
from briefing.library.state_file import StateFile
from briefing.serve.leaving import FULL, NOT_KEPT

_FOLDER: Final = "readers"
_PATIENCE: Final = 2.0


def file_of_marks(state: Path, fingerprint: str) -> Path:
    """Say where the marks of a reader are kept.

    Args:
        state: Folder of the server's state.
        fingerprint: Of the key, ``SHA256:…``: 32 bytes in base 64 without padding (RFC 4648).
    """
    digest = base64.b64decode(f"{fingerprint.partition(':')[2]}=", validate=True)
    return state / _FOLDER / f"{digest.hex()}.json"


class MarkStore:
    """The marks of all readers, a file for each key.

    Args:
        state: Folder of the server's state.
        largest: Bytes of one reader's marks from which on none are added; 0 for any number.
        tell: Told, in a sentence, what could not be kept and of whom (a fingerprint).
    """

    def __init__(self, state: Path, largest: int, tell: Callable[[str, str], None]) -> None:
        self._state = state
        self._largest = largest
        self._tell = tell
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="marks")

    async def load(self, fingerprint: str) -> bytes | None:
        """Give the marks of a reader.

        Args:
            fingerprint: Of the key, ``SHA256:…``.

        Returns:
            The state as JSON; None where nothing is kept, or what is kept cannot be read.
        """
        return await asyncio.get_running_loop().run_in_executor(
            self._thread, self._load, fingerprint
        )

    async def change(self, fingerprint: str, change: Change) -> str | None:
        """Make a change, after all that came before it.

        Returns:
            Why it is not kept, for the reader; None where it is.
        """
        return await asyncio.get_running_loop().run_in_executor(
            self._thread, self._change, fingerprint, change
        )

    def close(self) -> None:
        """Wait until all changes are made."""
        self._thread.shutdown()

    def _load(self, fingerprint: str) -> bytes | None:
        try:
            return as_json(StateFile(file_of_marks(self._state, fingerprint)).load())
        except LibraryError as error:
            self._tell(fingerprint, str(error))
            return None

    def _change(self, fingerprint: str, change: Change) -> str | None:
        path = file_of_marks(self._state, fingerprint)
        try:
            if _adds(change) and self._is_full(path):
                return FULL
            StateFile(path).write([change], _PATIENCE)
        except LibraryError as error:
            self._tell(fingerprint, str(error))
            return NOT_KEPT
        return None

    def _is_full(self, path: Path) -> bool:
        try:
            return 0 < self._largest <= path.stat().st_size
        except OSError:
            return False


def _adds(change: Change) -> bool:
    """Whether there are more marks afterwards; of places there is one for each briefing."""
    return isinstance(change, Marking) and any(change.cards.values())
