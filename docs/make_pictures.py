"""Draw the pictures of the README from the program itself.

Run it in an environment in which briefing is installed: ``python docs/make_pictures.py``.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from briefing.authoring import load_briefing
from briefing.library.library import Library
from briefing.library.state import ReaderState
from briefing.settings import Config, bundled_content
from briefing.tui.app import ReaderApp
from briefing.tui.commands import COMMANDS, build_keymap
from briefing.tui.session import Session

PICTURES = {
    "reader": ((120, 36), ["e"]),
    "reactions": ((100, 26), ["4", "j"]),
    "disagreements": ((120, 32), ["6", "j", "j"]),
    "find": ((80, 24), ["/", *"release"]),
}
"""Size of the terminal and the keys pressed, for each picture."""


async def draw(folder: Path, name: str) -> str:
    """Open the bundled briefing, press the keys, and give the screen as SVG."""
    size, keys = PICTURES[name]
    briefing = load_briefing(bundled_content()[0]).briefing
    assert briefing is not None, "the bundled briefing has mistakes: run `briefing check content/*`"
    library = Library(folder / name / "library")
    library.publish([briefing], datetime(2024, 1, 1, tzinfo=UTC))
    state = ReaderState.open(folder / name / "state.json")
    session = Session(library, state, Config(theme="dark"), build_keymap(COMMANDS, {})[0])
    app = ReaderApp(session, session.begin(briefing.id))
    async with app.run_test(size=size) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        picture = app.export_screenshot(title="briefing")
    # A picture must not fetch fonts from anywhere.
    return re.sub(r"@font-face\s*{[^}]*}\s*", "", picture)


def main() -> None:
    """Draw all pictures beside this script."""
    with tempfile.TemporaryDirectory() as folder:
        for name in PICTURES:
            picture = asyncio.run(draw(Path(folder), name))
            target = Path(__file__).with_name(f"{name}.svg")
            target.write_text(picture, encoding="utf-8")
            print(target.name)


if __name__ == "__main__":
    main()
