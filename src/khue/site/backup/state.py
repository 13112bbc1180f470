"""What a database holds, in numbers that can be compared: read when a backup is made and again when it is restored."""

from __future__ import annotations

import hashlib
from typing import Any

import psycopg
from psycopg import sql


def read(connection: psycopg.Connection[Any]) -> dict[str, Any]:
    """Rows of each table, end of the audit, last checkpoint, totals of the ledger. One snapshot: the caller's transaction."""
    tables = [
        name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    ]
    rows = {
        name: int(_one(connection, sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name)))) for name in tables
    }
    return {"rows": rows, "audit": _audit(connection), "ledger": _ledger(connection)}


def migrations(connection: psycopg.Connection[Any]) -> tuple[str, ...]:
    """Those applied, as ``ledger.0002_guards``; none when the database is empty."""
    if _one(connection, "SELECT to_regclass('django_migrations')") is None:
        return ()
    return tuple(
        f"{app}.{name}" for app, name in connection.execute("SELECT app, name FROM django_migrations ORDER BY id")
    )


def _audit(connection: psycopg.Connection[Any]) -> dict[str, Any]:
    last = connection.execute(
        "SELECT id, encode(hash, 'hex') FROM kernel_auditrecord ORDER BY id DESC LIMIT 1"
    ).fetchone()
    seal = connection.execute(
        "SELECT n, encode(hash, 'hex') FROM kernel_auditcheckpoint ORDER BY n DESC LIMIT 1"
    ).fetchone()
    return {"last": list(last) if last else None, "checkpoint": list(seal) if seal else None}


def _ledger(connection: psycopg.Connection[Any]) -> dict[str, Any]:
    """Totals per account and currency; ``sha256`` covers every balance of every subject."""
    totals = {
        f"{code} {currency}": int(amount)
        for code, currency, amount in connection.execute(
            "SELECT account_id, currency, sum(amount) FROM ledger_posting GROUP BY 1, 2 ORDER BY 1, 2"
        )
    }
    mark = hashlib.sha256()
    for line in connection.execute("SELECT account_id, subject, currency, amount FROM ledger_balance ORDER BY 1, 2, 3"):
        mark.update("|".join(map(str, line)).encode() + b"\n")
    return {"totals": totals, "balances_sha256": mark.hexdigest()}


def differences(then: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """What is not as it was, in words; nothing when all is."""
    found = []
    for table in sorted(then["rows"].keys() | now["rows"].keys()):
        before, after = then["rows"].get(table), now["rows"].get(table)
        if before != after:
            found.append(f"{table}: {before} rows then, {after} now")
    for part in ("audit", "ledger"):
        if then[part] != now[part]:
            found.append(f"{part}: {then[part]} then, {now[part]} now")
    return found


def _one(connection: psycopg.Connection[Any], query: Any) -> Any:
    row = connection.execute(query).fetchone()
    return row[0] if row else None
