"""The screen on which a briefing is read."""
