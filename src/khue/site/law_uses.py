"""What of the rooms above rests on the law: procedures, by clocks, legal basis and rules; and decisions, by their rulings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from khue.core.actor import Actor
from khue.features.delivery import queries as delivery
from khue.features.dossiers import queries as dossiers
from khue.features.fund import queries as fund
from khue.features.keytasks import queries as keytasks
from khue.features.missions import queries as missions
from khue.features.rulebook.queries import DecisionCard, Use

RULES = {
    "equipment-support": missions.RULES,
    "key-task-recognition": keytasks.RULES,
    "mission-proposal": delivery.RULES,
    "fund-support": fund.RULES,
}
"""Which rules a procedure asks when it decides; those of the room that it brings something into being in."""


def procedures() -> Iterator[Use]:
    """Every procedure in force today, with the figures that its clocks take and the provisions that it names."""
    for found in dossiers.procedures():
        clocks = {step.clock.parameter for step in found.steps if step.clock and step.clock.parameter}
        basis = {line.provision for line in found.basis}
        href = reverse("dossiers:procedure", args=[found.key])
        rules = frozenset(RULES.get(found.key, ()))
        yield Use("procedure", found.key, found.name, frozenset(clocks), frozenset(basis), href, rules)


class Decided:
    """Decisions on dossiers. The public sees those of the public register, with its page; staff the dossiers."""

    def subjects(self, actor: Actor) -> QuerySet[Any, Any]:
        return dossiers.visible_decisions(actor, missions.listed_dossiers())

    def cards(self, subjects: Collection[str], actor: Actor) -> Mapping[str, DecisionCard]:
        return {
            subject: DecisionCard(
                card.dossier_number,
                card.decided_on,
                reverse("dossiers:follow" if card.readable else "portal:support", args=[card.dossier_number]),
                card.superseded,
            )
            for subject, card in dossiers.decided_cards(subjects, actor).items()
        }
