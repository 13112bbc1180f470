"""Yearly reports on a recognised key task: what one holds, what is missing, who may check it (pol:P3 ``annual_report``)."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason
from khue.features.keytasks.domain.commands import CheckReport, FileReport
from khue.features.keytasks.domain.recognition import last_day_of, needs_words

REPORT = {
    "open": Text("chưa gửi", "not filed"),
    "filed": Text("đã gửi, chờ xem xét", "filed, awaiting the check"),
    "returned": Text("cần bổ sung", "returned for completion"),
    "accepted": Text("đạt yêu cầu", "accepted"),
    "dropped": Text("không còn phải gửi", "no longer asked for"),
}
REPORT_TONES = {"open": "wait", "filed": "firm", "returned": "bad", "accepted": "good", "dropped": "plain"}
EXPIRY_DAYS = (90, 30)
"""How many days before a recognition expires its lead is told: a choice of the design, no term of the law."""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """``state`` of the key task and of the report (empty: a period that the lead names itself, after ``free_from``)."""

    state: str
    report: str
    from_on: date | None
    until_on: date | None
    free_from: date
    by_law: bool
    today: date


def may_file(asked: FileReport, facts: ReportFacts) -> Decision:
    """Every part that is missing, at once. A final report may come before its period has ended."""
    if facts.state != "recognised":
        return Decision.refuse(_not_recognised(facts.state))
    reasons = list(_report_now(asked, facts))
    for field, value, vi, en in (
        ("progress", asked.progress, "Chưa nêu tiến độ thực hiện.", "The progress is missing."),
        ("products", asked.products, "Chưa nêu sản phẩm đã đạt được.", "What was achieved is missing."),
        ("impact", asked.impact, "Chưa nêu tác động đối với Thủ đô.", "The effect on the capital is missing."),
    ):
        reasons += needs_words(value, vi, en, field)
    if asked.spent is None or asked.spent < 0:
        reasons.append(
            Reason(
                "spent",
                Text("Chưa ghi kinh phí của đơn vị đã chi trong kỳ.", "The own money spent in the period is missing."),
                Text("Mời ông/bà ghi số tiền bằng đồng; ghi 0 nếu chưa chi.", "Enter the amount in đồng, 0 if none."),
                "spent",
            )
        )
    if not asked.papers:
        reasons.append(
            Reason(
                "papers",
                Text("Báo cáo chưa có tài liệu minh chứng.", "The report has no evidence attached."),
                Text("Mời ông/bà tải lên ít nhất một tệp.", "Upload at least one file."),
                "papers",
            )
        )
    return Decision.refuse_if_any(reasons)


def _not_recognised(state: str) -> Reason:
    if state == "withdrawn":
        return Reason(
            "withdrawn",
            Text("Việc công nhận đã bị thu hồi nên không nhận báo cáo nữa.", "The recognition was withdrawn, so no report is taken."),
            Text("Mời ông/bà xem quyết định thu hồi; có thể khiếu nại quyết định đó.", "Read the decision; you may appeal against it."),
        )  # fmt: skip
    return Reason(
        "not_recognised",
        Text("Nhiệm vụ này hiện không được công nhận nên không có báo cáo phải gửi.", "This task is not recognised now, so no report is due."),
        Text("Mời ông/bà xem tình trạng tại trang của nhiệm vụ.", "See its state on the page of the task."),
    )  # fmt: skip


def _report_now(asked: FileReport, facts: ReportFacts) -> Iterator[Reason]:
    if facts.report in ("filed", "accepted", "dropped"):
        said = REPORT[facts.report]
        yield Reason(
            "report_state",
            Text(f"Báo cáo của kỳ này {said.vi}.", f"The report of this period is {said.en}."),
            Text("Mời ông/bà chọn kỳ chưa gửi.", "Choose a period that is not filed yet."),
            "report_id",
        )
    elif facts.by_law and not facts.report:
        yield Reason(
            "report_id",
            Text("Chưa chọn kỳ báo cáo.", "No period was chosen."),
            Text("Mời ông/bà chọn một kỳ trong danh sách.", "Choose a period of the list."),
            "report_id",
        )
    elif facts.until_on is None or facts.from_on is None:
        yield Reason(
            "period",
            Text("Chưa ghi kỳ báo cáo.", "The period is missing."),
            Text("Mời ông/bà ghi ngày đầu và ngày cuối của kỳ.", "Enter its first and its last day."),
            "from_on" if facts.from_on is None else "until_on",
        )
    elif facts.until_on <= facts.from_on or (not facts.report and facts.from_on < facts.free_from):
        yield Reason(
            "period",
            Text(
                f"Kỳ báo cáo phải bắt đầu từ ngày {facts.free_from:%d/%m/%Y} và kết thúc sau ngày bắt đầu.",
                f"The period begins on {format_day(facts.free_from, 'en')} or later and ends after it began.",
            ),
            Text("Mời ông/bà sửa lại kỳ báo cáo.", "Correct the period."),
            "from_on",
        )
    elif facts.today < facts.until_on and not asked.final:
        last = last_day_of(facts.until_on)
        yield Reason(
            "too_early",
            Text(
                f"Kỳ báo cáo này kết thúc ngày {last:%d/%m/%Y}, chưa gửi báo cáo được.",
                f"The period ends on {format_day(last, 'en')}; it can't be reported yet.",
            ),
            Text("Mời ông/bà gửi sau ngày đó, hoặc chọn là báo cáo kết thúc nếu nhiệm vụ đã xong.", "File it afterwards, or say that it is the final report."),
            "final",
        )  # fmt: skip


def may_check(filed: bool, asked: CheckReport, hands: tuple[str, ...], filed_by: str, side: bool) -> Decision:
    reasons: list[Reason] = []
    if not filed:
        reasons.append(
            Reason(
                "not_filed",
                Text("Báo cáo này không còn chờ xem xét.", "This report does not await a check any more."),
                Text("Mời ông/bà mở lại trang của nhiệm vụ.", "Open the page of the task again."),
            )
        )
    if side or filed_by in hands:
        reasons.append(
            Reason(
                "own_case",
                Text("Không ai xem xét báo cáo của chính mình hoặc của bên mình đại diện.", "Nobody checks a report of their own."),
                Text("Mời ông/bà chuyển việc cho đồng nghiệp.", "Hand it to a colleague."),
            )
        )  # fmt: skip
    if not asked.accepted:
        reasons += needs_words(asked.note, "Phải nêu nội dung cần bổ sung.", "Say what is to be completed.", "note")
    return Decision.refuse_if_any(reasons)


def next_period(start: date, months: int, most: date) -> tuple[date, date] | None:
    """The period from ``start`` on, half-open, cut at the end of the recognition; None when nothing is left."""
    if start >= most:
        return None
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    end = date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
    return start, min(end, most)
