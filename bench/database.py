"""Databases for a measurement: copies of one made from this version's migrations, never the portal's own, dropped after."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
Statements = list[tuple[str, Any]]


@contextmanager
def server() -> Iterator[None]:
    """Django on the server of ``var/bench`` (or ``DATABASE_URL``); a server that is started here ends here."""
    os.environ["KHUE_VAR"] = os.environ.get("KHUE_BENCH_VAR") or str(ROOT / "var" / "bench")
    os.environ["SAMPLE"] = "1"
    Path(os.environ["KHUE_VAR"]).mkdir(parents=True, exist_ok=True)
    import logging

    from khue.kernel.loading import django_ready

    django_ready()
    logging.disable(logging.INFO)
    if os.environ.get("DATABASE_URL"):
        yield
        return
    from khue.site.postgres import Postgres

    postgres = Postgres(Path(os.environ["KHUE_VAR"]))
    started = postgres.start()
    try:
        yield
    finally:
        if started:
            postgres.stop()


@contextmanager
def own_databases(name: str, *, twins: int = 0) -> Iterator[tuple[str, ...]]:
    """A new database ``name`` with tables, rights and the city's records, and ``twins`` exact copies; all dropped."""
    names = (name, *(f"{name}_{number}" for number in range(1, twins + 1)))
    with server():
        _drop(names)
        prepared = _prepared()
        try:
            for each in names:
                in_postgres(f'CREATE DATABASE "{each}" TEMPLATE "{prepared}"')
            yield names
        finally:
            _drop(names)


def _prepared() -> str:
    """A database that nobody works on: tables, rights and the city's records of this version. Older ones go."""
    from khue.site import setup

    setup.prepare_files(lambda what: None)
    name = f"khue_bench_new_{_version()}"
    found = {row[0] for row in in_postgres("SELECT datname FROM pg_database WHERE datname LIKE 'khue_bench_new_%'")}
    if name not in found:
        _drop(found)
        in_postgres(f'CREATE DATABASE "{name}_half"')
        with pointed_at(f"{name}_half"):
            setup.prepare(lambda what: None)
        in_postgres(f'ALTER DATABASE "{name}_half" RENAME TO "{name}"')
    return name


def _version() -> str:
    """Changes with the tables and with the city package."""
    mark = hashlib.sha256()
    for pattern in ("khue/**/migrations/*.py", "khue/site/setup.py", "khue_hanoi/**/*.toml"):
        for path in sorted((ROOT / "src").glob(pattern)):
            mark.update(path.read_bytes())
    return mark.hexdigest()[:12]


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
    from psycopg.conninfo import make_conninfo

    return make_conninfo(dbname=name, **{key.lower(): value for key, value in _place(alias).items()})


def url_of(name: str, alias: str = "default") -> str:
    """The same address as ``DATABASE_URL`` wants it, for another process."""
    from urllib.parse import quote, urlencode

    place = _place(alias)
    user = quote(place.pop("USER", "")) + (f":{quote(place.pop('PASSWORD'))}" if "PASSWORD" in place else "")
    query = urlencode({key.lower(): value for key, value in place.items()})
    return f"postgresql://{user}@/{name}?{query}"


def _place(alias: str) -> dict[str, str]:
    from django.conf import settings

    given: dict[str, Any] = settings.DATABASES[alias]
    return {key: given[key] for key in ("USER", "PASSWORD", "HOST", "PORT") if given[key]}


def as_owner(name: str, *statements: str) -> None:
    """Statements in the database ``name``, each for itself, as the role that owns the tables."""
    import psycopg

    with psycopg.connect(dsn_of(name, "owner"), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def in_postgres(statement: str) -> list[tuple[Any, ...]]:
    """A statement about whole databases, and what it answers."""
    import psycopg

    with psycopg.connect(dsn_of("postgres", "owner"), autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def _drop(names: Iterable[str]) -> None:
    for each in names:
        in_postgres(f'DROP DATABASE IF EXISTS "{each}" WITH (FORCE)')


@contextmanager
def written_down(into: Statements) -> Iterator[None]:
    """Every statement that Django sends meanwhile, with its values, so that it can be sent again without Django."""
    from django.db import connection

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        into.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield
