"""Law 91/2025/QH15 and Decree 356/2025/NĐ-CP: clocks of personal data; Decree 278/2025/NĐ-CP: the day of data sharing."""

from __future__ import annotations

from datetime import date
from typing import Final

from khue.core.bilingual import Text
from khue.core.rules.expressions import TODAY, Expression, choice, choose, day, law, yesno
from khue.core.rules.rule import Refusal, Ruling, rule, say

IN_FORCE: Final = date(2026, 1, 1)
DECREE_278: Final = date(2025, 10, 22)

request_received_on = day(
    "request_received_on",
    "Ngày nhận yêu cầu về dữ liệu",
    "Day on which the request was received",
    ask=(
        "Yêu cầu về dữ liệu cá nhân được nhận ngày nào?",
        "On which day was the request about personal data received?",
    ),
    changeable=False,
)
request_kind = choice(
    "request_kind",
    "Loại yêu cầu",
    "Kind of request",
    ask=("Ông/bà yêu cầu điều gì về dữ liệu của mình?", "What do you ask for concerning your data?"),
    options={
        "access": ("xem dữ liệu", "to see the data"),
        "copy": ("nhận bản sao dữ liệu", "a copy of the data"),
        "correct": ("sửa dữ liệu", "to correct the data"),
        "restrict": ("hạn chế xử lý", "to restrict the processing"),
        "object": ("phản đối xử lý", "to object to the processing"),
        "withdraw": ("rút lại sự đồng ý", "to withdraw the consent"),
        "erase": ("xóa dữ liệu", "to erase the data"),
    },
    changeable=False,
)
third_party_involved = yesno(
    "third_party_involved",
    "Bên thứ ba cũng phải thực hiện",
    "A third party must act, too",
    ask=(
        "Bên xử lý dữ liệu hoặc bên thứ ba có phải cùng ngừng xử lý không?",
        "Must a processor or a third party stop, too?",
    ),
    changeable=False,
)
request_extended = yesno(
    "request_extended",
    "Đã gia hạn thực hiện yêu cầu",
    "The time to carry it out was extended",
    ask=("Cơ quan đã thông báo gia hạn chưa?", "Has the body given notice of an extension?"),
    changeable=False,
)
breach_detected_on = day(
    "breach_detected_on",
    "Ngày phát hiện sự cố dữ liệu cá nhân",
    "Day on which the breach was detected",
    ask=("Sự cố dữ liệu cá nhân được phát hiện ngày nào?", "On which day was the breach detected?"),
    changeable=False,
)
breach_fixed_on = day(
    "breach_fixed_on",
    "Ngày khắc phục xong sự cố",
    "Day on which the breach was fixed",
    ask=("Sự cố được khắc phục xong ngày nào?", "On which day was the breach fixed?"),
    changeable=False,
)
first_processing_on = day(
    "first_processing_on",
    "Ngày bắt đầu xử lý dữ liệu",
    "Day of the first processing",
    ask=("Việc xử lý dữ liệu bắt đầu ngày nào?", "On which day did the processing begin?"),
    changeable=False,
)
impact_updated_on = day(
    "impact_updated_on",
    "Ngày cập nhật gần nhất hồ sơ đánh giá tác động",
    "Day of the last update of the impact file",
    ask=(
        "Hồ sơ đánh giá tác động được cập nhật gần nhất ngày nào?",
        "On which day was the impact file last updated?",
    ),
    changeable=False,
)


def _due(due: Expression, vi: str, en: str) -> Ruling:
    named = due.called("Hạn", "Due")
    return Ruling(values={"value": named}, then=say(vi, en, due=named))


@rule(
    "privacy.reply-due",
    title=("Hạn trả lời yêu cầu về dữ liệu cá nhân", "When a request about personal data is answered"),
    cites=("decree-356-2025.requests",),
    since=IN_FORCE,
)
def reply_due() -> Ruling:
    """A request is answered within some working days of its receipt."""
    return _due(
        request_received_on.after(law.term("dsr.reply_working_days", on=request_received_on)),
        "Cơ quan trả lời yêu cầu chậm nhất ngày {due}.",
        "The request is answered by {due}.",
    )


@rule(
    "privacy.request-due",
    title=("Hạn thực hiện yêu cầu về dữ liệu cá nhân", "When a request about personal data is carried out"),
    cites=("decree-356-2025.requests",),
    since=IN_FORCE,
)
def request_due() -> Ruling:
    """Seeing and correcting have one term, stopping another, stopping with a third party a longer one; one extension is
    allowed. No text that was read gives a term for erasing."""
    received = request_received_on
    seeing = request_kind.among(law.codes("dsr.carry_out_kinds", on=received))
    stopping = request_kind.among(law.codes("dsr.stop_processing_kinds", on=received))
    stopped_by = choose(
        third_party_involved,
        received.after(law.term("dsr.third_party_days", on=received)),
        received.after(law.term("dsr.stop_processing_days", on=received)),
    )
    by_kind = choose(
        seeing,
        received.after(law.term("dsr.carry_out_days", on=received)),
        choose(stopping, stopped_by, received.after(law.term("dsr.erase_days", on=received))),
    ).called("Hạn trước khi gia hạn", "Due before an extension")
    extended = by_kind.after(law.term("dsr.extension_days", on=received))
    return _due(
        choose(request_extended, extended, by_kind),
        "Yêu cầu được thực hiện chậm nhất ngày {due}.",
        "The request is carried out by {due}.",
    )


@rule(
    "privacy.breach-notice-due",
    title=("Hạn thông báo sự cố dữ liệu cá nhân", "When a personal-data breach is notified"),
    cites=("law-91-2025.breach",),
    since=IN_FORCE,
)
def breach_notice_due() -> Ruling:
    """A breach is notified within some hours of its detection; weekends and holidays do not stop the clock. The answer
    is the day on which the hours end, at the hour of the detection."""
    hours = law.term("breach.hours", on=breach_detected_on)
    due = breach_detected_on.after(hours).called("Ngày hết hạn thông báo", "Day on which the time ends")
    return Ruling(
        values={"value": due},
        then=say(
            "Sự cố phải được thông báo trong {hours}: chậm nhất ngày {due}, đúng vào giờ đã phát hiện. "
            "Thời hạn tính cả ngày nghỉ.",
            "The breach is notified within {hours}: on {due} at the latest, at the hour of its detection. "
            "Days off count.",
            hours=hours,
            due=due,
        ),
    )


@rule(
    "privacy.breach-file-kept-until",
    title=("Thời hạn lưu hồ sơ sự cố dữ liệu cá nhân", "How long the file of a breach is kept"),
    cites=("law-91-2025.retention",),
    since=IN_FORCE,
)
def breach_file_kept_until() -> Ruling:
    """The file of a breach is kept for some years after the fix at least."""
    return _due(
        breach_fixed_on.after(law.term("breach.retention_years", on=breach_fixed_on)),
        "Hồ sơ sự cố phải lưu ít nhất đến hết ngày {due}.",
        "The file of the breach is kept until {due} at least.",
    )


@rule(
    "privacy.impact-file-due",
    title=("Hạn gửi hồ sơ đánh giá tác động", "When the impact file is sent"),
    cites=("law-91-2025.impact",),
    since=IN_FORCE,
)
def impact_file_due() -> Ruling:
    """The impact file is sent within some days of the first processing. Whether State bodies are exempt was not
    confirmed, and is not assumed."""
    return _due(
        first_processing_on.after(law.term("dsr.impact_file_days", on=first_processing_on)),
        "Hồ sơ đánh giá tác động phải gửi chậm nhất ngày {due}.",
        "The impact file is sent by {due}.",
    )


@rule(
    "privacy.impact-review-due",
    title=("Hạn cập nhật hồ sơ đánh giá tác động", "When the impact file is reviewed"),
    cites=("law-91-2025.impact",),
    since=IN_FORCE,
)
def impact_review_due() -> Ruling:
    """The impact file is reviewed in a cycle of some months."""
    return _due(
        impact_updated_on.after(law.term("dsr.impact_review_months", on=impact_updated_on)),
        "Hồ sơ đánh giá tác động phải được cập nhật chậm nhất ngày {due}.",
        "The impact file is reviewed by {due}.",
    )


data_connected = yesno(
    "data_connected",
    "Đã kết nối, chia sẻ dữ liệu",
    "The data is connected and shared",
    ask=(
        "Dữ liệu của cơ quan đã được kết nối, chia sẻ chưa?",
        "Is the data of the body connected and shared?",
    ),
)


@rule(
    "privacy.data-sharing",
    title=("Hạn hoàn thành kết nối, chia sẻ dữ liệu", "By when data sharing is completed"),
    cites=("decree-278-2025.deadline",),
    since=DECREE_278,
)
def data_sharing() -> Ruling:
    """Bodies connect and share their data by a fixed day."""
    by_day = law.day("oversight.data_sharing_by")
    return Ruling(
        values={"value": by_day},
        then=say(
            "Việc kết nối, chia sẻ dữ liệu hoàn thành chậm nhất ngày {day}.",
            "Data sharing is completed by {day}.",
            day=by_day,
        ),
        refusals=(
            Refusal(
                "overdue",
                (by_day < TODAY) & ~data_connected,
                say(
                    "Đã quá hạn ngày {day} mà dữ liệu chưa được kết nối, chia sẻ.",
                    "The day {day} has passed, and the data is not connected.",
                    day=by_day,
                ),
                next_step=Text(
                    "Đề nghị báo cáo cơ quan chủ trì và nêu ngày hoàn thành.",
                    "Report to the body in charge, with the day of completion.",
                ),
                rests_on=("oversight.data_sharing_by", "decree-278-2025.deadline"),
            ),
        ),
    )
