"""A briefing as Markdown, JSON and CSV."""
