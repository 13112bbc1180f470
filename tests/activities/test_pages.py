"""Pages: the whole way in a browser's requests, refusals that keep what was typed, downloads, restriction."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khue.core.errors import NotAllowed
from khue.features.activities import queries, usecases
from khue.features.activities.domain.commands import AnswerSpend
from khue.features.activities.models import ActivityLine, EarnedFee, PlanVersion, Spend
from khue.features.people import queries as people
from khue.features.people.models import Restriction
from khue.kernel import clock
from khue.site.sample import activities as sample
from khue.site.sample.applications import paper
from tests.activities.stories import firm, in_force, minutes_signed
from tests.cast import MOMENT, persona

pytestmark = pytest.mark.django_db


def browser(key: str) -> Client:
    """A browser signed in as a persona, by the sample city's door."""
    client = Client()
    assert client.post(reverse("sample-persona", args=[key])).status_code == 303
    return client


@pytest.fixture(autouse=True)
def on_the_tests_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MOMENT)


def test_a_plan_is_drawn_up_approved_and_spent_on_pages() -> None:
    code = sample.line_filled(500_000_000, persona)
    officer, decider, appraiser = browser("officer"), browser("decider"), browser("appraiser")
    wrong = officer.post(
        "/vi/activities/plans/draft/", {"unit": "DOST-QLKH", "year": "2026", "ground": "Công văn số 9"}
    )
    assert wrong.status_code == 422
    assert "Công văn số 9" in wrong.content.decode()
    said = {"unit": "DOST-QLKH", "year": "2026", "line": code, "ground": "Công văn số 9"}
    assert officer.post("/vi/activities/plans/draft/", said).status_code == 303
    at = f"/vi/activities/versions/{PlanVersion.objects.get().pk}/"
    line = {"kind": "seminar", "purpose": "Hội thảo nước sạch", "quantity": "2", "each": "70.000.000"}
    above = officer.post(f"{at}lines/add/", line)
    assert above.status_code == 422
    assert "60.000.000" in above.content.decode(), "the norm is named beside its field"
    assert "Hội thảo nước sạch" in above.content.decode()
    assert officer.post(f"{at}lines/add/", {**line, "each": "50.000.000"}).status_code == 303
    nasty = {**line, "quantity": "99999999999999999999", "each": "x", "kind": "<b>"}
    assert officer.post(f"{at}lines/add/", nasty).status_code == 422
    seen = PlanVersion.objects.get().stamp
    assert officer.post(f"{at}propose/", {"seen": seen + 5}).status_code == 409
    assert officer.post(f"{at}propose/", {"seen": seen}).status_code == 303
    assert decider.post(f"{at}decide/", {"seen": seen + 1, "outcome": "yes"}).status_code == 303
    row = ActivityLine.objects.get()
    ask = {"payee": firm(), "amount": "40.000.000", "purpose": "Thuê hội trường", "invoice_number": "12"}
    half = officer.post(f"/vi/activities/lines/{row.pk}/ask/", {**ask, "papers": [paper("a")]})
    assert half.status_code == 422, "an invoice has all its four parts"
    whole = {**ask, "seller": "0101234567", "symbol": "C26T", "invoice_line": "1"}
    assert officer.post(f"/vi/activities/lines/{row.pk}/ask/", {**whole, "papers": [paper("a")]}).status_code == 303
    spend = Spend.objects.get().pk
    assert appraiser.post(f"/vi/activities/spends/{spend}/answer/", {"outcome": "yes"}).status_code == 303
    report = {"held_on": "02/03/2026", "title": "Hội thảo", "participants": "40", "outcome": "12 nhu cầu được ghi nhận"}
    assert officer.post(f"/vi/activities/lines/{row.pk}/report/", report).status_code == 303
    early = officer.post(f"/vi/activities/lines/{row.pk}/close/", {})
    assert early.status_code == 422
    assert "chưa chi xong" in early.content.decode()
    for path in ("", "lines/", f"plans/{row.plan_id}/", f"lines/{row.pk}/", "spends/", f"spends/{spend}/", "fees/"):
        for words in ("vi", "en"):
            assert browser("auditor").get(f"/{words}/activities/{path}").status_code == 200


def test_lists_are_downloaded_and_named_by_what_they_hold() -> None:
    in_force()
    auditor = browser("auditor")
    answer = auditor.get("/vi/activities/lines/?format=csv&year=2026&kind=seminar")
    body = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # a streaming answer
    assert "60000000" in body
    assert "110000000" in body
    assert "tổ chuyên đề" not in body, "the search narrows the download, too"
    assert auditor.get("/vi/activities/lines/?format=xlsx").status_code == 200
    assert browser("resident").get("/vi/activities/lines/").status_code == 403
    assert browser("resident").get("/vi/activities/mine/").status_code == 200


def test_a_restricted_payee_is_named_nowhere() -> None:
    in_force()
    usecases.take_fees(minutes_signed(), actor=clock.job_actor("activities.take_fees"))
    fee = EarnedFee.objects.order_by("pk")[0]
    Restriction.objects.create(party_id=fee.person_id, request="YC-2026-0901", handler="party:0", begun_at=MOMENT)
    auditor = persona("auditor")
    assert people.RESTRICTED in [one.name for one in queries.fees(auditor, "taken").rows]
    found = next(one for one in queries.spends(auditor).rows if one.id == fee.spend_id)
    assert (found.payee, found.purpose) == (people.RESTRICTED, people.RESTRICTED)
    with pytest.raises(NotAllowed, match="YC-2026-0901"):
        queries.spend_card(fee.spend_id or 0, auditor)
    assert not queries.may_read_subject(auditor, f"activity_spend:{fee.spend_id}")
    assert fee.name not in browser("auditor").get("/vi/activities/fees/?state=all").content.decode()


def test_fees_are_accepted_on_one_page_and_a_repeated_posting_says_the_same() -> None:
    in_force()
    usecases.take_fees(minutes_signed(), actor=clock.job_actor("activities.take_fees"))
    spends = list(Spend.objects.order_by("pk").values_list("pk", flat=True))
    appraiser, page = browser("appraiser"), "/vi/activities/fees/accept/"
    assert appraiser.get(page).content.decode().count('name="spends"') == len(spends)
    assert appraiser.post(page, {}).status_code == 422
    assert Spend.objects.filter(state="accepted").count() == 0
    said = {"spends": spends[:2], "once": "5f0c6a1e-2b8d-4b5e-9a55-0b8f7d5a3f10"}
    usecases.answer_spend(AnswerSpend(spends[1], True), actor=persona("decider"))
    for _ in range(2):
        answer = appraiser.post(page, said)
        assert answer.status_code == 200
        assert "Đã duyệt chi" in answer.content.decode()
        assert "Chưa được duyệt" in answer.content.decode(), "what somebody else accepted meanwhile says so"
    assert Spend.objects.filter(state="accepted").count() == 2
    assert browser("officer").post(page, said).status_code == 403
    assert appraiser.post(page, {"spends": ["9" * 30, "x"]}).status_code == 422
