"""Units of the city's house and the roles held in them."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused, require
from khue.features.people import access, events
from khue.features.people.domain import AssignRole, EndRole, may_assign_role
from khue.features.people.models import Person, RoleHolding, Unit
from khue.features.people.queries import party_id
from khue.features.people.usecases.records import end_on, no_overlap, unknown
from khue.kernel.deeds import Deed, command

SECOND_PERSON = Reason(
    "people.second_person",
    Text(
        "Vai trò này quyết định, chi tiền hoặc giao quyền nên phải có quản trị viên thứ hai xác nhận.",
        "This role decides, pays or gives roles, so a second administrator confirms it.",
    ),
    Text(
        "Mời ông/bà mở trang “Cán bộ”, chọn người này rồi đề nghị giao vai trò.",
        "Open the page “Staff”, choose the person, and propose the role there.",
    ),
    "role",
)
LAST_ADMINISTRATOR = Reason(
    "people.last_administrator",
    Text(
        "Đây là quản trị viên cuối cùng nên không thể thôi giao vai trò.",
        "This is the last administrator, so the role can’t be ended.",
    ),
    Text(
        "Mời ông/bà giao vai trò quản trị cho người khác trước, rồi thực hiện lại.",
        "Give somebody else the role first, without a last day, then try again.",
    ),
)


def assign_role(asked: AssignRole, *, actor: Actor) -> int:
    """Give a person a role in a unit; the holding's id. Nobody gives a role to himself or herself.

    Raises Refused for a role that a second person confirms: the room staff has the way to it.
    """
    access.require_roles(actor)
    require(may_assign_role(asked, roles=access.roles(), units=access.units(), actor_key=actor.key))
    if access.roles()[asked.role].second_person and not access.is_setup(actor):
        raise Refused.because(SECOND_PERSON)
    with command("people.assign_role", actor, subject=asked.person) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        made = new_holding(asked, deed=deed)
        deed.result(made)
        return made


def new_holding(asked: AssignRole, *, deed: Deed) -> int:
    """The role's row, inside a bigger deed that has checked who may give it. Raises Refused for an overlap."""
    require(may_assign_role(asked, roles=access.roles(), units=access.units(), actor_key=deed.actor.key))
    person = Person.objects.filter(pk=party_id(asked.person)).first()
    if person is None:
        raise unknown()
    with no_overlap("role_once_at_a_time"):
        holding = RoleHolding.objects.create(
            person=person,
            unit_id=asked.unit,
            role=asked.role,
            valid_from=asked.valid_from,
            valid_until=asked.valid_until,
            assigned_by=deed.actor.key,
        )
    deed.after(
        role=asked.role,
        unit=asked.unit,
        valid_from=asked.valid_from.isoformat(),
        valid_until=asked.valid_until.isoformat() if asked.valid_until else None,
    )
    role, unit = access.roles()[asked.role].text, access.units()[asked.unit].text
    deed.emit(events.RoleAssigned(subject=asked.person, parties=(asked.person,), role=role, unit=unit))
    return int(holding.pk)


def end_role(asked: EndRole, *, actor: Actor) -> None:
    """End a role on a day (the first day without it). Raises Refused for the last administrator's."""
    access.require_roles(actor)
    with command("people.end_role", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        found = RoleHolding.objects.filter(pk=asked.holding_id).first()
        if found is None:
            raise unknown()
        deed.subject = f"party:{found.person_id}"
        end_holdings(f"party:{found.person_id}", asked.ends_on, only=found.pk, deed=deed)
        deed.result(True)


def end_holdings(person: str, ends_on: date, *, only: int | None = None, deed: Deed) -> int:
    """End every role of a person (or ``only`` one) on a day, inside a bigger deed; how many.

    Whoever gives roles is never removed as the last one: all such holdings are locked first, so that two who remove
    each other at once cannot both succeed.
    """
    keepers = list(
        RoleHolding.objects.select_for_update(of=("self",))
        .filter(role__in=access.roles_with(access.ROLES))
        .order_by("id")
        .select_related("person__user")
    )
    wanted = RoleHolding.objects.select_for_update(of=("self",)).select_related("person__party", "unit")
    wanted = (
        wanted.filter(pk=only)
        if only is not None
        else wanted.filter(person_id=party_id(person)).filter(Q(valid_until=None) | Q(valid_until__gt=ends_on))
    )
    rows = list(wanted.order_by("id"))
    ending = {row.pk for row in rows}
    _require_an_administrator_remains(keepers, ending, ends_on)
    for row in rows:
        day = max(ends_on, row.valid_from) if only is None else ends_on
        deed.before(**end_on(row, day))
        row.save(update_fields=["valid_until"])
        deed.after(role=row.role, unit=row.unit_id, valid_until=day.isoformat())
        known = access.roles().get(row.role)
        key = row.person.party.key
        deed.emit(
            events.RoleEnded(
                subject=key,
                parties=(key,),
                role=known.text if known else Text(row.role),
                unit=Text(row.unit.name_vi, row.unit.name_en),
            )
        )
    return len(rows)


def _require_an_administrator_remains(keepers: list[RoleHolding], ending: set[int], ends_on: date) -> None:
    if not any(row.pk in ending for row in keepers):
        return
    remaining = [
        row
        for row in keepers
        if row.pk not in ending
        and row.valid_from <= ends_on
        and row.valid_until is None
        and row.person.user is not None
        and row.person.user.is_active
    ]
    if not remaining:
        raise Refused.because(LAST_ADMINISTRATOR)


def load_units(*, actor: Actor) -> int:
    """Bring the units of the city package into the database; how many were new or renamed. Safe to repeat."""
    wanted = access.units()
    held = {unit.code: (unit.name_vi, unit.name_en, unit.body) for unit in Unit.objects.all()}
    changed = [u for u in wanted.values() if held.get(u.code) != (u.text.vi, u.text.en, u.body)]
    if not changed:
        return 0
    access.require_roles(actor)
    with command("people.load_units", actor, subject="city:units") as deed:
        for unit in changed:
            Unit.objects.update_or_create(
                code=unit.code, defaults={"name_vi": unit.text.vi, "name_en": unit.text.en, "body": unit.body}
            )
        deed.after(units=[unit.code for unit in changed])
    return len(changed)
