"""Several at once on one milestone, one budget, one payment: real threads, real commits, a database of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from khue.features.delivery import usecases
from khue.features.delivery.domain.commands import AnswerMilestone, DecideMission
from khue.features.delivery.models import Mission
from khue.features.ledger import queries as ledger
from tests.cast import persona
from tests.delivery import stories
from tests.delivery.stories import act_at

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("clone_db")]
InThreads = Callable[..., list[Any]]


def outcomes(results: list[Any]) -> Counter[str]:
    return Counter(type(one).__name__ if isinstance(one, Exception) else "done" for one in results)


def test_a_milestone_accepted_by_two_at_once_is_owed_once(in_threads: InThreads) -> None:
    mission = stories.running()
    row = stories.handed_in(mission, 1)
    first = act_at(35)("officer")
    second = replace(first, key=persona("auditor").key)
    found = in_threads(
        *(
            lambda actor=actor: usecases.answer_milestone(AnswerMilestone(row.pk, True, "Đạt.", uuid4()), actor=actor)
            for actor in (first, second)
        )
    )
    assert outcomes(found)["done"] == 1
    assert ledger.balance("payable.support", f"milestone:{row.pk}") == 200_000_000
    assert Mission.objects.get(pk=mission.pk).set_off == 200_000_000


def test_the_last_money_of_a_line_is_granted_once(in_threads: InThreads) -> None:
    mission = stories.appraised(stories.begun())
    act = act_at(3)
    stories.with_money(act, stories.ASKED)
    ask = [DecideMission(mission.pk, "grant", "", stories.LINE, once=uuid4()) for _turn in range(3)]
    found = in_threads(*(lambda one=one: usecases.decide_mission(one, actor=act("decider")) for one in ask))
    assert outcomes(found)["done"] == 1
    assert ledger.balance("budget.committed", f"mission:{mission.pk}") == stories.ASKED


def test_two_accountants_order_one_payment(in_threads: InThreads) -> None:
    mission = stories.running()
    act = act_at(10)
    order = stories.order_of(mission, f"advance:{mission.pk}", act)
    found = in_threads(
        *(
            lambda: usecases.order_milestone(replace(order, once=uuid4()), actor=act("accountant")),
            lambda: usecases.order_milestone(replace(order, once=uuid4()), actor=act("accountant")),
        )
    )
    assert outcomes(found)["done"] == 1
    assert ledger.balance("payable.support", f"advance:{mission.pk}") == 0
