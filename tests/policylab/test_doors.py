"""The interface: a reform run by a program, bounded, with every problem at its field."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from tests.policylab.studies import CAP, EQUIPMENT, now, ran

pytestmark = pytest.mark.django_db
SIXTY = {"from": "2027-01-01", "parameters": {CAP: 60}}


def ask(asked: Any) -> Any:
    return Client().post("/api/v1/rules/simulate", json.dumps(asked), content_type="application/json")


def test_a_program_gets_what_the_lab_finds() -> None:
    asked = {"reform": SIXTY, "programmes": [EQUIPMENT], "first_year": 2026, "last_year": 2028}
    answer = ask(asked)
    assert answer.status_code == 200, answer.content
    told = answer.json()
    kept = now(ran()).result
    assert kept is not None
    assert told["digest"] == kept["effects_digest"]
    assert told["total"]["2027"]["cost_after"] == kept["total"]["2027"]["cost_after"]
    assert told["whole"] is True
    small = ask({**asked, "most": 10}).json()
    assert small["whole"] is False
    assert small["total"]["2027"]["cases"] == 10
    other = ask({**asked, "seed": 4, "figures": {"equipment.software": "0"}}).json()
    assert other["digest"] != told["digest"]
    whole = {f"{EQUIPMENT}/cost_class/purchase": "0", f"{EQUIPMENT}/cost_class/operation": "1"}
    weighed = ask({**asked, "weights": whole}).json()
    assert weighed["total"]["2027"]["gain"] == 0, "nobody buys, so nobody gains from a higher share of purchases"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reform": {}}, "reform"),
        ({"reform": {"from": "soon", "parameters": {CAP: 60}}}, "reform.from"),
        ({"reform": {"from": "2027-01-01", "parameters": {CAP: 600}}}, "reform.parameters.1.value"),
        ({"reform": {"from": "2027-01-01", "parameters": {"nothing": 1}}}, "reform.parameters.1.id"),
        (
            {"reform": {"from": "2027-01-01", "parameters": [{"id": CAP, "value": 60}, {"id": CAP, "value": 70}]}},
            f"reform.{CAP}",
        ),
        ({"programmes": ["sandbox.term"]}, "programmes.1"),
        ({"first_year": 2030, "last_year": 2029}, "last_year"),
        ({"first_year": 2026, "last_year": 2040}, "last_year"),
        ({"first_year": 1990}, "first_year"),
        ({"most": 100_000}, "most"),
        ({"seed": 0}, "seed"),
        ({"figures": {"nothing": "1"}}, "figures.nothing"),
        ({"figures": {"equipment.software": "2"}}, "figures.equipment.software"),
        ({"figures": {"enterprises.active": "999999999999"}}, "figures"),
        ({"weights": {f"{EQUIPMENT}/size/small": "1/2"}}, f"weights.{EQUIPMENT}/size/small"),
        ({"weights": {f"{EQUIPMENT}/size/small": "much"}}, f"weights.{EQUIPMENT}/size/small"),
        ({"weights": {"nothing": "1"}}, "weights.nothing"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_what_cannot_be_is_named_at_its_field(changed: dict[str, Any], field: str) -> None:
    answer = ask({"reform": SIXTY, "programmes": [EQUIPMENT], **changed})
    assert answer.status_code == 422, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = answer.json()
    fields = {each["field"] for each in told.get("reasons", told.get("errors", []))}
    assert any(field in each for each in fields), (field, fields)
