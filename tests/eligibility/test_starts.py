"""Every kind of support has exactly one way on, and every way on opens."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from khue.core.bilingual import Text
from khue.features.dossiers import queries as dossiers
from khue.features.eligibility import queries
from khue.features.eligibility.domain import ENTITLEMENT, Start, one_for_each
from khue.features.rulebook import queries as rulebook
from khue.site import starts
from tests.cast import persona
from tests.desk.browsers import browser, text

pytestmark = pytest.mark.django_db
ANSWERS = {"applicant_kind": "enterprise", "in_hanoi": "yes", "small_or_medium": "yes"}


def today() -> date:
    return persona("resident").today


def test_every_entitlement_has_exactly_one_start() -> None:
    rules = {id for id in rulebook.rulebook().rules if id.startswith(ENTITLEMENT)}
    found = queries.starts(today())
    assert set(found) == rules
    assert {"procedure", "page", "waiting"} <= {start.kind for start in found.values()}
    assert set(starts.PROCEDURES) | set(starts.PAGES) <= rules
    running = {procedure.key for procedure in dossiers.procedures(today())}
    for id, key in starts.PROCEDURES.items():
        assert (found[id].kind == "procedure") is (key in running), id


def test_an_offer_on_the_exchange_begins_where_it_is_written() -> None:
    start = queries.starts(today())["entitlement.exchange-listing"]
    assert (start.kind, start.href[3:]) == ("page", "/exchange/offers/new/")
    asked = Client().get(start.href)
    assert asked.status_code == 303
    assert "/sign-in/" in asked.headers["Location"]
    assert browser("founder").get(start.href).status_code == 200


def test_two_rooms_never_offer_the_same_start() -> None:
    start = Start("procedure", Text("A", "A"), "/a/")
    waiting = {"x": Start("waiting", Text("B", "B"), "/b/")}
    assert one_for_each(["x"], [{}, {"x": start}], waiting) == {"x": start}
    assert one_for_each(["x"], [{}], waiting) == waiting
    with pytest.raises(ValueError, match="two rooms offer a start for x"):
        one_for_each(["x"], [{"x": start}, {"x": start}], waiting)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_start_and_every_page_of_a_support_opens(language: str) -> None:
    client = browser("founder")
    for rule, start in queries.starts(today()).items():
        page = f"/{language}/eligibility/support/{rule.removeprefix(ENTITLEMENT)}/"
        shown = Client().get(page)
        assert shown.status_code == 200, rule
        assert f"/{language}/law/provisions/" in text(shown), "it says what it rests on"
        assert client.get(start.href).status_code in (200, 303), rule
        if start.kind == "waiting":
            assert start.href.endswith(page[3:])
        else:
            assert start.href[3:] in text(shown)
    assert Client().get(f"/{language}/eligibility/support/nothing/").status_code == 404


def test_each_card_of_a_result_shows_its_one_start() -> None:
    page = text(Client().get("/vi/eligibility/result/", ANSWERS))
    for rule, start in queries.starts(today()).items():
        card = page.partition(f'id="{rule.replace(".", "-")}"')[2].partition("</article>")[0]
        assert card.count('class="deeds"') == 1, rule
        assert f'href="{start.href}"' in card, rule


def test_support_without_an_amount_in_law_is_told_as_such_with_its_source() -> None:
    page = text(Client().get("/vi/eligibility/result/", ANSWERS))
    told = page.partition("Pháp luật có nêu nhưng chưa có mức hỗ trợ")[2].partition("</section>")[0]
    assert "voucher" in told
    assert "/vi/law/provisions/decree-268-2025.vouchers/" in told
    assert "/vi/law/parameters/startups.voucher.ceiling/" in told
    assert "/vi/law/parameters/startups.intellectual_property.share/" in told
    assert "sở hữu trí tuệ" in told
    for each in rulebook.unset_supports():
        assert rulebook.provision(each.provision)
        for id in each.parameters:
            value = rulebook.parameter(id, today())
            assert value.sample or value.value is None, "no figure of ours stands for the law"
