"""Cases under way go on under another version: dry run, ground, one deed each, no day moved, safe to kill."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from khue.core.bilingual import Text
from khue.core.errors import NotAllowed, Refused
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.models import Dossier, FormerAnswer, Task, VersionMove
from khue.features.procedures import queries, usecases
from khue.features.procedures.domain.commands import MigrateCases, RemovePart
from khue.features.procedures.domain.places import Place, part
from khue.features.procedures.models import CaseMigration, MigratedCase
from khue.kernel.clock import job_actor
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from khue.site.sample.applications import PROCEDURE
from tests.cast import persona
from tests.desk.browsers import browser, inputs, path, text
from tests.dossiers.cases import accepted, submitted, the_task
from tests.procedures.drafts import (
    APPRAISAL,
    author,
    open_draft,
    publish,
    publish_note,
    publisher,
    put,
    with_clock,
    with_note,
)

GROUND = Text("Nghị quyết quy định áp dụng cho hồ sơ đang giải quyết", "The resolution applies to cases under way")


def order(steps: dict[str, str] | None = None, **changed: Any) -> MigrateCases:
    lines = {line.number: line.id for line in dossiers.versions(PROCEDURE)}
    values = {"source": lines[1], "target": lines[max(lines)], "provision": "res-34-2025.ordering", "ground": GROUND}
    return MigrateCases(PROCEDURE, steps=steps or {}, **{**values, **changed})


def run(migration: int) -> int:
    return usecases.migrate_waiting_cases(migration, actor=job_actor("procedures.migrate_cases"))


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


def without_appraisal() -> None:
    """Version 2: the appraisal is called review and has another key."""
    draft = open_draft()
    step = part(draft.content, APPRAISAL)
    put(draft, Place("step", ("review",)), {**step, "name": {"vi": "Rà soát", "en": "Review"}})
    usecases.remove_part(RemovePart(draft.pk, APPRAISAL), actor=author())
    for key, name, target in (("completeness", "accept", "review"), ("decision", "back", "review")):
        place = Place("step", (key,))
        draft.refresh_from_db()
        value = part(draft.content, place)
        value["outcomes"] = [{**o, "next": target} if o["key"] == name else o for o in value["outcomes"]]
        put(draft, place, value)
    draft.refresh_from_db()
    steps = draft.content["steps"]
    from khue.features.procedures.domain.commands import ShiftPart

    for _turn in range(len(steps) - 2):
        usecases.shift_part(ShiftPart(draft.pk, Place("step", ("review",)), -1), actor=author())
    publish(draft)


@pytest.mark.django_db
def test_a_migrated_case_keeps_its_days_and_every_trace_names_the_ground() -> None:
    case = accepted()
    due, task_due = case.due_on, the_task(case).due_on
    draft = open_draft()
    with_note(draft, required=True)
    with_clock(draft, 1)
    publish(draft)
    migration = usecases.migrate_cases(order(), actor=publisher(days=2))
    assert run(migration) == 1
    case.refresh_from_db()
    task = the_task(case)
    assert case.version_id == dossiers.newest_version(PROCEDURE, publisher(days=2).today)
    assert (case.due_on, case.promised_on, task.due_on) == (due, due, task_due)
    move = VersionMove.objects.get(dossier=case)
    assert (move.provision, move.ground) == ("res-34-2025.ordering", GROUND.vi)
    told = TimelineRow.objects.filter(wire="dossiers.migrated", subject=f"dossier:{case.pk}")
    assert {GROUND.vi in row.text_vi for row in told} == {True}
    assert Notice.objects.filter(party=persona("researcher").key, title_vi__contains="phiên bản mới").count() == 1
    assert AuditRecord.objects.filter(deed="procedures.migrate_case").count() == 1
    assert MigratedCase.objects.get().state == "moved"
    assert CaseMigration.objects.get().ended_at is not None


@pytest.mark.django_db
def test_the_dry_run_lists_every_case_and_writes_nothing() -> None:
    first, second = accepted(), submitted()
    draft = open_draft()
    with_note(draft, required=True)
    publish(draft)
    asked = order()
    found = queries.dry_run(asked.source, asked.target, {}, persona("decider"))
    assert {line.number for line in found.lines} == {first.number, second.number}
    assert {text.vi for line in found.lines for text in line.gaps} == {"Chưa trả lời: Ghi chú thêm."}
    assert (found.moving, found.refused) == (2, 0)
    assert not VersionMove.objects.exists()
    assert Dossier.objects.get(pk=first.pk).version_id == asked.source


@pytest.mark.django_db
def test_only_the_chosen_cases_move_and_no_day_of_any_case_does() -> None:
    first, second, third = accepted(), accepted(), submitted()
    days = {case.pk: (case.due_on, case.promised_on, the_task(case).due_on) for case in (first, second, third)}
    draft = open_draft()
    with_clock(draft, 1)
    publish(draft)
    asked = order(cases=(first.pk, third.pk))
    migration = usecases.migrate_cases(asked, actor=publisher(days=2))
    assert set(MigratedCase.objects.values_list("dossier_id", flat=True)) == {first.pk, third.pk}
    assert run(migration) == 2
    for case in (first, second, third):
        case.refresh_from_db()
        assert (case.due_on, case.promised_on, the_task(case).due_on) == days[case.pk]
    assert [case.version_id == asked.target for case in (first, second, third)] == [True, False, True]
    assert not VersionMove.objects.filter(dossier=second).exists()
    told = AuditRecord.objects.get(deed="procedures.migrate_cases").kept.get(part="values").body
    assert '"cases":2' in str(told)
    assert '"stay":1' in str(told)


@pytest.mark.django_db
def test_no_choice_or_a_case_that_is_gone_starts_nothing() -> None:
    case, other = accepted(), accepted()
    publish_note()
    with pytest.raises(Refused) as refused:
        usecases.migrate_cases(order(cases=()), actor=publisher())
    assert codes(refused) == {"no_choice"}
    run(usecases.migrate_cases(order(cases=(case.pk,)), actor=publisher()))
    with pytest.raises(Refused) as refused:
        usecases.migrate_cases(order(cases=(case.pk, other.pk)), actor=publisher())
    assert codes(refused) == {"cases_gone"}
    assert CaseMigration.objects.count() == 1


@pytest.mark.django_db
def test_the_page_offers_a_tick_for_each_case_that_can_move_and_the_reason_where_one_cannot() -> None:
    first, second = accepted(), submitted()
    without_appraisal()
    me = browser("decider")
    address = path("procedures:migrate", PROCEDURE) + "?source=1&target=2"
    page = text(me.get(address))
    ticks = re.findall(r'<input type="checkbox"[^>]*name="cases" value="(\d+)"[^>]* checked>', page)
    assert ticks == [str(second.pk)], "the open step of the first is gone"
    words = {**inputs(page), "provision": "res-34-2025.ordering", "ground_vi": "Theo nghị quyết", "ground_en": ""}
    words.pop("cases", None)
    nothing = me.post(address, words)
    assert nothing.status_code == 422
    assert "Chưa chọn hồ sơ nào" in text(nothing)
    assert " checked>" not in "".join(re.findall(r'<input type="checkbox"[^>]*name="cases"[^>]*>', text(nothing)))
    assert "Theo nghị quyết" in text(nothing)
    assert me.post(address, {**words, "cases": [str(second.pk)]}).status_code == 303
    assert MigratedCase.objects.get().dossier_id == second.pk
    assert first.pk != second.pk


@pytest.mark.django_db
def test_a_step_that_is_gone_refuses_the_case_until_one_is_named_in_its_place() -> None:
    case = accepted()
    without_appraisal()
    asked = order()
    bare = queries.dry_run(asked.source, asked.target, {}, persona("decider"))
    assert [reason.code for line in bare.lines for reason in line.reasons] == ["no_such_step"]
    assert [step.key for step in bare.unmapped] == ["appraisal"]
    run(usecases.migrate_cases(asked, actor=publisher()))
    row = MigratedCase.objects.get()
    assert (row.state, row.reasons[0]["code"]) == ("refused", "no_such_step")
    wrong = queries.dry_run(asked.source, asked.target, {"appraisal": "completeness"}, persona("decider"))
    assert [reason.code for line in wrong.lines for reason in line.reasons] == ["other_nature"]
    due = the_task(case).due_on
    run(usecases.migrate_cases(order({"appraisal": "review"}), actor=publisher()))
    task = the_task(case)
    assert (task.step, task.name_vi, task.due_on) == ("review", "Rà soát", due)
    assert browser("clerk").get(path("dossiers:follow", case.number)).status_code == 200


@pytest.mark.django_db
def test_without_a_ground_a_right_or_a_version_in_force_nothing_starts() -> None:
    accepted()
    publish_note()
    with pytest.raises(Refused) as refused:
        usecases.migrate_cases(order(provision="made-up"), actor=publisher())
    assert codes(refused) == {"no_provision"}
    with pytest.raises(NotAllowed):
        usecases.migrate_cases(order(), actor=author())
    with pytest.raises(Refused) as refused:
        usecases.migrate_cases(order(target=order().source), actor=publisher())
    assert codes(refused) == {"versions"}
    draft = open_draft()
    with_clock(draft, 2)
    publish(draft, in_days=9)
    with pytest.raises(Refused) as refused:
        usecases.migrate_cases(order(), actor=publisher())
    assert codes(refused) == {"not_in_force"}
    assert not CaseMigration.objects.exists()


@pytest.mark.django_db
def test_the_order_repeated_by_the_same_form_is_one_migration() -> None:
    accepted()
    publish_note()
    asked = order(once=uuid4())
    assert usecases.migrate_cases(asked, actor=publisher()) == usecases.migrate_cases(asked, actor=publisher())
    with pytest.raises(Refused) as refused:
        usecases.migrate_cases(order(), actor=publisher())
    assert codes(refused) == {"running"}


@pytest.mark.django_db
def test_a_killed_run_goes_on_where_it_stopped_and_touches_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    for _number in range(3):
        accepted()
    publish_note()
    migration = usecases.migrate_cases(order(), actor=publisher())
    from khue.features.procedures.usecases import migrating

    real, turns = migrating._move, iter(range(10))

    def killed(row: int, **how: Any) -> bool:
        if next(turns) == 1:
            raise KeyboardInterrupt
        return real(row, **how)

    monkeypatch.setattr(migrating, "_move", killed)
    with pytest.raises(KeyboardInterrupt):
        run(migration)
    assert sorted(MigratedCase.objects.values_list("state", flat=True)) == ["moved", "waiting", "waiting"]
    assert CaseMigration.objects.get().ended_at is None
    assert run(migration) == 2
    assert run(migration) == 0
    assert VersionMove.objects.count() == 3
    assert AuditRecord.objects.filter(deed="procedures.finish_migration").count() == 1


@pytest.mark.django_db
def test_an_answer_that_the_newer_version_does_not_ask_stays_readable_for_the_officer() -> None:
    case = accepted()
    draft = open_draft()
    usecases.remove_part(RemovePart(draft.pk, Place("field", ("task", "summary"))), actor=author())
    publish(draft)
    run(usecases.migrate_cases(order(), actor=publisher()))
    assert FormerAnswer.objects.get(dossier=case).question == "summary"
    page = text(browser("clerk").get(path("dossiers:follow", case.number)))
    assert str(case.answers["summary"])[:40] in page


@pytest.mark.django_db
def test_the_database_refuses_a_version_without_ground_and_a_day_that_moves_with_it() -> None:
    case = accepted()
    publish_note()
    newest = dossiers.newest_version(PROCEDURE, publisher().today)
    with pytest.raises(DatabaseError, match="fixed without a legal ground"), transaction.atomic():
        Dossier.objects.filter(pk=case.pk).update(version_id=newest)
    VersionMove.objects.create(
        dossier=case, from_version_id=case.version_id, to_version_id=newest, provision="x", ground="y",
        moved_by="party:1", moved_at=publisher().moment,
    )  # fmt: skip
    later = publisher(days=40).today
    with pytest.raises(DatabaseError, match="due day does not move"), transaction.atomic():
        Dossier.objects.filter(pk=case.pk).update(version_id=newest, due_on=later)
    with pytest.raises(DatabaseError, match="days do not move"), transaction.atomic():
        Task.objects.filter(dossier=case, closed_at=None).update(step="decision", due_on=later, sort_on=later)
    with pytest.raises(DatabaseError), transaction.atomic():
        VersionMove.objects.update(ground="khác")


@pytest.mark.slow
@pytest.mark.usefixtures("clone_db")
def test_two_workers_on_one_migration_move_each_case_once(in_threads: Callable[..., list[Any]]) -> None:
    for _number in range(4):
        accepted()
    publish_note()
    migration = usecases.migrate_cases(order(), actor=publisher())
    done = in_threads(*(lambda: run(migration) for _worker in range(3)))
    assert sum(done) == 4
    assert VersionMove.objects.count() == 4
    assert AuditRecord.objects.filter(deed="procedures.migrate_case").count() == 4
