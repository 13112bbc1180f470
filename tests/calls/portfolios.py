"""A round over two calls, declared before they were opened, with four judged proposals: for the tests of portfolios."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from khue.features.calls import usecases
from khue.features.calls.domain.commands import RecordOutcome
from khue.features.calls.domain.portfolio import OrderStudy, StudyInputs
from khue.features.calls.domain.rounds import ChangeRules, FieldRule, PrepareRound, PublishRound, Rules
from khue.features.calls.models import Call, PortfolioStudy, Proposal, Round
from khue.kernel.clock import job_actor
from tests.calls.judged import after, check
from tests.calls.stories import at, handed_in, opened, published_call
from tests.cast import organisation, persona

COST = 1_200_000_000
RULES = Rules(
    fields={"climate-response": FieldRule(weight=110)},
    per_call=1,
    least_points=5_000,
    ground="Theo chương trình trọng điểm của Thành phố (mẫu).",
)


@dataclass
class Story:
    """``proposals`` by name: the institute's and the firm's of the first call (a, b) and of the second (c, d)."""

    round: Round
    calls: list[Call]
    proposals: dict[str, Proposal]
    moment: datetime

    def id(self, name: str) -> int:
        return int(self.proposals[name].pk)

    def number(self, name: str) -> str:
        return str(self.proposals[name].number)


def declared(calls: list[Call], rules: Rules = RULES, *, published: bool = True) -> Round:
    officer = persona("officer")
    row = usecases.prepare_round(
        PrepareRound("Vòng xét chọn nhiệm vụ năm 2026", tuple(call.pk for call in calls)), actor=officer
    )
    usecases.change_rules(ChangeRules(row, rules), actor=officer)
    if published:
        usecases.publish_round(PublishRound(row), actor=officer)
    return Round.objects.get(pk=row)


def judged(rules: Rules = RULES, points: dict[str, int | None] | None = None) -> Story:
    """``points`` in hundredths, None: the council does not recommend it."""
    given = {"a": 8_300, "b": 7_900, "c": 7_000, "d": 8_800} if points is None else points
    calls = [published_call(), published_call()]
    row = declared(calls, rules)
    proposals = {}
    for first, second, call in (("a", "b", calls[0]), ("c", "d", calls[1])):
        proposals[first] = handed_in(call, secret=first)
        proposals[second] = handed_in(call, persona("founder"), organisation("TLX"), second)
        opened(call)
    moment = after(calls[0])
    for name, proposal in proposals.items():
        check(proposal, moment)
        said = given[name]
        asked = RecordOutcome(proposal.pk, said is not None, "Hội đồng đã họp và kết luận.", said or 4_000)
        usecases.record_outcome(asked, actor=at(persona("officer"), moment))
        proposal.refresh_from_db()
    return Story(row, calls, proposals, moment + timedelta(days=1))


def ordered(story: Story, budget: int = 2 * COST, **more: Any) -> PortfolioStudy:
    asked = OrderStudy(story.round.pk, "Phương án cơ sở", StudyInputs(budget, **more))
    study = usecases.order_study(asked, actor=at(persona("officer"), story.moment))
    return PortfolioStudy.objects.get(pk=study)


def run(study: PortfolioStudy) -> PortfolioStudy:
    usecases.run_study(study.pk, study.attempt, actor=job_actor("calls.run_study"))
    study.refresh_from_db()
    return study


def solved(story: Story, budget: int = 2 * COST, **more: Any) -> PortfolioStudy:
    return run(ordered(story, budget, **more))
