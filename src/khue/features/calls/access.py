"""Who may do what with needs, orders, calls and proposals."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed
from khue.features.calls.models import Call, Member, Need, Proposal
from khue.features.people import queries as people

READ = "calls.read"
PREPARE = "calls.prepare"
APPROVE = "calls.approve"
OPEN = "calls.open"
REVIEW = "calls.review"


def missing(vi: str, en: str) -> Missing:
    return Missing(
        Text(f"Không tìm thấy {vi} này.", f"There is no such {en}."),
        Text("Mời ông/bà kiểm tra lại đường dẫn.", "Please check the address of the page."),
    )


def no_such_need() -> Missing:
    return missing("nhu cầu", "need")


def no_such_order() -> Missing:
    return missing("đặt hàng", "order")


def no_such_call() -> Missing:
    return missing("thông báo", "call")


def no_such_proposal() -> Missing:
    """The same words whether it does not exist or is sealed for this reader."""
    return missing("đề xuất", "proposal")


def party_key(number: int | None) -> str:
    return f"party:{number}" if number else ""


def number_of(key: str) -> int:
    """The number in ``party:12``; 0 for anything else."""
    kind, _, number = key.partition(":")
    return int(number) if kind == "party" and number.isascii() and number.isdecimal() and len(number) < 19 else 0


def may_read_need(actor: Actor, need: Need) -> bool:
    """Staff with the right, whoever raised it, and whoever acts for its party."""
    if actor.may(READ) or (need.raised_by in actor.keys and actor.is_signed_in):
        return True
    return need.party_id is not None and actor.stands_for(party_key(need.party_id))


def barred(actor: Actor) -> frozenset[int]:
    """Parties whose restriction keeps this reader out: nobody whom the reader stands for. No more than one query per request."""
    return frozenset(number for number in people.barred_ids(actor) if not actor.stands_for(party_key(number)))


def party_of_need(need: Need) -> int:
    """Whose need it is: of the party, or of the person who suggested it alone; 0 for a suggestion of nobody who signed in."""
    return need.party_id or number_of(need.raised_by)


def require_read_need(actor: Actor, need: Need) -> None:
    """Raises Missing for strangers, NotAllowed with the reason for staff whom a restriction keeps out."""
    if not may_read_need(actor, need):
        raise no_such_need()
    if bars_need(actor, need):
        people.require_unrestricted(actor, party_key(party_of_need(need)))


def bars_need(actor: Actor, need: Need) -> bool:
    return need.raised_by not in actor.keys and party_of_need(need) in barred(actor)


def is_side_of_need(actor: Actor, need: Need) -> bool:
    if need.party_id is None:
        return actor.is_signed_in and need.raised_by in actor.keys
    return actor.may_act_for(party_key(need.party_id), "submit")


def require_staff_side(actor: Actor, need: Need) -> None:
    """Nobody screens, merges or orders a need of their own side."""
    near = need.raised_by in actor.hands or (need.party_id is not None and actor.is_near(party_key(need.party_id)))
    if near:
        raise NotAllowed(
            Text("Ông/bà thuộc bên nêu nhu cầu này.", "You stand on the side that raised this need."),
            Text("Mời ông/bà để đồng nghiệp khác xử lý.", "Leave it to a colleague."),
        )


def may_read_call(actor: Actor, call: Call) -> bool:
    """Everybody reads what was published; staff with the right also what is being prepared or was cancelled before that."""
    return call.published_at is not None or actor.may(READ)


def membership(actor: Actor, proposal: Proposal) -> Member | None:
    """The actor's place among the members, by an own sign-in."""
    if actor.person_id is None or actor.within:
        return None
    mine = [number_of(key) for key in actor.keys]
    return Member.objects.filter(proposal=proposal, person__in=mine, removed_at=None).first()


def is_lead_side(actor: Actor, proposal: Proposal) -> bool:
    """Whoever may hand in for the lead."""
    return actor.may_act_for(party_key(proposal.lead_id), "submit")


def is_author(actor: Actor, proposal: Proposal) -> bool:
    """The lead's side, and members who may write and did not decline."""
    if is_lead_side(actor, proposal):
        return True
    member = membership(actor, proposal)
    return member is not None and member.writes and member.declined_at is None


def may_read_proposal(actor: Actor, proposal: Proposal) -> bool:
    """Its people always; of staff those with the right, once it was opened, unless they stand near the lead."""
    if is_lead_side(actor, proposal) or membership(actor, proposal) is not None:
        return True
    return actor.may(READ) and proposal.state in OPENED and not actor.is_near(party_key(proposal.lead_id))


def reads_as_staff(actor: Actor, proposal: Proposal) -> bool:
    """Whether a restriction of somebody's data counts for this reader: not for the proposal's own people, who wrote it together."""
    return not is_lead_side(actor, proposal) and membership(actor, proposal) is None


OPENED = (
    "opened",
    "returned",
    "recommended",
    "not_recommended",
    "invited",
    "not_invited",
    "funded",
    "refused",
    "withdrawn",
)
