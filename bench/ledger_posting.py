"""How fast entries are posted through the use-case with audit, beside the very same SQL statements issued bare.

    .venv/bin/python -m bench.ledger_posting

Each round posts a block through ``usecases.post_entry`` in one database while its statements are written down, then
issues those statements, already rendered, from a bare connection in a twin of that database, one transaction per
entry as before. Blocks alternate; medians are told. The databases are made for the run and dropped after it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any
from uuid import uuid4

from bench.database import Statements, dsn_of, own_databases, pointed_at, written_down
from bench.figures import Figure, tell

LINE = "budget:2026-EQ"
ROUNDS, BLOCK = 7, 300
BATCHES, BATCH = 9, 1000


def run(quick: bool = False) -> list[Figure]:
    block = BLOCK // 10 if quick else BLOCK
    with own_databases("khue_bench_posting", twins=1) as (name, twin), pointed_at(name):
        singles, bare = _singles(twin, block)
        batches, bare_batches = _batches(twin, 1 if quick else BATCHES)
        _check(name, twin)
    rate, bare_rate = block / median(singles), block / median(bare)
    batch_rate, bare_batch_rate = 2 * BATCH / median(batches), 2 * BATCH / median(bare_batches)
    beside = f"the same SQL issued bare: {bare_rate:,.0f} entries/s"
    return [
        Figure("entries through the use-case, one client", rate, "entries/s", ">= 300", beside),
        Figure("share of the bare rate", 100 * rate / bare_rate, "%", ">= 40", beside),
        Figure(
            f"postings in batches of {BATCH} entries", batch_rate, "postings/s", ">= 20000",
            f"the same SQL issued bare: {bare_batch_rate:,.0f} postings/s",
        ),
    ]  # fmt: skip


def _singles(twin: str, block: int) -> tuple[list[float], list[float]]:
    """Seconds per block through the use-case, and bare; the first block of each only warms up."""
    import psycopg

    from khue.features.ledger import domain, usecases
    from khue.kernel import clock

    actor = _accountant(clock.now())
    ours: list[float] = []
    bare: list[float] = []
    with psycopg.connect(dsn_of(twin), cursor_factory=psycopg.ClientCursor) as connection:
        for number in range(-1, ROUNDS):
            entries = [_commit(f"support:{number + 1}-{n}", actor.today) for n in range(block)]
            if number < 0:
                entries = [_with(domain.appropriate, LINE, 10**15, on=actor.today), *entries]
            per_entry: list[Statements] = []
            start = time.perf_counter()
            for entry in entries:
                said: Statements = []
                with written_down(said):
                    usecases.post_entry(entry, actor=actor)
                per_entry.append(said)
            ours.append(time.perf_counter() - start)
            bare.append(_issue(connection, per_entry))
    return ours[1:], bare[1:]


def _batches(twin: str, batches: int) -> tuple[list[float], list[float]]:
    """Seconds per batch, each one deed with one audit record."""
    import psycopg

    from khue.features.ledger import usecases
    from khue.kernel import clock
    from khue.kernel.deeds import command

    actor = _accountant(clock.now())
    ours: list[float] = []
    bare: list[float] = []
    with psycopg.connect(dsn_of(twin), cursor_factory=psycopg.ClientCursor) as connection:
        for number in range(-1, batches):
            entries = [_commit(f"support:b{number + 1}-{n}", actor.today) for n in range(BATCH)]
            said: Statements = []
            start = time.perf_counter()
            with written_down(said), command("ledger.bench", actor, subject=LINE) as deed:
                usecases.post_many(entries, deed=deed)
            ours.append(time.perf_counter() - start)
            bare.append(_issue(connection, [said]))
    return ours[1:], bare[1:]


def _issue(connection: Any, transactions: list[Statements]) -> float:
    """Seconds for issuing the statements as they were, one transaction each; rendering them is not counted."""
    cursor = connection.cursor()
    rendered = [[cursor.mogrify(sql, params) for sql, params in said] for said in transactions]
    start = time.perf_counter()
    for statements in rendered:
        for statement in statements:
            cursor.execute(statement)
        connection.commit()
    return time.perf_counter() - start


def _accountant(moment: Any) -> Any:
    from khue.core.actor import Actor
    from khue.features.ledger import domain

    rights = frozenset({domain.POST, domain.APPROPRIATE, domain.CLOSE_PERIOD})
    return Actor("party:1", "Bench", moment, person_id=1, rights=rights, units=("DOF",))


def _commit(support: str, on: Any) -> Any:
    from khue.features.ledger import domain

    return _with(domain.commit, LINE, support, 1_850_000, on=on)


def _with(make: Callable[..., Any], *parts: Any, on: Any) -> Any:
    from khue.core.bilingual import Text

    return make(*parts, id=uuid4(), on=on, text=Text("Cam kết hỗ trợ máy móc", "Commitment for machinery"))


def _check(name: str, twin: str) -> None:
    """Both databases hold the same books, and they are sound: the yardstick did the same work."""
    from khue.features.ledger import queries

    reports = []
    for each in (name, twin):
        with pointed_at(each):
            reports.append(queries.verify())
    if not all(report.sound for report in reports) or reports[0] != reports[1]:
        raise SystemExit(f"the two databases differ: {reports[0]} / {reports[1]}")


if __name__ == "__main__":
    tell(run, __doc__)
