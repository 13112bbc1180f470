"""What officers are shown before a deed: who may decide, what the matter is, what an outcome would bring about. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.features.appeals import access
from khue.features.appeals.domain.commands import DecideAppeal
from khue.features.appeals.domain.deciding import may_assign, supersedes
from khue.features.appeals.models import Appeal
from khue.features.appeals.usecases import wiring
from khue.features.appeals.usecases.deciding import overturn_of, verdict
from khue.features.appeals.usecases.parts import standing_of
from khue.features.appeals.usecases.wiring import Consequence, Matter
from khue.features.people import queries as people
from khue.features.people.queries import PartyCard


def _appeal(appeal_id: int) -> Appeal:
    found = Appeal.objects.select_related("previous").filter(pk=appeal_id).first()
    if found is None or found.lodged_on is None:
        raise access.no_such_appeal()
    return found


def candidates(appeal_id: int, *, actor: Actor) -> tuple[tuple[PartyCard, ...], tuple[tuple[PartyCard, Text], ...]]:
    """Who may decide this appeal, and who holds the right but not for this one, with the first reason."""
    actor.require(access.RECEIVE)
    appeal = _appeal(appeal_id)
    able: list[PartyCard] = []
    others: list[tuple[PartyCard, Text]] = []
    for card in people.people_with_right(access.DECIDE, actor.today):
        decision = may_assign("admitted", standing_of(appeal, (card.key,)), has_right=True)
        if decision.granted:
            able.append(card)
        else:
            others.append((card, decision.reasons[0].text))
    return tuple(able), tuple(others)


def matter_of(appeal_id: int, *, actor: Actor) -> Matter | None:
    """The money of the matter, for the decider."""
    actor.require(access.DECIDE)
    appeal = _appeal(appeal_id)
    return wiring.matter(appeal.procedure_key, appeal.dossier_id, actor.today)


def foresee_decision(asked: DecideAppeal, *, actor: Actor) -> Sequence[Consequence]:
    """What the decision would bring about. Raises Refused with the reasons for which it would be refused now."""
    actor.require(access.DECIDE)
    appeal = _appeal(asked.appeal_id)
    require(verdict(asked, appeal, actor))
    if not supersedes(asked.outcome):
        return ()
    return wiring.foresee(appeal.procedure_key, overturn_of(asked, appeal), actor.today)
