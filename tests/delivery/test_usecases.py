"""A mission's way, deed by deed: every trace of each, and refusals that change nothing."""

from __future__ import annotations

import pytest

from khue.features.ledger import queries as ledger
from tests.delivery import stories

pytestmark = pytest.mark.django_db


def test_first() -> None:
    mission = stories.running()
    stories.paid(mission, f"advance:{mission.pk}", 10)
    row = stories.accepted(mission, 1)
    assert row.set_off == 200_000_000
    stories.paid(mission, f"milestone:{row.pk}")
    row.refresh_from_db()
    mission.refresh_from_db()
    assert (row.state, mission.paid) == ("paid", 400_000_000)
    assert ledger.balance("advance.mission", f"mission:{mission.pk}") == 0
