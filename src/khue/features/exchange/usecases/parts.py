"""Parts that several use-cases share. Each joins the deed that is under way; locks go offer → version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Refused, require
from khue.features.exchange import access
from khue.features.exchange.models import Member, Offer, OfferVersion
from khue.features.people import queries as people
from khue.kernel import files
from khue.kernel.deeds import Deed
from khue.kernel.forms import require_seen


def locked_offer(offer_id: int, deed: Deed, seen: int | None = None) -> tuple[Offer, OfferVersion]:
    """The offer with its newest version, both locked, and the subject of the deed. Raises Missing, Stale."""
    offer = Offer.objects.select_for_update().filter(pk=offer_id).first()
    if offer is None:
        raise access.no_such_offer()
    deed.subject = f"technology_offer:{offer.pk}"
    if seen is not None:
        require_seen(seen, offer.stamp)
    return offer, offer.versions.select_for_update().order_by("-no")[0]


def locked_member(member_id: int, deed: Deed, seen: int | None = None) -> Member:
    """Raises Missing, Stale."""
    member = Member.objects.select_for_update().filter(pk=member_id).first()
    if member is None:
        raise access.no_such_member()
    deed.subject = f"exchange_member:{member.pk}"
    if seen is not None:
        require_seen(seen, member.stamp)
    return member


def write(row: Any, **values: Any) -> None:
    """Write the named columns; an offer or a member gets a new stamp."""
    if hasattr(row, "stamp"):
        values["stamp"] = row.stamp + 1
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def next_number(year: int) -> str:
    """``CN-2026-0001``: the year's row stays locked until the deed ends, so that no number is given twice or left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO exchange_offeryear AS n (year, last) VALUES (%s, 1)"
            " ON CONFLICT (year) DO UPDATE SET last = n.last + 1 RETURNING last",
            [year],
        )
        return f"CN-{year}-{int(cursor.fetchone()[0]):04d}"


def store_papers(uploads: Sequence[Any], subject: str, owner: str, kind: str, deed: Deed) -> list[str]:
    """All files or none; every refusal at once."""
    stored: list[str] = []
    reasons: list[Reason] = []
    for upload in uploads:
        try:
            kept = files.store(upload, deed=deed, owner=owner, kind=kind, subject=subject, field="papers")
            stored.append(str(kept.pk))
        except Refused as refused:
            reasons += refused.decision.reasons
    require(Decision.refuse_if_any(reasons))
    return stored


def about(offer: Offer) -> dict[str, Any]:
    """What every event of an offer carries: public words only."""
    return {
        "subject": f"technology_offer:{offer.pk}",
        "parties": (access.key_of(offer.party_id),),
        "offer": offer.pk,
        "title": offer.title_vi,
    }


def path_of(offer: Offer) -> str:
    return f"/exchange/offers/{offer.pk}/"


def tell(keys: Iterable[str], title: Text, body: Text, path: str, *, deed: Deed) -> None:
    for key in dict.fromkeys(keys):
        if key != deed.actor.key:
            deed.notify(key, "exchange", title, body, path)


def tell_right(right: str, title: Text, body: Text, path: str, *, deed: Deed) -> None:
    """Everybody who holds the right hears of it, except who did it."""
    tell((card.key for card in people.people_with_right(right, deed.today)), title, body, path, deed=deed)


def tell_side(party_id: int, title: Text, body: Text, path: str, *, deed: Deed) -> None:
    """A person hears it in person; an organisation by those who act for it, or for the party that goes on for it."""
    tell(people.audience([party_id], deed.today, deed.subject), title, body, path, deed=deed)
