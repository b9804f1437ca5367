"""The desk: one screen on which a briefing is made."""
