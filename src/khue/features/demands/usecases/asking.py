"""A demand is handed in, published by a second person, extended, withdrawn or closed."""

from __future__ import annotations

from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.core.folding import fold
from khue.features.demands import access
from khue.features.demands.domain.demands import (
    CloseDemand,
    DescribeDemand,
    ExtendDeadline,
    HandInDemand,
    PublishDemand,
    Wanted,
    WithdrawDemand,
    may_ask,
    may_close,
    may_extend,
    may_mend,
    may_publish,
    may_withdraw,
)
from khue.features.demands.domain.words import DEMAND
from khue.features.demands.events import DemandHandedIn, DemandPublished
from khue.features.demands.models import Demand
from khue.features.demands.queries.facts import DEMANDERS, key_field
from khue.features.demands.usecases.parts import (
    about,
    locked_demand,
    moved,
    next_number,
    own_demand,
    proposers,
    step,
    tell_right,
    tell_sides,
    write,
)
from khue.features.exchange import queries as exchange
from khue.features.people.usecases import standing_party
from khue.kernel.deeds import Deed, command


def hand_in_demand(asked: HandInDemand, *, actor: Actor) -> int:
    """A demand that awaits the second person; its id. Raises Refused with every reason, NotAllowed."""
    access.require_side(actor, asked.party)
    with command("demands.hand_in_demand", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        party = standing_party(asked.party)
        member = exchange.is_member(party.id, *DEMANDERS)
        key = key_field(asked.wanted.field, deed.today)
        require(may_ask(asked.wanted, member=member, key_field=key, now=deed.moment))
        demand = Demand.objects.create(
            party_id=party.id, party_name=party.name, handed_in_by=actor.key, handed_in_by_name=actor.name,
            handed_in_at=deed.moment, **columns(asked.wanted),
        )  # fmt: skip
        deed.subject = f"demand:{demand.pk}"
        deed.about(asked.party)
        _await_second(demand, deed)
        deed.result(demand.pk)
        return int(demand.pk)


def describe_demand(asked: DescribeDemand, *, actor: Actor) -> None:
    """Mended after it was sent back. What it said before stays in the record."""
    with command("demands.describe_demand", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        demand = own_demand(asked.demand_id, asked.seen, deed)
        require(may_mend(asked.wanted, state=demand.state, key_field=key_field(asked.wanted.field, deed.today), now=deed.moment))  # fmt: skip
        values = columns(asked.wanted)
        deed.before(
            state=demand.state,
            **{
                name: str(getattr(demand, name))
                for name in values
                if getattr(demand, name) != values[name] and name != "folded"
            },
        )
        write(
            demand, state=DEMAND.after(demand.state, "hand_in"), ground="", handed_in_by=actor.key, handed_in_by_name=actor.name,
            handed_in_at=deed.moment, **values,
        )  # fmt: skip
        _await_second(demand, deed)
        deed.result(True)


def columns(said: Wanted) -> dict[str, Any]:
    return {
        "title_vi": said.title.vi.strip(),
        "title_en": said.title.en.strip(),
        "problem_vi": said.problem.vi.strip(),
        "problem_en": said.problem.en.strip(),
        "data": said.data.strip(),
        "test": said.test.strip(),
        "rules": said.rules.strip(),
        "field": said.field,
        "codes": list(dict.fromkeys(said.codes)),
        "stage": said.stage,
        "modes": list(dict.fromkeys(said.modes)),
        "territory": said.territory.upper(),
        "budget_from": said.budget_from,
        "budget_to": said.budget_to,
        "deadline": said.deadline,
        "folded": fold(said.words),
    }


def _await_second(demand: Demand, deed: Deed) -> None:
    step(demand, "hand_in", "", deed)
    deed.after(state=demand.state, deadline=demand.deadline.isoformat())
    deed.emit(DemandHandedIn(**about(demand)))
    title = Text(f"Nhu cầu chờ duyệt công bố: {demand.title_vi}", f"A demand to publish: {demand.title_vi}")
    tell_right(access.PUBLISH, title, Text(f"Bên cầu: {demand.party_name}.", f"Demander: {demand.party_name}."), demand, deed)  # fmt: skip


def publish_demand(asked: PublishDemand, *, actor: Actor) -> str:
    """The second person's answer: the number under which it is public, or empty when it goes back. Raises Refused, NotAllowed, Missing."""
    actor.require(access.PUBLISH)
    with command("demands.publish_demand", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return str(done)
        demand = locked_demand(asked.demand_id, deed, asked.seen)
        access.require_demand(actor, demand)
        near = actor.is_near(access.key_of(demand.party_id))
        require(
            may_publish(
                asked, state=demand.state, deadline=demand.deadline, wrote={demand.handed_in_by}, hands=actor.hands, near=near, now=deed.moment
            )
        )  # fmt: skip
        deed.before(state=demand.state)
        if asked.accepted:
            _publish(demand, deed)
        else:
            note = asked.note.strip()
            write(demand, state=DEMAND.after(demand.state, "return"), ground=note)
            step(demand, "return", note, deed)
            moved(demand, "cần sửa", "sent back", deed)
            title = Text(f"Nhu cầu “{demand.title_vi}” cần sửa", f"The demand “{demand.title_vi}” was sent back")
            tell_sides([demand.party_id], title, Text(note, note), demand, deed)
        deed.after(state=demand.state, number=demand.number)
        deed.result(demand.number)
        return str(demand.number)


def _publish(demand: Demand, deed: Deed) -> None:
    write(
        demand, state=DEMAND.after(demand.state, "publish"), number=next_number(deed.today.year), published_on=deed.today,
        published_by=deed.actor.key, published_by_name=deed.actor.name,
    )  # fmt: skip
    step(demand, "publish", "", deed)
    deed.emit(DemandPublished(**about(demand), number=demand.number))
    title = Text(f"Nhu cầu “{demand.title_vi}” đã được công bố, số {demand.number}", f"“{demand.title_vi}” is published as {demand.number}")  # fmt: skip
    tell_sides([demand.party_id], title, Text("Mời ông/bà xem trang công khai.", "See its public page."), demand, deed)


def extend_deadline(asked: ExtendDeadline, *, actor: Actor) -> None:
    """Solutions are taken until later. Everybody who has answered is told. Raises Refused, NotAllowed, Missing."""
    with command("demands.extend_deadline", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        demand = own_demand(asked.demand_id, asked.seen, deed)
        require(may_extend(asked, state=demand.state, deadline=demand.deadline, now=deed.moment))
        deed.before(deadline=demand.deadline.isoformat())
        write(demand, deadline=asked.deadline)
        deed.after(deadline=demand.deadline.isoformat(), ground=asked.ground.strip())
        step(demand, "extend", asked.ground, deed)
        moved(demand, "gia hạn nhận đề xuất", "deadline extended", deed)
        title = Text(f"Nhu cầu {demand.number} được gia hạn", f"Demand {demand.number} takes solutions for longer")
        tell_sides(proposers(demand), title, Text(asked.ground.strip(), asked.ground.strip()), demand, deed)
        deed.result(True)


def withdraw_demand(asked: WithdrawDemand, *, actor: Actor) -> None:
    """The demander takes it back before the deadline. Raises Refused, NotAllowed, Missing."""
    with command("demands.withdraw_demand", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        demand = own_demand(asked.demand_id, asked.seen, deed)
        require(may_withdraw(asked, state=demand.state, deadline=demand.deadline, now=deed.moment))
        end_now(demand, "withdraw", asked.ground, deed)
        deed.result(True)


def close_demand(asked: CloseDemand, *, actor: Actor) -> None:
    """Nobody is chosen, and everybody reads why. Raises Refused, NotAllowed, Missing."""
    with command("demands.close_demand", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        demand = own_demand(asked.demand_id, asked.seen, deed)
        require(may_close(asked, state=demand.state, deadline=demand.deadline, now=deed.moment))
        end_now(demand, "close", asked.ground, deed)
        deed.result(True)


def end_now(demand: Demand, name: str, ground: str, deed: Deed) -> None:
    """``name``: ``close`` or ``withdraw``. Joins the deed; who answered hears of it."""
    deed.before(state=demand.state)
    write(demand, state=DEMAND.after(demand.state, name), ground=ground.strip(), ended_on=deed.today)
    deed.after(state=demand.state, ground=ground.strip())
    step(demand, name, ground, deed)
    label = DEMAND.label(demand.state)
    moved(demand, label.vi, label.en, deed)
    title = Text(f"Nhu cầu {demand.number}: {label.vi}", f"Demand {demand.number}: {label.en}")
    tell_sides(proposers(demand), title, Text(ground.strip(), ground.strip()), demand, deed)
