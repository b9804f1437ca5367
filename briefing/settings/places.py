"""Where the library, the reader's state, the configuration and the texts of sources are."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

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


def find_places(
    environment: Mapping[str, str],
    library_override: Path | None = None,
    configured_library: Path | None = None,
    *,
    corpus_override: Path | None = None,
    configured_corpus: Path | None = None,
) -> Places:
    """Say where things live.

    The folders are those of the XDG Base Directory Specification, or what the platform has in their
    stead. Each is overridden by a variable: ``BRIEFING_LIBRARY`` (folder), ``BRIEFING_STATE``
    (folder), ``BRIEFING_CONFIG`` (file), ``BRIEFING_CORPUS`` (folder); an empty variable counts as
    none. Nothing is created.

    Args:
        environment: The variables of the process. (XDG's own are read from the process itself.)
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
        library=_absolute(library) if library else _folder("user_data_path"),
        state=state or _folder("user_state_path"),
        config=config or _folder("user_config_path") / "config.toml",
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


def _folder(function: str) -> Path:
    """What a function of platformdirs says; a temporary folder for a user without a home."""
    # Who has named all places does not pay for this.
    import platformdirs  # noqa: PLC0415

    try:
        folder: Path = getattr(platformdirs, function)(_PROGRAM)
    except RuntimeError:
        return _homeless_folder()
    return folder if folder.is_absolute() else _homeless_folder()


def _homeless_folder() -> Path:
    import tempfile  # noqa: PLC0415

    return Path(tempfile.gettempdir()) / f"{_PROGRAM}-{os.getuid()}"
