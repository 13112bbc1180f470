"""Pages as every persona gets them: a database of its own with a small stock, rolled back after each request."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.db.models import Max
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.conftest import Cluster, pointed_at
from tests.house.stock import Stock, build


@pytest.fixture(scope="session")
def stock(cluster: Cluster, django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[str, Stock]]:
    """The database's name and what stands in it; made once for each process that asks."""
    name = f"khue_house_{os.getpid()}"
    cluster.copy(name)
    with django_db_blocker.unblock(), pointed_at(name):
        made = build()
    yield name, made
    cluster.drop(name)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is taken back. Commands open durable transactions, which a test may surround."""
    surrounding = transaction.atomic()
    surrounding._from_testcase = True  # type: ignore[attr-defined]
    with surrounding:
        yield
        transaction.set_rollback(True)


class House:
    """Browsers of the personas, and the stock they look at."""

    def __init__(self, stock: Stock) -> None:
        self.stock = stock
        self._clients: dict[str, Client] = {}

    def browser(self, persona: str) -> Client:
        """Signed in as ``khue.site.sample_views.become`` does it; raises what a view raises as a 500 only."""
        if persona not in self._clients:
            from khue.kernel.models import User
            from khue.site.sign_in import PERSONA, STAFF_BY_PASSWORD

            client = Client(raise_request_exception=False)
            if persona != "visitor":
                client.force_login(User.objects.get(username=f"persona-{persona}"), backend=STAFF_BY_PASSWORD)
                session = client.session
                session[PERSONA] = persona
                session.save()
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
        from khue.kernel.models import AuditRecord

        client = self.browser(persona)
        cookies = client.cookies.copy()
        try:
            with undone():
                if method != "get":
                    cache.clear()  # rate limits have tests of their own
                last = AuditRecord.objects.aggregate(last=Max("pk"))["last"] or 0
                answer: Any = getattr(client, method)(path, **given)
                if answer.streaming:
                    _read_through(answer)
                answer.deeds = list(AuditRecord.objects.filter(pk__gt=last).values_list("deed", flat=True))
        finally:
            client.cookies = cookies
        return answer


def _read_through(answer: Any) -> None:
    """What breaks while a download is written counts as a 500, as a browser would see it."""
    try:
        answer.whole = answer.getvalue()
    except Exception as error:
        answer.whole, answer.status_code, answer.reason_phrase = b"", 500, repr(error)


@pytest.fixture
def house(stock: tuple[str, Stock], django_db_blocker: Any) -> Iterator[House]:
    """The house, with one transaction around the whole test, which is taken back at its end."""
    name, made = stock
    with django_db_blocker.unblock(), pointed_at(name), undone():
        yield House(made)
