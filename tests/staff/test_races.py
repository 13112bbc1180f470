"""Several at once: the last administrators remove each other, one link used twice, one answer given twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from khue.core.actor import Actor
from khue.core.errors import Conflict, Refused
from khue.features.people import queries as people
from khue.features.people import usecases as registering
from khue.features.people.domain import EndRole
from khue.features.staff import usecases
from khue.features.staff.domain.commands import (
    AcceptInvitation,
    AnswerProposal,
    InviteColleague,
    ProposeRole,
    RegisterAbsence,
)
from khue.features.staff.models import Absence, Invitation
from khue.kernel.models import AuditRecord, User
from tests.staff.cases import MOMENT, TODAY, colleague, holdings, persona

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("clone_db")]
InThreads = Callable[..., list[Any]]


def outcomes(results: list[Any]) -> Counter[str]:
    return Counter(type(result).__name__ if isinstance(result, Exception) else "done" for result in results)


def test_two_administrators_who_remove_each_other_leave_one(in_threads: InThreads) -> None:
    first, second = persona("administrator"), colleague("Quản trị Hai", "PLATFORM", "administrator")
    ending = {who.key: holdings(other.key)[0] for who, other in ((first, second), (second, first))}
    results = in_threads(
        *(lambda who=who: registering.end_role(EndRole(ending[who.key], TODAY), actor=who) for who in (first, second))
    )
    assert outcomes(results) == {"done": 1, "Refused": 1}
    left = [who for who in (first, second) if "people.roles" in people.rights_on(who.key, TODAY)]
    assert len(left) == 1


def test_one_link_makes_one_account(in_threads: InThreads) -> None:
    asked = InviteColleague("Tạ Thị Mời", "moi@mau.example", "DOST-QLKH", "case-officer", TODAY)
    invitation = Invitation.objects.get(pk=usecases.invite_colleague(asked, actor=persona("administrator")))
    link, door = usecases.link_of(invitation), Actor(key="public", name="", moment=MOMENT)
    results = in_threads(
        *(
            lambda number=number: usecases.accept_invitation(
                AcceptInvitation(link, f"ta.moi.{number}", "cầu Thê Húc màu son"), actor=door
            )
            for number in range(4)
        )
    )
    assert outcomes(results) == {"done": 1, "Refused": 3}
    assert all(
        {reason.code for reason in result.decision.reasons} == {"staff.invitation_used"}
        for result in results
        if isinstance(result, Refused)
    )
    assert User.objects.filter(username__startswith="ta.moi.").count() == 1
    assert AuditRecord.objects.filter(deed="staff.accept_invitation").count() == 1


def test_a_proposal_is_answered_once(in_threads: InThreads) -> None:
    first = persona("administrator")
    others = [colleague(f"Quản trị {n}", "PLATFORM", "administrator") for n in ("Hai", "Ba")]
    number = usecases.propose_role(ProposeRole(persona("officer").key, "HPC", "decider", TODAY), actor=first)
    results = in_threads(
        lambda: usecases.answer_proposal(AnswerProposal(number, True), actor=others[0]),
        lambda: usecases.answer_proposal(AnswerProposal(number, False, "Chưa cần"), actor=others[1]),
    )
    assert outcomes(results) == {"done": 1, "Conflict": 1}
    given = "missions.decide" in people.rights_on(persona("officer").key, TODAY)
    assert given == (not isinstance(results[0], Conflict))


def test_somebody_is_absent_once(in_threads: InThreads) -> None:
    absent = persona("appraiser")
    asked = RegisterAbsence(absent.key, "training", TODAY, TODAY.replace(day=TODAY.day + 5))
    results = in_threads(*(lambda: usecases.register_absence(asked, actor=absent) for _ in range(3)))
    assert outcomes(results) == {"done": 1, "Refused": 2}
    assert Absence.objects.count() == 1
