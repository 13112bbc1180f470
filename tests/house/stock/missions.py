"""Room ``missions``: its part of the stock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.cast import organisation
from tests.house.stock import results, treasury
from tests.house.stock.shape import SELLER, Stock, act, project


def fill(stock: Stock) -> None:
    """Cases, each stopped at another step, so that every page of the room has its task."""
    from khue.features.dossiers.queries.tasks import open_task_of as task_of
    from khue.features.missions import queries
    from khue.site.sample.stories import Story

    def case(number: int, *deeds: Callable[[Story], Any]) -> Story:
        story = Story(act, project(number), organisation("VLSH"), "researcher", SELLER).applied()
        for deed in (Story.accepted_for_processing, *deeds):
            deed(story)
        return story

    to_decide = (Story.appraised,)
    to_agree = (*to_decide, Story.granted)
    to_deliver = (*to_agree, Story.agreed)
    to_accept = (*to_deliver, Story.delivered)
    to_pay = (*to_accept, Story.accepted, Story.signed_on_paper)
    steps: dict[str, tuple[tuple[Callable[[Story], Any], ...], Callable[[Story], int]]] = {
        "appraise": ((), lambda story: story.task("appraisal")),
        "answer-costs": ((Story.costed,), lambda story: story.task("appraisal")),
        "decide": (to_decide, lambda story: story.task("decision")),
        "agree": (to_agree, lambda story: story.task("agreement")),
        "accept": (to_accept, lambda story: story.task("acceptance", 1)),
        "pay": (to_pay, lambda story: story.task("payment", 1)),
    }
    for number, (page, (deeds, task)) in enumerate(steps.items(), start=10):
        stock.by_route[f"missions:{page}", "task_id"] = task(case(number, *deeds))
    delivering = case(20, *to_deliver)
    stock.by_room["missions", "support_id"] = delivering.support_id
    _copy(stock, delivering)
    stock.by_room["missions", "tranche_id"] = queries.support_page(delivering.support_id, act("auditor")).tranches[0].id
    stock.by_room["missions", "no"] = 1
    stock.by_room["portal", "number"] = delivering.number
    stock.by_route["desk:control-slip", "number"] = delivering.number
    paid = case(21, *to_pay, Story.paid)
    for no in range(2, len(queries.support_page(paid.support_id, act("auditor")).tranches) + 1):
        paid.delivered(no).accepted(no).paid(no)
    treasury.fill(stock, case(22, *to_pay, Story.ordered), paid)
    stock.by_route["missions:audit", "task_id"] = task_of(dossier_id=paid.dossier_id, step="audit").id
    results.fill(stock, paid.support_id)


def _copy(stock: Stock, story: Any) -> None:
    """A signed copy of the agreement that awaits its second person."""
    from khue.features.dossiers.queries import public_papers, unsigned_before_payment
    from khue.site.sample import signing

    (unsigned,) = unsigned_before_payment(story.dossier_id)
    copy = signing.recorded_by_hand(unsigned.code, act=act)
    decision = next(each for each in public_papers(story.dossier_id) if each.kind == "decision")
    # Signed by hand: otherwise it would wait for the decider's certificate, which comes last.
    signing.recorded_by_hand(decision.code, act=act)
    stock.by_route["portal:paper", "code"], stock.by_route["portal:paper", "number"] = decision.code, story.number
    for route in ("documents:answer-copy", "documents:withdraw-copy"):
        stock.by_route[route, "code"] = unsigned.code
        stock.by_route[route, "copy_id"] = copy
