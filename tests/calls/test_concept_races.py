"""Two who go on from one concept at once, and concepts at the closing hour, on real threads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from khue.core.errors import KhueError
from khue.features.calls import usecases
from khue.features.calls.domain.commands import HandIn, OpenProposals, StartProposal
from khue.features.calls.models import Call, Proposal
from tests.calls.concepts import concept, concept_call, full_asked, full_call, later, open_day, two_judged
from tests.calls.stories import at
from tests.cast import organisation, persona

pytestmark = pytest.mark.slow
Threads = Callable[..., list[Any]]


def test_one_invited_concept_brings_one_full_proposal(clone_db: str, in_threads: Threads) -> None:
    call, first, _second = two_judged()
    full = full_call(call)
    asked = StartProposal(full.pk, organisation("VLSH"), "Dự báo ngập úng, đề xuất hoàn chỉnh")
    begin = partial(usecases.start_proposal, asked, actor=open_day(full, "researcher"))
    results = in_threads(*[begin] * 4)
    assert sorted(isinstance(result, KhueError) for result in results) == [False, True, True, True]
    assert Proposal.objects.filter(concept=first).count() == 1


def test_one_concept_call_is_followed_by_one_full_call(clone_db: str, in_threads: Threads) -> None:
    call, _first, _second = two_judged()
    prepare = partial(usecases.prepare_call, full_asked(call), actor=later(call, days=1))
    results = in_threads(*[prepare] * 3)
    assert sum(isinstance(result, KhueError) for result in results) == 2
    assert Call.objects.filter(concept_call=call).count() == 1


def test_concepts_of_the_last_moment_are_opened_with_the_others(clone_db: str, in_threads: Threads) -> None:
    call = concept_call()
    first, second = concept(call, sealed=False), concept(call, "founder", "TLX", sealed=False)
    last, after = call.closes_at - timedelta(milliseconds=1), call.closes_at + timedelta(minutes=3)
    usecases.open_proposals(OpenProposals(call.pk), actor=at(persona("officer"), after))
    in_threads(
        lambda: usecases.hand_in(HandIn(first.pk, True), actor=at(persona("researcher"), last)),
        lambda: usecases.hand_in(HandIn(second.pk, True), actor=at(persona("founder"), last)),
        lambda: usecases.hand_in(HandIn(first.pk, True), actor=at(persona("researcher"), last)),
    )
    usecases.open_proposals(OpenProposals(call.pk), actor=at(persona("clerk"), after))
    assert set(Proposal.objects.filter(call=call).values_list("state", "submissions")) == {("opened", 1)}
