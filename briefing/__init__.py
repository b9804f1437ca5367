"""Read a news briefing in the terminal, by keyboard, and check every sentence."""
