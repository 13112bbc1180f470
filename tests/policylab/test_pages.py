"""The pages of the lab: written without script, read by everybody once published, in both languages."""

from __future__ import annotations

import pytest
from django.test import Client

from khue.features.policylab.models import StudyVersion
from tests.desk.browsers import browser, inputs, path, text
from tests.policylab.studies import CAP, EQUIPMENT, published, work

pytestmark = pytest.mark.django_db
FIELD = "value-" + CAP.replace(".", "-")


def test_a_policy_maker_goes_from_a_question_to_a_public_page() -> None:
    client = browser("policymaker")
    page = text(client.get(path("policylab:new")))
    said = {**inputs(page), "title_vi": "Thử 60 %", "first_year": "2026", "last_year": "2028", "programmes": EQUIPMENT}
    law = client.post(path("policylab:new"), said).headers["Location"]
    shown = text(client.get(law))
    assert "50 %" in shown
    answer = client.post(law, {**inputs(shown), FIELD: "60 %"})
    assert answer.status_code == 303, text(answer)
    assumed = answer.headers["Location"]
    answer = client.post(assumed, inputs(text(client.get(assumed))))
    assert answer.status_code == 303, text(answer)
    study = StudyVersion.objects.latest("pk").study_id
    version = path("policylab:version", study, 1)
    assert "Chạy mô phỏng" in text(client.get(version))
    assert client.post(path("policylab:run", study, 1)).status_code == 303
    assert "<progress" in text(client.get(version))
    assert work(study)
    done = text(client.get(version))
    assert "lượt đề nghị được hỗ trợ nhiều hơn" in done
    publish = path("policylab:publish", study, 1)
    answer = client.post(publish, inputs(text(client.get(publish))))
    assert answer.headers["Location"] == path("policylab:published", "thu-60")
    assert "lượt đề nghị được hỗ trợ nhiều hơn" in text(Client().get(answer.headers["Location"]))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_opens_in_both_languages(language: str) -> None:
    study = published()
    client = browser("policymaker")
    pages = [
        path("policylab:index", language=language),
        path("policylab:studies", language=language),
        path("policylab:new", language=language),
        path("policylab:version", study, 1, language=language),
        path("policylab:outline", study, language=language),
        path("policylab:law", study, language=language),
        path("policylab:assumptions", study, language=language),
        path("policylab:published", "sau-muoi", language=language),
        path("policylab:rerun", "sau-muoi", language=language),
        path("policylab:compare", language=language) + f"?a={study}.1&b={study}.1",
    ]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert "None" not in text(answer).replace("none", "")
