"""How the style sheet draws a role, for widgets that draw line by line."""

from __future__ import annotations

from textual.scroll_view import ScrollView
from textual.style import Style

from briefing.tui.rendering.roles import role_class


class RoleView(ScrollView, inherit_bindings=False):
    """A scrolling widget whose lines are drawn in roles."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._role_styles: dict[str, Style] = {}

    def role_style(self, role: str | Style) -> Style:
        """Look up how the style sheet draws a role; what it does not say is left open."""
        if isinstance(role, Style):
            return role
        if role not in self._role_styles:
            # Textual's own partial styles lose opaque backgrounds and reverse video.
            styles = self.screen.get_component_styles(role_class(role))
            text = styles.text_style
            self._role_styles[role] = Style(
                background=styles.background if styles.has_rule("background") else None,
                foreground=styles.color if styles.has_rule("color") else None,
                bold=text.bold,
                dim=text.dim,
                underline=text.underline,
                strike=text.strike,
                reverse=text.reverse,
            )
        return self._role_styles[role]

    def notify_style_update(self) -> None:
        """Forget how roles are drawn: the theme or the focus changed."""
        self._role_styles.clear()
        super().notify_style_update()
