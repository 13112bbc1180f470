"""An owner that was merged meanwhile goes on under its survivor: its results stand in the list of who acts for that one."""

from __future__ import annotations

import pytest

from khue.features.results import queries, usecases
from khue.features.results.domain.register import WithdrawResult
from tests.cast import organisation, persona
from tests.people.merging import merged
from tests.results.stories import handed_in, result_of

pytestmark = pytest.mark.django_db


def test_results_of_a_merged_owner_are_listed_and_handled_by_its_survivor() -> None:
    result = handed_in()
    assert queries.results_of(persona("resident", days=30), None).rows == ()
    merged(organisation("VLSH"), "Viện Vật liệu sông Hồng", "institute")
    resident = persona("resident", days=31)
    assert [row.id for row in queries.results_of(resident, None).rows] == [result]
    usecases.withdraw_result(WithdrawResult(result, "Gửi nhầm"), actor=resident)
    assert result_of(result).state == "withdrawn"
