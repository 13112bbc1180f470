"""A key task as its page shows it, read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.features.dossiers.queries import facts
from khue.features.keytasks import access
from khue.features.keytasks.domain.application import SOURCES, application
from khue.features.keytasks.domain.recognition import CONDITIONS, KEY_TASK, TONES, last_day_of, recognised_to
from khue.features.keytasks.domain.reporting import REPORT, REPORT_TONES
from khue.features.keytasks.models import CouncilOpinion, Examination, Filing, KeyTask, Withdrawal, YearlyReport
from khue.features.keytasks.queries.benefits import BenefitRow, rows_of
from khue.features.people import queries as people
from khue.kernel import files
from khue.kernel.files import FileCard
from khue.kernel.ui import StateView


@dataclass(frozen=True, slots=True)
class ConditionRow:
    label: Text
    met: bool
    note: str


@dataclass(frozen=True, slots=True)
class ExaminationRow:
    by: str
    at: datetime
    note: str
    conditions: tuple[ConditionRow, ...]


@dataclass(frozen=True, slots=True)
class OpinionRow:
    council: str
    met_on: date
    minutes: str
    favours: bool
    conclusion: str
    item: int | None


@dataclass(frozen=True, slots=True)
class FilingRow:
    no: int
    progress: str
    products: str
    impact: str
    spent: int
    used: str
    final: bool
    papers: tuple[FileCard, ...]
    by: str
    at: datetime
    outcome: str
    note: str
    checked_by: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    """``last_day`` ends the period; ``missing`` says what still has to come, empty when nothing is missing today."""

    id: int
    no: int
    from_on: date
    until_on: date
    last_day: date
    due_on: date | None
    code: str
    state: StateView
    missing: Text | None
    filings: tuple[FilingRow, ...]

    @property
    def waiting(self) -> bool:
        return self.code in ("open", "returned")


@dataclass(frozen=True, slots=True)
class WithdrawalRow:
    id: int
    ground: str
    hear_until: date
    by: str
    at: datetime
    statement: str
    papers: tuple[FileCard, ...]
    answered_at: datetime | None
    outcome: str
    decision_ground: str
    decided_by: str
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class FundingRow:
    source: Text
    amount: int


@dataclass(frozen=True, slots=True)
class KeyTaskCard:
    """Everything that the lead's side and staff read. Money in đồng; ``last_day`` ends the recognition."""

    id: int
    dossier: int
    number: str
    title: str
    field: str
    party: str
    lead: str
    money: int
    starts_on: date | None
    ends_on: date | None
    code: str
    state: StateView
    decided_on: date | None
    last_day: date | None
    ended_on: date | None
    basis: Text
    binding: bool
    product: str
    impact: str
    capacity: str
    sources: tuple[FundingRow, ...]
    examination: ExaminationRow | None
    opinion: OpinionRow | None
    benefits: tuple[BenefitRow, ...]
    reports: tuple[ReportRow, ...]
    withdrawals: tuple[WithdrawalRow, ...]
    seen: int

    @property
    def missing(self) -> tuple[Text, ...]:
        """What is missing of the reports, oldest first."""
        return tuple(row.missing for row in self.reports if row.missing)

    @property
    def open_withdrawal(self) -> WithdrawalRow | None:
        return next((row for row in self.withdrawals if not row.outcome), None)


def state_view(code: str) -> StateView:
    return StateView(code, KEY_TASK.label(code).capitalised(), TONES[code])  # type: ignore[arg-type]  # its tones are Tones


def key_task(key_task_id: int, actor: Actor) -> KeyTaskCard:
    """Raises Missing for strangers, NotAllowed for staff whom a restriction of the lead's data keeps out."""
    found = KeyTask.objects.select_related("party").filter(pk=key_task_id).first()
    if found is None:
        raise access.no_such_key_task()
    access.require_read(actor, found)
    return card_of(found, actor)


def require_side(key_task_id: int, actor: Actor) -> None:
    """Raises Missing for strangers, NotAllowed for those who may only look."""
    found = KeyTask.objects.filter(pk=key_task_id).first()
    if found is None:
        raise access.no_such_key_task()
    access.require_side(actor, found)


def card_of(
    task: KeyTask, actor: Actor, *, answers: Mapping[str, Any] | None = None, whole: bool = True
) -> KeyTaskCard:
    """``answers`` of its dossier when they are known; not ``whole``: without examination and council opinion."""
    answers = facts(task.dossier_id).answers if answers is None else answers
    stored = {one.id: one for one in files.cards(f"key_task:{task.pk}")}
    hidden = _hidden(actor, task)
    examined = task.examinations.order_by("-pk").first() if whole else None
    opinion = task.opinions.order_by("-pk").first() if whole else None
    reports = task.reports.prefetch_related("filings").order_by("no")
    return KeyTaskCard(
        id=task.pk,
        dossier=task.dossier_id,
        number=task.dossier_number,
        title=task.title,
        field=task.field,
        party=access.party_key(task),
        lead=task.party.name,
        money=task.money,
        starts_on=task.starts_on,
        ends_on=task.ends_on,
        code=task.state,
        state=state_view(task.state),
        decided_on=task.decided_on,
        last_day=recognised_to(task.until_on, task.ended_on) if task.until_on else None,
        ended_on=task.ended_on,
        basis=Text(task.basis_vi or "–", task.basis_en),
        binding=task.binding,
        product=str(answers.get("product", "")),
        impact=str(answers.get("impact", "")),
        capacity=str(answers.get("capacity", "")),
        sources=tuple(
            FundingRow(SOURCES.get(one.source, Text(one.source, one.source)), one.amount)
            for one in application(answers).sources
        ),
        examination=_examination(examined, hidden) if examined else None,
        opinion=_opinion(opinion) if opinion else None,
        benefits=rows_of(task.benefits.select_related("key_task").order_by("from_on", "key"), actor.today),
        reports=tuple(_report(row, task, actor.today, stored, hidden) for row in reports),
        withdrawals=tuple(_withdrawal(row, stored, hidden) for row in task.withdrawals.order_by("-pk")),
        seen=task.version,
    )


def _hidden(actor: Actor, task: KeyTask) -> frozenset[str]:
    """Persons whose names staff do not read because the processing of their data is restricted."""
    if access.is_side(actor, task):
        return frozenset()
    return frozenset(f"party:{number}" for number in access.barred(actor))


def _named(key: str, name: str, hidden: frozenset[str]) -> str:
    return people.RESTRICTED.vi if key in hidden else name


def _examination(row: Examination, hidden: frozenset[str]) -> ExaminationRow:
    conditions = tuple(
        ConditionRow(label, bool(row.found[code]["met"]), str(row.found[code]["note"]))
        for code, label in CONDITIONS.items()
    )
    return ExaminationRow(_named(row.examiner, row.examiner_name, hidden), row.at, row.note, conditions)


def _opinion(row: CouncilOpinion) -> OpinionRow:
    return OpinionRow(row.council, row.met_on, row.minutes, row.favours, row.conclusion, row.item)


def _report(
    row: YearlyReport, task: KeyTask, today: date, stored: dict[str, FileCard], hidden: frozenset[str]
) -> ReportRow:
    filings = tuple(_filing(one, stored, hidden) for one in sorted(row.filings.all(), key=lambda one: -one.no))
    return ReportRow(
        id=row.pk,
        no=row.no,
        from_on=row.from_on,
        until_on=row.until_on,
        last_day=last_day_of(row.until_on),
        due_on=row.due_on,
        code=row.state,
        state=StateView(row.state, REPORT[row.state].capitalised(), REPORT_TONES[row.state]),  # type: ignore[arg-type]  # Tones
        missing=missing_of(row, task.state, today, filings[0].note if filings else ""),
        filings=filings,
    )


def missing_of(row: YearlyReport, state: str, today: date, note: str = "") -> Text | None:
    """What has to come for a period that has ended, in one sentence; None when nothing is missing today."""
    if state != "recognised" or row.state not in ("open", "returned"):
        return None
    if row.state == "returned":
        return Text(f"Báo cáo kỳ {row.no} cần bổ sung: {note}", f"Report {row.no} is to be completed: {note}")
    if row.until_on > today:
        return None
    last, day = (format_day(last_day_of(row.until_on), words) for words in ("vi", "en"))
    if row.due_on and row.due_on < today:
        late = (today - row.due_on).days
        return Text(
            f"Thiếu báo cáo kỳ {row.no} (đến {last}), quá hạn {late} ngày.",
            f"Report {row.no} (until {day}) is missing, {late} days overdue.",
        )
    return Text(f"Thiếu báo cáo kỳ {row.no} (đến {last}).", f"Report {row.no} (until {day}) is missing.")


def _papers(ids: list[str], stored: dict[str, FileCard]) -> tuple[FileCard, ...]:
    return tuple(stored[one] for one in ids if one in stored)


def _filing(row: Filing, stored: dict[str, FileCard], hidden: frozenset[str]) -> FilingRow:
    return FilingRow(
        no=row.no,
        progress=row.progress,
        products=row.products,
        impact=row.impact,
        spent=row.spent,
        used=row.used,
        final=row.final,
        papers=_papers(row.papers, stored),
        by=_named(row.filed_by, row.filed_by_name, hidden),
        at=row.filed_at,
        outcome=row.outcome,
        note=row.note,
        checked_by=_named(row.checked_by, row.checked_by_name, hidden),
    )


def _withdrawal(row: Withdrawal, stored: dict[str, FileCard], hidden: frozenset[str]) -> WithdrawalRow:
    return WithdrawalRow(
        id=row.pk,
        ground=row.ground,
        hear_until=row.hear_until,
        by=_named(row.proposed_by, row.proposed_by_name, hidden),
        at=row.proposed_at,
        statement=row.statement,
        papers=_papers(row.papers, stored),
        answered_at=row.answered_at,
        outcome=row.outcome,
        decision_ground=row.decision_ground,
        decided_by=_named(row.decided_by, row.decided_by_name, hidden),
        decided_on=row.decided_on,
    )
