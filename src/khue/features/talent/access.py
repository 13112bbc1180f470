"""Who may see and do what with experts."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed
from khue.features.people import queries as people
from khue.features.talent.models import Candidacy, Engagement

READ, RAISE, APPROVE, SELECT = "talent.read", "talent.raise", "talent.approve", "talent.select"
CHECK, PAY, REVIEW = "talent.check", "talent.pay", "talent.review"
RENDER_JOB, FOLLOW_ORDERS_JOB = "job.talent.render_contract", "job.talent.follow_orders"
ONLY_EXPERT = Text("Chỉ chính chuyên gia được làm việc này.", "Only the expert can do this.")
ONLY_EXPERT_NEXT = Text("Mời ông/bà đề nghị chuyên gia đăng nhập và thực hiện.", "Ask the expert to sign in and do it.")
FOLLOW_COUNCIL_JOB, CLOCK_JOB = "job.talent.follow_council", "job.talent.watch_clocks"


def no_such_record() -> Missing:
    return Missing(
        Text("Không tìm thấy nội dung này.", "There is no such record."),
        Text("Mời ông/bà mở lại trang chuyên gia.", "Open the page of experts again."),
    )


def key_of(person_id: int) -> str:
    return f"party:{person_id}"


def is_self(actor: Actor, person_id: int) -> bool:
    """Whether the actor is this person, also under a record that was merged into the present one."""
    return not actor.within and key_of(person_id) in actor.keys


def barred(actor: Actor) -> frozenset[int]:
    """Persons whose restriction keeps this reader out. No more than one query per request."""
    return frozenset(number for number in people.barred_ids(actor) if not is_self(actor, number))


def require_reader(actor: Actor, person_id: int) -> None:
    """The expert, and staff with the right whom no restriction keeps out. Raises Missing for strangers, NotAllowed with the reason."""
    if is_self(actor, person_id):
        return
    if not actor.may(READ):
        raise no_such_record()
    if person_id in barred(actor):
        people.require_unrestricted(actor, key_of(person_id))


def require_open(actor: Actor, person_id: int) -> None:
    """Nobody whom a restriction of the person keeps out decides on the offer, the contract or its money. Raises NotAllowed.

    By whatever door they come, page or interface. What the treasury reports of an order is followed all the same.
    """
    if person_id in barred(actor):
        people.require_unrestricted(actor, key_of(person_id))


def require_expert(actor: Actor, row: Candidacy | Engagement) -> None:
    """Deeds of the expert's own. Raises Missing for strangers, NotAllowed for staff who may only look."""
    if is_self(actor, row.person_id):
        return
    require_reader(actor, row.person_id)
    raise NotAllowed(ONLY_EXPERT, ONLY_EXPERT_NEXT)
