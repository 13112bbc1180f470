"""Purchases and licences: everybody reads what was decided and who uses it; what users report stays between them and staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.ledger import queries as ledger
from khue.features.rulebook import queries as rulebook
from khue.features.transfers import access
from khue.features.transfers.domain.deciding import DUTY, NOTICE_DAYS
from khue.features.transfers.domain.purchasing import LICENCE, PUBLIC, PURCHASE, SPREADS, TAKES, Law
from khue.features.transfers.models import LicenceDuty, Purchase, SpreadLicence
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView, Tone

OVER = "exchange.state_purchase.over_valuation"
PURCHASE_VIEWS = ("public", "mine", "all")
TONES: dict[str, Tone] = {
    "proposed": "wait", "refused": "bad", "decided": "now", "received": "good", "ordered": "good", "paid": "good", "dropped": "plain",
    "asked": "wait", "active": "good", "ended": "plain", "owed": "now", "reported": "wait", "done": "good",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    """``price`` in đồng; ``users`` are names of those whose licence is in force."""

    id: int
    number: str
    title: Text
    seller: str
    takes: Text
    spread: Text
    price: int
    state: StateView
    decided_at: datetime | None
    users: str


@dataclass(frozen=True, slots=True)
class LicenceDutyRow:
    """``reports`` are (kind, words, by whom, when); empty for who may not read them."""

    id: int
    no: int
    what: str
    due_on: date
    state: StateView
    reports: tuple[tuple[str, str, str, datetime], ...]


@dataclass(frozen=True, slots=True)
class LicenceRow:
    """``inside``: the reader is the user, or staff, who alone read of the fee (đồng) and what came in of it."""

    id: int
    party: str
    name: str
    use: str
    state: StateView
    until_on: date | None
    ground: str
    end_ground: str
    duties: tuple[LicenceDutyRow, ...]
    inside: bool
    is_mine: bool
    fee: int
    fee_reference: str
    fee_received: int
    fee_on: date | None


@dataclass(frozen=True, slots=True)
class PurchaseCard:
    """Need, price basis and terms as they were proposed. ``inside``: the reader is staff of transfers."""

    row: PurchaseRow
    offer: int
    seller_key: str
    need: str
    benefit: str
    rights: str
    basis: str
    valuer: str
    valued: int
    valued_on: date
    line: str
    terms: str
    fee: int
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    ground: str
    received_on: date | None
    received_note: str
    dropped_ground: str
    paid_on: date | None
    licences: tuple[LicenceRow, ...]
    inside: bool
    is_seller: bool


def law_of_purchase(on: date) -> Law:
    """Whether the State may buy on the day, and the bound of the price, which binds only once it is set."""
    try:
        found = rulebook.parameter(OVER, on)
    except Missing:
        return Law(in_force=False)
    return Law(True, found.percent if found.applies and found.value is not None else None)


def budget_lines(on: date) -> tuple[tuple[str, Text], ...]:
    """Budget lines of the day's year that have money left, with their names."""
    rows = ((line.subject, line.name) for line in ledger.budget_lines() if line.available > 0)
    return tuple((code, name) for code, name in rows if ledger.budget_year(code) == on.year)


def purchases(actor: Actor, view: str, after: str | None, size: int = 25) -> Page[PurchaseRow]:
    """What was decided, for everybody; one's own as seller or user; all for staff. The newest first."""
    found = Purchase.objects.all()
    hidden = access.barred(actor)
    if view == "all":
        actor.require(access.READ)
        found = found.exclude(seller__in=hidden)
    elif view == "mine" and actor.is_signed_in:
        mine = [int(key[6:]) for key in actor.keys if key.startswith("party:")] + [
            int(key[6:]) for key, _s in actor.acts_for if key.startswith("party:")
        ]
        found = found.filter(pk__in=SpreadLicence.objects.filter(party__in=mine).values("purchase")) | found.filter(
            seller__in=mine, state__in=PUBLIC
        )
    else:
        found = found.filter(state__in=PUBLIC).exclude(seller__in=hidden)
    return keyset(found.prefetch_related("licences"), ["-id"], after, size).of(lambda row: _row(row, hidden))


def _row(row: Purchase, hidden: frozenset[int]) -> PurchaseRow:
    active = [one for one in row.licences.all() if one.state == "active" and one.party_id not in hidden]
    users = " · ".join(one.party_name for one in active)
    return PurchaseRow(
        row.pk, row.number, Text(row.title_vi, row.title_en), row.seller_name, TAKES[row.takes], SPREADS[row.spread], row.price,
        StateView(row.state, PURCHASE.label(row.state).capitalised(), TONES[row.state]), row.decided_at, users,
    )  # fmt: skip


def purchase_card(number: str, actor: Actor) -> PurchaseCard:
    """Raises Missing for one that is none, or not decided yet for who is no staff."""
    row = Purchase.objects.prefetch_related("licences__duties__reports").filter(number=number).first()
    inside = actor.may(access.READ)
    hidden = access.barred(actor)
    if row is None or (row.state not in PUBLIC and not inside) or row.seller_id in hidden:
        raise access.no_such_purchase()
    licences = tuple(
        _licence(one, actor, inside)
        for one in sorted(row.licences.all(), key=lambda one: one.pk)
        if one.party_id not in hidden
    )
    shown = tuple(one for one in licences if one.inside or one.state.code in ("active", "ended"))
    return PurchaseCard(
        _row(row, hidden), row.offer_id, access.key_of(row.seller_id), row.need, row.benefit, row.rights, row.basis, row.valuer, row.valued, row.valued_on,
        row.line, row.terms, row.fee, row.proposed_by_name, row.proposed_at, row.decided_by_name, row.ground, row.received_on, row.received_note,
        row.dropped_ground, row.paid_on, shown, inside, actor.stands_for(access.key_of(row.seller_id)),
    )  # fmt: skip


def _licence(row: SpreadLicence, actor: Actor, staff: bool) -> LicenceRow:
    mine = actor.stands_for(access.key_of(row.party_id))
    inside = staff or mine
    duties = tuple(
        LicenceDutyRow(
            one.pk, one.no, one.what, one.due_on, StateView(one.state, DUTY.label(one.state).capitalised(), TONES[one.state]),
            tuple((said.kind, said.said, said.by_name, said.at) for said in sorted(one.reports.all(), key=lambda said: said.pk)) if inside else (),
        )
        for one in sorted(row.duties.all(), key=lambda one: one.no)
    )  # fmt: skip
    return LicenceRow(
        row.pk, access.key_of(row.party_id), row.party_name, row.use if inside else "",
        StateView(row.state, LICENCE.label(row.state).capitalised(), TONES[row.state]), row.until_on, row.ground if inside else "",
        row.end_ground, duties, inside, mine, *((row.fee, row.fee_reference, row.fee_received, row.fee_on) if inside else (0, "", 0, None)),
    )  # fmt: skip


def number_of_purchase(purchase_id: int) -> str:
    """Raises Missing."""
    return _number(Purchase.objects.filter(pk=purchase_id).values_list("number", flat=True).first())


def purchase_of_licence(licence_id: int) -> str:
    """The number of its purchase. Raises Missing."""
    return _number(SpreadLicence.objects.filter(pk=licence_id).values_list("purchase__number", flat=True).first())


def purchase_of_duty(duty_id: int) -> str:
    """The number of its purchase. Raises Missing."""
    found = LicenceDuty.objects.filter(pk=duty_id).values_list("licence__purchase__number", flat=True)
    return _number(found.first())


def _number(found: str | None) -> str:
    if found is None:
        raise access.no_such_purchase()
    return found


def licence_duties_to_remind(today: date) -> tuple[int, ...]:
    """Ids of duties, owed still, of which the user is told on this day."""
    days = [today + timedelta(days=days) for days in NOTICE_DAYS]
    rows = LicenceDuty.objects.filter(state="owed", due_on__in=days, licence__state="active")
    return tuple(rows.order_by("due_on", "pk").values_list("pk", flat=True))
