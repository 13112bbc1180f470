"""What the deeds of the room need to know before they decide."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.clock import Term, due_on
from khue.features.councils import queries as councils
from khue.features.deals import queries as deals
from khue.features.exchange import queries as exchange
from khue.features.people import queries as people
from khue.features.rulebook import queries as rulebook
from khue.features.services import access
from khue.features.services.domain.catalogue import EXPERT, INVESTOR, MEMBERS_OF, SERVICE, VALUING
from khue.features.services.domain.tickets import LIVE, Nearness
from khue.features.services.models import Ticket


def is_member_for(party_id: int, sort: str, kind: str) -> bool:
    """Whether the party is an active member as this sort of entry asks for."""
    if sort == SERVICE:
        return kind in MEMBERS_OF and exchange.is_member(party_id, *MEMBERS_OF[kind])
    if sort == EXPERT:
        return councils.active_expert_ids().filter(person_id=party_id).exists()
    return exchange.is_member(party_id, *(("investor",) if sort == INVESTOR else ()))


def may_be_client(party_id: int, open_to: str) -> bool:
    return open_to == "anyone" or exchange.is_member(party_id)


def is_side_of(deal_id: int, party_id: int) -> bool:
    sides = deals.deal_sides(deal_id)
    return sides is not None and bool(_same(party_id) & (_same(sides.seller) | _same(sides.buyer)))


def nearness(deal_id: int | None, provider: int, on: date) -> Nearness:
    """How near the giver of a service is to the deal that it is for."""
    sides = deals.deal_sides(deal_id) if deal_id else None
    if sides is None:
        return Nearness()
    own, seller, buyer = (_hands(party, on) for party in (provider, sides.seller, sides.buyer))
    operator = {card.key for card in people.people_with_right(access.REVIEW, on)}
    return Nearness(
        sides.number,
        is_side=bool(own & (seller | buyer)),
        is_broker=bool(_same(provider) & {access.key_of(broker) for broker in sides.brokers}),
        operator_twice=bool(own & operator) and bool((seller | buyer) & operator),
    )


def answer_due(on: date, days: int) -> date:
    """The last day for the provider's answer; the day of the order is not counted."""
    found = due_on(on, Term(days, "working_days"), rulebook.calendar())
    assert found is not None, "nothing stops this clock"
    return found


def valuers_ordered(deal_id: int) -> Collection[int]:
    """Parties with a live or finished order to value for the deal: they do not become its brokers."""
    rows = Ticket.objects.filter(deal=deal_id, kind__in=VALUING, state__in=(*LIVE, "closed"))
    return frozenset(rows.values_list("provider", flat=True))


def reports_accepted(deal_id: int, actor: Actor) -> tuple[deals.OrderedReport, ...]:
    """Valuations and appraisals for the deal that a party of the actor ordered and accepted, the oldest first."""
    rows = Ticket.objects.filter(
        deal=deal_id, kind__in=VALUING, state__in=("taken", "closed"), client__in=people.ids_i_stand_for(actor)
    )
    return tuple(
        deals.OrderedReport(row.pk, Text(row.title_vi, row.title_en), access.key_of(row.provider_id), row.provider_name)
        for row in rows.order_by("pk")
    )


def tickets_to_lapse(today: date) -> tuple[int, ...]:
    """Ids of tickets whose provider let the last day for the answer go by."""
    rows = Ticket.objects.filter(state="asked", answer_due__lt=today)
    return tuple(rows.order_by("answer_due", "pk").values_list("pk", flat=True))


def tickets_to_remind(today: date) -> tuple[int, ...]:
    """Ids of tickets whose answer or delivery is due today."""
    asked = Ticket.objects.filter(state="asked", answer_due=today).values_list("pk", flat=True)
    agreed = Ticket.objects.filter(state__in=["agreed", "reworked"], due_on=today).values_list("pk", flat=True)
    return tuple(sorted({*asked, *agreed}))


def _same(party_id: int) -> set[str]:
    key = access.key_of(party_id)
    return {key, *people.same_party(key)}


def _hands(party_id: int, on: date) -> set[str]:
    """The party under every key, and everybody who acts for it."""
    return _same(party_id) | set(people.representatives([party_id], on))
