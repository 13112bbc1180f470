"""Callers of the interface: a browser with its form key, a program with a key, and nobody."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.cast import organisation, persona
from tests.house.conftest import House, stock  # noqa: F401 - a fixture


@dataclass
class Program:
    """Calls the interface. ``token`` is a key's secret; ``client`` may be signed in."""

    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    token: str = ""
    language: str = "en"

    def call(self, method: str, path: str, body: Any = None, *, once: Any = None, **headers: Any) -> Any:
        sent = {"accept-language": self.language, **{k.replace("_", "-"): v for k, v in headers.items()}}
        if self.token:
            sent["authorization"] = f"Bearer {self.token}"
        if method != "get":
            sent.setdefault("idempotency-key", str(once or uuid4()))
            sent.setdefault("x-csrftoken", "x")
        given: dict[str, Any] = {"headers": {k: v for k, v in sent.items() if v is not None}}
        if method != "get" and "data" not in headers:
            given |= {"data": b"", "content_type": "application/json"}
        if body is not None:
            given |= {"data": body if isinstance(body, bytes) else json.dumps(body), "content_type": "application/json"}
        return getattr(self.client, method)(f"/api/v1{path}", **given)

    def get(self, path: str, **headers: Any) -> Any:
        return self.call("get", path, **headers)

    def post(self, path: str, body: Any = None, **headers: Any) -> Any:
        return self.call("post", path, body, **headers)

    def put(self, path: str, body: Any, **headers: Any) -> Any:
        return self.call("put", path, body, **headers)


def signed_in(key: str) -> Program:
    """A persona in a browser, as ``site.sample_views.become`` signs in."""
    from khue.kernel.models import User
    from khue.site.sign_in import PERSONA, STAFF_BY_PASSWORD

    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username=f"persona-{key}"), backend=STAFF_BY_PASSWORD)
    session = client.session
    session[PERSONA] = key
    session.save()
    return Program(client)


def new_key(holder: str = "researcher", *, scopes: tuple[str, ...] = ("view", "submit"), per_minute: int = 600) -> Any:
    """A key of the institute under a persona's mandate."""
    from khue.features.people import usecases
    from khue.features.people.domain.keys import MakeKey
    from khue.kernel import clock

    actor = persona(holder, at=clock.now())
    asked = MakeKey(
        organisation("VLSH"), actor.key, "Máy chủ của viện", scopes, actor.today, actor.today + timedelta(days=90),
        per_minute,
    )  # fmt: skip
    return usecases.make_key(asked, actor=actor)


@pytest.fixture
def house(stock: Any, django_db_blocker: Any) -> Iterator[House]:  # noqa: F811
    """The stock of the house tests, with everything taken back at the end."""
    from tests.conftest import pointed_at
    from tests.house.conftest import undone

    name, made, signed_in = stock
    with django_db_blocker.unblock(), pointed_at(name), undone():
        yield House(made, signed_in)


@pytest.fixture
def remembered(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who a caller is, is read once: it was three fifths of each call, and in the house every call is taken back."""
    from khue.kernel import web
    from khue.kernel.api import callers

    assert web._standing_loader is not None
    assert callers._holder_loader is not None
    monkeypatch.setattr(web, "_standing_loader", functools.cache(web._standing_loader))
    monkeypatch.setattr(callers, "_holder_loader", functools.cache(callers._holder_loader))
