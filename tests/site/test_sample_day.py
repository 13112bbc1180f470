"""The clock control of the sample city."""

from __future__ import annotations

import pytest
from django.test import Client

from khue.core.actor import CITY_ZONE
from khue.kernel import clock
from khue.kernel.models import BusinessClock

pytestmark = pytest.mark.django_db


def test_a_button_pressed_twice_moves_the_day_once() -> None:
    form = {"days": "5", "seen": clock.now().astimezone(CITY_ZONE).date().isoformat()}
    for _time in range(2):
        assert Client().post("/vi/sample/day/", form).status_code == 303
    assert BusinessClock.objects.get(pk=1).shift_days == 5


@pytest.mark.parametrize("days", ["", "-1", "3", "99999", "một"])
def test_a_step_that_is_not_offered_is_refused_with_words(days: str) -> None:
    answer = Client().post("/vi/sample/day/", {"days": days, "seen": ""})
    assert answer.status_code == 422
    assert "Không thể tiến ngày" in answer.content.decode()
    assert BusinessClock.objects.get(pk=1).shift_days == 0
