"""Several at once on one dossier: real threads, real commits, a database of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import transaction

from khue.core.actor import Actor
from khue.core.errors import Conflict, Refused
from khue.features.dossiers import usecases
from khue.features.dossiers.domain.commands import (
    CompleteStep,
    SaveAnswers,
    StartDraft,
    SubmitDossier,
    TakeTask,
    Withdraw,
)
from khue.features.dossiers.models import Counter as Series
from khue.features.dossiers.models import Document, Dossier, Task
from khue.features.dossiers.queries import newest_version
from khue.features.dossiers.usecases.parts import new_dossier_number, next_number
from khue.kernel.models import AuditRecord, Notice
from khue.site.sample.applications import PROCEDURE
from khue.site.setup import grant_rights
from tests.cast import organisation, persona
from tests.dossiers.cases import draft, records, submitted, the_task

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("clone_db")]
InThreads = Callable[..., list[Any]]
THREADS = 6


def outcome(result: Any) -> str:
    return type(result).__name__ if isinstance(result, Exception) else "done"


def second_clerk() -> Actor:
    return replace(persona("clerk"), key=persona("appraiser").key, name="Đồng nghiệp tại quầy")


def test_two_officers_close_one_task_and_the_second_is_told_who_was_faster(in_threads: InThreads) -> None:
    dossier = submitted()
    task = the_task(dossier)
    clerks = (persona("clerk"), second_clerk())
    results = in_threads(
        *(
            lambda a=a: usecases.accept_for_processing(CompleteStep(task.pk, "accept", seen=dossier.stamp), actor=a)
            for a in clerks
        )
    )
    assert Counter(map(outcome, results)) == {"done": 1, "Conflict": 1}
    task.refresh_from_db()
    loser = next(result for result in results if isinstance(result, Conflict))
    assert task.closed_by_name in loser.text.vi
    assert task.closed_by_name in loser.text.en
    assert records(dossier, "dossiers.accept_for_processing") == 1
    assert the_task(dossier).step == "appraisal"
    assert Document.objects.filter(dossier=dossier, kind="form-01").count() == 1
    assert Notice.objects.filter(party=persona("researcher").key, path=f"/dossiers/{dossier.number}/").count() == 1


def test_accepting_and_refusing_at_once_ends_in_one_of_the_two(in_threads: InThreads) -> None:
    dossier = submitted()
    task = the_task(dossier)
    results = in_threads(
        lambda: usecases.accept_for_processing(CompleteStep(task.pk, "accept"), actor=persona("clerk")),
        lambda: usecases.refuse_receipt(CompleteStep(task.pk, "refuse", "Không thuộc đối tượng"), actor=second_clerk()),
    )
    assert Counter(map(outcome, results)) == {"done": 1, "Conflict": 1}
    dossier.refresh_from_db()
    kinds = list(Document.objects.filter(dossier=dossier).values_list("kind", flat=True))
    assert (dossier.state, kinds) in (("in_progress", ["form-01"]), ("refused_receipt", ["form-03"]))
    assert Task.objects.filter(dossier=dossier, closed_at=None).exists() == (dossier.state == "in_progress")


def test_a_withdrawal_and_an_acceptance_at_once_leave_no_open_task(in_threads: InThreads) -> None:
    dossier = submitted()
    task = the_task(dossier)
    results = in_threads(
        lambda: usecases.accept_for_processing(CompleteStep(task.pk, "accept"), actor=persona("clerk")),
        lambda: usecases.withdraw_dossier(Withdraw(dossier.pk, "Không còn nhu cầu"), actor=persona("researcher")),
    )
    assert outcome(results[1]) == "done"
    assert outcome(results[0]) in ("done", "Conflict")
    dossier.refresh_from_db()
    assert dossier.state == "withdrawn"
    assert not Task.objects.filter(dossier=dossier, closed_at=None).exists()


def test_dossier_numbers_are_given_once_also_for_the_first_ones_of_a_year(in_threads: InThreads) -> None:
    actor, applicant = persona("researcher"), organisation("VLSH")
    results = in_threads(
        *(lambda: usecases.start_draft(StartDraft(PROCEDURE, applicant), actor=actor) for _ in range(THREADS))
    )
    assert [outcome(result) for result in results] == ["done"] * THREADS
    numbers = sorted(Dossier.objects.values_list("number", flat=True))
    assert numbers == [f"HN-2026-{n:06d}" for n in range(1, THREADS + 1)]


def test_a_number_waits_for_no_other_deed_and_one_drawn_in_vain_is_left_out(in_threads: InThreads) -> None:
    def draw() -> str:
        return new_dossier_number(2026)

    assert draw() == "HN-2026-000001"
    with transaction.atomic():
        assert draw() == "HN-2026-000002"
        others = in_threads(draw, draw, draw)  # this deed is still under way
        transaction.set_rollback(True)
    assert sorted(others) == ["HN-2026-000003", "HN-2026-000004", "HN-2026-000005"]
    assert draw() == "HN-2026-000006"
    assert new_dossier_number(2027) == "HN-2027-000001"


def test_an_upgrade_goes_on_with_the_numbers_where_the_counter_stood(clone_db: str) -> None:
    for year in (2025, 2026, 2026):
        Dossier.objects.bulk_create([_numbered(year)])
    call_command("migrate", "dossiers", "0008", database="owner", verbosity=0, interactive=False)
    assert next_number("dossier:2026") == 3
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    grant_rights()
    assert new_dossier_number(2026) == "HN-2026-000004"
    assert new_dossier_number(2025) == "HN-2025-000003"  # one sequence for both: one was left out
    assert new_dossier_number(2027) == "HN-2027-000001"
    assert not Series.objects.filter(series__startswith="dossier:").exists()


def _numbered(year: int) -> Dossier:
    applicant = organisation("VLSH").partition(":")[2]
    return Dossier(
        number=new_dossier_number(year), version_id=newest_version(PROCEDURE), procedure_key=PROCEDURE,
        applicant_id=int(applicant), applicant_name="Viện", title="", folded="", created_by="party:1",
        created_at=persona("researcher").moment,
    )  # fmt: skip


def test_document_numbers_of_one_register_are_given_once(in_threads: InThreads) -> None:
    tasks = [the_task(submitted()).pk for _ in range(4)]
    results = in_threads(
        *(
            lambda pk=pk: usecases.accept_for_processing(CompleteStep(pk, "accept"), actor=persona("clerk"))
            for pk in tasks
        )
    )
    assert [outcome(result) for result in results] == ["done"] * 4
    assert sorted(Document.objects.values_list("sequence", flat=True)) == [1, 2, 3, 4]


def test_one_form_posted_by_many_clicks_starts_and_submits_once(in_threads: InThreads) -> None:
    actor, applicant, once = persona("researcher"), organisation("VLSH"), uuid4()
    results = in_threads(
        *(lambda: usecases.start_draft(StartDraft(PROCEDURE, applicant, once), actor=actor) for _ in range(THREADS))
    )
    assert len(set(results)) == 1
    assert Dossier.objects.count() == 1
    written = draft()
    submit = SubmitDossier(written.pk, True, uuid4())
    results = in_threads(*(lambda: usecases.submit_dossier(submit, actor=actor) for _ in range(THREADS)))
    assert set(results) == {written.number}
    assert records(written, "dossiers.submit_dossier") == 1
    assert Task.objects.filter(dossier=written).count() == 1


def test_two_forms_submit_one_dossier_once(in_threads: InThreads) -> None:
    dossier, actor = draft(), persona("researcher")
    results = in_threads(
        *(lambda: usecases.submit_dossier(SubmitDossier(dossier.pk, True, uuid4()), actor=actor) for _ in range(3))
    )
    assert Counter(map(outcome, results)) == {"done": 1, "Refused": 2}
    assert all(r.decision.reasons for r in results if isinstance(r, Refused))
    assert Task.objects.filter(dossier=dossier).count() == 1


def test_a_task_is_taken_by_one_of_two(in_threads: InThreads) -> None:
    task = the_task(submitted())
    results = in_threads(
        *(lambda a=a: usecases.take_task(TakeTask(task.pk), actor=a) for a in (persona("clerk"), second_clerk()))
    )
    assert Counter(map(outcome, results)) == {"done": 1, "Conflict": 1}
    task.refresh_from_db()
    assert AuditRecord.objects.filter(deed="dossiers.take_task").count() == 1
    loser = next(result for result in results if isinstance(result, Conflict))
    assert task.assignee_name in loser.text.vi


def test_writers_of_different_sections_keep_both_and_of_one_section_only_the_first(in_threads: InThreads) -> None:
    dossier, actor = draft(), persona("researcher")
    statement = {"direct_use_statement": "Dùng trực tiếp", "other_support": "no"}
    results = in_threads(
        lambda: usecases.save_answers(SaveAnswers(dossier.pk, "direct_use", statement, 1), actor=actor),
        lambda: usecases.save_answers(
            SaveAnswers(dossier.pk, "applicant", {"contact_name": "Bà Nguyễn Thị An"}, 1), actor=actor
        ),
        lambda: usecases.save_answers(
            SaveAnswers(dossier.pk, "applicant", {"contact_name": "Ông Trần Văn Bình"}, 1), actor=actor
        ),
    )
    assert outcome(results[0]) == "done"
    assert Counter(map(outcome, results[1:])) == {"done": 1, "Stale": 1}
    dossier.refresh_from_db()
    first = "Bà Nguyễn Thị An" if outcome(results[1]) == "done" else "Ông Trần Văn Bình"
    assert dossier.answers["direct_use_statement"] == "Dùng trực tiếp"
    assert dossier.answers["contact_name"] == first
    assert records(dossier, "dossiers.save_answers") == 6 + 2
