"""Finding words in a briefing, whatever their case, accents or alphabet."""
