"""An opened call whose proposals went before a council: for the tests of judging and of portfolios."""

from __future__ import annotations

from datetime import datetime, timedelta

from khue.features.calls import queries, usecases
from khue.features.calls.domain.judging import PutBeforeCouncil
from khue.features.calls.models import Call, Proposal
from khue.features.councils import queries as councils
from khue.features.councils import usecases as council_deeds
from khue.features.councils.domain.commands import (
    AssignItem,
    CallMeeting,
    CastBallot,
    DecideItem,
    MoveReview,
    OpenBallot,
    OpenReview,
    PublishSheet,
    RecordPresence,
    SubmitSheet,
)
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.domain.commands import CompleteStep
from khue.features.dossiers.queries.tasks import open_task_of
from khue.kernel.clock import job_actor
from tests.calls.stories import at, handed_in, opened, published_call
from tests.cast import organisation, persona
from tests.councils import cases


def two_opened(*, checked: bool = True) -> tuple[Call, Proposal, Proposal]:
    """The institute's and the firm's proposal, opened; in order unless the formal check is still to come."""
    call = published_call()
    first = handed_in(call)
    second = handed_in(call, persona("founder"), organisation("TLX"), "thứ hai")
    opened(call)
    if checked:
        for proposal in (first, second):
            check(proposal, after(call))
    for proposal in (first, second):
        proposal.refresh_from_db()
    return call, first, second


def after(call: Call, **delta: float) -> datetime:
    return call.closes_at + timedelta(hours=2) + timedelta(**delta)


def check(proposal: Proposal, moment: datetime) -> None:
    """The formal check finds it in order."""
    task = open_task_of(dossier_id=proposal.dossier_id, step="formal")
    dossiers.accept_for_processing(CompleteStep(task.id, "in_order"), actor=at(persona("clerk"), moment))


def put(call: Call, city: cases.City, *proposals: Proposal) -> list[int]:
    """Before the council; the ids of the items."""
    asked = PutBeforeCouncil(call.pk, city.council, tuple(one.pk for one in proposals))
    usecases.put_before_council(asked, actor=at(persona("officer"), after(call)))
    return [queries.verdicts_of([one.pk])[one.pk][0].item for one in proposals]


def scored(city: cases.City, items: list[int], given: dict[tuple[int, str], tuple[int, int]], moment: datetime) -> None:
    """A review from opening to closing; ``given`` (item, member) to points for science and use."""
    act = cases.officer(moment)
    template = council_deeds.publish_sheet(PublishSheet("judged", "Phiếu chấm", cases.CRITERIA), actor=act)
    review = council_deeds.open_review(
        OpenReview(city.council, template, tuple(items), moment + timedelta(days=7)), actor=act
    )
    for (item, name), (science, use) in given.items():
        line = council_deeds.assign_item(AssignItem(item, city.seats[name], "Am hiểu lĩnh vực này."), actor=act)
        sheet = SubmitSheet(line, (("science", science), ("use", use)), "Phương pháp phù hợp với mục tiêu.")
        council_deeds.submit_sheet(sheet, actor=at(city.actors[name], moment))
    council_deeds.open_discussion(MoveReview(review), actor=act)
    council_deeds.close_review(MoveReview(review), actor=act)


def decided(city: cases.City, items: list[int], outcomes: dict[int, str], moment: datetime) -> None:
    """The council meets and votes on each item by whoever has no interest in it."""
    act = cases.officer(moment)
    meeting = council_deeds.call_meeting(CallMeeting(city.council, moment, "Phòng họp số 2", tuple(items)), actor=act)
    council_deeds.open_meeting(RecordPresence(meeting, tuple(city.seats.values())), actor=act)
    for line in councils.meeting_page(meeting, moment.date()).agenda:
        outcome = outcomes[line.item.id]
        if outcome != "postponed":
            ballot = council_deeds.open_ballot(OpenBallot(line.id, "Đề nghị thực hiện?"), actor=act)
            out = {seat.person for seat, _ in line.out}
            choice = "approve" if outcome == "approved" else "refuse"
            for actor in city.actors.values():
                if actor.key not in out:
                    council_deeds.cast_ballot(CastBallot(ballot, choice), actor=at(actor, moment))
            council_deeds.count_ballot(ballot, actor=act)
        conclusion = "Hội đồng đã thảo luận và kết luận như trên."
        council_deeds.decide_item(DecideItem(line.id, outcome, conclusion), actor=act)


def followed(item: int) -> bool:
    return usecases.follow_council(item, actor=job_actor("calls.follow_council"))
