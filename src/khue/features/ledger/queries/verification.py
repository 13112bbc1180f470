"""``khue ledger verify``: everything that is kept, recomputed from the postings alone and compared.

The comparison runs in one snapshot, so deeds may go on meanwhile. Seals are recomputed here in Python, independently of
the SQL that checked them when the month was closed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction

from khue.features.ledger import domain
from khue.features.ledger.domain import SealLine
from khue.features.ledger.models import Entry, Period, PeriodBalance, Posting

Progress = Callable[[str, int, int], None]
MOST_FINDINGS = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold. ``check`` is the stable name of the check, ``what`` the row and figures."""

    check: str
    what: str


@dataclass(frozen=True, slots=True)
class Verification:
    """The report: what was looked at and what was found; at most 20 findings per check are listed."""

    entries: int
    postings: int
    balances: int
    periods: int
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        return not self.findings

    def __str__(self) -> str:
        counted = (
            f"{self.entries} entries, {self.postings} postings, {self.balances} balances, {self.periods} closed periods"
        )
        if self.sound:
            return f"sound: {counted}"
        return "\n".join([f"NOT SOUND: {counted}", *(f"  {f.check}: {f.what}" for f in self.findings)])


# Each query returns one text per fault; the name is what a finding carries.
_CHECKS: tuple[tuple[str, str], ...] = (
    ("unbalanced entry", """
        SELECT entry_id || ' ' || currency || ' off by ' || sum(amount) FROM ledger_posting
        GROUP BY entry_id, currency HAVING sum(amount) <> 0"""),
    ("lines not whole", """
        SELECT entry_id::text FROM ledger_posting
        GROUP BY entry_id HAVING min(line) <> 1 OR max(line) <> count(*)"""),
    ("entry without postings", """
        SELECT id::text FROM ledger_entry e
        WHERE NOT EXISTS (SELECT FROM ledger_posting p WHERE p.entry_id = e.id AND p.booked_on = e.booked_on)"""),
    ("posting without its entry", """
        SELECT p.id::text FROM ledger_posting p
        LEFT JOIN ledger_entry e ON e.id = p.entry_id AND e.booked_on = p.booked_on WHERE e.id IS NULL"""),
    ("kept balance", """
        SELECT account_id || ' [' || subject || '] ' || currency || ' kept ' || coalesce(b.amount, 0)
               || ', posted ' || coalesce(p.amount, 0)
        FROM ledger_balance b FULL JOIN (
            SELECT account_id, subject, currency, sum(amount) AS amount FROM ledger_posting GROUP BY 1, 2, 3
        ) p USING (account_id, subject, currency) WHERE coalesce(b.amount, 0) <> coalesce(p.amount, 0)"""),
    ("guarded balance", """
        SELECT b.account_id || ' [' || b.subject || '] ' || b.currency || ' ' || b.amount
        FROM ledger_balance b JOIN ledger_account a ON a.code = b.account_id
        WHERE b.floor <> CASE WHEN NOT a.guarded THEN 0 WHEN a.normal = 'debit' THEN 1 ELSE -1 END
           OR b.floor * b.amount < 0"""),
    ("account total", """
        SELECT account_id || ' ' || currency || ' kept ' || coalesce(t.amount, 0) || ', posted ' || coalesce(p.amount, 0)
        FROM (SELECT account_id, currency, sum(amount) AS amount FROM ledger_accounttotal GROUP BY 1, 2) t
        FULL JOIN (SELECT account_id, currency, sum(amount) AS amount FROM ledger_posting GROUP BY 1, 2) p
        USING (account_id, currency) WHERE coalesce(t.amount, 0) <> coalesce(p.amount, 0)"""),
    ("reversal", """
        SELECT r.id || ' does not turn ' || r.reverses_id FROM ledger_entry r
        WHERE r.reverses_id IS NOT NULL AND EXISTS (
            SELECT FROM (SELECT * FROM ledger_posting WHERE entry_id = r.id) n
            FULL JOIN (SELECT * FROM ledger_posting WHERE entry_id = r.reverses_id) o USING (line)
            WHERE (n.account_id, n.subject, n.currency, n.amount)
                  IS DISTINCT FROM (o.account_id, o.subject, o.currency, -o.amount))"""),
)  # fmt: skip


def verify(progress: Progress | None = None) -> Verification:
    """Recompute balances, totals, entries, reversals and seals from the postings, and compare with what is kept.

    ``progress(name, done, total)`` is called before each step. Reads everything: minutes on tens of millions of lines.
    """
    say = progress or (lambda name, done, total: None)
    found: list[Finding] = []
    with _snapshot():
        months = list(Period.objects.order_by("month"))
        steps = len(_CHECKS) + len(months)
        for done, (name, query) in enumerate(_CHECKS):
            say(name, done, steps)
            with connection.cursor() as cursor:
                cursor.execute(f"{query} LIMIT {MOST_FINDINGS}")
                found += [Finding(name, str(row[0])) for row in cursor.fetchall()]
        previous: Period | None = None
        for done, period in enumerate(months, len(_CHECKS)):
            say(f"seal {period.month:%Y-%m}", done, steps)
            found += _seal_faults(period, previous)
            previous = period
        say("done", steps, steps)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM ledger_balance")
            balances = int(cursor.fetchone()[0])
        return Verification(Entry.objects.count(), Posting.objects.count(), balances, len(months), tuple(found))


@contextmanager
def _snapshot() -> Iterator[None]:
    """One view of all tables. Inside a transaction of the caller's, that one's view has to do."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _seal_faults(period: Period, previous: Period | None) -> Iterator[Finding]:
    name = f"{period.month:%Y-%m}"
    if previous is not None and (period.month != domain.next_month(previous.month) or period.previous != previous.seal):
        yield Finding("seal chain", f"{name} does not continue {previous.month:%Y-%m}")
    starting = period.month - timedelta(days=1) if previous else date.min
    ending = domain.last_day(period.month)
    count, digest = _month_digest(starting, ending)
    if (count, digest) != (period.postings, period.digest):
        yield Finding("sealed postings", f"{name} sealed {period.postings} postings, now {count}, or another content")
    kept = PeriodBalance.objects.filter(period=period.month).values_list("account_id", "currency", "amount")
    lines = [SealLine(*row) for row in kept]
    seal = domain.seal(period.month, lines, postings=count, digest=digest, previous=period.previous)
    if seal != period.seal:
        yield Finding("seal", f"{name} does not fit its balances")
    sums = {(line.account, line.currency): line.amount for line in lines}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account_id, currency, sum(amount) FROM ledger_posting WHERE booked_on <= %s GROUP BY 1, 2", [ending]
        )
        posted = {(code, currency): int(amount) for code, currency, amount in cursor.fetchall()}
    for key in sorted(set(sums) | set(posted)):
        if sums.get(key, 0) != posted.get(key, 0):
            yield Finding("sealed balance", f"{name} {key[0]} {key[1]} sealed {sums.get(key, 0)}, posted {posted.get(key, 0)}")  # fmt: skip


def _month_digest(after: date, until: date) -> tuple[int, str]:
    """Number and SHA-256 of the postings of a half-open stretch of days, line by line as ``posting_line`` writes them."""
    mark, count = hashlib.sha256(), 0
    rows = Posting.objects.filter(booked_on__gt=after, booked_on__lte=until).order_by("entry_id", "line")
    columns = ("entry_id", "line", "account_id", "subject", "currency", "amount", "booked_on")
    for row in rows.values_list(*columns).iterator(chunk_size=5000):
        mark.update((("\n" if count else "") + domain.posting_line(*row)).encode())
        count += 1
    return count, mark.hexdigest()
