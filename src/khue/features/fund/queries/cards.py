"""Cases, motions, payments and loans as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.documents.queries import SignatureStanding, signature_standing
from khue.features.fund import access
from khue.features.fund.domain.bodies import BODIES
from khue.features.fund.domain.cases import CASE, CAUSES, MOTION, PAYMENT
from khue.features.fund.domain.charter import DEEDS, PRODUCTS
from khue.features.fund.domain.lending import LOAN, terms_of
from khue.features.fund.domain.loans import Terms
from khue.features.fund.domain.standing import Standing
from khue.features.fund.models import FundCase, FundPayment, Loan, Motion, Opinion, Repayment, ScheduleVersion
from khue.features.fund.queries.lines import LineRow, lines_of_case, lines_of_motion
from khue.features.fund.queries.loans import InForce, loan_in_force
from khue.features.treasury import queries as treasury
from khue.kernel import files
from khue.kernel.files import FileCard
from khue.kernel.ui import StateView, Tone

CASE_TONES: dict[str, Tone] = {
    "applied": "now", "laid": "wait", "approved": "firm", "running": "good", "closed": "plain", "excused": "plain",
    "refused": "bad", "withdrawn": "plain",
}  # fmt: skip
MOTION_TONES: dict[str, Tone] = {"open": "now", "approved": "good", "rejected": "bad", "withdrawn": "plain"}
PAYMENT_TONES: dict[str, Tone] = {"asked": "now", "returned": "bad", "due": "wait", "ordered": "firm", "paid": "good"}
LOAN_TONES: dict[str, Tone] = {"signed": "wait", "running": "firm", "settled": "good", "written_off": "bad"}


@dataclass(frozen=True, slots=True)
class VoteRow:
    name: str
    agrees: bool
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MotionCard:
    """A motion with its votes; ``charter`` is the version by which ``body`` is competent."""

    id: int
    case_id: int
    number: str
    title: str
    party: str
    party_name: str
    product: Text
    kind: Text
    code: str
    body: str
    body_name: Text
    charter: int
    amount: int
    opinion: str
    terms: Terms | None
    cause: Text | None
    papers: tuple[FileCard, ...]
    state: StateView
    laid_by: str
    laid_at: datetime
    agreed: int
    against: int
    decided_by: str
    decided_at: datetime | None
    ground: str
    votes: tuple[VoteRow, ...]
    lines: tuple[LineRow, ...]


@dataclass(frozen=True, slots=True)
class PaymentCard:
    id: int
    no: int
    amount: int
    purpose: str
    line: int | None
    papers: tuple[FileCard, ...]
    interest: dict[str, Any] | None
    state: StateView
    code: str
    asked_by: str
    asked_at: datetime
    answered_by: str
    ground: str
    order: int | None
    reference: str
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class VersionRow:
    no: int
    from_on: date
    cause: str
    principal: int
    carried: int
    terms: Terms
    instalments: tuple[tuple[int, date, int, int, int], ...]
    ended: bool


@dataclass(frozen=True, slots=True)
class RepaymentRow:
    """``undone``: why it was taken back, empty while it stands; ``may_be_undone``: nothing rests on it yet."""

    id: int
    paid_on: date
    amount: int
    late: int
    interest: int
    principal: int
    bank_line: int
    entry: UUID
    by_name: str
    undone: str
    may_be_undone: bool


@dataclass(frozen=True, slots=True)
class LoanCard:
    """A loan with every version of its schedule; ``standing`` is that of the version in force, today or on the day it was written off."""

    id: int
    state: StateView
    code: str
    terms: Terms
    drawn: int
    repaid: int
    interest: int
    written_off: int
    interest_lost: int
    written_off_on: date | None
    settled_on: date | None
    stamp: int
    in_force: InForce | None
    standing: Standing | None
    versions: tuple[VersionRow, ...]
    repayments: tuple[RepaymentRow, ...]


@dataclass(frozen=True, slots=True)
class OpinionRow:
    text: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseCard:
    """A case as its page shows it."""

    id: int
    dossier: int
    number: str
    party: str
    party_name: str
    product: Text
    product_code: str
    title: str
    asked: int
    granted: int | None
    paid: int
    bank: str
    bank_contract: str
    state: StateView
    code: str
    applied_on: date
    decided_on: date | None
    contract: str
    contract_paper: SignatureStanding | None
    signed_on: date | None
    closed_on: date | None
    ground: str
    binding: bool
    stamp: int
    contract_papers: tuple[FileCard, ...]
    closing_papers: tuple[FileCard, ...]
    lines: tuple[LineRow, ...]
    motions: tuple[MotionCard, ...]
    payments: tuple[PaymentCard, ...]
    loan: LoanCard | None
    opinions: tuple[OpinionRow, ...]


def state_of(row: FundCase) -> StateView:
    return StateView(row.state, CASE.labels[row.state].capitalised(), CASE_TONES[row.state])


def outcome_of(row: FundCase) -> StateView:
    """As lists say it: a loan that was repaid or written off is told so. Load the case with its ``loan``."""
    loan: Loan | None = getattr(row, "loan", None)
    if row.state in ("running", "closed") and loan is not None and loan.state in ("settled", "written_off"):
        return StateView(loan.state, LOAN.labels[loan.state].capitalised(), LOAN_TONES[loan.state])
    return state_of(row)


def case_of_dossier(dossier_id: int) -> int:
    """The case of a dossier. Raises Missing."""
    found = FundCase.objects.filter(dossier=dossier_id).values_list("pk", flat=True).first()
    if found is None:
        raise access.no_such_case()
    return int(found)


def case_of_payment(payment_id: int) -> int:
    """Raises Missing."""
    found = FundPayment.objects.filter(pk=payment_id).values_list("case_id", flat=True).first()
    if found is None:
        raise access.no_such_case()
    return int(found)


def case_of_repayment(repayment_id: int) -> int:
    """Raises Missing."""
    found = Repayment.objects.filter(pk=repayment_id).values_list("loan__case_id", flat=True).first()
    if found is None:
        raise access.no_such_case()
    return int(found)


def case_of_loan(loan_id: int) -> int:
    """Raises Missing."""
    found = Loan.objects.filter(pk=loan_id).values_list("case_id", flat=True).first()
    if found is None:
        raise access.no_such_case()
    return int(found)


def case_card(case_id: int, actor: Actor) -> CaseCard:
    """Everything about a case for its receiver's side and for staff. Raises Missing, NotAllowed."""
    row = FundCase.objects.select_related("loan").filter(pk=case_id).first()
    if row is None:
        raise access.no_such_case()
    access.require_read(actor, row)
    kept = _papers(row)
    motions = tuple(
        Motion.objects.filter(case=row)
        .select_related("charter", "case")
        .prefetch_related("votes", "lines")
        .order_by("-pk")
    )
    return CaseCard(
        id=row.pk,
        dossier=row.dossier_id,
        number=row.dossier_number,
        party=access.party_key(row),
        party_name=row.party_name,
        product=PRODUCTS[row.product],
        product_code=row.product,
        title=row.title,
        asked=row.asked,
        granted=row.granted,
        paid=row.paid,
        bank=row.bank,
        bank_contract=row.bank_contract,
        state=outcome_of(row),
        code=row.state,
        applied_on=row.applied_on,
        decided_on=row.decided_on,
        contract=row.contract,
        contract_paper=signature_standing(f"document:{row.contract_document}") if row.contract_document else None,
        signed_on=row.signed_on,
        closed_on=row.closed_on,
        ground=row.ground,
        binding=row.binding,
        stamp=row.stamp,
        contract_papers=tuple(file for kind, file in kept if kind == "contract"),
        closing_papers=tuple(file for kind, file in kept if kind == "closing"),
        lines=lines_of_case(row, motions),
        motions=tuple(_motion(one, kept) for one in motions),
        payments=_payments(row, kept),
        loan=_loan(row, actor.today),
        opinions=tuple(opinions(row.pk)),
    )


def _papers(row: FundCase) -> tuple[tuple[str, FileCard], ...]:
    """All files of the case with their kinds."""
    return files.cards_with_kinds(f"fund_case:{row.pk}")


def _chosen(ids: list[str], kept: tuple[tuple[str, FileCard], ...]) -> tuple[FileCard, ...]:
    return tuple(file for _kind, file in kept if str(file.id) in ids)


def _motion(row: Motion, kept: tuple[tuple[str, FileCard], ...]) -> MotionCard:
    case = row.case
    return MotionCard(
        id=row.pk,
        case_id=case.pk,
        number=case.dossier_number,
        title=case.title,
        party=access.party_key(case),
        party_name=case.party_name,
        product=PRODUCTS[case.product],
        kind=DEEDS[row.kind],
        code=row.kind,
        body=row.body,
        body_name=BODIES[row.body],
        charter=row.charter.no,
        amount=row.amount,
        opinion=row.opinion,
        terms=terms_of(row.terms) if row.terms else None,
        cause=CAUSES[row.cause] if row.cause else None,
        papers=_chosen(row.papers, kept),
        state=StateView(row.state, MOTION.labels[row.state].capitalised(), MOTION_TONES[row.state]),
        laid_by=row.laid_by_name,
        laid_at=row.laid_at,
        agreed=row.agreed,
        against=row.against,
        decided_by=row.decided_by_name,
        decided_at=row.decided_at,
        ground=row.ground,
        votes=tuple(VoteRow(vote.name, vote.agrees, vote.note, vote.at) for vote in row.votes.all()),
        lines=lines_of_motion(row),
    )


def motion_card(motion_id: int, actor: Actor) -> MotionCard:
    """Raises Missing, NotAllowed."""
    rows = Motion.objects.filter(pk=motion_id).select_related("charter", "case")
    row = rows.prefetch_related("votes", "lines").first()
    if row is None or not actor.may(access.READ):
        raise Missing(
            Text("Không tìm thấy tờ trình này.", "There is no such motion."),
            Text("Mời ông/bà mở lại danh sách tờ trình.", "Open the list of motions again."),
        )
    access.require_read(actor, row.case)
    return _motion(row, _papers(row.case))


def motion_of_case(case_id: int) -> int | None:
    """The open motion of a case."""
    return Motion.objects.filter(case=case_id, state="open").values_list("pk", flat=True).first()


def _payments(case: FundCase, kept: tuple[tuple[str, FileCard], ...]) -> tuple[PaymentCard, ...]:
    found = []
    for row in FundPayment.objects.filter(case=case).order_by("no"):
        reference = treasury.order_facts(row.order).reference if row.order else ""
        found.append(
            PaymentCard(
                row.pk, row.no, row.amount, row.purpose, row.line, _chosen(row.papers, kept), row.interest,
                StateView(row.state, PAYMENT.labels[row.state].capitalised(), PAYMENT_TONES[row.state]), row.state, row.asked_by_name,
                row.asked_at, row.answered_by_name, row.ground, row.order, reference, row.paid_on,
            )
        )  # fmt: skip
    return tuple(found)


def _loan(case: FundCase, today: date) -> LoanCard | None:
    row = Loan.objects.filter(case=case).first()
    if row is None:
        return None
    found = loan_in_force(row)
    versions = ScheduleVersion.objects.filter(loan=row).select_related("ended").prefetch_related("instalments")
    repayments = list(Repayment.objects.filter(loan=row).select_related("undone").order_by("paid_on", "pk"))
    return LoanCard(
        row.pk, StateView(row.state, LOAN.labels[row.state].capitalised(), LOAN_TONES[row.state]), row.state, terms_of(row.terms),
        row.drawn, row.repaid, row.interest, row.written_off, row.interest_lost, row.written_off_on, row.settled_on,
        row.stamp, found, found.on(max(row.written_off_on or today, found.from_on)) if found else None,
        tuple(_version(one) for one in versions.order_by("-no")),
        _repayments(row, repayments, found),
    )  # fmt: skip


def _repayments(loan: Loan, rows: list[Repayment], found: InForce | None) -> tuple[RepaymentRow, ...]:
    last = next((row.pk for row in reversed(rows) if not hasattr(row, "undone")), None)
    return tuple(
        RepaymentRow(
            row.pk, row.paid_on, row.amount, row.late, row.interest, row.principal, row.bank_line, row.entry, row.by_name,
            row.undone.ground if hasattr(row, "undone") else "",
            row.pk == last and loan.state != "written_off" and found is not None and found.version_id == row.version_id,
        )
        for row in rows
    )  # fmt: skip


def _version(row: ScheduleVersion) -> VersionRow:
    lines = sorted(row.instalments.all(), key=lambda one: one.no)
    return VersionRow(
        row.no, row.from_on, row.cause, row.principal, row.carried, terms_of(row.terms),
        tuple((one.no, one.due_on, one.principal, one.interest, one.balance) for one in lines), hasattr(row, "ended"),
    )  # fmt: skip


def opinions(case_id: int | None) -> tuple[OpinionRow, ...]:
    """Of a case, or of the fund as a whole (None); newest first."""
    rows = Opinion.objects.filter(case=case_id).order_by("-pk")
    return tuple(OpinionRow(row.text, row.by_name, row.at) for row in rows[:50])
