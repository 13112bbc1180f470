"""Money of a taken-in case: fees that the other system took, support that the city paid. The state follows the sums."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Sum

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.queries import DossierFacts
from khue.features.dossiers.queries.decisions import decisions_of
from khue.features.intake import access
from khue.features.intake.domain.messages import Fee, TakeInPayment, moment_reasons
from khue.features.intake.domain.states import payment_state
from khue.features.intake.domain.telling import Change
from khue.features.intake.models import IntakeCase, PaymentFact
from khue.features.intake.usecases.parts import write_changes
from khue.features.intake.usecases.receiving import Outcome, judged, keep, message_for
from khue.kernel.deeds import Deed, command


def take_in_payment(asked: TakeInPayment, *, actor: Actor) -> Outcome:
    """The other system says what is to be paid, and what was. Raises Missing, Conflict."""
    with message_for("intake.take_in_payment", asked.message, actor=actor) as (deed, case):
        if isinstance(case, Outcome):
            return case
        changes: list[Change] = []

        def noted() -> DossierFacts:
            facts = _facts(case)
            case.fee_due = max(case.fee_due, asked.fee.due)
            changes.extend(fee_changes(case, asked.fee, deed=deed))
            return facts

        facts, refusal = judged(deed, noted)
        case.revision = asked.message.revision
        write_changes(case, changes if refusal is None else (), _facts_or_none(case), cause=_cause(asked), deed=deed)
        return keep(case, "payment", asked.message, facts or _facts_or_none(case), refusal, deed=deed)


def _cause(asked: TakeInPayment) -> str:
    return f"message:{asked.message.revision}"


def _facts(case: IntakeCase) -> DossierFacts:
    found = _facts_or_none(case)
    if found is None:
        raise Refused.because(
            Reason(
                "intake.no_dossier",
                Text("Hồ sơ chưa hợp lệ về nội dung nên chưa ghi nhận thanh toán.", "The dossier was refused for its content."),
                Text("Mời gửi lại hồ sơ đã sửa trước.", "Send the corrected dossier first."),
            )
        )  # fmt: skip
    return found


def _facts_or_none(case: IntakeCase) -> DossierFacts | None:
    return None if case.dossier_id is None else dossiers.facts(case.dossier_id)


def fee_changes(case: IntakeCase, fee: Fee, *, deed: Deed) -> list[Change]:
    """The payment is noted once per reference; how the state changes. Raises Refused for a payment without its facts."""
    if fee.paid:
        reasons = moment_reasons(fee.paid_at, deed.moment, "fee.paid_at")
        if not fee.reference or fee.paid_at is None:
            reasons.append(
                Reason(
                    "intake.payment",
                    Text("Khoản đã nộp phải có mã tham chiếu và thời điểm nộp.", "A payment names its reference and its moment."),
                    Text("Mời gửi “reference” và “paid_at”.", "Send “reference” and “paid_at”."),
                    "fee",
                )
            )  # fmt: skip
        if reasons or fee.paid_at is None:
            raise Refused.because(*reasons)
        _note(case, "fee", fee.paid, fee.reference, fee.paid_at, deed=deed)
    elif not fee.due:
        return []
    return _change(case)


def note_support_paid(number: str, reference: str, amount: int, *, actor: Actor) -> None:
    """The city paid ``amount`` đồng of support on a taken-in dossier; nothing happens for others. Safe to repeat."""
    actor.require(access.PAYMENT_JOB)
    with command("intake.note_support_paid", actor) as deed:
        case = IntakeCase.objects.select_for_update(of=("self",)).filter(dossier__number=number).first()
        if case is None or amount <= 0:
            deed.nothing_done()
            return
        deed.subject = f"intake:{case.pk}"
        if not _note(case, "support", amount, reference, deed.moment, deed=deed):
            deed.nothing_done()
            return
        write_changes(case, _change(case), _facts_or_none(case), cause="treasury", deed=deed)
        deed.after(paid=amount, reference=reference, payment=case.payment)


def _note(case: IntakeCase, kind: str, amount: int, reference: str, at: datetime, *, deed: Deed) -> bool:
    """Whether it is new: a payment that was noted before changes nothing."""
    if PaymentFact.objects.filter(case=case, kind=kind, reference=reference).exists():
        return False
    PaymentFact.objects.create(
        case=case, kind=kind, amount=amount, reference=reference, paid_at=at, noted_at=deed.moment, by=deed.actor.key
    )
    return True


def _change(case: IntakeCase) -> list[Change]:
    sums = dict(PaymentFact.objects.filter(case=case).values_list("kind").annotate(Sum("amount")))
    paid = int(sums.get("support", 0))
    after = payment_state(
        fee_due=case.fee_due, fee_paid=int(sums.get("fee", 0)), support=_support(case) if paid else 0, support_paid=paid
    )
    return [Change("payment", case.payment, after)] if after != case.payment else []


def _support(case: IntakeCase) -> int:
    """What the decision that stands grants, in đồng."""
    standing = [row.amount for row in decisions_of(int(case.dossier_id or 0)) if not row.superseded]
    return int(standing[-1] or 0) if standing else 0
