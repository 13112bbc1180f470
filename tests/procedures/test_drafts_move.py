"""A version is published while applicants write: no word is lost, no page breaks, each draft moves and says what changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.domain.commands import StartDraft
from khue.features.dossiers.models import Dossier, FormerAnswer
from khue.features.dossiers.usecases import start_draft
from khue.features.procedures.domain.places import Place
from khue.kernel.models import AuditRecord
from khue.site.sample.applications import PROCEDURE
from tests.cast import organisation, persona
from tests.desk.browsers import browser, inputs, path, text
from tests.dossiers.cases import draft, submitted
from tests.procedures.drafts import open_draft, publish, publish_note, put, with_note, without_field

WRITERS = 50


def section(dossier: Dossier, key: str) -> str:
    return path("dossiers:section", dossier.number, key)


def sent(client: Client, address: str, **changed: Any) -> dict[str, Any]:
    return {**inputs(text(client.get(address))), "return": "yes", **changed}


def fresh(dossier: Dossier) -> Dossier:
    return Dossier.objects.get(pk=dossier.pk)


@pytest.mark.django_db
def test_a_draft_moves_when_it_is_opened_and_the_page_says_what_changed() -> None:
    dossier, me = draft(), browser("researcher")
    publish_note()
    page = text(me.get(section(dossier, "papers"), headers={"Accept-Language": "vi"}))
    assert "Câu hỏi mới: Ghi chú thêm" in page
    assert dossiers.definition(fresh(dossier).version_id).field("extra_note") is not None
    moved = AuditRecord.objects.filter(deed="dossiers.move_draft", subjects__contains=[f"dossier:{dossier.pk}"])
    assert moved.count() == 1
    me.get(section(dossier, "papers"))
    assert moved.count() == 1


@pytest.mark.django_db
def test_what_was_typed_on_the_old_page_is_saved_and_the_draft_moves() -> None:
    dossier, me = draft(), browser("researcher")
    address = section(dossier, "direct_use")
    words = sent(me, address, direct_use_statement="Viết rất lâu trên trang cũ")
    publish_note()
    answer = me.post(address, words)
    assert answer.status_code == 303
    assert fresh(dossier).answers["direct_use_statement"] == "Viết rất lâu trên trang cũ"
    page = text(me.get(answer["Location"]))
    assert "Câu hỏi mới: Ghi chú thêm" in page


@pytest.mark.django_db
def test_an_answer_whose_question_is_gone_stays_readable_also_from_a_page_opened_before() -> None:
    dossier, me = draft(), browser("researcher")
    address = section(dossier, "direct_use")
    words = sent(me, address, direct_use_statement="Lời viết trên trang cũ")
    change = open_draft()
    without_field(change, "direct_use", "direct_use_statement")
    publish(change)
    me.get(path("dossiers:edit", dossier.number))  # another tab: the draft has moved
    assert "direct_use_statement" not in fresh(dossier).answers
    answer = me.post(address, words)
    assert answer.status_code == 303
    page = text(me.get(answer["Location"]))
    assert "Lời viết trên trang cũ" in page
    assert FormerAnswer.objects.filter(dossier=dossier, value="Lời viết trên trang cũ").count() == 1


@pytest.mark.django_db
def test_an_answer_that_no_longer_fits_its_kind_is_kept_beside_the_question() -> None:
    dossier, me = draft(), browser("researcher")
    before = dossier.answers["task_title"]
    change = open_draft()
    put(change, Place("field", ("task", "task_title")), {"kind": "yesno", "label": {"vi": "Tên nhiệm vụ đã đúng"}})
    put(
        change,
        Place("texts"),
        {k: v for k, v in change.content.items() if k in ("name", "summary", "who", "result", "publicity")},
    )
    publish(change)
    page = text(me.get(path("dossiers:edit", dossier.number)))
    assert "task_title" not in fresh(dossier).answers
    assert before in page


@pytest.mark.django_db
def test_a_section_that_is_gone_leads_to_the_list_and_its_old_page_can_still_be_saved() -> None:
    dossier, me = draft(), browser("researcher")
    address = section(dossier, "direct_use")
    words = sent(me, address, direct_use_statement="Mục này đã bỏ")
    change = open_draft()
    from khue.features.procedures import usecases
    from khue.features.procedures.domain.commands import RemovePart
    from tests.procedures.drafts import author

    usecases.remove_part(RemovePart(change.pk, Place("section", ("direct_use",))), actor=author())
    publish(change)
    assert me.post(address, words).status_code == 303
    assert "Mục này đã bỏ" in text(me.get(path("dossiers:edit", dossier.number)))
    assert me.get(address).status_code == 303


@pytest.mark.django_db
def test_an_unreadable_number_on_the_old_page_stays_in_its_form() -> None:
    dossier, me = draft(), browser("researcher")
    address = section(dossier, "task")
    words = sent(me, address, starts_on="ngày mai", task_title="Tên đã sửa")
    publish_note()
    answer = me.post(address, words)
    assert answer.status_code == 422
    page = text(answer)
    assert "ngày mai" in page
    assert "Tên đã sửa" in page
    again = {**inputs(page), "return": "yes", "starts_on": "01/03/2026"}
    assert me.post(address, again).status_code == 303
    assert fresh(dossier).answers["task_title"] == "Tên đã sửa"


@pytest.mark.django_db
@pytest.mark.parametrize("edition", ["0", "999999", "-1", "abc", "9" * 30, "\u0663", ""])
def test_a_made_up_edition_counts_as_the_present_one(edition: str) -> None:
    dossier, me = draft(), browser("researcher")
    address = section(dossier, "direct_use")
    words = sent(me, address, direct_use_statement="Được giữ", edition=edition)
    assert me.post(address, words).status_code == 303
    assert fresh(dossier).answers["direct_use_statement"] == "Được giữ"


@pytest.mark.django_db
def test_checking_after_a_publication_shows_the_changes_before_anything_is_handed_in() -> None:
    dossier, me = draft(), browser("researcher")
    check = path("dossiers:check", dossier.number)
    words = {**inputs(text(me.get(check))), "certified": "on"}
    publish_note()
    answer = me.post(check, words)
    assert answer.status_code == 303
    assert fresh(dossier).state == "draft"
    assert "Câu hỏi mới: Ghi chú thêm" in text(me.get(answer["Location"]))
    assert me.post(check, {**inputs(text(me.get(check))), "certified": "on"}).status_code == 303
    assert fresh(dossier).state == "submitted"


@pytest.mark.django_db
def test_a_dossier_that_was_handed_in_stays() -> None:
    dossier = submitted()
    publish_note()
    browser("researcher").get(path("dossiers:follow", dossier.number))
    assert fresh(dossier).version_id == dossier.version_id


@pytest.mark.django_db
def test_a_planned_version_moves_nobody_before_its_day() -> None:
    dossier = draft()
    change = open_draft()
    with_note(change)
    publish(change, in_days=3650)
    browser("researcher").get(path("dossiers:edit", dossier.number))
    assert fresh(dossier).version_id == dossier.version_id


@pytest.mark.slow
@pytest.mark.usefixtures("clone_db")
def test_fifty_people_write_while_a_version_is_published(in_threads: Callable[..., list[Any]]) -> None:
    """Each has a page open; all save at once with the publication. One question is dropped, one is new."""
    researcher = persona("researcher")
    mine = [
        Dossier.objects.get(pk=start_draft(StartDraft(PROCEDURE, organisation("VLSH")), actor=researcher))
        for _number in range(WRITERS)
    ]
    change = open_draft()
    with_note(change)
    without_field(change, "direct_use", "other_support_detail")
    client = browser("researcher")
    cookies = client.cookies
    first = inputs(text(client.get(section(mine[0], "direct_use"))))

    def write(dossier: Dossier, number: int) -> int:
        one = Client(raise_request_exception=False)
        one.cookies = cookies.copy()
        address = section(dossier, "direct_use")
        words = {
            **{key: value for key, value in first.items() if key != "once"},
            "direct_use_statement": f"Lời của người thứ {number}",
            "other_support": "yes",
            "other_support_detail": f"Nguồn của người thứ {number}",
            "return": "yes",
        }
        return one.post(address, words).status_code

    calls = [lambda d=dossier, n=number: write(d, n) for number, dossier in enumerate(mine)]
    calls.insert(WRITERS // 2, lambda: publish(change))
    results = in_threads(*calls)
    assert results.pop(WRITERS // 2) == 2
    assert set(results) == {303}, "nobody was refused, nobody got an error"
    newest = dossiers.newest_version(PROCEDURE, researcher.today)
    for number, dossier in enumerate(mine):
        page = text(client.get(path("dossiers:edit", dossier.number)))
        found = fresh(dossier)
        assert found.version_id == newest
        assert found.answers["direct_use_statement"] == f"Lời của người thứ {number}"
        assert "Câu hỏi mới: Ghi chú thêm" in page
        assert f"Nguồn của người thứ {number}" in page, "the dropped question's answer is still to be read"
