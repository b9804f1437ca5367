"""Making a briefing: from articles to files, and the edits of those files; no screen."""
