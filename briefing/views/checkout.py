"""``briefing checkout``: the folder that a revision was published from, to go on with."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

from briefing.authoring.load import name_mistake
from briefing.authoring.published_lock import PUBLISHED_NAME, PublishedLock
from briefing.authoring.writing import is_taken, write_folder
from briefing.model.errors import UsageError
from briefing.model.text import count
from briefing.views.context import Context
from briefing.views.verbs import OK


def run(context: Context, arguments: Namespace) -> int:
    """Write all files of a revision, and which revision it is; or nothing."""
    folder = Path(os.path.abspath(arguments.folder))  # noqa: PTH100  # unlike resolve, it keeps a link's name
    if mistake := name_mistake(folder.name):
        raise UsageError(f"{mistake.message} {mistake.fix}")
    if is_taken(folder):
        raise UsageError(
            f"There is something in “{arguments.folder}” already, and it is left as it is. Name a"
            " folder that is new or empty."
        )
    if folder == Path.cwd():  # whose place another folder takes
        raise UsageError("Name a folder other than the one you are in.")
    library = context.library()
    revision = library.open(arguments.name, arguments.revision)
    id_, number = revision.briefing.id, revision.number
    files = library.files(id_, number)
    if folder.name == id_:
        files[PUBLISHED_NAME] = PublishedLock(number, revision.briefing.digest).data
    write_folder(folder, files)
    context.write(f"{arguments.folder}: revision {number} of {id_}, {count(len(files), 'file')}")
    if folder.name != id_:
        context.say(
            f"A folder is published under its name: this one is “{folder.name}”, and another"
            f" briefing than “{id_}”."
        )
    return OK
