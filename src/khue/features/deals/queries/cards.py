"""Deals in lists, and one deal as its sides, its brokers and staff read it. Staff get no word and no price of the talks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.deals import access
from khue.features.deals.domain.words import DEAL, LIVE, MODES, PRICING, SIDES, SIGNED, TERMS_STATES
from khue.features.deals.models import Deal, DealMessage, DealTerms, Nda
from khue.features.deals.queries.after import AuditRow, ObligationRow, audits_of, obligations_of
from khue.features.deals.queries.papers import (
    ContractRow,
    DueRow,
    ProofRow,
    ValuationRow,
    contract_of,
    dues_of,
    proof_of,
    valuations_of,
)
from khue.features.deals.queries.paying import ShareRow, shares_of
from khue.features.deals.queries.readers import buyers_people, is_in_force, is_named
from khue.features.exchange import queries as exchange
from khue.kernel import files
from khue.kernel.files import FileCard
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView, Tone

TONES: dict[str, Tone] = {
    "asked": "wait", "open": "now", "agreed": "good", "signed": "wait", "effective": "good", "declined": "plain", "ended": "plain", "stopped": "bad",
}  # fmt: skip
VIEWS = ("live", "over", "all")
MESSAGES = 50


@dataclass(frozen=True, slots=True)
class DealRow:
    """``role``: how the reader takes part."""

    id: int
    number: str
    title: Text
    offer_number: str
    seller: str
    buyer: str
    state: StateView
    asked_at: datetime
    answer_due: date | None
    role: Text


@dataclass(frozen=True, slots=True)
class NdaRow:
    no: int
    text: Text | None
    sha256: str
    until_on: date
    readers: tuple[str, ...]
    signed: tuple[tuple[Text, str, datetime], ...]
    in_force: bool
    waits_for: str
    ended_at: datetime | None
    ground: str


@dataclass(frozen=True, slots=True)
class BrokerRow:
    id: int
    side: str
    name: str
    paper: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MessageRow:
    no: int
    side: Text
    by: str
    at: datetime
    text: str
    title: str
    version: int
    papers: tuple[FileCard, ...]


@dataclass(frozen=True, slots=True)
class TaskRow:
    no: int
    title: str
    side: str
    due_on: date
    done_at: datetime | None
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class TermsRow:
    """Money in đồng, ``royalty`` in hundredths of a per cent."""

    no: int
    side: str
    state: str
    label: Text
    mode: Text
    territory: str
    pricing: Text
    auction: str
    lump: int
    instalments: tuple[tuple[date, int], ...]
    royalty: int
    royalty_least: int
    words: str
    owners: tuple[str, ...]
    valid_until: date
    by: str
    at: datetime
    answered_by: str
    answered_at: datetime | None
    ground: str
    stands: bool
    audit_months: int
    audit_days: int


@dataclass(frozen=True, slots=True)
class DealCard:
    """``role``: ``seller``, ``buyer``, ``broker`` or ``staff``; for staff the talks are empty. ``standing``: what technology lists say
    of the offer today. ``named``: the reader may open the confidential part now; ``people``: whom a non-disclosure may name."""

    id: int
    number: str
    code: str
    state: StateView
    role: str
    may_act: bool
    title: Text
    offer_number: str
    offer: exchange.DealtOffer
    seller: str
    seller_key: str
    buyer: str
    buyer_key: str
    note: str
    asked_by: str
    asked_at: datetime
    answer_due: date | None
    answered_at: datetime | None
    agreed_at: datetime | None
    ended_at: datetime | None
    ground: str
    standing: str
    named: bool
    today: date
    ndas: tuple[NdaRow, ...]
    brokers: tuple[BrokerRow, ...]
    messages: tuple[MessageRow, ...]
    tasks: tuple[TaskRow, ...]
    terms: tuple[TermsRow, ...]
    people: tuple[tuple[str, str], ...]
    valuations: tuple[ValuationRow, ...]
    proof: ProofRow | None
    contract: ContractRow | None
    dues: tuple[DueRow, ...]
    shares: tuple[ShareRow, ...]
    audits: tuple[AuditRow, ...]
    obligations: tuple[ObligationRow, ...]


def state_of(row: Deal, on: date) -> StateView:
    if row.state == "asked" and row.answer_due is not None and row.answer_due < on:
        return StateView("late", Text("quá hạn trả lời", "answer overdue"), "bad")
    return StateView(row.state, DEAL.label(row.state), TONES[row.state])


def deals(actor: Actor, view: str, after: str | None, size: int = 25) -> Page[DealRow]:
    """One's own deals, newest first; for staff all of them. Raises NotAllowed for who is neither."""
    found = Deal.objects.exclude(seller__in=access.barred(actor)).exclude(buyer__in=access.barred(actor))
    if not actor.may(access.READ):
        found = found.filter(access.mine(actor))
    if view == "live":
        found = found.filter(state__in=LIVE)
    elif view == "over":
        found = found.exclude(state__in=LIVE)
    return keyset(found, ["-id"], after, size).of(lambda row: _row(row, actor))


def _row(row: Deal, actor: Actor) -> DealRow:
    is_seller = actor.stands_for(access.key_of(row.seller_id))
    role = SIDES["seller"] if is_seller else SIDES["buyer"] if actor.stands_for(access.key_of(row.buyer_id)) else Text("–", "–")  # fmt: skip
    return DealRow(
        row.pk, row.number, Text(row.title_vi, row.title_en), row.offer_number, row.seller_name, row.buyer_name, state_of(row, actor.today),
        row.asked_at, row.answer_due, role,
    )  # fmt: skip


def deal_card(deal_id: int, actor: Actor) -> DealCard:
    """Raises Missing for a stranger as for a deal that is not there, NotAllowed under a restriction."""
    row = Deal.objects.filter(pk=deal_id).first()
    if row is None:
        raise access.no_such_deal()
    role = access.require_reader(actor, row)
    talks = role != "staff"
    shut = exchange.standing(row.offer_id, actor.today)
    mandate = role in SIDES and actor.may_act_for(
        access.key_of(row.seller_id if role == "seller" else row.buyer_id), "submit"
    )
    return DealCard(
        id=row.pk,
        number=row.number,
        code=row.state,
        state=state_of(row, actor.today),
        role=role,
        may_act=mandate,
        title=Text(row.title_vi, row.title_en),
        offer_number=row.offer_number,
        offer=exchange.dealt_offer(row.offer_id),
        seller=row.seller_name,
        seller_key=access.key_of(row.seller_id),
        buyer=row.buyer_name,
        buyer_key=access.key_of(row.buyer_id),
        note=row.note if talks else "",
        asked_by=row.asked_by_name if talks else "",
        asked_at=row.asked_at,
        answer_due=row.answer_due,
        answered_at=row.answered_at,
        agreed_at=row.agreed_at,
        ended_at=row.ended_at,
        ground=row.ground if talks or row.state == "stopped" else "",
        standing=shut,
        named=role == "buyer" and is_named(row.offer_id, actor),
        today=actor.today,
        ndas=_ndas(row, actor.today, talks),
        brokers=tuple(
            BrokerRow(one.pk, one.side, one.party_name, one.paper if talks else "", one.at)
            for one in row.brokers.filter(ended_at=None).order_by("pk")
        ),
        messages=_messages(row) if talks else (),
        tasks=_tasks(row) if talks else (),
        terms=_terms(row, actor.today) if talks else (),
        people=buyers_people(row, actor.today) if mandate else (),
        valuations=valuations_of(row) if talks or row.state in SIGNED else (),
        proof=proof_of(row),
        contract=contract_of(row, actor.today) if talks or row.state in SIGNED or shut == "restricted" else None,
        dues=dues_of(row),
        shares=shares_of(row, actor),
        audits=audits_of(row, actor.today) if talks else (),
        obligations=obligations_of(row, actor.today) if talks else (),
    )


def _ndas(deal: Deal, on: date, talks: bool) -> tuple[NdaRow, ...]:
    rows = deal.ndas.prefetch_related("readers").order_by("-no")
    return tuple(_nda(one, is_in_force(one, deal.state, on), on, talks) for one in rows)


def _nda(one: Nda, in_force: bool, on: date, talks: bool) -> NdaRow:
    signed = []
    for side, name, at in (("seller", one.seller_by_name, one.seller_at), ("buyer", one.buyer_by_name, one.buyer_at)):
        if at is not None:
            signed.append((SIDES[side], name, at))
    waits = (
        ""
        if one.ended_at or one.until_on <= on
        else "seller"
        if one.seller_at is None
        else "buyer"
        if one.buyer_at is None
        else ""
    )
    readers = tuple(reader.name for reader in one.readers.all()) if talks else ()
    return NdaRow(
        one.no, Text(one.text_vi, one.text_en) if talks else None, one.sha256, one.until_on, readers, tuple(signed), in_force, waits,
        one.ended_at, one.end_ground if talks else "",
    )  # fmt: skip


def _messages(deal: Deal) -> tuple[MessageRow, ...]:
    """The newest fifty, newest first."""
    rows: list[DealMessage] = list(deal.messages.order_by("-no")[:MESSAGES])
    papers = {card.id: card for card in files.cards_by_id([paper for row in rows for paper in row.papers])}
    sides = {**SIDES, access.BROKER: Text("môi giới", "broker")}
    return tuple(
        MessageRow(
            row.no, sides[row.side], row.by_name, row.at, row.text, row.title, row.version,
            tuple(papers[paper] for paper in row.papers if paper in papers),
        )
        for row in rows
    )  # fmt: skip


def _tasks(deal: Deal) -> tuple[TaskRow, ...]:
    return tuple(
        TaskRow(row.no, row.title, row.side, row.due_on, row.done_at, row.done_by_name or row.set_by_name, row.note)
        for row in deal.tasks.order_by("no")
    )


def _terms(deal: Deal, on: date) -> tuple[TermsRow, ...]:
    return tuple(_terms_row(row, on) for row in deal.terms.order_by("-no"))


def _terms_row(row: DealTerms, on: date) -> TermsRow:
    over = row.state == "made" and row.valid_until <= on
    return TermsRow(
        row.no, row.side, row.state, Text("đã hết hạn", "run out") if over else TERMS_STATES[row.state], MODES[row.mode], row.territory,
        PRICING[row.pricing], row.auction, row.lump, tuple((date.fromisoformat(day), amount) for day, amount in row.instalments), row.royalty,
        row.royalty_least, row.words, tuple(row.owners), row.valid_until, row.by_name, row.at, row.answered_by_name, row.answered_at, row.ground,
        row.state == "made" and not over, row.audit_months, row.audit_days,
    )  # fmt: skip
