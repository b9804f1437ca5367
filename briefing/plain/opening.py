"""Opening the library to read in it, so that there is something to read from the first run on."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from briefing.library.errors import NotAFolderError, NotWrittenError
from briefing.library.library import Library


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
    library = Library(folder)
    try:
        if library.is_empty():
            _publish_bundled(library)
    except (NotAFolderError, NotWrittenError) as error:
        library = _temporary_library()
        _publish_bundled(library)
        notify(f"The briefings of this run are temporary. {error}")
    return library


def _publish_bundled(library: Library) -> None:
    # Reading the text of briefings is needed once, and costs more than all the rest of a start.
    from briefing.authoring.load import load_briefing  # noqa: PLC0415
    from briefing.settings.places import bundled_content  # noqa: PLC0415

    loaded = [load_briefing(folder).briefing for folder in bundled_content()]
    if briefings := [briefing for briefing in loaded if briefing]:
        library.publish(briefings)


def _temporary_library() -> Library:
    folder = tempfile.mkdtemp(prefix="briefing-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Library(Path(folder))
