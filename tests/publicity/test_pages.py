"""The page of the money, its files and doors, over the small city of the house's tests."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from khue.features.fund import queries as fund
from khue.features.ledger import queries as ledger
from khue.features.missions.models import EquipmentSupport
from khue.features.people.models import Restriction
from khue.features.publicity import queries
from khue.kernel import clock
from tests.house.conftest import House, house, stock  # noqa: F401 - fixtures
from tests.publicity.test_domain import BY, SCHEMAS

pytestmark = pytest.mark.usefixtures("fresh")


@pytest.fixture
def fresh(house: House) -> None:  # noqa: F811
    cache.clear()


def got(path: str, language: str = "vi") -> Any:
    answer = Client().get(f"/{language}/awards/{path}")
    assert answer.status_code == 200
    return answer


def whole_text(answer: Any) -> str:
    content: bytes = answer.getvalue() if answer.streaming else answer.content
    return content.decode("utf-8-sig")


def test_the_page_tells_what_was_paid_as_the_ledger_does() -> None:
    of_fund = sum(row.paid for row in fund.streams())
    paid = sum(line.paid for line in ledger.budget_lines()) + of_fund
    flow = queries.money_flow(queries.PAID, clock.now().date())
    assert paid > 0
    assert flow.amount == paid
    assert sum(each.paid for each in queries.sums()) == paid
    page = whole_text(got(""))
    assert "Dòng tiền" in page
    assert "360Giving" in page


def test_each_award_is_one_line_of_the_file_and_one_grant_of_the_package() -> None:
    rows = list(csv.DictReader(io.StringIO(whole_text(got("awards.csv", "en")))))
    package = json.loads(whole_text(got("360giving.json")))
    assert len(rows) == len(package["grants"]) == sum(each.awards for each in queries.sums()) > 0
    assert sum(int(row["Paid (đồng)"]) for row in rows) == sum(grant["amountDisbursed"] for grant in package["grants"])


def test_the_package_of_the_city_holds_before_the_published_schema() -> None:
    import jsonschema_rs

    package = json.loads(whole_text(got("360giving.json")))
    schema = json.loads((SCHEMAS / "360-giving-schema.json").read_text("utf-8"))
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    check = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    assert [str(error) for grant in package["grants"] for error in check.iter_errors(grant)] == []
    assert package["publisher"]["name"] == queries.publisher().name != BY.name


def test_the_doors_say_the_same_as_the_page() -> None:
    def read(path: str) -> Any:
        answer = Client().get(f"/api/v1/public/{path}", headers={"accept-language": "en"})
        assert answer.status_code == 200
        return json.loads(whole_text(answer))

    programmes = read("award-programmes")["items"]
    assert {"missions", "equipment-support", "development-fund"} <= {each["code"] for each in programmes}
    assert sum(each["paid"] for each in programmes) == read("money-flow")["amount"]
    assert sum(each["granted"] for each in programmes) == read("money-flow?of=granted")["amount"]
    assert "equipment-support" in {row["programme"] for row in read("lead-times")["items"]}
    assert sum(each["awards"] for each in programmes) == len(read("360giving")["grants"])
    assert Client().get("/api/v1/public/money-flow?of=everything").status_code == 422


def test_who_restricted_the_own_data_is_in_no_file() -> None:
    support = EquipmentSupport.objects.filter(state="running").first()
    assert support is not None
    before = json.loads(whole_text(got("360giving.json")))["grants"]
    Restriction.objects.create(party_id=support.lead_id, request="YC-1", handler="party:1", begun_at=clock.now())
    after = json.loads(whole_text(got("360giving.json")))["grants"]
    gone = {grant["id"] for grant in before} - {grant["id"] for grant in after}
    assert f"{queries.publisher().prefix}-support-{support.pk}" in gone


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("of", ["paid", "granted", "nonsense", ""])
def test_a_wrong_wish_shows_what_was_paid(language: str, of: str) -> None:
    page = whole_text(got(f"?of={of}", language))
    assert "?of=granted" in page
    assert "?of=paid" in page
