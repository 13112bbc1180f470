"""Two deciders, two workers, two officers at once: one of each is done, and the other is told."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from time import sleep
from typing import Any

import pytest
from django.db import connection, transaction

from khue.core.errors import Conflict, KhueError
from khue.features.calls import queries, usecases
from khue.features.calls.domain.commands import OpenProposals
from khue.features.calls.domain.judging import PutBeforeCouncil
from khue.features.calls.domain.portfolio import DecidePortfolio
from khue.features.calls.domain.rounds import PublishRound
from khue.features.calls.models import Call, PortfolioDecision, PortfolioLine, Proposal, Round
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.domain.commands import Withdraw
from khue.features.dossiers.models import Dossier
from khue.kernel.clock import job_actor
from khue.kernel.models import AuditRecord
from tests.calls.judged import after, two_opened
from tests.calls.portfolios import declared, judged, ordered, solved
from tests.calls.stories import at, handed_in, published_call
from tests.cast import persona
from tests.councils import cases

pytestmark = pytest.mark.slow
Threads = Callable[..., list[Any]]


def test_two_deciders_decide_once_and_a_withdrawal_meets_one_clear_state(clone_db: str, in_threads: Threads) -> None:
    story = judged()
    study = solved(story)
    decider = at(persona("decider"), story.moment)
    asked = DecidePortfolio(study.pk, (story.id("a"), story.id("d")), "Theo phương án đã tính.", {})
    gone = Withdraw(story.proposals["a"].dossier_id, "Đơn vị không còn đủ nhân lực thực hiện.")
    results = in_threads(
        lambda: usecases.decide_portfolio(asked, actor=decider),
        lambda: usecases.decide_portfolio(asked, actor=decider),
        lambda: dossiers.withdraw_dossier(gone, actor=at(persona("researcher"), story.moment)),
    )
    done = [result for result in results[:2] if not isinstance(result, Exception)]
    assert all(isinstance(result, KhueError) for result in results if isinstance(result, Exception))
    assert len(done) == PortfolioDecision.objects.count() <= 1
    state = Proposal.objects.get(pk=story.id("a")).state
    assert state == ("funded" if done else "withdrawn")
    assert PortfolioLine.objects.count() == (4 if done else 0)


def test_whoever_decides_waits_at_the_dossier_and_holds_no_proposal_meanwhile(
    clone_db: str, in_threads: Threads
) -> None:
    """A withdrawal takes the dossier and then its proposal: in the opposite order the database would give one of them up."""
    story = judged()
    study = solved(story)
    proposal = story.proposals["a"]
    portfolio = DecidePortfolio(study.pk, (story.id("a"), story.id("d")), "Theo phương án đã tính.", {})
    holding = Event()

    def halfway() -> str:
        with transaction.atomic():
            Dossier.objects.select_for_update().get(pk=proposal.dossier_id)
            holding.set()
            if not somebody_waits():
                return "nobody waited"
            Proposal.objects.select_for_update(nowait=True).get(pk=proposal.pk)
        return "both held"

    def decides() -> Any:
        assert holding.wait(30)
        return usecases.decide_portfolio(portfolio, actor=at(persona("decider"), story.moment))

    held, answer = in_threads(halfway, decides)
    assert held == "both held", answer
    assert not isinstance(answer, Conflict)
    assert PortfolioDecision.objects.count() == 1


def somebody_waits() -> bool:
    """Whether another session of this database waits for a lock before half a minute is over."""
    for _ in range(300):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # in a transaction the first look is kept
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return True
        sleep(0.1)
    return False


def test_two_workers_on_one_study_write_one_result(clone_db: str, in_threads: Threads) -> None:
    study = ordered(judged())
    job = job_actor("calls.run_study")
    results = in_threads(*[lambda: usecases.run_study(study.pk, study.attempt, actor=job)] * 2)
    study.refresh_from_db()
    assert study.state == "done"
    assert results.count(True) == 1
    assert AuditRecord.objects.filter(deed="calls.finish_study").count() == 1


def test_two_officers_put_the_same_proposals_before_two_councils_and_one_is_told(
    clone_db: str, in_threads: Threads
) -> None:
    call, first, second = two_opened()
    officer = at(persona("officer"), after(call))
    cities = [cases.founded_council(at=after(call)), cases.founded_council(at=after(call))]
    proposals = (first.pk, second.pk)
    results = in_threads(
        *[
            lambda council=city.council: usecases.put_before_council(
                PutBeforeCouncil(call.pk, council, proposals), actor=officer
            )
            for city in cities
        ]
    )
    assert sorted(isinstance(result, KhueError) for result in results) == [False, True]
    assert [len(queries.verdicts_of([pk])[pk]) for pk in proposals] == [1, 1]


def test_what_is_declared_while_a_call_is_opened_comes_before_it_or_not_at_all(
    clone_db: str, in_threads: Threads
) -> None:
    call = published_call()
    handed_in(call)
    row = declared([call], published=False)
    moment = after(call)
    usecases.open_proposals(OpenProposals(call.pk), actor=at(persona("appraiser"), moment))
    results = in_threads(
        lambda: usecases.publish_round(PublishRound(row.pk), actor=at(persona("officer"), moment)),
        lambda: usecases.open_proposals(OpenProposals(call.pk), actor=at(persona("clerk"), moment)),
    )
    assert results[1] is True
    assert Call.objects.get(pk=call.pk).state == "opened"
    published = Round.objects.get(pk=row.pk).state == "published"
    assert published == (not isinstance(results[0], KhueError))
