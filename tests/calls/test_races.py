"""Scarce things on real threads: one submission, one opening, one merging, one section."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from khue.core.errors import KhueError, Refused
from khue.features.calls import usecases
from khue.features.calls.domain.commands import (
    AmendCall,
    HandIn,
    OpenProposals,
    TakeBack,
)
from khue.features.calls.models import Call, Proposal
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.domain.commands import SaveAnswers
from khue.features.dossiers.models import Dossier, Task
from khue.kernel.models import AuditRecord
from tests.calls.stories import at, handed_in, published_call, started, written
from tests.cast import organisation, persona

pytestmark = pytest.mark.slow
Threads = Callable[..., list[Any]]


def test_many_authors_at_the_last_moment_are_one_submission(clone_db: str, in_threads: Threads) -> None:
    call = published_call()
    proposal = written(call)
    last = at(persona("researcher"), call.closes_at - timedelta(milliseconds=1))
    results = in_threads(*[lambda: usecases.hand_in(HandIn(proposal.pk, True), actor=last)] * 8)
    assert len(set(results)) == 1
    proposal.refresh_from_db()
    assert (proposal.state, proposal.submissions) == ("handed_in", 1)
    records = AuditRecord.objects.filter(chain=f"proposal:{proposal.pk}", deed="calls.hand_in_proposal")
    assert records.count() == 1


def test_proposals_of_many_in_the_last_moment_are_all_sealed_and_all_opened(clone_db: str, in_threads: Threads) -> None:
    """``bench`` does it with five hundred; here each of a dozen has its own proposal, and one comes a moment too late."""
    call = published_call()
    proposals = [written(call, secret=f"đề xuất {no}") for no in range(12)]
    moments = [call.closes_at - timedelta(milliseconds=1)] * 11 + [call.closes_at]
    pairs = zip(proposals, moments, strict=True)
    results = in_threads(
        *[
            partial(usecases.hand_in, HandIn(one.pk, True), actor=at(persona("researcher"), moment))
            for one, moment in pairs
        ]
    )
    assert [type(result) for result in results] == [str] * 11 + [Refused]
    assert len(set(results[:11])) == 11
    states = list(Proposal.objects.filter(call=call).order_by("pk").values_list("state", flat=True))
    assert states == ["handed_in"] * 11 + ["writing"]
    after = call.closes_at + timedelta(hours=1)
    for key in ("officer", "clerk"):
        usecases.open_proposals(OpenProposals(call.pk), actor=at(persona(key), after))
    assert Proposal.objects.filter(call=call, state="opened").count() == 11


def test_two_pairs_open_once(clone_db: str, in_threads: Threads) -> None:
    call = published_call()
    proposal = handed_in(call)
    after = call.closes_at + timedelta(hours=1)
    usecases.open_proposals(OpenProposals(call.pk), actor=at(persona("officer"), after))
    asked = OpenProposals(call.pk)
    calls = [partial(usecases.open_proposals, asked, actor=at(persona(key), after)) for key in ("clerk", "appraiser")]
    results = in_threads(*calls)
    assert sorted(isinstance(result, KhueError) for result in results) == [False, True]
    assert Task.objects.filter(dossier=proposal.dossier_id, step="formal").count() == 1


def test_handing_in_and_taking_back_at_once_leave_one_clear_state(clone_db: str, in_threads: Threads) -> None:
    call = published_call()
    proposal, researcher = handed_in(call), persona("researcher")
    in_threads(
        lambda: usecases.take_back(TakeBack(proposal.pk), actor=researcher),
        lambda: usecases.hand_in(HandIn(proposal.pk, True), actor=researcher),
        lambda: usecases.take_back(TakeBack(proposal.pk, give_up=True), actor=researcher),
    )
    proposal.refresh_from_db()
    sealed = Dossier.objects.get(pk=proposal.dossier_id).sealed_at is not None
    assert sealed == (proposal.state == "handed_in")
    assert bool(proposal.digest) == sealed or proposal.state == "given_up"


def test_what_began_in_time_is_opened_with_the_others_or_not_at_all_lost(clone_db: str, in_threads: Threads) -> None:
    """A hand-in that began before the hour waits for nobody: the opening waits for it."""
    call = published_call()
    first = handed_in(call)
    second = written(call, persona("founder"), organisation("TLX"), "khác")
    after = call.closes_at + timedelta(minutes=3)
    usecases.open_proposals(OpenProposals(call.pk), actor=at(persona("officer"), after))
    results = in_threads(
        lambda: usecases.hand_in(
            HandIn(second.pk, True), actor=at(persona("founder"), call.closes_at - timedelta(seconds=1))
        ),
        lambda: usecases.open_proposals(OpenProposals(call.pk), actor=at(persona("clerk"), after)),
    )
    second.refresh_from_db()
    assert results[1] is True
    assert (second.state == "opened") == isinstance(results[0], str)
    assert Proposal.objects.get(pk=first.pk).state == "opened"


def test_two_who_save_one_section_at_once_lose_nothing_silently(clone_db: str, in_threads: Threads) -> None:
    proposal = started(published_call())
    researcher = persona("researcher")
    saves = [
        lambda words=words: dossiers.save_answers(
            SaveAnswers(proposal.dossier_id, "content", {"goal": words}, 0), actor=researcher
        )
        for words in ("một", "hai", "ba")
    ]
    results = in_threads(*saves)
    assert sum(isinstance(result, KhueError) for result in results) == 2


def test_two_amendments_from_one_page_are_one(clone_db: str, in_threads: Threads) -> None:
    call = published_call()
    officer = persona("officer", days=1)
    later = call.closes_at + timedelta(days=3)
    asked = AmendCall(call.pk, "Gia hạn ba ngày.", "Nghỉ lễ.", later, seen=Call.objects.get(pk=call.pk).version)
    results = in_threads(*[lambda: usecases.amend_call(asked, actor=replace(officer))] * 3)
    assert sum(isinstance(result, KhueError) for result in results) == 2
    assert Call.objects.get(pk=call.pk).amendments.count() == 1
