"""The room's pages as a browser gets them: who sees what, each step by its form, words kept, nothing twice, nothing as HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from khue.features.dossiers.models import Task as DeskTask
from khue.features.ledger import queries as ledger
from khue.features.missions.models import EquipmentItem, EquipmentSupport, PostAudit, Tranche
from khue.features.people.models import Party
from khue.kernel import files
from khue.kernel.models import AuditRecord
from khue.site.sample import payments
from khue.site.sample.stories import Story
from tests.cast import MOMENT, persona
from tests.missions.stories import a_story, appraised, running

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def three_days_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the calendar on the wall says, the pages are opened three days after the stories."""
    monkeypatch.setattr(timezone, "now", lambda: MOMENT + timedelta(days=3))


@pytest.fixture
def browser() -> Browser:
    """A browser signed in as a persona, by the sample city's door."""

    def make(persona: str) -> Client:
        client = Client()
        assert client.post(reverse("sample-persona", args=[persona])).status_code == 303
        return client

    return make


def page_of(verb: str, task: int, language: str = "vi") -> str:
    with translation.override(language):
        return reverse(f"missions:{verb}", args=[task])


def text(answer: HttpResponse) -> str:
    """The page as a reader sees it: without tags, spaces collapsed."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def hidden(answer: HttpResponse, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    assert found, f"the page carries no {name}"
    return found[1]


def fresh(client: Client, path: str) -> dict[str, str]:
    """The hidden values of a page that was just opened."""
    answer = client.get(path)
    body = answer.content.decode()
    return {name: hidden(answer, name) for name in ("seen", "once") if f'name="{name}"' in body}


def at_step(verb: str) -> tuple[Story, int]:
    """A story that waits at a step, and the step's task."""
    if verb == "appraise":
        story = a_story().applied().accepted_for_processing()
        return story, story.task("appraisal")
    if verb == "answer-costs":
        story = a_story().applied().accepted_for_processing().costed()
        return story, story.task("appraisal")
    if verb == "decide":
        story = appraised()
        return story, story.task("decision")
    if verb == "agree":
        story = appraised().granted()
        return story, story.task("agreement")
    story = running().delivered(1)
    if verb == "accept":
        return story, story.task("acceptance", 1)
    story.accepted(1)
    if verb == "pay":
        return story.signed_on_paper(), story.task("payment", 1)
    story.paid(1).delivered(2).accepted(2).paid(2)
    return story, DeskTask.objects.get(dossier=story.dossier_id, closed_at=None).pk


def typed(story: Story) -> dict[str, str]:
    """What an accountant types into the payment order."""
    account = payments.main_account(actor=persona("accountant"))
    lead = Party.objects.get(pk=EquipmentSupport.objects.get(pk=story.support_id).lead_id).name
    return {
        "account_id": str(account.id), "number": "1020 3040 50", "number_again": "1020304050", "holder": lead,
        "bank": "Ngân hàng mẫu", "content": "Chi trả đợt 1", "chapter": "417", "sector": "102", "item": "7049",
        "source": "12",
    }  # fmt: skip


def support_of(story: Story) -> EquipmentSupport:
    return EquipmentSupport.objects.get(pk=story.support_id)


WHO = {
    "appraise": "appraiser",
    "answer-costs": "finance",
    "decide": "decider",
    "agree": "officer",
    "accept": "officer",
    "pay": "accountant",
    "audit": "auditor",
}


# -- who sees what ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", WHO)
def test_a_step_opens_for_its_officer_in_both_languages_and_for_nobody_else(verb: str, browser: Browser) -> None:
    story, task = at_step(verb)
    for language, word in (("vi", "Màng lọc"), ("en", "Go to the form")):
        answer = browser(WHO[verb]).get(page_of(verb, task, language))
        assert answer.status_code == 200
        assert word in text(answer)
        assert story.number in text(answer)
    for stranger in ("clerk", "researcher", "resident"):
        assert browser(stranger).get(page_of(verb, task)).status_code in (403, 404)
    visitor = Client().get(page_of(verb, task))
    assert visitor.status_code == 303
    assert "/sign-in/" in visitor["Location"]


def test_a_task_of_another_step_or_of_no_step_is_not_found(browser: Browser) -> None:
    _story, task = at_step("accept")
    officer = browser("officer")
    assert officer.get(page_of("agree", task)).status_code == 404
    assert officer.get(page_of("accept", 999_999)).status_code == 404


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_support_opens_for_the_lead_and_for_staff_and_is_nothing_to_others(language: str, browser: Browser) -> None:
    story = running()
    with translation.override(language):
        support = reverse("missions:support", args=[story.support_id])
        deliver = reverse("missions:deliver", args=[story.support_id, 1])
        register = reverse("missions:register-equipment", args=[story.support_id])
    for path in (support, deliver, register):
        assert browser("researcher").get(path).status_code == 200
        assert browser("resident").get(path).status_code == 404
        assert Client().get(path).status_code == 303
    assert browser("auditor").get(support).status_code == 200
    assert browser("auditor").get(deliver).status_code == 403
    assert browser("auditor").get(register).status_code == 403
    assert browser("officer").get(register).status_code == 200


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_equipment_register_opens_for_staff_only(language: str, browser: Browser) -> None:
    with translation.override(language):
        path = reverse("missions:equipment")
    assert browser("auditor").get(path).status_code == 200
    assert browser("researcher").get(path).status_code == 403
    assert Client().get(path).status_code == 303


# -- what a page shows -----------------------------------------------------------------------------------------------


def test_the_case_shows_caps_and_why_with_the_provision(browser: Browser) -> None:
    _story, task = at_step("appraise")
    page = text(browser("appraiser").get(page_of("appraise", task)))
    assert "1.850.000.000 đ" in page
    assert "2.400.500.000 đ" in page
    assert "Vì sao là mức này?" in page
    assert "34/2025" in page
    assert "100 %" in page


def test_the_decider_sees_what_is_left_of_the_budget(browser: Browser) -> None:
    _story, task = at_step("decide")
    page = text(browser("decider").get(page_of("decide", task)))
    assert "2026-EQ" in page
    assert "10.000.000.000 đ" in page


def test_the_accountant_sees_what_the_ledger_would_pay(browser: Browser) -> None:
    story, task = at_step("pay")
    tranche = Tranche.objects.get(support=story.support_id, no=1)
    answer = browser("accountant").get(page_of("pay", task))
    assert reverse("ledger:entry", args=[tranche.accrual]) in answer.content.decode()
    assert text(answer).count(f"{tranche.amount:,}".replace(",", ".")) >= 3


# -- the steps, by their forms ---------------------------------------------------------------------------------------


def test_a_cut_without_ground_is_told_beside_its_line_and_every_word_is_kept(browser: Browser) -> None:
    story, task = at_step("appraise")
    client, path = browser("appraiser"), page_of("appraise", task)
    given = {
        **fresh(client, path),
        "lines-1-appraised": "1.800.000.000",
        "lines-1-ground": "",
        "lines-2-appraised": "240,5",
        "lines-2-ground": "giá <b>cao</b>",
        "lines-3-appraised": "310.500.000",
        "note": "đã đối chiếu ba báo giá",
    }
    answer = client.post(path, given)
    assert answer.status_code == 422
    for word in ("1.800.000.000", "240,5", "đã đối chiếu ba báo giá", "giá &lt;b&gt;cao&lt;/b&gt;"):
        assert word in answer.content.decode()
    answer = client.post(path, {**given, "lines-2-appraised": "240.000.000"})
    assert answer.status_code == 422
    assert "giảm 50.000.000 đ nhưng chưa nêu lý do" in text(answer)
    assert 'id="id_lines-1-ground_error"' in answer.content.decode()
    assert support_of(story).appraised is None


def test_the_appraiser_reads_where_the_task_is_once_it_has_gone_on(browser: Browser) -> None:
    _story, task = at_step("answer-costs")
    page = browser("appraiser").get(page_of("appraise", task))
    assert page.status_code == 200
    assert "Sở Tài chính" in text(page)
    assert "lines-1-appraised" not in page.content.decode()
    assert browser("finance").get(page_of("appraise", task)).status_code == 200
    assert "lines-1-appraised" not in browser("finance").get(page_of("appraise", task)).content.decode()


def test_an_objection_without_a_ground_is_asked_for_it_and_keeps_the_choice(browser: Browser) -> None:
    story, task = at_step("answer-costs")
    client, path = browser("finance"), page_of("answer-costs", task)
    answer = client.post(path, {**fresh(client, path), "outcome": "object", "ground": " "})
    assert answer.status_code == 422
    assert re.search(r'<input[^>]*value="object"[^>]*checked', answer.content.decode())
    assert support_of(story).state == "costed"


def test_the_appraisal_sent_twice_is_written_once(browser: Browser) -> None:
    story, task = at_step("appraise")
    client, path = browser("appraiser"), page_of("appraise", task)
    given = {
        **fresh(client, path),
        "lines-1-appraised": "1800000000",
        "lines-1-ground": "Đơn giá cao",
        "lines-2-appraised": "240000000",
        "lines-3-appraised": "310500000",
    }
    for _time in range(2):
        answer = client.post(path, given)
        assert answer.status_code == 303
        assert answer["Location"] == reverse("desk:tasks")
    assert support_of(story).appraised == 2_350_500_000
    assert AuditRecord.objects.filter(deed="missions.appraise_costs").count() == 1
    assert story.number in text(client.get(reverse("desk:tasks")))


def decide(client: Client, path: str, **given: str) -> HttpResponse:
    return client.post(path, {**fresh(client, path), **given})  # type: ignore[return-value]  # Django's own answer


def test_a_grant_is_asked_once_more_with_the_amount_in_words_and_only_then_done(browser: Browser) -> None:
    story, task = at_step("decide")
    client, path = browser("decider"), page_of("decide", task)
    asked = decide(client, path, outcome="grant", budget_line="2026-EQ", ground="Đúng <i>lĩnh vực</i>")
    assert asked.status_code == 200
    assert "Hai tỷ bốn trăm triệu năm trăm nghìn đồng" in text(asked)
    assert "7.599.500.000 đ" in text(asked)
    assert "<i>lĩnh vực</i>" not in asked.content.decode()
    assert support_of(story).granted is None
    given = {name: hidden(asked, name) for name in ("seen", "once", "outcome", "budget_line")}
    changed = client.post(path, {**given, "ground": "Đúng lĩnh vực", "confirm": "no"})
    assert changed.status_code == 200
    assert "Đúng lĩnh vực" in changed.content.decode()
    for _time in range(2):
        assert client.post(path, {**given, "ground": "Đúng lĩnh vực", "confirm": "yes"}).status_code == 303
    assert support_of(story).granted == 2_400_500_000
    assert ledger.balance("budget.available", "budget:2026-EQ") == 7_599_500_000


def test_a_refusal_without_ground_and_a_grant_without_line_are_not_even_confirmed(browser: Browser) -> None:
    _story, task = at_step("decide")
    client, path = browser("decider"), page_of("decide", task)
    assert decide(client, path, outcome="refuse", ground=" ").status_code == 422
    assert decide(client, path, outcome="back").status_code == 422
    answer = decide(client, path, outcome="grant", ground="giữ lại lời này")
    assert answer.status_code == 422
    assert "giữ lại lời này" in answer.content.decode()
    assert decide(client, path, outcome="burn").status_code == 422


def test_a_grant_beyond_the_budget_comes_back_with_the_reason_beside_the_line(browser: Browser) -> None:
    story = appraised(money=1_000_000_000)
    client, path = browser("decider"), page_of("decide", story.task("decision"))
    answer = decide(client, path, outcome="grant", budget_line="2026-EQ", confirm="yes", ground="lời đã viết")
    assert answer.status_code == 422
    assert "chỉ còn 1.000.000.000 đ" in text(answer)
    assert "lời đã viết" in answer.content.decode()
    assert support_of(story).granted is None


@pytest.mark.parametrize(("outcome", "state"), [("refuse", "refused"), ("back", "appraised")])
def test_refusing_and_sending_back_are_confirmed_then_done(outcome: str, state: str, browser: Browser) -> None:
    story, task = at_step("decide")
    client, path = browser("decider"), page_of("decide", task)
    assert "Đơn giá chưa rõ" in text(decide(client, path, outcome=outcome, ground="Đơn giá chưa rõ"))
    assert decide(client, path, outcome=outcome, ground="Đơn giá chưa rõ", confirm="yes").status_code == 303
    assert support_of(story).state == state


def test_a_page_left_open_says_who_was_faster_and_gives_the_typed_words_back(browser: Browser) -> None:
    story, task = at_step("decide")
    client, path = browser("decider"), page_of("decide", task)
    given = fresh(client, path)
    story.granted()
    words = {"outcome": "refuse", "ground": "Lời đã viết <script>"}
    for confirm in ({}, {"confirm": "yes"}):
        answer = client.post(path, {**given, **words, **confirm})
        assert answer.status_code == 409
        assert "Đỗ Thanh Bình" in text(answer)
        assert "Lời đã viết &lt;script&gt;" in answer.content.decode()
        assert reverse("dossiers:follow", args=[story.number]) in answer.content.decode()
    closed = client.get(path)
    assert closed.status_code == 200
    assert "Đỗ Thanh Bình" in text(closed)
    assert support_of(story).state == "granted"


def test_a_stale_page_of_an_open_task_comes_again_with_the_words_and_can_be_sent(browser: Browser) -> None:
    story, task = at_step("appraise")
    client, path = browser("appraiser"), page_of("appraise", task)
    given = {
        **fresh(client, path),
        "lines-1-appraised": "1850000000",
        "lines-2-appraised": "240000000",
        "lines-3-appraised": "310500000",
        "note": "còn nguyên",
    }
    stale = str(int(given["seen"]) - 1) if int(given["seen"]) else "99"
    answer = client.post(path, {**given, "seen": stale})
    assert answer.status_code == 409
    assert "còn nguyên" in answer.content.decode()
    assert hidden(answer, "seen") == given["seen"]
    assert client.post(path, {**given, "once": hidden(answer, "once")}).status_code == 303
    assert support_of(story).appraised == 2_400_500_000


def rows(*tranches: tuple[str, str, str]) -> dict[str, str]:
    given = {"tranches-TOTAL_FORMS": str(len(tranches)), "tranches-INITIAL_FORMS": str(len(tranches))}
    for no, (deliverable, amount, due_on) in enumerate(tranches):
        given |= {
            f"tranches-{no}-deliverable": deliverable,
            f"tranches-{no}-amount": amount,
            f"tranches-{no}-due_on": due_on,
        }
    return given


def test_the_agreement_begins_as_asked_for_and_must_add_up(browser: Browser) -> None:
    story, task = at_step("agree")
    client, path = browser("officer"), page_of("agree", task)
    opened = client.get(path).content.decode()
    assert hidden(client.get(path), "tranches-TOTAL_FORMS") == "2"
    assert "2.400.500.000" in opened
    wrong = rows(("Máy đã lắp", "1.000.000.000", "30/09/2026"), ("Báo cáo", "1", "30/11/2026"))
    answer = client.post(path, {**fresh(client, path), **wrong})
    assert answer.status_code == 422
    assert "1.000.000.001 đ" in text(answer)
    assert "Máy đã lắp" in answer.content.decode()
    right = rows(("Máy đã lắp", "1.400.500.000", "30/09/2026"), ("Báo cáo", "1.000.000.000", "30/11/2026"))
    given = {**fresh(client, path), **right}
    for _time in range(2):
        assert client.post(path, given).status_code == 303
    found = list(Tranche.objects.filter(support=story.support_id).order_by("no").values_list("amount", flat=True))
    assert found == [1_400_500_000, 1_000_000_000]


def test_rows_are_added_and_left_out_without_being_judged_and_without_script(browser: Browser) -> None:
    story, task = at_step("agree")
    client, path = browser("officer"), page_of("agree", task)
    typed = {**fresh(client, path), **rows(("Một", "x", ""), ("Hai", "", "không phải ngày"))}
    more = client.post(path, {**typed, "add_line": "tranches"})
    assert more.status_code == 200
    assert hidden(more, "tranches-TOTAL_FORMS") == "3"
    assert "không phải ngày" in more.content.decode()
    assert "field-error" not in more.content.decode()
    less = client.post(path, {**typed, "remove_line": "tranches-0"})
    assert hidden(less, "tranches-TOTAL_FORMS") == "1"
    assert ">Hai</textarea>" in less.content.decode().replace("\n", "")
    assert hidden(less, "seen") == typed["seen"]
    assert not Tranche.objects.filter(support=story.support_id).exists()


@pytest.mark.parametrize("total", ["0", "x", "", "99999", "-1"])
def test_a_tampered_number_of_rows_is_a_mistake_not_a_fault(total: str, browser: Browser) -> None:
    _story, task = at_step("agree")
    client, path = browser("officer"), page_of("agree", task)
    tampered = {**fresh(client, path), **rows(("Một", "1", "30/09/2026")), "tranches-INITIAL_FORMS": "0"}
    tampered["tranches-TOTAL_FORMS"] = total
    assert client.post(path, tampered).status_code == 422


def test_an_empty_row_is_a_mistake_beside_the_row(browser: Browser) -> None:
    _story, task = at_step("agree")
    client, path = browser("officer"), page_of("agree", task)
    given = {**fresh(client, path), **rows(("Một", "2.400.500.000", "30/09/2026"), ("", "", ""))}
    answer = client.post(path, {**given, "tranches-INITIAL_FORMS": "0"})
    assert answer.status_code == 422
    assert 'id="id_tranches-1-deliverable_error"' in answer.content.decode()


def test_a_delivery_is_accepted_or_returned_with_its_ground(browser: Browser) -> None:
    story, task = at_step("accept")
    client, path = browser("officer"), page_of("accept", task)
    assert "bien-ban-dot-1" in client.get(path).content.decode()
    answer = client.post(path, {**fresh(client, path), "outcome": "returned", "ground": " "})
    assert answer.status_code == 422
    assert 'id="id_ground_error"' in answer.content.decode()
    given = {**fresh(client, path), "outcome": "returned", "ground": "Thiếu <b>biên bản</b>"}
    assert client.post(path, given).status_code == 303
    lead = browser("researcher").get(reverse("missions:support", args=[story.support_id]))
    assert "Thiếu &lt;b&gt;biên bản&lt;/b&gt;" in lead.content.decode()
    story.delivered(1)
    again = page_of("accept", story.task("acceptance", 1))
    given = {**fresh(client, again), "outcome": "accepted"}
    for _time in range(2):
        assert client.post(again, given).status_code == 303
    assert Tranche.objects.get(support=story.support_id, no=1).state == "accepted"


def test_a_payment_order_is_confirmed_with_the_amount_in_words_and_prepared_once(browser: Browser) -> None:
    story, task = at_step("pay")
    client, path = browser("accountant"), page_of("pay", task)
    given = {**fresh(client, path), **typed(story)}
    wrong = client.post(path, {**given, "number_again": "1"})
    assert wrong.status_code == 422
    asked = client.post(path, given)
    assert asked.status_code == 200
    assert "đồng" in text(asked)
    assert Tranche.objects.get(support=story.support_id, no=1).state == "accepted"
    for _time in range(2):
        assert client.post(path, {**given, "confirm": "yes"}).status_code == 303
    tranche = Tranche.objects.get(support=story.support_id, no=1)
    assert (tranche.state, support_of(story).paid) == ("ordered", 0)
    assert AuditRecord.objects.filter(deed="missions.order_payment").count() == 1
    late = client.post(path, {**given, "once": str(uuid4()), "confirm": "yes"})
    assert late.status_code == 409


def test_an_audit_without_finding_is_a_mistake_and_with_it_is_recorded_once(browser: Browser) -> None:
    story, task = at_step("audit")
    client, path = browser("auditor"), page_of("audit", task)
    answer = client.post(path, {**fresh(client, path), "in_order": "yes", "finding": " "})
    assert answer.status_code == 422
    given = {**fresh(client, path), "in_order": "no", "finding": "Máy không có <b>tại chỗ</b>"}
    for _time in range(2):
        assert client.post(path, given).status_code == 303
    assert PostAudit.objects.get(support=story.support_id).in_order is False
    page = browser("researcher").get(reverse("missions:support", args=[story.support_id])).content.decode()
    assert "Máy không có &lt;b&gt;tại chỗ&lt;/b&gt;" in page


# -- the lead organisation -------------------------------------------------------------------------------------------


def evidence() -> SimpleUploadedFile:
    return SimpleUploadedFile("biên bản.pdf", PDF, "application/pdf")


def test_a_tranche_is_delivered_with_words_and_several_files_once(browser: Browser) -> None:
    story = running()
    client, path = browser("researcher"), reverse("missions:deliver", args=[story.support_id, 1])
    empty = client.post(path, {**fresh(client, path), "evidence": "Máy <b>đã lắp</b>"})
    assert empty.status_code == 422
    assert "Chưa có tệp minh chứng" in text(empty)
    assert "Máy &lt;b&gt;đã lắp&lt;/b&gt;" in empty.content.decode()
    once = hidden(empty, "once")
    for _time in range(2):
        files = [evidence(), SimpleUploadedFile("số đo.csv", b"a,b\n1,2\n", "text/csv")]
        given = {"once": once, "evidence": "Máy <b>đã lắp</b>", "files": files}
        assert client.post(path, given).status_code == 303
    page = client.get(reverse("missions:support", args=[story.support_id])).content.decode()
    assert "biên bản.pdf" in page
    assert "số đo.csv" in page
    assert "Máy &lt;b&gt;đã lắp&lt;/b&gt;" in page
    assert path not in page
    assert AuditRecord.objects.filter(deed="missions.deliver_tranche").count() == 1


def test_a_file_that_cannot_be_taken_is_told_beside_the_files_and_the_words_are_kept(browser: Browser) -> None:
    story = running()
    client, path = browser("researcher"), reverse("missions:deliver", args=[story.support_id, 1])
    bad = SimpleUploadedFile("anh.jpg", b"MZ\x90\x00 no picture", "image/jpeg")
    answer = client.post(path, {**fresh(client, path), "evidence": "giữ lại", "files": [evidence(), bad]})
    assert answer.status_code == 422
    assert 'id="id_files_error"' in answer.content.decode()
    assert "giữ lại" in answer.content.decode()
    assert len(re.findall(r'name="files-kept-file"', answer.content.decode())) == 1, "the good one waits"
    assert "anh.jpg" not in answer.content.decode().partition("kept-files")[2]
    assert Tranche.objects.get(support=story.support_id, no=1).state == "planned"


def test_there_is_no_page_for_a_tranche_that_does_not_exist(browser: Browser) -> None:
    story = running()
    path = reverse("missions:deliver", args=[story.support_id, 9])
    assert browser("researcher").get(path).status_code == 404


def test_only_the_lead_is_offered_to_deliver_and_only_what_is_open(browser: Browser) -> None:
    story = running().delivered(1).accepted(1)
    first, second = (reverse("missions:deliver", args=[story.support_id, no]) for no in (1, 2))
    support = reverse("missions:support", args=[story.support_id])
    lead, staff = (browser(who).get(support).content.decode() for who in ("researcher", "officer"))
    assert second in lead
    assert first not in lead
    assert second not in staff


def test_the_money_of_a_support_is_drawn_and_stands_in_a_table(browser: Browser) -> None:
    story = running().delivered(1).accepted(1).paid(1)
    answer = browser("researcher").get(reverse("missions:support", args=[story.support_id]))
    options = json.loads(
        re.findall(r'<script id="chart-[^"]+" type="application/json">(.+?)</script>', answer.content.decode())[0]
    )
    paid = Tranche.objects.get(support=story.support_id, no=1).amount
    values = [bar["value"] for bar in options["series"][0]["data"]]
    assert values == [2400.5, round(paid / 10**6, 1), round(paid / 10**6, 1)]
    assert f"{paid:,}".replace(",", ".") in text(answer)


def test_equipment_is_registered_once_and_found_with_or_without_marks(browser: Browser) -> None:
    story = running()
    client, path = browser("researcher"), reverse("missions:register-equipment", args=[story.support_id])
    day = (MOMENT + timedelta(days=1)).strftime("%d/%m/%Y")
    given = {"line_no": "1", "name": "Máy quang phổ <b>FTIR</b>", "serial": "=SN-1", "location": "P.203, nhà B"}
    wrong = client.post(path, {**fresh(client, path), **given, "cost": "99.000.000.000", "in_use_on": day})
    assert wrong.status_code == 422
    assert 'id="id_cost_error"' in wrong.content.decode()
    assert "Máy quang phổ &lt;b&gt;FTIR&lt;/b&gt;" in wrong.content.decode()
    future = client.post(path, {**fresh(client, path), **given, "cost": "1", "in_use_on": "01/01/2030"})
    assert 'id="id_in_use_on_error"' in future.content.decode()
    right = {**fresh(client, path), **given, "cost": "1.850.000.000", "in_use_on": day}
    for _time in range(2):
        assert client.post(path, right).status_code == 303
    assert EquipmentItem.objects.count() == 1
    staff, register = browser("auditor"), reverse("missions:equipment")
    for search in ("may quang pho", "MÁY QUANG", "sn-1 viện"):
        assert "P.203, nhà B" in text(staff.get(register, {"q": search}))
    assert "P.203, nhà B" not in text(staff.get(register, {"q": "không có"}))
    assert "<b>FTIR</b>" not in staff.get(register).content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_the_register_can_be_taken_away_and_opens_safely(kind: str, browser: Browser) -> None:
    story = running().equipment("=HYPERLINK(1)", 1_000_000)
    answer: Any = browser("auditor").get(reverse("missions:equipment"), {"format": kind, "q": "hyperlink"})
    body = b"".join(answer.streaming_content)
    assert answer.status_code == 200
    if kind == "csv":
        assert "'=HYPERLINK(1)" in body.decode("utf-8-sig")
    if kind == "json":
        found = json.loads(body)
        assert (found["count"], found["rows"][0]["dossier_number"]) == (1, story.number)
    if kind == "xlsx":
        assert body.startswith(b"PK")


def test_the_register_pages_by_keyset(browser: Browser) -> None:
    story = running()
    support, line = support_of(story), support_of(story).lines.get(no=1)
    EquipmentItem.objects.bulk_create(
        EquipmentItem(
            line=line, support=support, name=f"Máy {no:02}", folded=f"may {no:02}", location="P.1", cost=1,
            in_use_on=MOMENT.date(), registered_by="party:1",
        )
        for no in range(30)
    )  # fmt: skip
    staff, path = browser("auditor"), reverse("missions:equipment")
    first = staff.get(path, {"q": "may"})
    following = re.search(r'rel="next" href="(\?[^"]+)"', first.content.decode())
    assert following
    assert "q=may" in following[1]
    second = text(staff.get(path + unescape(following[1])))
    assert ("Máy 29" in text(first), "Máy 29" in second, "Máy 04" in second) == (True, False, True)


# -- on the dossier's page -------------------------------------------------------------------------------------------


def test_the_dossier_shows_costs_and_tranches_of_its_support(browser: Browser) -> None:
    story = running()
    answer = browser("researcher").get(reverse("dossiers:follow", args=[story.number]))
    assert "Máy quang phổ hồng ngoại FTIR" in text(answer)
    assert reverse("missions:support", args=[story.support_id]) in answer.content.decode()


def test_files_of_a_refused_delivery_go_along_when_it_is_sent_again(browser: Browser) -> None:
    story = running()
    client, path = browser("researcher"), reverse("missions:deliver", args=[story.support_id, 1])
    chosen = [SimpleUploadedFile(f"bien-ban-{number}.pdf", b"%PDF-1.7 bien ban") for number in range(2)]
    refused = client.post(path, {"evidence": "", "files": chosen, "once": str(uuid4())})
    assert refused.status_code == 422
    marks = re.findall(r'name="files-kept-file" value="([^"]+)"', refused.content.decode())
    assert len(marks) == 2
    assert "bien-ban-1.pdf" in text(refused)
    again = {"evidence": "Đã lắp đặt và chạy thử.", "files-kept-file": marks[:1], "once": str(uuid4())}
    assert client.post(path, again).status_code == 303
    (delivery,) = Tranche.objects.get(support=story.support_id, no=1).deliveries.all()
    assert [files.card(identity).name for identity in delivery.files] == ["bien-ban-0.pdf"]
    other = browser("founder").post(path, again)
    assert other.status_code in (403, 404)
