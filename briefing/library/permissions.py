"""Who else can write to a folder of ours: what others can write, we cannot trust."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from briefing.model.text import clean


def others_can_write(path: Path) -> str | None:
    """Say that others can change what is kept in a folder, and what to do about it; None if not.

    Root can write everywhere and does not count. Nor does the group that Debian, Fedora and others
    give to each user alone. Those who can write to the folders above are not looked for.
    """
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    if status.st_uid not in (0, os.geteuid()):
        return _sentence(
            f"“{path}” belongs to another user ({_user(status.st_uid)}), who can change what is"
            " kept there: use a folder of your own."
        )
    by_all = bool(status.st_mode & stat.S_IWOTH)
    by_group = bool(status.st_mode & stat.S_IWGRP) and not _is_private_group(status)
    if not (by_all or by_group):
        return None
    # A sticky folder such as /tmp is meant to be written to by everybody.
    if status.st_mode & stat.S_ISVTX or status.st_uid != os.geteuid():
        fix = "use a folder of your own"
    else:
        # Hardly any folder is written to by others, so the rest do not pay for this.
        from shlex import quote  # noqa: PLC0415

        fix = f"run `chmod go-w {quote(str(path))}`"
    return _sentence(f"Others can write to “{path}” and change what is kept there: {fix}.")


def _is_private_group(status: os.stat_result) -> bool:
    """Whether a file's group is that of its owner alone: of the same name, with nobody else in it.

    A group that is merely somebody's own may still be that of all users, which is not told without
    asking for each of them.
    """
    import grp  # noqa: PLC0415 - needed only where a group can write
    import pwd  # noqa: PLC0415

    try:
        owner, group = pwd.getpwuid(status.st_uid), grp.getgrgid(status.st_gid)
    except KeyError:
        return False
    return (
        owner.pw_gid == status.st_gid
        and owner.pw_name == group.gr_name
        and set(group.gr_mem) <= {owner.pw_name}
    )


def _user(number: int) -> str:
    import pwd  # noqa: PLC0415 - needed only for a folder of somebody else

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"number {number}"


def _sentence(text: str) -> str:
    return clean(text).replace("\n", " ")
