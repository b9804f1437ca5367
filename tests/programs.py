"""Programs that some tests need and that not every machine has.

Where one is missing such a test is skipped, and says what is missing. With
``BRIEFING_TESTS_NEED_ALL=1``, as in ``.ci/run``, it fails instead.
"""

from __future__ import annotations

import os
import shutil
from typing import Final, NoReturn

import pytest

_ALL: Final = "BRIEFING_TESTS_NEED_ALL"
_PATH: Final = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))


def find_program(name: str) -> str | None:
    """The file of a program, one that is for root included."""
    return shutil.which(name, path=_PATH)


def need(*names: str) -> None:
    """Skip the test where a program is missing."""
    if missing := [name for name in names if not find_program(name)]:
        unable(f"{' and '.join(missing)} must be installed")


def unable(why: str) -> NoReturn:
    """Skip the test, or fail where all tests have to run."""
    if os.environ.get(_ALL) == "1":
        pytest.fail(f"{_ALL}=1, but {why}")
    pytest.skip(why)
