"""A resident with a telephone reads in English: calls, funded missions, awards, councils; what is not public says so."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.councils import cases
from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]
VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
OWN_WORDS = ", ".join(f"main {place}" for place in ("thead th", "dt", "label", "legend", "button", "summary", ".state"))
"""Where the platform speaks itself; names, titles and what people wrote stay in their own language."""


def test_a_resident_reads_what_is_public_on_a_telephone(visit: Visit, backstage: Any) -> None:
    from khue.features.councils import queries
    from khue.kernel import clock
    from tests.delivery import stories

    with backstage():
        mission = stories.running(advance=0)
        number = queries.council(cases.founded_council(at=clock.now()).council).number
    resident = visit("en", width=360).known_as("resident")
    for path, said in (
        ("/calls/", "Calls"),
        ("/calls/rounds/", ""),
        ("/funded-missions/", mission.number),
        (f"/funded-missions/{mission.number}/", "Milestones"),
        ("/awards/", "money"),
        ("/councils/public/", number),
        (f"/councils/public/{number}/", "Members"),
        ("/results/", ""),
        ("/key-tasks/register/", ""),
        ("/fund/", ""),
        ("/talent/", ""),
        ("/register/", ""),
    ):
        resident.go(path).shot(f"public{path.replace('/', '-')}")
        assert resident.status == 200, path
        assert said.casefold() in resident.text().casefold(), path
        foreign = [words for words in resident.page.locator(OWN_WORDS).all_inner_texts() if VIETNAMESE.search(words)]
        assert not foreign, path
    assert resident.go(f"/missions/{mission.pk}/").status == 404
    assert "There is no such mission" in resident.text()
