"""Who is away, who stands in for whom, and as whom a deputy acts on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from khue.core.bilingual import Text
from khue.features.people import queries as people
from khue.features.staff.domain.absences import REASONS
from khue.features.staff.models import Absence, DeputyScope


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """``scope`` are the roles that the deputy covers, in words."""

    id: int
    person: str
    name: str
    reason: Text
    valid_from: date
    valid_until: date
    deputy: str
    deputy_name: str
    scope: tuple[Text, ...]
    by: str


@dataclass(frozen=True, slots=True)
class StandIn:
    """As whom a deputy may act on a day: the absent colleague's rights within the scope, no more."""

    absence: int
    person: str
    name: str
    rights: frozenset[str]
    units: tuple[str, ...]
    valid_until: date


def stand_ins(deputy: int, on: date, absence: int | None = None) -> tuple[StandIn, ...]:
    """The colleagues in whose place this person may work on the day; one query."""
    found = DeputyScope.objects.filter(
        Q(holding__valid_until=None) | Q(holding__valid_until__gt=on),
        absence__deputy_id=deputy,
        absence__valid_from__lte=on,
        absence__valid_until__gt=on,
        holding__valid_from__lte=on,
    )
    if absence is not None:
        found = found.filter(absence_id=absence)
    rows = found.order_by("absence_id", "id").values_list(
        "absence_id",
        "absence__person_id",
        "absence__person__party__name",
        "absence__valid_until",
        "holding__role",
        "holding__unit_id",
    )
    grouped: dict[tuple[int, int, str, date], list[tuple[str, str]]] = {}
    for number, person, name, until, role, unit in rows:
        grouped.setdefault((number, person, name, until), []).append((role, unit))
    return tuple(
        StandIn(
            number,
            f"party:{person}",
            name,
            people.rights_of_roles(role for role, _ in held),
            tuple(dict.fromkeys(unit for _, unit in held)),
            until,
        )
        for (number, person, name, until), held in grouped.items()
    )


def stand_in(deputy: int, absence: int, on: date) -> StandIn | None:
    """The same for one absence; None when it is not (or no longer) for this person on that day."""
    found = stand_ins(deputy, on, absence)
    return found[0] if found else None


def away_between(key: str, first: date, last: date) -> bool:
    """Whether somebody is away on any day of ``[first, last)``."""
    number = people.party_id(key)
    return Absence.objects.filter(person_id=number, valid_from__lt=last, valid_until__gt=first).exists()


def absences_of(key: str, on: date) -> tuple[AbsenceLine, ...]:
    """Absences of a person that are not over on the day, first ones first."""
    return _lines(Absence.objects.filter(person_id=people.party_id(key), valid_until__gt=on))


def absences_covered_by(key: str, on: date) -> tuple[AbsenceLine, ...]:
    """Absences for which the person is the deputy and that are not over on the day."""
    return _lines(Absence.objects.filter(deputy_id=people.party_id(key), valid_until__gt=on))


def absence(absence_id: int) -> AbsenceLine | None:
    found = _lines(Absence.objects.filter(pk=absence_id))
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Away:
    """What the directory says about somebody who is away."""

    valid_until: date
    deputy_name: str


def away_on(people_ids: Iterable[int], on: date) -> Mapping[str, Away]:
    """Who of these people is away on the day; one query."""
    found = Absence.objects.filter(person_id__in=list(people_ids), valid_from__lte=on, valid_until__gt=on)
    rows = found.values_list("person_id", "valid_until", "deputy__party__name")
    return {f"party:{person}": Away(until, deputy or "") for person, until, deputy in rows}


def _lines(found: QuerySet[Absence]) -> tuple[AbsenceLine, ...]:
    rows = (
        found.select_related("person__party", "deputy__party")
        .prefetch_related("scope__holding")
        .order_by("valid_from", "id")
    )
    roles = {code: text for code, text, _second in people.staff_roles()}
    units = people.staff_units()
    return tuple(
        AbsenceLine(
            row.pk,
            f"party:{row.person_id}",
            row.person.party.name,
            REASONS.get(row.reason, Text(row.reason)),
            row.valid_from,
            row.valid_until,
            f"party:{row.deputy_id}" if row.deputy else "",
            row.deputy.party.name if row.deputy else "",
            tuple(
                _words(roles.get(part.holding.role, Text(part.holding.role)), units.get(part.holding.unit_id))
                for part in row.scope.all()
            ),
            row.registered_by_name,
        )
        for row in rows
    )


def _words(role: Text, unit: Text | None) -> Text:
    if unit is None:
        return role
    return Text(f"{role.vi} ({unit.vi})", f"{role.into('en')} ({unit.into('en')})")
