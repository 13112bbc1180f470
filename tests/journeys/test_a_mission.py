"""A milestone in the browser: the lead hands it in, the officer accepts it, everybody reads of it.

The contract before and the payment order between are done backstage: a payment order in the browser is in test_the_whole_procedure.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_a_milestone_is_handed_in_accepted_ordered_and_public(visit: Visit, backstage: Any) -> None:
    from khue.features.delivery import usecases
    from tests.delivery import stories

    with backstage():
        mission = stories.running(advance=0)
        stories.signed_on_paper(mission, stories.act_at(6))
        row = stories.milestone(mission, 1)
    lead = visit("vi", width=360).known_as("researcher")
    lead.go(f"/missions/{mission.pk}/milestones/1/hand-in/")
    lead.page.locator("[name=words]").fill("Bàn giao bản thiết kế đã phản biện, kèm biên bản.")
    file = {"name": "thiet-ke.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n% mau\n%%EOF\n"}
    lead.page.locator("[name=files]").set_input_files([file])
    lead.click("main form .btn-primary")
    assert lead.path.endswith(f"/missions/{mission.pk}/")
    officer = visit("vi").known_as("officer")
    officer.go(f"/missions/milestones/{row.pk}/check/")
    assert "Bàn giao bản thiết kế đã phản biện" in officer.text(), officer.text()
    officer.page.locator("[name=outcome][value=return]").check()
    officer.click("main form .btn-primary")
    assert officer.error_at("note"), "what goes back says why"
    officer.page.locator("[name=outcome][value=accept]").check()
    officer.click("main form .btn-primary")
    with backstage():
        act = stories.act_at(40)
        usecases.order_milestone(stories.order_of(mission, f"milestone:{row.pk}", act), actor=act("accountant"))
        row.refresh_from_db()
        assert (row.state, bool(row.order)) == ("ordered", True)
    anybody = visit("vi")
    anybody.go(f"/funded-missions/{mission.number}/")
    assert mission.number in anybody.text()
    assert row.deliverable in anybody.text()
    assert "400.000.000" in anybody.text()
