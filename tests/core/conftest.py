"""Properties with few examples: the folder runs in under three seconds."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("quick", max_examples=30, deadline=None, database=None)
settings.load_profile("quick")
