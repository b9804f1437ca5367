"""What a briefing says, held against the passages that it cites: one module for each question."""
