"""Pages of key tasks: every step by its form, a refusal keeps what was typed, the register's files, who reads what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from khue.features.dossiers.queries.tasks import open_task_of as task_of
from khue.features.keytasks import queries
from khue.features.keytasks.models import Benefit, Filing, KeyTask, Withdrawal
from khue.features.people import queries as people
from khue.features.people.models import Restriction
from khue.site.sample import keytasks as sample
from khue.site.sample.applications import paper
from tests.cast import MOMENT, organisation, persona
from tests.keytasks.stories import act, examined, number, recognised, row

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


@pytest.fixture
def browser() -> Browser:
    """A browser signed in as a persona, by the sample city's door."""

    def make(persona: str) -> Client:
        client = Client()
        assert client.post(reverse("sample-persona", args=[persona])).status_code == 303
        return client

    return make


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Move the wall's calendar so many days after the stories."""

    def move(days: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: MOMENT + timedelta(days=days))

    move(0)
    return move


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"keytasks:{name}", args=args))
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def test_the_way_by_its_forms(browser: Browser, today: Callable[[int], None]) -> None:
    dossier = sample.received(sample.applied(sample.BATTERY, organisation("TLX"), "founder", act()), act())
    officer, decider, founder = browser("officer"), browser("decider"), browser("founder")
    address = reverse("keytasks:examine", args=[task_of(number=dossier).id])
    said = {f"{code}_met": "yes" for code in ("field", "own_money", "product", "capacity")}
    answer = officer.post(
        address, {**said, "impact_met": "no", "note": "Xem kỹ tác động", "seen": task_of(number=dossier).stamp}
    )
    assert answer.status_code == 422
    assert "Xem kỹ tác động" in answer.content.decode()
    assert "thì phải nêu lý do" in answer.content.decode()
    said |= {"impact_met": "yes", "ask_council": "on", "seen": str(task_of(number=dossier).stamp)}
    assert officer.post(address, said).status_code == 303
    council = {
        "council": "HĐ vật liệu",
        "met_on": "02/03/2026",
        "minutes": "04/BB",
        "favours": "yes",
        "conclusion": "Đề nghị.",
    }
    found = task_of(number=dossier)
    assert (
        officer.post(reverse("keytasks:advise", args=[found.id]), {**council, "seen": found.stamp}).status_code == 303
    )
    found = task_of(number=dossier)
    text = page(decider, "decide", found.id)
    assert "HĐ vật liệu" in text
    assert "02/03/2029" in text
    assert 'name="last_day"' not in text, "the law says how long"
    decided = decider.post(reverse("keytasks:decide", args=[found.id]), {"outcome": "recognise", "seen": found.stamp})
    assert decided.status_code == 303
    task = KeyTask.objects.get()
    assert task.state == "recognised"
    text = page(founder, "key-task", task.pk)
    assert "Hỗ trợ mua sắm" in text
    assert "đang được hưởng" in text
    today(366)
    officer, founder = browser("officer"), browser("founder")
    form = {
        "report_id": task.reports.get().pk,
        "progress": "Tốt",
        "products": "Mẫu",
        "impact": "Hai tuyến",
        "spent": "1.000",
    }
    address = reverse("keytasks:report", args=[task.pk])
    answer = founder.post(address, form)
    assert answer.status_code == 422
    assert "tài liệu minh chứng" in answer.content.decode()
    assert founder.post(address, {**form, "papers": paper("bao-cao"), "once": str(uuid4())}).status_code == 303
    found = task_of(number=dossier, step="report")
    assert "Hai tuyến" in page(officer, "check", found.id)
    kept = officer.post(reverse("keytasks:check", args=[found.id]), {"outcome": "accept", "seen": found.stamp})
    assert kept.status_code == 303
    assert Filing.objects.get().outcome == "accepted"


def test_a_withdrawal_by_its_forms(browser: Browser, today: Callable[[int], None]) -> None:
    key_task = recognised()
    today(50)
    officer, founder, decider = browser("officer"), browser("founder"), browser("decider")
    asked = {"ground": "Không còn hoạt động", "seen": row(key_task).version}
    assert officer.post(reverse("keytasks:propose", args=[key_task]), asked).status_code == 303
    assert "Gửi giải trình" in page(founder, "key-task", key_task)
    found = task_of(number=number(key_task), step="withdrawal")
    early = decider.post(
        reverse("keytasks:settle", args=[found.id]), {"withdraws": "yes", "ground": "Vì vậy", "seen": found.stamp}
    )
    assert early.status_code == 422
    assert "còn thời gian giải trình" in early.content.decode()
    address = reverse("keytasks:answer", args=[Withdrawal.objects.get().pk])
    assert founder.post(address, {"statement": "Chúng tôi vẫn chạy thử."}).status_code == 303
    found = task_of(number=number(key_task), step="withdrawal")
    assert "Chúng tôi vẫn chạy thử." in page(decider, "settle", found.id)
    done = decider.post(
        reverse("keytasks:settle", args=[found.id]), {"withdraws": "yes", "ground": "Vì vậy", "seen": found.stamp}
    )
    assert done.status_code == 303
    assert row(key_task).state == "withdrawn"
    text = page(founder, "key-task", key_task)
    assert "đã chấm dứt" in text
    assert "Đã bị thu hồi" in page(Client(), "public", number(key_task))


def test_the_register_is_for_everybody_with_its_files(client: Client, today: Callable[[int], None]) -> None:
    key_task = recognised()
    text = page(client, "register")
    assert sample.BATTERY.title in text
    for kind in ("csv", "json", "xlsx"):
        answer = client.get(reverse("keytasks:register"), {"format": kind})
        body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a streaming answer
        assert answer.status_code == 200
        assert kind == "xlsx" or number(key_task).encode() in body
    assert "founder" not in text
    assert persona("founder").name not in text + page(client, "public", number(key_task))


def test_strangers_are_told_nothing_and_staff_only_look(browser: Browser, today: Callable[[int], None]) -> None:
    key_task = recognised()
    for who, code in (("resident", 404), ("researcher", 404), ("clerk", 404), ("auditor", 200), ("officer", 200)):
        assert browser(who).get(reverse("keytasks:key-task", args=[key_task])).status_code == code, who
    assert browser("auditor").get(reverse("keytasks:report", args=[key_task])).status_code == 403
    assert browser("auditor").get(reverse("keytasks:propose", args=[key_task])).status_code == 403
    assert Client().get(reverse("keytasks:key-task", args=[key_task])).status_code == 303


def test_a_restriction_of_the_lead_leaves_it_out_everywhere(browser: Browser, today: Callable[[int], None]) -> None:
    key_task = recognised()
    Restriction.objects.create(
        party_id=people.party_id(organisation("TLX")), request="YC-2026-0900", handler="party:0", begun_at=MOMENT
    )
    assert queries.register().rows == ()
    assert browser("auditor").get(reverse("keytasks:key-task", args=[key_task])).status_code == 403
    assert sample.BATTERY.title not in page(browser("auditor"), "desk")
    assert sample.BATTERY.title in page(browser("founder"), "mine")


def test_the_pages_ask_a_constant_number_of_queries(browser: Browser, today: Callable[[int], None]) -> None:
    key_task = recognised()
    officer = browser("officer")
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as asked:
            page(officer, "desk")
        counts.append(len(asked))
        examined(sample.TRAFFIC)
    assert counts[0] == counts[1]
    with CaptureQueriesContext(connection) as asked:
        page(officer, "key-task", key_task)
    assert len(asked) < 30
    assert Benefit.objects.count() == 3
