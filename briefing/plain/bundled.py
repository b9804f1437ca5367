"""The briefing that comes with the program: its editions, and how a library comes by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from briefing.library.library import Library
    from briefing.model.briefing import Briefing

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
    )
}
"""By id of each bundled briefing, the first 16 digits of the digests of all its editions.

The last is that of the present one; a test says what to add here when the content changes.
"""


def publish_bundled(library: Library) -> None:
    """Publish what comes with the program into an empty library.

    Raises:
        LibraryError: It cannot be published.
    """
    if briefings := _bundled():
        library.publish(briefings)


def renew_bundled(library: Library) -> None:
    """Publish the present edition of what comes with the program over an earlier edition.

    What the owner published, changed or not, is left alone. Nothing is raised: where the library
    cannot be written now, a later start tries again.
    """
    wanted = {id_ for id_, editions in EDITIONS.items() if library.wants_edition(id_, editions)}
    for briefing in _bundled() if wanted else ():
        if briefing.id in wanted:
            library.renew(briefing, EDITIONS[briefing.id])


def _bundled() -> list[Briefing]:
    # Reading the text of a briefing is needed once, and costs more than all the rest of a start.
    from briefing.authoring.load import load_briefing  # noqa: PLC0415
    from briefing.settings.config import bundled_content  # noqa: PLC0415

    loaded = (load_briefing(folder).briefing for folder in bundled_content())
    return [briefing for briefing in loaded if briefing]
