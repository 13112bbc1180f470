"""What this room brings to the procedure: the check of an application, and what comes into being with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Missing
from khue.core.folding import fold
from khue.features.dossiers.queries import DossierFacts
from khue.features.dossiers.usecases import Wiring, pass_task
from khue.features.ledger.domain import InvoiceLine, release
from khue.features.ledger.usecases import claim_invoice_lines, post, release_invoice_lines
from khue.features.missions import access
from khue.features.missions.domain.answers import application, invoice_of
from khue.features.missions.domain.application import (
    PRIVATE,
    Application,
    asked_for,
    may_apply,
    requested_total,
)
from khue.features.missions.domain.limits import Line, limit_of
from khue.features.missions.domain.support import SUPPORT
from khue.features.missions.models import CostLine, EquipmentSupport, Task
from khue.features.missions.queries import panels, support_law
from khue.features.missions.queries.cards import line_facts
from khue.features.missions.usecases.parts import entry_id
from khue.features.missions.usecases.signatures import follow_signatures
from khue.features.people.queries import PartyCard
from khue.kernel.deeds import Deed


def procedure_wiring() -> Wiring:
    """Called by ``site``: joins this room to the procedure ``equipment-support``."""
    return Wiring(check=check, submitted=take_in, ended=end, details=panels, signatures=follow_signatures)


def check(answers: Mapping[str, Any], applicant: PartyCard, today: date) -> Decision:
    """Is the application in order on this day? Every reason at once."""
    asked = application(answers, applicant.legal_form or "")
    try:
        legal = support_law(today, today)
    except Missing as missing:
        return Decision.refuse(Reason("not_in_force", missing.text, missing.next_step))
    return may_apply(asked, legal)


def take_in(dossier: DossierFacts, applicant: PartyCard, *, first: bool, deed: Deed) -> None:
    """Task, support and cost lines from the answers; invoice lines are held for the dossier in the same transaction.

    Handed in again after a supplement: lines that say the same stay as appraised; changed ones are made anew, and
    the case is appraised again. What was held before is held again or given back.
    """
    asked = application(dossier.answers, applicant.legal_form or "")
    if first:
        support = _new_support(dossier, applicant, asked, deed=deed)
        _write_lines(support, dossier.answers, asked, deed.today)
        lines = _claim(dossier, asked, deed=deed)
    else:
        support = EquipmentSupport.objects.select_for_update().get(dossier_id=dossier.id)
        _amend(support, dossier, applicant, asked, deed=deed)
        lines = hold_invoice_lines(dossier, asked, deed=deed)
    deed.after(support=support.pk, asked=support.asked, invoice_lines=lines)


def hold_invoice_lines(dossier: DossierFacts, asked: Application, *, deed: Deed) -> int:
    """The application's invoice lines are held for the dossier, what it held before given back; how many."""
    release_invoice_lines(f"dossier:{dossier.id}", deed=deed)
    return _claim(dossier, asked, deed=deed)


def _claim(dossier: DossierFacts, asked: Application, *, deed: Deed) -> int:
    holder = f"dossier:{dossier.id}"
    claims = [
        InvoiceLine(*line.invoice, holder, line.amount or 0, f"lines.{line.no}.invoice_number")
        for line in asked.lines
        if line.invoice
    ]
    if claims:
        claim_invoice_lines(claims, deed=deed)
    return len(claims)


def _new_support(dossier: DossierFacts, applicant: PartyCard, asked: Application, *, deed: Deed) -> EquipmentSupport:
    task = Task.objects.create(lead_id=applicant.id, **_task_columns(dossier, applicant))
    return EquipmentSupport.objects.create(
        dossier_id=dossier.id,
        dossier_number=dossier.number,
        task=task,
        lead_id=applicant.id,
        submitted_by=dossier.submitted_by,
        asked=requested_total(asked),
        law_day=dossier.law_day or deed.today,
        **_public_columns(dossier, applicant),
    )


def _task_columns(dossier: DossierFacts, applicant: PartyCard) -> dict[str, Any]:
    answers = dossier.answers
    return {
        "kind": answers["task_kind"],
        "title": str(answers["task_title"]),
        "folded": fold(f"{answers['task_title']} {applicant.name} {dossier.number}"),
        "code": str(answers.get("task_code", ""))[:40],
        "field": str(answers.get("task_field", ""))[:40],
        "starts_on": _day(answers.get("starts_on")),
        "ends_on": _day(answers.get("ends_on")),
    }


def _public_columns(dossier: DossierFacts, applicant: PartyCard) -> dict[str, str]:
    """How the public register names the receiver and finds the support: never by a private person's name."""
    name = PRIVATE if applicant.is_private_person else applicant.name
    return {"public_name": name, "folded": fold(f"{dossier.answers['task_title']} {name} {dossier.number}")}


def _amend(
    support: EquipmentSupport, dossier: DossierFacts, applicant: PartyCard, asked: Application, *, deed: Deed
) -> None:
    deed.before(support=support.pk, state=support.state, asked=support.asked, appraised=support.appraised)
    columns = _task_columns(dossier, applicant)
    rows = list(CostLine.objects.filter(support=support).order_by("no"))
    same = columns["kind"] == support.task.kind and tuple(map(line_facts, rows)) == tuple(map(_settled, asked.lines))
    Task.objects.filter(pk=support.task_id).update(**columns)
    EquipmentSupport.objects.filter(pk=support.pk).update(**_public_columns(dossier, applicant))
    if same:
        for row, answer in zip(rows, dossier.answers["lines"], strict=True):
            row.evidence = _file(answer)
        CostLine.objects.bulk_update(rows, ["evidence"])
        return
    # What lay before the Department of Finance is no longer what is asked for: the appraiser looks first.
    pass_task(dossier.id, "appraisal", right=access.APPRAISE, page="missions:appraise", deed=deed)
    support.state, support.asked, support.appraised = (
        SUPPORT.after(support.state, "amend"),
        requested_total(asked),
        None,
    )
    support.law_day = dossier.law_day or deed.today
    support.save(update_fields=["state", "asked", "appraised", "law_day"])
    CostLine.objects.filter(support=support).delete()
    support.task.kind = columns["kind"]
    _write_lines(support, dossier.answers, asked, deed.today)


def _settled(line: Line) -> Line:
    """A line that passed the check, written as the stored one reads."""
    return replace(line, requested=asked_for(line), software=bool(line.software), other_public=0)


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None


def _write_lines(support: EquipmentSupport, answers: Mapping[str, Any], asked: Application, today: date) -> None:
    legal = support_law(support.law_day, today)
    rows = list(answers.get("lines") or ())
    CostLine.objects.bulk_create(
        CostLine(
            support=support,
            no=line.no,
            description=line.description,
            cost_class=line.cost_class or "",
            amount=line.amount or 0,
            requested=asked_for(line),
            most=limit_of(line, asked.kind, legal).most or 0,
            software=bool(line.software),
            serves_task_directly=line.serves_task_directly,
            own_money=int(row.get("own_money") or 0),
            **_invoice_columns(row),
            evidence=_file(row),
        )
        for line, row in zip(asked.lines, rows, strict=True)
    )


def _file(row: Mapping[str, Any]) -> UUID | None:
    return UUID(row["evidence"]) if row.get("evidence") else None


def _invoice_columns(row: Mapping[str, Any]) -> dict[str, Any]:
    found = invoice_of(row)
    if found is None:
        return {}
    seller, symbol, number, line = found
    return {"seller_tax_code": seller, "invoice_symbol": symbol, "invoice_number": number, "invoice_line": line}


def end(dossier: DossierFacts, outcome: str, *, deed: Deed) -> None:
    """Refused, withdrawn or not taken in: what was held is given back."""
    release_invoice_lines(f"dossier:{dossier.id}", deed=deed)
    support = EquipmentSupport.objects.select_for_update().filter(dossier_id=dossier.id).first()
    if support is None:
        return
    move = "cancel" if outcome == "withdrawn" else "refuse"
    if SUPPORT.may(support.state, move):
        if support.state == "granted":
            _release(support, deed=deed)
        support.state = SUPPORT.after(support.state, move)
        support.save(update_fields=["state"])


def _release(support: EquipmentSupport, *, deed: Deed) -> None:
    """Withdrawn between decision and agreement: what the grant bound goes back to its budget line."""
    number = support.dossier_number
    entry = release(
        support.budget_line,
        f"support:{support.pk}",
        support.granted or 0,
        id=entry_id("release", support.pk),
        on=deed.today,
        text=Text(f"Giải phóng cam kết chi, hồ sơ {number} đã rút", f"Commitment released, dossier {number} withdrawn"),
    )
    post(entry, deed=deed)
