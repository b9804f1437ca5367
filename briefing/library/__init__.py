"""Published briefings and the reader's own marks, kept durably in TinyDB."""
