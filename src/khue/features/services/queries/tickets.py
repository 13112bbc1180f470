"""Tickets for their two sides; the operator sees how many there are, and complaints. Nothing else of a ticket leaves it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.urls import reverse

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.people import queries as people
from khue.features.people.queries import Matter, Matters
from khue.features.services import access
from khue.features.services.domain.catalogue import KINDS
from khue.features.services.domain.tickets import CLIENT, LIVE, PROVIDER, SAID, SIDES, STEPS_OF, TICKET
from khue.features.services.models import (
    CapitalInterest,
    CatalogueEntry,
    SlotBooking,
    Ticket,
    TicketComplaint,
    TicketStep,
)
from khue.kernel import files
from khue.kernel.files import FileCard
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView, Tone

VIEWS = ("live", "over", "all")
TONES: dict[str, Tone] = {
    "asked": "wait", "offered": "wait", "agreed": "plain", "delivered": "wait", "reworked": "now", "taken": "good", "closed": "good",
    "refused": "bad", "withdrawn": "plain", "lapsed": "bad", "broken": "bad",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TicketRow:
    """``next_on`` is the day on which the next thing is due, None where nothing is."""

    id: int
    title: Text
    kind: Text
    provider: str
    client: str
    side: Text
    state: StateView
    price: int | None
    next_on: date | None
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class TicketStepRow:
    no: int
    label: Text
    side: Text
    words: str
    price: int | None
    due_on: date | None
    papers: tuple[FileCard, ...]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """``ticket`` is its number; ``party`` the key of who complained."""

    id: int
    ticket: int
    kind: Text
    party: str
    name: str
    side: Text
    words: str
    at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class TicketCard:
    """``sides`` are those that the reader may act for; ``steps_open`` what may be done now by them; ``other`` keys of the other side."""

    id: int
    stamp: int
    row: TicketRow
    entry_id: int
    provider: str
    client: str
    deal_id: int
    deal_number: str
    answer_due: date
    due_on: date | None
    code: str
    steps: tuple[TicketStepRow, ...]
    steps_open: tuple[str, ...]
    complaints: tuple[ComplaintRow, ...]
    may_complain: bool


@dataclass(frozen=True, slots=True)
class TicketCount:
    """How many tickets of a kind stand in a state."""

    kind: Text
    state: Text
    count: int


def tickets(actor: Actor, view: str, after: str | None, size: int = 25) -> Page[TicketRow]:
    """Those in which a party of the actor is a side, newest first."""
    ids = people.ids_i_stand_for(actor)
    found = Ticket.objects.filter(Q(provider__in=ids) | Q(client__in=ids))
    if view == "live":
        found = found.filter(state__in=LIVE)
    elif view == "over":
        found = found.exclude(state__in=LIVE)
    return keyset(found, ["-id"], after, size).of(lambda row: _row(row, row.provider_id in ids))


def ticket_card(ticket_id: int, actor: Actor) -> TicketCard:
    """For its two sides, and nobody else. Raises Missing, NotAllowed under a restriction of the other side."""
    row = Ticket.objects.select_related("deal").filter(pk=ticket_id).first()
    if row is None or not (access.is_side(actor, row.provider_id) or access.is_side(actor, row.client_id)):
        raise access.no_such_ticket()
    for party in {row.provider_id, row.client_id} & access.barred(actor):
        people.require_unrestricted(actor, access.key_of(party))
    provider, client = access.key_of(row.provider_id), access.key_of(row.client_id)
    acts = {side for side, key in ((PROVIDER, provider), (CLIENT, client)) if actor.may_act_for(key, "submit")}
    stands = {side for side, key in ((PROVIDER, provider), (CLIENT, client)) if actor.stands_for(key)}
    possible = (*TICKET.possible(row.state), *(("message",) if row.state in LIVE else ()))
    open_ = tuple(step for step in STEPS_OF if step in possible and acts & set(STEPS_OF[step]))
    lines = list(row.steps.order_by("no"))
    papers = {one.id: one for one in files.cards_by_id([paper for line in lines for paper in line.papers])}
    complaints = tuple(complaint_row(one, row) for one in row.complaints.filter(side__in=stands).order_by("id"))
    waiting = any(one.answered_at is None for one in complaints)
    return TicketCard(
        row.pk, row.stamp, _row(row, access.is_side(actor, row.provider_id)), row.entry_id, provider, client, row.deal_id or 0,
        row.deal.number if row.deal else "", row.answer_due, row.due_on, row.state, tuple(_step(one, papers) for one in lines), open_,
        complaints, bool(acts) and not waiting,
    )  # fmt: skip


def _step(one: TicketStep, papers: dict[str, FileCard]) -> TicketStepRow:
    side = SIDES.get(one.side, Text("hệ thống", "system"))
    found = tuple(papers[key] for key in one.papers if key in papers)
    return TicketStepRow(one.no, SAID[one.step], side, one.words, one.price, one.due_on, found, one.by_name, one.at)


def _row(row: Ticket, provides: bool) -> TicketRow:
    due = row.answer_due if row.state == "asked" else row.due_on if row.state in ("agreed", "reworked") else None
    state = StateView(row.state, TICKET.label(row.state).capitalised(), TONES[row.state])
    side = SIDES[PROVIDER if provides else CLIENT]
    return TicketRow(
        row.pk, Text(row.title_vi, row.title_en), KINDS[row.kind], row.provider_name, row.client_name, side, state, row.price, due, row.asked_at
    )  # fmt: skip


def ticket_counts(actor: Actor) -> tuple[TicketCount, ...]:
    """How many tickets stand where, for the operator: counts only."""
    actor.require(access.REVIEW)
    found = Ticket.objects.values_list("kind", "state").annotate(n=Count("pk")).order_by()
    rows = {(kind, state): count for kind, state, count in found}
    return tuple(
        TicketCount(KINDS[kind].capitalised(), TICKET.label(state).capitalised(), rows[kind, state])
        for kind in KINDS
        for state in TICKET.labels
        if (kind, state) in rows
    )


def complaints(actor: Actor) -> tuple[ComplaintRow, ...]:
    """For the operator: what waits first, then the newest answered ones. Raises NotAllowed."""
    actor.require(access.REVIEW)
    rows = TicketComplaint.objects.select_related("ticket").exclude(party__in=access.barred(actor))
    waiting = rows.filter(answered_at=None).order_by("id")[:100]
    answered = rows.filter(answered_at__isnull=False).order_by("-id")[:20]
    return tuple(complaint_row(one, one.ticket) for one in (*waiting, *answered))


def complaint(complaint_id: int, actor: Actor) -> ComplaintRow:
    """Raises NotAllowed, Missing."""
    actor.require(access.REVIEW)
    one = TicketComplaint.objects.select_related("ticket").filter(pk=complaint_id).first()
    if one is None:
        raise access.no_such_complaint()
    if one.party_id in access.barred(actor):
        people.require_unrestricted(actor, access.key_of(one.party_id))
    return complaint_row(one, one.ticket)


def complaint_row(one: TicketComplaint, ticket: Ticket) -> ComplaintRow:
    name = ticket.provider_name if one.side == PROVIDER else ticket.client_name
    return ComplaintRow(
        one.pk, ticket.pk, KINDS[ticket.kind], access.key_of(one.party_id), name, SIDES[one.side], one.words, one.at, one.answer,
        one.answered_by_name, one.answered_at,
    )  # fmt: skip


def may_read_subject(actor: Actor, subject: str) -> bool:
    """Papers of ``service_ticket:12`` are read by its two sides; by nobody else, whatever right."""
    number = subject.removeprefix("service_ticket:")
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        return False
    row = Ticket.objects.filter(pk=int(number)).first()
    return row is not None and (access.is_side(actor, row.provider_id) or access.is_side(actor, row.client_id))


def matters(party_ids: Collection[int]) -> Matters:
    """Tickets of these parties, newest first; no word of what was said in them."""
    found = Ticket.objects.filter(Q(provider__in=party_ids) | Q(client__in=party_ids))
    rows = list(people.with_total(found).order_by("-asked_at", "-id")[: people.MOST])
    lines = tuple(
        Matter(
            subject=f"service_ticket:{row.pk}",
            label=row.title_vi,
            party=row.provider_name if row.provider_id in party_ids else row.client_name,
            state=TICKET.label(row.state).capitalised(),
            is_open=row.state in LIVE,
            href=reverse("services:ticket", args=[row.pk]),
        )
        for row in rows
    )
    return Matters(Text("Phiếu dịch vụ của Sàn", "Tickets of the exchange"), rows[0].total if rows else 0, lines)


def holds_of_persons(persons: people.Persons) -> dict[str, tuple[Text, ...]]:
    """Why the records of persons are not erased: they are a side of a ticket, or published something. One query."""
    return people.told_by(
        persons,
        (
            Text("là một bên của phiếu dịch vụ trên Sàn giao dịch công nghệ", "is a side of a ticket of the technology exchange"),
            [(Ticket.objects, "provider"), (Ticket.objects, "client"), (TicketComplaint.objects, "party")],
        ),
        (
            Text(
                "đã đăng, đặt thiết bị hoặc quan tâm dự án trong danh mục của Sàn giao dịch công nghệ",
                "published, booked or was interested in the catalogue of the technology exchange",
            ),
            [(CatalogueEntry.objects, "party"), (SlotBooking.objects, "party"), (CapitalInterest.objects, "party")],
        ),
    )  # fmt: skip
