"""How fast the books are read with 2,000,000 postings, beside plain SUM … GROUP BY over the postings themselves.

    .venv/bin/python -m bench.ledger_reports

The postings come by COPY, through the same triggers as any other; 24 months, of which 23 are then closed and sealed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from bench.database import as_owner, dsn_of, own_databases, pointed_at
from bench.figures import Figure, by_turns, tell, timed

POSTINGS, CHUNK, ROUNDS = 2_000_000, 100_000, 15
FIRST, MONTHS = date(2024, 1, 1), 24
LINE = "budget:2026-EQ"
SUM_NOW = "SELECT account_id, currency, sum(amount) FROM ledger_posting GROUP BY 1, 2"
SUM_ON = "SELECT account_id, currency, sum(amount) FROM ledger_posting WHERE booked_on <= %s GROUP BY 1, 2"


def run(quick: bool = False) -> list[Figure]:
    postings = POSTINGS // 100 if quick else POSTINGS
    with own_databases("khue_bench_reports") as (name,), pointed_at(name):
        from django.db import connection

        from khue.features.ledger import queries

        loading = timed(lambda: _load(name, postings))
        closing = _close_months()
        as_owner(name, "VACUUM (ANALYZE) ledger_posting, ledger_entry, ledger_balance, ledger_accounttotal")
        inside = date(2025, 12, 20)

        def summed(sql: str, *given: Any) -> list[Any]:
            with connection.cursor() as cursor:
                cursor.execute(sql, list(given))
                return list(cursor.fetchall())

        kept, plain = by_turns(ROUNDS, queries.trial_balance, lambda: summed(SUM_NOW))
        as_of, plain_on, closed, statement = by_turns(
            ROUNDS,
            lambda: queries.trial_balance(inside),
            lambda: summed(SUM_ON, inside),
            lambda: queries.trial_balance(date(2024, 12, 15)),
            lambda: queries.statement("expense.support"),
        )
        verified = timed(_verify)
    beside = f"SUM … GROUP BY over {postings:,} postings: {plain * 1000:,.0f} ms"
    beside_on = f"SUM … GROUP BY up to that day: {plain_on * 1000:,.0f} ms"
    return [
        Figure("trial balance from kept balances", kept * 1000, "ms", "<= 20", beside),
        Figure("trial balance as of a day inside the open month", as_of * 1000, "ms", "<= 300", beside_on),
        Figure("trial balance as of a day inside a closed month", closed * 1000, "ms", "<= 300", beside_on),
        Figure(
            "first page of a statement", statement * 1000, "ms", "", f"on an account with {postings // 4:,} postings"
        ),
        Figure("closing and sealing a month, longest", max(closing), "s", "", f"{postings // MONTHS:,} postings in it"),
        Figure("loading by COPY through the triggers", postings / loading, "postings/s"),
        Figure("khue ledger verify", postings / verified, "postings/s", "", f"{verified:.1f} s for all of it"),
    ]


def _verify() -> None:
    from khue.features.ledger import queries

    report = queries.verify()
    if not report.sound:
        raise SystemExit(str(report))


def _load(name: str, postings: int) -> None:
    """Accrual-like entries of four lines each over two years, a chunk per transaction."""
    import psycopg

    days = (date(FIRST.year + MONTHS // 12, 1, 1) - FIRST).days
    chance = random.Random(7)
    with psycopg.connect(dsn_of(name, "owner")) as connection, connection.cursor() as cursor:
        key = UUID(int=1)
        _copy_entries(cursor, [(key, FIRST)])
        _copy_lines(cursor, iter([
            (key, 1, "budget.appropriated", LINE, 10**17, FIRST), (key, 2, "budget.available", LINE, -(10**17), FIRST),
        ]))  # fmt: skip
        connection.commit()
        for start in range(0, postings // 4, CHUNK // 4):
            heads = [
                (UUID(int=chance.getrandbits(128)), FIRST + timedelta(days=chance.randrange(days)))
                for _ in range(min(CHUNK // 4, postings // 4 - start))
            ]
            _copy_entries(cursor, heads)
            _copy_lines(cursor, _lines(heads, start, chance))
            connection.commit()


def _lines(heads: list[tuple[UUID, date]], start: int, chance: random.Random) -> Iterator[tuple[Any, ...]]:
    for number, (key, day) in enumerate(heads, start):
        amount, support = chance.randrange(1, 2 * 10**9), f"support:{number % 40_000}"
        yield key, 1, "budget.available", LINE, amount, day
        yield key, 2, "budget.accrued", LINE, -amount, day
        yield key, 3, "expense.support", support, amount, day
        yield key, 4, "payable.support", f"tranche:{number % 120_000}", -amount, day


def _copy_entries(cursor: Any, heads: list[tuple[UUID, date]]) -> None:
    columns = "id, booked_on, subject, text_vi, text_en, created_at"
    with cursor.copy(f"COPY ledger_entry ({columns}) FROM STDIN") as copy:
        for key, day in heads:
            copy.write_row((key, day, LINE, "Nghiệm thu đợt chi", "Acceptance of a tranche", f"{day} 09:00+07"))


def _copy_lines(cursor: Any, lines: Iterator[tuple[Any, ...]]) -> None:
    columns = "entry_id, line, account_id, subject, amount, booked_on, currency"
    with cursor.copy(f"COPY ledger_posting ({columns}) FROM STDIN") as copy:
        for line in lines:
            copy.write_row((*line, "VND"))


def _close_months() -> list[float]:
    """Seconds for each month closed through the use-case; the last month stays open."""
    from datetime import datetime

    from khue.core.actor import CITY_ZONE, Actor
    from khue.features.ledger import domain, usecases

    moment = datetime(2026, 1, 2, 9, tzinfo=CITY_ZONE)
    actor = Actor("party:1", "Bench", moment, person_id=1, rights=frozenset({domain.CLOSE_PERIOD}), units=("DOF",))
    seconds, month = [], FIRST
    for _ in range(MONTHS - 1):
        close = domain.MonthClose(month)
        seconds.append(timed(lambda close=close: usecases.close_period(close, actor=actor)))  # type: ignore[misc]  # bound in the loop by its default
        month = domain.next_month(month)
    return seconds


if __name__ == "__main__":
    tell(run, __doc__)
