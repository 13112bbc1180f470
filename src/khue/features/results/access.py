"""Who may see and handle results."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed
from khue.features.people import queries as people
from khue.features.results.models import Result

READ, CHECK, DISTRIBUTE = "results.read", "results.check", "results.distribute"
APPROVE, PAY = "results.approve", "results.pay"
RENDER_JOB = "job.results.render_certificate"
RECEIPT_JOB = "job.results.render_receipt"


def no_such_result() -> Missing:
    return Missing(
        Text("Không tìm thấy kết quả này.", "There is no such result."),
        Text("Mời ông/bà mở lại sổ đăng ký kết quả.", "Open the register of results again."),
    )


def party_key(result: Result) -> str:
    return f"party:{result.party_id}"


def is_side(actor: Actor, result: Result) -> bool:
    return actor.stands_for(party_key(result))


def is_author(actor: Actor, result: Result) -> bool:
    """Somebody who stands, or stood, in a list of its authors."""
    ids = [key.removeprefix("party:") for key in actor.keys if key.startswith("party:") and not actor.within]
    numbers = [int(number) for number in ids if number.isdigit()]
    return bool(numbers) and result.share_lists.filter(consents__person__in=numbers).exists()


def may_read(actor: Actor, result: Result) -> bool:
    """The file of a result: its owner's side, its authors, staff with the right. The public reads the register."""
    return is_side(actor, result) or actor.may(READ) or (actor.is_signed_in and is_author(actor, result))


def may_read_confidential(actor: Actor, result: Result) -> bool:
    """The confidential part: the owner's side and the officers who check. Neither authors of other firms nor other staff."""
    return is_side(actor, result) or actor.may(CHECK)


def require_read(actor: Actor, result: Result) -> None:
    """Raises Missing for strangers, NotAllowed with the reason for staff whom a restriction of the owner's data keeps out."""
    if not may_read(actor, result):
        raise no_such_result()
    if result.party_id in barred(actor) and not is_author(actor, result):
        people.require_unrestricted(actor, party_key(result))


def barred(actor: Actor) -> frozenset[int]:
    """Parties whose restriction keeps this reader out: nobody whom the reader stands for. No more than one query per request."""
    return frozenset(party for party in people.barred_ids(actor) if not actor.stands_for(f"party:{party}"))


def barred_within(actor: Actor, result: Result) -> frozenset[int]:
    """Whose names staff do not read in a file that they may open; its owner's side and its authors named one another themselves."""
    return barred(actor) if actor.may(READ) and not is_side(actor, result) else frozenset()


def books(actor: Actor) -> bool:
    """Whoever draws up, approves or pays a distribution reads whose money it is, as in the treasury."""
    return any(actor.may(right) for right in (DISTRIBUTE, APPROVE, PAY))


def only_the_owner() -> NotAllowed:
    return NotAllowed(
        Text("Chỉ chủ sở hữu kết quả được làm việc này.", "Only the owner of the result can do this."),
        Text("Mời ông/bà đề nghị người được tổ chức ủy quyền thực hiện.", "Ask a person with its mandate to submit."),
    )


def require_side(actor: Actor, result: Result) -> None:
    """Raises Missing for strangers, NotAllowed for those who may only look."""
    require_read(actor, result)
    if not actor.may_act_for(party_key(result), "submit"):
        raise only_the_owner()
