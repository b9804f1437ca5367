"""Where the library, the reader's state, the configuration and the texts of sources are."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from briefing.prelude.folders import config_folder, data_folder, state_folder

_PROGRAM: Final = "briefing"
_PACKAGE: Final = Path(__file__).parents[1]


class Places(NamedTuple):
    """Where things live; nothing of it need exist.

    Attributes:
        library: Folder of all published briefings.
        state: Folder of what the reader left behind: place, read marks, bookmarks.
        config: File of the user's configuration.
        corpus: Private folder of the texts of sources; None where the user has named none.
    """

    library: Path
    state: Path
    config: Path
    corpus: Path | None = None

    @property
    def marks(self) -> Path:
        """File of the reader's place, read marks and bookmarks."""
        return self.state / "reader.json"


def find_places(
    environment: Mapping[str, str],
    library_override: Path | None = None,
    configured_library: Path | None = None,
    *,
    corpus_override: Path | None = None,
    configured_corpus: Path | None = None,
) -> Places:
    """Say where things live.

    The folders are those of `briefing.prelude.folders`. Each is overridden by a variable:
    ``BRIEFING_LIBRARY`` (folder), ``BRIEFING_STATE`` (folder), ``BRIEFING_CONFIG`` (file),
    ``BRIEFING_CORPUS`` (folder); an empty variable counts as none. Nothing is created.

    Args:
        environment: The variables of the process.
        library_override: The folder that a command-line flag names; goes before everything.
        configured_library: The folder that the configuration names; goes after the variable.
        corpus_override: The same for the texts of sources.
        configured_corpus: The same for the texts of sources.

    Returns:
        The places, all absolute.
    """
    library = library_override or _variable(environment, "BRIEFING_LIBRARY") or configured_library
    state = _variable(environment, "BRIEFING_STATE")
    config = _variable(environment, "BRIEFING_CONFIG")
    corpus = corpus_override or _variable(environment, "BRIEFING_CORPUS") or configured_corpus
    return Places(
        library=_absolute(library) if library else _own(data_folder(environment)),
        state=state or _own(state_folder(environment)),
        config=config or _own(config_folder(environment)) / "config.toml",
        corpus=_absolute(corpus) if corpus else None,
    )


def bundled_content() -> list[Path]:
    """List the folders of content that come with the program.

    They are inside the installed package or, in a source checkout, beside it.

    Returns:
        One folder for each briefing, by name; none if the program was installed without any.
    """
    checkout = _PACKAGE.parent
    inside = _PACKAGE / "content"
    beside = checkout / "content" if (checkout / "pyproject.toml").is_file() else inside
    folder = inside if inside.is_dir() else beside
    return sorted(path.parent for path in folder.glob("*/briefing.md"))


def _variable(environment: Mapping[str, str], name: str) -> Path | None:
    value = environment.get(name)
    return _absolute(Path(value)) if value else None


def _absolute(path: Path) -> Path:
    try:
        path = path.expanduser()
    except RuntimeError:  # no home folder: then ~ is a name like any other
        return path.absolute()
    return path.absolute()


def _own(folder: str | None) -> Path:
    """A folder of the user's; a temporary one for a user without a home."""
    if folder is not None:
        return Path(folder)
    # Hardly anybody has no home, so the others do not pay for this.
    import tempfile  # noqa: PLC0415

    return Path(tempfile.gettempdir()) / f"{_PROGRAM}-{os.getuid()}"
