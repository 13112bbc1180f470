"""What this room tells the register of results: a mission with accepted work, as the origin of a result."""

from __future__ import annotations

from django.db.models import QuerySet

from khue.core.actor import Actor
from khue.features.delivery.models import Milestone, Mission, MissionCost
from khue.features.people import queries as people
from khue.features.results.domain.register import OriginFacts

STATES = ("running", "completed")


def origin_of_results(subject: str) -> OriginFacts | None:
    """The facts about ``mission:12``: the city's money that was accepted, and what its lines cost in all."""
    number = subject.removeprefix("mission:")
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        return None
    row = _missions().filter(pk=int(number)).first()
    return _facts(row) if row is not None else None


def origins_of_results(actor: Actor) -> tuple[OriginFacts, ...]:
    """The missions from which the actor may register results for the lead."""
    if not actor.is_signed_in:
        return ()
    ids = [card.id for card in people.parties_i_act_for(actor, "submit")]
    found = (_facts(row) for row in _missions().filter(lead__in=ids).order_by("pk"))
    return tuple(facts for facts in found if facts.total_money)


def _missions() -> QuerySet[Mission]:
    return Mission.objects.filter(state__in=STATES, contracted_on__isnull=False)


def _facts(mission: Mission) -> OriginFacts:
    accepted = Milestone.objects.filter(mission=mission, accepted_on__isnull=False).values_list("amount", flat=True)
    public = sum(accepted)
    costs = MissionCost.objects.filter(mission=mission).values_list("amount", flat=True)
    return OriginFacts(
        subject=f"mission:{mission.pk}",
        title=mission.title,
        party=f"party:{mission.lead_id}",
        public_money=public,
        total_money=max(sum(costs), public) if public else 0,
        decision=mission.number,
        contract=mission.number,
    )
