"""Who looked at whose personal data: written when a page shows it, read by the person it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from khue.core.actor import Actor
from khue.kernel.models import PersonalView
from khue.kernel.paging import Page, keyset


@dataclass(frozen=True, slots=True)
class ViewRow:
    """One look, as the person it is about reads it. ``what`` is the stable code given by the room."""

    viewer: str
    viewer_name: str
    what: str
    subject: str
    at: datetime


def note_view(actor: Actor, party: str, what: str, subject: str = "") -> None:
    """Record that ``actor`` saw personal data of ``party``. A look at one's own data is not recorded."""
    if party in actor.keys:
        return
    PersonalView.objects.create(
        viewer=actor.key, viewer_name=actor.name, party=party, what=what, subject=subject, at=actor.moment
    )


def views_of(party: str | tuple[str, ...], after: str | None = None, size: int = 25) -> Page[ViewRow]:
    """Who looked at this party's data, newest first; several keys when records of one person were merged."""
    parties = (party,) if isinstance(party, str) else party
    page = keyset(PersonalView.objects.filter(party__in=parties), ["-at", "-id"], after, size)
    return page.of(lambda row: ViewRow(row.viewer, row.viewer_name, row.what, row.subject, row.at))
