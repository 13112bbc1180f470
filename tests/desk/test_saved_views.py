"""Saved views: named, shared, replaced, removed, and told when they no longer mean anything."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.desk import queries, usecases
from khue.features.desk.domain.saved_views import ChooseDefaultView, RemoveView, SaveView, Wanted
from khue.features.desk.models import DeskChoice, SavedView
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.models import Task
from khue.features.dossiers.queries import DeskFilter
from khue.kernel.models import AuditRecord
from tests.cast import persona
from tests.desk.browsers import browser, inputs, path, text
from tests.dossiers.cases import accepted, submitted, the_task

pytestmark = pytest.mark.django_db
LATE = Wanted(view="mine", due="overdue")


def save(name: str = "Việc trễ", wanted: Wanted = LATE, who: str = "clerk", **also: Any) -> int:
    return usecases.save_view(SaveView(name, wanted, **also), actor=persona(who))


def lines(who: str = "clerk") -> dict[str, queries.ViewLine]:
    actor = persona(who)
    return {line.name: line for line in queries.saved_views(actor, queries.choice(actor.key))}


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


def test_a_view_is_kept_with_its_audit_and_only_its_owner_sees_it() -> None:
    number = save(default=True)
    assert lines()["Việc trễ"].wanted == LATE
    assert lines()["Việc trễ"].default
    assert lines("officer") == {}
    record = AuditRecord.objects.get(deed="desk.save_view")
    assert record.subjects == [persona("clerk").key]
    assert SavedView.objects.get(pk=number).saved_by == persona("clerk").key


def test_the_same_form_twice_saves_one_view() -> None:
    once = uuid4()
    assert save(once=once) == save(once=once)
    assert SavedView.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "wanted", "also", "code"),
    [
        ("  ", LATE, {}, "desk.no_name"),
        ("x" * 61, LATE, {}, "desk.long_name"),
        ("viec  TRE", LATE, {}, "desk.name_taken"),
        ("A", Wanted(procedure="gone"), {}, "desk.bad_filter"),
        ("A", Wanted(step="gone"), {}, "desk.bad_filter"),
        ("A", Wanted(due="sometime"), {}, "desk.bad_filter"),
        ("A", LATE, {"unit": "DOF-KT"}, "desk.not_my_unit"),
    ],
)
def test_a_refused_view_says_why_and_changes_nothing(
    name: str, wanted: Wanted, also: dict[str, Any], code: str
) -> None:
    save()
    with pytest.raises(Refused) as refused:
        save(name, wanted, **also)
    assert codes(refused) == {code}
    assert SavedView.objects.count() == 1
    assert AuditRecord.objects.filter(deed="desk.save_view").count() == 1


def test_a_units_view_is_seen_by_the_unit_and_changed_by_who_saved_it() -> None:
    number = save(unit="DOST-MOTCUA")
    assert lines()["Việc trễ"].unit == "DOST-MOTCUA"
    assert lines("officer") == {}
    with pytest.raises(Missing):
        usecases.remove_view(RemoveView(number), actor=persona("officer"))
    SavedView.objects.filter(pk=number).update(saved_by="party:1", saved_by_name="Người khác")
    assert not lines()["Việc trễ"].may_change
    with pytest.raises(NotAllowed) as not_allowed:
        usecases.remove_view(RemoveView(number), actor=persona("clerk"))
    assert "Người khác" in not_allowed.value.text.vi


def test_a_replaced_view_keeps_its_place_and_the_old_one_is_kept() -> None:
    old = save(default=True)
    new = save("Việc trễ", Wanted(due="today"), replaces=old)
    assert list(lines()) == ["Việc trễ"]
    assert lines()["Việc trễ"].default, "whoever opened the desk with it still does"
    row = SavedView.objects.get(pk=old)
    assert (row.removed_by, row.wanted) == (persona("clerk").key, LATE.to_json())
    assert SavedView.objects.get(pk=new).replaces_id == old


def test_a_removed_view_leaves_the_whole_desk() -> None:
    number = save(default=True)
    once = uuid4()
    usecases.remove_view(RemoveView(number, once), actor=persona("clerk"))
    usecases.remove_view(RemoveView(number, once), actor=persona("clerk"))
    assert lines() == {}
    assert DeskChoice.objects.get().default_view_id is None
    assert AuditRecord.objects.filter(deed="desk.remove_view").count() == 1
    with pytest.raises(Missing):
        usecases.choose_default_view(ChooseDefaultView(number), actor=persona("clerk"))


def test_the_database_keeps_one_name_per_owner_and_no_nameless_view() -> None:
    row = SavedView.objects.get(pk=save())
    row.pk = None
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()
    row.folded = ""
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()


# -- the list ----------------------------------------------------------------------------------------------------------


def test_due_times_part_the_desk_without_overlap() -> None:
    first = the_task(submitted())
    clerk = persona("clerk")
    week = dossiers.due_when
    days = {"overdue": -1, "today": 0, "week": 1, "later": 9}
    for number, (due, shift) in enumerate(days.items()):
        day = clerk.today.fromordinal(clerk.today.toordinal() + shift)
        Task.objects.filter(pk=first.pk).update(due_on=day, sort_on=day, paused=False)
        found = {name for name in dossiers.DUES if name and dossiers.desk(clerk, DeskFilter(due=name)).rows}
        assert found == {due}, number
        assert {name for name in days if Task.objects.filter(week(name, clerk.today), pk=first.pk).exists()} == {due}
        assert len(list(dossiers.whole_desk(clerk, DeskFilter(due=due)))) == 1
    Task.objects.filter(pk=first.pk).update(paused=True)
    assert {name for name in dossiers.DUES if name and dossiers.desk(clerk, DeskFilter(due=name)).rows} == {"standing"}


def test_the_desk_opens_with_the_chosen_view_and_all_is_one_press_away() -> None:
    task = the_task(submitted())
    clerk = browser("clerk")
    assert task.title in text(clerk.get(path("desk:tasks")))
    save(default=True)
    assert task.title not in text(clerk.get(path("desk:tasks")))
    assert task.title in text(clerk.get(path("desk:tasks") + "?view=all"))


def test_a_filter_is_saved_on_pages_and_a_refusal_keeps_what_was_typed() -> None:
    accepted()
    clerk = browser("clerk")
    listed = text(clerk.get(path("desk:tasks"), {"step": "completeness", "due": "week"}))
    assert path("desk:save-view") in listed
    here = path("desk:save-view") + "?step=completeness&due=week"
    words = inputs(text(clerk.get(here)))
    answer = clerk.post(here, {**words, "name": " ", "unit": "DOST-MOTCUA"})
    assert answer.status_code == 422
    assert "Chưa đặt tên" in text(answer)
    words["name"] = "Tuần này <b>"
    assert clerk.post(here, {**words, "unit": "DOST-MOTCUA"}).status_code == 303
    assert clerk.post(here, {**words, "unit": "DOST-MOTCUA"}).status_code == 303
    assert SavedView.objects.get().wanted == {"view": "all", "step": "completeness", "due": "week"}
    assert "Tuần này &lt;b&gt;" in text(clerk.get(path("desk:tasks")))
    assert "Tuần này &lt;b&gt;" in text(clerk.get(path("desk:views", language="en")))


def test_a_view_that_means_nothing_any_more_says_so_and_never_breaks() -> None:
    number = save(default=True)
    SavedView.objects.filter(pk=number).update(wanted={"view": "gone", "step": "gone", "procedure": "gone", "due": "x"})
    clerk = browser("clerk")
    assert clerk.get(path("desk:tasks")).status_code == 200
    opened = text(clerk.get(path("desk:tasks"), {"saved": number}))
    assert "không còn dùng được" in opened
    listed = text(clerk.get(path("desk:views")))
    assert "Bước “gone” không còn." in listed
    with pytest.raises(Refused):
        usecases.choose_default_view(ChooseDefaultView(number), actor=persona("clerk"))


@pytest.mark.parametrize("given", ["saved=9999999999999999999999", "saved=x", "step=" + "a" * 500])
def test_nonsense_in_the_address_shows_the_list(given: str) -> None:
    assert browser("clerk").get(path("desk:tasks") + "?" + given).status_code == 200
    assert browser("clerk").get(path("desk:save-view") + "?" + given.replace("saved", "replaces")).status_code in (
        200,
        404,
    )
