"""What this room brings to the procedure: the check of an application, and the case that comes into being with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.folding import fold
from khue.features.dossiers.queries import DossierFacts, facts
from khue.features.dossiers.usecases import Wiring, pass_task
from khue.features.fund import access
from khue.features.fund.domain.application import Application, application, claims, may_apply, national
from khue.features.fund.domain.cases import CASE, MOTION
from khue.features.fund.models import FundCase, Motion
from khue.features.fund.queries.charter import charter_on
from khue.features.fund.queries.lines import given_lines
from khue.features.fund.queries.panels import panels
from khue.features.fund.usecases.parts import booking
from khue.features.ledger.usecases import (
    claim_cost_lines,
    claim_invoice_lines,
    post,
    release_cost_lines,
    release_invoice_lines,
)
from khue.features.people.queries import PartyCard
from khue.kernel.deeds import Deed

PROCEDURE = access.PROCEDURE
PRIVATE = "Cá nhân"
"""What the public page calls a private person."""


def procedure_wiring() -> Wiring:
    """Called by ``site``: joins this room to the procedure ``fund-support``."""
    return Wiring(check=check, submitted=take_in, ended=end, details=panels)


def check(answers: Mapping[str, Any], applicant: PartyCard, today: date) -> Decision:
    """Is the application in order on this day? Every reason at once."""
    return may_apply(application(answers), charter_on(today), today)


def take_in(dossier: DossierFacts, applicant: PartyCard, *, first: bool, deed: Deed) -> None:
    """The case from the answers; invoice lines, cost lines and declared sources are held for the dossier at once.

    Raises Refused naming the other use when one of them is paid elsewhere. Handed in again after a supplement, what was
    held is held anew and the case is appraised again.
    """
    asked = application(dossier.answers)
    if first:
        case = FundCase.objects.create(
            dossier_id=dossier.id,
            dossier_number=dossier.number,
            party_id=applicant.id,
            submitted_by=dossier.submitted_by,
            applied_on=deed.today,
            **_columns(dossier, applicant, asked),
        )
    else:
        case = FundCase.objects.select_for_update().get(dossier_id=dossier.id)
        _amend(case, dossier, applicant, asked, deed=deed)
    hold(dossier.id, asked, deed=deed)
    deed.about(f"fund_case:{case.pk}")
    deed.after(case=case.pk, product=case.product, asked=case.asked)


def hold(dossier_id: int, asked: Application, *, deed: Deed) -> None:
    """What the application draws on public money for is taken for its dossier; what it held before is given back."""
    subject = f"dossier:{dossier_id}"
    release_invoice_lines(subject, deed=deed)
    release_cost_lines(subject, deed=deed)
    invoices, costs = claims(asked, subject)
    claim_invoice_lines(invoices, deed=deed)
    claim_cost_lines((*costs, *national(asked, subject)), deed=deed)


def hold_given(case: FundCase, *, deed: Deed) -> None:
    """After a decision that leaves lines out: only what is given stays held, the rest is free for another source."""
    asked = application(facts(case.dossier_id).answers)
    given = given_lines(case)
    kept = tuple(line for line in asked.lines if given.get(line.no, line.asked))
    hold(case.dossier_id, replace(asked, lines=kept), deed=deed)


def _columns(dossier: DossierFacts, applicant: PartyCard, asked: Application) -> dict[str, Any]:
    name = PRIVATE if applicant.is_private_person else applicant.name
    return {
        "party_name": applicant.name,
        "public_name": name,
        "product": asked.product,
        "title": asked.title,
        "folded": fold(f"{asked.title} {name} {dossier.number}"),
        "asked": asked.asked,
        "bank": asked.bank[:20],
        "bank_contract": asked.bank_contract[:100],
        "bank_ends_on": asked.bank_ends_on,
    }


def _amend(case: FundCase, dossier: DossierFacts, applicant: PartyCard, asked: Application, *, deed: Deed) -> None:
    deed.before(case=case.pk, state=case.state, asked=case.asked)
    for name, value in _columns(dossier, applicant, asked).items():
        setattr(case, name, value)
    if case.state == "laid":
        case.state = CASE.after(case.state, "take_back")
        for motion in Motion.objects.select_for_update().filter(case=case, state="open"):
            motion.state = MOTION.after(motion.state, "withdraw")
            motion.save(update_fields=["state"])
        pass_task(dossier.id, "appraisal", right=access.RUN, page="fund:appraise", deed=deed)
    case.stamp += 1
    case.save()


def end(dossier: DossierFacts, outcome: str, *, deed: Deed) -> None:
    """Refused, withdrawn or not taken in: what was held is free again, and so is capital that was committed."""
    release_invoice_lines(f"dossier:{dossier.id}", deed=deed)
    release_cost_lines(f"dossier:{dossier.id}", deed=deed)
    case = FundCase.objects.select_for_update().filter(dossier_id=dossier.id).first()
    if case is None:
        return
    move = "withdraw" if outcome == "withdrawn" else "refuse"
    if not CASE.may(case.state, move):
        return
    if case.state == "approved" and case.granted:
        text = Text(f"Giải phóng vốn, hồ sơ {case.dossier_number} đã rút", f"Capital released, case {case.dossier_number} withdrawn")  # fmt: skip
        post(booking(deed, text, "withdrawn", case.pk).released(f"fund_case:{case.pk}", case.granted), deed=deed)
    for motion in Motion.objects.select_for_update().filter(case=case, state="open"):
        motion.state = MOTION.after(motion.state, "withdraw")
        motion.save(update_fields=["state"])
    case.state = CASE.after(case.state, move)
    case.stamp += 1
    case.save(update_fields=["state", "stamp"])
