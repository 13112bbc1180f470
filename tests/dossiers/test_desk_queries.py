"""The desk: the right tasks in the right order, at the same price however many there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khue.core.actor import Actor
from khue.core.errors import Missing
from khue.features.dossiers import queries
from khue.features.dossiers.models import Dossier, Task
from khue.features.dossiers.queries import DeskFilter
from tests.cast import MOMENT, persona
from tests.dossiers.cases import submitted, the_task

pytestmark = pytest.mark.django_db
TODAY = MOMENT.date()


def tasks(dossier: Dossier, right: str, *days: int | None, **values: object) -> list[Task]:
    """Open tasks due so many days from today; None has no clock."""
    made = []
    for number, offset in enumerate(days):
        due = TODAY + timedelta(days=offset) if offset is not None else None
        row: dict[str, object] = {
            "dossier": dossier, "dossier_number": dossier.number, "procedure_key": "equipment-support", "step": "appraisal",
            "subject": f"part:{right}{number}{values.get('assignee', '')}", "name_vi": "Việc", "title": "T",
            "applicant_name": "A", "right": right, "opened_on": TODAY, "due_on": due, "sort_on": due or date(9999, 12, 31),
        }  # fmt: skip
        made.append(Task.objects.create(**{**row, **values}))
    return made


def officer(*rights: str) -> Actor:
    return replace(persona("clerk"), rights=frozenset(rights))


@pytest.fixture
def dossier() -> Dossier:
    return submitted()


def pages(actor: Actor, size: int) -> list[list[int]]:
    found, after = [], None
    while True:
        page = queries.desk(actor, DeskFilter(), after, size)
        found.append([row.id for row in page.rows])
        if page.next is None:
            return found
        after = page.next


def test_tasks_of_all_my_rights_stand_by_due_day_and_those_without_clock_last(dossier: Dossier) -> None:
    a = tasks(dossier, "missions.appraise", 3, 1, None)
    b = tasks(dossier, "missions.agree", 2, 0)
    tasks(dossier, "missions.pay", 1)
    rows = queries.desk(officer("missions.appraise", "missions.agree"), DeskFilter()).rows
    assert [row.id for row in rows] == [b[1].pk, a[1].pk, b[0].pk, a[0].pk, a[2].pk]


def test_pages_meet_without_gap_or_repetition_and_lead_back(dossier: Dossier) -> None:
    tasks(dossier, "missions.appraise", *([1] * 7), 0, None)
    tasks(dossier, "missions.agree", *([1] * 6))
    me = officer("missions.appraise", "missions.agree")
    whole = [row.id for row in queries.desk(me, DeskFilter(), None, 100).rows]
    assert len(whole) == 15
    for size in (1, 2, 4, 15, 16):
        assert [pk for page in pages(me, size) for pk in page] == whole
    second = queries.desk(me, DeskFilter(), queries.desk(me, DeskFilter(), None, 4).next, 4)
    assert second.previous is not None
    back = queries.desk(me, DeskFilter(), second.previous, 4)
    assert [row.id for row in back.rows] == whole[:4]
    assert back.previous is None


@pytest.mark.parametrize("cursor", ["", "x", "n2026-99-99.1", "n2026-01-01.", "p0000-00-00.0", "' OR 1=1"])
def test_a_garbled_cursor_shows_the_first_page(dossier: Dossier, cursor: str) -> None:
    made = tasks(dossier, "missions.agree", 1)
    assert [row.id for row in queries.desk(officer("missions.agree"), DeskFilter(), cursor).rows] == [made[0].pk]


def test_the_views_hold_what_they_say(dossier: Dossier) -> None:
    me = officer("missions.agree")
    free, late = tasks(dossier, "missions.agree", 1, -3)
    mine = tasks(dossier, "missions.agree", 1, assignee=me.key)[0]
    theirs = tasks(dossier, "missions.agree", 1, assignee="party:1")[0]
    paused = tasks(dossier, "missions.agree", -5, assignee="party:2", paused=True)[0]

    def ids(view: str) -> set[int]:
        return {row.id for row in queries.desk(me, DeskFilter(view)).rows}

    assert ids("all") == {free.pk, late.pk, mine.pk, theirs.pk, paused.pk}
    assert ids("mine") == {mine.pk}
    assert ids("free") == {free.pk, late.pk}
    assert ids("overdue") == {late.pk}
    counts = queries.desk_counts(me)
    assert (counts.mine, counts.free, counts.overdue) == (1, 2, 1)
    assert queries.desk(me, DeskFilter("all", "another-procedure")).rows == ()


def test_counts_stop_at_their_bound(dossier: Dossier) -> None:
    tasks(dossier, "missions.agree", *([1] * (queries.MOST_COUNTED + 5)))
    assert queries.desk_counts(officer("missions.agree")).free == queries.MOST_COUNTED


def test_an_officer_without_rights_has_an_empty_desk(dossier: Dossier) -> None:
    tasks(dossier, "missions.agree", 1)
    nobody = officer()
    assert queries.desk(nobody, DeskFilter()).rows == ()
    assert queries.desk_counts(nobody).free == 0
    assert list(queries.whole_desk(nobody, DeskFilter())) == []


def test_the_list_is_one_query_for_one_task_and_for_thirty(dossier: Dossier) -> None:
    me = officer("missions.agree", "missions.appraise", "dossiers.receive")

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            queries.desk(me, DeskFilter())
        return len(seen)

    tasks(dossier, "missions.agree", 1)
    assert cost() == 1
    tasks(dossier, "missions.appraise", *([2] * 30))
    assert cost() == 1


def test_the_download_holds_every_task_in_order(dossier: Dossier) -> None:
    tasks(dossier, "missions.agree", *range(40, 0, -1))
    rows = list(queries.whole_desk(officer("missions.agree"), DeskFilter()))
    assert len(rows) == 40
    assert rows == sorted(rows, key=lambda row: row.sort_on)


def test_a_task_is_for_its_right_or_for_readers_and_missing_for_others() -> None:
    task = the_task(submitted())
    assert queries.task(task.pk, persona("clerk")).may_act
    assert not queries.task(task.pk, persona("decider")).may_act
    for who in ("resident", "researcher"):
        with pytest.raises(Missing):
            queries.task(task.pk, persona(who))
    with pytest.raises(Missing):
        queries.task(10**15, persona("clerk"))


def test_a_closed_task_says_who_when_and_how() -> None:
    dossier = submitted()
    task = the_task(dossier)
    Task.objects.filter(pk=task.pk).update(
        closed_at=MOMENT, closed_by="party:1", closed_by_name="Lê Thị Thu Hà", outcome="accept", note="Đủ"
    )
    found = queries.task(task.pk, persona("clerk"))
    assert not found.may_act
    assert (found.closed_by, found.closed_at, found.note) == ("Lê Thị Thu Hà", MOMENT, "Đủ")
    assert found.outcome is not None
    assert found.outcome.vi == "Tiếp nhận hồ sơ"
