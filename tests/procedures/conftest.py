"""Versions are kept in memory by their number; each test's database gives the same numbers to others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from khue.features.dossiers.queries import definition


@pytest.fixture(autouse=True)
def fresh_definitions() -> Iterator[None]:
    definition.cache_clear()
    yield
    definition.cache_clear()
