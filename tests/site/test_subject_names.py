"""What those who run the portal read of a job's subject: an organisation's name, a dossier's number, never a person's name."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from khue.features.people import queries as people
from khue.kernel.models import User
from khue.kernel.naming import names_of
from khue.site.sign_in import PERSONA, STAFF_BY_PASSWORD
from tests.cast import organisation, persona
from tests.kernel.test_jobs import job
from tests.missions.stories import a_story

pytestmark = pytest.mark.django_db


def test_subjects_go_by_their_names_and_lead_to_their_pages() -> None:
    story = a_story().applied()
    firm, person, dossier = organisation("VLSH"), persona("resident").key, f"dossier:{story.dossier_id}"
    called = names_of([firm, person, dossier, "budget:2026-X", "nobody:1", "party:999999999", ""])
    assert (called[firm].label, called[firm].href) == (people.party(firm).name, f"/vi/parties/{people.party_id(firm)}/")
    number = people.party_id(person)
    assert called[person].label.into("en") == f"person no. {number}"  # type: ignore[union-attr]  # a Text, not a str
    assert called[dossier].label.into("vi").startswith("hồ sơ HN-")  # type: ignore[union-attr]  # the same
    assert called[dossier].href.endswith("/")
    assert called["budget:2026-X"].href
    assert str(called["nobody:1"].label.into("vi")) == "nobody:1"  # type: ignore[union-attr]  # the same
    assert "" not in called


def test_the_page_of_a_job_that_was_given_up_names_its_subject() -> None:
    firm = organisation("VLSH")
    number = job(args=f'{{"event": {{"subject": "{firm}"}}}}')
    client = Client()
    client.force_login(User.objects.get(username="persona-administrator"), backend=STAFF_BY_PASSWORD)
    session = client.session
    session[PERSONA] = "administrator"
    session.save()
    with translation.override("vi"):
        page = client.get(f"/vi/operations/jobs/{number}/").content.decode()
        listed = client.get("/vi/operations/jobs/?state=failed").content.decode()
    assert f'href="/vi/parties/{people.party_id(firm)}/"' in page
    assert people.party(firm).name in listed
