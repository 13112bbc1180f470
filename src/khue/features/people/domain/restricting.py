"""Why data can't be read, and why nothing new begins, while their processing is restricted. Pure."""

from __future__ import annotations

from datetime import date

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason


def why_not_readable(request: str, since: date) -> tuple[Text, Text]:
    """What happened, and what to do."""
    day = f"{since:%d/%m/%Y}"
    return (
        Text(
            f"Việc xử lý dữ liệu cá nhân này đang được hạn chế từ ngày {day} theo yêu cầu {request} của người có dữ liệu.",
            f"The processing of these personal data is restricted since {format_day(since, 'en')}, as request {request} of the person asks.",
        ),
        Text(
            "Chỉ cán bộ phụ trách dữ liệu cá nhân và người đang giữ việc của hồ sơ đọc được; mời ông/bà liên hệ cán bộ đó.",
            "Only the personal-data officer and whoever holds the task of the dossier can read them; please ask that officer.",
        ),
    )


def may_begin(request: str, since: date) -> Reason:
    """Nothing new begins in the name of a person whose data are restricted."""
    day = f"{since:%d/%m/%Y}"
    return Reason(
        "people.restricted",
        Text(
            f"Theo yêu cầu {request}, việc xử lý dữ liệu của người này được hạn chế từ ngày {day} nên không bắt đầu việc mới.",
            f"As request {request} asks, the processing of this person's data is restricted since {format_day(since, 'en')}: nothing new begins.",
        ),
        Text(
            "Người có dữ liệu có thể đề nghị bỏ hạn chế ở mục “Dữ liệu của tôi”, sau đó mời thực hiện lại.",
            "The person can ask for the restriction to be ended under “My data”; then do this again.",
        ),
    )


def not_restricted() -> Decision:
    step = Text("Mời ông/bà mở lại trang của yêu cầu.", "Open the page of the request again.")
    text = Text("Dữ liệu của người này không bị hạn chế xử lý.", "This person's data are not restricted.")
    return Decision.refuse(Reason("people.not_restricted", text, step))
