"""Saved checks: kept once, seen by their owner only, compared with today's law, deleted, erased with the person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from khue.core.actor import Actor
from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.eligibility import queries, usecases
from khue.features.eligibility.domain import RemoveCheck, SaveCheck
from khue.features.eligibility.domain.saving import MOST_SAVED
from khue.features.eligibility.models import SavedCheck
from khue.kernel import clock
from khue.kernel.deeds import command
from khue.kernel.models import AuditRecord
from tests.cast import MOMENT, organisation, persona
from tests.desk.browsers import browser, inputs, text

pytestmark = pytest.mark.django_db
ANSWERS = (
    ("applicant_kind", "enterprise"),
    ("small_or_medium", "yes"),
    ("in_hanoi", "yes"),
    ("startup_status", "not-recognised"),
)


def save(who: str = "founder", name: str = "Năm nay", answers: Any = ANSWERS, **also: Any) -> int:
    actor = persona(who)
    return usecases.save_check(SaveCheck(name, answers, also.pop("party", actor.key), **also), actor=actor)


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


def test_a_check_is_kept_with_what_the_law_said_and_the_audit_tells_no_answer() -> None:
    number = save()
    line = queries.saved_check(number, persona("founder"))
    assert line.answers == ANSWERS
    assert line.day == MOMENT.date()
    assert line.yes >= 1
    record = AuditRecord.objects.get(deed="eligibility.save_check")
    assert record.subjects == [persona("founder").key]
    assert "enterprise" not in str(record.__dict__)


def test_the_same_form_twice_keeps_one() -> None:
    once = uuid4()
    assert save(once=once) == save(once=once)
    assert SavedCheck.objects.count() == 1
    assert AuditRecord.objects.filter(deed="eligibility.save_check").count() == 1


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"name": "x" * 81}, "eligibility.long_name"),
        ({"answers": ()}, "eligibility.no_answers"),
        ({"answers": (("in_hanoi", "perhaps"),)}, "eligibility.wrong_answer"),
        ({"party": "party:1"}, "eligibility.not_my_party"),
    ],
)
def test_a_refusal_says_why_and_keeps_nothing(asked: dict[str, Any], code: str) -> None:
    if asked.get("party"):
        asked = {"party": organisation("VLSH")}
    with pytest.raises(Refused) as refused:
        save(**asked)
    assert codes(refused) == {code}
    assert not SavedCheck.objects.exists()
    assert not AuditRecord.objects.filter(deed="eligibility.save_check").exists()


def test_nobody_keeps_more_than_a_list_can_show() -> None:
    row = SavedCheck.objects.get(pk=save())
    for _ in range(MOST_SAVED - 1):
        row.pk, row._state.adding = None, True
        row.save()
    with pytest.raises(Refused) as refused:
        save()
    assert codes(refused) == {"eligibility.too_many"}


def test_only_the_owner_sees_and_deletes_it() -> None:
    number = save()
    for who in ("resident", "administrator", "auditor", "officer"):
        with pytest.raises(Missing):
            queries.saved_check(number, persona(who))
        with pytest.raises(Missing):
            usecases.remove_check(RemoveCheck(number), actor=persona(who))
        assert queries.saved_checks(persona(who)).rows == ()
    with pytest.raises(NotAllowed):
        usecases.save_check(SaveCheck("x", ANSWERS, "party:1"), actor=Actor("public", "", MOMENT))
    assert SavedCheck.objects.filter(pk=number).exists()


def test_deleting_is_for_good_and_may_be_sent_twice() -> None:
    number, once = save(), uuid4()
    for _ in range(2):
        usecases.remove_check(RemoveCheck(number, once), actor=persona("founder"))
    assert not SavedCheck.objects.exists()
    assert AuditRecord.objects.filter(deed="eligibility.remove_check").count() == 1


def test_the_database_refuses_to_change_a_saved_check() -> None:
    number = save()
    with pytest.raises(DatabaseError), transaction.atomic():
        SavedCheck.objects.filter(pk=number).update(name="Khác")


def test_an_erasure_of_the_person_takes_the_checks() -> None:
    save()
    save("resident", answers=(("applicant_kind", "person"),))
    actor = clock.job_actor("test")
    with command("test.erase", actor, subject="test:1") as deed:
        assert usecases.forget_checks(persona("founder").key, deed) == 1
    assert SavedCheck.objects.get().owner == persona("resident").key


def test_a_later_law_shows_what_changed() -> None:
    """As if the recognition had not been there on the day when the check was saved."""
    number = save()
    row = SavedCheck.objects.get(pk=number)
    outcomes = [each for each in row.outcomes if each["rule"] != "entitlement.startup-recognition"]
    row.delete()
    row.pk, row._state.adding, row.outcomes = None, True, outcomes
    row.save()
    page = text(browser("founder").get(f"/vi/eligibility/saved/{row.pk}/"))
    assert "chưa có chính sách này" in page
    assert "Có thể được hỗ trợ" in page
    unchanged = text(browser("founder").get(f"/vi/eligibility/saved/{save()}/"))
    assert "chưa có chính sách này" not in unchanged


def test_the_pages_save_list_open_and_delete() -> None:
    client = browser("founder")
    query = "applicant_kind=enterprise&small_or_medium=yes"
    form = inputs(text(client.get(f"/vi/eligibility/saved/new/?{query}")))
    sent = client.post(f"/vi/eligibility/saved/new/?{query}", {**form, "name": "Thuê thiết bị"})
    assert sent.status_code == 303
    again = client.post(f"/vi/eligibility/saved/new/?{query}", {**form, "name": "Thuê thiết bị"})
    assert again.headers["Location"] == sent.headers["Location"]
    listed = text(client.get("/vi/eligibility/saved/"))
    assert f'href="{sent.headers["Location"]}"' in listed
    assert "TableView" not in listed
    page = sent.headers["Location"]
    assert "Thuê thiết bị" in text(client.get(page))
    assert browser("resident").get(page).status_code == 404
    confirm = inputs(text(client.get(f"{page}remove/")))
    assert client.post(f"{page}remove/", confirm).status_code == 303
    assert client.get(page).status_code == 404


def test_a_refused_form_keeps_what_was_typed() -> None:
    client = browser("founder")
    form = inputs(text(client.get("/vi/eligibility/saved/new/")))
    answer = client.post("/vi/eligibility/saved/new/", {**form, "name": "Của tôi"})
    assert answer.status_code == 422
    assert 'value="Của tôi"' in text(answer)
    assert "Chưa có câu trả lời nào" in text(answer)


def test_a_check_belongs_to_the_law_of_its_day() -> None:
    actor = persona("founder")
    late = usecases.save_check(
        SaveCheck("", ANSWERS, actor.key), actor=persona("founder", at=MOMENT + timedelta(days=1))
    )
    line = queries.saved_check(late, actor)
    assert line.name == f"{MOMENT.date() + timedelta(days=1):%d/%m/%Y}", "without a name, the day"
