"""Councils that judge in the sample city: reviewers assigned by the solver, scores, a meeting with secret ballots, signed minutes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from khue.core.actor import Actor
from khue.features.calls import queries as calls_read
from khue.features.calls import usecases as calls
from khue.features.calls.domain.judging import PutBeforeCouncil
from khue.features.councils import queries, usecases
from khue.features.councils.domain.commands import (
    AcceptProposal,
    CallMeeting,
    CastBallot,
    DecideItem,
    DeclareInterest,
    MoveReview,
    OpenBallot,
    OpenReview,
    RecordPresence,
    SubmitSheet,
)
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.domain.commands import CompleteStep
from khue.features.dossiers.queries.tasks import open_task_of
from khue.kernel import clock
from khue.site.sample.calls import Act
from khue.site.sample.councils import CRITERIA, Panel, Register, founded, nine, signed

FIELDS = ("environmental-technology", "smart-city")
SAID = "Đáp ứng yêu cầu của đặt hàng; nhóm đủ năng lực; cần nêu rõ nơi tiếp nhận kết quả (mẫu)."
YES = "Hội đồng đánh giá đáp ứng yêu cầu của đặt hàng (mẫu)."
NO = "Hội đồng không đề nghị thực hiện; tính mới và nơi tiếp nhận kết quả chưa rõ (mẫu)."
OWN = "Đang hướng dẫn luận án chung với chủ nhiệm."
NEEDED = 3
"""Reviewers for each proposal."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """Which council judges, founded by which decision; ``later`` by so many days than that of the portfolio.

    ``refuses`` the weakest proposal, whose applicant a member knows too well.
    """

    name: str = "Hội đồng tuyển chọn nhiệm vụ môi trường, đô thị thông minh (mẫu)"
    decision: str = "61/QĐ-UBND"
    fields: tuple[str, ...] = FIELDS
    later: float = 0
    refuses: bool = True


def judged(
    register: Register,
    proposals: Mapping[int, Collection[int]],
    marks: Mapping[int, tuple[int, ...]],
    story: Act,
    sitting: Sitting = Sitting(),
) -> None:
    """``proposals`` by call, opened: checked, put before one council, scored by whom the solver assigns, voted on, the minutes signed.

    ``marks`` what reviewers think of each proposal, in the order of the criteria.
    """

    def act(key: str, days: float) -> Actor:
        return story(key, days + sitting.later)

    everything = sorted(proposal for some in proposals.values() for proposal in some)
    for proposal in everything:
        task = open_task_of(dossier_id=calls_read.dossier_of(proposal), step="formal")
        dossiers.accept_for_processing(CompleteStep(task.id, "in_order"), actor=act("clerk", -129.5))
    panel = founded(sitting.name, register.people, act, -130, sitting.decision, fields=sitting.fields)
    for call, some in proposals.items():
        asked = PutBeforeCouncil(call, panel.council, tuple(sorted(some)))
        calls.put_before_council(asked, actor=act("officer", -129))
    items = {ones[0].item: proposal for proposal, ones in calls_read.verdicts_of(everything).items()}
    thoughts = {item: marks[proposal] for item, proposal in items.items()}
    refused = {}
    if sitting.refuses:
        weakest = min(thoughts, key=lambda item: sum(thoughts[item]))
        own = at(panel.actors[5], act("officer", -129))
        usecases.declare_interest(DeclareInterest(panel.council, own.key, OWN, weakest), actor=own)
        refused = {weakest: NO}
    _scored(panel, register.sheet, thoughts, act)
    minutes = met(panel, tuple(items), "Đề nghị thực hiện đề xuất này?", YES, act, -126, refused=refused)
    signed(minutes, lambda key: act(key, -125))
    for item in items:
        job = replace(clock.job_actor("calls.follow_council"), moment=act("officer", -125).moment)
        calls.follow_council(item, actor=job)


def _scored(panel: Panel, sheet: int, marks: Mapping[int, tuple[int, ...]], act: Act) -> None:
    """The best assignment that there is, accepted as proposed; every sheet handed in; nobody sees a redacted copy, so not blind."""
    officer = act("officer", -129)
    asked = OpenReview(panel.council, sheet, tuple(marks), act("officer", -127).moment, blind=False)
    review = usecases.open_review(asked, actor=officer)
    found = queries.propose(queries.readable_review(review, officer), queries.Wanted(NEEDED), officer.today)
    usecases.accept_proposal(AcceptProposal(review, found.new_pairs), actor=officer)
    lines = queries.assignments_of(review)
    for turn, line in enumerate(lines):
        thought = marks[line.item_id]
        # Reviewers differ by a point: one is stricter on the need, another kinder to the science.
        given = (thought[0] - (turn % NEEDED == 1), thought[1] + (turn % NEEDED == 2), *thought[2:])
        _sheet(panel, line, given, act("officer", -128))
    usecases.open_discussion(MoveReview(review), actor=act("officer", -127.5))
    _sheet(panel, lines[1], marks[lines[1].item_id], act("officer", -127.5))
    usecases.close_review(MoveReview(review), actor=act("officer", -127))


def _sheet(panel: Panel, line: queries.AssignmentLine, given: tuple[int, ...], other: Actor) -> None:
    points = tuple((str(row["key"]), number) for row, number in zip(CRITERIA, given, strict=True))
    reviewer = panel.actors[panel.seats.index(line.seat_id)]
    usecases.submit_sheet(SubmitSheet(line.id, points, SAID), actor=at(reviewer, other))


def met(
    panel: Panel,
    items: tuple[int, ...],
    question: str,
    conclusion: str,
    act: Act,
    days: float,
    *,
    refused: Mapping[int, str] | None = None,
) -> int:
    """At nine of that day everybody came; each item is voted on by whoever has no interest in it. The id of the minutes.

    ``refused`` items with the council's words; the others are approved with the ``conclusion``.
    """
    officer = act("officer", days)
    secretary = replace(officer, moment=nine(officer.moment))
    asked = CallMeeting(panel.council, secretary.moment, "Phòng họp số 1, Sở Khoa học và Công nghệ (mẫu)", items)
    meeting = usecases.call_meeting(asked, actor=secretary)
    usecases.open_meeting(RecordPresence(meeting, tuple(panel.seats)), actor=secretary)
    no = refused or {}
    for line in queries.meeting_page(meeting, secretary.today).agenda:
        against = line.item.id in no
        ballot = usecases.open_ballot(OpenBallot(line.id, question), actor=secretary)
        out = {seat.person for seat, _why in line.out}
        for turn, actor in enumerate(one for one in panel.actors if one.key not in out):
            choice = "refuse" if against and turn else "approve"
            usecases.cast_ballot(CastBallot(ballot, choice), actor=at(actor, secretary))
        usecases.count_ballot(ballot, actor=secretary)
        words = no.get(line.item.id, conclusion)
        usecases.decide_item(DecideItem(line.id, "refused" if against else "approved", words), actor=secretary)
    return usecases.close_meeting(meeting, actor=secretary)


def at(actor: Actor, other: Actor) -> Actor:
    """The same person at the other's moment."""
    return replace(actor, moment=other.moment)
