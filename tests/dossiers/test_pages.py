"""Pages about procedures and dossiers, as browsers get them."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from khue.features.dossiers import queries, usecases
from khue.features.dossiers.domain.commands import AskSupplement, SaveAnswers, StartDraft, SubmitDossier
from khue.features.dossiers.models import Dossier, Editor, ProcedureVersion, Task
from khue.features.people import usecases as people
from khue.features.people.domain import GrantMandate
from khue.features.people.queries import party_id
from khue.kernel.models import PersonalView
from tests.cast import organisation, persona
from tests.desk.browsers import LANGUAGES, browser, inputs, path, text
from tests.desk.private import private_case
from tests.dossiers.cases import PROJECT, accepted, draft, submitted, the_task

pytestmark = pytest.mark.django_db
PROCEDURE = "equipment-support"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def pdf(name: str = "bao-gia.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, "application/pdf")


def new_draft() -> Dossier:
    found = usecases.start_draft(StartDraft(PROCEDURE, organisation("VLSH")), actor=persona("researcher"))
    return Dossier.objects.get(pk=found)


def section_path(dossier: Dossier, section: str) -> str:
    return path("dossiers:section", dossier.number, section)


def sent(client: Client, address: str, **changed: Any) -> dict[str, Any]:
    """What the page's form holds, with changes, as "save and continue" would send it."""
    return {**inputs(text(client.get(address))), "continue": "yes", **changed}


def refresh(dossier: Dossier) -> Dossier:
    dossier.refresh_from_db()
    return dossier


# -- who may open what -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_draft_opens_for_its_writer_in_both_languages(language: str) -> None:
    dossier = draft()
    me = browser("researcher")
    routes = [("mine",), ("edit", dossier.number), ("check", dossier.number), ("withdraw", dossier.number)]
    routes += [("add-editor", dossier.number), ("start", PROCEDURE), ("procedure", PROCEDURE)]
    routes += [("section", dossier.number, section.key) for section in queries.procedure(PROCEDURE).sections]
    for name, *args in routes:
        address = path(f"dossiers:{name}", *args, language=language)
        assert me.get(address).status_code == 200, address


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_running_dossier_opens_for_both_sides(language: str) -> None:
    dossier = accepted()
    address = path("dossiers:follow", dossier.number, language=language)
    for who in ("researcher", "clerk", "decider", "auditor"):
        answer = browser(who).get(address)
        assert answer.status_code == 200, who
        assert PROJECT.title in text(answer)
    assert browser("researcher").get(path("dossiers:submitted", dossier.number, language=language)).status_code == 200


@pytest.mark.parametrize("name", ["edit", "check", "follow", "submitted", "withdraw", "supplement", "add-editor"])
def test_a_stranger_and_staff_find_no_draft_and_a_visitor_signs_in(name: str) -> None:
    dossier = draft()
    address = path(f"dossiers:{name}", dossier.number)
    for who in ("resident", "founder", "clerk", "decider"):
        assert browser(who).get(address).status_code == 404, who
    answer = browser().get(address)
    assert answer.status_code == 303
    assert "/sign-in/?next=" in answer["Location"]


def test_whoever_may_only_look_reads_a_draft_and_is_sent_nowhere_else() -> None:
    dossier = draft()
    grant = GrantMandate(persona("resident").key, organisation("VLSH"), "view", persona("resident").today, None, "Giấy")
    people.grant_mandate(grant, actor=persona("administrator"))
    viewer = browser("resident")
    answer = viewer.get(path("dossiers:follow", dossier.number))
    assert answer.status_code == 200
    assert path("dossiers:edit", dossier.number) not in text(answer)
    away = viewer.get(path("dossiers:edit", dossier.number))
    assert (away.status_code, away["Location"]) == (303, path("dossiers:follow", dossier.number))
    assert viewer.get(path("dossiers:check", dossier.number)).status_code == 200


def test_a_stranger_finds_no_submitted_dossier_either() -> None:
    dossier = submitted()
    assert browser("resident").get(path("dossiers:follow", dossier.number)).status_code == 404
    assert browser("resident").get(path("dossiers:follow", "HN-1999-000001")).status_code == 404
    assert browser("resident").get(path("dossiers:follow", "9" * 30)).status_code == 404


def test_the_procedure_is_open_to_everybody_with_terms_and_why() -> None:
    page = text(browser().get(path("dossiers:procedure", PROCEDURE)))
    assert "Thẩm định kinh phí" in page
    assert "Sở Khoa học và Công nghệ" in page
    assert 'class="why"' in page
    assert browser().get(path("dossiers:procedure", "no-such")).status_code == 404
    assert browser().get(path("dossiers:start", PROCEDURE)).status_code == 303


def test_staff_who_look_at_a_private_person_are_written_down_and_the_owner_is_not() -> None:
    dossier = private_case(persona("resident")).dossier
    address = path("dossiers:follow", dossier.number)
    browser("resident").get(address)
    assert not PersonalView.objects.exists()
    browser("clerk").get(address)
    found = PersonalView.objects.get()
    assert (found.what, found.subject, found.party) == ("dossier", f"dossier:{dossier.pk}", persona("resident").key)


# -- starting and writing ----------------------------------------------------------------------------------------------


def test_a_draft_is_started_once_for_the_party_that_was_chosen() -> None:
    me, address = browser("researcher"), path("dossiers:start", PROCEDURE)
    page = text(me.get(address))
    assert "Viện Vật liệu Sông Hồng" in page
    words = {**inputs(page), "applicant": organisation("VLSH")}
    first, second = me.post(address, words), me.post(address, words)
    assert first.status_code == second.status_code == 303
    assert first["Location"] == second["Location"]
    assert Dossier.objects.filter(applicant=party_id(organisation("VLSH"))).count() == 1


def test_one_cannot_start_for_a_party_that_one_does_not_act_for() -> None:
    answer = browser("resident").post(
        path("dossiers:start", PROCEDURE), {"applicant": organisation("VLSH"), "once": str(uuid4())}
    )
    assert answer.status_code == 422
    assert not Dossier.objects.exists()


def test_the_record_fills_in_what_it_knows_with_its_source_and_saving_confirms_it() -> None:
    dossier, me = new_draft(), browser("researcher")
    address = section_path(dossier, "applicant")
    page = text(me.get(address))
    words = inputs(page)
    assert words["tax_code"]
    assert "Nguồn:" in page
    assert "applicant" not in refresh(dossier).confirmed_prefills
    me.post(address, {**words, "return": "yes"})
    assert refresh(dossier).answers["tax_code"] == words["tax_code"]
    assert "applicant" in dossier.confirmed_prefills


def test_a_section_shows_its_state_on_the_list() -> None:
    dossier, me = new_draft(), browser("researcher")
    me.post(section_path(dossier, "papers"), {"seen": "0", "commitment": "yes", "return": "yes"})
    page = text(me.get(path("dossiers:edit", dossier.number)))
    assert 'data-state="begun"' in page
    assert 'data-state="not_started"' in page
    assert 'data-state="complete"' not in page
    full = text(me.get(path("dossiers:edit", draft().number)))
    assert 'data-state="complete"' in full


def test_save_and_return_keeps_half_an_answer_and_save_and_continue_says_what_is_missing() -> None:
    dossier, me = new_draft(), browser("researcher")
    address = section_path(dossier, "task")
    assert me.post(address, {"seen": "0", "task_title": "Cảm biến", "return": "yes"})["Location"].endswith("/edit/")
    assert refresh(dossier).title == "Cảm biến"
    answer = me.post(address, sent(me, address), follow=True)
    page = text(answer)
    assert answer.redirect_chain[-1][0].endswith("?check=1")
    assert "summary-bad" in page
    assert 'href="#id_summary"' in page
    assert 'value="Cảm biến"' in page


@pytest.mark.parametrize(
    ("typed", "told"),
    [("1.000,5", "1.000,5"), ("-5", "-5"), ("mười triệu", "mười triệu")],
)
def test_an_amount_that_cannot_be_read_is_kept_as_typed_and_nothing_is_saved(typed: str, told: str) -> None:
    dossier, me = draft(), browser("researcher")
    address = section_path(dossier, "costs")
    before = refresh(dossier).answers["lines"]
    answer = me.post(address, sent(me, address, **{"lines-0-amount": typed}))
    page = text(answer)
    assert answer.status_code == 422
    assert f'value="{told}"' in page
    assert 'href="#id_lines-0-amount"' in page
    assert refresh(dossier).answers["lines"] == before


def test_a_row_is_added_and_removed_without_script_and_nothing_typed_is_lost() -> None:
    dossier, me = draft(), browser("researcher")
    address = section_path(dossier, "costs")
    words = sent(me, address, **{"lines-0-description": "Máy quang phổ mới"}, add_line="lines")
    del words["continue"]
    page = text(me.post(address, words, follow=True))
    assert 'id="lines-2"' in page
    assert "Máy quang phổ mới" in page
    words = {**inputs(page), "lines-2-description": "Tủ hút", "lines-2-amount": "5000000", "remove_line": "lines-0"}
    me.post(address, words)
    assert [row["description"] for row in refresh(dossier).answers["lines"]] == ["Điện, khí, bảo trì", "Tủ hút"]
    assert dossier.answers["lines"][1]["amount"] == 5_000_000
    assert dossier.answers["lines"][0]["evidence"]


def test_rows_of_a_narrow_table_come_and_go_by_htmx_without_saving() -> None:
    dossier, me = draft(), browser("researcher")
    address = section_path(dossier, "tranches")
    words = sent(me, address, add_line="tranches")
    page = text(me.post(address, words, headers={"HX-Request": "true"}))
    number = len(refresh(dossier).answers["tranches"])
    assert f'name="tranches-{number}-amount"' in page
    assert dossier.section_versions["tranches"] == 1


def test_a_file_is_stored_shown_kept_and_replaced() -> None:
    dossier, me = new_draft(), browser("researcher")
    address = section_path(dossier, "papers")
    me.post(address, {"seen": "0", "commitment": "yes", "task_decision": pdf("quyet-dinh.pdf"), "return": "yes"})
    first = refresh(dossier).answers["task_decision"]
    page = text(me.get(address))
    assert "quyet-dinh.pdf" in page
    me.post(address, {**inputs(page), "return": "yes"})
    assert refresh(dossier).answers["task_decision"] == first
    me.post(address, {**inputs(text(me.get(address))), "task_decision": pdf("moi.pdf"), "return": "yes"})
    assert refresh(dossier).answers["task_decision"] != first
    assert "moi.pdf" in text(me.get(address))


def waiting(page: str) -> dict[str, str]:
    """The ticks of files that wait, as a browser sends them."""
    found = re.findall(r'<input type="checkbox" checked name="([^"]+-kept-file)" value="([^"]+)"', page)
    return {name: unescape(value) for name, value in found}


def test_a_file_chosen_in_a_section_that_is_refused_goes_along_with_the_next_sending() -> None:
    dossier, me = new_draft(), browser("researcher")
    address = section_path(dossier, "papers")
    wrong = {"seen": "0", "commitment": "perhaps", "task_decision": pdf("quyet-dinh.pdf"), "return": "yes"}
    refused = me.post(address, wrong)
    page = text(refused)
    assert refused.status_code == 422
    assert "quyet-dinh.pdf" in page
    assert "chọn lại tệp" not in page
    kept = waiting(page)
    assert list(kept) == ["task_decision-kept-file"]
    me.post(address, {**inputs(page), **kept, "commitment": "yes", "return": "yes"})
    stored = refresh(dossier).answers["task_decision"]
    shown = text(me.get(address))
    assert "quyet-dinh.pdf" in shown
    assert "Thay tệp khác" in shown
    assert me.post(address, {**inputs(shown), "return": "yes"}).status_code == 303
    assert refresh(dossier).answers["task_decision"] == stored
    strangers = browser("founder")
    assert strangers.post(address, {**inputs(page), **kept, "commitment": "yes"}).status_code == 404


def test_files_of_rows_wait_when_another_row_is_refused_and_move_up_with_their_row() -> None:
    dossier, me = new_draft(), browser("researcher")
    address = section_path(dossier, "costs")
    words = {
        "seen": "0", "lines-TOTAL_FORMS": "3", "lines-INITIAL_FORMS": "0", "lines-0-description": "Máy A",
        "lines-0-amount": "không phải số", "lines-1-description": "Máy B", "lines-2-description": "Máy C",
        "lines-2-evidence": pdf("c.pdf"), "return": "yes",
    }  # fmt: skip
    page = text(me.post(address, words))
    kept = waiting(page)
    assert list(kept) == ["lines-2-evidence-kept-file"]
    again = {**words, **kept, "remove_line": "lines-1"}
    del again["lines-2-evidence"], again["return"]
    shown = text(me.post(address, again, headers={"HX-Request": "true"}))
    moved = waiting(shown)
    assert list(moved) == ["lines-1-evidence-kept-file"]
    last = {**inputs(shown), **moved, "lines-0-amount": "5000000", "return": "yes"}
    me.post(address, last)
    rows = refresh(dossier).answers["lines"]
    assert [row["description"] for row in rows] == ["Máy A", "Máy C"]
    assert rows[1]["evidence"]
    assert "evidence" not in rows[0]


def test_a_file_waits_when_a_colleague_saved_the_section_meanwhile() -> None:
    dossier, me = new_draft(), browser("researcher")
    address = section_path(dossier, "papers")
    me.post(address, {"seen": "0", "commitment": "yes", "return": "yes"})
    stale = me.post(address, {"seen": "0", "commitment": "yes", "task_decision": pdf("qd.pdf"), "return": "yes"})
    page = text(stale)
    assert stale.status_code == 409
    me.post(address, {**inputs(page), **waiting(page), "return": "yes"})
    assert refresh(dossier).answers["task_decision"]
    assert "qd.pdf" in text(me.get(address))


def test_a_file_in_a_row_goes_to_its_row_also_when_blank_rows_stand_before_it() -> None:
    dossier, me = new_draft(), browser("researcher")
    address = section_path(dossier, "costs")
    words = {
        "seen": "0", "lines-TOTAL_FORMS": "3", "lines-INITIAL_FORMS": "0",
        "lines-0-description": "Máy A", "lines-2-description": "Máy B", "lines-2-evidence": pdf("b.pdf"), "return": "yes",
    }  # fmt: skip
    me.post(address, words)
    rows = refresh(dossier).answers["lines"]
    assert [row["description"] for row in rows] == ["Máy A", "Máy B"]
    assert "evidence" not in rows[0]
    assert rows[1]["evidence"]


def test_a_file_of_a_wrong_kind_is_told_beside_it_and_the_words_stay() -> None:
    dossier, me = new_draft(), browser("researcher")
    address = section_path(dossier, "costs")
    words = {
        "seen": "0", "lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0", "lines-0-description": "Máy A",
        "lines-0-evidence": SimpleUploadedFile("virus.exe", b"MZ" + b"\0" * 80), "return": "yes",
    }  # fmt: skip
    answer = me.post(address, words)
    page = text(answer)
    assert answer.status_code == 422
    assert "Máy A" in page
    assert 'id="id_lines-0-evidence_error"' in page
    assert not refresh(dossier).answers


def test_somebody_elses_file_is_not_taken_by_typing_its_id() -> None:
    stolen = draft().answers["lines"][0]["evidence"]
    dossier, me = new_draft(), browser("researcher")
    words = {
        "seen": "0", "lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0", "lines-0-description": "Máy A",
        "lines-0-evidence-kept": stolen, "return": "yes",
    }  # fmt: skip
    me.post(section_path(dossier, "costs"), words)
    assert refresh(dossier).answers["lines"] == [{"description": "Máy A"}]


def test_a_question_appears_when_its_condition_is_met() -> None:
    dossier, me = new_draft(), browser("researcher")
    address = section_path(dossier, "direct_use")
    assert "other_support_detail" not in text(me.get(address))
    words = {"seen": "0", "direct_use_statement": "Có", "other_support": "yes", "continue": "yes"}
    answer = me.post(address, words, follow=True)
    page = text(answer)
    assert 'name="other_support_detail"' in page
    assert "summary-bad" not in page
    drawn = text(me.post(address, {**words, "refresh": "1"}, headers={"HX-Request": "true"}))
    assert 'name="other_support_detail"' in drawn


def test_a_page_left_open_while_a_colleague_saved_keeps_the_words_and_shows_what_is_saved() -> None:
    dossier, me = draft(), browser("researcher")
    address = section_path(dossier, "direct_use")
    words = sent(me, address, direct_use_statement="Lời của tôi")
    colleague = SaveAnswers(
        dossier.pk, "direct_use", {"direct_use_statement": "Lời đồng nghiệp", "other_support": "no"}, 1
    )
    usecases.save_answers(colleague, actor=persona("researcher"))
    answer = me.post(address, words)
    page = text(answer)
    assert answer.status_code == 409
    assert "Lời của tôi" in page
    assert "Lời đồng nghiệp" in page
    assert refresh(dossier).answers["direct_use_statement"] == "Lời đồng nghiệp"
    again = me.post(address, {**inputs(page), "return": "yes"})
    assert again.status_code == 303
    assert refresh(dossier).answers["direct_use_statement"] == "Lời của tôi"


def test_words_sent_after_the_sign_in_expired_stand_in_the_form_afterwards() -> None:
    dossier, me = draft(), browser("researcher")
    address = section_path(dossier, "direct_use")
    words = sent(me, address, direct_use_statement="Viết rất lâu")
    me.post(path("account_logout"))
    me.session.flush()
    answer = me.post(address, words, headers={"Referer": f"http://testserver{address}"})
    assert answer.status_code == 303
    assert "sign-in" in answer["Location"]
    kept = me.session["kept_form"]
    signed_in = browser("researcher")
    session = signed_in.session
    session["kept_form"] = kept
    session.save()
    page = text(signed_in.get(address))
    assert "Viết rất lâu" in page
    assert refresh(dossier).answers["direct_use_statement"] != "Viết rất lâu"


def test_a_submitted_dossier_is_not_written_any_more() -> None:
    dossier, me = draft(), browser("researcher")
    address = section_path(dossier, "direct_use")
    words = sent(me, address)
    usecases.submit_dossier(SubmitDossier(dossier.pk, True), actor=persona("researcher"))
    assert me.get(address)["Location"].endswith(f"/dossiers/{dossier.number}/")
    assert me.post(address, words).status_code == 409


def test_a_draft_that_is_opened_moves_to_the_newer_form_and_tells_what_changed() -> None:
    dossier, me = draft(), browser("researcher")
    version = ProcedureVersion.objects.get(pk=dossier.version_id)
    content = json.loads(json.dumps(version.content))
    content["sections"][0]["fields"][1]["label"]["vi"] = "Tên mới của nhiệm vụ"
    ProcedureVersion.objects.create(
        key=PROCEDURE, number=version.number + 1, digest="x", content=content, published_at=version.published_at
    )
    edit = path("dossiers:edit", dossier.number)
    page = text(me.get(edit))
    assert "Tên mới của nhiệm vụ" in page
    assert refresh(dossier).version_id != version.pk


def test_a_colleague_found_by_name_and_mail_writes_along_and_not_by_one_of_them() -> None:
    dossier, me = draft(), browser("researcher")
    address = path("dossiers:add-editor", dossier.number)
    name = persona("founder").name
    wrong = me.post(address, {"name": name, "email": "other@example.org"})
    assert wrong.status_code == 422
    assert not Editor.objects.exists()
    assert me.post(address, {"name": name, "email": "founder@sample.example"}).status_code == 303
    friend = browser("founder")
    assert friend.get(path("dossiers:edit", dossier.number)).status_code == 200
    assert dossier.number in text(friend.get(path("dossiers:mine")))
    gone = path("dossiers:remove-editor", dossier.number, persona("founder").person_id)
    assert me.get(gone).status_code == 200
    assert me.post(gone).status_code == 303
    assert friend.get(path("dossiers:edit", dossier.number)).status_code == 404


# -- handing in --------------------------------------------------------------------------------------------------------


def test_check_lists_open_questions_with_the_way_to_each() -> None:
    dossier = new_draft()
    page = text(browser("researcher").get(path("dossiers:check", dossier.number)))
    assert f"{section_path(dossier, 'task')}?check=1#id_task_title" in page


def test_check_shows_the_most_that_can_be_granted_and_why() -> None:
    page = text(browser("researcher").get(path("dossiers:check", draft().number)))
    assert 'class="why"' in page
    assert "1.850.000.000" in page


def test_an_uncertified_dossier_is_not_submitted_and_a_certified_one_once() -> None:
    dossier, me = draft(), browser("researcher")
    address = path("dossiers:check", dossier.number)
    words = inputs(text(me.get(address)))
    answer = me.post(address, words)
    assert answer.status_code == 422
    assert "id_certified_error" in text(answer)
    assert refresh(dossier).state == "draft"
    words = {**inputs(text(answer)), "certified": "on"}
    assert me.post(address, words)["Location"].endswith("/submitted/")
    assert me.post(address, words)["Location"].endswith("/submitted/"), "the second click gets the first one's answer"
    stranger_to_the_page = {**words, "once": str(uuid4())}
    assert me.post(address, stranger_to_the_page)["Location"].endswith(f"/{dossier.number}/")
    assert refresh(dossier).state == "submitted"
    assert Task.objects.filter(dossier=dossier).count() == 1
    assert dossier.number in text(me.get(path("dossiers:submitted", dossier.number)))


def test_a_refusal_of_the_rules_leads_to_its_line() -> None:
    dossier, me = draft(), browser("researcher")
    lines = [{**row} for row in dossier.answers["lines"]]
    lines[0]["other_public"] = 5_000_000
    usecases.save_answers(
        SaveAnswers(dossier.pk, "costs", {"lines": lines}, dossier.section_versions["costs"]),
        actor=persona("researcher"),
    )
    address = path("dossiers:check", dossier.number)
    page = text(me.get(address))
    assert f"{section_path(dossier, 'costs')}?check=1#id_lines-0-other_public" in page
    answer = me.post(address, {"certified": "on", "once": str(uuid4())})
    assert answer.status_code == 422
    assert "#id_lines-0-other_public" in text(answer)
    assert refresh(dossier).state == "draft"


def test_html_in_a_title_is_shown_and_never_run() -> None:
    dossier, me = draft(), browser("researcher")
    values = {**{f.key: dossier.answers.get(f.key) for f in queries.procedure(PROCEDURE).sections[0].fields}}
    values["task_title"] = "<script>alert(1)</script> Màng lọc"
    usecases.save_answers(SaveAnswers(dossier.pk, "task", values, 1), actor=persona("researcher"))
    usecases.submit_dossier(SubmitDossier(dossier.pk, True), actor=persona("researcher"))
    for who, address in (
        ("researcher", path("dossiers:follow", dossier.number)),
        ("researcher", path("dossiers:mine")),
        ("clerk", path("desk:tasks")),
        ("clerk", path("desk:task", the_task(dossier).pk)),
    ):
        page = text(me.get(address) if who == "researcher" else browser(who).get(address))
        assert "&lt;script&gt;alert(1)&lt;/script&gt; Màng lọc" in page, address
        assert "<script>alert(1)" not in page, address


# -- following ---------------------------------------------------------------------------------------------------------


def test_following_shows_clock_steps_and_the_receipt() -> None:
    dossier = accepted()
    page = text(browser("researcher").get(path("dossiers:follow", dossier.number)))
    assert "clock-card" in page
    assert 'class="step step-done"' in page
    assert 'class="step step-now"' in page
    assert "Tiếp nhận hồ sơ" in page
    assert path("dossiers:withdraw", dossier.number) in page


def asked_dossier() -> Dossier:
    dossier = submitted()
    usecases.request_supplement(
        AskSupplement(the_task(dossier).pk, "Thiếu báo giá thứ hai", ("Báo giá 2",)), actor=persona("clerk", days=1)
    )
    return refresh(dossier)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_request_for_supplements_is_answered_once(language: str) -> None:
    dossier, me = asked_dossier(), browser("researcher")
    assert "Thiếu báo giá thứ hai" in text(me.get(path("dossiers:follow", dossier.number, language=language)))
    assert "Báo giá 2" in text(me.get(path("dossiers:edit", dossier.number, language=language)))
    address = path("dossiers:supplement", dossier.number, language=language)
    words = inputs(text(me.get(address)))
    refused = me.post(address, words)
    assert refused.status_code == 422
    assert "id_note_error" in text(refused)
    words = {**inputs(text(refused)), "note": "Đã thêm báo giá"}
    assert me.post(address, words).status_code == 303
    assert me.post(address, words).status_code == 303
    assert refresh(dossier).state == "submitted"
    assert "Đã thêm báo giá" in text(me.get(path("dossiers:follow", dossier.number)))


def test_a_dossier_is_withdrawn_with_a_reason_once() -> None:
    dossier, me = submitted(), browser("researcher")
    address = path("dossiers:withdraw", dossier.number)
    words = inputs(text(me.get(address)))
    answer = me.post(address, {**words, "ground": " "})
    assert answer.status_code == 422
    assert refresh(dossier).state == "submitted"
    words = {**inputs(text(answer)), "ground": "Đổi kế hoạch"}
    assert me.post(address, words).status_code == 303
    assert me.post(address, words).status_code == 303
    assert refresh(dossier).state == "withdrawn"
    assert me.get(path("dossiers:follow", dossier.number)).status_code == 200


def test_my_dossiers_put_what_waits_first_and_can_be_taken_away() -> None:
    late, waiting, open_draft = submitted(), asked_dossier(), draft()
    me = browser("researcher")
    page = text(me.get(path("dossiers:mine")))
    places = [page.index(dossier.number) for dossier in (waiting, open_draft, late)]
    assert places == sorted(places)
    rows = json.loads(b"".join(me.get(path("dossiers:mine"), {"format": "json"}).streaming_content))["rows"]
    assert [row["number"] for row in rows] == [waiting.number, open_draft.number, late.number]
    for kind in ("csv", "xlsx"):
        answer = me.get(path("dossiers:mine"), {"format": kind})
        assert f"dossiers.{kind}" in answer["Content-Disposition"]
        assert b"".join(answer.streaming_content)


def test_an_empty_list_says_what_to_do() -> None:
    page = text(browser("resident").get(path("dossiers:mine")))
    assert "/vi/procedures/" in page
    assert 'class="nothing"' in page


def test_my_dossiers_cost_the_same_queries_for_one_and_thirty() -> None:
    me = browser("researcher")
    new_draft()
    me.get(path("dossiers:mine"))

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert me.get(path("dossiers:mine")).status_code == 200
        return len(seen)

    few = cost()
    for _number in range(29):
        new_draft()
    assert cost() == few


def test_a_dossier_with_many_lines_costs_the_same_queries() -> None:
    dossier, me = draft(), browser("researcher")
    usecases.submit_dossier(SubmitDossier(dossier.pk, True), actor=persona("researcher"))
    address = path("dossiers:follow", dossier.number)
    me.get(address)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            me.get(address)
        return len(seen)

    few = cost()
    rows = dossier.answers["lines"] * 20
    Dossier.objects.filter(pk=dossier.pk).update(answers={**dossier.answers, "lines": rows})
    assert cost() == few


def test_files_of_a_dossier_are_read_by_its_side_and_by_staff_only() -> None:
    dossier = draft()
    subject = f"dossier:{dossier.pk}"
    assert queries.may_read_subject(persona("researcher"), subject)
    assert not queries.may_read_subject(persona("clerk"), subject)
    usecases.submit_dossier(SubmitDossier(dossier.pk, True), actor=persona("researcher"))
    assert queries.may_read_subject(persona("clerk"), subject)
    assert not queries.may_read_subject(persona("resident"), subject)
    assert not queries.may_read_subject(persona("clerk"), "dossier:0")
    assert not queries.may_read_subject(persona("clerk"), "dossier:x")
