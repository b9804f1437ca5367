"""Opening what is read: the library, never empty from the first run on, and the source texts."""

from __future__ import annotations

import atexit
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from briefing.evidence.corpus import Corpus
    from briefing.library.library import Library

NAME_THE_CORPUS: Final = "Give the folder of the source texts with --corpus DIR."
"""What to do where a text would have been needed."""


def open_to_read(folder: Path, notify: Callable[[str], None]) -> Library:
    """Open a library; an empty one gets the briefings that come with the program.

    Args:
        folder: Of the library; it need not exist.
        notify: Told, in a sentence, when the library cannot be written: then the briefings are
            published into a temporary one, which is gone after this run.

    Returns:
        A library that is not empty, unless no briefing came with the program.

    Raises:
        BriefingError: The library cannot be read.
    """
    # Help, keys and configuration are printed without a library, so they do not pay for this.
    from briefing.library.errors import NotAFolderError, NotWrittenError  # noqa: PLC0415
    from briefing.library.library import Library  # noqa: PLC0415

    library = Library(folder)
    try:
        if library.is_empty():
            _publish_bundled(library)
    except (NotAFolderError, NotWrittenError) as error:
        library = _temporary_library()
        _publish_bundled(library)
        notify(f"The briefings of this run are temporary. {error}")
    return library


def open_corpus(folder: Path | None, notify: Callable[[str], None]) -> Corpus:
    """Open the folder of the texts of sources.

    Args:
        folder: Where they are; None where the user has named none.
        notify: Told, in a sentence, when there is no such folder: then no text is at hand.
    """
    # Most verbs look at no text, so they do not pay for this.
    from briefing.evidence.corpus import Corpus  # noqa: PLC0415

    if folder is not None and not is_folder(folder):
        notify(f"There is no folder “{folder}”, so no source text is at hand. {NAME_THE_CORPUS}")
        folder = None
    return Corpus(folder)


def is_folder(path: Path) -> bool:
    """Whether there is such a folder; for a name that no system has, there is none."""
    return os.path.isdir(path)  # noqa: PTH112  # unlike Path.is_dir, it never raises


def _publish_bundled(library: Library) -> None:
    # Reading the text of briefings is needed once, and costs more than all the rest of a start.
    from briefing.authoring.load import load_briefing  # noqa: PLC0415
    from briefing.settings.places import bundled_content  # noqa: PLC0415

    loaded = [load_briefing(folder).briefing for folder in bundled_content()]
    if briefings := [briefing for briefing in loaded if briefing]:
        library.publish(briefings)


def _temporary_library() -> Library:
    import shutil  # noqa: PLC0415
    import tempfile  # noqa: PLC0415

    from briefing.library.library import Library  # noqa: PLC0415

    folder = tempfile.mkdtemp(prefix="briefing-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Library(Path(folder))
