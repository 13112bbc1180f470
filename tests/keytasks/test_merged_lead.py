"""A lead that was merged meanwhile goes on under its survivor: its key tasks stand in the list of who acts for that one."""

from __future__ import annotations

import pytest

from khue.features.keytasks import queries
from tests.cast import organisation, persona
from tests.keytasks import stories
from tests.people.merging import merged

pytestmark = pytest.mark.django_db


def test_key_tasks_of_a_merged_lead_are_listed_for_its_survivor() -> None:
    task = stories.recognised()
    assert queries.key_tasks_of(persona("resident", days=30)).rows == ()
    merged(organisation("TLX"), "Công ty Cơ điện Thăng Long Xanh", "association")
    resident = persona("resident", days=31)
    assert [row.id for row in queries.key_tasks_of(resident).rows] == [task]
    assert queries.key_task(task, resident).id == task
