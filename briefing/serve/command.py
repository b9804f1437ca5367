"""``briefing serve``: from what was typed to a server that runs."""

from __future__ import annotations

import asyncio
import os
import pwd
import socket
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

import briefing
from briefing.library.library import Library
from briefing.plain.context import Context
from briefing.plain.opening import open_to_read
from briefing.plain.parsing import UsageError
from briefing.plain.table import OK
from briefing.serve.host_key import load_host_key
from briefing.serve.listener import listen
from briefing.serve.options import Options, OptionsError, read_options
from briefing.serve.protocol import Begin
from briefing.serve.server import Server
from briefing.serve.status import ask_status
from briefing.serve.telling import as_metrics, as_text
from briefing.settings.places import Places, find_places


def run(context: Context, arguments: Namespace) -> int:
    """Serve, or ask a server that runs.

    Args:
        context: Places, configuration and streams.
        arguments: The flags of the verb.

    Returns:
        0.

    Raises:
        UsageError: Nothing says who may come in.
        BriefingError: The server cannot begin.
    """
    if arguments.status or arguments.metrics:
        status = ask_status(context.places.state)
        context.write(as_text(status) if arguments.status else as_metrics(status))
        return OK
    if context.complaints:
        raise OptionsError("A server does not start with a configuration that is wrong; see above.")
    table = context.config.serve
    user = _user(read_options(table, arguments, context.places).user)
    places = _places_of(user, arguments, context) if user else context.places
    options = read_options(table, arguments, places)
    if options.authorized_keys is None and not options.anonymous:
        raise UsageError(
            "Say who can log in: readers whose keys are in a file, with --authorized-keys FILE, or"
            " everybody, with --anonymous. Neither is in the configuration"
            f" “{context.places.config}”."
        )
    sockets = listen(options.listen)
    if user:
        _become(user)
    if os.geteuid() == 0:
        context.say(
            "Everything runs as root here, the sessions of readers too, because --user says so."
            " Name another user, which owns nothing but the library and the state."
        )
    was_empty = Library(places.library).is_empty()
    library = open_to_read(places.library, context.say)
    if was_empty and library.folder == places.library:
        context.say(
            f"Nothing was published in “{library.folder}”, so the bundled briefing was published"
            " there."
        )
    begin = Begin(
        library=str(library.folder),
        state=str(places.state),
        corpus=str(options.corpus) if options.corpus else None,
        theme=context.config.theme,
        mouse=context.config.mouse,
        version=context.config.version,
    )
    asyncio.run(_serve(options, begin, sockets, context))
    return OK


async def _serve(
    options: Options, begin: Begin, sockets: Sequence[socket.socket], context: Context
) -> None:
    def say(sentence: str) -> None:
        context.say(sentence)
        context.stderr.flush()

    host_key = load_host_key(options.host_key)
    if host_key.made:  # said at once: at the next start it is no longer new
        say(f"The host key is new; keep a copy of “{options.host_key}”.")
    await Server(options, begin, host_key, sockets, say).run()


def _user(name: str | None) -> pwd.struct_passwd | None:
    """Find the user to become; None where there is none to become.

    Raises:
        OptionsError: There is no such user, we cannot become it, or we are root and were told none.
    """
    root = os.geteuid() == 0
    if name is None:
        if root:
            raise OptionsError(
                "A server should not run as root. Name the user that it is to become once it"
                " listens, with --user NAME."
            )
        return None
    try:
        user = pwd.getpwnam(name)
    except KeyError:
        raise OptionsError(f"There is no user “{name}” here.") from None
    if user.pw_uid == os.geteuid():
        return None
    if not root:
        raise OptionsError(f"Only root can become “{name}”; leave --user out.")
    return user


def _places_of(user: pwd.struct_passwd, arguments: Namespace, context: Context) -> Places:
    """Say where things are for another user; the configuration stays that of who starts it."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("XDG_")
    } | {"HOME": user.pw_dir}
    override = Path(arguments.library) if arguments.library else None
    places = find_places(environment, override, context.config.library)
    return places._replace(config=context.places.config)


def _become(user: pwd.struct_passwd) -> None:
    """Become another user, for good.

    Raises:
        OptionsError: That user cannot run what is to be run.
    """
    os.initgroups(user.pw_name, user.pw_gid)
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)
    os.environ["HOME"] = user.pw_dir
    for path in (sys.executable, os.__file__, briefing.__file__):
        if not os.access(path, os.R_OK):
            raise OptionsError(
                f"“{user.pw_name}” cannot read “{path}”. Install the program where that user can"
                " read it, and Python too, for example in /opt."
            )
