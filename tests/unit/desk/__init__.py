"""Tests of `briefing.desk`."""
