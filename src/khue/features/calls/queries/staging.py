"""Calls in two stages: what a concept call brought, and whose concepts a lead may go on from."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from khue.core.actor import Actor
from khue.features.calls import access
from khue.features.calls.domain.flows import FULL
from khue.features.calls.domain.staging import ConceptCall, ConceptFacts
from khue.features.calls.models import Call, Proposal
from khue.features.people import queries as people

LIVE = ("writing", "handed_in", *access.OPENED)
"""Proposals that were neither given up nor voided."""


@dataclass(frozen=True, slots=True)
class OtherStage:
    """The call of the other stage, as the page of this one names it."""

    id: int
    number: str
    stage: str
    published: bool


@dataclass(frozen=True, slots=True)
class ConceptTally:
    """Of an opened concept call: how many concepts are invited, not invited, and not judged yet."""

    invited: int
    not_invited: int
    waiting: int


def concept_call(call_id: int | None) -> ConceptCall | None:
    """A concept call as the one that follows sees it; None when there is no such call. Three queries."""
    row = Call.objects.filter(pk=call_id).first() if call_id else None
    if row is None:
        return None
    found = tally_of(row.pk)
    following = (
        Call.objects.filter(concept_call=row).exclude(state="cancelled").values_list("number", flat=True).first()
    )
    return ConceptCall(row.number, row.order_id, row.stage, row.state, found.invited, found.waiting, following or "")


def tally_of(call_id: int) -> ConceptTally:
    """Where the opened concepts of a call stand. One query."""
    counted = Proposal.objects.filter(call=call_id).aggregate(
        invited=Count("pk", filter=Q(state="invited")),
        not_invited=Count("pk", filter=Q(state="not_invited")),
        waiting=Count("pk", filter=Q(state="opened")),
    )
    return ConceptTally(**counted)


def other_stages(row: Call, actor: Actor) -> tuple[OtherStage, ...]:
    """The concept call before a full one, and the full call that follows a concept call, as far as the reader sees them."""
    if row.stage == FULL and row.concept_call_id is None:
        return ()
    rows = Call.objects.filter(full_calls=row) if row.stage == FULL else Call.objects.filter(concept_call=row)
    seen = (one for one in rows.exclude(state="cancelled").order_by("pk") if access.may_read_call(actor, one))
    return tuple(OtherStage(one.pk, one.number, one.stage, one.published_at is not None) for one in seen)


def concepts_of_lead(concept_call_id: int, lead: str) -> tuple[ConceptFacts, ...]:
    """What this party, under every key it ever had, handed in to a concept call that was opened. Three queries."""
    keys = people.same_parties([lead])[lead]
    return _concepts(concept_call_id, {access.number_of(key) for key in keys})


def invited_concepts(call_id: int, actor: Actor) -> tuple[tuple[ConceptFacts, str], ...]:
    """Concepts from which the reader may begin a full proposal of this call, each with the key of its lead."""
    row = Call.objects.filter(pk=call_id).values_list("concept_call_id", flat=True).first()
    if row is None or not actor.is_signed_in:
        return ()
    cards = people.parties_i_act_for(actor, "submit")
    found = []
    for card in cards:
        found += [(one, card.key) for one in concepts_of_lead(row, card.key)]
    return tuple((one, lead) for one, lead in found if one.state == "invited" and not one.full)


def _concepts(concept_call_id: int, leads: set[int]) -> tuple[ConceptFacts, ...]:
    rows = list(
        Proposal.objects.filter(call=concept_call_id, lead__in=leads, state__in=access.OPENED).order_by(
            "handed_in_at", "pk"
        )
    )
    full = dict(
        Proposal.objects.filter(concept__in=[row.pk for row in rows], state__in=LIVE).values_list(
            "concept_id", "number"
        )
    )
    return tuple(
        ConceptFacts(row.pk, row.number, row.title, row.state, row.outcome_ground, full.get(row.pk, "")) for row in rows
    )
