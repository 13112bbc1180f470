"""The non-disclosure and its door: open to who is named while it holds, closed at once when it ends; no word of a deal leaves it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.deals import usecases
from khue.features.deals.domain.commands import EndNda, ProposeNda, SignNda
from khue.features.deals.models import Nda
from khue.features.exchange import usecases as exchange
from khue.features.exchange.domain.keeping import ReadConfidential
from khue.features.exchange.models import ConfidentialReading
from khue.kernel.models import AuditRecord
from khue.site.reference.routes import all_routes
from khue.site.sample import deals as sample
from khue.site.sample.applications import paper
from tests.cast import MOMENT, persona
from tests.deals.stories import agreed, codes, hushed, offer_of, talking, traces
from tests.exchange.stories import CANARY
from tests.exchange.test_secret import browser, whole

pytestmark = pytest.mark.django_db
WORDS = "CANARY-D3AL-WORDS"
MONEY = 987_654_321_000


@pytest.fixture
def on_the_tests_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MOMENT)


def read(offer: int, who: str, days: int = 0) -> str:
    return exchange.read_confidential(ReadConfidential(offer), actor=persona(who, days=days))


def test_who_is_named_reads_by_the_same_door_and_each_reading_is_on_record() -> None:
    deal = talking()
    offer = offer_of(deal)
    with pytest.raises(Missing):
        read(offer, "founder")
    actor = persona("researcher")
    until = actor.today + timedelta(days=30)
    no = usecases.propose_nda(ProposeNda(deal, until, (persona("founder").key,), uuid4()), actor=actor)
    with pytest.raises(Missing):
        read(offer, "founder")  # one signature opens nothing
    usecases.sign_nda(SignNda(deal, no, uuid4()), actor=persona("founder"))
    assert read(offer, "founder") == CANARY
    assert list(ConfidentialReading.objects.values_list("role", flat=True)) == ["named"]
    assert AuditRecord.objects.filter(deed="exchange.read_confidential").count() == 1
    for who in ("resident", "clerk"):
        with pytest.raises(Missing):
            read(offer, who)
    with pytest.raises(NotAllowed):
        read(offer, "officer")


def test_it_closes_on_its_day_by_an_ending_and_with_the_deal() -> None:
    deal = hushed()
    offer = offer_of(deal)
    assert read(offer, "founder", days=89) == CANARY
    with pytest.raises(Missing):
        read(offer, "founder", days=90)
    usecases.end_nda(EndNda(deal, "Đã xem xong", uuid4()), actor=persona("researcher"))
    with pytest.raises(Missing):
        read(offer, "founder")
    sample.hushed(deal, persona, proposer="founder", signer="researcher")
    assert read(offer, "founder") == CANARY
    sample.ended(deal, persona, "founder")
    with pytest.raises(Missing):
        read(offer, "founder")


def test_a_newer_version_takes_the_place_of_the_older_and_nobody_signs_for_both_sides() -> None:
    deal = hushed()
    sample.hushed(deal, persona, days=10)
    assert [bool(one.ended_at) for one in Nda.objects.order_by("no")] == [True, False]
    before = traces()
    for no, who in ((2, "founder"), (1, "founder"), (2, "researcher")):
        with pytest.raises(Refused):
            usecases.sign_nda(SignNda(deal, no, uuid4()), actor=persona(who))
    asked = ProposeNda(deal, persona("founder").today, (persona("resident").key,), uuid4())
    with pytest.raises(Refused) as caught:
        usecases.propose_nda(asked, actor=persona("founder"))
    assert codes(caught) == {"until_on", "readers"}
    with pytest.raises(Missing):
        usecases.sign_nda(SignNda(deal, 9, uuid4()), actor=persona("founder"))
    assert traces() == before


@pytest.mark.usefixtures("on_the_tests_day")
def test_an_open_page_loses_the_words_when_the_non_disclosure_ends() -> None:
    deal = hushed()
    founder = browser("founder")
    opened = founder.post(f"/vi/deals/{deal}/confidential/")
    assert CANARY in opened.content.decode()
    assert opened["Cache-Control"] == "no-store"
    still = f"/vi/deals/{deal}/confidential/open/"
    assert still in opened.content.decode()
    assert founder.get(still, headers={"HX-Request": "true"}).status_code == 204
    usecases.end_nda(EndNda(deal, "Hết hạn sớm", uuid4()), actor=persona("researcher"))
    closed = founder.get(still, headers={"HX-Request": "true"})
    assert closed.status_code == 200
    assert 'id="secret"' in closed.content.decode()
    assert CANARY not in closed.content.decode()
    assert founder.post(f"/vi/deals/{deal}/confidential/").status_code == 404
    readings = ConfidentialReading.objects.count()
    assert founder.post(f"/vi/exchange/offers/{offer_of(deal)}/confidential/").status_code == 404
    assert ConfidentialReading.objects.count() == readings


def talked() -> int:
    deal = hushed()
    sample.said(deal, WORDS, persona, "founder", paper(f"x-{WORDS}"), title=WORDS)
    sample.made(deal, sample.terms(lump=MONEY, words=WORDS), persona, "founder")
    read(offer_of(deal), "founder")
    return deal


@pytest.mark.usefixtures("on_the_tests_day")
def test_no_page_or_file_gives_a_word_or_a_price_to_others() -> None:
    deal = talked()
    routes = [one for one in all_routes() if one.name.startswith("deals:")]
    assert len(routes) > 15
    leaks = []
    for who in ("", "resident", "officer", "auditor", "decider", "clerk"):
        client = browser(who) if who else Client()
        for route in routes:
            for path in _paths(route.name, deal):
                answers = [client.get(path), client.post(path, {"text": "x"}), client.get(f"{path}?format=csv")]
                for answer in answers:
                    found = [mark for mark in (CANARY, WORDS, str(MONEY), "987.654.321") if mark in whole(answer)]
                    leaks += [f"{who} {path} {mark}" for mark in found]
    assert leaks == []
    assert WORDS in browser("researcher").get(f"/vi/deals/{deal}/").content.decode(), "the canary would be found"


def _paths(name: str, deal: int) -> list[str]:
    given = {"deal_id": deal, "no": 1, "broker_id": 1, "share_id": 1, "number": "CN-2026-0001"}
    from django.urls import get_resolver

    room = get_resolver().namespace_dict["deals"][1]
    wanted = room.reverse_dict.getlist(name.partition(":")[2])[0][0][0][1]
    return [reverse(name, kwargs={one: given[one] for one in wanted})]


def test_words_and_prices_lie_in_the_tables_of_the_talks_alone() -> None:
    """Audit, timeline, notices, jobs, keys of forms: none of them has a word, a price or the confidential part."""
    deal = talked()
    agreed_no = sample.made(deal, sample.terms(lump=MONEY), persona, "researcher")
    sample.agreed(deal, agreed_no, persona, "founder")
    homes = {
        CANARY: {"exchange_offerconfidential"},
        WORDS: {"deals_dealmessage", "deals_dealterms", "kernel_storedfile"},
        str(MONEY): {"deals_dealterms"},
    }
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | {"procrastinate_jobs"}
    for mark, home in homes.items():
        found = set()
        with connection.cursor() as cursor:
            for table in sorted(tables):
                cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}" AS t WHERE t::text LIKE %s)', [f"%{mark}%"])
                if cursor.fetchone()[0]:
                    found.add(table)
        assert found == home
    kept = Path(settings.KHUE_FILES)
    assert not [path for path in kept.rglob("*") if path.is_file() and WORDS in path.name]


def test_ending_a_non_disclosure_that_is_not_there_is_said_so() -> None:
    deal = agreed()
    with pytest.raises(Missing):
        usecases.end_nda(EndNda(deal, "x", uuid4()), actor=persona("founder"))
