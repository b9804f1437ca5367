"""Where things live, and what the user has configured."""

from __future__ import annotations

from briefing.settings.config import Config, Theme, example_config, load_config
from briefing.settings.places import Places, bundled_content, find_places

__all__ = [
    "Config",
    "Places",
    "Theme",
    "bundled_content",
    "example_config",
    "find_places",
    "load_config",
]
