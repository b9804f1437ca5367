"""The index that sessions search in: made beside the server, never in it, and held open for them.

Sessions may not write anything, not even the shared memory that SQLite puts beside a database when
the first program opens it. So the front has the database open for as long as it runs.
"""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Final

from briefing.library.library import Library
from briefing.model.errors import BriefingError
from briefing.plain.indexing import index_files
from briefing.search.index.database import identity, open_to_read
from briefing.serve.audit import AuditLog
from briefing.serve.nursery import NurseryError, ended, start_program
from briefing.serve.protocol import Begin, send, socket_pair
from briefing.settings.places import Places

_INDEXER: Final = "briefing.serve.child.indexer"


class ServedIndex:
    """Sees to it that there is an index, and that it can be read.

    Args:
        begin: Says where the library and the state are.
        audit: Told what goes wrong.
    """

    def __init__(self, begin: Begin, audit: AuditLog) -> None:
        self._begin = begin
        self._audit = audit
        places = Places(library=Path(begin.library), state=Path(begin.state), config=Path())
        self._paths = index_files(Library(places.library), places)
        self._held: dict[Path, tuple[int | None, sqlite3.Connection]] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = asyncio.Lock()

    async def refresh(self) -> None:
        """Bring the index up to date; sessions search meanwhile in what there is."""
        async with self._turn:
            self._hold()
            line, other = socket_pair()
            with line:
                try:
                    self._process = start_program(_INDEXER, other, apart=True)
                    send(line, self._begin)
                except (OSError, NurseryError) as error:
                    self._audit.write("index_failed", why=str(error))
                    return
                status = await ended(self._process)
            self._process = None
            if status:
                self._audit.write("index_failed", why=f"exit {status}")
            self._hold()

    def close(self) -> None:
        """Let go of it."""
        if self._process is not None:
            self._process.kill()
        for _, connection in self._held.values():
            connection.close()
        self._held.clear()

    def _hold(self) -> None:
        for path in self._paths:
            if path in self._held and self._held[path][0] == identity(path):
                continue
            if old := self._held.pop(path, None):
                old[1].close()
            with suppress(BriefingError):
                self._held[path] = identity(path), open_to_read(path)
