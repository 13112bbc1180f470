"""Who may see and do what in a deal: its two sides, brokers whom a side named, and staff, who read no word of the talks."""

from __future__ import annotations

from django.db.models import Q

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed
from khue.features.deals.domain.deciding import side_of
from khue.features.deals.models import Deal, DealBroker
from khue.features.people import queries as people

READ, REGISTER, CERTIFY, SETTLE = "deals.read", "deals.register", "deals.certify", "deals.settle"
RENDER_JOB = "job.deals.render_contract"
AMENDMENT_JOB = "job.deals.render_amendment"
BROKER = "broker"


def no_such_deal() -> Missing:
    return Missing(
        Text("Không tìm thấy giao dịch này.", "There is no such deal."),
        Text("Mời ông/bà mở lại danh sách giao dịch.", "Open the list of deals again."),
    )


def no_such_share() -> Missing:
    return Missing(
        Text("Không tìm thấy phần chi này.", "There is no such share."),
        Text("Mời ông/bà mở lại danh sách các phần chi.", "Open the list of shares again."),
    )


def key_of(party_id: int) -> str:
    return f"party:{party_id}"


def barred(actor: Actor) -> frozenset[int]:
    """Parties whose restriction keeps this reader out, but for those that the reader stands for."""
    return frozenset(party for party in people.barred_ids(actor) if not actor.stands_for(key_of(party)))


def role_of(actor: Actor, deal: Deal) -> str:
    """``seller``, ``buyer``, ``broker``, ``staff``; empty for a stranger. At most one query."""
    side = side_of(actor.stands_for(key_of(deal.seller_id)), actor.stands_for(key_of(deal.buyer_id)))
    if side:
        return side
    ids = people.ids_i_stand_for(actor) if actor.is_signed_in else frozenset()
    if ids and DealBroker.objects.filter(deal=deal, party__in=ids, ended_at=None).exists():
        return BROKER
    return "staff" if actor.may(READ) else ""


def require_reader(actor: Actor, deal: Deal) -> str:
    """The reader's role. Raises Missing for strangers, NotAllowed under a restriction of a side."""
    role = role_of(actor, deal)
    if not role:
        raise no_such_deal()
    for party in {deal.seller_id, deal.buyer_id} & barred(actor):
        people.require_unrestricted(actor, key_of(party))
    return role


def reads_contracts(actor: Actor) -> bool:
    """Of staff, whoever registers or certifies reads a signed contract."""
    return actor.may(REGISTER) or actor.may(CERTIFY)


def require_side(actor: Actor, deal: Deal, wanted: str = "") -> str:
    """The side for which the actor may act, with a mandate to submit. Raises Missing for strangers, NotAllowed for others."""
    require_reader(actor, deal)
    side = side_of(
        actor.may_act_for(key_of(deal.seller_id), "submit"), actor.may_act_for(key_of(deal.buyer_id), "submit")
    )
    if not side or (wanted and side != wanted):
        raise not_this_side()
    return side


def not_this_side() -> NotAllowed:
    return NotAllowed(
        Text("Việc này do người được ủy quyền của bên liên quan thực hiện.", "This is for a mandate holder of the side concerned."),
        Text("Mời ông/bà đề nghị người được ủy quyền của bên đó.", "Ask a person with that side's mandate."),
    )  # fmt: skip


def require_party(actor: Actor, party: str) -> None:
    """Raises NotAllowed for those who may not submit for the party."""
    if not actor.is_signed_in or not people.is_party_key(party) or not actor.may_act_for(party, "submit"):
        raise not_this_side()


def mine(actor: Actor) -> Q:
    """Deals in which a party of the actor is a side or a broker."""
    ids = people.ids_i_stand_for(actor)
    broker = DealBroker.objects.filter(party__in=ids, ended_at=None).values("deal")
    return Q(seller__in=ids) | Q(buyer__in=ids) | Q(pk__in=broker)
