"""Pages: the whole way in a browser's requests, refusals that keep what was typed, what everybody may read, restriction."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khue.core.errors import NotAllowed
from khue.features.people import queries as people
from khue.features.people.models import Restriction
from khue.features.talent import queries
from khue.features.talent.models import Candidacy, Need, Offer
from khue.site.sample import talent as sample
from khue.site.sample.applications import paper
from tests.cast import MOMENT, persona
from tests.talent.stories import a_group, card, running, sent_offer

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


@pytest.fixture(autouse=True)
def on_the_tests_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MOMENT)


def test_a_need_is_raised_approved_published_and_applied_for_on_pages(browser: Browser) -> None:
    officer, decider, resident = browser("officer"), browser("decider"), browser("resident")
    wrong = officer.post(
        "/vi/talent/needs/raise/", {"unit": sample.UNIT, "title": "Chuyên gia nước", "from_on": "1/4/2026"}
    )
    assert wrong.status_code == 422
    assert "Chuyên gia nước" in wrong.content.decode()
    said = {
        "unit": sample.UNIT, "title": "Chuyên gia nước", "task": "Mô hình", "product": "Phần mềm", "not_inside": "Không có ai",
        "from_on": "1/4/2026", "until_on": "1/4/2027",
    }  # fmt: skip
    assert officer.post("/vi/talent/needs/raise/", said).status_code == 303
    need = Need.objects.get()
    at = f"/vi/talent/needs/{need.pk}/"
    assert decider.post(f"{at}decide/", {"outcome": "yes", "seen": 9}).status_code == 409, (
        "an older page decides nothing"
    )
    assert decider.post(f"{at}decide/", {"outcome": "yes", "seen": need.revision}).status_code == 303
    profile = {
        "criteria": "Đã làm",
        "field": sample.FIELD,
        "origins": ["foreign", "domestic"],
        "closes_on": "20/3/2026",
        "seen": need.revision + 1,
    }
    assert officer.post(f"{at}publish/", profile).status_code == 303
    assert "Chuyên gia nước" in Client().get("/vi/talent/").content.decode()
    post = f"/vi/talent/posts/{need.pk}/"
    assert Client().get(post).status_code == 200
    missing = resident.post(f"{post}apply/", {"origin": "foreign", "statement": "Tôi làm được"})
    assert missing.status_code == 422
    assert "Tôi làm được" in missing.content.decode()
    shown = {f"shown_{code}": "Có" for code in ("degree", "works", "passport-country")}
    sent = resident.post(
        f"{post}apply/", {"origin": "foreign", "statement": "Tôi làm được", "papers": [paper("cv")], **shown}
    )
    assert sent.status_code == 303
    assert Candidacy.objects.get().origin == "foreign"
    assert "Chuyên gia nước" in resident.get("/vi/talent/mine/").content.decode()


def test_an_offer_above_the_ceiling_says_the_provision_beside_its_field(browser: Browser) -> None:
    need = sample.published(sample.WATER, persona)
    candidacy = sample.applied(need, persona("resident"), "overseas-vietnamese")
    sample.selected(need, a_group(), persona, {candidacy})
    officer = browser("officer")
    at = f"/vi/talent/candidacies/{candidacy}/offer/"
    page = officer.get(at).content.decode()
    assert "4 tháng lương" in page
    said = {
        "monthly_pay": "80.000.000", "months": "1", "from_on": "02/03/2026", "bonus": "400.000.000",
        "results-0-title": "Mô hình", "results-0-criteria": "Chạy được", "results-0-due_on": "20/03/2026",
        "results-0-amount": "80.000.000",
    }  # fmt: skip
    refused = officer.post(at, said)
    assert refused.status_code == 422
    body = refused.content.decode()
    assert "vượt mức tối đa" in body
    assert "249/2025" in body
    assert not Offer.objects.exists()
    assert officer.post(at, {**said, "bonus": "320.000.000"}).status_code == 303
    offer = Offer.objects.get()
    shown = officer.get(f"/vi/talent/offers/{offer.pk}/").content.decode()
    assert "Mức thưởng hằng năm" in shown
    nasty = {**said, "monthly_pay": "x", "months": "999999999999", "from_on": "31/02/2026", "results-0-due_on": ""}
    assert officer.post(at, nasty).status_code == 422


def test_the_expert_answers_hands_in_and_reads_the_own_page(browser: Browser) -> None:
    _group, offer = sent_offer()
    resident = browser("resident")
    at = f"/vi/talent/offers/{offer}/"
    assert resident.post(f"{at}answer/", {"outcome": "no"}).status_code == 422
    assert browser("officer").post(f"{at}answer/", {"outcome": "yes"}).status_code == 403
    assert browser("founder").get(at).status_code == 404
    assert resident.post(f"{at}answer/", {"outcome": "yes"}).status_code == 303
    engagement = Offer.objects.get().engagement.pk
    sample.concluded(engagement, sample.line_filled(2_000_000_000, persona), persona)
    due = queries.engagement_card(engagement, persona("resident")).dues[0].id
    given = {"note": "Bản đầu tiên", "papers": [paper("ban-mot")]}
    assert resident.post(f"/vi/talent/dues/{due}/hand-in/", given).status_code == 303
    page = resident.get(f"/vi/talent/engagements/{engagement}/")
    assert page.status_code == 200
    assert "chờ nghiệm thu" in page.content.decode().lower()
    seen = queries.engagement_card(engagement, persona("officer")).revision
    check, said = f"/vi/talent/dues/{due}/check/", {"outcome": "yes", "seen": seen - 1}
    assert browser("officer").post(check, said).status_code == 409, "the expert handed in after this page was opened"
    assert browser("officer").post(check, {**said, "seen": seen}).status_code == 303


def test_the_public_list_names_nobody_without_consent_and_leaves_the_restricted_out(client: Client) -> None:
    story = running()
    name = persona("resident").name
    for tail in ("", "?format=csv", "?format=json", "?origin=overseas-vietnamese&state=running"):
        answer = client.get(f"/vi/talent/register/{tail}")
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]  # a streaming answer
        assert name.encode() in body, "the expert allowed it"
        assert card(story).number.encode() in body
    restrict()
    assert not queries.public_engagements(MOMENT.date(), "", "", "", None).rows
    hidden = queries.engagements(persona("auditor"), "", "", "", None).rows
    assert [row.name for row in hidden] == [people.RESTRICTED]
    with pytest.raises(NotAllowed, match="YC-2026-0900"):
        queries.engagement_card(story.engagement, persona("auditor"))
    assert not queries.may_read_subject(persona("auditor"), f"engagement:{story.engagement}")
    assert queries.engagement_card(story.engagement, persona("resident")).mine
    found = queries.need_card(story.row.need_id, persona("auditor")).candidates
    assert [one.name for one in found] == [people.RESTRICTED]
    assert name not in repr(found)


def restrict() -> None:
    person = persona("resident").person_id
    assert person is not None
    Restriction.objects.create(party_id=person, request="YC-2026-0900", handler="party:0", begun_at=MOMENT)


def test_without_consent_the_public_list_shows_the_task_only(client: Client) -> None:
    _group, offer = sent_offer()
    engagement = sample.accepted(offer, persona("resident"), persona, public_name=False)
    sample.concluded(engagement, sample.line_filled(2_000_000_000, persona), persona)
    body = client.get("/en/talent/register/").content.decode()
    assert persona("resident").name not in body
    assert "sông Tô Lịch" in body
