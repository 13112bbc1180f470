"""Many council fees accepted at once: each row is the deed of its own, so one that is refused leaves the others as they are."""

from __future__ import annotations

from uuid import UUID, uuid5

from khue.core.actor import Actor
from khue.core.decision import Reason
from khue.core.errors import KhueError, Refused, require
from khue.features.activities import access
from khue.features.activities.domain.commands import AcceptFees, AnswerSpend, FeeResult
from khue.features.activities.domain.spending import may_accept_together
from khue.features.activities.models import Spend
from khue.features.activities.usecases.spending import answer_spend


def accept_fees(asked: AcceptFees, *, actor: Actor) -> tuple[FeeResult, ...]:
    """One result per spend, in the order asked. Repeated with the same ``once``, what was accepted stays accepted once.

    Raises Refused for an empty or too long list, or one with a spend that is no council fee: then nothing is done.
    """
    actor.require(access.ACCEPT)
    chosen = tuple(dict.fromkeys(asked.spends))
    fees = Spend.objects.filter(pk__in=chosen, kind="fee").count()
    require(may_accept_together(len(chosen), fees))
    return tuple(FeeResult(spend, _accepted(spend, asked.once, actor)) for spend in chosen)


def _accepted(spend: int, once: UUID | None, actor: Actor) -> tuple[Reason, ...]:
    """Why it was not accepted; nothing where it was."""
    key = uuid5(once, str(spend)) if once else None
    try:
        answer_spend(AnswerSpend(spend, True, "", key), actor=actor)
    except Refused as refused:
        return tuple(refused.decision.reasons)
    except KhueError as error:
        return (Reason("activities.not_accepted", error.text, error.next_step),)
    return ()
