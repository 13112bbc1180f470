"""A budget chooses among proposals: the officer orders a study, the decider departs once with a ground, everybody reads it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from tests.calls import portfolios
from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]
WHY = "Đề xuất này đã có nơi tiếp nhận kết quả ngay trong năm nay."


def test_from_the_study_to_the_public_list(visit: Visit, backstage: Callable[[], AbstractContextManager[None]]) -> None:
    with backstage():
        story = portfolios.judged()
    base = f"/calls/rounds/{story.round.pk}/"
    officer = visit("vi", width=360, dark=True).sign_in("officer").go(f"{base}studies/order/")
    officer.fill(title="Phương án cơ sở", budget="0").save()
    assert officer.error_at("budget"), "a study without money is refused beside its field"
    officer.fill(title="Phương án cơ sở", budget="2.400.000.000").save()
    with backstage():
        portfolios.run(portfolios.PortfolioStudy.objects.get())
    officer.go(f"{base}studies/1/")
    assert "đã chứng minh" in officer.shot("portfolio-study").text()
    decider = visit("en").sign_in("decider").go(f"{base}studies/1/decide/")
    a, b = story.id("a"), story.id("b")
    for number in (a, b):
        decider.page.locator(f"input[name=funded][value='{number}']").click()
        decider.page.locator(f"details:has([name='ground-{number}']) summary").click()
    decider.fill(**{f"ground-{a}": WHY, f"ground-{b}": WHY}, ground="Theo phương án đã tính.")
    decider.shot("portfolio-decide").save()
    public = visit("vi", width=360).go(base)
    assert WHY in public.shot("portfolio-round").text()
