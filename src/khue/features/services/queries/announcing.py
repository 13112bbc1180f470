"""Announcements as pages and feeds read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.services import access
from khue.features.services.models import Announcement
from khue.kernel.paging import Page, keyset

MOST_ENTRIES = 50


@dataclass(frozen=True, slots=True)
class AnnouncementRow:
    """``state``: ``coming``, ``current``, ``over`` or ``withdrawn`` on the reader's day."""

    id: int
    title: Text
    body: Text
    from_on: date
    until_on: date | None
    put_at: datetime
    state: str
    ground: str


def announcements(actor: Actor, view: str, after: str | None, size: int = 25) -> Page[AnnouncementRow]:
    """Newest first: what is current for everybody; with ``view`` ``all`` everything, for whoever publishes them."""
    found = Announcement.objects.all()
    if view != "all" or not actor.may(access.ANNOUNCE):
        found = found.filter(_current(actor.today))
    return keyset(found, ["-from_on", "-id"], after, size).of(lambda row: _row(row, actor.today))


def newest(on: date) -> tuple[AnnouncementRow, ...]:
    """For the feed: what is current on the day, at most 50."""
    found = Announcement.objects.filter(_current(on)).order_by("-from_on", "-id")[:MOST_ENTRIES]
    return tuple(_row(row, on) for row in found)


def announcement(announcement_id: int, actor: Actor) -> AnnouncementRow:
    """Current for everybody, any for whoever publishes them. Raises Missing."""
    row = Announcement.objects.filter(pk=announcement_id).first()
    if row is None:
        raise access.no_such_announcement()
    made = _row(row, actor.today)
    if made.state != "current" and not actor.may(access.ANNOUNCE):
        raise access.no_such_announcement()
    return made


def _current(on: date) -> Q:
    return Q(withdrawn_at=None, from_on__lte=on) & (Q(until_on=None) | Q(until_on__gte=on))


def _row(row: Announcement, on: date) -> AnnouncementRow:
    return AnnouncementRow(
        row.pk, Text(row.title_vi, row.title_en), Text(row.body_vi, row.body_en), row.from_on, row.until_on, row.put_at,
        _state(row, on), row.withdrawn_ground,
    )  # fmt: skip


def _state(row: Announcement, on: date) -> str:
    if row.withdrawn_at is not None:
        return "withdrawn"
    if on < row.from_on:
        return "coming"
    return "over" if row.until_on is not None and on > row.until_on else "current"
