"""What this room tells the register of results: a support whose money was accepted, as the origin of a result."""

from __future__ import annotations

from django.db.models import QuerySet, Sum

from khue.core.actor import Actor
from khue.features.missions.models import CostLine, EquipmentSupport, Tranche
from khue.features.people import queries as people
from khue.features.results.domain.register import OriginFacts

STATES = ("running", "completed")


def origin_of_results(subject: str) -> OriginFacts | None:
    """The facts about ``support:12``: the city's money that was accepted, and what the supported lines cost in all."""
    number = subject.removeprefix("support:")
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        return None
    row = _supports().filter(pk=int(number)).first()
    return _facts(row) if row is not None else None


def origins_of_results(actor: Actor) -> tuple[OriginFacts, ...]:
    """The supports from which the actor may register results for the lead."""
    if not actor.is_signed_in:
        return ()
    ids = [card.id for card in people.parties_i_act_for(actor, "submit")]
    found = (_facts(row) for row in _supports().filter(lead__in=ids).order_by("pk"))
    return tuple(facts for facts in found if facts.total_money)


def _supports() -> QuerySet[EquipmentSupport]:
    return EquipmentSupport.objects.filter(state__in=STATES).select_related("task", "lead")


def _facts(support: EquipmentSupport) -> OriginFacts:
    accepted = Tranche.objects.filter(support=support, state__in=("accepted", "ordered", "paid"))
    public = accepted.aggregate(all=Sum("amount"))["all"] or 0
    # What the lead bore itself of the lines that the city supported; other public money is ruled out by the guard of sources.
    cost = CostLine.objects.filter(support=support, appraised__gt=0).aggregate(all=Sum("amount"))["all"] or 0
    return OriginFacts(
        subject=f"support:{support.pk}",
        title=support.task.title,
        party=f"party:{support.lead_id}",
        public_money=int(public),
        total_money=max(int(cost), int(public)) if public else 0,
        decision=support.dossier_number,
        contract=support.dossier_number if support.agreed_on else "",
    )
