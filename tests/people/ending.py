"""What happens to an organisation in law: dissolved, divided; for tests of what follows in the rooms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import uuid4

from khue.features.people import usecases as registering
from khue.features.people.domain import DissolveParty, GrantMandate, Paper, RecordSuccession, RegisterOrganisation
from tests.cast import MOMENT, persona

PAPER = Paper("15/QĐ-TCT", MOMENT.date() - timedelta(days=3), "Cơ quan quản lý (mẫu)")


def dissolved(party: str, *, days: int = 2) -> int:
    """The organisation is no more; the dissolution's id."""
    clerk = persona("clerk", days=days)
    return registering.dissolve_party(DissolveParty(party, "dissolved", clerk.today, PAPER, uuid4()), actor=clerk)


def successor(name: str, who: str) -> str:
    """An organisation for which the persona alone acts; its key."""
    clerk = persona("clerk")
    key = registering.register_organisation(
        RegisterOrganisation(name, "institute", email="ke-tuc@sample.example"), actor=clerk
    )
    grant = GrantMandate(persona(who).key, key, "all", clerk.today, None, "Giấy ủy quyền số 5")
    registering.grant_mandate(grant, actor=clerk)
    return key


def divided(former: str, heirs: tuple[str, ...], shares: Mapping[str, str], *, days: int = 2) -> int:
    """The organisation goes on as several; ``shares`` says who takes over which matter by name."""
    actor = persona("administrator", days=days)
    asked = RecordSuccession("division", (former,), heirs, actor.today, PAPER, "Theo quyết định chia", dict(shares))
    return registering.record_succession(asked, actor=actor)
