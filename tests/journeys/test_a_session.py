"""A council meets: an interest declared, no quorum, a secret ballot, minutes signed, fees; a member, the secretary, the chair."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.councils import cases
from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_from_a_declared_interest_to_the_chairs_fee(visit: Visit, backstage: Any) -> None:
    from khue.features.councils import usecases
    from khue.features.councils.domain.commands import CallMeeting, CastBallot
    from khue.kernel import clock

    with backstage():
        now = clock.now()
        city = cases.founded_council(at=now, names=("chair", "member"))
        agenda = CallMeeting(city.council, now, "Phòng họp số 2 (mẫu)", (city.item,))
        meeting = f"/councils/meetings/{usecases.call_meeting(agenda, actor=cases.officer(now))}/"
    member = visit("vi", width=360).known_as("member").go(f"/councils/{city.council}/interests/declare/")
    member.fill(item=str(city.item), ground="Từng làm cùng phòng với chủ nhiệm.").save()
    assert member.go(f"/councils/items/{city.item}/").status == 403
    assert "Ông/bà có lợi ích liên quan đến hồ sơ này" in member.shot("session-out").text()

    secretary = visit("en").known_as("officer").go(f"{meeting}open/")
    for seat in secretary.page.locator("main [name=present]").all()[2:]:
        seat.uncheck()
    secretary.save().click("main a[href$='/ballot/']").save()
    assert secretary.status == 422, "one of four is no quorum"
    assert "quorum" in secretary.shot("session-no-quorum").page.locator("main .summary-bad").inner_text().casefold()
    secretary.go(f"{meeting}presence/")
    for seat in secretary.page.locator("main [name=present]").all():
        seat.check()
    secretary.save().click("main a[href$='/ballot/']").save()
    ballot = secretary.page.locator("main a[href*='/ballots/']").first.get_attribute("href") or ""
    ballot = ballot.removeprefix("/en")

    assert "không có tên trong danh sách" in member.go(ballot).text()
    chair = visit("vi", dark=True).known_as("chair").go("/councils/").shot("session-mine").go(ballot)
    chair.fill(choice="approve").save()
    with backstage():
        number = int(ballot.rstrip("/").rpartition("/")[2])
        for name in list(city.actors)[2:]:
            voter = replace(city.actors[name], moment=clock.now())
            usecases.cast_ballot(CastBallot(number, "approve"), actor=voter)
    _concluded(secretary, ballot, meeting)

    with backstage():
        _signed(meeting)
    chair.go(meeting)
    fees = chair.shot("session-fees").page.locator("main table", has_text="Chủ tịch").last.inner_text()
    assert "Lâm Thị Ánh (mẫu)" in fees


def _concluded(secretary: Visitor, ballot: str, meeting: str) -> None:
    secretary.go(ballot).click("form[action$='/count/'] button")
    assert "is reached" in secretary.text()
    secretary.go(meeting).click("main a[href$='/decide/']")
    secretary.fill(outcome="approved", conclusion="Hội đồng đề nghị chấp thuận.").save()
    secretary.go(f"{meeting}close/").save().again_until("main .files a")


def _signed(meeting: str) -> None:
    """The sheet with everybody's hand, recorded by one officer and compared by another."""
    from khue.features.councils.models import Minutes
    from khue.features.documents import queries as papers
    from khue.site.sample import signing
    from tests.journeys.backstage import act

    minutes = Minutes.objects.get(meeting=int(meeting.rstrip("/").rpartition("/")[2]))
    paper = papers.paper_of(f"minutes:{minutes.pk}")
    assert paper is not None
    signing.signed_by_hand(paper.code, act=act, second="decider")
