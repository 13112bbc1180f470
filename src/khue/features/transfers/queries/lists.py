"""Transfers in lists: those decided for everybody, one's own, what waits for staff."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import CharField, Count, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.people import queries as people
from khue.features.people.queries import Matter, Matters
from khue.features.results import queries as results
from khue.features.results.queries import OfferFacts
from khue.features.transfers import access
from khue.features.transfers.domain.deciding import NOTICE_DAYS, TRANSFER
from khue.features.transfers.domain.purchasing import LICENCE, PUBLIC, PURCHASE
from khue.features.transfers.models import (
    Capability,
    Duty,
    DutyReport,
    Handover,
    LicenceReport,
    Proposal,
    Purchase,
    SpreadLicence,
    Transfer,
    TransferAnswer,
)
from khue.features.transfers.queries.cards import state_view
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView


@dataclass(frozen=True, slots=True)
class TransferRow:
    """``receivers`` are names, of organisations only; ``owed`` counts duties that are not done yet."""

    number: str
    title: Text
    owner: str
    state: StateView
    opened_at: datetime
    decided_at: datetime | None
    receivers: str
    owed: int


def transfers(actor: Actor, view: str, after: str | None, size: int = 25) -> Page[TransferRow]:
    """Newest first: ``decided``, ``mine`` (owner or claimant), ``waiting`` and ``all`` for staff."""
    found = Transfer.objects.exclude(owner__in=access.barred(actor))
    page = keyset(_viewed(found, view, actor), ["-id"], after, size)
    names, owed = _around([row.pk for row in page.rows], access.barred(actor))
    return page.of(
        lambda row: TransferRow(
            row.number, Text(row.title_vi, row.title_en), row.owner_name, state_view(row.state), row.opened_at, row.decided_at,
            ", ".join(names.get(row.pk, ())), owed.get(row.pk, 0),
        )
    )  # fmt: skip


def _viewed(found: QuerySet[Transfer], view: str, actor: Actor) -> QuerySet[Transfer]:
    if view == "mine":
        ids = people.ids_i_stand_for(actor)
        return found.filter(Q(owner__in=ids) | Q(offer__claims__party__in=ids)).distinct()
    if view in ("waiting", "all"):
        actor.require(access.READ)
        return found if view == "all" else found.filter(state__in=["checking", "proposed"])
    return found.filter(state="decided")


def _around(ids: list[int], hidden: frozenset[int]) -> tuple[dict[int, list[str]], dict[int, int]]:
    """Names of receivers and duties not done, by transfer; two queries."""
    names: dict[int, list[str]] = {}
    for one in TransferAnswer.objects.filter(transfer__in=ids, granted=True).exclude(party__in=hidden).order_by("pk"):
        names.setdefault(one.transfer_id, []).append(one.party_name)
    rows = Duty.objects.filter(handover__answer__transfer__in=ids, handover__state="handed").exclude(state="done")
    owed = rows.values_list("handover__answer__transfer").annotate(n=Count("pk")).order_by()
    return names, dict(owed)


def offers_to_open(actor: Actor) -> tuple[OfferFacts, ...]:
    """Offers whose time for claims is over and that have no file yet: for who examines them."""
    actor.require(access.READ)
    closed, hidden = results.closed_offers(actor.today), access.barred(actor)
    opened = set(Transfer.objects.filter(offer__in=[one.offer for one in closed]).values_list("offer_id", flat=True))
    return tuple(one for one in closed if one.offer not in opened and one.owner not in hidden)


def just_closed(today: date) -> tuple[OfferFacts, ...]:
    """Offers on which claims are taken no longer from this very day on."""
    return tuple(one for one in results.closed_offers(today) if one.until_on == today)


def duties_to_remind(today: date) -> tuple[int, ...]:
    """Ids of duties, owed still, of which the receiver is told on this day."""
    days = [today + timedelta(days=days) for days in NOTICE_DAYS]
    rows = Duty.objects.filter(state="owed", due_on__in=days, handover__state="handed")
    return tuple(rows.order_by("due_on", "pk").values_list("pk", flat=True))


def matters(party_ids: Collection[int]) -> Matters:
    """Transfers that these parties give or receive, newest first."""
    found = Transfer.objects.filter(Q(owner__in=party_ids) | Q(answers__party__in=party_ids, answers__granted=True))
    rows = list(people.with_total(found.distinct()).order_by("-opened_at", "-id")[: people.MOST])
    lines = tuple(
        Matter(
            subject=f"transfer:{row.pk}",
            label=f"{row.number} {row.title_vi}",
            party=row.owner_name,
            state=TRANSFER.label(row.state).capitalised(),
            is_open=row.state in ("checking", "proposed"),
            href=reverse("transfers:transfer", args=[row.number]),
        )
        for row in rows
    )
    return Matters(Text("Chuyển giao không bồi hoàn", "Transfers without refund"), rows[0].total if rows else 0, lines)


def purchase_matters(party_ids: Collection[int]) -> Matters:
    """What the city buys of these parties, and what they use or ask to use of it, newest first. Two queries."""
    used_by_them = SpreadLicence.objects.filter(party__in=party_ids).values("purchase")
    found = Purchase.objects.filter(Q(seller__in=party_ids, state__in=PUBLIC) | Q(pk__in=used_by_them))
    rows = list(people.with_total(found).order_by("-proposed_at", "-id")[: people.MOST])
    mine = SpreadLicence.objects.filter(purchase__in=[row.pk for row in rows], party__in=party_ids).order_by("pk")
    asked = {row.purchase_id: row for row in mine}
    lines = tuple(
        Matter(
            subject=f"purchase:{row.pk}",
            label=f"{row.number} {row.title_vi}",
            party=used.party_name if (used := asked.get(row.pk)) else row.seller_name,
            state=LICENCE.label(used.state).capitalised() if used else PURCHASE.label(row.state).capitalised(),
            is_open=used.state == "asked" if used else row.state in ("decided", "received", "ordered"),
            href=reverse("transfers:purchase", args=[row.number]),
        )
        for row in rows
    )
    return Matters(Text("Công nghệ Thành phố mua và phổ biến", "Technology that the city buys"), rows[0].total if rows else 0, lines)  # fmt: skip


def holds_of_persons(persons: people.Persons) -> dict[str, tuple[Text, ...]]:
    """Why the records of persons are not erased: they examined, decided, signed or reported in a transfer. One query."""
    keys = {key for person, same in persons.items() for key in {person, *same}}
    ids = {people.party_id(key) for key in keys if people.is_party_key(key)}
    columns: Iterable[tuple[type, str]] = (
        (Transfer, "opened_by"), (Transfer, "decided_by"), (Capability, "by"), (Proposal, "by"), (Proposal, "returned_by"),
        (Purchase, "proposed_by"), (Purchase, "decided_by"), (Purchase, "received_by"), (SpreadLicence, "asked_by"), (SpreadLicence, "answered_by"),
        (LicenceReport, "by"), (Handover, "written_by"), (Handover, "giver_by"), (Handover, "receiver_by"), (DutyReport, "by"),
    )  # fmt: skip
    acted = [
        model.objects.filter(**{f"{column}__in": keys}).values_list(column)  # type: ignore[attr-defined]  # a model
        for model, column in columns
    ]
    sides = [
        model.objects.filter(**{f"{column}__in": ids}).values_list(
            Concat(Value("party:"), Cast(column, CharField()), output_field=CharField())
        )
        for model, column in (
            (Transfer, "owner"),
            (TransferAnswer, "party"),
            (Purchase, "seller"),
            (SpreadLicence, "party"),
        )
    ]
    found = {key for (key,) in acted[0].union(*acted[1:], *sides)}
    why = Text("có tên trong hồ sơ chuyển giao không bồi hoàn phải lưu", "named in a transfer without refund that must be kept")  # fmt: skip
    return people.told_of_each(persons, ((why, found),))
