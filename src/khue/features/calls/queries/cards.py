"""Rows as the domain and the pages see them."""

from __future__ import annotations

from khue.core.flow import Flow
from khue.features.calls.access import party_key
from khue.features.calls.domain.calling import CallFacts
from khue.features.calls.domain.flows import PHASES, TONES
from khue.features.calls.domain.proposing import MemberFacts
from khue.features.calls.models import Call, Member, Proposal
from khue.kernel.ui import StateView, Tone


def facts_of_call(call: Call) -> CallFacts:
    return CallFacts(
        id=call.pk,
        state=call.state,
        mode=call.mode,
        opens_at=call.opens_at,
        closes_at=call.closes_at,
        questions_until=call.questions_until,
        invited=party_key(call.invited_id),
        field=call.field,
        stage=call.stage,
    )


def member_facts(proposal: Proposal) -> tuple[MemberFacts, ...]:
    """Members who were not taken off and did not decline."""
    rows = Member.objects.filter(proposal=proposal, removed_at=None, declined_at=None).order_by("pk")
    return tuple(
        MemberFacts(f"party:{row.person_id}", row.name, row.role, row.confirmed_at is not None) for row in rows
    )


def state_view(flow: Flow, state: str) -> StateView:
    return StateView(state, flow.label(state).capitalised(), _tone(state))


def phase_view(code: str) -> StateView:
    return StateView(code, PHASES[code].capitalised(), _tone(code))


def _tone(code: str) -> Tone:
    return TONES.get(code, "plain")  # type: ignore[return-value] # the table holds tones only
