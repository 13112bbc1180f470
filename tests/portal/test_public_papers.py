"""Papers on the public page of a support: what the procedure makes public, in force and signed, without what is left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from khue.core.errors import Missing
from khue.features.documents.models import Paper
from khue.features.dossiers.domain.redaction import LEFT_OUT, redacted
from khue.features.dossiers.queries import public_papers
from khue.features.dossiers.usecases import public_copy
from khue.features.portal import queries
from khue.site.sample import signing
from khue.site.sample.stories import Story
from tests.cast import MOMENT, persona
from tests.documents.cases import certificate, paper_of, sign
from tests.missions.stories import appraised, running


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(timezone, "now", lambda: MOMENT + timedelta(hours=1))
    cache.clear()
    yield
    cache.clear()


def words_of(pdf: bytes) -> str:
    from pypdf import PdfReader

    return " ".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def kinds(story: Story) -> list[str]:
    return [paper.kind for paper in public_papers(story.dossier_id)]


def test_named_values_and_names_are_left_out_at_any_depth_and_nothing_else() -> None:
    values: dict[str, Any] = {
        "signer": "Đỗ Thanh Bình",
        "amount": 5,
        "participants": [{"name": "A", "side": "Bên A"}, {"name": "", "side": "Bên B"}],
        "articles": [{"text": "Hỗ trợ ông Nguyễn Văn An 5 đồng"}],
    }
    shown = redacted(values, ("signer", "participants.name", "no.such"), ("Nguyễn Văn An",))
    assert shown == {
        "signer": LEFT_OUT,
        "amount": 5,
        "participants": [{"name": LEFT_OUT, "side": "Bên A"}, {"name": "", "side": "Bên B"}],
        "articles": [{"text": f"Hỗ trợ ông {LEFT_OUT} 5 đồng"}],
    }
    assert values["signer"] == "Đỗ Thanh Bình", "what is kept stays as it was"


@pytest.mark.django_db
def test_a_paper_is_public_when_it_is_signed_and_only_of_the_kinds_that_the_procedure_names() -> None:
    story = running().delivered(1).accepted(1)
    assert kinds(story) == ["decision", "agreement"], "the minutes of the acceptance are not public"
    certificate("decider")
    later = appraised_again().granted()
    waiting = paper_of(later, "decision")
    assert kinds(later) == [], "it waits for its signature"
    sign(waiting, "decider")
    assert kinds(later) == ["decision"]


def appraised_again() -> Story:
    from tests.missions.stories import TRIAL

    return appraised(TRIAL)


@pytest.mark.django_db
def test_everybody_reads_the_copy_without_the_signer_and_it_says_what_it_is() -> None:
    story = running()
    signing.signed_by_hand(agreement_code(story), act=persona)
    page = Client().get(f"/vi/register/{story.number}/").content.decode()
    found = queries.support(story.number).papers
    assert [(paper.kind, paper.by_hand) for paper in found] == [("decision", False), ("agreement", True)]
    for paper in found:
        assert f"/vi/register/{story.number}/papers/{paper.code}.pdf" in page
        assert f"/vi/documents/check/{paper.code}/" in page
    answer = Client().get(f"/vi/register/{story.number}/papers/{found[0].code}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    said = words_of(answer.content)
    assert "Bản công khai" in said
    assert LEFT_OUT in said
    assert persona("decider").name not in said
    assert found[0].code in said, "the square leads to the paper itself"
    assert (
        words_of(public_copy(story.dossier_id, found[0].code, hide=("Viện Vật liệu Sông Hồng (đơn vị mẫu)",))[1]).count(
            "Viện Vật liệu Sông Hồng"
        )
        == 0
    ), "a receiver whom the register does not name stands nowhere in it"


def agreement_code(story: Story) -> str:
    return Paper.objects.get(subject=f"dossier:{story.dossier_id}", kind="agreement").code


@pytest.mark.django_db
def test_what_is_not_public_is_not_there_for_anybody() -> None:
    story = running().delivered(1).accepted(1)
    minutes = Paper.objects.get(subject=f"dossier:{story.dossier_id}", kind="acceptance")
    other = appraised_again()
    refused = other.refused("Chưa đủ căn cứ")
    foreign = Paper.objects.get(subject=f"dossier:{refused.dossier_id}", kind="decision")
    for code in (minutes.code, foreign.code, "AAAA-BBBB-CCCC", "x" * 39):
        assert Client().get(f"/vi/register/{story.number}/papers/{code}.pdf").status_code == 404
    with pytest.raises(Missing):
        queries.paper_copy(refused.number, foreign.code)
