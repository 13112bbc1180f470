"""Parts that several use-cases share. Each joins the deed that is under way; whoever changes a transfer holds its row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import connection

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.people import queries as people
from khue.features.results import queries as results
from khue.features.results.queries import ClaimFacts
from khue.features.transfers import access
from khue.features.transfers.models import Duty, Handover, Transfer
from khue.kernel.deeds import Deed

NAMES = uuid5(NAMESPACE_URL, "khue:transfers")
"""What a job says once has a key that follows from what it is about."""


def locked_transfer(transfer_id: int, deed: Deed) -> Transfer:
    """The file, held until the deed ends. Raises Missing."""
    row = Transfer.objects.select_for_update(of=("self",)).filter(pk=transfer_id).first()
    if row is None:
        raise access.no_such_transfer()
    deed.subject = f"transfer:{row.pk}"
    return row


def locked_handover(handover_id: int, deed: Deed) -> tuple[Transfer, Handover]:
    """The file, then the record: always in this order. Raises Missing."""
    found = Handover.objects.filter(pk=handover_id).values_list("answer__transfer_id", flat=True).first()
    if found is None:
        raise access.no_such_transfer()
    transfer = locked_transfer(found, deed)
    return transfer, Handover.objects.select_for_update(of=("self",)).select_related("answer").get(pk=handover_id)


def locked_duty(duty_id: int, deed: Deed) -> tuple[Transfer, Handover, Duty]:
    """Raises Missing."""
    found = Duty.objects.filter(pk=duty_id).values_list("handover_id", flat=True).first()
    if found is None:
        raise access.no_such_transfer()
    transfer, handover = locked_handover(found, deed)
    return transfer, handover, Duty.objects.select_for_update().get(pk=duty_id)


def write(row: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def next_number(year: int) -> str:
    """``CG-2026-0001``: the year's row stays locked until the deed ends, so that no number is given twice or left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO transfers_transferyear AS n (year, last) VALUES (%s, 1)"
            " ON CONFLICT (year) DO UPDATE SET last = n.last + 1 RETURNING last",
            [year],
        )
        return f"CG-{year}-{int(cursor.fetchone()[0]):04d}"


def live_claims(transfer: Transfer) -> dict[int, ClaimFacts]:
    """The claims that stand, by their id."""
    return {one.claim: one for one in results.claims_of_offer(transfer.offer_id) if one.live}


def is_near(actor: Actor, owner: int, claims: Iterable[ClaimFacts]) -> bool:
    """Whether the actor belongs to the owner or to whoever claims."""
    return any(actor.is_near(access.key_of(party)) for party in (owner, *(one.party for one in claims)))


def about(transfer: Transfer, *parties: int) -> dict[str, Any]:
    """What every event of a transfer carries; ``parties`` hear it on their timeline."""
    return {
        "subject": f"transfer:{transfer.pk}",
        "parties": tuple(access.key_of(number) for number in dict.fromkeys(parties)),
        "transfer": transfer.pk,
        "number": transfer.number,
    }


def path_of(transfer: Transfer) -> str:
    return f"/transfers/no/{transfer.number}/"


def tell(keys: Iterable[str], title: Text, body: Text, path: str, deed: Deed) -> None:
    for key in dict.fromkeys(keys):
        if key != deed.actor.key:
            deed.notify(key, "transfers", title, body, path)


def tell_right(right: str, title: Text, body: Text, path: str, deed: Deed) -> None:
    tell((card.key for card in people.people_with_right(right, deed.today)), title, body, path, deed)


def tell_sides(parties: Iterable[int], title: Text, body: Text, transfer: Transfer, deed: Deed) -> None:
    """Persons in person, organisations by those who act for them, or for who goes on for them."""
    cards = people.parties([access.key_of(number) for number in parties])
    for key, card in cards.items():
        own = [key] if card.kind == "person" else []
        found = people.readers(own, (f"transfer:{transfer.pk}",), key, deed.today)
        tell(found or people.representatives([card.id], deed.today), title, body, path_of(transfer), deed)
