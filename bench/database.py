"""Databases for a measurement: made from this version's migrations, never the portal's own, dropped afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def ready() -> None:
    """Django on the server of ``var/bench`` (or ``DATABASE_URL``), started when it does not run."""
    os.environ["KHUE_VAR"] = os.environ.get("KHUE_BENCH_VAR") or str(ROOT / "var" / "bench")
    os.environ["SAMPLE"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khue.site.settings")
    Path(os.environ["KHUE_VAR"]).mkdir(parents=True, exist_ok=True)
    import logging

    import django

    django.setup()
    logging.disable(logging.INFO)
    if not os.environ.get("DATABASE_URL"):
        from khue.site.postgres import Postgres

        Postgres(Path(os.environ["KHUE_VAR"])).start()


@contextmanager
def own_databases(name: str, *, twins: int = 0) -> Iterator[tuple[str, ...]]:
    """A new database ``name`` with tables, rights and chart, and ``twins`` exact copies of it; all dropped at the end."""
    ready()
    from khue.features.ledger.usecases import load_accounts
    from khue.kernel import audit, clock
    from khue.site import setup

    names = (name, *(f"{name}_{number}" for number in range(1, twins + 1)))
    for each in names:
        _sql(f'DROP DATABASE IF EXISTS "{each}" WITH (FORCE)')
    _sql(f'CREATE DATABASE "{name}"')
    try:
        with pointed_at(name):
            setup.migrate(lambda what: None)
            setup.grant_rights()
            setup.mark_mode()
            audit.ensure_key()
            load_accounts(actor=clock.job_actor("setup"))
        for each in names[1:]:
            _sql(f'CREATE DATABASE "{each}" TEMPLATE "{name}"')
        yield names
    finally:
        for each in names:
            _sql(f'DROP DATABASE IF EXISTS "{each}" WITH (FORCE)')


@contextmanager
def pointed_at(name: str) -> Iterator[str]:
    """Both connections of this process go to the database ``name``."""
    from django.db import connections

    before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    for alias in before:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
    try:
        yield name
    finally:
        for alias, old in before.items():
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = old


def dsn_of(name: str, alias: str = "default") -> str:
    """The address of a database for a connection outside Django, with the same role."""
    from django.conf import settings
    from psycopg.conninfo import make_conninfo

    given: dict[str, Any] = settings.DATABASES[alias]
    parts = {"user": given["USER"], "host": given["HOST"], "port": given["PORT"], "password": given["PASSWORD"]}
    return make_conninfo(dbname=name, **{key: value for key, value in parts.items() if value})


def _sql(statement: str) -> None:
    import psycopg

    with psycopg.connect(dsn_of("postgres", "owner"), autocommit=True) as connection:
        connection.execute(statement)
