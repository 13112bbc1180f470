"""Pages as every persona gets them: a database of its own with a small stock, rolled back after each request."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
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
from tests.house.stock import PERSONAS, Stock, build


@pytest.fixture(scope="session")
def stock(
    cluster: Cluster, django_db_setup: None, django_db_blocker: Any
) -> Iterator[tuple[str, Stock, dict[str, str]]]:
    """The database's name, what stands in it, the cookie of each persona; made once for each process that asks."""
    name = f"khue_house_{os.getpid()}"
    cluster.copy(name)
    with django_db_blocker.unblock(), pointed_at(name):
        made = build()
        signed_in = {persona: sign_in(Client(), persona) for persona in PERSONAS if persona != "visitor"}
    yield name, made, signed_in
    cluster.drop(name)


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
        from khue.kernel.models import AuditRecord

        client = self.browser(persona)
        cookies: Any = client.cookies.copy()
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
def house(stock: tuple[str, Stock, dict[str, str]], django_db_blocker: Any) -> Iterator[House]:
    """The house, with one transaction around the whole test, which is taken back at its end."""
    name, made, signed_in = stock
    with django_db_blocker.unblock(), pointed_at(name), undone():
        yield House(made, signed_in)
