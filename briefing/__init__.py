"""Read a news briefing in the terminal, by keyboard, and check every sentence."""

__version__ = "0.3.0"
