"""The sample city holds two calls from the order to the money: a selection, judged by a council and chosen as a portfolio, and a direct assignment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from khue.features.calls.models import Call, Proposal, Round
from khue.features.councils.models import Assignment, Item, Minutes
from khue.features.delivery.models import Milestone, Mission
from khue.features.people.models import Organisation
from khue.features.people.queries import PERSONA_ACCOUNT
from khue.kernel.models import AuditRecord, User
from khue.site.sample import councils, delivery, payments, portfolio
from khue.site.sample.parties import PERSONAS, Parties, organisations, register_neighbours
from tests.cast import MOMENT, persona, setup_actor

pytestmark = pytest.mark.django_db
DAYS = 240
"""The story begins 170 days back: nobody of the cast is anybody before the day of the tests."""


@pytest.fixture
def played() -> Mission:
    """The two stories on the cast; the first mission of the selection."""
    shorts = {row[2]: row[0] for row in organisations()}
    made = Parties({}, {}, {}, {})
    for pk, short in Organisation.objects.values_list("pk", "short_name"):
        made.organisations[shorts[short]] = f"party:{pk}"
    actors = {one.key: persona(one.key, days=DAYS) for one in PERSONAS}
    for key, actor in actors.items():
        made.persons[key] = actor.key
        made.users[key] = User.objects.get(username=f"{PERSONA_ACCOUNT}{key}").pk
    register_neighbours(made, MOMENT.date(), actor=setup_actor())
    now = actors["officer"].moment
    payments.main_account(actor=actors["accountant"])
    register = councils.registered(actors, replace(setup_actor(), moment=now))
    chosen = portfolio.fill(made, actors, register, now)
    delivery.fill(made, actors, register, chosen, now)
    return Mission.objects.get(proposal=chosen[0].proposal)


def test_a_selection_and_a_direct_assignment_of_the_sample_city_are_whole(played: Mission) -> None:
    call = Call.objects.get(title__contains=portfolio.AIR.title)
    _called_and_opened(call)
    proposals = list(Proposal.objects.filter(call=call).order_by("pk"))
    assert {one.state for one in proposals} == {"funded", "refused"}
    _judged(proposals)
    assert Round.objects.get(calls__call=call, state="decided").decision.lines.filter(ground__gt="").count() == 2
    of_call = Mission.objects.filter(proposal__in=[one.pk for one in proposals if one.state == "funded"])
    assert played in of_call
    direct = Mission.objects.get(title__contains=delivery.VOICES.title)
    for mission in (*of_call, direct):
        _settled(mission)


def _called_and_opened(call: Call) -> None:
    assert call.order.mode == "selection"
    assert call.order.state == "called"
    assert call.state == "opened"
    assert call.first_opener != call.second_opener
    assert all(one.answer for one in call.questions.all())
    assert call.questions.exists()


def _judged(proposals: list[Proposal]) -> None:
    """By one council of the system: three reviewers each as the solver proposed, an interest kept out, the minutes signed."""
    items = Item.objects.filter(subject__in=[f"proposal:{one.pk}" for one in proposals])
    assert items.count() == len(proposals) == 3
    assert {one.state for one in items} == {"decided"}
    for item in items:
        given = Assignment.objects.filter(item=item, ended_at=None)
        assert given.count() == 3
        assert all(one.sheets.exists() and not one.ground for one in given)
    council = items[0].council
    accepted = AuditRecord.objects.filter(subjects__contains=[f"council:{council.pk}"], deed="councils.accept_proposal")
    assert accepted.count() == 1
    minutes = Minutes.objects.get(meeting__council=council)
    assert minutes.signed_at is not None
    assert any(one["recused"] != "không có" for one in minutes.values["items"])


def _settled(mission: Mission) -> None:
    """Accepted by a council, and every payment is of a deliverable that was accepted."""
    assert mission.state == "completed"
    milestones = list(Milestone.objects.filter(mission=mission).order_by("no"))
    assert {one.state for one in milestones} == {"paid"}
    final = Item.objects.get(subject=f"milestone:{milestones[-1].pk}")
    assert (final.outcome, final.council.kind) == ("approved", "acceptance")
    assert Minutes.objects.get(meeting__council=final.council).signed_at is not None
    assert sum(one.amount for one in milestones) == mission.granted
