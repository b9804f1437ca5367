"""What a verb needs of the world around it: a library that has something, texts, marks, streams."""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TextIO

from briefing.model.errors import UsageError
from briefing.model.text import clean

if TYPE_CHECKING:
    from briefing.evidence.corpus import Corpus
    from briefing.library.library import Library, Submission
    from briefing.library.state import ReaderState
    from briefing.settings.config import Config, Places

NARROWEST: Final = 20
"""Under this many cells labelled lines fall apart, so they are never laid out narrower."""

NAME_THE_CORPUS: Final = "Name the folder of the source texts with --corpus DIR."
"""What to do where a text would have been needed."""

EDITIONS: Final = {
    "armenia-azerbaijan-joint-statement": (
        "13ad885d04473158",
        "72417335fca09daf",
        "482c5a6ad5c7faad",
        "643911e9761faa6a",
        "eb93f77d9dbe396d",
        "e275cd903568adbf",
        "94a690f5f6041c40",
        "1e5804300b0609bc",
        "28c4d2423664d795",
        "14b695fa851c8764",
        "da6ade22deff38db",
        "e5ed16c015f12292",
        "fce9d6d091390f38",
        "46d280272dd09eb1",
        "900d26649a576c63",
        "a0ae8a0c3f22278b",
        "c91ee67336d2f29e",
        "76df0b70f7a6fc62",
        "dd40941390a987b6",
        "ceb7fa644f9f7186",
        "80aff42db0467b35",
        "fb2abb9c24335859",
        "15cebb1819531cd5",
    )
}
"""By id of each bundled briefing, the first 16 digits of the digests of all its editions.

The last is that of the present one; a test says what to add here when the content changes.
"""


class Context(NamedTuple):
    """Library, streams and width for one run of a verb.

    Attributes:
        complaints: What is wrong with the configuration, in sentences.
        open_to_read: Opens a library that there is something to read in, and tells the function
            it is given if that is not the one asked for.
        stdout: Takes data, nothing else.
        stderr: Takes messages.
        width: Most cells of a line of text.
        open_marks: Opens the marks of whoever asks; None for those in `places`.
        makes_index: Whether an index may be made for a search.
        open_texts: Opens the texts of sources for whoever asks; None for those in `places`.
        opens_folders: Whether a path may stand for a briefing; no server may follow one.
    """

    places: Places
    config: Config
    complaints: tuple[str, ...]
    open_to_read: Callable[[Callable[[str], None]], Library]
    open_to_write: Callable[[], Library]
    stdout: TextIO
    stderr: TextIO
    width: int
    open_marks: Callable[[], ReaderState] | None = None
    makes_index: bool = True
    open_texts: Callable[[], Corpus] | None = None
    opens_folders: bool = False

    def library(self) -> Library:
        return self.open_to_read(self.say)

    def corpus(self) -> Corpus:
        """Open the folder of source texts; one that is missing is told, and holds no text."""
        if self.open_texts is not None:
            return self.open_texts()
        return open_corpus(self.places.corpus, self.say)

    def texts_to_check(self) -> Corpus:
        """Open the folder of source texts for what must not pass for want of it.

        Raises:
            UsageError: The folder that was named does not exist.
        """
        folder = self.places.corpus
        if self.open_texts is None and folder is not None and not is_folder(folder):
            raise UsageError(f"There is no folder “{folder}”. {NAME_THE_CORPUS}")
        return self.corpus()

    def marks(self) -> ReaderState:
        if self.open_marks is not None:
            return self.open_marks()
        # Few verbs ask for them, so the others do not pay for this.
        from briefing.library.state import ReaderState  # noqa: PLC0415

        state = ReaderState.open(self.places.marks)
        for notice in state.notices:
            self.say(notice)
        return state

    def read(self, most: int) -> str:
        """Read standard input, so many characters at most."""
        return sys.stdin.read(most) if sys.stdin else ""

    def write(self, text: str) -> None:
        """Write whole lines of data; no control character gets out, whoever wrote it."""
        self.stdout.write(_whole_lines(clean(text)))

    def write_lines(self, lines: Iterable[str]) -> None:
        self.write("\n".join(lines))

    def say(self, sentence: str) -> None:
        """Tell the user, in a sentence, something that is no data."""
        self.stderr.write(_whole_lines(clean(sentence)))


def text_width() -> int:
    """Width for text: ``COLUMNS``, else the terminal's, else 80 cells."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns):
        return max(int(columns), NARROWEST)
    # `shutil` has this too, and loads three compressors for it.
    with suppress(AttributeError, ValueError, OSError):
        return max(os.get_terminal_size(sys.__stdout__.fileno()).columns or 80, NARROWEST)  # type: ignore[union-attr] # suppressed
    return 80


def _whole_lines(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def open_to_read(folder: Path, notify: Callable[[str], None]) -> Library:
    """Open the library in a folder, which need not exist.

    An empty one gets the briefing that comes with the program; so does one that has an earlier
    edition of it, which its owner never changed. It is told when others can write to the library;
    and when we cannot: then a temporary library, gone after this run, takes its place.
    """
    # Help, keys and configuration are printed without a library, so they do not pay for this.
    from briefing.library.errors import NotAFolderError, NotWrittenError  # noqa: PLC0415
    from briefing.library.library import Library  # noqa: PLC0415
    from briefing.library.storage import others_can_write  # noqa: PLC0415

    library = Library(folder)
    try:
        if library.is_empty():
            _publish_bundled(library)
    except (NotAFolderError, NotWrittenError) as error:
        library = _temporary_library()
        _publish_bundled(library)
        notify(f"The briefings of this run are temporary. {error}")
    if warning := others_can_write(library.folder):
        notify(warning)
    _renew_bundled(library)
    return library


def _temporary_library() -> Library:
    import shutil  # noqa: PLC0415
    import tempfile  # noqa: PLC0415

    from briefing.library.library import Library  # noqa: PLC0415

    folder = tempfile.mkdtemp(prefix="briefing-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Library(Path(folder))


def _publish_bundled(library: Library) -> None:
    if submissions := _bundled():
        library.publish(submissions)


def _renew_bundled(library: Library) -> None:
    """Publish the present edition of what comes with the program over an earlier edition.

    What the owner published, changed or not, is left alone. Nothing is raised: where the library
    cannot be written now, a later start tries again.
    """
    wanted = {id_ for id_, editions in EDITIONS.items() if library.wants_edition(id_, editions)}
    for submission in _bundled() if wanted else ():
        if submission.id in wanted:
            library.renew(submission, EDITIONS[submission.id])


def _bundled() -> list[Submission]:
    # Reading the text of a briefing is needed once, and costs more than all the rest of a start.
    from briefing.authoring.drafts import without_drafts  # noqa: PLC0415
    from briefing.authoring.load import load_briefing  # noqa: PLC0415
    from briefing.library.library import Submission  # noqa: PLC0415
    from briefing.settings.config import bundled_content  # noqa: PLC0415

    return [
        Submission(briefing=without_drafts(one.briefing, one.drafts), files=one.contents)
        for one in map(load_briefing, bundled_content())
        if one.briefing
    ]


def open_corpus(folder: Path | None, notify: Callable[[str], None]) -> Corpus:
    # Most verbs look at no text, so they do not pay for this.
    from briefing.evidence.corpus import Corpus  # noqa: PLC0415

    if folder is not None and not is_folder(folder):
        notify(f"There is no folder “{folder}”, so there are no source texts. {NAME_THE_CORPUS}")
        folder = None
    return Corpus(folder)


def is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112  # unlike Path.is_dir, it never raises
