"""Spends, reports and earned fees, for pages, exports and the interface. Money in đồng."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import KhueError
from khue.features.activities import access
from khue.features.activities.domain.words import EARNED, FEE, SPEND, SPENDS, WHY_WAITING
from khue.features.activities.models import ActivityLine, ActivityReport, EarnedFee, Spend
from khue.features.activities.queries.plans import unit_name
from khue.features.councils.domain.fees import BASES
from khue.features.councils.domain.words import ROLES
from khue.features.people import queries as people
from khue.kernel import files
from khue.kernel.files import FileCard
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView, Tone

SPEND_TONES: Final[Mapping[str, Tone]] = {
    "paid": "good",
    "asked": "wait",
    "accepted": "wait",
    "ordered": "firm",
    "returned": "bad",
}
FEE_TONES: Final[Mapping[str, Tone]] = {"waiting": "wait", "taken": "good"}


def spend_state(code: str) -> StateView:
    return StateView(code, SPEND.label(code), SPEND_TONES.get(code, "plain"))


@dataclass(frozen=True, slots=True)
class SpendRow:
    """``payee`` and ``purpose`` are the sentence of a restriction where one keeps the reader out."""

    id: int
    number: str
    line: int
    line_purpose: str
    plan: int
    unit: Text
    kind: str
    kind_words: Text
    payee: Text | str
    purpose: Text | str
    amount: int
    state: StateView
    asked_by: str
    asked_at: datetime
    paid_on: date | None

    @property
    def state_words(self) -> Text:
        return self.state.label  # type: ignore[return-value]  # flows have Text labels


def _row(row: Spend, hidden: Collection[int]) -> SpendRow:
    barred = row.payee_id in hidden
    return SpendRow(
        row.pk, row.number, row.line_id, row.line.purpose, row.line.plan_id, unit_name(row.line.plan.unit), row.kind,
        SPENDS[row.kind], people.RESTRICTED if barred else row.payee_name, people.RESTRICTED if barred else row.purpose,
        row.amount, spend_state(row.state), row.asked_by_name, row.asked_at, row.paid_on,
    )  # fmt: skip


def spends(
    actor: Actor, state: str = "", after: str | None = None, size: int = 25, *, line: int | None = None
) -> Page[SpendRow]:
    """All spends, newest first. Raises NotAllowed."""
    actor.require(access.READ)
    hidden = access.barred(actor)
    found = Spend.objects.select_related("line__plan")
    if line is not None:
        found = found.filter(line=line)
    if state in SPEND.labels:
        found = found.filter(state=state)
    return keyset(found, ["-id"], after, size).of(lambda row: _row(row, hidden))


@dataclass(frozen=True, slots=True)
class ReturnRow:
    id: int
    amount: int
    received: int
    ground: str
    reference: str
    asked_by: str
    asked_on: date
    settled_on: date | None


@dataclass(frozen=True, slots=True)
class SpendCard:
    """``minutes_number`` where it is a fee; ``tax``/``whole`` lead from a fee to what is withheld of it and back."""

    row: SpendRow
    payee_key: str
    budget_line: str
    papers: tuple[FileCard, ...]
    answered_by: str
    answered_at: datetime | None
    ground: str
    order: int | None
    returns: tuple[ReturnRow, ...]
    minutes_number: str
    council_name: str
    tax: int | None
    whole: int | None
    own: bool

    @property
    def asked_back(self) -> int:
        return sum(one.amount for one in self.returns)


def spend_card(spend_id: int, actor: Actor) -> SpendCard:
    """Raises Missing, NotAllowed (no right, or a restriction of the payee keeps the reader out)."""
    row = Spend.objects.select_related("line__plan").filter(pk=spend_id).first()
    if row is None:
        actor.require(access.READ)
        raise access.no_such_record()
    access.require_payee_shown(actor, row.payee_id)
    fee = EarnedFee.objects.filter(spend=row.withheld_from_id or row.pk).first()
    tax = Spend.objects.filter(withheld_from=row).values_list("pk", flat=True).first()
    return SpendCard(
        _row(row, ()), access.key_of(row.payee_id), row.line.plan.line.removeprefix("budget:"), files.cards_by_id(row.papers),
        row.answered_by_name, row.answered_at, row.ground, row.order,
        tuple(
            ReturnRow(b.pk, b.amount, b.received, b.ground, b.reference, b.asked_by_name, b.asked_on, b.settled_on)
            for b in row.returns.order_by("pk")
        ),
        fee.minutes_number if fee else "", fee.council_name if fee else "", tax, row.withheld_from_id,
        row.line.plan.unit in actor.units,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportRow:
    id: int
    no: int
    held_on: date
    title: str
    place: str
    participants: int
    outcome: str
    papers: tuple[FileCard, ...]
    reported_by: str
    reported_at: datetime


def reports(line_id: int) -> tuple[ReportRow, ...]:
    """What took place under a line, newest first."""
    rows = tuple(ActivityReport.objects.filter(line=line_id).order_by("-no"))
    stored = {card.id: card for card in files.cards_by_id([paper for row in rows for paper in row.papers])}
    return tuple(
        ReportRow(
            r.pk, r.no, r.held_on, r.title, r.place, r.participants, r.outcome,
            tuple(stored[p] for p in r.papers if p in stored), r.reported_by_name, r.reported_at,
        )
        for r in rows
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class FeeRow:
    """A fee that minutes earned: where it stands, why it waits. ``each`` and ``amount`` None where no norm applied."""

    id: int
    person: str
    name: Text | str
    council: int
    council_name: str
    minutes_number: str
    met_on: date
    unit: Text
    unit_code: str
    role: Text
    basis: Text
    count: int
    norm: str
    each: int | None
    amount: int | None
    each_ground: str
    state: StateView
    why: Text | None
    spend: int | None
    spend_state: StateView | None
    paid_on: date | None
    withheld: int

    @property
    def state_words(self) -> Text:
        return self.state.label  # type: ignore[return-value]  # flows have Text labels


def _fee(row: EarnedFee, hidden: Collection[int]) -> FeeRow:
    spend = row.spend
    return FeeRow(
        row.pk, access.key_of(row.person_id), people.RESTRICTED if row.person_id in hidden else row.name, row.council,
        row.council_name, row.minutes_number, row.met_on, unit_name(row.unit), row.unit, ROLES[row.role], BASES[row.basis],
        row.count, row.norm, row.each, row.amount, row.each_ground,
        StateView(row.state, EARNED.label(row.state), FEE_TONES.get(row.state, "plain")),
        WHY_WAITING.get(row.why), row.spend_id, spend_state(spend.state) if spend else None,
        spend.paid_on if spend else None, (row.amount or 0) - spend.amount if spend else 0,
    )  # fmt: skip


def fees(actor: Actor, state: str = "", after: str | None = None, size: int = 25) -> Page[FeeRow]:
    """Fees of everybody, newest first; ``state`` narrows. Raises NotAllowed."""
    actor.require(access.READ)
    hidden = access.barred(actor)
    found = EarnedFee.objects.select_related("spend")
    if state in EARNED.labels:
        found = found.filter(state=state)
    return keyset(found, ["-id"], after, size).of(lambda row: _fee(row, hidden))


def fees_to_accept(actor: Actor, most: int = 100, also: Collection[int] = ()) -> tuple[FeeRow, ...]:
    """Fees whose spend awaits acceptance, oldest first, without those of persons whose restriction keeps the reader out.

    ``also``: spends that were chosen before and may have been answered since.
    """
    actor.require(access.ACCEPT)
    found = EarnedFee.objects.select_related("spend").filter(
        Q(spend__state="asked") | Q(spend__in=also), spend__kind=FEE
    )
    hidden = access.barred(actor)
    return tuple(_fee(row, ()) for row in found.exclude(person_id__in=hidden).order_by("pk")[:most])


def fee(fee_id: int, actor: Actor) -> FeeRow:
    """Raises Missing, NotAllowed."""
    actor.require(access.READ)
    row = EarnedFee.objects.select_related("spend").filter(pk=fee_id).first()
    if row is None:
        raise access.no_such_record()
    access.require_payee_shown(actor, row.person_id)
    return _fee(row, ())


def waiting_fees(actor: Actor) -> int:
    """How many wait; 0 for who may not read them."""
    return EarnedFee.objects.filter(state="waiting").count() if actor.may(access.READ) else 0


def my_fees(actor: Actor, after: str | None = None, size: int = 25) -> Page[FeeRow]:
    """The reader's own, newest first."""
    own = [people.party_id(key) for key in actor.keys if people.is_party_key(key)] if not actor.within else []
    found = EarnedFee.objects.select_related("spend").filter(person_id__in=own)
    return keyset(found, ["-id"], after, size).of(lambda row: _fee(row, ()))


def may_read_subject(actor: Actor, subject: str) -> bool:
    """For files of ``activity_spend:<id>`` and ``activity_line:<id>``: staff whom no restriction keeps out."""
    kind, _, number = subject.partition(":")
    if not number.isdigit() or not actor.may(access.READ):
        return False
    if kind == "activity_line":
        return ActivityLine.objects.filter(pk=int(number)).exists()
    payee = Spend.objects.filter(pk=int(number)).values_list("payee_id", flat=True)
    try:
        for party in payee:
            access.require_payee_shown(actor, party)
    except KhueError:
        return False
    return bool(payee)
