"""``briefing serve``: from what was typed to a server that runs."""

from __future__ import annotations

import os
import pwd
from argparse import Namespace
from pathlib import Path

from briefing.model.errors import BriefingError
from briefing.plain.context import Context
from briefing.plain.table import OK
from briefing.serve.arrangement import Arrangement, Wanted, arrange, fingerprints_in
from briefing.serve.options import Limits, OptionsError, read_options
from briefing.serve.seats import taken_seats
from briefing.serve.sshd import Front, find_sshd
from briefing.serve.supervisor import Supervisor, pool_answers
from briefing.settings.config import Config, Places, find_places, load_config


def run(context: Context, arguments: Namespace) -> int:
    """Serve, print sshd's configuration, or ask a server that runs.

    Raises:
        BriefingError: The server cannot begin.
    """

    def say(sentence: str) -> None:
        context.say(sentence)
        context.stderr.flush()

    wanted = _read(context, arguments)
    options = wanted.options
    if arguments.status:
        front = Front(options.listen, Path(options.folder), "", None)
        context.write(_status(front, wanted.places.state, options.limits))
        return OK
    sshd = None if arguments.pool_only else find_sshd()
    made = arrange(wanted, sshd, say)
    if arguments.print_config:
        context.write(made.text)
        return OK

    def again() -> Arrangement:
        return arrange(_read(context, arguments), sshd, say)

    if sshd is not None:
        say(f"Serving at {options.listen}. To read: {_how_to_read(made)}")
        say(f"Host key {fingerprints_in(made.front.host_key)[0]}")
    return Supervisor(made, again, say).run()


def _read(context: Context, arguments: Namespace) -> Wanted:
    """Read what is configured, whatever it was before, and put together what was typed with it."""
    config, complaints = load_config(context.places.config)
    if complaints:
        raise OptionsError(
            f"{' '.join(complaints)} A server does not start with a configuration that is wrong."
        )
    user = read_options(config.serve, arguments, context.places).user
    places = _places_of(user, arguments, context.places, config)
    return Wanted(read_options(config.serve, arguments, places), config, places)


def _places_of(user: str | None, arguments: Namespace, places: Places, config: Config) -> Places:
    """Say where things are for the account; the configuration stays that of who starts it."""
    try:
        account = pwd.getpwnam(user) if user else None
    except KeyError:
        return places  # this is told where the account is looked at
    if account is None or account.pw_uid == os.geteuid():
        return places
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    override = Path(arguments.library) if arguments.library else None
    found = find_places(kept | {"HOME": account.pw_dir}, override, config.library)
    return found._replace(config=places.config)


def _how_to_read(made: Arrangement) -> str:
    host, _, port = made.options.listen.rpartition(":")
    host = "localhost" if host in ("127.0.0.1", "[::1]", "localhost") else "HOST"
    return f"ssh -p {port} {f'{made.account.pw_name}@' if made.another else ''}{host}"


def _status(front: Front, state: Path, limits: Limits) -> str:
    """Say how a server is doing, in lines."""
    try:
        sessions = len(taken_seats(state))
    except OSError as error:
        raise BriefingError(
            f"“{state}” cannot be read: {error.strerror}. Ask as root or as its owner."
        ) from error
    number = front.number.read_text().strip() if front.number.exists() else ""
    runs = number and Path(f"/proc/{number}").exists()
    answers = pool_answers(state)
    return (
        f"sshd      {f'process {number}, at {front.listen}' if runs else 'none of ours runs'}\n"
        f"Pool      {'ready' if answers else 'none: each session starts by itself'}\n"
        f"Sessions  {sessions}{f' of {limits.sessions}' if limits.sessions else ''}\n"
    )
