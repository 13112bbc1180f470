"""Pages as every persona gets them: a database of its own with a small stock, rolled back after each request."""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.conftest import Cluster, pointed_at
from tests.house.stock import PERSONAS, Stock, build


@pytest.fixture(scope="session")
def stock(
    cluster: Cluster, django_db_setup: None, django_db_blocker: Any
) -> Iterator[tuple[str, Stock, dict[str, str]]]:
    """A database's name, what stands in it, the cookie of each persona; for each folder of tests that asks."""
    whole, made, signed_in = stocked(cluster, django_db_blocker)
    name = f"khue_house_{os.getpid()}_{next(_copies)}"
    cluster.copy(name, whole)
    yield name, made, signed_in
    cluster.drop(name)


_copies = count()


def stocked(cluster: Cluster, blocker: Any) -> tuple[str, Stock, dict[str, str]]:
    """The same, of a database to copy from: whichever process of this run comes first builds it for all of them."""
    name = f"khue_stock_{os.environ.get('PYTEST_XDIST_TESTRUNUID', str(os.getpid()))[:12]}"
    kept = Path(os.environ["KHUE_VAR"]) / "stock.pickle"
    with kept.with_suffix(".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not cluster.has(name):
            for (old,) in cluster.sql("SELECT datname FROM pg_database WHERE datname LIKE 'khue_stock_%'"):
                cluster.drop(old)
            building = "khue_stocking"
            cluster.copy(building)
            with blocker.unblock(), pointed_at(building):
                made = build()
                signed_in = {persona: sign_in(Client(), persona) for persona in PERSONAS if persona != "visitor"}
            kept.write_bytes(pickle.dumps((made, signed_in)))
            cluster.sql(f'ALTER DATABASE "{building}" RENAME TO "{name}"')
        stands, cookies = pickle.loads(kept.read_bytes())
        return name, stands, cookies


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is taken back. Commands open durable transactions, which a test may surround."""
    surrounding = transaction.atomic()
    surrounding._from_testcase = True  # type: ignore[attr-defined]  # pytest-django's own mark
    with surrounding:
        yield
        transaction.set_rollback(True)


def sign_in(client: Client, persona: str) -> str:
    """As the sample city's start page does it; gives the cookies."""
    from khue.kernel.models import User
    from khue.site.sign_in import PERSONA, STAFF_BY_PASSWORD

    client.force_login(User.objects.get(username=f"persona-{persona}"), backend=STAFF_BY_PASSWORD)
    session = client.session
    session[PERSONA] = persona
    session.save()
    return client.cookies.output(attrs=[], header="", sep=";").strip()


class House:
    """Browsers of the personas, and the stock they look at."""

    def __init__(self, stock: Stock, signed_in: Mapping[str, str] | None = None) -> None:
        """``signed_in``: the cookie of each persona whose session stands in the database already."""
        self.stock = stock
        self._signed_in = signed_in or {}
        cache.clear()  # rate limits have tests of their own; what a request counts goes with the request
        self._clients: dict[str, Client] = {}

    def browser(self, persona: str) -> Client:
        """Signed in as ``khue.site.sample_views.become`` does it; raises what a view raises as a 500 only."""
        if persona not in self._clients:
            client = Client(raise_request_exception=False)
            if persona in self._signed_in:
                client.cookies.load(self._signed_in[persona])
            elif persona != "visitor":
                sign_in(client, persona)
            self._clients[persona] = client
        return self._clients[persona]

    def path(self, route: Any, language: str = "vi") -> str:
        values = {name: self.stock.argument(route.name, name) for name in route.arguments}
        with translation.override(language):
            return reverse(route.name, kwargs=values)

    def look(self, persona: str, path: str) -> Any:
        """The page alone, as it is counted: nothing else is asked of the database meanwhile. What the session keeps stays."""
        return self.browser(persona).get(path)

    def ask(self, persona: str, method: str, path: str, **given: Any) -> Any:
        """The answer, and on it the names of the ``deeds`` that it brought about. None of them stays."""
        client = self.browser(persona)
        cookies: Any = client.cookies.copy()
        written = Written()
        try:
            with undone(), connection.execute_wrapper(written):
                answer: Any = getattr(client, method)(path, **given)
                if answer.streaming:
                    _read_through(answer)
                answer.deeds = written.deeds()
        finally:
            client.cookies = cookies
        return answer


class Written:
    """Which deeds a request wrote down. The audit is asked only when something was written into it."""

    def __init__(self) -> None:
        self.since: int | None = None

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if self.since is None and "INSERT INTO kernel_auditrecord" in str(sql):
            past_us = context["connection"].connection  # the driver's: this question is none of the request's
            self.since = past_us.execute("SELECT coalesce(max(id), 0) FROM kernel_auditrecord").fetchone()[0]
        return execute(sql, params, many, context)

    def deeds(self) -> list[str]:
        from khue.kernel.models import AuditRecord

        if self.since is None:
            return []
        return list(AuditRecord.objects.filter(pk__gt=self.since).values_list("deed", flat=True))


def _read_through(answer: Any) -> None:
    """What breaks while a download is written counts as a 500, as a browser would see it."""
    try:
        answer.whole = answer.getvalue()
    except Exception as error:
        answer.whole, answer.status_code, answer.reason_phrase = b"", 500, repr(error)


@pytest.fixture
def house(stock: tuple[str, Stock, dict[str, str]], django_db_blocker: Any) -> Iterator[House]:
    """The house, with one transaction around the whole test, which is taken back at its end."""
    name, made, signed_in = stock
    with django_db_blocker.unblock(), pointed_at(name), undone():
        yield House(made, signed_in)
