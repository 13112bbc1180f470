"""The working life of the sample city's staff: somebody away with a deputy at work, somebody invited, somebody who left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from khue.core.actor import Actor
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.domain.commands import TakeTask
from khue.features.dossiers.queries import DeskFilter
from khue.features.dossiers.usecases import take_task
from khue.features.people import queries as people
from khue.features.people import usecases as registering
from khue.features.people.domain.commands import AssignRole, RegisterPerson
from khue.features.staff import queries, usecases
from khue.features.staff.domain.absences import deputy_name
from khue.features.staff.domain.commands import (
    HandOverDesk,
    InviteColleague,
    ProposeRole,
    RecordDeparture,
    RegisterAbsence,
)


def fill(actors: dict[str, Actor], setup: Actor) -> None:
    """Called when the cases stand. ``actors`` are the personas today."""
    away = colleague("Trịnh Thu Trang", "DOST-QLKH", "case-officer", setup=setup)
    leaver = colleague("Lương Văn Sơn", "DOST-QLKH", "case-officer", setup=setup)
    colleague("Mạc Thị Hòa", "DOST-QLKH", "unit-head", setup=setup)
    second = colleague("Cao Xuân Hải", "PLATFORM", "administrator", setup=setup)
    tasks = free_tasks(actors["officer"], 4)
    for task in tasks[:2]:
        take_task(TakeTask(task), actor=away)
    for task in tasks[2:]:
        take_task(TakeTask(task), actor=leaver)
    deputy_at_work(away, actors["officer"])
    handed_over(leaver, actors["officer"])
    last_day = setup.today - timedelta(days=1)
    left = RecordDeparture(leaver.key, last_day, "Chuyển công tác sang cơ quan khác.")
    usecases.record_departure(left, actor=actors["administrator"])
    invited(actors["administrator"])
    # Proposed by the other administrator, so that a visitor can be the second person.
    role = ProposeRole(actors["officer"].key, "DOF-KT", "accountant", setup.today, setup.today + timedelta(days=30))
    usecases.propose_role(role, actor=second)


def invited(administrator: Actor) -> None:
    """A colleague who has not come yet; the mail lies in the folder of mails."""
    asked = InviteColleague(
        "Tô Minh Ngọc (mẫu)", "to-minh-ngoc@sample.example", "DOST-MOTCUA", "one-stop-clerk", administrator.today
    )
    usecases.invite_colleague(asked, actor=administrator)


def colleague(name: str, unit: str, role: str, *, setup: Actor, days: int = 300) -> Actor:
    """Somebody of the staff whom a visitor can't be; marked as sample."""
    key = registering.register_person(
        RegisterPerson(
            name=f"{name} (mẫu)",
            no_number_reason="Người mẫu",
            email=f"{role}-{unit.lower()}@sample.example",
            source="sample",
        ),
        actor=setup,
    )

    user = registering.give_account(key, f"mau.{key.partition(':')[2]}", None, actor=setup)
    registering.assign_role(AssignRole(key, unit, role, setup.today - timedelta(days=days)), actor=setup)
    found = people.standing(user, setup.today)
    assert found is not None, "registered just now"
    return Actor(
        key=key,
        name=found.name,
        moment=setup.moment,
        person_id=found.person_id,
        user_id=user,
        rights=found.rights,
        units=found.units,
    )


def free_tasks(officer: Actor, most: int) -> list[int]:
    """Free tasks that the officer's rights cover."""
    return [row.id for row in dossiers.desk(officer, DeskFilter("free"), None, most).rows]


def deputy_at_work(absent: Actor, officer: Actor) -> None:
    """On leave for a week; the officer stands in and has taken one more task for the absent colleague."""
    roles = tuple(held.id for held in people.holdings_of([absent.key])[absent.key])
    until = absent.today + timedelta(days=6)
    asked = RegisterAbsence(absent.key, "annual_leave", absent.today - timedelta(days=1), until, officer.key, roles)
    number = usecases.register_absence(asked, actor=absent)
    assert officer.person_id is not None
    found = queries.stand_in(officer.person_id, number, officer.today)
    assert found is not None, "the absence runs today"
    deputy = replace(
        officer,
        name=deputy_name(officer.name, found.name),
        rights=found.rights,
        units=found.units,
        mandate=f"absence:{number}:{found.person}",
        stands_in_for=found.person,
    )
    for task in free_tasks(officer, 1):
        take_task(TakeTask(task), actor=deputy)


def handed_over(leaver: Actor, receiver: Actor) -> None:
    tasks = tuple(task.id for task in dossiers.held_tasks(leaver.key))
    if tasks:
        asked = HandOverDesk(leaver.key, receiver.key, tasks, "Chuyển công tác, bàn giao toàn bộ việc đang làm.")
        usecases.hand_over_desk(asked, actor=leaver)
