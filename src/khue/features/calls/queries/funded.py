"""What was funded, for the room that carries it out: the proposal with its people, plan and costs, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from khue.core.bilingual import Text
from khue.features.calls.domain.flows import ROLES
from khue.features.calls.models import Member, Proposal
from khue.features.calls.queries.proposals import Milestone, milestones
from khue.features.dossiers import queries as dossiers


@dataclass(frozen=True, slots=True)
class FundedMember:
    """``person`` and ``organisation`` are party keys, the second may be empty."""

    person: str
    name: str
    organisation: str
    organisation_name: str
    role: str
    role_words: Text
    months: int


@dataclass(frozen=True, slots=True)
class ProposedCost:
    """A cost line as proposed, in đồng; ``requested`` of the city, ``other_public`` of other public sources."""

    no: int
    description: str
    amount: int
    requested: int
    own_money: int
    other_public: int


@dataclass(frozen=True, slots=True)
class FundedProposal:
    """A proposal that was decided to be carried out. ``mode`` is selection or direct-assignment; ``lead`` a party key."""

    id: int
    number: str
    title: str
    dossier_id: int
    law_day: date
    call: str
    order: str
    mode: str
    field: str
    lead: str
    lead_name: str
    handed_in_by: str
    asked: int
    months: int
    members: tuple[FundedMember, ...]
    costs: tuple[ProposedCost, ...]
    milestones: tuple[Milestone, ...]


def funded(proposal_id: int) -> FundedProposal | None:
    """None while it is not decided to be carried out. Says nothing about rights."""
    row = Proposal.objects.select_related("call__order").filter(pk=proposal_id, state="funded").first()
    if row is None:
        return None
    facts = dossiers.facts(row.dossier_id)
    return FundedProposal(
        id=row.pk,
        number=row.number,
        title=row.title,
        dossier_id=row.dossier_id,
        law_day=facts.law_day or row.call.closes_at.date(),
        call=row.call.number,
        order=row.call.order.number,
        mode=row.call.mode,
        field=row.call.field,
        lead=f"party:{row.lead_id}",
        lead_name=row.lead_name,
        handed_in_by=row.handed_in_by,
        asked=row.asked or 0,
        months=row.call.order.months,
        members=_members(row),
        costs=_costs(facts.answers),
        milestones=milestones(facts.answers),
    )


def funded_ids() -> tuple[int, ...]:
    """Every proposal that was decided to be carried out and asks for money, oldest first. One query."""
    return tuple(Proposal.objects.filter(state="funded", asked__gt=0).order_by("pk").values_list("pk", flat=True))


def _members(row: Proposal) -> tuple[FundedMember, ...]:
    found = Member.objects.filter(proposal=row, removed_at=None, declined_at=None).order_by("pk")
    return tuple(
        FundedMember(
            person=f"party:{one.person_id}",
            name=one.name,
            organisation=f"party:{one.organisation_id}" if one.organisation_id else "",
            organisation_name=one.organisation_name,
            role=one.role,
            role_words=ROLES[one.role],
            months=one.months,
        )
        for one in found
    )


def _costs(answers: Mapping[str, Any]) -> tuple[ProposedCost, ...]:
    rows = [row for row in answers.get("costs") or () if isinstance(row, Mapping)]
    return tuple(
        ProposedCost(
            no,
            str(row.get("description") or ""),
            int(row.get("amount") or 0),
            int(row.get("requested") or 0),
            int(row.get("own_money") or 0),
            int(row.get("other_public") or 0),
        )
        for no, row in enumerate(rows, start=1)
    )
