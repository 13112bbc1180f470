"""Bulk deeds: each row a deed of its own with its own result, never twice, with the rights of the moment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from khue.core.actor import Actor
from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.desk import queries, usecases
from khue.features.desk.domain.bulk import BulkOrder, StopBulk
from khue.features.desk.models import BulkDeed, BulkRow
from khue.features.desk.usecases.bulk import running
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.domain.commands import PutBack, TakeTask
from khue.features.dossiers.models import Apology, Dossier, Task
from khue.features.people import usecases as people
from khue.features.people.domain import AssignRole, EndRole
from khue.features.people.models import RoleHolding
from khue.kernel import audit
from khue.kernel.clock import job_actor
from khue.kernel.models import AuditRecord, Notice
from tests.cast import persona, setup_actor
from tests.desk.browsers import LANGUAGES, browser, inputs, path, text
from tests.desk.bulk_cases import now, order, parts, run, states
from tests.dossiers.cases import submitted, the_task

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


def deeds(name: str) -> int:
    return AuditRecord.objects.filter(deed=name).count()


# -- ordering ----------------------------------------------------------------------------------------------------------


def test_an_order_leaves_its_rows_a_job_and_a_record_and_nothing_is_done_yet() -> None:
    tasks = parts(3)
    bulk = order("take", tasks)
    assert states(bulk) == ["waiting"] * 3
    assert deeds("desk.order_bulk") == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'desk.run_bulk'")
        assert cursor.fetchone() == (1,)
    assert not Task.objects.exclude(assignee="").filter(pk__in=tasks).exists()


def test_the_same_order_twice_is_one() -> None:
    tasks, once = parts(2), uuid4()
    assert order("take", tasks, once=once) == order("take", tasks, once=once)
    assert BulkDeed.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "also", "code"),
    [
        ("steal", {}, "desk.kind"),
        ("hand_over", {"ground": "Nghỉ phép"}, "desk.no_receiver"),
        ("hand_over", {"to": "party:1"}, "desk.no_ground"),
        ("put_back", {"ground": "  "}, "desk.no_ground"),
        ("accept", {}, "desk.not_checked"),
        ("apologise", {"ground": "Chờ ý kiến"}, "desk.no_day"),
    ],
)
def test_an_order_that_lacks_something_says_what_and_leaves_nothing(kind: str, also: dict[str, Any], code: str) -> None:
    tasks = parts(1)
    with pytest.raises(Refused) as refused:
        order(kind, tasks, **also)
    assert code in codes(refused)
    assert not BulkDeed.objects.exists()


def test_no_row_too_many_rows_and_rows_of_nobody_are_refused() -> None:
    for tasks, code in (([], "desk.no_rows"), ([10**12], "desk.no_rows"), (list(range(1, 1002)), "desk.too_many_rows")):
        with pytest.raises(Refused) as refused:
            order("take", tasks)
        assert code in codes(refused)
    with pytest.raises(NotAllowed):
        order("take", parts(1), "resident")


# -- doing -------------------------------------------------------------------------------------------------------------


def test_each_row_has_its_own_result_and_its_own_record() -> None:
    free, mine, taken, closed = parts(4)
    dossiers.take_task(TakeTask(mine), actor=now("appraiser"))
    Task.objects.filter(pk=taken).update(assignee="party:1", assignee_name="Người khác")
    bulk = order("take", [free, mine, taken, closed])
    Task.objects.filter(pk=closed).update(
        closed_at=now("officer").moment, closed_by="party:2", closed_by_name="Ai đó", outcome="appraised"
    )
    assert run(bulk) == 4
    assert states(bulk) == ["done", "done", "conflict", "conflict"]
    rows = queries.bulk_rows(bulk, now("appraiser")).rows
    assert "Người khác đã nhận việc này." in rows[2].reasons[0].vi
    assert "Ai đó" in rows[3].reasons[0].vi
    record = AuditRecord.objects.filter(deed="dossiers.take_task").latest("pk")
    assert record.actor == persona("appraiser").key
    assert audit.records_of(f"task:{free}")[0].request == f"bulk:{bulk}"
    assert BulkDeed.objects.get().ended_at is not None
    assert deeds("desk.finish_bulk") == 1
    assert run(bulk) == 0, "a second run finds nothing to do"
    assert deeds("desk.finish_bulk") == 1


def test_a_fault_of_ours_in_one_row_leaves_the_others_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    first, broken, last = parts(3)
    bulk = order("take", [first, broken, last])
    whole = running.DEEDS["take"]

    def faulty(order_: BulkDeed, task: int, once: UUID, actor: Actor) -> None:
        if task == broken:
            raise ZeroDivisionError("a slip of ours")
        whole(order_, task, once, actor)

    monkeypatch.setattr(running, "DEEDS", {**running.DEEDS, "take": faulty})
    assert run(bulk) == 3
    assert states(bulk) == ["done", "refused", "done"]
    reason = queries.bulk_rows(bulk, now("appraiser")).rows[1].reasons[0]
    assert "lỗi ngoài dự kiến" in reason.vi
    assert BulkDeed.objects.get().ended_at is not None


def test_handing_over_asks_for_the_colleagues_right_and_side_row_by_row() -> None:
    tasks = parts(2)
    people.assign_role(
        AssignRole(persona("researcher").key, "DOST-QLCN", "appraiser", persona("clerk").today), actor=setup_actor()
    )
    for who, code in (("clerk", "no_right"), ("researcher", "own_case")):
        bulk = order("hand_over", tasks, to=persona(who).key, ground="Nghỉ phép")
        run(bulk)
        assert states(bulk) == ["refused", "refused"], code
    assert not Task.objects.exclude(assignee="").filter(pk__in=tasks).exists()
    people.assign_role(
        AssignRole(persona("officer").key, "DOST-QLCN", "appraiser", persona("clerk").today), actor=setup_actor()
    )
    bulk = order("hand_over", tasks, to=persona("officer").key, ground="Nghỉ phép")
    run(bulk)
    assert states(bulk) == ["done", "done"]
    assert set(Task.objects.filter(pk__in=tasks).values_list("assignee", flat=True)) == {persona("officer").key}
    assert Notice.objects.filter(party=persona("officer").key, kind="task").count() == 2


def test_tasks_go_back_to_the_unit_and_their_holder_hears_of_it() -> None:
    own, other = parts(2)
    dossiers.take_task(TakeTask(own), actor=now("appraiser"))
    Task.objects.filter(pk=other).update(assignee=persona("officer").key, assignee_name="Phạm")
    bulk = order("put_back", [own, other], ground="Chia lại việc")
    run(bulk)
    assert states(bulk) == ["done", "done"]
    assert set(Task.objects.filter(pk__in=[own, other]).values_list("assignee", flat=True)) == {""}
    assert Notice.objects.filter(party=persona("officer").key, kind="task").count() == 1
    before = deeds("dossiers.put_back_task")
    dossiers.put_back_task(PutBack(own, "Lần nữa"), actor=now("appraiser"))
    assert deeds("dossiers.put_back_task") == before, "what lies in the queue already leaves no record"
    dossiers.take_task(TakeTask(own), actor=now("appraiser"))
    with pytest.raises(Refused):
        dossiers.put_back_task(PutBack(own, " "), actor=now("appraiser"))
    assert Task.objects.get(pk=own).assignee == persona("appraiser").key


def test_checked_dossiers_are_accepted_and_an_unfit_step_is_refused() -> None:
    first, second = the_task(submitted()), the_task(submitted())
    other = parts(1)[0]
    bulk = order("accept", [first.pk, second.pk, other], "clerk", checked=True)
    run(bulk)
    assert states(bulk) == ["done", "done", "not_allowed"]
    assert Dossier.objects.get(pk=first.dossier_id).state == "in_progress"
    assert deeds("dossiers.accept_for_processing") == 3, "two of the bulk, one of the story"


def test_applicants_are_told_sorry_each_with_the_new_day() -> None:
    main, part = parts(2)
    dossier = Task.objects.get(pk=main).dossier
    today = now("appraiser").today
    Dossier.objects.filter(pk=dossier.pk).update(due_on=today + timedelta(days=1))
    from khue.features.rulebook.queries import calendar

    day = calendar().add_working_days(today, 9)
    bulk = order("apologise", [main, part], ground="Chờ ý kiến bằng văn bản", day=day)
    run(bulk)
    assert states(bulk) == ["done", "refused"]
    assert Apology.objects.get(dossier=dossier).new_due_on == day


def test_rights_count_as_they_stand_when_a_rows_turn_comes() -> None:
    tasks = parts(2)
    bulk = order("take", tasks)
    for holding in RoleHolding.objects.filter(person=persona("appraiser").person_id):
        people.end_role(EndRole(holding.pk, now("administrator").today), actor=now("administrator"))
    run(bulk)
    assert states(bulk) == ["not_allowed", "not_allowed"]
    assert not Task.objects.exclude(assignee="").filter(pk__in=tasks).exists()


def test_a_deputy_orders_with_the_absent_colleagues_rights_only_while_standing_in() -> None:
    from dataclasses import replace

    from khue.features.staff import queries as staff
    from khue.features.staff import usecases as arranging
    from khue.features.staff.domain.commands import RegisterAbsence

    tasks = parts(1)
    absent, deputy = now("appraiser"), now("officer")
    roles = tuple(RoleHolding.objects.filter(person=absent.person_id).values_list("pk", flat=True))
    asked = RegisterAbsence(
        absent.key, "annual_leave", absent.today, absent.today + timedelta(days=3), deputy.key, roles
    )
    number = arranging.register_absence(asked, actor=absent)
    found = staff.stand_in(deputy.person_id or 0, number, absent.today)
    assert found is not None
    standing_in = replace(
        deputy,
        rights=found.rights,
        units=found.units,
        mandate=f"absence:{number}:{absent.key}",
        stands_in_for=absent.key,
    )
    bulk = usecases.order_bulk(BulkOrder("take", tuple(tasks)), actor=standing_in)
    run(bulk)
    assert states(bulk) == ["done"]
    task = Task.objects.get(pk=tasks[0])
    assert task.assignee == absent.key
    assert deputy.name in task.assignee_name
    own = order("take", tasks, "officer")
    run(own)
    assert states(own) == ["not_allowed"], "in the own name the right is missing"


def test_the_rest_is_stopped_and_what_was_done_stays() -> None:
    tasks = parts(3)
    bulk = order("take", tasks)
    BulkRow.objects.filter(bulk=bulk, task=tasks[0]).update(state="done", done_at=now("clerk").moment)
    with pytest.raises(Missing):
        usecases.stop_bulk(StopBulk(bulk), actor=now("officer"))
    once = uuid4()
    usecases.stop_bulk(StopBulk(bulk, once), actor=now("appraiser"))
    usecases.stop_bulk(StopBulk(bulk, once), actor=now("appraiser"))
    assert states(bulk) == ["done", "stopped", "stopped"]
    assert deeds("desk.stop_bulk") == 1
    assert run(bulk) == 0
    assert not Task.objects.exclude(assignee="").filter(pk__in=tasks).exists()


def test_results_stay_as_they_are() -> None:
    bulk = order("take", parts(1))
    run(bulk)
    for change in ({"state": "refused"}, {"reasons": [1]}):
        with pytest.raises(DatabaseError), transaction.atomic():
            BulkRow.objects.filter(bulk=bulk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        BulkRow.objects.filter(bulk=bulk)._raw_delete("default")
    with pytest.raises(NotAllowed):
        usecases.run_bulk(bulk, actor=now("administrator"))
    assert usecases.run_bulk(10**12, actor=job_actor("desk.run_bulk")) == 0


# -- pages -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_ticked_rows_to_results_on_pages(language: str) -> None:
    tasks = parts(3)
    appraiser = browser("appraiser")
    listed = text(appraiser.get(path("desk:tasks", language=language)))
    assert f'name="task" value="{tasks[0]}"' in listed
    here = f"{path('desk:bulk', language=language)}?kind=put_back&task={tasks[0]}&task={tasks[1]}"
    words = inputs(text(appraiser.get(here)))
    assert words["tasks"] == f"{tasks[0]},{tasks[1]}"
    answer = appraiser.post(here, {**words, "ground": ""})
    assert answer.status_code == 422
    assert f'value="{tasks[0]},{tasks[1]}"' in text(answer), "what was ticked stays"
    answer = appraiser.post(here, {**words, "ground": "Chia lại việc"})
    assert answer.status_code == 303
    assert appraiser.post(here, {**words, "ground": "Chia lại việc"})["Location"] == answer["Location"]
    progress = text(appraiser.get(answer["Location"]))
    assert "<progress" in progress
    assert 'http-equiv="refresh"' in progress
    run(BulkDeed.objects.get().pk)
    ended = text(appraiser.get(answer["Location"]))
    assert 'http-equiv="refresh"' not in ended
    assert 'hx-trigger="every' not in ended
    for kind in ("csv", "xlsx", "json"):
        file = appraiser.get(answer["Location"], {"format": kind})
        assert b"".join(file.streaming_content), kind
    assert browser("officer").get(answer["Location"]).status_code == 404
    assert browser("auditor").get(answer["Location"]).status_code == 200
    assert text(appraiser.get(path("desk:bulk-deeds", language=language))).count("bulk/") >= 1


def test_all_that_match_is_fixed_when_it_is_shown() -> None:
    tasks = parts(3)
    appraiser = browser("appraiser")
    here = path("desk:bulk") + "?kind=take&all=1&step=appraisal"
    words = inputs(text(appraiser.get(here)))
    assert {int(number) for number in words["tasks"].split(",")} == set(tasks)
    task = Task.objects.get(pk=tasks[0])
    task.pk, task.subject = None, "part:late"
    task.save()
    assert appraiser.post(here, words).status_code == 303
    assert BulkRow.objects.count() == 3, "what came later was not seen, so it is not done"


@pytest.mark.parametrize(
    "given", ["", "kind=take", "kind=take&task=x", "kind=take&task=99999999999999999999", "kind=no&task=1"]
)
def test_nonsense_in_the_address_is_told_and_never_breaks(given: str) -> None:
    answer = browser("appraiser").get(f"{path('desk:bulk')}?{given}")
    assert answer.status_code in (200, 404)
    assert browser("appraiser").post(f"{path('desk:bulk')}?{given}", {"tasks": "1,,x"}).status_code in (404, 422)


def test_the_pages_cost_the_same_for_three_rows_and_for_thirty() -> None:
    def cost(count: int) -> tuple[int, int]:
        bulk = order("take", parts(count))
        appraiser = browser("appraiser")
        shown = f"{path('desk:bulk')}?kind=hand_over&all=1"
        found = []
        for page in (path("desk:bulk-deed", bulk), shown):
            appraiser.get(page)
            with CaptureQueriesContext(connection) as seen:
                assert appraiser.get(page).status_code == 200
            found.append(len(seen))
        return found[0], found[1]

    few = cost(3)
    assert cost(30) == few
    assert max(few) < 30


def test_a_task_is_taken_once_with_its_key() -> None:
    task, once = parts(1)[0], uuid4()
    dossiers.take_task(TakeTask(task, once), actor=now("appraiser"))
    Task.objects.filter(pk=task).update(assignee="party:1", assignee_name="Người khác")
    dossiers.take_task(TakeTask(task, once), actor=now("appraiser"))  # the answer was lost: no conflict with oneself
    with pytest.raises(Exception, match="taken"):
        dossiers.take_task(TakeTask(task), actor=now("appraiser"))
