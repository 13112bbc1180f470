"""Units of the city's house and the roles held in them."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.features.people import access, events
from khue.features.people.domain import AssignRole, EndRole, may_assign_role
from khue.features.people.models import Person, RoleHolding, Unit
from khue.features.people.queries import party_id
from khue.features.people.usecases.records import end_on, no_overlap, unknown
from khue.kernel.deeds import command


def assign_role(asked: AssignRole, *, actor: Actor) -> int:
    """Give a person a role in a unit; the holding's id. Nobody gives a role to himself or herself."""
    access.require_roles(actor)
    require(may_assign_role(asked, roles=access.roles(), units=access.units(), actor_key=actor.key))
    with command("people.assign_role", actor, subject=asked.person) as deed:
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
                assigned_by=actor.key,
            )
        deed.after(
            role=asked.role,
            unit=asked.unit,
            valid_from=asked.valid_from.isoformat(),
            valid_until=asked.valid_until.isoformat() if asked.valid_until else None,
        )
        role, unit = access.roles()[asked.role].text, access.units()[asked.unit].text
        deed.emit(events.RoleAssigned(subject=asked.person, parties=(asked.person,), role=role, unit=unit))
        return holding.pk


def end_role(asked: EndRole, *, actor: Actor) -> None:
    """End a role on a day (the first day without it)."""
    access.require_roles(actor)
    with command("people.end_role", actor) as deed:
        found = (
            RoleHolding.objects.select_for_update(of=("self",))
            .select_related("person__party", "unit")
            .filter(pk=asked.holding_id)
            .first()
        )
        if found is None:
            raise unknown()
        deed.before(**end_on(found, asked.ends_on))
        found.save(update_fields=["valid_until"])
        key = found.person.party.key
        deed.subject = key
        deed.after(role=found.role, unit=found.unit_id, valid_until=asked.ends_on.isoformat())
        known = access.roles().get(found.role)
        deed.emit(
            events.RoleEnded(
                subject=key,
                parties=(key,),
                role=known.text if known else Text(found.role),
                unit=Text(found.unit.name_vi, found.unit.name_en),
            )
        )


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
