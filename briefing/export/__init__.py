"""A briefing as Markdown and JSON, its figures as CSV, its sources as CSL-JSON."""
