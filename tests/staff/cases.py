"""Colleagues of these tests, made through the use-cases: a second appraiser, a head of unit, a second administrator."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import date, timedelta

from khue.core.actor import Actor
from khue.features.dossiers.models import Dossier, Task
from khue.features.people import queries as people
from khue.features.people import usecases as registering
from khue.features.people.domain import AssignRole, RegisterPerson
from khue.features.staff import queries, usecases
from khue.features.staff.domain.absences import deputy_name
from khue.features.staff.domain.commands import RegisterAbsence
from khue.kernel.models import AuditRecord, Notice
from khue.site.sample.stories import Story
from tests.cast import MOMENT, persona, setup_actor

TODAY = MOMENT.date()
SINCE = TODAY - timedelta(days=30)


def colleague(name: str, unit: str, role: str, *, until: date | None = None, account: str = "") -> Actor:
    """Somebody with one role, as the middleware would find them."""
    key = registering.register_person(
        RegisterPerson(name=name, no_number_reason="Người mẫu của kiểm thử", email=f"{role}@mau.example"),
        actor=setup_actor(),
    )
    registering.give_account(key, account or f"mau.{key.partition(':')[2]}", "một mật khẩu dài", actor=setup_actor())
    registering.assign_role(AssignRole(key, unit, role, SINCE, until), actor=setup_actor())
    return actor_of(key)


def actor_of(key: str) -> Actor:
    """As ``khue.site.sign_in`` makes it: rights by roles on the day."""
    user = people.account_of(key)
    assert user is not None
    found = people.standing(user, TODAY)
    assert found is not None
    return Actor(
        key=key,
        name=found.name,
        moment=MOMENT,
        person_id=found.person_id,
        user_id=user,
        acts_for=found.acts_for,
        rights=found.rights,
        units=found.units,
    )


def holdings(key: str) -> tuple[int, ...]:
    return tuple(h.id for h in people.holdings_of([key]).get(key, ()))


def away(absent: Actor, deputy: Actor, *, days: int = 5) -> int:
    """The absence of somebody from today on, with a deputy for every role."""
    asked = RegisterAbsence(
        absent.key, "annual_leave", TODAY, TODAY + timedelta(days=days), deputy.key, holdings(absent.key)
    )
    return usecases.register_absence(asked, actor=absent)


def in_place_of(deputy: Actor, absence: int, *, on: date = TODAY) -> Actor:
    """The deputy at work, as the middleware makes the actor."""
    assert deputy.person_id is not None
    found = queries.stand_in(deputy.person_id, absence, on)
    assert found is not None
    return replace(
        deputy,
        name=deputy_name(deputy.name, found.name),
        rights=found.rights,
        units=found.units,
        mandate=f"absence:{found.absence}:{found.person}",
        stands_in_for=found.person,
        stands_in_parties=people.near_parties(found.person, on),
    )


def last_record(deed: str) -> AuditRecord:
    return AuditRecord.objects.filter(deed=deed).latest("id")


def records() -> int:
    return AuditRecord.objects.count()


def notices_of(key: str) -> list[str]:
    return list(Notice.objects.filter(party=key).order_by("id").values_list("title_vi", flat=True))


__all__ = ["MOMENT", "TODAY", "Story", "actor_of", "away", "colleague", "holdings", "in_place_of", "persona"]


def many_tasks(task_id: int, count: int) -> None:
    """Copies of a task that is held, each with a dossier of its own: a desk too full to be marked line by line."""
    task = Task.objects.select_related("dossier").get(pk=task_id)
    copies = []
    for n in range(count):
        dossier = copy(task.dossier)
        dossier.pk, dossier.number = None, f"HN-2026-9{n:05d}"
        copies.append(dossier)
    made = Dossier.objects.bulk_create(copies)
    tasks = []
    for dossier in made:
        twin = copy(task)
        twin.pk, twin.dossier, twin.dossier_number = None, dossier, dossier.number
        tasks.append(twin)
    Task.objects.bulk_create(tasks)
