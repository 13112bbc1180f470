"""Closing months."""

from __future__ import annotations

from django.db import connection

from khue.core.actor import Actor
from khue.core.errors import require
from khue.features.ledger import domain, queries
from khue.features.ledger.domain import MonthClose
from khue.features.ledger.events import PeriodClosed
from khue.features.ledger.models import Period
from khue.kernel.deeds import command

PERIOD_LOCK = 1265137005
"""The advisory lock of migration 0002: shared by every posting, held alone while a month is closed."""


def close_period(wish: MonthClose, *, actor: Actor) -> str:
    """Close a month: write its balances and seal it. Returns the seal (SHA-256, hex).

    Waits for postings under way; later ones into the month are refused. Raises Refused out of order or too early.
    """
    actor.require(domain.CLOSE_PERIOD)
    with command("ledger.close_period", actor, subject=f"period:{wish.month:%Y-%m}") as deed:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PERIOD_LOCK])
        last = queries.last_closed()
        decision = domain.may_close(wish.month, today=deed.today, last_closed=last.month if last else None)
        deed.decide(require(decision))
        facts = queries.closing_facts(wish.month)
        seal = domain.seal(
            wish.month, facts.lines, postings=facts.postings, digest=facts.digest, previous=facts.previous
        )
        Period.objects.create(
            month=wish.month,
            closed_at=deed.moment,
            postings=facts.postings,
            digest=facts.digest,
            previous=facts.previous,
            seal=seal,
        )
        deed.after(postings=facts.postings, seal=seal, previous=facts.previous)
        deed.emit(PeriodClosed(subject=deed.subject, month=wish.month.isoformat(), seal=seal))
        return seal
