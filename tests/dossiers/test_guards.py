"""What the database itself refuses, whatever the code above it does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import Refused
from khue.features.dossiers import usecases
from khue.features.dossiers.domain.commands import CompleteStep
from khue.features.dossiers.models import Counter, DecisionRecord, Document, Dossier, NumberYear, ProcedureVersion, Task
from khue.kernel.deeds import command
from tests.cast import organisation, persona
from tests.dossiers.cases import accepted, draft, submitted, the_task

pytestmark = pytest.mark.django_db


def refused(wish: Callable[[], Any], constraint: str) -> None:
    """The database says no, by the guard of that name, and the row is as it was."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        wish()
    assert error.value.__cause__ is not None
    assert error.value.__cause__.diag.constraint_name == constraint  # type: ignore[attr-defined]  # psycopg's error


def with_decision(dossier: Dossier, outcome: str, by: str = "decider") -> None:
    with command("dossiers.test_decision", persona(by, days=2)) as deed:
        deed.subject = f"dossier:{dossier.pk}"
        usecases.record_decision(
            dossier.pk,
            decision=Decision.grant(),
            outcome=outcome,
            amount=None,
            text=Text("Theo kết quả thẩm định", "As appraised"),
            deed=deed,
        )


def check_deferred() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("field", ["received_on", "law_day", "promised_on"])
def test_what_valid_receipt_fixed_does_not_move(field: str) -> None:
    rows = Dossier.objects.filter(pk=accepted().pk)
    refused(lambda: rows.update(**{field: date(2027, 1, 4)}), "dossiers_receipt_fixed")


def test_a_received_dossier_keeps_its_version() -> None:
    dossier = accepted()
    old = ProcedureVersion.objects.get(pk=dossier.version_id)
    new = ProcedureVersion.objects.create(
        key=old.key, number=old.number + 1, digest="e" * 64, content=old.content, published_at=old.published_at
    )
    refused(lambda: Dossier.objects.filter(pk=dossier.pk).update(version=new), "dossiers_receipt_fixed")


def test_a_draft_may_move_to_another_version() -> None:
    dossier = draft()
    old = ProcedureVersion.objects.get(pk=dossier.version_id)
    new = ProcedureVersion.objects.create(
        key=old.key, number=old.number + 1, digest="e" * 64, content=old.content, published_at=old.published_at
    )
    assert Dossier.objects.filter(pk=dossier.pk).update(version=new) == 1


def test_the_due_day_may_move_but_not_go_away() -> None:
    dossier = accepted()
    rows = Dossier.objects.filter(pk=dossier.pk)
    assert dossier.due_on is not None
    assert rows.update(due_on=dossier.due_on + timedelta(days=7)) == 1
    refused(lambda: rows.update(due_on=None), "dossiers_promise_has_due_day")


def test_number_and_applicant_are_fixed_from_the_first_draft() -> None:
    rows = Dossier.objects.filter(pk=draft().pk)
    other = int(organisation("TLX").removeprefix("party:"))
    refused(lambda: rows.update(number="HN-2026-999999"), "dossiers_dossier_fixed")
    refused(lambda: rows.update(applicant=other), "dossiers_dossier_fixed")


def test_a_dossier_is_not_granted_without_a_decision() -> None:
    rows = Dossier.objects.filter(pk=accepted().pk)
    check_deferred()
    refused(lambda: rows.update(state="granted"), "dossiers_decided_has_decision")


def test_a_dossier_is_not_refused_under_a_decision_that_grants() -> None:
    dossier = accepted()
    with_decision(dossier, "granted")
    rows = Dossier.objects.filter(pk=dossier.pk)
    check_deferred()
    refused(lambda: rows.update(state="refused", ended_on=date(2026, 3, 5)), "dossiers_decided_has_decision")
    assert rows.update(state="granted") == 1


def test_decisions_and_published_versions_do_not_change() -> None:
    dossier = accepted()
    with_decision(dossier, "granted")
    refused(lambda: DecisionRecord.objects.update(amount=1), "dossiers_kept")
    refused(lambda: DecisionRecord.objects.all().delete(), "dossiers_kept")
    refused(lambda: ProcedureVersion.objects.update(number=9), "dossiers_kept")


def test_a_closed_task_stays_as_it_was_closed() -> None:
    dossier = accepted()
    closed = Task.objects.filter(dossier=dossier, closed_at__isnull=False)
    refused(lambda: closed.update(closed_by="party:1"), "dossiers_task_closed_once")
    refused(lambda: closed.update(closed_at=None), "dossiers_task_closed_once")


def test_an_issued_document_gets_its_file_once_and_changes_no_more() -> None:
    rows = Document.objects.filter(dossier=accepted())
    refused(lambda: rows.update(number="1/2026/X"), "dossiers_document_fixed")
    assert rows.update(file=uuid4()) == 1
    refused(lambda: rows.update(file=uuid4()), "dossiers_document_fixed")


def test_dossiers_tasks_and_counters_are_never_deleted() -> None:
    dossier = submitted()
    refused(lambda: Counter.objects.all().delete(), "dossiers_kept")
    refused(lambda: NumberYear.objects.update(before=0), "dossiers_kept")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM dossiers_task")
    assert Task.objects.filter(dossier=dossier).exists()


def test_nobody_records_a_decision_in_a_case_of_their_own() -> None:
    dossier = accepted()
    with pytest.raises(Refused) as refusal:
        with_decision(dossier, "granted", by="researcher")
    assert refusal.value.decision.reasons[0].code == "own_case"
    assert not DecisionRecord.objects.exists()


def test_a_task_is_open_once_per_step_and_subject() -> None:
    dossier = submitted()
    task = the_task(dossier)
    task.pk = None
    refused(task.save, "one_open_task_per_step")
    usecases.accept_for_processing(CompleteStep(the_task(dossier).pk, "accept"), actor=persona("clerk"))
    assert Task.objects.filter(dossier=dossier).count() == 2
