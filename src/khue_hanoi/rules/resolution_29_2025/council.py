"""Resolution 29/2025/NQ-HĐND: the appraisal council of a test. None of its figures was found."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.core.rules.expressions import count, law
from khue.core.rules.rule import Impossible, Refusal, Ruling, rule, say
from khue_hanoi.rules.resolution_29_2025.periods import IN_FORCE

appraisal_members = count(
    "appraisal_members",
    "Số thành viên hội đồng thẩm định",
    "Members of the appraisal council",
    ask=("Hội đồng thẩm định có bao nhiêu thành viên?", "How many members has the appraisal council?"),
    maximum=1_000,
)
appraisal_present = count(
    "appraisal_present",
    "Số thành viên có mặt",
    "Members present",
    ask=("Bao nhiêu thành viên có mặt tại phiên họp?", "How many members are present?"),
    maximum=1_000,
    changeable=False,
)
appraisal_votes = count(
    "appraisal_votes",
    "Số phiếu tán thành",
    "Votes in favour",
    ask=("Có bao nhiêu phiếu tán thành?", "How many votes are in favour?"),
    maximum=1_000,
    changeable=False,
)


@rule(
    "sandbox.council-vote",
    title=("Phiên họp hội đồng thẩm định thử nghiệm", "Session of the appraisal council of a test"),
    cites=("res-29-2025.steps",),
    since=IN_FORCE,
)
def council_vote() -> Ruling:
    """A council of a size within bounds meets with a quorum and passes a test by a share of the votes of those
    present."""
    smallest, largest = law.count("sandbox.council.size_min"), law.count("sandbox.council.size_max")
    quorum = (
        law.share("sandbox.council.quorum").of(appraisal_members, "up").called("Số thành viên cần có mặt", "Quorum")
    )
    needed = (
        law.share("sandbox.council.pass_mark")
        .of(appraisal_present, "up")
        .called("Số phiếu tán thành cần có", "Votes needed")
    )
    return Ruling(
        values={"value": needed, "quorum": quorum},
        then=say(
            "Hội đồng thông qua với {votes} phiếu tán thành, cần {needed}.",
            "The council passes the test; votes in favour: {votes}, needed: {needed}.",
            votes=appraisal_votes,
            needed=needed,
        ),
        refusals=(
            Refusal(
                "size",
                (appraisal_members < smallest) | (appraisal_members > largest),
                say(
                    "Hội đồng có {members} thành viên; số thành viên phải từ {smallest} đến {largest}.",
                    "Members of the council: {members}; allowed: {smallest} to {largest}.",
                    members=appraisal_members,
                    smallest=smallest,
                    largest=largest,
                ),
                next_step=Text("Đề nghị kiện toàn hội đồng.", "Change the make-up of the council."),
                rests_on=("sandbox.council.size_min", "res-29-2025.steps"),
            ),
            Refusal(
                "no_quorum",
                appraisal_present < quorum,
                say(
                    "Phiên họp có mặt {present} thành viên; cần ít nhất {quorum}.",
                    "Members present: {present}; needed: at least {quorum}.",
                    present=appraisal_present,
                    quorum=quorum,
                ),
                next_step=Text("Đề nghị họp lại khi đủ thành viên.", "Meet again with enough members."),
                rests_on=("sandbox.council.quorum", "res-29-2025.steps"),
            ),
            Refusal(
                "not_passed",
                appraisal_votes < needed,
                say(
                    "Có {votes} phiếu tán thành, cần ít nhất {needed}.",
                    "Votes in favour: {votes}; needed: at least {needed}.",
                    votes=appraisal_votes,
                    needed=needed,
                ),
                next_step=Text(
                    "Mời ông/bà hoàn thiện hồ sơ theo ý kiến của hội đồng.",
                    "Improve the dossier as the council advises.",
                ),
                rests_on=("sandbox.council.pass_mark", "res-29-2025.steps"),
            ),
        ),
        impossible=(
            Impossible(
                appraisal_present > appraisal_members,
                Text(
                    "Số thành viên có mặt không thể nhiều hơn số thành viên hội đồng.",
                    "More are present than there are members.",
                ),
                "appraisal_present",
            ),
            Impossible(
                appraisal_votes > appraisal_present,
                Text(
                    "Số phiếu tán thành không thể nhiều hơn số thành viên có mặt.",
                    "There are more votes than members present.",
                ),
                "appraisal_votes",
            ),
        ),
    )
