"""Who may see and do what on the market of problems."""

from __future__ import annotations

from datetime import datetime

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed
from khue.features.demands.domain.words import GRACE
from khue.features.demands.models import Demand, Solution
from khue.features.people import queries as people

READ, PUBLISH = "demands.read", "demands.publish"


def no_such_demand() -> Missing:
    return Missing(
        Text("Không tìm thấy nhu cầu này.", "There is no such demand."),
        Text("Mời ông/bà mở lại danh sách nhu cầu.", "Open the list of demands again."),
    )


def no_such_solution() -> Missing:
    return Missing(
        Text("Không tìm thấy đề xuất này.", "There is no such solution."),
        Text("Mời ông/bà mở lại trang của nhu cầu.", "Open the page of the demand again."),
    )


def key_of(party_id: int) -> str:
    return f"party:{party_id}"


def demand_key(demand_id: int) -> str:
    return f"demand:{demand_id}"


def is_side(actor: Actor, party_id: int, subject: str = "") -> bool:
    """Whether the actor stands for the party, as it goes on today, or for the one that took over this very ``subject`` when it was divided."""
    return actor.stands_for(key_of(party_id)) or bool(subject and actor.holds_subject(subject, ""))


def may_submit(actor: Actor, party: str, subject: str = "") -> bool:
    """Whether the actor may act in the matter. What another party took over by name is that party's alone to act on."""
    if subject and actor.holds_subject(subject, "submit"):
        return True
    return actor.may_act_for(party, "submit") and not (subject and people.holders([subject]))


def is_demander(actor: Actor, demand: Demand) -> bool:
    return is_side(actor, demand.party_id, demand_key(demand.pk))


def barred(actor: Actor) -> frozenset[int]:
    """Parties whose restriction keeps this reader out, but for those that the reader stands for."""
    return frozenset(party for party in people.barred_ids(actor) if not actor.stands_for(key_of(party)))


def require_demand(actor: Actor, demand: Demand) -> None:
    """The file of a demand is read by its side and by staff. Raises Missing for strangers, NotAllowed under a restriction."""
    if not is_demander(actor, demand) and not actor.may(READ):
        raise no_such_demand()
    if demand.party_id in barred(actor):
        people.require_unrestricted(actor, key_of(demand.party_id))


def require_side(actor: Actor, party: str, subject: str = "") -> None:
    """Raises NotAllowed for those who may not submit for the party (in the matter ``subject``)."""
    if not actor.is_signed_in or not people.is_party_key(party) or not may_submit(actor, party, subject):
        raise NotAllowed(
            Text("Ông/bà chưa được ủy quyền hành động thay mặt bên này.", "You hold no mandate to act for this party."),
            Text("Mời ông/bà đề nghị người được ủy quyền thực hiện.", "Ask a person with its mandate to do it."),
        )


def is_opened(demand: Demand, now: datetime) -> bool:
    """Whether the demander's side may read what was proposed: some seconds after the deadline, never before."""
    return demand.state in ("shortlisted", "awarded", "closed") or (
        demand.state == "published" and now >= demand.deadline + GRACE
    )


def reads_as(actor: Actor, demand: Demand, solution: Solution, now: datetime) -> str:
    """As what the actor reads a solution: ``supplier``, ``demander``; empty: not at all. Staff never do."""
    if is_side(actor, solution.party_id):
        return "supplier"
    return "demander" if is_demander(actor, demand) and is_opened(demand, now) and solution.state != "withdrawn" else ""  # fmt: skip
