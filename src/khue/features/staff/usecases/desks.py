"""A whole desk goes to a colleague, or back to the unit's queue. Nothing falls off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import require
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.queries import held_tasks
from khue.features.people import queries as people
from khue.features.staff import access, events
from khue.features.staff.domain.commands import HandOverDesk
from khue.kernel.deeds import Deed, command

MOST = 500
"""Tasks that are chosen one by one. A desk that holds more goes over whole."""
WHOLE = 10_000
"""Tasks that a whole desk may hold, as when a colleague leaves."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What went, and what stays with the reason."""

    moved: tuple[int, ...]
    staying: tuple[tuple[int, Reason], ...]


def hand_over_desk(asked: HandOverDesk, *, actor: Actor) -> HandedOver:
    """Move the chosen tasks in one deed; those that can't go stay on the desk with their reasons."""
    held = people.holdings_of([asked.person]).get(asked.person, ())
    if asked.person == actor.key:
        access.require_staff(actor)
        actor.require(access.HAND_OVER)
    else:
        units = {h.unit_code for h in held if h.holds_on(actor.today)}
        access.require_for(actor, access.DESKS, asked.person, units)
    require(Decision.refuse_if_any(_reasons(asked)))
    with command("staff.hand_over_desk", actor, subject=asked.person) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return HandedOver(tuple(before), ())
        tasks = asked.tasks
        if asked.everything:
            tasks = tuple(task.id for task in held_tasks(asked.person, WHOLE))
        found = move(asked.person, tasks, asked.to, asked.ground, deed=deed)
        deed.result(list(found.moved))
        if not found.moved:
            deed.nothing_done()
        return found


def move(person: str, tasks: Iterable[int], to: str, ground: str, *, deed: Deed) -> HandedOver:
    """The same inside a bigger deed."""
    moved, staying = dossiers.move_tasks(person, tasks, to, deed=deed)
    deed.before(assignee=person)
    deed.after(
        assignee=to or None,
        moved=list(moved),
        stays={str(number): reason.text.vi for number, reason in staying},
        ground=ground,
    )
    if moved:
        name = people.party(person).name
        to_name = people.party(to).name if to else ""
        event = events.DeskHandedOver(
            subject=person,
            parties=tuple(key for key in (person, to) if key),
            name=name,
            to_name=to_name,
            moved=len(moved),
        )
        deed.emit(event)
        if to and to != deed.actor.key:
            deed.notify(to, "task", event.line(), Text(ground, ground), "/desk/?view=mine")
        if person != deed.actor.key:
            deed.notify(person, "task", event.line(), Text(ground, ground), "/desk/")
    return HandedOver(moved, staying)


def _reasons(asked: HandOverDesk) -> list[Reason]:
    reasons = []
    if not asked.tasks and not asked.everything:
        reasons.append(
            Reason(
                "staff.no_tasks",
                Text("Chưa chọn việc nào.", "No task is chosen."),
                Text("Mời ông/bà đánh dấu ít nhất một việc.", "Mark at least one."),
                "tasks",
            )
        )
    if len(asked.tasks) > MOST and not asked.everything:
        reasons.append(
            Reason(
                "staff.too_many",
                Text(
                    f"Mỗi lần chỉ chọn được nhiều nhất {MOST} việc.", f"At most {MOST} tasks can be chosen at a time."
                ),
                Text("Mời ông/bà bàn giao toàn bộ, hoặc chọn ít việc hơn.", "Hand everything over, or choose fewer."),
                "tasks",
            )
        )
    if asked.to == asked.person:
        reasons.append(
            Reason(
                "staff.same_person",
                Text("Người nhận đang giữ các việc này.", "The receiver holds these tasks already."),
                Text("Mời ông/bà chọn người khác.", "Choose somebody else."),
                "to",
            )
        )
    if not asked.ground.strip():
        reasons.append(
            Reason(
                "staff.no_ground",
                Text("Chưa nêu lý do bàn giao.", "No reason is given."),
                Text("Mời ông/bà nêu ngắn gọn lý do.", "Say briefly why."),
                "ground",
            )
        )
    return reasons
