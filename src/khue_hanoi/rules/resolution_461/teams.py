"""Resolution 461/NQ-HĐND: what the centre hands to the teams that it lets work on the city's problems."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.core.rules.expressions import day, law, yesno
from khue.core.rules.rule import Impossible, Refusal, Ruling, rule, say
from khue_hanoi.rules.resolution_461.centre import IN_FORCE

data_purpose = yesno(
    "data_purpose",
    "Mục đích sử dụng dữ liệu được ghi rõ",
    "The purpose of the data is written down",
    ask=("Mục đích sử dụng dữ liệu đã được ghi rõ chưa?", "Is the purpose of the data written down?"),
)
data_class = yesno(
    "data_class",
    "Cấp độ an toàn của dữ liệu được ghi rõ",
    "The security class of the data is written down",
    ask=("Cấp độ an toàn của dữ liệu đã được ghi rõ chưa?", "Is the security class of the data written down?"),
)
data_given_on = day(
    "data_given_on",
    "Ngày giao dữ liệu",
    "Day on which the data are given",
    ask=("Dữ liệu được giao ngày nào?", "On which day are the data given?"),
)
data_until = day(
    "data_until",
    "Ngày kết thúc sử dụng dữ liệu",
    "Last day of use",
    ask=("Nhóm thực hiện được sử dụng dữ liệu đến ngày nào?", "Until which day may the team use the data?"),
)


@rule(
    "centre.data-release",
    title=("Giao dữ liệu cho nhóm thực hiện", "Giving data to a team"),
    cites=("res-461.operation",),
    since=IN_FORCE,
)
def data_release() -> Ruling:
    """Data carry purpose, class and end. That is proposed, not law: where one of them is missing the answer waits."""
    asked = law.flag("centre.data_needs_purpose_and_end")
    complete = data_purpose & data_class
    return Ruling(
        values={"value": complete | ~asked, "until": data_until},
        then=say(
            "Dữ liệu được giao để sử dụng đến ngày {until}.", "The data may be used until {until}.", until=data_until
        ),
        refusals=(
            Refusal(
                "incomplete",
                ~complete & asked,
                say(
                    "Chưa ghi đủ mục đích và cấp độ an toàn của dữ liệu.",
                    "Purpose and security class of the data are not both written down.",
                ),
                next_step=Text("Mời ông/bà bổ sung trước khi giao.", "Add them before the data are given."),
                rests_on=("centre.data_needs_purpose_and_end",),
            ),
        ),
        impossible=(
            Impossible(
                data_until < data_given_on,
                Text("Ngày kết thúc không thể trước ngày giao.", "The use can't end before the data are given."),
                "data_until",
            ),
        ),
    )
