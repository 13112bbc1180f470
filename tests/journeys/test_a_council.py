"""A council at work: a reviewer scores and votes in the own window, the secretary counts, decides and closes; the minutes appear."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from khue.kernel import clock
from tests.cast import organisation
from tests.councils import cases
from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_from_the_sheet_to_the_minutes(visit: Visit, backstage: Callable[[], AbstractContextManager[None]]) -> None:
    with backstage():
        # In another journey the founder writes a proposal with the institute, which is an interest.
        work = cases.at_work(party=organisation("ĐHTH"), at=clock.now())
        for name in list(work.city.actors)[1:]:
            cases.voted(work, name)
    reviewer = visit("vi", width=360, dark=True).known_as("founder").go("/councils/")
    assert "Việc chờ tôi" in reviewer.shot("councils-mine").text()
    reviewer.go(f"/councils/assignments/{work.assignment}/")
    reviewer.fill(points_science="11", points_use="4", comment="Thuyết minh rõ ràng.").save()
    assert reviewer.error_at("points_science"), "no criterion gives more than its most"
    reviewer.fill(points_science="8", comment="Thuyết minh rõ ràng.").shot("councils-sheet").save()
    assert reviewer.path == f"/councils/reviews/{work.review}/"
    reviewer.go(f"/councils/ballots/{work.ballot}/").answer("choice", "approve")
    reviewer.save()
    assert "Phiếu của ông/bà đã vào hòm phiếu" in reviewer.shot("councils-ballot").text()
    secretary = visit("en").known_as("officer").go(f"/councils/ballots/{work.ballot}/")
    secretary.click("form[action$='/count/'] button")
    assert "is reached" in secretary.shot("councils-counted").text()
    secretary.go(f"/councils/agenda/{work.agenda}/decide/")
    secretary.fill(outcome="approved", conclusion="Hội đồng đề nghị chấp thuận.").save()
    secretary.go(f"/councils/meetings/{work.meeting}/close/").save()
    assert "Minutes" in secretary.shot("councils-meeting").text()
