"""Two who press at once, on real threads: one deal, one term sheet, one non-disclosure in force."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from khue.core.errors import KhueError
from khue.features.deals import usecases
from khue.features.deals.domain.commands import AnswerTerms, ExpressInterest, MakeTerms
from khue.features.deals.models import Deal, DealTerms
from khue.site.sample import deals as sample
from tests.cast import persona
from tests.deals.stories import firm, member, talking
from tests.exchange.stories import listed

pytestmark = pytest.mark.slow
Threads = Callable[..., list[Any]]


def tried(deed: Callable[[], Any]) -> bool:
    try:
        deed()
    except KhueError:
        return False
    return True


def test_two_interests_at_once_are_one_deal(clone_db: str, in_threads: Threads) -> None:
    member()
    _offer, number = listed()
    actor = persona("founder")
    deed = lambda: usecases.express_interest(ExpressInterest(number, firm(), "x", uuid4()), actor=actor)  # noqa: E731
    assert sorted(in_threads(*[partial(tried, deed)] * 4)) == [False, False, False, True]
    assert Deal.objects.count() == 1


def test_accepting_and_countering_at_once_leave_one_truth(clone_db: str, in_threads: Threads) -> None:
    deal = talking()
    no = sample.made(deal, sample.terms(), persona, "researcher")
    founder, researcher = persona("founder"), persona("researcher")
    other = MakeTerms(deal, sample.terms(lump=5), researcher.today.replace(month=6), uuid4())
    accept = lambda: usecases.answer_terms(AnswerTerms(deal, no, True, "", uuid4()), actor=founder)  # noqa: E731
    counter = lambda: usecases.make_terms(other, actor=researcher)  # noqa: E731
    won = in_threads(partial(tried, accept), partial(tried, accept), partial(tried, counter))
    accepted = DealTerms.objects.filter(state="accepted").count()
    assert sum(won) == 1
    assert accepted == (0 if won[2] else 1)
    assert (Deal.objects.get().state == "agreed") == bool(accepted)
