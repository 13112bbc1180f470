"""Conclusion 226-KL/TW: what a task of the steering register must say, and the clocks of oversight."""

from __future__ import annotations

from datetime import date
from typing import Final

from khue.core.bilingual import Text
from khue.core.rules.expressions import by, choice, count, day, law, yesno
from khue.core.rules.rule import Refusal, Ruling, rule, say

SINCE: Final = date(2025, 10, 10)
"""The first day of the six resolutions: the register of their tasks begins with them."""

task_leads = count(
    "task_leads",
    "Số đầu mối chủ trì",
    "Leads of the task",
    ask=("Nhiệm vụ có bao nhiêu đầu mối chủ trì?", "How many leads has the task?"),
    maximum=1_000,
)
task_named = yesno(
    "task_named",
    "Rõ việc",
    "The task is clear",
    ask=("Nội dung công việc đã rõ chưa?", "Is it clear what is to be done?"),
)
task_has_day = yesno(
    "task_has_day",
    "Rõ thời gian",
    "The time is clear",
    ask=("Nhiệm vụ đã có thời hạn chưa?", "Has the task a due day?"),
)
task_has_responsibility = yesno(
    "task_has_responsibility",
    "Rõ trách nhiệm",
    "The responsibility is clear",
    ask=("Trách nhiệm của đầu mối chủ trì đã rõ chưa?", "Is the lead's responsibility clear?"),
)
task_has_authority = yesno(
    "task_has_authority",
    "Rõ thẩm quyền",
    "The authority is clear",
    ask=("Thẩm quyền giải quyết đã rõ chưa?", "Is it clear who may decide?"),
)
task_has_result = yesno(
    "task_has_result",
    "Rõ kết quả",
    "The result is clear",
    ask=("Sản phẩm, kết quả phải đạt đã rõ chưa?", "Is the result or product clear?"),
)
UNCLEAR: Final = (
    ("task", task_named, "Nhiệm vụ chưa rõ việc phải làm.", "What is to be done is not clear."),
    ("time", task_has_day, "Nhiệm vụ chưa rõ thời gian hoàn thành.", "By when it is to be done is not clear."),
    ("responsibility", task_has_responsibility, "Nhiệm vụ chưa rõ trách nhiệm.", "The responsibility is not clear."),
    ("authority", task_has_authority, "Nhiệm vụ chưa rõ thẩm quyền giải quyết.", "Who may decide is not clear."),
    ("result", task_has_result, "Nhiệm vụ chưa rõ kết quả phải đạt.", "The result is not clear."),
)
"""What a task may lack, with the fact that says so and the words for it."""

oversight_step = choice(
    "oversight_step",
    "Việc cần theo dõi",
    "Matter of oversight",
    ask=("Cần tính thời hạn cho việc nào?", "For which matter is the time asked?"),
    options={
        "escalation": ("báo cáo cấp trên về nhiệm vụ quá hạn", "escalation of an overdue task"),
        "recommendation": ("trả lời kiến nghị", "answer to a recommendation"),
        "interim-review": ("sơ kết thực hiện nghị quyết", "interim review of a resolution"),
        "final-review": ("tổng kết thực hiện nghị quyết", "final review of a resolution"),
    },
    changeable=False,
)
oversight_step_began = day(
    "oversight_step_began",
    "Ngày bắt đầu tính",
    "Day from which the time runs",
    ask=(
        "Thời hạn tính từ ngày nào (ngày quá hạn, ngày nhận kiến nghị, ngày nghị quyết có hiệu lực)?",
        "From which day does the time run (the day overdue, of receipt, or of effect of the resolution)?",
    ),
    changeable=False,
)


@rule(
    "oversight.task-readiness",
    title=("Sáu rõ của một nhiệm vụ được giao", "Six clarities of a task"),
    cites=("conclusion-226.six-clarities",),
    since=SINCE,
    words={
        "person": ("rõ người", "person"),
        "task": ("rõ việc", "task"),
        "time": ("rõ thời gian", "time"),
        "responsibility": ("rõ trách nhiệm", "responsibility"),
        "authority": ("rõ thẩm quyền", "authority"),
        "result": ("rõ kết quả", "result"),
    },
)
def task_readiness() -> Ruling:
    """A task has exactly one lead, and says what is to be done, by when, who answers for it, who may decide, and what
    comes out. A task that lacks one of them is not activated."""
    clarities, leads = law.codes("oversight.task_clarities"), law.count("oversight.leads_per_task")
    return Ruling(
        values={"value": leads},
        then=say("Nhiệm vụ đã đủ sáu rõ.", "The task has all six clarities."),
        refusals=(
            Refusal(
                "leads",
                ~task_leads.equals(leads) & clarities.names("person"),
                say(
                    "Nhiệm vụ có {number} đầu mối chủ trì; chỉ được có {leads}.",
                    "Leads of the task: {number}; it has exactly {leads}.",
                    number=task_leads,
                    leads=leads,
                ),
                next_step=Text(
                    "Đề nghị chọn một đầu mối chủ trì, các đơn vị khác phối hợp.",
                    "Name one lead; the other units support it.",
                ),
                rests_on=("oversight.leads_per_task", "conclusion-226.six-clarities"),
            ),
            *(
                Refusal(
                    f"unclear_{code}",
                    ~clear & clarities.names(code),
                    say(vi, en),
                    next_step=Text("Đề nghị bổ sung trước khi giao nhiệm vụ.", "Add it before the task is given."),
                    rests_on=("oversight.task_clarities", "conclusion-226.six-clarities"),
                )
                for code, clear, vi, en in UNCLEAR
            ),
        ),
    )


@rule(
    "oversight.step-due",
    title=("Thời hạn trong theo dõi, giám sát", "Clocks of steering and oversight"),
    cites=("plan-17-2026.oversight",),
    since=SINCE,
)
def oversight_due() -> Ruling:
    """When an overdue task goes up, a recommendation is answered, a resolution is reviewed. None of the terms was
    found."""
    began = oversight_step_began
    due = by(
        oversight_step,
        {
            "escalation": began.after(law.term("oversight.escalation_days")),
            "recommendation": began.after(law.term("oversight.recommendation_answer_days")),
            "interim-review": began.after(law.term("oversight.interim_review_months")),
            "final-review": began.after(law.term("oversight.final_review_months")),
        },
    ).called("Thời hạn", "Due")
    return Ruling(
        values={"value": due},
        then=say("Thời hạn {step}: ngày {due}.", "Due day of the {step}: {due}.", step=oversight_step, due=due),
    )
