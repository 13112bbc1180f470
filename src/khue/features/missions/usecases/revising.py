"""States, tranches and tasks after a decision on an appeal; part of the deed that decides it."""

from __future__ import annotations

from collections.abc import Sequence

from khue.features.appeals.usecases import Overturn
from khue.features.dossiers.queries import facts
from khue.features.dossiers.usecases import (
    annul_dossier,
    close_dossier,
    close_open_task,
    open_task,
    reopen_dossier,
    resume_dossier,
)
from khue.features.ledger.usecases import release_invoice_lines
from khue.features.missions.domain.answers import application
from khue.features.missions.domain.overturning import Change
from khue.features.missions.domain.support import SUPPORT, TRANCHE, audit_due
from khue.features.missions.models import EquipmentSupport, Tranche
from khue.features.missions.usecases.applying import hold_invoice_lines
from khue.features.people import queries as people
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import Deed


def follow_through(
    support: EquipmentSupport, wanted: Overturn, found: Sequence[Change], line: str, *, deed: Deed
) -> None:
    """The support, its tranches and its desk tasks as the outcome wants them."""
    if wanted.outcome == "annulled":
        _annul(support, wanted, deed)
    elif wanted.outcome == "replaced":
        _grant_after_all(support, wanted, line, deed)
    else:
        _amend(support, wanted, found, deed)


def _annul(support: EquipmentSupport, wanted: Overturn, deed: Deed) -> None:
    """Nothing of the grant is left: no task stays open, and invoice lines may be used by another application."""
    for tranche in Tranche.objects.select_for_update().filter(support=support):
        if TRANCHE.may(tranche.state, "cancel"):
            tranche.state = TRANCHE.after(tranche.state, "cancel")
            tranche.save(update_fields=["state"])
    support.state = SUPPORT.after(support.state, "annul")
    support.save(update_fields=["state"])
    release_invoice_lines(f"dossier:{support.dossier_id}", deed=deed)
    annul_dossier(support.dossier_id, wanted.number, deed=deed)


def _grant_after_all(support: EquipmentSupport, wanted: Overturn, line: str, deed: Deed) -> None:
    """The refusal is replaced: the agreement comes next, and the invoice lines are held again (they may be taken by now)."""
    support.state = SUPPORT.after(support.state, "overturn")
    support.granted, support.budget_line = wanted.amount, line
    support.decided_on, support.decided_by = deed.today, deed.actor.key
    support.basis_vi, support.basis_en = wanted.decided.vi, wanted.decided.en
    support.save(update_fields=["state", "granted", "budget_line", "decided_on", "decided_by", "basis_vi", "basis_en"])
    dossier = facts(support.dossier_id)
    asked = application(dossier.answers, people.party(dossier.applicant_key).legal_form or "")
    hold_invoice_lines(dossier, asked, deed=deed)
    reopen_dossier(support.dossier_id, "agreement", deed=deed)


def _amend(support: EquipmentSupport, wanted: Overturn, found: Sequence[Change], deed: Deed) -> None:
    support.granted = wanted.amount
    support.save(update_fields=["granted"])
    _lower(support, found, wanted, deed)
    for change in found:
        if change.kind == "tranche":
            _add_tranche(support, change.amount, wanted, deed)
    _complete_if_nothing_is_open(support, deed)


def _lower(support: EquipmentSupport, found: Sequence[Change], wanted: Overturn, deed: Deed) -> None:
    """What is not paid yet gets smaller; a tranche of which nothing is left is cancelled, and so is its task."""
    for tranche in Tranche.objects.select_for_update().filter(support=support).order_by("no"):
        kinds = ("release", "unaccrue")
        less = sum(change.amount for change in found if change.tranche == tranche.pk and change.kind in kinds)
        if not less:
            continue
        deed.before(**{f"tranche_{tranche.no}": tranche.amount})
        if less < tranche.amount:
            tranche.amount -= less
            tranche.save(update_fields=["amount"])
        else:
            tranche.state = TRANCHE.after(tranche.state, "cancel")
            tranche.save(update_fields=["state"])
            for step in ("acceptance", "payment"):
                close_open_task(
                    support.dossier_id, step, f"tranche:{tranche.pk}", "annulled", note=wanted.number, deed=deed
                )
        deed.after(**{f"tranche_{tranche.no}": tranche.amount, f"tranche_{tranche.no}_state": tranche.state})


def _add_tranche(support: EquipmentSupport, amount: int, wanted: Overturn, deed: Deed) -> None:
    """More money is paid as every đồng is: for a deliverable that was accepted."""
    last = Tranche.objects.filter(support=support).order_by("-no").first()
    assert last is not None, "an added tranche follows others"
    Tranche.objects.create(
        support=support,
        no=last.no + 1,
        deliverable=f"Sản phẩm của phần kinh phí bổ sung theo quyết định giải quyết khiếu nại {wanted.number}",
        amount=amount,
        due_on=last.due_on,
    )
    if SUPPORT.may(support.state, "resume"):
        support.state = SUPPORT.after(support.state, "resume")
        support.save(update_fields=["state"])
        resume_dossier(support.dossier_id, deed=deed)
        close_open_task(support.dossier_id, "audit", f"support:{support.pk}", "annulled", note=wanted.number, deed=deed)


def _complete_if_nothing_is_open(support: EquipmentSupport, deed: Deed) -> None:
    """The cut took the last open tranche: what is paid is all there is."""
    tranches = Tranche.objects.filter(support=support)
    if support.state != "running" or tranches.exclude(state__in=["paid", "cancelled"]).exists():
        return
    paid_on = tranches.filter(state="paid").order_by("-paid_on").values_list("paid_on", flat=True).first()
    if paid_on is None:
        return
    support.state = SUPPORT.after(support.state, "complete")
    support.save(update_fields=["state"])
    close_dossier(support.dossier_id, deed=deed)
    due_on = audit_due(paid_on, rulebook.parameter("missions.clock.post_audit", support.law_day))
    open_task(support.dossier_id, "audit", subject=f"support:{support.pk}", due_on=due_on, deed=deed)
