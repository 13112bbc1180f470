"""A restriction of somebody's data reaches needs, orders, calls and proposals; who holds a task of the case and its own people read on."""

from __future__ import annotations

import pytest

from khue.core.errors import NotAllowed
from khue.features.calls import queries
from khue.features.calls.usecases import raise_need
from khue.features.dossiers.models import Task
from khue.features.people import queries as people
from khue.features.people.models import Restriction
from tests.calls import stories
from tests.cast import MOMENT, organisation, persona

pytestmark = pytest.mark.django_db
HIDDEN = people.RESTRICTED.vi


def restrict(party: str) -> None:
    number = people.party_id(party)
    Restriction.objects.create(party_id=number, request="YC-2026-0900", handler="party:0", begun_at=MOMENT)


def test_a_need_is_left_out_and_says_why_and_its_own_side_reads_on() -> None:
    need = raise_need(stories.raised(), actor=persona("researcher"))
    own = raise_need(
        stories.raised("Đèn đường tự tắt khi vắng người", party="", contact="0912"), actor=persona("resident")
    )
    assert [row.id for row in queries.needs(persona("officer"), "open", "", None).rows] == [own, need]
    restrict(organisation("VLSH"))
    restrict(persona("resident").key)
    for side, number in (("researcher", need), ("resident", own)):
        assert not queries.needs(persona("officer"), "open", "", None).rows
        with pytest.raises(NotAllowed, match="YC-2026-0900"):
            queries.need(number, persona("officer"))
        assert not queries.may_read_subject(persona("officer"), f"need:{number}")
        assert queries.need(number, persona(side)).id == number
        assert [row.id for row in queries.needs(persona(side), "mine", "", None).rows] == [number]
    assert queries.alike_to(stories.raised().title, "", ()) == ()


def test_an_order_by_direct_assignment_is_closed_and_its_public_call_keeps_no_name() -> None:
    call = stories.direct_call()
    visitor, name = persona("founder"), people.party(organisation("VLSH")).name
    assert queries.call(call.pk, visitor).performer == name
    restrict(organisation("VLSH"))
    assert queries.call(call.pk, visitor).performer == HIDDEN
    assert not queries.orders(persona("auditor"), "approved", "", None).rows
    with pytest.raises(NotAllowed, match="YC-2026-0900"):
        queries.order(call.order_id, persona("auditor"))


def test_an_opened_proposal_is_read_by_who_holds_its_task_alone() -> None:
    call = stories.published_call()
    proposal = stories.handed_in(call)
    stories.opened(call)
    auditor, officer = persona("auditor"), persona("officer")
    assert queries.opened_proposals(call.pk, auditor, None).rows
    restrict(organisation("VLSH"))
    Task.objects.filter(dossier=proposal.dossier_id, closed_at=None).update(assignee=officer.desk)
    assert not queries.opened_proposals(call.pk, auditor, None).rows
    for door in (
        lambda: queries.proposal(proposal.pk, auditor),
        lambda: queries.comparison(proposal.pk, "content", None, None, auditor),
    ):
        with pytest.raises(NotAllowed, match="YC-2026-0900"):
            door()
    assert queries.proposal(proposal.pk, officer).lead
    assert [row.id for row in queries.opened_proposals(call.pk, officer, None).rows] == [proposal.pk]
    assert queries.proposal(proposal.pk, persona("researcher")).lead


def test_of_a_member_staff_read_the_role_and_not_the_name() -> None:
    call = stories.published_call()
    proposal = stories.handed_in(call)
    stories.opened(call)
    restrict(persona("researcher").key)
    name = persona("researcher").name
    shown = queries.proposal(proposal.pk, persona("auditor"))
    assert [(row.name, row.organisation) for row in shown.members] == [(HIDDEN, "")]
    assert name not in repr(shown)
    assert name not in repr(queries.comparison(proposal.pk, "content", None, None, persona("auditor")))
    assert name in repr(queries.proposal(proposal.pk, persona("researcher")).members)
