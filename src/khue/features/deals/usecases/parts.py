"""Parts that several use-cases share. Each joins the deed that is under way; whoever changes a deal holds its row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import require
from khue.features.deals import access
from khue.features.deals.domain.deciding import not_listed
from khue.features.deals.models import Deal
from khue.features.exchange import queries as exchange
from khue.features.people import queries as people
from khue.kernel.deeds import Deed

SHARES = "/deals/shares/"


def locked_deal(deal_id: int, deed: Deed) -> Deal:
    """The deal, held until the deed ends. Raises Missing."""
    deal = Deal.objects.select_for_update(of=("self",)).filter(pk=deal_id).first()
    if deal is None:
        raise access.no_such_deal()
    deed.subject = f"deal:{deal.pk}"
    return deal


def own_deal(deal_id: int, deed: Deed, wanted: str = "") -> tuple[Deal, str]:
    """The deal, held, and the side for which the actor acts. Raises Missing, NotAllowed; Refused where a list shuts the technology."""
    deal = locked_deal(deal_id, deed)
    side = access.require_side(deed.actor, deal, wanted)
    require(Decision.refuse_if_any(list_reasons(deal, deed)))
    return deal, side


def list_reasons(deal: Deal, deed: Deed) -> tuple[Reason, ...]:
    """What technology lists say today: asked at every deed, so nothing depends on the job that stops deals."""
    return not_listed(exchange.standing(deal.offer_id, deed.today))


def write(row: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def next_number(year: int) -> str:
    """``GD-2026-0001``: the year's row stays locked until the deed ends, so that no number is given twice or left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO deals_dealyear AS n (year, last) VALUES (%s, 1)"
            " ON CONFLICT (year) DO UPDATE SET last = n.last + 1 RETURNING last",
            [year],
        )
        return f"GD-{year}-{int(cursor.fetchone()[0]):04d}"


def about(deal: Deal) -> dict[str, Any]:
    """What every event of a deal carries: no word and no price of the talks."""
    return {
        "subject": f"deal:{deal.pk}",
        "parties": (access.key_of(deal.seller_id), access.key_of(deal.buyer_id)),
        "deal": deal.pk,
        "number": deal.number,
    }


def path_of(deal: Deal) -> str:
    return f"/deals/{deal.pk}/"


def tell(deal: Deal, parties: Iterable[int], title: Text, body: Text, deed: Deed, path: str = "") -> None:
    """Persons in person, organisations by those who act for them; not whoever did it."""
    ids = list(dict.fromkeys(parties))
    cards = people.parties([access.key_of(number) for number in ids])
    persons = [key for key, card in cards.items() if card.kind == "person"]
    others = [number for number in ids if access.key_of(number) not in persons]
    for key in dict.fromkeys((*persons, *people.representatives(others, deed.today))):
        if key != deed.actor.key:
            deed.notify(key, "deals", title, body, path or path_of(deal))


def tell_other(deal: Deal, side: str, title: Text, body: Text, deed: Deed) -> None:
    tell(deal, [deal.buyer_id if side == "seller" else deal.seller_id], title, body, deed)


def share_hands(first: int, second: int, deed: Deed) -> bool:
    """Whether two parties are one, or somebody acts for both."""
    one, two = access.key_of(first), access.key_of(second)
    if two in people.same_party(one):
        return True
    left = {*people.representatives([first], deed.today), one}
    return bool(left & {*people.representatives([second], deed.today), two})
