"""Opening what is read: the library, never empty from the first run on, and the source texts."""

from __future__ import annotations

import atexit
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from briefing.plain.bundled import publish_bundled, renew_bundled

if TYPE_CHECKING:
    from briefing.evidence.corpus import Corpus
    from briefing.library.library import Library

NAME_THE_CORPUS: Final = "Name the folder of the source texts with --corpus DIR."
"""What to do where a text would have been needed."""


def open_to_read(folder: Path, notify: Callable[[str], None]) -> Library:
    """Open a library; an empty one gets the briefing that comes with the program.

    So does one that has an earlier edition of that briefing, which its owner never changed.

    Args:
        folder: Of the library; it need not exist.
        notify: Told, in a sentence, when others can write to the library; and when we cannot: then
            the briefings are published into a temporary one, which is gone after this run.

    Returns:
        A library that is not empty, unless no briefing came with the program.

    Raises:
        BriefingError: The library cannot be read.
    """
    # Help, keys and configuration are printed without a library, so they do not pay for this.
    from briefing.library.errors import NotAFolderError, NotWrittenError  # noqa: PLC0415
    from briefing.library.library import Library  # noqa: PLC0415
    from briefing.library.permissions import others_can_write  # noqa: PLC0415

    library = Library(folder)
    try:
        if library.is_empty():
            publish_bundled(library)
    except (NotAFolderError, NotWrittenError) as error:
        library = _temporary_library()
        publish_bundled(library)
        notify(f"The briefings of this run are temporary. {error}")
    if warning := others_can_write(library.folder):
        notify(warning)
    renew_bundled(library)
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
        notify(f"There is no folder “{folder}”, so there are no source texts. {NAME_THE_CORPUS}")
        folder = None
    return Corpus(folder)


def is_folder(path: Path) -> bool:
    """Whether there is such a folder; for a name that no system has, there is none."""
    return os.path.isdir(path)  # noqa: PTH112  # unlike Path.is_dir, it never raises


def _temporary_library() -> Library:
    import shutil  # noqa: PLC0415
    import tempfile  # noqa: PLC0415

    from briefing.library.library import Library  # noqa: PLC0415

    folder = tempfile.mkdtemp(prefix="briefing-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Library(Path(folder))
