"""What a result earned and who gets what: facts for the deeds, cards for the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db.models import Q, Sum

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.documents import queries as papers
from khue.features.people import queries as people
from khue.features.results import access
from khue.features.results.domain.distribution import (
    AUTHORS_SHARE,
    DISTRIBUTION,
    INTERMEDIARY_SHARE,
    PAYOUT,
    ROLES,
    Claimant,
    Pot,
)
from khue.features.results.domain.ownership import rule_share
from khue.features.results.domain.shares import in_full
from khue.features.results.models import Distribution, IncomePeriod, IncomeReport, Payout, PayoutClaim, Result
from khue.features.results.queries.facts import agreed_shares, claimants, owners_of
from khue.features.results.queries.rules import value
from khue.features.rulebook import queries as rulebook
from khue.features.rulebook.domain import Ruling
from khue.features.treasury import queries as treasury
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView, Tone

DISTRIBUTION_TONES: Mapping[str, Tone] = {
    "drawn_up": "now",
    "approved": "firm",
    "paid": "good",
    "rejected": "bad",
    "superseded": "plain",
}
PAYOUT_TONES: Mapping[str, Tone] = {
    "planned": "wait",
    "due": "now",
    "ordered": "firm",
    "paid": "good",
    "kept": "plain",
    "dropped": "plain",
    "carried": "good",
}


# -- facts -----------------------------------------------------------------------------------------------------------


def is_newest(report: IncomeReport) -> bool:
    """Whether no correction took its place."""
    return not IncomeReport.objects.filter(period=report.period_id, no__gt=report.no).exists()


def pot_of(report: IncomeReport, result: Result, agreed_reward: Fraction | None, on: date) -> Pot:
    """What is split of a report's profit, by the law of the day ``on``."""
    authors = agreed_shares(result.pk) or {}
    return Pot(
        profit=report.profit,
        budget_share=rule_share(Fraction(result.public_money, result.total_money)),
        author_floor=_share(AUTHORS_SHARE, on),
        intermediary_floor=_share(INTERMEDIARY_SHARE, on),
        authors=tuple(Claimant(party, share) for party, share in authors.items()),
        owners=claimants(owners_of(result.pk)),
        intermediary=f"party:{report.intermediary_id}" if report.intermediary_id else "",
        agreed_fee=Fraction(report.agreed_fee) if report.agreed_fee else None,
        agreed_reward=agreed_reward,
    )


def _share(id: str, on: date) -> Fraction:
    """A legal share; nothing where the law sets none on the day."""
    found = value(id, on)
    return found.percent if found is not None else Fraction(0)


# -- cards -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report, newest of its period when ``newest``; amounts in đồng. ``receipt``: its paper's code once it is rendered."""

    id: int
    no: int
    income: int
    costs: int
    tax: int
    profit: int
    intermediary: str
    agreed_fee: str
    note: str
    reported_by: str
    reported_at: datetime
    newest: bool
    receipt: str


@dataclass(frozen=True, slots=True)
class PeriodRow:
    id: int
    from_on: date
    until_on: date
    due_on: date | None
    reported: bool
    reports: tuple[ReportRow, ...]
    distribution: int | None
    correctable: bool = False
    """The distribution stands, and its report was corrected since: a new one can take its place."""


@dataclass(frozen=True, slots=True)
class PayoutRow:
    id: int
    no: int
    role: Text
    code: str
    party: str
    name: str
    share: Text
    part: Fraction
    amount: int
    state: StateView
    paid_on: date | None
    order: int | None
    reference: str


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """What somebody was paid too much before a correction, and how much of it came back; in đồng."""

    role: Text
    name: str
    amount: int
    recovered: int
    reference: str
    claimed_on: date
    settled_on: date | None


@dataclass(frozen=True, slots=True)
class DistributionCard:
    """A distribution with its payouts and what the rules said of it."""

    id: int
    result: int
    number: str
    title: Text
    owner: str
    from_on: date
    until_on: date
    income: int
    costs: int
    tax: int
    profit: int
    fee: int
    least_reward: int
    reward: int
    left: int
    paid: int
    code: str
    state: StateView
    binding: bool
    line: str
    drawn_up_by: str
    drawn_up_at: datetime
    decided_by: str
    decided_at: datetime | None
    ground: str
    payouts: tuple[PayoutRow, ...]
    rulings: tuple[Ruling, ...]
    claims: tuple[ClaimRow, ...] = ()
    supersedes: int | None = None
    superseded_by: int | None = None


def money_of(result_id: int, reader: Actor | None = None) -> tuple[PeriodRow, ...]:
    """Periods of a result with their reports, newest period first. For a reader without names that a restriction hides."""
    hidden = hidden_from(reader) if reader is not None else frozenset()
    periods = IncomePeriod.objects.filter(result=result_id).prefetch_related("reports__intermediary", "distributions")
    receipts = {
        reference: paper.code
        for reference, paper in papers.papers_about(f"result:{result_id}").items()
        if reference.startswith("income_report:") and paper.newest is not None
    }
    return tuple(_period(row, hidden, receipts) for row in periods.order_by("-from_on"))


def _period(row: IncomePeriod, hidden: frozenset[int], receipts: dict[str, str]) -> PeriodRow:
    reports = sorted(row.reports.all(), key=lambda one: -one.no)
    live = sorted(
        (one for one in row.distributions.all() if one.state not in ("rejected", "superseded")), key=lambda one: -one.pk
    )
    correctable = bool(
        live and reports and live[0].state in ("approved", "paid") and live[0].report_id != reports[0].pk
    )
    return PeriodRow(
        row.pk,
        row.from_on,
        row.until_on,
        row.due_on,
        row.reported,
        tuple(
            ReportRow(
                one.pk,
                one.no,
                one.licence + one.sale + one.own_use,
                one.costs,
                one.tax,
                one.profit,
                ("" if one.intermediary is None else _shown(one.intermediary_id, one.intermediary.name, hidden)),
                one.agreed_fee,
                one.note,
                one.reported_by_name,
                one.reported_at,
                one is reports[0],
                receipts.get(f"income_report:{one.pk}", ""),
            )
            for one in reports
        ),
        live[0].pk if live else None,
        correctable,
    )


def hidden_from(actor: Actor) -> frozenset[int]:
    """Parties whose names staff do not read beside an amount; who books the money reads all, who is no staff knows them already."""
    return frozenset() if access.books(actor) or not actor.may(access.READ) else access.barred(actor)


def _shown(party: int | None, name: str, hidden: frozenset[int]) -> str:
    return people.restricted_words() if party in hidden else name


def may_read_money(actor: Actor, result: Result) -> bool:
    """All of it: the owner's side and staff who read results. An author reads the own payouts only."""
    return access.is_side(actor, result) or actor.may(access.READ)


def distribution_card(distribution_id: int, actor: Actor) -> DistributionCard:
    """The whole for the owner's side and staff; for who gets something of it, the own payouts alone. Raises Missing."""
    row = Distribution.objects.select_related("result", "report", "period").filter(pk=distribution_id).first()
    if row is None:
        raise access.no_such_result()
    payouts, claims = row.payouts.order_by("no"), row.claims.order_by("pk")
    if not may_read_money(actor, row.result):
        own = [people.party_id(key) for key in actor.keys if people.is_party_key(key)] if not actor.within else []
        own += [people.party_id(party) for party, _scope in actor.acts_for]
        payouts, claims = payouts.filter(party__in=own), claims.filter(party__in=own)
        if not payouts.exists() and not claims.exists():
            raise access.no_such_result()
    hidden = hidden_from(actor) if not access.is_side(actor, row.result) else frozenset()
    if row.result.party_id in hidden:
        people.require_unrestricted(actor, access.party_key(row.result))
    report = row.report
    return DistributionCard(
        id=row.pk,
        result=row.result_id,
        number=row.result.number,
        title=Text(row.result.title_vi, row.result.title_en),
        owner=row.result.party_name,
        from_on=row.period.from_on,
        until_on=row.period.until_on,
        income=report.licence + report.sale + report.own_use,
        costs=report.costs,
        tax=report.tax,
        profit=row.profit,
        fee=row.fee,
        least_reward=row.least_reward,
        reward=row.reward,
        left=row.left_to_owners,
        paid=row.paid,
        code=row.state,
        state=StateView(row.state, DISTRIBUTION.label(row.state).capitalised(), DISTRIBUTION_TONES[row.state]),
        binding=row.binding,
        line=row.budget_line.removeprefix("budget:"),
        drawn_up_by=row.drawn_up_by_name,
        drawn_up_at=row.drawn_up_at,
        decided_by=row.decided_by_name,
        decided_at=row.decided_at,
        ground=row.ground,
        payouts=tuple(_payout(one, hidden) for one in payouts),
        rulings=tuple(rulebook.rulings_of(f"distribution:{row.pk}")),
        claims=tuple(_claim(one, hidden) for one in claims),
        supersedes=row.supersedes_id,
        superseded_by=row.corrections.exclude(state="rejected").values_list("pk", flat=True).first(),
    )


def _claim(one: PayoutClaim, hidden: frozenset[int]) -> ClaimRow:
    name = _shown(one.party_id, one.name, hidden)
    return ClaimRow(ROLES[one.role], name, one.amount, one.recovered, one.reference, one.claimed_on, one.settled_on)


def _payout(one: Payout, hidden: frozenset[int]) -> PayoutRow:
    return PayoutRow(
        one.pk,
        one.no,
        ROLES[one.role],
        one.role,
        "" if one.party_id in hidden else f"party:{one.party_id}",
        _shown(one.party_id, one.name, hidden),
        in_full(Fraction(one.share)),
        Fraction(one.share),
        one.amount,
        StateView(one.state, PAYOUT.label(one.state).capitalised(), PAYOUT_TONES[one.state]),
        one.paid_on,
        one.order,
        treasury.order_facts(one.order).reference if one.order else "",
    )


def distribution_of_payout(payout_id: int) -> int:
    """Raises Missing."""
    found = Payout.objects.filter(pk=payout_id).values_list("distribution_id", flat=True).first()
    if found is None:
        raise access.no_such_result()
    return int(found)


def result_of_report(report_id: int) -> int:
    """Raises Missing."""
    found = IncomeReport.objects.filter(pk=report_id).values_list("period__result_id", flat=True).first()
    if found is None:
        raise access.no_such_result()
    return int(found)


@dataclass(frozen=True, slots=True)
class PayoutLine:
    """A line of the list of payouts, for export."""

    id: int
    number: str
    title: Text
    role: Text
    name: str
    amount: int
    state_words: Text
    paid_on: date | None
    distribution: int


def payouts(actor: Actor, after: str | None, size: int = 25) -> Page[PayoutLine]:
    """All payouts, newest first; of restricted parties number, amount and state, so that sums stay right. Who books the money
    reads their names and titles too, because a payment without a payee can't be ordered. Raises NotAllowed.
    """
    hidden = hidden_from(actor)
    actor.require(access.READ)
    rows = Payout.objects.exclude(state="dropped").select_related("distribution__result")
    return keyset(rows, ["-pk"], after, size).of(lambda one: _line(one, hidden))


def _line(one: Payout, hidden: frozenset[int]) -> PayoutLine:
    result = one.distribution.result
    kept = result.party_id in hidden
    title = people.RESTRICTED if kept else Text(result.title_vi, result.title_en)
    return PayoutLine(
        one.pk,
        result.number,
        title,
        ROLES[one.role],
        people.restricted_words() if kept else _shown(one.party_id, one.name, hidden),
        one.amount,
        PAYOUT.label(one.state),
        one.paid_on,
        one.distribution_id,
    )


@dataclass(frozen=True, slots=True)
class PayoutStream:
    """Payouts of one budget line and role together, đồng: what approved distributions hold, and what has left the account."""

    budget: str
    role: str
    role_words: Text
    granted: int
    paid: int


def streams() -> tuple[PayoutStream, ...]:
    """Over all distributions in force, for everybody: no receiver is named, so sums hold restricted ones too.

    What is kept where it was earned moves no money and is left out.
    """
    gone = Q(state__in=["paid", "carried"])
    rows = (
        Payout.objects.filter(
            distribution__state__in=["approved", "paid"], state__in=["due", "ordered", "paid", "carried"]
        )
        .values("distribution__budget_line", "role")
        .annotate(granted=Sum("amount"), gone=Sum("amount", filter=gone, default=0))
        .order_by("distribution__budget_line", "role")
    )
    return tuple(
        PayoutStream(
            row["distribution__budget_line"].removeprefix("budget:"), row["role"], ROLES[row["role"]],
            row["granted"], row["gone"],
        )
        for row in rows
    )  # fmt: skip
