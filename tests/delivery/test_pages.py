"""The pages in every state of a mission: whoever may read gets a whole page, in both languages; others get none."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client

from khue.features.delivery import queries, usecases
from khue.features.delivery.domain.commands import (
    AnswerMilestone,
    AppraisedLine,
    AskChange,
    AskReport,
    DecideEnding,
    DecideMission,
    FindUnmet,
    HandInReport,
    NoteReport,
    RecordSiteCheck,
)
from khue.features.delivery.models import Mission
from khue.kernel.models import User
from khue.site.sign_in import PERSONA, STAFF_BY_PASSWORD
from tests.delivery import stories
from tests.delivery.stories import act_at

pytestmark = pytest.mark.django_db
READERS = ("researcher", "officer", "auditor")


def browser(key: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=f"persona-{key}"), backend=STAFF_BY_PASSWORD)
    session = client.session
    session[PERSONA] = key
    session.save()
    return client


def words_of(html: str) -> str:
    """What a reader sees: no mark-up, no scripts, one blank between words."""
    body = re.sub(r"(?s)<(script|style|template)\b.*?</\1>", " ", html[html.index("<main") :])
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def whole(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    shown = words_of(answer.content.decode())
    for fault in (r"\bNone\b", r"\{\{", r"%\(", r"\bText\(", r"\b(before_council|handed_in|cost-appraisal)\b"):
        assert not re.search(fault, shown), f"{fault} in {path}: {shown[:600]}"
    return shown


def finance_answers() -> Mission:
    mission = stories.begun()
    lines = (AppraisedLine(1, "labour", stories.ASKED),)
    usecases.appraise_mission(stories.appraisal(mission, lines=lines), actor=act_at(2)("appraiser"))
    return mission


def refused() -> Mission:
    mission = stories.appraised(stories.begun())
    asked = DecideMission(mission.pk, "refuse", "Không còn phù hợp với kế hoạch.", once=uuid4())
    usecases.decide_mission(asked, actor=act_at(3)("decider"))
    return mission


def at_work() -> Mission:
    """One milestone paid, one sent back; a report noted, a visit made."""
    mission = stories.running()
    first = stories.accepted(mission, 1)
    stories.paid(mission, f"advance:{mission.pk}", 40)
    assert first.state == "accepted"
    second = stories.handed_in(mission, 2, 45)
    usecases.answer_milestone(
        AnswerMilestone(second.pk, False, "Thiếu biên bản chạy thử."), actor=act_at(46)("officer")
    )
    act = act_at(47)
    report = usecases.ask_report(
        AskReport(mission.pk, "Tiến độ mẫu thử.", act_at(60)("officer").today), actor=act("officer")
    )
    usecases.hand_in_report(HandInReport(report, "Đã xong mẫu thử, đang đo."), actor=act("researcher"))
    usecases.note_report(NoteReport(report, True), actor=act("officer"))
    visit = RecordSiteCheck(mission.pk, act("officer").today, True, "Xưởng hoạt động, nhật ký đủ.")
    usecases.record_site_check(visit, actor=act("officer"))
    return mission


def missed() -> Mission:
    mission = at_work()
    ground = "Mẫu thử không đạt chỉ tiêu sau ba phương án hiệu chỉnh."
    usecases.find_unmet(FindUnmet(mission.pk, ground), actor=act_at(60)("officer"))
    return mission


def excused() -> Mission:
    mission = missed()
    fine = DecideEnding(mission.pk, True, False, False, True, "Rủi ro được chấp nhận theo luật.")
    usecases.decide_ending(fine, actor=act_at(62)("decider"))
    return mission


STATES: dict[str, tuple[Callable[[], Mission], str, bool]] = {
    "begun": (stories.begun, "Thẩm định", False),
    "costed": (finance_answers, "Thẩm định", False),
    "appraised": (lambda: stories.appraised(stories.begun()), "Phê duyệt", False),
    "refused": (refused, "Không còn phù hợp", False),
    "granted": (stories.granted, "Hợp đồng", True),
    "running": (at_work, "Thiếu biên bản chạy thử.", True),
    "unmet": (missed, "không đạt", True),
    "excused": (excused, "Rủi ro được chấp nhận", True),
}


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_a_whole_page_for_each_reader(state: str) -> None:
    make, said, public = STATES[state]
    mission = make()
    mission.refresh_from_db()
    assert mission.state == state
    for key in READERS:
        client = browser(key)
        shown = whole(client, f"/vi/missions/{mission.pk}/")
        assert mission.number in shown
        assert mission.title in shown
    assert said.casefold() in shown.casefold()
    assert mission.number in whole(client, f"/en/missions/{mission.pk}/")
    assert mission.number in whole(client, "/vi/missions/?view=all")
    assert browser("resident").get(f"/vi/missions/{mission.pk}/").status_code == 404
    page = Client().get(f"/vi/funded-missions/{mission.number}/")
    assert page.status_code == (200 if public else 404)
    register = whole(Client(), "/vi/funded-missions/")
    assert (mission.number in register) is public


def test_a_product_sent_back_keeps_what_the_lead_typed_when_a_file_is_missing() -> None:
    mission = stories.running()
    client = browser("researcher")
    path = f"/vi/missions/{mission.pk}/milestones/1/hand-in/"
    whole(client, path)
    mission.refresh_from_db()
    given = {"words": "Bàn giao mẫu thử và nhật ký đo.", "seen": mission.version, "once": uuid4()}
    answer = client.post(path, given)
    assert answer.status_code == 422
    assert "Bàn giao mẫu thử và nhật ký đo." in answer.content.decode()
    assert stories.milestone(mission, 1).state == "planned"
    answer = client.post(path, given | {"once": uuid4(), "files": stories.upload()})
    assert answer.status_code == 303
    assert stories.milestone(mission, 1).state == "handed_in"


def test_what_was_reported_stays_readable_when_it_is_noted() -> None:
    mission = at_work()
    for key in READERS:
        assert "Đã xong mẫu thử, đang đo." in whole(browser(key), f"/vi/missions/{mission.pk}/"), key


def test_what_was_sent_back_is_mended_and_not_typed_anew() -> None:
    mission = stories.running()
    act = act_at(47)
    report = usecases.ask_report(
        AskReport(mission.pk, "Tiến độ mẫu thử.", act_at(60)("officer").today), actor=act("officer")
    )
    usecases.hand_in_report(HandInReport(report, "Đã xong mẫu thử, đang đo."), actor=act("researcher"))
    usecases.note_report(NoteReport(report, False, "Chưa nêu kinh phí đã sử dụng."), actor=act("officer"))
    shown = whole(browser("researcher"), f"/vi/missions/reports/{report}/")
    assert "Đã xong mẫu thử, đang đo." in shown
    assert "Chưa nêu kinh phí đã sử dụng." in shown


def test_the_last_day_of_the_contract_is_told_before_anybody_drew_one_up() -> None:
    mission = stories.granted()
    assert mission.decided_on is not None
    due = queries.contract_due(mission.decided_on)
    assert due is not None
    assert f"{due:%d/%m/%Y}" in whole(browser("officer"), f"/vi/missions/{mission.pk}/")


def test_a_change_that_was_asked_for_offers_each_reader_the_own_deed() -> None:
    mission = stories.running()
    asked = AskChange(
        mission.pk, stories.plan(300_000_000, 300_000_000, 600_000_000), date(2028, 6, 30), "Giá vật tư tăng giữa kỳ."
    )
    usecases.ask_change(asked, actor=act_at(20)("researcher"))
    shown = {key: whole(browser(key), f"/vi/missions/{mission.pk}/") for key in READERS}
    decide, withdraw = "Quyết định về điều chỉnh", "Rút đề nghị điều chỉnh"
    assert [decide in shown[key] for key in READERS] == [False, True, False]
    assert [withdraw in shown[key] for key in READERS] == [True, False, False]
