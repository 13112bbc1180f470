"""What goes wrong in a day: two windows, two clicks, an expired sign-in, a huge file. Nothing is lost, nothing doubled."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys import application
from tests.journeys.application import ENGLISH, VIETNAMESE
from tests.journeys.backstage import story
from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_a_colleague_was_faster_and_is_named(visit: Visit, backstage) -> None:
    with backstage():
        case = story("Đèn đường cảm ứng").applied().accepted_for_processing().appraised().granted().agreed().delivered()
        task, support = case.task("acceptance", 1), case.support_id
    page = f"/missions/tasks/{task}/accept/"
    slow = visit("vi").sign_in("officer").go(page)
    fast = visit("vi").sign_in("appraiser").go(page)
    confirm = "main button[name=confirm][value=yes]"
    fast.fill(outcome="accepted").save()
    if fast.page.locator(confirm).count():
        fast.click(confirm)
    slow.fill(outcome="returned", ground="Thiếu biên bản chạy thử.").save()
    if slow.page.locator(confirm).count():
        slow.click(confirm)
    assert slow.status in (409, 200)
    assert "Vũ Hoàng Nam" in slow.text(), "the colleague who did it is named"
    assert "Thiếu biên bản chạy thử." in slow.text(), "what was typed can still be copied"
    slow.shot("conflict-task-done")
    with backstage():
        from khue.features.dossiers.models import Task

        payments = Task.objects.filter(dossier_id=case.dossier_id, step="payment")
        assert payments.count() == 1, "accepted once, to be paid once"
    assert visit("vi").sign_in("accountant").go(f"/supports/{support}/").status == 200


def test_two_windows_on_one_section_keep_both_versions(visit: Visit, backstage) -> None:
    with backstage():
        case = story("Vải địa kỹ thuật từ xơ dừa").draft()
    page = f"/dossiers/{case.dossier_id}/edit/task/"
    one = visit("vi").sign_in("researcher").go(page)
    two = visit("vi").sign_in("researcher").go(page)
    one.fill(summary="Bản của cửa sổ thứ nhất.").save()
    two.fill(summary="Bản của cửa sổ thứ hai.").save()
    assert two.status == 409
    assert two.value("summary") == "Bản của cửa sổ thứ hai."
    assert "Bản của cửa sổ thứ nhất." in two.text()
    two.shot("conflict-section")
    two.save()
    assert two.go(page).value("summary") == "Bản của cửa sổ thứ hai."


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_double_click_hands_in_once(visit: Visit, backstage, script: bool) -> None:
    with backstage():
        case = story(f"Máy sấy dược liệu {script}").draft()
    me = visit("en", script=script).sign_in("researcher").go(f"/dossiers/{case.dossier_id}/check/")
    me.fill(certified="yes")
    button = me.page.locator("#submit button")
    button.dblclick(no_wait_after=True)
    me.arrived("/submitted/").check()
    with backstage():
        from khue.features.dossiers.models import Task
        from khue.kernel.models import AuditRecord

        assert Task.objects.filter(dossier_id=case.dossier_id).count() == 1
        deeds = AuditRecord.objects.filter(
            subjects__contains=[f"dossier:{case.dossier_id}"], deed="dossiers.submit_dossier"
        )
        assert deeds.count() == 1


def test_words_survive_an_expired_sign_in(visit: Visit, backstage) -> None:
    with backstage():
        case = story("Bê tông nhẹ cốt sợi").draft()
    page = f"/dossiers/{case.dossier_id}/edit/task/"
    me = visit("vi").sign_in("researcher").go(page)
    me.fill(summary="Câu này được viết trước khi phiên đăng nhập hết hạn.")
    me.context.clear_cookies(name="sessionid")
    me.save()
    assert me.path == "/sign-in/"
    me.click("form[action$='/persona/researcher/'] button")
    assert me.path == page
    assert me.value("summary") == "Câu này được viết trước khi phiên đăng nhập hết hạn."
    me.shot("words-restored").save()
    assert "hết hạn" in me.go(page).value("summary")


def test_a_forty_megabyte_file_gets_a_clear_sentence(visit: Visit, backstage, tmp_path: Path) -> None:
    big = tmp_path / "ban-ve.pdf"
    with big.open("wb") as file:
        file.write(b"%PDF-1.4\n")
        file.truncate(40 * 1024 * 1024)
    me = visit("en").sign_in("researcher")
    application.start(me)
    me.click("main .tasks a[href$='/costs/']")
    application.fill_line(me, 0, ENGLISH.machine, "1000000", "500000")
    me.attach("lines-0-evidence", big).save()
    assert me.status == 422
    assert "40 MB" in me.error_at("lines-0-evidence"), me.text()
    assert me.value("lines-0-description") == ENGLISH.machine
    assert me.value("lines-0-requested") == "500000"
    me.shot("file-too-large")


def test_html_in_a_title_is_shown_as_it_was_typed(visit: Visit) -> None:
    nasty = "<b onmouseover=\"alert(1)\">Đề tài</b> & 'ngoặc' <script>alert(2)</script>"
    me = visit("vi").sign_in("researcher")
    application.start(me)
    me.click("main .tasks a")
    application.fill_task(me, VIETNAMESE)
    me.fill(task_title=nasty).click("button[name=return]:visible")
    assert me.page.locator("h1").inner_text() == nasty
    assert not me.page.locator("main b, main script").count()
    me.go("/dossiers/")
    assert nasty in me.text()
    assert not me.page.locator("main b, main script").count()


@pytest.mark.parametrize(("language", "words"), [("vi", "Không tìm thấy"), ("en", "Not found")])
def test_an_unknown_address_is_answered_in_the_readers_language(visit: Visit, language: str, words: str) -> None:
    me = visit(language).go("/khong-co-trang-nay/")
    assert me.status == 404
    assert words in me.page.locator("h1").inner_text()
    me.shot("not-found")


def test_the_language_switch_keeps_the_page(visit: Visit) -> None:
    me = visit("vi").go("/register/?q=thep")
    me.language = "en"
    me.click("a.language")
    assert me.path == "/register/"
    assert me.value("q") == "thep"
