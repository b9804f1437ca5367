"""``briefing publish``: from folders of text into the library."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from pathlib import Path

from briefing.library.storage import others_can_write
from briefing.model.errors import BriefingError
from briefing.views.authored import count_errors, load_as_typed
from briefing.views.context import Context
from briefing.views.indexing import update_index
from briefing.views.phrases import count
from briefing.views.verbs import NOTHING, OK


def run(context: Context, arguments: Namespace) -> int:
    """Publish folders of briefings: all of them, or none where one has an error."""
    loaded = [load_as_typed(Path(path)) for path in arguments.paths]
    problems = [problem for one in loaded for problem in one.problems]
    for problem in problems:
        context.say(str(problem))
    if errors := count_errors(problems):
        context.say(f"Nothing was published; first correct {count(errors, 'error')}.")
        return NOTHING
    briefings = [one.briefing for one in loaded if one.briefing]
    for name, times in Counter(briefing.id for briefing in briefings).items():
        if times > 1:
            raise BriefingError(
                f"{times} of these folders are called “{name}”, which is the name of one briefing;"
                " nothing was published. Publish one of them, or rename the others."
            )
    library = context.open_to_write()
    publications = library.publish(briefings, say=context.say)
    if warning := others_can_write(library.folder):
        context.say(warning)
    context.write_lines(f"{one.id}: {one.outcome}, revision {one.number}" for one in publications)
    update_index(library, context.places, context.say)
    return OK
