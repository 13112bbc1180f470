"""Canaries in the confidential field: nobody but the supplier's side and who is in charge ever meets them, on no page, file or record."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.exchange import queries, usecases
from khue.features.exchange.domain.keeping import ReadConfidential
from khue.features.exchange.domain.offers import DescribeOffer, TakeOffer
from khue.features.exchange.models import ConfidentialReading, OfferPicture
from khue.kernel.models import AuditRecord
from khue.site.reference.routes import all_routes
from khue.site.sample import exchange as sample
from tests.cast import MOMENT, persona
from tests.exchange.stories import CANARY, handed_in, institute, listed

pytestmark = pytest.mark.django_db
PERSONAS = ("", "founder", "researcher", "officer", "auditor")
"""A visitor, a stranger, the supplier's side, who may check, who may only read. An empty ``take`` by the officer opens nothing to the others."""


@pytest.fixture
def on_the_tests_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MOMENT)


def browser(key: str) -> Client:
    client = Client()
    if key:
        assert client.post(reverse("sample-persona", args=[key])).status_code == 303
    return client


def whole(answer: Any) -> str:
    body: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as sheets:
            body = b"".join(map(sheets.read, sheets.namelist()))
    return body.decode("utf-8", "replace") + str(dict(answer.headers))


def read(offer: int, who: str) -> str:
    return usecases.read_confidential(ReadConfidential(offer), actor=persona(who))


def test_reading_is_a_deed_for_the_side_and_for_who_is_in_charge_while_the_step_is_open() -> None:
    offer = handed_in()
    assert read(offer, "researcher") == CANARY
    for who, error in (("officer", NotAllowed), ("auditor", NotAllowed), ("founder", Missing), ("clerk", Missing)):
        with pytest.raises(error):
            read(offer, who)
    usecases.take_offer(TakeOffer(offer), actor=persona("officer"))
    assert read(offer, "officer") == CANARY
    with pytest.raises(NotAllowed):
        read(offer, "appraiser")
    sample.checked(offer, persona)
    with pytest.raises(NotAllowed):
        read(offer, "officer")
    usecases.take_offer(TakeOffer(offer), actor=persona("appraiser"))
    assert read(offer, "appraiser") == CANARY
    assert list(ConfidentialReading.objects.order_by("id").values_list("role", flat=True)) == ["owner", "checker", "second"]  # fmt: skip
    assert AuditRecord.objects.filter(deed="exchange.read_confidential").count() == 3
    seen = queries.offer_card(offer, persona("researcher")).readings
    assert [row.reader for row in seen] == [persona(who).name for who in ("appraiser", "officer", "researcher")]
    assert queries.offer_card(offer, persona("auditor")).readings == ()


def test_a_colleague_who_takes_the_offer_over_closes_it_to_the_one_before() -> None:
    offer = handed_in()
    for who in ("officer", "appraiser"):
        usecases.take_offer(TakeOffer(offer), actor=persona(who))
    assert read(offer, "appraiser") == CANARY
    with pytest.raises(NotAllowed):
        read(offer, "officer")


@pytest.mark.usefixtures("on_the_tests_day")
def test_no_page_export_error_or_header_of_the_room_holds_the_canary() -> None:
    pictured = handed_in()
    sample.pictured(pictured, persona, "researcher")
    offer, number = pictured, sample.listed(pictured, persona)
    waiting = sample.offered(sample.SLUDGE, institute(), persona, "researcher", CANARY)
    member = queries.memberships_of(persona("researcher")).rows[0].id
    entry = sample.entered("restricted", "Mục thử", persona, ("bùn hữu cơ",))
    values = {
        "number": number,
        "member_id": member,
        "entry_id": entry,
        "clearance_id": 1,
        "identity": OfferPicture.objects.get().file,
    }
    routes = [route for route in all_routes() if route.name.startswith("exchange:")]
    assert len(routes) > 20
    leaks = []
    for who in PERSONAS:
        client = browser(who)
        for route in routes:
            names = _arguments(route.name)
            paths = {
                reverse(route.name, kwargs={name: values.get(name, one) for name in names}) for one in (offer, waiting)
            }
            for path in sorted(paths):
                answers = [client.get(path)]
                if not names:
                    answers += [client.get(f"{path}?format={kind}") for kind in ("csv", "xlsx")]
                elif not (
                    who == "researcher" and route.name == "exchange:confidential"
                ):  # the one door, for the supplier's side
                    answers.append(client.post(path, {"title_vi": "x"}))
                leaks += [f"{who} {path} {answer.status_code}" for answer in answers if CANARY in whole(answer)]
    assert leaks == []
    opened = browser("researcher").post(f"/vi/exchange/offers/{offer}/confidential/")
    assert CANARY in opened.content.decode(), "the canary would be found"
    assert opened["Cache-Control"] == "no-store"


def _arguments(name: str) -> tuple[str, ...]:
    room = get_resolver().namespace_dict["exchange"][1]
    return tuple(room.reverse_dict.getlist(name.partition(":")[2])[0][0][0][1])


def test_no_table_but_its_own_and_no_file_on_disk_holds_the_canary() -> None:
    """Audit, timeline, notices, jobs, keys of forms, search texts: the words are in one column of one table."""
    offer, _number = listed()
    said = sample.described(sample.FILTER, "Viện", title=Text("Tên mới", "New title"))
    usecases.describe_offer(DescribeOffer(offer, said, "Đổi tên"), actor=persona("researcher"))
    read(offer, "researcher")
    found = set()
    with connection.cursor() as cursor:
        tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | {"procrastinate_jobs"}
        for table in sorted(tables):
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}" AS t WHERE t::text LIKE %s)', [f"%{CANARY}%"])
            if cursor.fetchone()[0]:
                found.add(table)
    assert found == {"exchange_offerconfidential"}
    texts = [*queries.every_text(MOMENT.date())]
    assert texts
    assert CANARY not in repr(texts)
    for who in ("researcher", "officer", "auditor"):
        assert CANARY not in repr(queries.offer_card(offer, persona(who)))
    kept = Path(settings.KHUE_FILES)
    assert not [path for path in kept.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]


def test_a_form_that_is_refused_says_nothing_of_what_was_confidential() -> None:
    """Errors and problems name fields, never their words."""
    offer = handed_in()
    with pytest.raises(Refused) as caught:
        usecases.describe_offer(
            DescribeOffer(offer, sample.described(sample.FILTER, "Viện"), "x", confidential=CANARY),
            actor=persona("researcher"),
        )
    assert CANARY not in repr(caught.value.decision.to_json())
