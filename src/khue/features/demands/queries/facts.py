"""What the deeds of this room need to know before they decide, and which demands everybody reads."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from khue.core.actor import Actor
from khue.core.decision import Decision
from khue.core.errors import Missing
from khue.features.calls import queries as calls
from khue.features.demands.domain.words import SHOWN_STATES, wrong
from khue.features.demands.models import Demand
from khue.features.exchange import queries as exchange
from khue.features.people import queries as people

DEMANDERS = ("demander", "agency")
"""Kinds of members that may ask."""


def key_field(code: str, on: date) -> Decision:
    """Whether the code is a key field of the house's dated list."""
    if code in {each.code for each in calls.key_fields(on)}:
        return Decision.grant()
    return Decision.refuse(wrong("field", "Chưa chọn lĩnh vực.", "The field is missing."))


def is_own_offer(number: str, supplier: str, actor: Actor) -> bool:
    """Whether a listed offer has this number and is of this supplier (key of a party), under whatever record it stands."""
    try:
        offer = exchange.public_offer(number, actor).id
    except Missing:
        return False
    return people.holder([f"technology_offer:{offer}"], exchange.dealt_offer(offer).party) in people.same_party(
        supplier
    )


def shown() -> QuerySet[Demand]:
    """What everybody reads: published, and how it ended; nothing of restricted parties."""
    return Demand.objects.filter(state__in=SHOWN_STATES).exclude(party__in=people.restricted_ids())
