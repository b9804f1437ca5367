"""When garbage is looked for."""

from __future__ import annotations

import gc


def collect_again() -> None:
    """Look for garbage again, but only among what is made from here on.

    The program starts without looking: what is loaded stays to the end, and to walk over all of it,
    while loading and once more on leaving, is a tenth of a start.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
