"""Closed months and their seals, and what has to be known to close the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Min

from khue.features.ledger import domain
from khue.features.ledger.domain import SealLine
from khue.features.ledger.models import Period, Posting
from khue.features.ledger.queries.balances import sums_on


@dataclass(frozen=True, slots=True)
class PeriodCard:
    """A month. Closed: with its seal. Open: ``closable`` when it is over and the next in order."""

    month: date
    closed_at: datetime | None
    postings: int
    seal: str
    closable: bool


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """What is sealed at the end of ``month``."""

    month: date
    lines: tuple[SealLine, ...]
    postings: int
    digest: str
    previous: str


def last_closed() -> Period | None:
    return Period.objects.order_by("-month").first()


def periods(today: date) -> tuple[PeriodCard, ...]:
    """The open months up to today, then the closed ones, newest first."""
    closed = [PeriodCard(p.month, p.closed_at, p.postings, p.seal, False) for p in Period.objects.order_by("-month")]
    first = closed[0].month if closed else None
    month = domain.next_month(first) if first else _first_month(today)
    opened: list[PeriodCard] = []
    while month <= today:
        may = domain.may_close(month, today=today, last_closed=first).granted and not opened
        opened.append(PeriodCard(month, None, 0, "", may))
        month = domain.next_month(month)
    return (*reversed(opened), *closed)


def _first_month(today: date) -> date:
    earliest: date | None = Posting.objects.aggregate(first=Min("booked_on"))["first"]
    return domain.month_of(min(earliest or today, today))


def closing_facts(month: date) -> ClosingFacts:
    """Balances at the end of ``month`` and the digest of its postings. Held still only under the closing lock."""
    last = last_closed()
    ending = domain.last_day(month)
    starting = month - timedelta(days=1) if last else date.min
    with connection.cursor() as cursor:
        cursor.execute("SELECT postings, digest FROM ledger_month_digest(%s, %s)", [starting, ending])
        postings, digest = cursor.fetchone()
    lines = tuple(SealLine(code, currency, amount) for (code, currency), amount in sums_on(ending).items())
    return ClosingFacts(month, lines, postings, digest, last.seal if last else "")
