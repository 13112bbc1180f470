"""Who may see and do what with soft budget lines."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.people import queries as people

READ, PLAN, APPROVE = "activities.read", "activities.plan", "activities.approve"
ACCEPT, PAY = "activities.accept", "activities.pay"
FEES_JOB, ORDERS_JOB = "job.activities.take_fees", "job.activities.follow_orders"
RECEIVABLES_JOB = "job.activities.follow_receivables"


def no_such_record() -> Missing:
    return Missing(
        Text("Không tìm thấy nội dung này.", "There is no such record."),
        Text("Mời ông/bà mở lại trang kế hoạch hoạt động.", "Open the page of activity plans again."),
    )


def key_of(party_id: int | None) -> str:
    return f"party:{party_id}" if party_id else ""


def is_self(actor: Actor, party_id: int | None) -> bool:
    """Whether the actor is this person, also under a record that was merged into the present one."""
    return not actor.within and key_of(party_id) in actor.keys


def barred(actor: Actor) -> frozenset[int]:
    """Parties whose restriction keeps this reader out. No more than one query per request."""
    return frozenset(number for number in people.barred_ids(actor) if not is_self(actor, number))


def require_payee_shown(actor: Actor, party_id: int | None) -> None:
    """Staff with the right whom no restriction of the payee keeps out. Raises NotAllowed."""
    actor.require(READ)
    require_payee_open(actor, party_id)


def require_payee_open(actor: Actor, party_id: int | None) -> None:
    """Nobody whom a restriction of the payee keeps out decides on its money, whichever door they come by. Raises NotAllowed."""
    if party_id in barred(actor):
        people.require_unrestricted(actor, key_of(party_id))
