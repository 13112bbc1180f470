"""A new need is compared with needs, funded missions and registered results, with or without Vietnamese marks."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from khue.features.calls import queries, usecases
from khue.features.calls.domain.likeness import telling
from khue.features.calls.models import Need
from khue.features.results import usecases as usecases_of_results
from khue.features.results.domain.register import CheckResult
from khue.features.results.models import Result
from tests.calls import stories
from tests.calls.stories import browser_of
from tests.calls.test_restricting import restrict
from tests.cast import persona
from tests.delivery import stories as delivery
from tests.results import stories as results

pytestmark = pytest.mark.django_db


def alike(title: str, field: str = "") -> list[str]:
    return [one.known.key for one in queries.alike_to(title, field, usecases.known(telling(title)))]


def test_a_result_of_the_register_is_found_and_shown_with_its_record() -> None:
    result = Result.objects.get(pk=results.registered())
    for typed in ("Màng lọc nước từ sợi tre", "MANG LOC NUOC TU SOI TRE", "màng lọc nước bằng sợi tre cho nhà máy"):
        [one] = [
            each
            for each in queries.alike_to(typed, "climate-response", usecases.known(telling(typed)))
            if each.known.key == f"result:{result.pk}"
        ]
        assert one.known.href == f"/results/no/{result.number}/"
        assert result.number in one.known.note
    assert alike("Đèn đường tự tắt khi vắng người") == []
    need = usecases.raise_need(stories.raised("Mang loc nuoc tu soi tre"), actor=persona("researcher"))
    page = browser_of("officer").get(f"/vi/needs/{need}/").content.decode()
    assert f'/vi/results/no/{result.number}/"' in page
    assert browser_of("officer").get(f"/vi/results/no/{result.number}/").status_code == 200


def test_what_is_not_public_is_not_told() -> None:
    waiting = results.handed_in()
    assert f"result:{waiting}" not in alike("Màng lọc nước từ sợi tre")
    usecases_of_results.check_result(CheckResult(waiting, True, once=uuid4()), actor=persona("officer"))
    assert f"result:{waiting}" in alike("Màng lọc nước từ sợi tre")
    restrict(f"party:{Result.objects.get(pk=waiting).party_id}")
    assert f"result:{waiting}" not in alike("Màng lọc nước từ sợi tre")


def test_a_funded_mission_is_found() -> None:
    mission = delivery.granted()
    assert f"mission:{mission.pk}" in alike(mission.title)
    restrict(f"party:{mission.lead_id}")
    assert f"mission:{mission.pk}" not in alike(mission.title)


def test_the_title_alone_is_enough_to_look_and_what_was_typed_stays() -> None:
    usecases.raise_need(stories.raised(), actor=persona("researcher"))
    browser = Client()
    said = {"title": "giam ngap ung nut giao mua lon", "look": "1", "contact": "024 3825 0000"}
    looked = browser.post(reverse("calls:raise-need"), said)
    page = looked.content.decode()
    assert (looked.status_code, Need.objects.count()) == (200, 1)
    assert Need.objects.get().title in page
    assert said["contact"] in page
    assert browser.post(reverse("calls:raise-need"), {"title": "", "look": "1"}).status_code == 422
    assert browser.post(reverse("calls:raise-need"), {**said, "look": ""} | {"title": "Khác"}).status_code == 200
    assert browser.post(reverse("calls:raise-need"), {"title": "Khác"}).status_code == 422, (
        "to send it, the rest is needed"
    )
