"""What follows a sale, as its sides and their brokers read it: audits of reported sales, obligations with a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.deals import access
from khue.features.deals.domain.auditing import AUDIT
from khue.features.deals.domain.obliging import OBLIGATION, OBLIGATIONS, STEPS, notice_of
from khue.features.deals.models import Deal, Obligation, RoyaltyAudit
from khue.features.people import queries as people
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView, Tone

AUDIT_TONES: dict[str, Tone] = {
    "asked": "wait", "shown": "now", "found": "wait", "accepted": "good", "disputed": "bad", "withdrawn": "plain",
}  # fmt: skip
TONES: dict[str, Tone] = {
    "proposed": "wait", "agreed": "now", "reported": "wait", "done": "good", "refused": "plain", "withdrawn": "plain",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Money in đồng. ``due``: number of the report, which stands as it was; ``correction``: number of the due that came of it."""

    no: int
    due: int
    period: tuple[date, date] | None
    reported: int | None
    state: StateView
    ground: str
    asked_by: str
    asked_on: date
    due_on: date
    shown: str
    shown_on: date | None
    auditor: str
    findings: str
    sales: int | None
    royalty: int | None
    besides: int | None
    found_on: date | None
    answer: str
    ended_on: date | None
    correction: int | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class ObligationStepRow:
    step: Text
    side: str
    by: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ObligationRow:
    """``side`` has to do it, ``proposed_by`` is the side that proposed it."""

    no: int
    kind: Text
    what: str
    side: str
    proposed_by: str
    due_on: date
    remind_days: int
    state: StateView
    code: str
    changed_at: datetime | None
    steps: tuple[ObligationStepRow, ...]


def audits_of(deal: Deal, on: date) -> tuple[AuditRow, ...]:
    """Newest first."""
    rows = deal.audits.select_related("due", "correction").order_by("-no")
    return tuple(_audit(row, on) for row in rows)


def _audit(row: RoyaltyAudit, on: date) -> AuditRow:
    due, late = row.due, row.state == "asked" and row.due_on < on
    state = (
        StateView("late", Text("quá hạn cho xem sổ sách", "books overdue"), "bad")
        if late
        else StateView(row.state, AUDIT.label(row.state), AUDIT_TONES[row.state])
    )
    return AuditRow(
        row.no, due.no, (due.from_on, due.until_on) if due.from_on and due.until_on else None, due.sales, state, row.ground,
        row.asked_by_name, row.asked_on, row.due_on, row.shown, row.shown_on, row.auditor, row.findings, row.sales, row.royalty, row.besides,
        row.found_on, row.answer, row.ended_on, row.correction.no if row.correction else None, late,
    )  # fmt: skip


def obligations_of(deal: Deal, on: date) -> tuple[ObligationRow, ...]:
    """By their day."""
    rows = deal.obligations.prefetch_related("steps").order_by("due_on", "no")
    return tuple(_obligation(row, on) for row in rows)


def obligation_state(row: Obligation, on: date) -> StateView:
    if row.state == "agreed" and row.due_on < on:
        return StateView("late", Text("quá hạn", "overdue"), "bad")
    return StateView(row.state, OBLIGATION.label(row.state), TONES[row.state])


def _obligation(row: Obligation, on: date) -> ObligationRow:
    state = obligation_state(row, on)
    steps = sorted(row.steps.all(), key=lambda one: one.no)
    said = tuple(ObligationStepRow(STEPS[one.step], one.side, one.by_name, one.words, one.at) for one in steps)
    return ObligationRow(
        row.no, OBLIGATIONS[row.kind], row.what, row.side, row.proposed_by_side, row.due_on, row.remind_days, state, row.state,
        steps[-1].at if steps else None, said,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnObligation:
    """One line of the list over all of one's deals; ``mine``: the reader's side has to do it."""

    deal: int
    number: str
    title: Text
    kind: Text
    what: str
    who: str
    due_on: date
    state: StateView
    mine: bool


OBLIGATION_VIEWS = ("mine", "theirs", "all")


def own_obligations(actor: Actor, view: str, after: str | None, size: int = 25) -> Page[OwnObligation]:
    """Agreed and reported obligations of the deals in which the actor's parties are sides or brokers, the nearest day first; ``all``
    besides those that are over. Staff read none that are not their own."""
    ids = people.ids_i_stand_for(actor)
    seller, buyer = Q(deal__seller__in=ids, side="seller"), Q(deal__buyer__in=ids, side="buyer")
    found = Obligation.objects.filter(deal__in=Deal.objects.filter(access.mine(actor)))
    found = found.exclude(deal__seller__in=access.barred(actor)).exclude(deal__buyer__in=access.barred(actor))
    if view != "all":
        found = found.filter(state__in=["agreed", "reported"])
        found = found.filter(seller | buyer) if view == "mine" else found.exclude(seller | buyer)
    found = found.select_related("deal")

    def line(row: Obligation) -> OwnObligation:
        deal = row.deal
        party, name = (deal.seller_id, deal.seller_name) if row.side == "seller" else (deal.buyer_id, deal.buyer_name)
        title, state = Text(deal.title_vi, deal.title_en), obligation_state(row, actor.today)
        return OwnObligation(
            deal.pk, deal.number, title, OBLIGATIONS[row.kind], row.what, name, row.due_on, state, party in ids
        )

    return keyset(found, ["due_on", "id"], after, size).of(line)


def obligations_to_tell(today: date) -> tuple[int, ...]:
    """Ids of agreed obligations whose reminder has come or whose day has passed, untold."""
    rows = Obligation.objects.filter(state="agreed").order_by("pk")
    return tuple(row.pk for row in rows if notice_for(row, today))


def notice_for(row: Obligation, today: date) -> str:
    return notice_of(
        row.state, due_on=row.due_on, remind_days=row.remind_days, reminded=row.reminded_on is not None,
        told_late=row.told_late_on is not None, today=today,
    )  # fmt: skip
