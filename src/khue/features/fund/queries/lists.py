"""Lists and pictures: cases, motions, payments, the capital, the portfolio, and what the public reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.folding import fold
from khue.features.fund import access
from khue.features.fund.domain.bodies import BODIES
from khue.features.fund.domain.capital import AVAILABLE, COMMITTED, FUND, LOANS, LOSSES, RESOURCES, SOURCES, USED
from khue.features.fund.domain.cases import CAUSES, MOTION, PAYMENT
from khue.features.fund.domain.charter import DEEDS, LOAN, PRODUCTS
from khue.features.fund.models import CapitalReceipt, CapitalSource, FundCase, FundPayment, Loan, Motion
from khue.features.fund.queries.cards import MOTION_TONES, PAYMENT_TONES, outcome_of
from khue.features.fund.queries.charter import charter_on
from khue.features.fund.queries.loans import in_force
from khue.features.ledger import queries as ledger
from khue.features.people import queries as people
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView


@dataclass(frozen=True, slots=True)
class CaseRow:
    id: int
    number: str
    title: str
    party_name: str
    product: Text
    asked: int
    granted: int | None
    paid: int
    state: StateView
    state_words: Text
    applied_on: date
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class MotionRow:
    id: int
    number: str
    title: str
    kind: Text
    body: Text
    amount: int
    state: StateView
    state_words: Text
    laid_by: str
    votes: str


@dataclass(frozen=True, slots=True)
class PaymentRow:
    id: int
    case_id: int
    number: str
    party_name: str
    product: Text
    amount: int
    purpose: str
    state: StateView
    state_words: Text
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class SourceRow:
    id: int
    kind: Text
    name: Text
    promised: int
    received: int
    instrument: str

    @property
    def left(self) -> int:
        return self.promised - self.received


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    source: Text
    amount: int
    booked_on: date
    bank_line: int
    by_name: str


@dataclass(frozen=True, slots=True)
class Capital:
    """The circle of the fund, from the books: resources = available + committed + used."""

    promised: int
    resources: int
    available: int
    committed: int
    used: int
    lent: int
    lost: int
    sources: tuple[SourceRow, ...]
    receipts: tuple[ReceiptRow, ...]


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """One product and cohort (year of decision); ``outstanding``, ``overdue``, ``in_arrears`` in đồng of principal."""

    product: Text
    code: str
    cohort: int
    cases: int
    granted: int
    paid: int
    outstanding: int
    overdue: int
    in_arrears: int
    written_off: int
    excused: int


@dataclass(frozen=True, slots=True)
class LossRow:
    """A loss or an accepted risk with its file."""

    case_id: int
    number: str
    title: str
    party_name: str
    product: Text
    what: Text
    amount: int
    cause: Text | None
    on: date | None
    papers: int
    ground: str


@dataclass(frozen=True, slots=True)
class PublicRow:
    number: str
    title: str
    receiver: str
    product: Text
    granted: int
    paid: int
    decided_on: date
    state_words: Text


# -- cases, motions, payments ----------------------------------------------------------------------------------------


def cases(actor: Actor, product: str = "", state: str = "", words: str = "", after: str | None = None, size: int = 30) -> Page[CaseRow]:  # fmt: skip
    """For staff, newest first; of persons whose data are restricted nothing."""
    actor.require(access.READ)
    rows = FundCase.objects.select_related("loan").exclude(party__in=access.barred(actor))
    if product:
        rows = rows.filter(product=product)
    if state:
        rows = rows.filter(state=state)
    for word in fold(words).split()[:8]:
        rows = rows.filter(folded__contains=word)
    return keyset(rows, ("-id",), after, size).of(_case)


def my_cases(actor: Actor, after: str | None = None, size: int = 30) -> Page[CaseRow]:
    """Those of the parties that the reader stands for."""
    ids = {
        people.party_id(key)
        for key in (actor.key, *(party for party, _scope in actor.acts_for))
        if people.is_party_key(key)
    }
    held = [int(key.partition(":")[2]) for key, _scope in actor.holds if key.startswith("fund_case:")]
    rows = FundCase.objects.select_related("loan").filter(Q(party__in=ids) | Q(pk__in=held))
    return keyset(rows, ("-id",), after, size).of(_case)


def _case(row: FundCase) -> CaseRow:
    state = outcome_of(row)
    assert isinstance(state.label, Text)
    return CaseRow(
        row.pk, row.dossier_number, row.title, row.party_name, PRODUCTS[row.product], row.asked, row.granted, row.paid,
        state, state.label, row.applied_on, row.decided_on,
    )  # fmt: skip


def motions(actor: Actor, which: str = "", after: str | None = None, size: int = 30) -> Page[MotionRow]:
    actor.require(access.READ)
    rows = Motion.objects.select_related("case").exclude(case__party__in=access.barred(actor))
    return keyset(rows.filter(state=which) if which else rows, ("-id",), after, size).of(_motion)


def _motion(row: Motion) -> MotionRow:
    label = MOTION.labels[row.state].capitalised()
    return MotionRow(
        row.pk, row.case.dossier_number, row.case.title, DEEDS[row.kind], BODIES[row.body], row.amount,
        StateView(row.state, label, MOTION_TONES[row.state]), label, row.laid_by_name, f"{row.agreed} – {row.against}",
    )  # fmt: skip


def payments(actor: Actor, which: str = "", after: str | None = None, size: int = 30) -> Page[PaymentRow]:
    actor.require(access.READ)
    rows = FundPayment.objects.select_related("case").exclude(case__party__in=access.barred(actor))
    return keyset(rows.filter(state=which) if which else rows, ("-id",), after, size).of(_payment)


def _payment(row: FundPayment) -> PaymentRow:
    label = PAYMENT.labels[row.state].capitalised()
    return PaymentRow(
        row.pk, row.case_id, row.case.dossier_number, row.case.party_name, PRODUCTS[row.case.product], row.amount,
        row.purpose, StateView(row.state, label, PAYMENT_TONES[row.state]), label, row.paid_on,
    )  # fmt: skip


# -- capital -----------------------------------------------------------------------------------------------------------


def sources() -> tuple[SourceRow, ...]:
    return tuple(
        SourceRow(row.pk, SOURCES[row.kind], Text(row.name_vi, row.name_en), row.promised, row.received, row.instrument)
        for row in CapitalSource.objects.order_by("pk")
    )


def capital() -> Capital:
    """What the books say of the fund's money now."""
    found = sources()
    kept = {
        line.account.code: line.credit or line.debit for line in ledger.trial_balance().lines if line.currency == "VND"
    }
    receipts = CapitalReceipt.objects.select_related("source").order_by("-pk")[:30]
    return Capital(
        promised=sum(row.promised for row in found),
        resources=ledger.balance(RESOURCES, FUND),
        available=ledger.balance(AVAILABLE, FUND),
        committed=kept.get(COMMITTED, 0),
        used=ledger.balance(USED, FUND),
        lent=kept.get(LOANS, 0),
        lost=kept.get(LOSSES, 0),
        sources=found,
        receipts=tuple(
            ReceiptRow(
                Text(row.source.name_vi, row.source.name_en), row.amount, row.booked_on, row.bank_line, row.by_name
            )
            for row in receipts
        ),
    )


# -- the portfolio -----------------------------------------------------------------------------------------------------


def portfolio(today: date) -> tuple[PortfolioRow, ...]:
    """By product and year of decision. A constant number of queries, however many cases; loans are replayed in memory."""
    rows = list(FundCase.objects.filter(granted__gt=0).select_related("loan").order_by("product", "decided_on"))
    loans = {row.pk: row.loan for row in rows if row.product == LOAN and hasattr(row, "loan")}
    running = in_force([loan.pk for loan in loans.values() if loan.state == "running"])
    charter = charter_on(today)
    late_after = charter.late_after if charter else 0
    found: dict[tuple[str, int], list[int]] = {}
    for row in rows:
        assert row.decided_on is not None, "an approved case has its day"
        sums = found.setdefault((row.product, row.decided_on.year), [0] * 8)
        loan = loans.get(row.pk)
        now = (
            running[loan.pk].on(max(today, running[loan.pk].from_on))
            if loan is not None and loan.pk in running
            else None
        )
        late = now.overdue_principal if now else 0
        excused = row.paid if row.state == "excused" else 0
        parts = (
            1, row.granted or 0, row.paid, now.principal if now else 0, late,
            now.principal if now and now.days_past_due > late_after else 0, loan.written_off if loan else 0, excused,
        )  # fmt: skip
        for place, part in enumerate(parts):
            sums[place] += part
    return tuple(
        PortfolioRow(PRODUCTS[product], product, year, *sums)
        for (product, year), sums in sorted(
            found.items(), key=lambda item: (list(PRODUCTS).index(item[0][0]), item[0][1])
        )
    )


def losses(actor: Actor, after: str | None = None, size: int = 30) -> Page[LossRow]:
    """Written off, or ended with an accepted risk, each with its cause and how many papers its file has; newest first."""
    actor.require(access.READ)
    rows = FundCase.objects.filter(Q(state="excused") | Q(loan__state="written_off")).exclude(
        party__in=access.barred(actor)
    )
    page = keyset(rows.select_related("loan"), ("-id",), after, size)
    grounds = {
        motion.case_id: motion
        for motion in Motion.objects.filter(case__in=[row.pk for row in page.rows], kind="write_off", state="approved")
    }
    return page.of(lambda row: _loss(row, grounds.get(row.pk)))


def _loss(row: FundCase, motion: Motion | None) -> LossRow:
    loan: Loan | None = getattr(row, "loan", None)
    if motion is not None and loan is not None:
        return LossRow(
            row.pk, row.dossier_number, row.title, row.party_name, PRODUCTS[row.product], Text("xóa nợ", "written off"),
            loan.written_off, CAUSES[motion.cause], loan.written_off_on, len(motion.papers), motion.ground,
        )  # fmt: skip
    return LossRow(
        row.pk, row.dossier_number, row.title, row.party_name, PRODUCTS[row.product],
        Text("chấp nhận rủi ro", "risk accepted"), row.paid, None, row.closed_on, 0, row.ground,
    )  # fmt: skip


# -- the public --------------------------------------------------------------------------------------------------------


def _public() -> QuerySet[FundCase]:
    rows = FundCase.objects.filter(state__in=["approved", "running", "closed", "excused"])
    return rows.exclude(party__in=people.restricted_ids())


def public_cases(product: str = "", after: str | None = None, size: int = 30) -> Page[PublicRow]:
    """What the fund gave and lent, newest decision first; private persons are not named."""
    rows = _public().select_related("loan")
    return keyset(rows.filter(product=product) if product else rows, ("-decided_on", "-id"), after, size).of(
        _public_row
    )


def _public_row(row: FundCase) -> PublicRow:
    assert row.decided_on is not None, "an approved case has its day"
    label = outcome_of(row).label
    assert isinstance(label, Text)
    return PublicRow(
        row.dossier_number,
        row.title,
        row.public_name,
        PRODUCTS[row.product],
        row.granted or 0,
        row.paid,
        row.decided_on,
        label,
    )


def public_figures() -> tuple[tuple[str, int, int, int], ...]:
    """Per product: its code, number of cases, granted and paid, in đồng."""
    rows = (
        _public().values("product").annotate(cases=Count("pk"), all=Sum("granted"), out=Sum("paid")).order_by("product")
    )
    return tuple((row["product"], row["cases"], int(row["all"] or 0), int(row["out"] or 0)) for row in rows)
