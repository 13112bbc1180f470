"""Pages as a session meets them: the tab with the name, the place that one works in, what a refusal keeps."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.domain.commands import TakeTask
from khue.features.dossiers.usecases import take_task
from khue.features.staff import usecases
from khue.features.staff.access import STANDS_IN
from khue.features.staff.domain.commands import EndAbsence, ProposeRole, RegisterAbsence
from khue.kernel import clock
from khue.kernel.models import User
from khue.site.sign_in import PERSONA, STAFF_BY_PASSWORD
from tests.cast import persona
from tests.missions.stories import a_story
from tests.staff.cases import holdings, many_tasks

pytestmark = pytest.mark.django_db


def browser(key: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=f"persona-{key}"), backend=STAFF_BY_PASSWORD)
    session = client.session
    session[PERSONA] = key
    session.save()
    return client


@pytest.fixture
def absence() -> int:
    """The appraiser is away from the real today on, with a task on the desk; the officer stands in."""
    absent = persona("appraiser", at=clock.now())
    task = a_story().applied().accepted_for_processing().task("appraisal")
    take_task(TakeTask(task), actor=absent)
    until = absent.today + timedelta(days=5)
    asked = RegisterAbsence(
        absent.key, "business_trip", absent.today, until, persona("officer").key, holdings(absent.key)
    )
    return usecases.register_absence(asked, actor=absent)


def test_the_deputys_desk_has_a_tab_with_the_name(absence: int) -> None:
    officer = browser("officer")
    page = officer.get("/vi/desk/").content.decode()
    assert "Vũ Hoàng Nam (mẫu)</a>" in page or "Vũ Hoàng Nam" in page
    tab = officer.get(f"/vi/desk/?view=for-{absence}").content.decode()
    assert "Màng lọc nước từ sợi tre" in tab
    assert "Làm thay Vũ Hoàng Nam" in tab
    assert "Màng lọc nước" not in officer.get("/vi/desk/?view=mine").content.decode()
    assert b"V\xc5\xa9 Ho\xc3\xa0ng Nam" not in browser("decider").get("/vi/desk/").content


def test_working_in_the_place_and_back(absence: int) -> None:
    officer = browser("officer")
    answer = officer.post(f"/vi/staff/absences/{absence}/stand-in/")
    assert answer.status_code == 303
    page = officer.get("/vi/desk/?view=mine").content.decode()
    assert "Màng lọc nước từ sợi tre" in page
    assert "Phạm Đức Long (mẫu) (thay Vũ Hoàng Nam (mẫu))" in page
    officer.post("/vi/staff/stand-down/")
    assert "(thay " not in officer.get("/vi/desk/?view=mine").content.decode()


def test_the_place_is_lost_when_the_absence_ends(absence: int) -> None:
    officer = browser("officer")
    officer.post(f"/vi/staff/absences/{absence}/stand-in/")
    absent = persona("appraiser", at=clock.now())
    usecases.end_absence(EndAbsence(absence, absent.today), actor=absent)
    assert "(thay " not in officer.get("/vi/desk/").content.decode()


def test_a_stranger_cannot_take_the_place(absence: int) -> None:
    clerk = browser("clerk")
    assert clerk.post(f"/vi/staff/absences/{absence}/stand-in/").status_code == 404
    session = clerk.session
    session[STANDS_IN] = absence
    session.save()
    assert "(thay " not in clerk.get("/vi/desk/").content.decode(), "also not with a forged session"


def test_who_stands_in_for_nobody_is_asked_nothing_more(absence: int) -> None:
    officer = browser("officer")

    def questions() -> int:
        officer.get("/vi/me/")
        with CaptureQueriesContext(connection) as queries:
            assert officer.get("/vi/me/").status_code == 200
        return len(queries)

    own = questions()
    officer.post(f"/vi/staff/absences/{absence}/stand-in/")
    assert questions() <= own + 2
    officer.post("/vi/staff/stand-down/")
    assert questions() == own


def test_the_whole_of_a_desk_with_more_than_can_be_marked() -> None:
    officer = persona("appraiser", at=clock.now())
    task = a_story().applied().accepted_for_processing().task("appraisal")
    take_task(TakeTask(task), actor=officer)
    many_tasks(task, usecases.MOST + 3)
    here, path = browser("appraiser"), f"/vi/staff/people/{officer.person_id}/desk/"
    page = here.get(path).content.decode()
    assert "Toàn bộ: 504 việc" in page
    assert page.count('name="tasks"') == usecases.MOST
    said = {"to": "queue", "extent": "everything", "ground": "Chuyển công tác", "once": str(uuid4())}
    looked = here.post(path, {**said, "step": "check"}).content.decode()
    assert "Còn 4 việc khác cũng sẽ được chuyển như vậy" in looked
    assert dossiers.held_count(officer.key) == usecases.MOST + 4
    mark = re.search(r'name="looked" value="(\w+)"', looked)
    assert mark
    done = here.post(path, {**said, "step": "do", "looked": mark[1]}).content.decode()
    assert "Đã chuyển 504 việc" in done
    assert dossiers.held_count(officer.key) == 0


def test_a_role_that_waits_stands_on_the_persons_page_for_administrators_only() -> None:
    who = persona("officer")
    asked = ProposeRole(who.key, "DOF-KT", "accountant", persona("administrator").today)
    usecases.propose_role(asked, actor=persona("administrator"))
    path = f"/vi/staff/people/{who.person_id}/"
    assert "chờ người thứ hai xác nhận" in browser("administrator").get(path).content.decode()
    assert "chờ người thứ hai xác nhận" not in browser("clerk").get(path).content.decode()


def test_a_choice_that_nobody_has_looked_at_is_shown_and_not_done() -> None:
    holder = persona("appraiser", at=clock.now())
    task = a_story().applied().accepted_for_processing().task("appraisal")
    take_task(TakeTask(task), actor=holder)
    here, path = browser("appraiser"), f"/vi/staff/people/{holder.person_id}/desk/"
    said = {"to": persona("officer").key, "tasks": [str(task)], "ground": "Chuyển công tác", "once": str(uuid4())}
    looked = here.post(path, {**said, "step": "check"}).content.decode()
    mark = re.search(r'name="looked" value="(\w+)"', looked)
    assert mark
    other = {**said, "to": "queue", "step": "do", "looked": mark[1]}
    again = here.post(path, other).content.decode()
    assert "nên chưa có việc nào được chuyển" in again
    assert dossiers.held_count(holder.key) == 1
    now = re.search(r'name="looked" value="(\w+)"', again)
    assert now
    assert "Đã chuyển 1 việc" in here.post(path, {**other, "looked": now[1]}).content.decode()
    assert dossiers.held_count(holder.key) == 0


def test_a_refusal_keeps_what_was_typed(absence: int) -> None:
    officer = browser("officer")
    number = persona("officer").person_id
    answer = officer.post(
        f"/vi/staff/people/{number}/absence/",
        {"reason": "training", "valid_from": "03/03/2030", "valid_until": "01/03/2030", "deputy": ""},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="03/03/2030"' in page
    assert "Ngày đi làm lại phải sau ngày bắt đầu vắng mặt." in page


def test_the_directory_finds_by_name_unit_and_state_and_exports(absence: int) -> None:
    clerk = browser("decider")
    assert "Vũ Hoàng Nam" in clerk.get("/vi/staff/?state=absent").content.decode()
    assert "Lê Thị Thu Hà" not in clerk.get("/vi/staff/?state=absent").content.decode()
    assert "Lê Thị Thu Hà" in clerk.get("/vi/staff/?q=thu ha&unit=DOST-MOTCUA").content.decode()
    file = b"".join(clerk.get("/vi/staff/?format=csv").streaming_content).decode()  # type: ignore[attr-defined]  # a streaming answer
    assert "đang vắng mặt" in file
    assert clerk.get("/vi/staff/?unit=khong-co&state=x&after=hỏng").status_code == 200
    assert clerk.get("/vi/staff/people/999999999/").status_code == 404


@pytest.mark.parametrize("who", ["auditor", "officer", "administrator", "decider"])
def test_the_page_of_a_colleague_offers_a_desk_to_hand_over_only_where_one_may(who: str) -> None:
    client = browser(who)
    for whose in ("auditor", "officer", who):
        page = f"/vi/staff/people/{persona(whose).key.removeprefix('party:')}/"
        offered = f'href="{page}desk/"' in client.get(page).content.decode()
        assert offered == (client.get(f"{page}desk/").status_code == 200), whose
