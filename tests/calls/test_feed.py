"""Calls as other programs follow them: the feed of new calls."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from defusedxml import ElementTree
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from khue.features.calls import queries
from khue.features.calls import usecases as calls
from khue.features.calls.domain.commands import AmendCall
from tests.calls.stories import CLOSES, prepared, published_call
from tests.calls.stories import approved_order as order
from tests.cast import MOMENT, persona

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(query: str = "", language: str = "vi") -> list[Any]:
    answer = Client().get(f"/{language}/calls/feed.atom{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return list(ElementTree.fromstring(answer.content).findall(f"{ATOM}entry"))


def test_a_published_call_is_in_the_feed_and_one_in_preparation_is_not() -> None:
    calls.prepare_call(prepared(order()), actor=persona("officer"))
    call = published_call()
    (entry,) = entries()
    assert entry.findtext(f"{ATOM}title") == f"{call.number}: {call.title}"
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href", "").endswith(f"/vi/calls/{call.pk}/")
    assert "Hạn nộp: 17:00, 02/04/2026" in (entry.findtext(f"{ATOM}summary") or "")


def test_the_feed_is_narrowed_as_the_list_is() -> None:
    published_call()
    assert len(entries("?q=ngap+ung")) == 1
    assert entries("?q=quantum") == []
    assert entries("?field=no-such-field") == []


def test_an_amended_call_comes_again_under_the_same_name() -> None:
    call = published_call()
    before = queries.feed("", "", MOMENT, MOMENT.date())[0]
    actor = persona("officer", at=MOMENT + timedelta(days=2))
    asked = AmendCall(call.pk, "Gia hạn thêm một tuần.", "Nhiều tổ chức đề nghị.", CLOSES + timedelta(days=7))
    calls.amend_call(asked, actor=actor)
    after = queries.feed("", "", MOMENT + timedelta(days=3), MOMENT.date())[0]
    assert (before.changed_at, after.changed_at) == (MOMENT, MOMENT + timedelta(days=2))
    assert after.closes_at == CLOSES + timedelta(days=7)
    assert after.id == before.id


def test_the_feed_asks_as_often_for_two_calls_as_for_one(django_assert_num_queries: Any) -> None:
    published_call()
    entries()
    with CaptureQueriesContext(connection) as one:
        entries()
    published_call()
    with django_assert_num_queries(len(one)):
        assert len(entries()) == 2
