"""What is different between two revisions of a briefing, as typed changes."""
