"""Decree 118/2025/NĐ-CP: the clocks of the one-stop counter."""

from __future__ import annotations

from datetime import date
from typing import Final

from khue.core.rules.expressions import choose, day, law, yesno
from khue.core.rules.rule import Ruling, rule, say

IN_FORCE: Final = date(2025, 7, 1)
HANOI_COUNTER: Final = date(2026, 5, 13)

promised_on = day(
    "promised_on",
    "Ngày hẹn trả kết quả",
    "Day promised for the result",
    ask=("Giấy hẹn ghi ngày trả kết quả là ngày nào?", "Which day does the appointment slip promise?"),
    changeable=False,
)
supplement_asked_on = day(
    "supplement_asked_on",
    "Ngày gửi yêu cầu bổ sung",
    "Day of the request to supplement",
    ask=(
        "Yêu cầu bổ sung hồ sơ được gửi ngày nào?",
        "On which day was the request to supplement sent?",
    ),
    changeable=False,
)
received_on = day(
    "received_on",
    "Ngày nhận hồ sơ",
    "Day on which the dossier was received",
    ask=("Hồ sơ được nhận ngày nào?", "On which day was the dossier received?"),
    changeable=False,
)
after_cutoff = yesno(
    "after_cutoff",
    "Nhận sau giờ chốt trong ngày",
    "Received after the hour of the day",
    ask=(
        "Hồ sơ có được nhận sau giờ chốt của thủ tục trả kết quả trong ngày không?",
        "Was the dossier received after the hour at which same-day procedures close?",
    ),
    changeable=False,
)


@rule(
    "onestop.apology-due",
    title=("Hạn gửi phiếu xin lỗi và hẹn lại ngày trả", "When the apology for a late result is sent"),
    cites=("decree-118-2025.apology",),
    since=IN_FORCE,
)
def apology_due() -> Ruling:
    """An apology with the reason and a new day is sent before the promised day. By how much was seen only in older rules
    of other provinces: the answer is unknown until confirmed."""
    due = promised_on.before(law.term("onestop.apology_lead_working_days")).called("Hạn gửi phiếu xin lỗi", "Due")
    return Ruling(
        values={"value": due},
        then=say(
            "Phiếu xin lỗi, nêu lý do và ngày trả mới, phải gửi chậm nhất ngày {due}.",
            "The apology, with the reason and a new day, is sent by {due}.",
            due=due,
        ),
    )


@rule(
    "onestop.supplement-due",
    title=("Hạn bổ sung hồ sơ", "When a dossier is supplemented"),
    cites=("decree-118-2025.supplement",),
    since=IN_FORCE,
)
def supplement_due() -> Ruling:
    """An applicant supplements the dossier within some working days. The number was not found."""
    due = supplement_asked_on.after(law.term("onestop.supplement_reply")).called("Hạn bổ sung", "Due")
    return Ruling(
        values={"value": due},
        then=say(
            "Mời ông/bà bổ sung hồ sơ chậm nhất ngày {due}.",
            "Please supplement the dossier by {due}.",
            due=due,
        ),
    )


@rule(
    "onestop.same-day-result",
    title=("Ngày trả kết quả của thủ tục giải quyết trong ngày", "Result day of a same-day procedure"),
    cites=("hanoi-counter-2026.cutoff",),
    since=HANOI_COUNTER,
)
def same_day_result() -> Ruling:
    """What is received before the hour is answered on the same day, what comes later on the next working day."""
    next_day = received_on.after(law.term("onestop.after_cutoff"))
    result_on = choose(after_cutoff, next_day, received_on).called("Ngày trả kết quả", "Result day")
    return Ruling(
        values={"value": result_on},
        then=say(
            "Kết quả được trả ngày {result}.",
            "The result is given on {result}.",
            result=result_on,
        ),
    )
