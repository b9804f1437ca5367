"""From a folder of plain text to a briefing; mistakes come back as a compiler reports them."""
