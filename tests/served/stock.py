"""A stock ``sshd`` for the user who runs the tests, on loopback."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from tests.served.host import new_key, until

SSHD: Final = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/usr/bin") or ""
"""The program; empty where there is none."""


class Stock(NamedTuple):
    """A running sshd.

    Attributes:
        port: Where it listens.
        key: A private key that it lets in.
    """

    port: int
    key: Path

    def ssh(self, *options: str) -> list[str]:
        """The command by which somebody comes, up to the name of the host."""
        user = pwd.getpwuid(os.geteuid()).pw_name
        return [
            *("ssh", "-F", "none", "-p", str(self.port), "-i", str(self.key)),
            *("-o", "UserKnownHostsFile=/dev/null", "-o", "StrictHostKeyChecking=no"),
            *("-o", "LogLevel=ERROR", "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none"),
            *options,
            f"{user}@127.0.0.1",
        ]


@contextmanager
def stock_sshd(folder: Path, lines: Sequence[str] = ()) -> Iterator[Stock]:
    """Start a stock sshd that knows one key.

    Args:
        folder: For its keys and its configuration.
        lines: More of its configuration.

    Yields:
        What there is to know of it.
    """
    key = new_key(folder / "stock_id")
    new_key(folder / "stock_host")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    configuration = folder / "sshd_config"
    configuration.write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/stock_host\nPidFile none\n"
        f"AuthorizedKeysFile {folder}/stock_id.pub\nStrictModes no\nUsePAM no\n"
        "MaxStartups 100\nPermitRootLogin yes\nAcceptEnv LANG LC_* COLORTERM NO_COLOR\n"
        + "".join(f"{line}\n" for line in lines)
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    stock = Stock(port, key)
    with (folder / "sshd.log").open("wb") as log:
        process = subprocess.Popen(
            [SSHD, "-D", "-e", "-f", str(configuration)], stderr=log, start_new_session=True
        )
    try:
        until(lambda: _answers(port), (folder / "sshd.log").read_text)
        yield stock
    finally:
        process.terminate()
        process.wait()


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True
