"""A stock ``sshd`` for the user who runs the tests, on loopback."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.programs import find_program
from tests.served.host import ACCOUNT, free_port, new_key, options_of
from tests.waiting import until


class Stock(NamedTuple):
    """A running sshd.

    Attributes:
        port: Where it listens.
        key: A private key that it lets in.
        pid: The number of its process.
    """

    port: int
    key: Path
    pid: int

    def ssh(self, *options: str) -> list[str]:
        """The command by which somebody comes, up to the name of the host."""
        return ["ssh", *options, *options_of(self.port, self.key), f"{ACCOUNT}@127.0.0.1"]


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
    port = free_port()
    configuration = folder / "stock_config"
    configuration.write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {folder}/stock_host\nPidFile none\n"
        "UsePAM no\nMaxStartups 100\nPermitRootLogin yes\n"
        + "".join(f"{line}\n" for line in lines)
        # What was said before counts: of the account, and for all others.
        + f"Match all\nAuthorizedKeysFile {folder}/stock_id.pub\n"
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    with (folder / "stock.log").open("wb") as log:
        process = subprocess.Popen(
            [find_program("sshd") or "sshd", "-D", "-e", "-f", str(configuration)],
            stderr=log,
            start_new_session=True,
        )
    try:
        until(lambda: _answers(port), (folder / "stock.log").read_text)
        yield Stock(port, key, process.pid)
    finally:
        process.terminate()
        process.wait()


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True
