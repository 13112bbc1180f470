"""Pages of the editor, as browsers get them: what is typed is never lost, both texts stand beside each other."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from khue.features.procedures.domain.commands import PutPart
from khue.features.procedures.domain.places import Place, mark, part
from khue.features.procedures.models import DefinitionDraft, DraftEdit, MigratedCase
from khue.features.procedures.usecases import put_part
from khue.site.sample.applications import PROCEDURE
from tests.cast import persona
from tests.desk.browsers import LANGUAGES, browser, inputs, path, text
from tests.dossiers.cases import accepted
from tests.procedures.drafts import APPRAISAL, content, open_draft, publish_note, put, with_note

pytestmark = pytest.mark.django_db


def page_of(name: str, *rest: str) -> str:
    return path(f"procedures:{name}", PROCEDURE, *rest)


def sent(client: Client, address: str, **changed: Any) -> dict[str, Any]:
    """What the page's form holds, ticked boxes as a browser sends them, with changes."""
    page = text(client.get(address))
    ticked = re.findall(
        r'type="checkbox" name="(required|total|same_day|rows-\d+-(?:before_payment|public))"[^>]*checked', page
    )
    return {**inputs(page), **dict.fromkeys(ticked, "on"), **changed}


def now(place: Place) -> Any:
    return part(DefinitionDraft.objects.get(state="open").content, place)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_draft_with_a_broken_step_opens_and_names_the_problem(language: str) -> None:
    draft = open_draft()
    step = now(APPRAISAL)
    put(draft, APPRAISAL, {**step, "outcomes": [{**step["outcomes"][0], "next": "nowhere"}]})
    me = browser("officer")
    for name in ("draft", "check", "history", "officer", "rehearsal", "texts", "needs", "basis", "add-step", "import"):
        assert me.get(page_of(name).replace("/vi/", f"/{language}/")).status_code == 200, name
    words = {"vi": "Bước tiếp theo “nowhere” không tồn tại", "en": "“nowhere”"}[language]
    found = text(me.get(page_of("check").replace("/vi/", f"/{language}/")))
    assert words in found or "nowhere" in found
    assert page_of("step", "appraisal").replace("/vi/", f"/{language}/") in found


def test_a_saved_page_that_changes_nothing_changes_nothing() -> None:
    """What the forms show and read is what the definition holds: nothing is lost by opening and saving."""
    open_draft()
    me = browser("officer")
    for address in (
        page_of("texts"), page_of("needs"), page_of("basis"), page_of("section", "costs"), page_of("step", "decision"),
        page_of("step", "audit"), page_of("field", "task", "task_field"), page_of("field", "direct_use", "other_support_detail"),
        page_of("column", "costs", "lines", "requested"), page_of("column", "costs", "lines", "serves_task_directly"),
    ):  # fmt: skip
        assert me.post(address, sent(me, address)).status_code == 303, address
    changed = [
        (edit.place, key, edit.before.get(key), edit.after.get(key))
        for edit in DraftEdit.objects.all()
        for key in {*edit.before, *edit.after}
        if edit.before.get(key) != edit.after.get(key)
    ]
    assert changed == []


def test_a_step_gets_a_clock_and_the_ground_is_asked_for() -> None:
    open_draft()
    me, address = browser("officer"), page_of("step", "appraisal")
    words = sent(me, address, clock="own", amount="6")
    answer = me.post(address, words)
    assert answer.status_code == 422
    assert 'value="6"' in text(answer)
    assert me.post(address, {**words, "ground_vi": "Quy chế mẫu"}).status_code == 303
    assert now(APPRAISAL)["clock"] == {"amount": 6, "unit": "working_days", "note": {"vi": "Quy chế mẫu"}}


def test_rows_come_and_go_without_script_and_keep_what_is_typed() -> None:
    open_draft()
    me, address = browser("officer"), page_of("needs")
    words = sent(me, address, add_line="rows")
    words["rows-0-vi"] = "Lời đang gõ"
    page = text(me.post(address, words))
    assert "Lời đang gõ" in page
    assert f'name="rows-{len(content(1)["needs"])}-vi"' in page
    fewer = text(me.post(address, {**inputs(page), "remove_line": "rows-1"}))
    assert "Lời đang gõ" in fewer
    assert not DraftEdit.objects.exists()


def test_when_a_colleague_was_faster_both_texts_stand_on_the_page_and_saving_again_is_a_choice() -> None:
    draft = open_draft()
    me, address = browser("officer"), page_of("step", "appraisal")
    words = sent(me, address, name_vi="Tên của tôi")
    step = now(APPRAISAL)
    theirs = PutPart(draft.pk, APPRAISAL, {**step, "name": {"vi": "Tên của đồng nghiệp"}}, mark(step))
    put_part(theirs, actor=persona("administrator"))
    answer = me.post(address, words)
    page = text(answer)
    assert answer.status_code == 409
    assert "Tên của tôi" in page
    assert "Tên của đồng nghiệp" in page
    assert now(APPRAISAL)["name"]["vi"] == "Tên của đồng nghiệp"
    assert me.post(address, inputs(page)).status_code == 303
    assert now(APPRAISAL)["name"]["vi"] == "Tên của tôi"


def test_what_was_typed_for_a_part_that_a_colleague_took_out_stays_on_the_page() -> None:
    draft = open_draft()
    with_note(draft)
    me, address = browser("officer"), page_of("field", "papers", "extra_note")
    words = sent(me, address, label_vi="Lời chưa lưu")
    browser("administrator").post(page_of("remove"), {"place": "field:papers.extra_note", "confirm": "yes"})
    answer = me.post(address, words)
    assert answer.status_code == 409
    assert "Lời chưa lưu" in text(answer)


def test_a_condition_takes_answers_of_one_question_and_a_key_that_is_no_key_is_refused() -> None:
    open_draft()
    me, address = browser("officer"), page_of("add-field", "direct_use")
    words = sent(me, address, key="Câu hỏi", kind="text", label_vi="Nhãn")
    assert me.post(address, words).status_code == 422
    words |= {"key": "more_detail", "show_when": ["other_support=yes", "task_kind=research-topic"]}
    assert me.post(address, words).status_code == 422
    words["show_when"] = ["other_support=yes"]
    assert me.post(address, words).status_code == 303
    made = now(Place("field", ("direct_use", "more_detail")))
    assert made["show_when"] == {"field": "other_support", "values": ["yes"]}
    assert "khi “Nhiệm vụ có nguồn ngân sách nhà nước khác” là “Có”" in text(me.get(page_of("draft")))


def test_the_preview_is_the_real_form_and_stores_nothing() -> None:
    with_note(open_draft(), required=True)
    me = browser("officer")
    address = path("dossiers:preview", PROCEDURE, "papers")
    page = text(me.get(address))
    assert "Ghi chú thêm" in page
    assert me.post(address, {**inputs(page), "extra_note": "thử", "continue": "yes"}).status_code == 303
    assert browser("researcher").get(address).status_code == 403


@pytest.mark.parametrize(
    "place", ["", "field", "field:", "field:a", "step:.", "texts", "section:" + "x" * 3000, "step:nowhere"]
)
def test_a_made_up_place_is_not_found(place: str) -> None:
    open_draft()
    me = browser("officer")
    assert me.post(page_of("remove"), {"place": place}).status_code == 404
    assert me.post(page_of("shift"), {"place": place, "by": "up"}).status_code == 404


def test_the_decider_publishes_migrates_and_follows_the_progress() -> None:
    case = accepted()
    publish_note()
    me = browser("decider")
    address = f"{page_of('migrate')}?source=1&target=2"
    page = text(me.get(address))
    assert case.number in page
    words = {**inputs(page), "provision": "", "ground_vi": "Căn cứ bằng lời"}
    refused = me.post(address, words)
    assert refused.status_code == 422
    assert "Căn cứ bằng lời" in text(refused)
    done = me.post(address, {**words, "provision": "res-34-2025.ordering"})
    assert done.status_code == 303
    assert case.number in text(me.get(done["Location"]))
    assert MigratedCase.objects.count() == 1
    for odd in ("?source=9&target=9", "?source=x", "?source=1&target=1"):
        assert me.get(page_of("migrate") + odd).status_code == 200


def test_an_exported_version_is_the_file_that_the_checker_takes() -> None:
    from khue.features.dossiers.domain.checking import check

    raw = browser("officer").get(page_of("export", "1")).content
    assert check("x.toml", raw) == []


# -- names of the form, documents ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["seen", "once", "lines-0-amount", "paper-kept"])
def test_a_new_question_may_not_take_a_name_of_the_form_and_nothing_typed_is_lost(name: str) -> None:
    open_draft()
    me, address = browser("officer"), path("procedures:add-field", PROCEDURE, "costs")
    answer = me.post(address, sent(me, address, key=name, kind="text", label_vi="Đã xem lúc nào"))
    assert answer.status_code == 422
    assert f"Biểu mẫu đã dùng tên “{name}”" in text(answer)
    assert "Đã xem lúc nào" in text(answer)
    assert not DraftEdit.objects.exists()


def test_a_document_is_added_with_its_signers_compared_checked_and_printed() -> None:
    open_draft()
    me, address = browser("officer"), page_of("documents")
    words = sent(me, address)
    kinds = [words[f"rows-{row}-kind"] for row in range(3)]
    assert kinds == ["decision", "agreement", "acceptance"]
    assert me.post(address, words).status_code == 303
    assert not DraftEdit.objects.exists(), "saving what stood there changes nothing"
    changed = me.post(address, {**words, "rows-1-signers": "issuer applicant"})
    assert changed.status_code == 303
    agreed = {"kind": "agreement", "signed": True, "signers": ["issuer", "applicant"], "before_payment": True}
    left_out = now(Place("documents"))[1]["redact"]
    assert "receiver.account" in left_out
    assert now(Place("documents"))[1] == {**agreed, "public": True, "redact": left_out}
    officer = text(me.get(page_of("officer")))
    assert "người ban hành, rồi người nộp; ký xong mới được chi; công khai bản đã lược bỏ dữ liệu cá nhân" in officer
    sheet = me.get(page_of("print", "agreement"))
    assert (sheet.status_code, sheet["Content-Type"], sheet.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert me.get(page_of("print", "form-01")).status_code == 404
    told = text(me.get(path("procedures:compare", PROCEDURE, "1", "draft")))
    assert "agreement: ký: người ban hành, rồi người nộp" in told
    assert me.post(address, {**sent(me, address), "rows-0-signers": "applicant issuer"}).status_code == 303
    found = text(me.get(page_of("check")))
    assert "không có chỗ ký cho người nộp" in found
    assert page_of("documents") in found


def test_a_document_is_taken_out_and_put_in_again() -> None:
    open_draft()
    me, address = browser("officer"), page_of("documents")
    words = sent(me, address)
    page = me.post(address, {**words, "remove_line": "rows-2"})
    assert page.status_code == 200
    assert 'name="rows-1-before_payment"' in text(page)
    kept = {name: value for name, value in words.items() if "before_payment" in name}
    assert me.post(address, {**inputs(text(page)), **kept}).status_code == 303
    assert [item["kind"] for item in now(Place("documents"))] == ["decision", "agreement"]
