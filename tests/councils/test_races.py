"""Several at once: the last seat, one role, one ballot twice, a count while votes come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from khue.core.errors import Refused
from khue.features.councils import queries, usecases
from khue.features.councils.domain.commands import CastBallot, SeatMember
from khue.features.councils.models import BoxedPaper, CountedPaper, Seat, Voter
from khue.kernel.models import AuditRecord
from tests.councils import cases

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("clone_db")]
InThreads = Callable[..., list[Any]]


def outcomes(results: list[Any]) -> Counter[str]:
    return Counter(type(result).__name__ if isinstance(result, Exception) else "done" for result in results)


def test_the_last_seat_is_taken_once(in_threads: InThreads) -> None:
    council = cases.prepared_council(seats=1)
    experts = [cases.somebody(f"Chuyên gia {number}") for number in range(4)]
    for expert in experts:
        cases.joined(expert)
    results = in_threads(
        *(
            lambda who=who: usecases.seat_member(SeatMember(council, who.key, "member"), actor=cases.officer())
            for who in experts
        )
    )
    assert outcomes(results) == {"done": 1, "Refused": 3}
    assert Seat.objects.count() == 1
    assert AuditRecord.objects.filter(deed="councils.seat_member").count() == 1


def test_a_seat_votes_once_however_often_at_once(in_threads: InThreads) -> None:
    work = cases.at_work()
    voter = work.city.actors["founder"]
    results = in_threads(
        *(
            lambda choice=choice: usecases.cast_ballot(CastBallot(work.ballot, choice, uuid4()), actor=voter)
            for choice in ("approve", "refuse", "blank", "approve")
        )
    )
    assert outcomes(results) == {"done": 1, "Refused": 3}
    assert all(isinstance(r, str | Refused) for r in results)
    assert BoxedPaper.objects.count() == Voter.objects.filter(voted=True).count() == 1


def test_a_count_while_votes_come_in_loses_none(in_threads: InThreads) -> None:
    work = cases.at_work()
    voters = list(work.city.actors.values())
    for voter in voters[:2]:
        usecases.cast_ballot(CastBallot(work.ballot, "approve"), actor=voter)
    results = in_threads(
        *(lambda who=who: usecases.cast_ballot(CastBallot(work.ballot, "refuse"), actor=who) for who in voters[2:]),
        lambda: usecases.count_ballot(work.ballot, actor=cases.officer()),
    )
    card = queries.readable_ballot(work.ballot, cases.officer()).ballot
    assert card.counts is not None
    assert isinstance(results[-1], type(None))
    cast = sum(isinstance(result, str) for result in results[:-1])
    assert sum(card.counts.values()) == card.voted == CountedPaper.objects.count() == 2 + cast
    assert not BoxedPaper.objects.exists()
