"""A key task before a council of the system: its opinion comes from the council's own record, once."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from khue.core.errors import NotAllowed, Refused
from khue.features.councils import queries as councils
from khue.features.councils import usecases as council_deeds
from khue.features.councils.domain.commands import DeclareInterest
from khue.features.dossiers.models import Task
from khue.features.dossiers.queries.tasks import open_task_of
from khue.features.keytasks import jobs, usecases
from khue.features.keytasks.domain.commands import PutBeforeCouncil, RecordOpinion
from khue.features.keytasks.models import CouncilOpinion, KeyTask
from khue.kernel import files
from khue.kernel.models import AuditRecord
from tests.calls import judged
from tests.cast import MOMENT, persona
from tests.councils import cases
from tests.councils.test_pages import browser
from tests.keytasks import stories

pytestmark = pytest.mark.django_db


def before_a_council(names: tuple[str, ...] = ("founder",)) -> tuple[KeyTask, cases.City, int]:
    dossier = stories.examined(council=True)
    city = cases.founded_council(at=MOMENT, names=names)
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


def test_the_application_reaches_whoever_judges_it_and_nobody_with_an_interest() -> None:
    task, city, item = before_a_council(("founder", "auditor", "chair"))
    subject = f"dossier:{task.dossier_id}"
    member, torn = city.actors["Ủy viên số 4 (mẫu)"], city.actors["Ủy viên số 5 (mẫu)"]
    own = DeclareInterest(city.council, torn.key, "Từng góp vốn vào doanh nghiệp này.", item)
    council_deeds.declare_interest(own, actor=torn)
    shown = councils.papers_for(councils.readable_item(item, member), member)
    assert len(shown.files) == len(stories.PLAN.sources)
    assert stories.PLAN.product in [answer.value for answer in shown.told]
    assert not any("024 0000 0000" in str(answer.value) for answer in shown.told), "the contact is the officers' alone"
    assert files.may_read(member, subject)
    assert files.may_read(city.actors["auditor"], subject), "reads as staff, and as a member"
    for outside in (torn, persona("resident")):
        assert not files.may_read(outside, subject)
    with pytest.raises(NotAllowed):
        councils.readable_item(item, torn)
    # The founder sits on it and acts for the applicant: no paper from the council, the firm's own as ever.
    with pytest.raises(NotAllowed):
        councils.readable_item(item, city.actors["founder"])
    assert files.may_read(city.actors["founder"], subject)


def test_staff_who_sit_on_the_council_with_an_interest_read_no_paper_of_it() -> None:
    task, city, item = before_a_council(("founder", "auditor"))
    auditor, subject = city.actors["auditor"], f"dossier:{task.dossier_id}"
    assert files.may_read(auditor, subject)
    own = DeclareInterest(city.council, auditor.key, "Người thân làm việc tại doanh nghiệp.", item)
    council_deeds.declare_interest(own, actor=auditor)
    assert not files.may_read(auditor, subject)


def test_the_page_of_the_item_shows_the_task_in_the_words_of_the_applicant() -> None:
    _task, _city, item = before_a_council(("founder", "chair"))
    page = browser("chair").get(f"/vi/councils/items/{item}/").content.decode()
    assert "Nội dung trình hội đồng" in page
    assert stories.PLAN.product in page
    told = browser("chair").get(f"/api/v1/council-items/{item}").json()["told"]
    assert stories.PLAN.product in [one["words"] for one in told]
