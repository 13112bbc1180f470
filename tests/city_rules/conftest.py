"""The city's own rules: properties with few examples over all of them."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("city rules", max_examples=30, deadline=None, database=None)
settings.load_profile("city rules")
