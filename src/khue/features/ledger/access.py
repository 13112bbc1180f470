"""Who may look into the books, and who may write into them by hand."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.features.ledger import domain


def require_read(actor: Actor) -> None:
    """Raises NotAllowed for everyone without ``ledger.read``: statements name who gets public money."""
    actor.require(domain.READ)


def may_close_period(actor: Actor) -> bool:
    return actor.may(domain.CLOSE_PERIOD)


def may_appropriate(actor: Actor) -> bool:
    return actor.may(domain.APPROPRIATE)


def may_reverse(actor: Actor) -> bool:
    return actor.may(domain.REVERSE)
