"""Law 93/2025/QH15: which rules a task follows by the day of its approval."""

from __future__ import annotations

from datetime import date

from khue.core.rules.expressions import choose, day, law, ordinarily, yesno
from khue.core.rules.rule import Ruling, rule, say

approved_on = day(
    "approved_on",
    "Ngày phê duyệt nhiệm vụ",
    "Day on which the task was approved",
    ask=("Nhiệm vụ được phê duyệt ngày nào?", "On which day was the task approved?"),
    changeable=False,
)
about_title_profit = yesno(
    "about_title_profit",
    "Về lợi nhuận từ văn bằng bảo hộ",
    "About profit from a protection title",
    ask=(
        "Việc này có phải về chia lợi nhuận từ văn bằng bảo hộ của nhiệm vụ không?",
        "Is this about the profit from a protection title of the task?",
    ),
    changeable=False,
)
assigned_on = day(
    "assigned_on",
    "Ngày giao nhiệm vụ",
    "Day on which the task was assigned",
    ask=("Nhiệm vụ được giao ngày nào?", "On which day was the task assigned?"),
    changeable=False,
)


@rule(
    "missions.applicable-law",
    title=("Quy định áp dụng cho nhiệm vụ", "Which rules a task follows"),
    cites=("law-93-2025.transition",),
    since=date(2025, 7, 1),
    words={
        "law-93": ("Luật Khoa học, công nghệ và đổi mới sáng tạo", "the Law on Science, Technology and Innovation"),
        "older-rules": (
            "các quy định có hiệu lực khi nhiệm vụ được phê duyệt",
            "the rules in force when the task was approved",
        ),
    },
)
def applicable_law() -> Ruling:
    """A task approved before the law's day stays under the older rules; the profit from protection titles of tasks
    assigned from an earlier day follows the new law all the same."""
    by_day = choose(approved_on < law.day("law.task_transition_day"), "older-rules", "law-93")
    title_of_recent_task = about_title_profit & (assigned_on >= law.day("law.title_profit_day"))
    found = ordinarily(by_day, (title_of_recent_task, "law-93")).called("Quy định áp dụng", "Rules that apply")
    return Ruling(
        values={"value": found},
        then=say(
            "Nhiệm vụ được phê duyệt ngày {day} thực hiện theo {found}.",
            "The task approved on {day} follows {found}.",
            day=approved_on,
            found=found,
        ),
    )
