"""Several at once on one key task: real threads, real commits, a database of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from khue.core.errors import Refused
from khue.features.dossiers.models import DecisionRecord, Task
from khue.features.dossiers.queries.tasks import open_task_of as task_of
from khue.features.keytasks import usecases
from khue.features.keytasks.domain.commands import DecideRecognition, SettleWithdrawal
from khue.features.keytasks.models import Benefit, Filing, YearlyReport
from khue.kernel.models import AuditRecord
from khue.site.sample import keytasks as sample
from tests.cast import persona
from tests.keytasks.stories import act, examined, number, recognised, row
from tests.keytasks.test_reports_and_withdrawals import YEAR, report_of

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("clone_db")]
InThreads = Callable[..., list[Any]]


def outcomes(results: list[Any]) -> Counter[str]:
    return Counter(type(one).__name__ if isinstance(one, Exception) else "done" for one in results)


def test_a_recognition_is_withdrawn_while_its_report_is_filed_and_nothing_is_left_open(in_threads: InThreads) -> None:
    key_task = recognised()
    sample.proposed(key_task, act(YEAR), "Không còn hoạt động.")
    settle = SettleWithdrawal(
        task_of(number=number(key_task), step="withdrawal").id, True, "Không còn sản phẩm.", once=uuid4()
    )
    lead, decider = persona("founder", days=YEAR + 40), persona("decider", days=YEAR + 40)
    results = in_threads(
        lambda: usecases.settle_withdrawal(settle, actor=decider),
        *(lambda: usecases.file_report(report_of(key_task), actor=lead) for _one in range(3)),
    )
    found = outcomes(results)
    assert found["done"] in (1, 2), found
    assert row(key_task).state == "withdrawn"
    assert {one.ended_on for one in Benefit.objects.all()} == {row(key_task).ended_on}
    # Filed first, it was dropped with the recognition; filed later, it was refused: never left waiting on a desk.
    assert set(Filing.objects.values_list("outcome", flat=True)) <= {"dropped"}
    assert YearlyReport.objects.get().state == "dropped"
    assert not Task.objects.filter(dossier=row(key_task).dossier_id, closed_at=None).exists()
    refusals = [one for one in results if isinstance(one, Refused)]
    assert {reason.code for one in refusals for reason in one.decision.reasons} <= {"withdrawn", "report_state"}
    assert AuditRecord.objects.filter(deed="keytasks.settle_withdrawal").count() == 1


def test_two_deciders_at_once_give_the_benefits_once(in_threads: InThreads) -> None:
    dossier = examined()
    task = task_of(number=dossier, step="decision").id
    first = persona("decider")
    second = replace(first, key=persona("auditor").key, name="Phó Chủ tịch (mẫu)")
    results = in_threads(
        lambda: usecases.decide_recognition(DecideRecognition(task, "recognise", once=uuid4()), actor=first),
        lambda: usecases.decide_recognition(DecideRecognition(task, "refuse", "Chưa đủ.", once=uuid4()), actor=second),
    )
    assert outcomes(results) == {"done": 1, "Conflict": 1}
    kept = DecisionRecord.objects.get()
    assert Benefit.objects.count() == (3 if kept.outcome == "granted" else 0)
    assert AuditRecord.objects.filter(deed="keytasks.decide_recognition").count() == 1
