"""What the figures of the exchange ask of auctions: one count."""

from __future__ import annotations

from datetime import date, datetime

from khue.core.actor import CITY_ZONE
from khue.features.auctions.models import Auction


def auctions_awarded(since: date, until: date) -> int:
    """Auctions and tenders whose result was awarded in ``[since, until)``."""
    begins, ends = (datetime(day.year, day.month, day.day, tzinfo=CITY_ZONE) for day in (since, until))
    return Auction.objects.filter(state="awarded", ended_at__gte=begins, ended_at__lt=ends).count()
