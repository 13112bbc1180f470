"""Load of a unit, times of steps, promised days kept: who may see them, and what they count."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khue.core.actor import Actor
from khue.core.errors import NotAllowed
from khue.features.desk import queries
from khue.features.desk.views.figures import _share
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers import usecases
from khue.features.dossiers.domain.commands import AskSupplement, Supplement, TakeTask
from khue.features.dossiers.models import Apology, DecisionRecord, Dossier, Pause, SupplementRequest, Task
from khue.features.dossiers.queries import Period
from khue.features.dossiers.queries.punctuality import Punctuality
from khue.features.people import usecases as people
from khue.features.people.domain import AssignRole
from khue.features.rulebook.queries import calendar
from khue.site.sample import stories
from khue.site.sample.stories import Story
from tests.cast import MOMENT, organisation, persona, setup_actor
from tests.desk.browsers import LANGUAGES, browser, path, text
from tests.desk.bulk_cases import now, order, parts, run, states
from tests.dossiers.cases import accepted, submitted, the_task
from tests.house.stock import project

pytestmark = pytest.mark.django_db
TODAY = MOMENT.date()


def head(unit: str = "DOST-QLCN", at: datetime | None = None) -> Actor:
    """The auditor, who is head of a unit for a day: only that right counts here."""
    from dataclasses import replace

    found = persona("auditor", at=at)
    rights = {"dossiers.read", "staff.desks", "desk.watch_unit"}
    return replace(found, rights=frozenset(rights), units=(unit,))


# -- load --------------------------------------------------------------------------------------------------------------


def test_the_load_of_a_unit_by_person_and_due_time() -> None:
    ids = parts(6)
    appraiser, today = persona("appraiser"), persona("appraiser").today
    days = (-1, 0, 1, 9)
    for task, shift in zip(ids, days, strict=False):
        usecases.take_task(TakeTask(task), actor=appraiser)
        day = today + timedelta(days=shift)
        Task.objects.filter(pk=task).update(due_on=day, sort_on=day, paused=False)
    usecases.take_task(TakeTask(ids[4]), actor=appraiser)
    Task.objects.filter(pk=ids[4]).update(paused=True)
    Task.objects.filter(pk=ids[5]).update(due_on=today, sort_on=today)
    board = queries.load_board(head(), "DOST-QLCN")
    (line,) = board.people
    assert line.name == appraiser.name
    assert dict(line.counts) == {"overdue": 1, "today": 1, "week": 1, "later": 1, "standing": 1}
    assert board.unclaimed["today"] == 1


def test_a_board_is_for_those_who_answer_for_the_unit() -> None:
    with pytest.raises(NotAllowed):
        queries.load_board(head("DOST-QLKH"), "DOST-QLCN")
    with pytest.raises(NotAllowed):
        queries.load_board(persona("officer"), "DOST-QLKH")
    with pytest.raises(NotAllowed):
        queries.load_board(persona("administrator"), "gibt-es-nicht")
    assert queries.load_board(persona("administrator"), "DOST-QLCN").unit == "DOST-QLCN"
    assert set(queries.watched_units(head())) == {"DOST-QLCN"}


def test_an_absence_stands_on_the_board() -> None:
    from khue.features.staff import usecases as staff
    from khue.features.staff.domain.commands import RegisterAbsence

    absent = persona("appraiser")
    asked = RegisterAbsence(absent.key, "annual_leave", absent.today, absent.today + timedelta(days=3))
    staff.register_absence(asked, actor=absent)
    (line,) = queries.load_board(head(), "DOST-QLCN").people
    assert line.away is not None
    assert line.away.valid_until == absent.today + timedelta(days=3)


def test_a_head_hands_tasks_of_the_unit_over_without_holding_their_right() -> None:
    from dataclasses import replace

    first, second = parts(2)
    for task in (first, second):
        usecases.take_task(TakeTask(task), actor=now("appraiser"))
    for who, unit, role in (("auditor", "DOST-QLCN", "unit-head"), ("officer", "DOST-QLCN", "appraiser")):
        people.assign_role(AssignRole(persona(who).key, unit, role, persona("clerk").today), actor=setup_actor())
    boss = replace(now("auditor"))
    assert queries.overseen(boss, persona("appraiser").key) is not None
    assert queries.overseen(head("DOST-QLKH"), persona("appraiser").key) is None
    assert queries.overseen(boss, "nobody") is None
    bulk = order("hand_over", [first], "auditor", to=persona("officer").key, ground="San việc")
    run(bulk)
    back = order("put_back", [second], "auditor", ground="San việc")
    run(back)
    assert (states(bulk), states(back)) == (["done"], ["done"])
    assert [Task.objects.get(pk=task).assignee for task in (first, second)] == [persona("officer").key, ""]
    page = text(browser("auditor").get(path("desk:tasks"), {"of": persona("officer").key}))
    assert persona("officer").name in page
    assert f'value="{first}"' in page
    assert f'value="{first}"' not in text(browser("clerk").get(path("desk:tasks"), {"of": persona("officer").key}))


# -- times of steps ----------------------------------------------------------------------------------------------------


def closed(
    opened: date, last: date, *, step: str = "appraisal", outcome: str = "appraised", dossier: Dossier | None = None
) -> Task:
    """A task that was closed by the appraiser at nine in the morning."""
    case = dossier or accepted()
    task = Task.objects.filter(dossier=case).latest("pk")
    moment = datetime(last.year, last.month, last.day, 2, tzinfo=UTC)
    task.pk, task.step, task.subject = None, step, f"part:{Task.objects.count()}"
    task.opened_on, task.closed_at, task.outcome = opened, moment, outcome
    task.closed_by = persona("appraiser").key
    task.save(force_insert=True)
    return task


def times(**also: Any) -> dict[str, dossiers.StepTime]:
    asked = Period(also.pop("first", TODAY), also.pop("last", TODAY + timedelta(days=60)), **also)
    return {line.step_key: line for line in dossiers.step_times(asked, persona("auditor"))}


def test_median_and_ninetieth_are_working_days_without_pauses() -> None:
    dossier, days = accepted(), calendar()
    for length in (0, 1, 2, 3, 10):
        closed(TODAY, days.add_working_days(TODAY, length) if length else TODAY, dossier=dossier)
    found = times()["appraisal"]
    assert (found.closed, found.median, found.ninetieth) == (5, 2, 10)
    Pause.objects.create(
        dossier=dossier,
        started_on=days.add_working_days(TODAY, 1),
        ended_on=days.add_working_days(TODAY, 5),
        ground="x",
    )
    assert times()["appraisal"].ninetieth == 6, "the clock stood still for four working days"
    assert "appraisal" not in times(first=TODAY + timedelta(days=30))
    assert "appraisal" not in times(people=(persona("officer").key,))
    assert times(people=(persona("appraiser").key,))["appraisal"].closed == 5
    assert times(procedure="equipment-support")["appraisal"].closed == 5
    assert times(procedure="gone") == {}


def test_returns_count_supplements_of_the_step_and_ways_back() -> None:
    task = the_task(submitted())
    usecases.request_supplement(AskSupplement(task.pk, "Thiếu báo giá"), actor=persona("clerk"))
    assert SupplementRequest.objects.get().step == "completeness"
    usecases.supplement_dossier(Supplement(task.dossier_id, "Đã bổ sung"), actor=persona("researcher"))
    dossier = accepted()
    closed(TODAY, TODAY, step="decision", outcome="back", dossier=dossier)
    closed(TODAY, TODAY, step="decision", outcome="grant", dossier=dossier)
    closed(TODAY, TODAY, step="acceptance", outcome="returned", dossier=dossier)
    closed(TODAY, TODAY, step="appraisal", outcome="withdrawn", dossier=dossier)
    found = times()
    assert (found["completeness"].supplements, found["completeness"].sent_back) == (1, 0)
    assert (found["decision"].closed, found["decision"].sent_back) == (2, 1)
    assert found["acceptance"].returns == 1
    assert "appraisal" not in found, "a withdrawal is no work of the step"


# -- promised days -----------------------------------------------------------------------------------------------------


def decided(late: int, *, moved: int = 0, apology: bool = False) -> Dossier:
    """A dossier decided ``late`` days after its promised day, which supplements moved by ``moved`` days."""
    dossier = accepted()
    promised = dossier.promised_on
    assert promised is not None
    due = promised + timedelta(days=moved)
    if apology:
        Apology.objects.create(
            dossier=dossier,
            old_due_on=due,
            new_due_on=due + timedelta(days=30),
            ground="x",
            prepared_on=TODAY,
            sent_on=TODAY,
        )
        due += timedelta(days=30)
    Dossier.objects.filter(pk=dossier.pk).update(due_on=due)
    DecisionRecord.objects.create(
        dossier=dossier, outcome="granted", text_vi="x", explanation={}, decider=persona("decider").key,
        decider_name="Đỗ", decided_on=promised + timedelta(days=late),
    )  # fmt: skip
    return dossier


def counts(**also: Any) -> tuple[dict[str, int], dossiers.Punctuality]:
    found = dossiers.punctuality(Period(TODAY, TODAY + timedelta(days=90), **also), persona("auditor"))
    return dict(found.counts), found


def test_each_measure_is_a_count_out_of_a_count_and_leads_to_its_dossiers() -> None:
    early, punctual, late = decided(-3), decided(0), decided(4)
    supplemented = decided(5, moved=7)
    sorry = decided(6, apology=True)
    SupplementRequest.objects.create(
        dossier=supplemented, ground="x", asked_by="party:1", asked_on=TODAY, answered_on=TODAY
    )
    SupplementRequest.objects.create(
        dossier=supplemented, ground="y", asked_by="party:1", asked_on=TODAY, answered_on=TODAY
    )
    found, whole = counts()
    assert (whole.decided, whole.requests) == (5, 2)
    assert found == {
        "all": 5,
        "on_time": 3,
        "early": 2,
        "overdue": 2,
        "supplemented": 1,
        "apologised": 1,
        "first_promise": 2,
        "electronic": 0,
    }
    period = Period(TODAY, TODAY + timedelta(days=90))
    listed = {
        name: {row.number for row in dossiers.decided_dossiers(period, name, persona("auditor")).rows} for name in found
    }
    assert {name: len(numbers) for name, numbers in listed.items()} == found, "the drill-down holds what was counted"
    assert listed["overdue"] == {late.number, sorry.number}, "an apology makes no late answer punctual"
    assert listed["early"] == {early.number, supplemented.number}
    assert punctual.number in listed["on_time"]
    assert counts(people=(persona("decider").key,))[1].decided == 0, "nobody of that unit closed a step"
    assert counts(people=(persona("clerk").key,))[1].decided == 5
    assert counts(procedure="gone")[1].decided == 0


def test_the_counted_dossiers_page_both_ways() -> None:
    for late in range(5):
        decided(late)
    period, auditor = Period(TODAY, TODAY + timedelta(days=90)), persona("auditor")
    first = dossiers.decided_dossiers(period, "all", auditor, None, 2)
    second = dossiers.decided_dossiers(period, "all", auditor, first.next, 2)
    third = dossiers.decided_dossiers(period, "all", auditor, second.next, 2)
    numbers = [row.number for page in (first, second, third) for row in page.rows]
    assert len(set(numbers)) == 5
    assert third.next is None
    assert dossiers.decided_dossiers(period, "all", auditor, second.previous, 2).rows == first.rows
    for nonsense in ("x", "n2026-99-99.1", "n2026-01-01.x"):
        assert dossiers.decided_dossiers(period, "all", auditor, nonsense, 2).rows == first.rows


# -- pages -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_boards_open_with_and_without_figures(language: str) -> None:
    administrator = browser("administrator")
    for name in ("desk:load", "desk:bottlenecks", "desk:on-time"):
        here = path(name, language=language)
        assert administrator.get(here).status_code == 200, name
        assert browser("officer").get(here).status_code == 403, name
    decided(0)
    period = {"from": f"{TODAY:%d/%m/%Y}", "until": f"{TODAY + timedelta(days=90):%d/%m/%Y}"}
    shown = text(administrator.get(path("desk:on-time", language=language), {**period, "measure": "on_time"}))
    assert "(1/1)" in shown
    for name in ("desk:load", "desk:bottlenecks", "desk:on-time"):
        for kind in ("csv", "xlsx"):
            file = administrator.get(path(name, language=language), {**period, "format": kind})
            assert b"".join(file.streaming_content), (name, kind)


@pytest.mark.parametrize(
    "given",
    [
        {"from": "x", "until": "y"},
        {"from": "01/01/2020", "until": "01/01/2026"},
        {"from": "02/03/2026", "until": "01/03/2026"},
        {"unit": "gone"},
        {"procedure": "gone"},
    ],
)
def test_a_period_that_cannot_be_is_told_and_kept(given: dict[str, str]) -> None:
    for name in ("desk:bottlenecks", "desk:on-time"):
        answer = browser("administrator").get(path(name), given)
        assert answer.status_code == 422
        assert next(iter(given.values())) in text(answer)


def test_every_page_of_the_desk_keeps_under_thirty_questions() -> None:
    tasks = parts(12)
    bulk = order("take", tasks)
    number = Task.objects.get(pk=tasks[0]).dossier_number
    decided(0)
    stories.open_budget(actor=now("accountant"))
    stories.appropriate(9_000_000_000, actor=now("accountant"))
    check = the_task(submitted()).pk
    case = Story(now, project(3), organisation("VLSH"), "researcher", "0100109106").applied().accepted_for_processing()
    deciding = case.appraised().task("decision")
    late = case.granted().agreed().delivered(1).task("acceptance", 1)
    pages = {
        "officer": [path("desk:task", late), path("desk:task", deciding), path("desk:hand-over", late)],
        "clerk": [path(f"desk:{name}", check) for name in ("task", "ask-supplement", "refuse-receipt", "hand-over")],
        "auditor": [path("desk:audit", f"dossier:{case.dossier_id}"), path("desk:search") + "?q=loc", path("desk:task", late)],
        "administrator": [path("desk:load"), path("desk:bottlenecks"), path("desk:on-time"), path("desk:keyboard")],
        "appraiser": [
            path("desk:tasks"), path("desk:task", tasks[0]), path("desk:notes", number), path("desk:views"),
            path("desk:settings"), path("desk:bulk-deed", bulk), path("desk:bulk-deeds"),
            path("desk:bulk") + "?kind=hand_over&all=1", path("desk:save-view") + "?view=mine", path("desk:register"),
            path("desk:hand-over", tasks[0]),
        ],
    }  # fmt: skip
    found = {}
    for who, listed in pages.items():
        visitor = browser(who)
        for page in listed:
            visitor.get(page)
            with CaptureQueriesContext(connection) as seen:
                assert visitor.get(page).status_code == 200, page
            found[page] = len(seen)
    # A task of a decided support carries the parts of four rooms: costs, tranches, appeals, signed papers.
    full = {path("desk:task", late), path("desk:task", deciding)}
    assert {page: count for page, count in found.items() if count >= (36 if page in full else 30)} == {}


@pytest.mark.parametrize(
    ("count", "decided", "said"),
    [(0, 0, "0/0"), (2, 23, "8,7 % (2/23)"), (54, 55, "98,2 % (54/55)"), (23, 23, "100,0 % (23/23)"), (0, 9, "0,0 % (0/9)"),
     (9_999, 10_000, "99,9 % (9999/10000)"), (1, 10_000, "0,1 % (1/10000)")],
)  # fmt: skip
def test_a_share_is_rounded_to_the_nearest_but_all_means_all_and_none_means_none(
    count: int, decided: int, said: str
) -> None:
    assert _share(Punctuality(decided, 0, {"on_time": count}), "on_time") == said
