"""Decree 268/2025/NĐ-CP: clocks and councils of tasks that public money pays.

The first day of the decree was not found; its day of issue is used.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from khue.core.bilingual import Text
from khue.core.rules.expressions import by, choice, count, day, law
from khue.core.rules.rule import Impossible, Refusal, Ruling, rule, say

ISSUED: Final = date(2025, 10, 14)

task_step = choice(
    "task_step",
    "Bước xét chọn nhiệm vụ",
    "Step of the task",
    ask=("Nhiệm vụ đang ở bước nào?", "At which step is the task?"),
    options={
        "result-notice": ("thông báo kết quả xét chọn", "notice of the result"),
        "completion": ("hoàn thiện hồ sơ", "completion of the dossier"),
        "cost-appraisal": ("thẩm định kinh phí", "cost appraisal"),
        "approval": ("phê duyệt và công khai", "approval with disclosure"),
        "contract": ("ký hợp đồng", "contract"),
    },
    changeable=False,
)
task_step_began = day(
    "task_step_began",
    "Ngày bắt đầu bước",
    "Day on which the step began",
    ask=("Bước này bắt đầu ngày nào?", "On which day did this step begin?"),
    changeable=False,
)
call_opens_on = day(
    "call_opens_on",
    "Ngày mở nhận hồ sơ",
    "Day on which the call opens",
    ask=("Đợt kêu gọi mở nhận hồ sơ ngày nào?", "On which day does the call open?"),
)
call_closes_on = day(
    "call_closes_on",
    "Ngày đóng nhận hồ sơ",
    "Day on which the call closes",
    ask=("Đợt kêu gọi đóng nhận hồ sơ ngày nào?", "On which day does the call close?"),
)
council_members = count(
    "council_members",
    "Số thành viên hội đồng",
    "Members of the council",
    ask=("Hội đồng có bao nhiêu thành viên?", "How many members has the council?"),
    maximum=1_000,
)
matching_members = count(
    "matching_members",
    "Số thành viên đúng chuyên môn",
    "Members with matching expertise",
    ask=(
        "Bao nhiêu thành viên có chuyên môn phù hợp với nhiệm vụ?",
        "How many members have expertise that matches the task?",
    ),
    maximum=1_000,
)
undeclared_members = count(
    "undeclared_members",
    "Số thành viên chưa khai xung đột lợi ích",
    "Members without a declaration on conflicts of interest",
    ask=(
        "Bao nhiêu thành viên chưa kê khai về xung đột lợi ích?",
        "How many members have not declared on conflicts of interest?",
    ),
    maximum=1_000,
)


@rule(
    "missions.step-due",
    title=("Thời hạn từng bước xét chọn nhiệm vụ", "Time for each step of a task"),
    cites=("decree-268-2025.clock",),
    since=ISSUED,
)
def step_due() -> Ruling:
    """Each step of selection, appraisal, approval and contract ends a term after it began; the first day is not
    counted."""
    began = task_step_began
    due = by(
        task_step,
        {
            "result-notice": began.after(law.term("missions.clock.result_notice")),
            "completion": began.after(law.term("missions.clock.completion")),
            "cost-appraisal": began.after(law.term("missions.clock.cost_appraisal")),
            "approval": began.after(law.term("missions.clock.approval")),
            "contract": began.after(law.term("missions.clock.contract")),
        },
    ).called("Hạn hoàn thành", "Due")
    return Ruling(
        values={"value": due},
        then=say(
            "Bước {step} bắt đầu ngày {began}, phải xong chậm nhất ngày {due}.",
            "The step “{step}” began on {began} and must be done by {due}.",
            step=task_step,
            began=began,
            due=due,
        ),
    )


@rule(
    "missions.call-open",
    title=("Thời gian mở đợt kêu gọi", "How long a call stays open"),
    cites=("decree-268-2025.clock",),
    since=ISSUED,
)
def call_open() -> Ruling:
    """A call stays open for a number of days at least."""
    earliest = call_opens_on.after(law.term("missions.clock.call_open")).called(
        "Ngày đóng sớm nhất", "Earliest closing day"
    )
    return Ruling(
        values={"value": earliest},
        then=say(
            "Đợt kêu gọi mở đủ thời gian; ngày đóng sớm nhất là {earliest}.",
            "The call is open long enough; it may close on {earliest} at the earliest.",
            earliest=earliest,
        ),
        refusals=(
            Refusal(
                "closes_too_early",
                call_closes_on < earliest,
                say(
                    "Đợt kêu gọi đóng ngày {closes}, trước ngày sớm nhất {earliest}.",
                    "The call closes on {closes}, before {earliest}.",
                    closes=call_closes_on,
                    earliest=earliest,
                ),
                next_step=Text("Đề nghị lùi ngày đóng nhận hồ sơ.", "Let the call close later."),
                rests_on=("missions.clock.call_open", "decree-268-2025.clock"),
            ),
        ),
        impossible=(
            Impossible(
                call_closes_on < call_opens_on,
                Text("Ngày đóng phải sau ngày mở.", "A call cannot close before it opens."),
                "call_closes_on",
            ),
        ),
    )


@rule(
    "missions.council-composition",
    title=("Thành phần hội đồng tư vấn", "Make-up of an advisory council"),
    cites=("decree-268-2025.council",),
    since=ISSUED,
)
def council_composition() -> Ruling:
    """A council has a least and a greatest size, and a share of members whose expertise matches; all declare on
    conflicts of interest."""
    smallest, largest = law.count("missions.council.size_min"), law.count("missions.council.size_max")
    needed = (
        law.share("missions.council.matching_expertise")
        .of(council_members, "up")
        .called("Số thành viên đúng chuyên môn cần có", "Members with matching expertise needed")
    )
    return Ruling(
        values={"value": needed},
        then=say(
            "Hội đồng hợp lệ: có {members} thành viên, trong đó {matching} đúng chuyên môn (cần ít nhất {needed}).",
            "A council of {members}, of whom {matching} have matching expertise (at least {needed}), holds.",
            members=council_members,
            matching=matching_members,
            needed=needed,
        ),
        refusals=(
            Refusal(
                "too_small",
                council_members < smallest,
                say(
                    "Hội đồng có {members} thành viên; cần ít nhất {smallest}.",
                    "Members of the council: {members}; needed: at least {smallest}.",
                    members=council_members,
                    smallest=smallest,
                ),
                next_step=Text("Đề nghị mời thêm thành viên.", "Invite more members."),
                rests_on=("missions.council.size_min", "decree-268-2025.council"),
            ),
            Refusal(
                "too_large",
                council_members > largest,
                say(
                    "Hội đồng có {members} thành viên; nhiều nhất là {largest}.",
                    "Members of the council: {members}; allowed: at most {largest}.",
                    members=council_members,
                    largest=largest,
                ),
                next_step=Text("Đề nghị giảm số thành viên.", "Take fewer members."),
                rests_on=("missions.council.size_max", "decree-268-2025.council"),
            ),
            Refusal(
                "too_few_experts",
                matching_members < needed,
                say(
                    "Có {matching} thành viên đúng chuyên môn; cần ít nhất {needed}.",
                    "Members with matching expertise: {matching}; needed: at least {needed}.",
                    matching=matching_members,
                    needed=needed,
                ),
                next_step=Text(
                    "Đề nghị thay hoặc mời thêm thành viên đúng chuyên môn.",
                    "Replace members, or invite some whose expertise matches.",
                ),
                rests_on=("missions.council.matching_expertise", "decree-268-2025.council"),
            ),
            Refusal(
                "conflicts_not_declared",
                (undeclared_members > 0) & law.flag("missions.council.conflicts_declared"),
                say(
                    "Còn {undeclared} thành viên chưa kê khai xung đột lợi ích.",
                    "Members who have not declared on conflicts of interest: {undeclared}.",
                    undeclared=undeclared_members,
                ),
                next_step=Text(
                    "Đề nghị các thành viên kê khai trước phiên họp.", "Have the members declare before the session."
                ),
                rests_on=("missions.council.conflicts_declared", "decree-268-2025.council"),
            ),
        ),
        impossible=(
            Impossible(
                matching_members > council_members,
                Text(
                    "Số thành viên đúng chuyên môn không thể nhiều hơn số thành viên.",
                    "There cannot be more members with matching expertise than members.",
                ),
                "matching_members",
            ),
        ),
    )
