"""How fast a statement of 10,000 lines is reconciled, beside reading, joining and inserting the same lines bare.

    .venv/bin/python -m bench.reconciliation

10,000 orders are on their way; the bank's CSV holds their 10,000 lines in another order. Ours: read, proven whole,
taken in, matched, booked in the ledger, with audit and event, in two deeds. The yardstick: csv.reader, a dictionary
join by reference and one COPY of lines and pairs into tables without a single constraint.
"""

from __future__ import annotations

import csv
import io
import random
import time
from typing import Any
from uuid import uuid4

from bench.database import dsn_of, own_databases, pointed_at
from bench.figures import Figure, tell

ORDERS, EACH, CHUNK = 10_000, 1_000_000, 1000
LINE = "budget:2026-EQ"


def run(quick: bool = False) -> list[Figure]:
    count = ORDERS // 10 if quick else ORDERS
    with own_databases("khue_bench_reconciliation") as (name,), pointed_at(name):
        account, content = _under_way(count)
        upload, took = _reconciled(account, content, count)
        bare = _bare(name, content)
    beside = f"csv.reader, a dictionary join and COPY without constraints: {bare:.2g} s"
    return [
        Figure(f"reconciling {count:,} lines", upload + took, "s", "<= 10", beside),
        Figure("of that, reading and showing the file", upload, "s"),
        Figure("lines matched and booked", count / took, "lines/s", "", f"bare: {count / bare:,.0f} lines/s"),
    ]


def _under_way(count: int) -> tuple[int, bytes]:
    """So many orders that were sent, with their money in transit; the account and its statement."""
    from khue.core.bilingual import Text
    from khue.features.ledger import domain as ledger
    from khue.features.ledger.usecases import post_many
    from khue.features.treasury.domain.reference import reference_of
    from khue.features.treasury.models import PaymentOrder
    from khue.kernel import clock
    from khue.kernel.deeds import command
    from khue.site.sample import payments

    actor = _accountant(clock.now())
    account = payments.main_account(actor=actor)
    numbers = range(1, count + 1)
    references = {number: reference_of(2026, number) for number in numbers}
    same: dict[str, Any] = {
        "line": LINE, "party": "party:1", "party_name": "Bên nhận", "account_id": account.id, "amount": EACH,
        "holder": "Bên nhận", "bank": "Ngân hàng", "content": "Chi", "chapter": "417", "sector": "102", "item": "7049",
        "source": "12", "state": "sent", "attempt": 1, "prepared_by": "party:1", "prepared_at": actor.moment,
        "approved_by": "party:2", "approved_at": actor.moment, "sent_at": actor.moment,
    }  # fmt: skip
    PaymentOrder.objects.bulk_create(
        PaymentOrder(id=n, reference=references[n], subject=f"tranche:{n}", number=f"{n:010d}", **same) for n in numbers
    )
    words = {"on": actor.today, "text": Text("Đo tốc độ", "Measurement")}
    with command("bench.fund", actor, LINE) as deed:
        entries = [ledger.appropriate(LINE, EACH * count, id=uuid4(), **words)]
        entries.append(ledger.commit(LINE, "support:1", EACH * count, id=uuid4(), **words))
        post_many(entries, deed=deed)
    for start in range(0, count, CHUNK):
        with command("bench.owe", actor, LINE) as deed:
            for make in ("accrue", "ordered", "sent"):
                post_many([_entry(make, n, words) for n in numbers[start : start + CHUNK]], deed=deed)
    shuffled = list(numbers)
    random.Random(7).shuffle(shuffled)
    bookings = [payments.Booking(actor.today, -EACH, f"CT DI {references[n]} chi tra", f"FT{n}") for n in shuffled]
    return account.id, payments.csv_statement(account, EACH * count, bookings)


def _entry(make: str, number: int, words: dict[str, Any]) -> Any:
    from khue.features.ledger import domain as ledger

    if make == "accrue":
        return ledger.accrue(LINE, "support:1", f"tranche:{number}", EACH, id=uuid4(), **words)
    paying = ledger.Paying(f"tranche:{number}", f"order:{number}", LINE)
    return getattr(paying, make)(EACH, id=uuid4(), **words)


def _reconciled(account: int, content: bytes, count: int) -> tuple[float, float]:
    """Seconds for the upload and for taking in. Everything is matched, and the books hold."""
    from khue.features.ledger import queries as ledger
    from khue.features.treasury import usecases
    from khue.features.treasury.domain.deciding import ImportStatement, ReadStatement
    from khue.kernel import clock

    actor = _accountant(clock.now())
    start = time.perf_counter()
    statement = usecases.upload_statement(ReadStatement(account, "bench.csv", content), actor=actor)
    middle = time.perf_counter()
    found = usecases.import_statement(ImportStatement(statement), actor=actor)
    end = time.perf_counter()
    if found["matched"] != count or ledger.balance("treasury.cash", f"account:{account}") != -EACH * count:
        raise SystemExit(f"not everything was reconciled: {found}")
    return middle - start, end - middle


def _bare(name: str, content: bytes) -> float:
    """Seconds for what nobody can do without."""
    import psycopg

    from khue.features.treasury.domain.reference import reference_of

    orders = {reference_of(2026, number): number for number in range(1, ORDERS + 1)}
    with psycopg.connect(dsn_of(name)) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE line (no int, day text, amount bigint, text text)")
        cursor.execute("CREATE TEMP TABLE pair (line int, number int)")
        start = time.perf_counter()
        rows = [row for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) if len(row) == 5][1:]
        with cursor.copy("COPY line FROM STDIN") as copy:
            for number, row in enumerate(rows):
                copy.write_row((number, row[0], int(row[2] or 0), row[4]))
        with cursor.copy("COPY pair FROM STDIN") as copy:
            for number, row in enumerate(rows):
                copy.write_row((number, orders[row[4].split()[2]]))
        connection.commit()
        return time.perf_counter() - start


def _accountant(moment: Any) -> Any:
    from khue.core.actor import Actor
    from khue.features.treasury import access

    rights = frozenset({access.ORDER, access.RECONCILE})
    return Actor("party:1", "Kế toán", moment, person_id=1, rights=rights, units=("DOF",))


if __name__ == "__main__":
    tell(run, __doc__)
