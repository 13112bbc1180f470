"""The one place that knows the form: answers of the procedure ``equipment-support`` as facts of this room."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from khue.features.missions.domain.application import Application, PlannedTranche
from khue.features.missions.domain.limits import CostClass, Line, TaskKind

Answers = Mapping[str, Any]


def application(answers: Answers, applicant_form: str) -> Application:
    """What is applied for. Unanswered questions are None: the rule then asks them."""
    return Application(
        kind=_kind(answers.get("task_kind")),
        applicant_form=applicant_form,
        lines=tuple(_line(number, row) for number, row in enumerate(answers.get("lines") or (), start=1)),
        tranches=tuple(_tranche(number, row) for number, row in enumerate(answers.get("tranches") or (), start=1)),
    )


def _kind(value: Any) -> TaskKind | None:
    return TaskKind(value) if value in set(TaskKind) else None


def _line(number: int, row: Answers) -> Line:
    cost_class = row.get("cost_class")
    return Line(
        no=number,
        description=str(row.get("description", "")),
        cost_class=CostClass(cost_class) if cost_class in set(CostClass) else None,
        amount=row.get("amount"),
        requested=row.get("requested"),
        software=_yes(row.get("software")),
        serves_task_directly=_yes(row.get("serves_task_directly")),
        other_public=row.get("other_public"),
        invoice=invoice_of(row),
        has_evidence=bool(row.get("evidence")),
    )


def invoice_of(row: Answers) -> tuple[str, str, str, int] | None:
    """(seller's tax code, symbol, number, line); None while there is only a quote. The line is 1 unless stated."""
    words = [str(row.get(key) or "").strip() for key in ("seller_tax_code", "invoice_symbol", "invoice_number")]
    if not any(words):
        return None
    seller, symbol, number = words
    return seller, symbol, number, int(row.get("invoice_line") or 1)


def _tranche(number: int, row: Answers) -> PlannedTranche:
    due = row.get("due_on")
    return PlannedTranche(
        number, str(row.get("deliverable", "")), int(row.get("amount") or 0), date.fromisoformat(due) if due else None
    )


def _yes(value: Any) -> bool | None:
    return {"yes": True, "no": False}.get(str(value))


def scaled(planned: tuple[PlannedTranche, ...], total: int) -> tuple[PlannedTranche, ...]:
    """The planned tranches in the same proportions, adding up to what was granted; the last takes the rest."""
    asked = sum(tranche.amount for tranche in planned)
    if not planned or asked == total or asked <= 0:
        return planned
    amounts = [tranche.amount * total // asked for tranche in planned[:-1]]
    amounts.append(total - sum(amounts))
    return tuple(
        PlannedTranche(tranche.no, tranche.deliverable, amount, tranche.due_on)
        for tranche, amount in zip(planned, amounts, strict=True)
    )
