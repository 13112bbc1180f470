"""Who may see and handle what in the fund."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed
from khue.features.fund.models import FundCase
from khue.features.people import queries as people

READ, RUN, DECIDE = "fund.read", "fund.run", "fund.decide"
CHARTER, CONFIRM, PAY, OVERSEE = "fund.charter", "fund.confirm", "fund.pay", "fund.oversee"
PROCEDURE = "fund-support"


def no_such_case() -> Missing:
    return Missing(
        Text("Không tìm thấy hồ sơ này của Quỹ.", "The fund has no such case."),
        Text("Mời ông/bà mở lại trang của Quỹ.", "Open the pages of the fund again."),
    )


def party_key(case: FundCase) -> str:
    return f"party:{case.party_id}"


def subjects(case: FundCase) -> tuple[str, str]:
    """The keys under which another party may have taken the case over when its party was divided."""
    return f"fund_case:{case.pk}", f"dossier:{case.dossier_id}"


def is_side(actor: Actor, case: FundCase) -> bool:
    return actor.stands_for(party_key(case)) or any(actor.holds_subject(key, "") for key in subjects(case))


def barred(actor: Actor) -> frozenset[int]:
    """Parties whose restriction keeps this reader out: nobody whom the reader stands for."""
    return frozenset(party for party in people.barred_ids(actor) if not actor.stands_for(f"party:{party}"))


def require_read(actor: Actor, case: FundCase) -> None:
    """Raises Missing for strangers, NotAllowed with the reason for staff whom a restriction keeps out."""
    if is_side(actor, case):
        return
    if not actor.may(READ):
        raise no_such_case()
    if case.party_id in barred(actor):
        people.require_unrestricted(actor, party_key(case))


def only_the_receiver() -> NotAllowed:
    return NotAllowed(
        Text("Chỉ bên nhận hỗ trợ hoặc bên vay được làm việc này.", "Only the receiver or borrower can do this."),
        Text("Mời ông/bà đề nghị người được tổ chức ủy quyền thực hiện.", "Ask a person with its mandate to submit."),
    )


def require_side(actor: Actor, case: FundCase) -> None:
    """Raises Missing for strangers, NotAllowed for those who may only look."""
    require_read(actor, case)
    if actor.may_act_for(party_key(case), "submit"):
        return
    if not any(actor.holds_subject(key, "submit") for key in subjects(case)):
        raise only_the_receiver()


def require_staff(actor: Actor, right: str, case: FundCase) -> None:
    """Raises NotAllowed without the right, and while the data of the party are restricted."""
    actor.require(right)
    people.require_unrestricted(actor, party_key(case))
