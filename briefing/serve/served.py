"""How sessions are served: what all of them share, as ``briefing serve`` leaves it in a file."""

from __future__ import annotations

from pathlib import Path
from typing import Self

import msgspec

from briefing.evidence.corpus import Corpus
from briefing.model.errors import BriefingError
from briefing.serve.options import Limits
from briefing.settings.config import Config, Places, Theme, Version


class Served(msgspec.Struct, frozen=True, kw_only=True):
    """What all sessions of a server share; the reader's options are as in `Config`."""

    library: str  # folder of published briefings
    state: str  # folder of the readers' marks, the logs and the index if need be
    corpus: str | None = None  # folder of the texts of sources, if readers may look into them
    theme: Theme = "auto"
    mouse: bool = True
    version: Version = "short"
    limits: Limits = Limits()

    @classmethod
    def read(cls, path: str) -> Self:
        """Read the file.

        Raises:
            BriefingError: It is not there, or not what it should be.
        """
        try:
            return msgspec.json.decode(Path(path).read_bytes(), type=cls)
        except (OSError, msgspec.MsgspecError) as error:
            raise BriefingError(f"“{path}” cannot be read ({error}). Start the server.") from error

    @property
    def places(self) -> Places:
        """Where things are for a session: what is the host's own is nowhere."""
        state, corpus = Path(self.state), Path(self.corpus) if self.corpus else None
        return Places(Path(self.library), state, state / "none" / "config.toml", corpus)

    @property
    def config(self) -> Config:
        """What the host has configured for all readers."""
        return Config(theme=self.theme, mouse=self.mouse, version=self.version)

    def texts(self) -> Corpus:
        """Open the texts of sources, if readers may look into them."""
        return Corpus(self.places.corpus, "This host does not show the texts of sources.")
