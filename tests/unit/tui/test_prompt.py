"""The prompt: what it says of the words, and what stands in the place of that."""

from __future__ import annotations

from textual.geometry import Region
from textual.widgets import Input, Label

from briefing.tui.widgets import Prompt
from tests.resting import at_rest
from tests.unit.tui.panes import StyledApp


class Host(StyledApp):
    def compose(self) -> list[Prompt]:
        return [Prompt(id="prompt")]

    def said(self) -> tuple[str, bool, bool]:
        """The line above the words, whether it is there, and whether it is but a hint."""
        line = self.query_one("#prompt-fault", Label)
        return str(line.content), line.display, line.has_class("-hint")

    def underlined(self) -> str:
        strips = self.query_one(Input).render_lines(Region(0, 0, 40, 1))
        found = (part for strip in strips for part in strip if part.style and part.style.underline)
        return "".join(part.text for part in found)


async def test_what_is_wrong_is_marked_and_gives_way_to_a_notice() -> None:
    app = Host()
    async with app.run_test(size=(60, 6)):
        prompt = app.query_one(Prompt)
        prompt.ask("Find: ", "some words")
        await at_rest()
        entry = app.query_one(Input)
        assert (entry.has_focus, entry.value, entry.cursor_position) == (True, "some words", 10)
        assert not entry.cursor_blink
        prompt.tell("2 of 3")
        assert app.said() == ("", False, True)
        assert str(app.query_one("#prompt-count", Label).content) == "2 of 3"
        prompt.tell("", "Not a [word].", (5, 10))
        await at_rest()
        assert app.said() == ("Not a [word].", True, False)
        assert app.underlined() == "words"
        prompt.notice("A notice.")
        assert app.said() == ("A notice.", True, True)
        prompt.notice("")
        assert app.said() == ("Not a [word].", True, False)
        prompt.tell("", "Not whole yet.")
        await at_rest()
        assert app.said() == ("Not whole yet.", True, True)
        assert app.underlined() == ""
