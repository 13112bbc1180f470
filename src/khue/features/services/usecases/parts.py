"""Parts that several use-cases share. Each joins the deed that is under way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Refused, require
from khue.features.people import queries as people
from khue.features.services import access
from khue.features.services.models import CatalogueEntry, CatalogueStep, Ticket
from khue.kernel import files
from khue.kernel.deeds import Deed

NAMES = uuid5(NAMESPACE_URL, "khue:services")
"""What a job says once has a key that follows from what it is about."""


def locked_entry(entry_id: int, deed: Deed) -> CatalogueEntry:
    """The entry, held until the deed ends. Raises Missing, also for strangers while it is not public."""
    row = CatalogueEntry.objects.select_for_update(of=("self",)).filter(pk=entry_id).first()
    hidden = row is not None and row.state != "shown" and not deed.actor.may(access.REVIEW)
    job = deed.actor.key.startswith("job:")
    if row is None or (hidden and not job and not access.is_side(deed.actor, row.party_id)):
        raise access.no_such_entry()
    deed.subject = f"catalogue_entry:{row.pk}"
    return row


def locked_ticket(ticket_id: int, deed: Deed) -> Ticket:
    """The ticket, held until the deed ends. Raises Missing."""
    row = Ticket.objects.select_for_update(of=("self",)).filter(pk=ticket_id).first()
    if row is None:
        raise access.no_such_ticket()
    deed.subject = f"service_ticket:{row.pk}"
    return row


def note(entry: CatalogueEntry, step: str, deed: Deed, ground: str = "") -> None:
    CatalogueStep.objects.create(
        entry=entry, step=step, ground=ground.strip(), until_on=entry.until_on, by=deed.actor.key, by_name=deed.actor.name, at=deed.moment
    )  # fmt: skip


def write(row: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def stored(uploads: Sequence[Any], subject: str, kind: str, deed: Deed) -> list[str]:
    """All files or none; every refusal at once."""
    kept: list[str] = []
    reasons: list[Reason] = []
    for upload in uploads:
        try:
            row = files.store(upload, deed=deed, owner=deed.actor.key, kind=kind, subject=subject, field="papers")
            kept.append(str(row.pk))
        except Refused as refused:
            reasons += refused.decision.reasons
    require(Decision.refuse_if_any(reasons))
    return kept


def path_of_entry(entry: CatalogueEntry) -> str:
    return f"/exchange-services/{entry.pk}/"


def path_of_ticket(ticket: Ticket) -> str:
    return f"/exchange-services/tickets/{ticket.pk}/"


def tell(parties: Iterable[int], title: Text, body: Text, path: str, deed: Deed) -> None:
    """Persons in person, organisations by those who act for them; not whoever did it."""
    ids = list(dict.fromkeys(parties))
    cards = people.parties([access.key_of(number) for number in ids])
    persons = [key for key, card in cards.items() if card.kind == "person"]
    others = [number for number in ids if access.key_of(number) not in persons]
    _tell((*persons, *people.representatives(others, deed.today)), title, body, path, deed)


def tell_reviewers(title: Text, body: Text, path: str, deed: Deed) -> None:
    _tell((card.key for card in people.people_with_right(access.REVIEW, deed.today)), title, body, path, deed)


def _tell(keys: Iterable[str], title: Text, body: Text, path: str, deed: Deed) -> None:
    for key in dict.fromkeys(keys):
        if key != deed.actor.key:
            deed.notify(key, "services", title, body, path)
