"""A key task before a council of the system: its opinion comes from the council's own record, once."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from khue.core.errors import Refused
from khue.features.dossiers.models import Task
from khue.features.dossiers.queries.tasks import open_task_of
from khue.features.keytasks import jobs, usecases
from khue.features.keytasks.domain.commands import PutBeforeCouncil, RecordOpinion
from khue.features.keytasks.models import CouncilOpinion, KeyTask
from khue.kernel.models import AuditRecord
from tests.calls import judged
from tests.cast import MOMENT, persona
from tests.councils import cases
from tests.keytasks import stories

pytestmark = pytest.mark.django_db


def before_a_council() -> tuple[KeyTask, cases.City, int]:
    dossier = stories.examined(council=True)
    city = cases.founded_council(at=MOMENT)
    task = open_task_of(number=dossier, step="council").id
    asked = PutBeforeCouncil(task, city.council, once=uuid4())
    item = usecases.put_before_council(asked, actor=persona("officer"))
    assert usecases.put_before_council(asked, actor=persona("officer")) == item
    return KeyTask.objects.get(dossier_number=dossier), city, item


def follow(item: int) -> None:
    for _again in range(2):
        jobs.follow_verdict.func({"item": item, "item_subject": "key_task:1"})


@pytest.mark.parametrize(("outcome", "favours"), [("approved", True), ("refused", False)])
def test_what_the_council_decides_becomes_the_opinion_once(outcome: str, favours: bool) -> None:
    task, city, item = before_a_council()
    follow(item)
    task.refresh_from_db()
    assert (task.state, CouncilOpinion.objects.count()) == ("before_council", 0), "the council has not spoken"
    judged.decided(city, [item], {item: outcome}, MOMENT + timedelta(days=8))
    follow(item)
    task.refresh_from_db()
    opinion = CouncilOpinion.objects.get()
    assert (task.state, opinion.favours, opinion.item) == ("examined", favours, item)
    assert AuditRecord.objects.filter(deed="keytasks.follow_verdict").count() == 1
    assert Task.objects.filter(dossier=task.dossier_id, closed_at=None).get().step == "decision"
    follow(item + 99)


def test_while_the_council_has_it_nobody_writes_its_opinion_or_asks_a_second_one() -> None:
    task, city, _item = before_a_council()
    desk_task = open_task_of(dossier_id=task.dossier_id, step="council").id
    said = RecordOpinion(desk_task, "Hội đồng khác", MOMENT.date(), "1/BB", True, "Đạt", once=uuid4())
    with pytest.raises(Refused) as by_hand:
        usecases.record_opinion(said, actor=persona("officer"))
    with pytest.raises(Refused) as twice:
        usecases.put_before_council(PutBeforeCouncil(desk_task, city.council, once=uuid4()), actor=persona("officer"))
    for refused in (by_hand, twice):
        assert {reason.code for reason in refused.value.decision.reasons} == {"before_council"}
    task.refresh_from_db()
    assert (task.state, CouncilOpinion.objects.count()) == ("before_council", 0)
