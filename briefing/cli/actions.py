"""What the verbs do that belong to the command line alone: the reader, keys, configuration."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from briefing.cli.main import collect_again
from briefing.cli.verbs import ALL_VERBS
from briefing.model.errors import UsageError
from briefing.settings.config import Config, example_config, load_config
from briefing.views.context import Context, open_corpus
from briefing.views.layout import field
from briefing.views.verb_table import AS_OF
from briefing.views.verbs import OK, load

if TYPE_CHECKING:
    from briefing.library.library import Library
    from briefing.tui.commands import KeyLine
    from briefing.tui.session import Session

_NO_READER: Final = frozenset({"", "dumb", "unknown"})
"""Values of ``TERM`` of terminals that cannot move the cursor."""


def print_completion(context: Context, arguments: Namespace) -> int:
    from argcomplete.shell_integration import shellcode  # noqa: PLC0415 - no other verb needs it

    context.write(shellcode(["briefing"], shell=arguments.shell))
    return OK


def show_config(context: Context, _arguments: Namespace) -> int:
    """Print a configuration that shows every option, and say where to put it."""
    path = context.places.config
    found = "is read from" if path.is_file() else "would be read from"
    context.write(example_config())
    context.say(f"The configuration {found} “{path}”.")
    return OK


def open_reader(context: Context, arguments: Namespace) -> int:
    """Open the reader; ``unknown`` has what nobody understood, ``words`` the whole command line.

    Raises:
        UsageError: The name is neither a briefing nor a verb, or the reader cannot run here.
        BriefingError: The library cannot be read.
    """
    # The verbs beside it need no state, so they do not pay for this.
    from briefing.library.state import ReaderState  # noqa: PLC0415

    notices: list[str] = []
    library = context.open_to_read(notices.append)
    _insist_on_name(library, arguments.name)
    if arguments.unknown:
        raise UsageError(
            f"There is no option “{arguments.unknown[0]}”. See `briefing read --help`."
        )
    if arguments.as_of is not None and arguments.name is None:
        raise UsageError("Name the briefing: `briefing NAME --as-of N`.")
    name = arguments.name or "NAME"
    _insist_on_terminal(f"use `briefing show {name}` instead, or `briefing list`.", os.environ)
    read, new_session = load("briefing.tui.app:read"), load("briefing.tui.session:new_session")

    def begin() -> Session:
        told = [*context.complaints, *notices]
        corpus = open_corpus(context.places.corpus, told.append)
        state = ReaderState.open(context.places.marks)
        config = _overridden(context.config, arguments)
        session: Session = new_session(library, state, config, corpus, told, places=context.places)
        return session

    def begin_again() -> Session | None:
        same = load_config(context.places.config) == (context.config, context.complaints)
        return begin() if same else None

    session = begin()
    collect_again()
    next_start = load("briefing.tui.next_start:NextStart")
    following = next_start(begin_again, _without_as_of(arguments.words), arguments.name)
    code: int = read(session, arguments.name, context.say, following, arguments.as_of)
    return code


def review(context: Context, arguments: Namespace) -> int:
    """Walk through what is to be signed; or list, sign and answer without the screen."""
    plain = arguments.list or arguments.format == "json"
    if plain or arguments.sign_off or arguments.answer:
        return int(load("briefing.views.review:run")(context, arguments))
    _insist_on_terminal(f"use `briefing review {arguments.folder} --list` instead.", os.environ)
    return int(load("briefing.tui.review_app:review")(context, arguments))


def desk(context: Context, arguments: Namespace) -> int:
    _insist_on_terminal("edit the files, and run `briefing check`.", os.environ)
    return int(load("briefing.tui.desk.app:desk")(context, arguments))


def preview(context: Context, arguments: Namespace) -> int:
    """Show a folder in the reader as it is, and follow every save."""
    _insist_on_terminal(f"use `briefing check {arguments.folder} --watch` instead.", os.environ)
    return int(load("briefing.tui.preview_app:preview")(context, arguments))


def _without_as_of(words: Sequence[str]) -> list[str]:
    """Leave out what says that an earlier revision is read: no later start begins there."""
    kept, rest = [], iter(words)
    for word in rest:
        if word in AS_OF.spellings:
            next(rest, None)
        elif word.partition("=")[0] not in AS_OF.spellings:
            kept.append(word)
    return kept


def _insist_on_name(library: Library, name: str | None) -> None:
    if name is None:
        return
    names = library.stamps()
    from briefing.views.address import closest, name_in  # noqa: PLC0415 - who names none goes without

    briefing = name_in(name)
    if briefing in names:
        return
    match = closest(briefing, [*names, *ALL_VERBS])
    hint = (
        f"; did you mean “{match}”?"
        if match
        else ". `briefing list` lists the briefings, `briefing --help` the verbs."
    )
    raise UsageError(f"There is no briefing or verb “{briefing}”{hint}")


def _insist_on_terminal(instead: str, environment: Mapping[str, str]) -> None:
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(f"The reader needs a terminal for its keys and its screen; {instead}")
    if environment.get("TERM", "") in _NO_READER:
        raise UsageError(
            "The reader needs a terminal that can do more than TERM says"
            f" (“{environment.get('TERM', '')}”); {instead}"
        )


def _overridden(config: Config, arguments: Namespace) -> Config:
    return config._replace(
        mouse=config.mouse and not arguments.no_mouse,
        theme=arguments.theme or config.theme,
        signs=arguments.signs or config.signs,
    )


def list_keys(context: Context, arguments: Namespace) -> int:
    listing, notices = load("briefing.tui.commands:listing"), load("briefing.tui.commands:notices")
    for notice in notices(context.config.keys):
        context.say(notice)
    lines = listing(context.config.keys)
    if arguments.json:
        context.write(_keys_as_json(lines))
    else:
        context.write_lines(_key_lines(lines, context.width))
    return OK


def _keys_as_json(lines: Sequence[KeyLine]) -> str:
    # What JSON needs takes longer to load than all else that there is to print.
    from briefing.views.shapes import KeyList, ListedKey, as_json  # noqa: PLC0415

    keys = [
        ListedKey(
            id=line.id, group=line.group, keys=tuple(line.keys), label=line.label, help=line.help
        )
        for line in lines
    ]
    return as_json(KeyList(keys=tuple(keys)))


def _key_lines(keys: Sequence[KeyLine], width: int) -> list[str]:
    """Lay out the keys by group; the id to remap a key by stands last."""
    lines: list[str] = []
    for group, members in groupby(keys, key=lambda key: key.group):
        lines += ["", f"{group}:"]
        for key in members:
            names = " or ".join(key.keys) or "no key"
            lines += field(names, f"{key.help} ({key.id})", width, "  ")
    return lines[1:]
