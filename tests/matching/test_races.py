"""Two sides that answer at once, a broker who sends twice, the market weighed twice at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from khue.core.errors import KhueError
from khue.features.matching import usecases
from khue.features.matching.domain.deciding import AnswerIntroduction, AnswerPair, Introduce
from khue.features.matching.domain.triads import AnswerTriad, ProposeTriad
from khue.features.matching.models import Introduction, Pair, PairAnswer, Triad
from khue.kernel.models import Notice
from tests.cast import persona
from tests.matching.stories import broker, introduced, job, market
from tests.matching.test_thirds import found, proposed

pytestmark = pytest.mark.slow
Threads = Callable[..., list[Any]]


def test_both_sides_agree_at_once_and_the_others_hear_it_once(clone_db: str, in_threads: Threads) -> None:
    made = introduced(market(), broker())
    answers = [
        partial(usecases.answer_introduction, AnswerIntroduction(made, True), actor=persona(who))
        for who in ("founder", "researcher")
    ]
    assert sorted(in_threads(*answers)) == ["agreed", "proposed"]
    assert Introduction.objects.get().state == "agreed"
    assert Notice.objects.filter(kind="matching", title_vi__contains="hai bên đồng ý").count() == 2


def test_a_broker_who_sends_twice_at_once_has_one_introduction(clone_db: str, in_threads: Threads) -> None:
    pair, actor = market(), broker()
    asked = [Introduce(*pair, actor.key, f"Xin giới thiệu {no}") for no in range(3)]
    results = in_threads(*(partial(usecases.introduce, one, actor=actor) for one in asked))
    assert sum(isinstance(result, int) for result in results) == 1
    assert all(isinstance(result, int | KhueError) for result in results)
    assert Introduction.objects.count() == 1


def test_answers_of_one_side_at_once_leave_one_that_stands(clone_db: str, in_threads: Threads) -> None:
    pair = market()
    asked = [AnswerPair(*pair, useful, "" if useful else "terms") for useful in (True, False, True)]
    results = in_threads(*(partial(usecases.answer_pair, one, actor=persona("founder")) for one in asked))
    assert results == ["need"] * 3
    assert PairAnswer.objects.count() == 3
    assert PairAnswer.objects.filter(stands=True).count() == 1


def test_the_market_weighed_twice_at_once_is_weighed_one_after_the_other(clone_db: str, in_threads: Threads) -> None:
    market()
    Pair.objects.all().delete()
    assert in_threads(*(partial(usecases.refresh, actor=job()) for _time in range(3))) == [1, 1, 1]
    assert Pair.objects.count() == 1


def test_all_sides_agree_at_once_and_it_is_agreed_once(clone_db: str, in_threads: Threads) -> None:
    given = found()
    broker("treasurer")
    triad = proposed(given)
    sides = ("founder", "researcher", "resident", "member")
    answers = [partial(usecases.answer_triad, AnswerTriad(triad, True), actor=persona(who)) for who in sides]
    assert sorted(in_threads(*answers)) == ["agreed", "proposed", "proposed", "proposed"]
    assert Notice.objects.filter(kind="matching", title_vi__contains="tất cả các bên đồng ý").count() == 4


def test_a_broker_who_proposes_twice_at_once_has_one_introduction_of_several(
    clone_db: str, in_threads: Threads
) -> None:
    demand, offer, investor, expert = found()
    actor = broker("treasurer")
    asked = [ProposeTriad(offer, actor.key, f"Lần {no}", demand, investor, expert) for no in range(3)]
    results = in_threads(*(partial(usecases.propose_triad, one, actor=actor) for one in asked))
    assert sum(isinstance(result, int) for result in results) == 1
    assert all(isinstance(result, int | KhueError) for result in results)
    assert Triad.objects.count() == 1
