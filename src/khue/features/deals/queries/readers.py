"""Who reads what: named persons of a non-disclosure in force, papers of a deal."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from khue.core.actor import Actor
from khue.features.deals import access
from khue.features.deals.domain.words import LIVE, TALKING
from khue.features.deals.models import Amendment, Deal, Nda, NdaReader
from khue.features.exchange import queries as exchange
from khue.features.people import queries as people


def ndas_in_force(on: date) -> QuerySet[Nda]:
    """Signed by both sides, not ended, its day not come, of a deal that is being talked about."""
    signed = Nda.objects.filter(ended_at=None, seller_at__isnull=False, buyer_at__isnull=False, until_on__gt=on)
    return signed.filter(deal__state__in=TALKING)


def is_in_force(nda: Nda, deal_state: str, on: date) -> bool:
    """The same of one that was read already."""
    signed = nda.seller_at is not None and nda.buyer_at is not None
    return signed and nda.ended_at is None and nda.until_on > on and deal_state in TALKING


def is_named(offer_id: int, actor: Actor) -> bool:
    """Whether a non-disclosure in force about this offer names the actor, who still stands for its buyer. Restricted technology
    asks for a clearance besides."""
    rows = NdaReader.objects.filter(
        nda__in=ndas_in_force(actor.today), nda__deal__offer=offer_id, person__in=actor.keys
    ).values_list("nda__deal__buyer", flat=True)
    if not any(actor.stands_for(access.key_of(buyer)) for buyer in rows):
        return False
    return exchange.may_see_restricted(actor) or exchange.standing(offer_id, actor.today) != "restricted"


def buyers_people(deal: Deal, on: date) -> tuple[tuple[str, str], ...]:
    """Persons who stand for the buyer: key and name, from whom readers are named."""
    party = access.key_of(deal.buyer_id)
    card = people.party(party)
    keys = (party,) if card.kind == "person" else people.representatives([deal.buyer_id], on)
    cards = people.parties(keys)
    return tuple((key, cards[key].name) for key in dict.fromkeys(keys) if key in cards)


def may_read_subject(actor: Actor, subject: str) -> bool:
    """Papers of ``deal:12`` are read by its two sides and their brokers; by nobody else, whatever right."""
    number = subject.removeprefix("deal:")
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        return False
    deal = Deal.objects.filter(pk=int(number)).first()
    return deal is not None and access.role_of(actor, deal) in ("seller", "buyer", access.BROKER)


def may_read_contract(actor: Actor, subject: str) -> bool:
    """The sheet ``deal_contract:12`` is read by the readers of the deal, and of staff by whoever registers contracts."""
    number = subject.removeprefix("deal_contract:")
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        return False
    deal = Deal.objects.filter(pk=int(number)).first()
    if deal is None or {deal.seller_id, deal.buyer_id} & access.barred(actor):
        return False
    role = access.role_of(actor, deal)
    return bool(role) and (role != "staff" or access.reads_contracts(actor))


def may_read_amendment(actor: Actor, subject: str) -> bool:
    """The sheet ``deal_amendment:12`` is read by whoever reads the sheet of its contract."""
    number = subject.removeprefix("deal_amendment:")
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        return False
    deal = Amendment.objects.filter(pk=int(number)).values_list("contract__deal", flat=True).first()
    return deal is not None and may_read_contract(actor, f"deal_contract:{deal}")


def hidden_contracts(actor: Actor) -> frozenset[str]:
    """``deal_contract:12`` and ``deal_amendment:3`` of deals that stand in no list of papers for this reader: a side's data are restricted."""
    hidden = access.barred(actor)
    if not hidden:
        return frozenset()
    rows = Deal.objects.filter(Q(seller__in=hidden) | Q(buyer__in=hidden)).values_list("pk", flat=True)
    changes = Amendment.objects.filter(contract__deal__in=rows).values_list("pk", flat=True)
    return frozenset(
        {*(f"deal_contract:{number}" for number in rows), *(f"deal_amendment:{number}" for number in changes)}
    )


def offers_under_deals() -> tuple[int, ...]:
    """Ids of offers with a live deal."""
    return tuple(Deal.objects.filter(state__in=LIVE).order_by("offer").values_list("offer", flat=True).distinct())
