"""Decree 249/2025/NĐ-CP: pay and support of experts who are overseas Vietnamese or foreigners.

The first day of the decree was not found; its day of issue is used.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from khue.core.bilingual import Text
from khue.core.rules.expressions import choice, day, law, money
from khue.core.rules.rule import Impossible, Refusal, Ruling, rule, say

ISSUED: Final = date(2025, 9, 19)

# An expert's pay stays far below this bound, which lets a rule multiply it safely.
MOST_PAY: Final = 10**13

monthly_pay = money(
    "monthly_pay",
    "Lương tháng của chuyên gia",
    "Monthly pay of the expert",
    ask=("Lương tháng của chuyên gia là bao nhiêu đồng?", "What is the expert's monthly pay, in đồng?"),
    maximum=MOST_PAY,
)
yearly_pay = money(
    "yearly_pay",
    "Lương năm của chuyên gia",
    "Yearly pay of the expert",
    ask=("Lương một năm của chuyên gia là bao nhiêu đồng?", "What is the expert's pay in a year, in đồng?"),
    maximum=MOST_PAY,
)
expert_origin = choice(
    "expert_origin",
    "Chuyên gia là",
    "The expert is",
    ask=("Chuyên gia là ai?", "Who is the expert?"),
    options={
        "overseas-vietnamese": ("người Việt Nam ở nước ngoài", "an overseas Vietnamese"),
        "foreign": ("người nước ngoài", "a foreigner"),
        "domestic": ("người Việt Nam ở trong nước", "a Vietnamese living in the country"),
    },
    changeable=False,
)
rest_starts_on = day(
    "rest_starts_on",
    "Ngày bắt đầu nghỉ",
    "First day of rest",
    ask=("Chuyên gia đề nghị nghỉ từ ngày nào?", "From which day does the expert ask to rest?"),
)
rest_ends_on = day(
    "rest_ends_on",
    "Ngày nghỉ cuối cùng",
    "Last day of rest",
    ask=("Chuyên gia đề nghị nghỉ đến hết ngày nào?", "Until which day does the expert ask to rest?"),
)

covered = expert_origin.among(law.codes("talent.covers"))
NOT_COVERED: Final = Refusal(
    "not_covered",
    ~covered,
    say(
        "Chuyên gia là {origin}, không thuộc đối tượng của Nghị định.",
        "The expert is {origin}, whom the decree does not cover.",
        origin=expert_origin,
    ),
    next_step=Text(
        "Mời ông/bà xem chính sách của Thành phố về thu hút chuyên gia, nhà khoa học trong nước.",
        "See the city's own policy on experts who live in the country.",
    ),
    rests_on=("talent.covers", "decree-249-2025.pay"),
)


@rule(
    "talent.bonus-ceiling",
    title=("Mức thưởng hằng năm tối đa của chuyên gia", "Highest yearly bonus of an expert"),
    cites=("decree-249-2025.pay",),
    since=ISSUED,
)
def bonus_ceiling() -> Ruling:
    """The yearly bonus is a number of months' pay at most."""
    months = law.count("talent.bonus_months")
    most = monthly_pay.times(months).called("Mức thưởng tối đa", "Highest bonus")
    return Ruling(
        values={"value": most},
        then=say(
            "Mức thưởng hằng năm của chuyên gia tối đa là {most}, bằng {months} tháng lương.",
            "The yearly bonus of the expert is at most {most}: {months} months' pay.",
            most=most,
            months=months,
        ),
    )


@rule(
    "talent.start-support",
    title=("Hỗ trợ ban đầu cho chuyên gia", "Start-up support of an expert"),
    cites=("decree-249-2025.pay",),
    since=ISSUED,
)
def start_support() -> Ruling:
    """An expert whom the decree covers receives a number of months' pay at the start."""
    amount = monthly_pay.times(law.count("talent.start_support_months")).called(
        "Mức hỗ trợ ban đầu", "Start-up support"
    )
    return Ruling(
        values={"value": amount},
        then=say(
            "Chuyên gia được hỗ trợ ban đầu {amount}.",
            "The expert receives start-up support of {amount}.",
            amount=amount,
        ),
        refusals=(NOT_COVERED,),
    )


@rule(
    "talent.health-package",
    title=("Gói chăm sóc sức khỏe tự nguyện của chuyên gia", "Voluntary health package of an expert"),
    cites=("decree-249-2025.welfare",),
    since=ISSUED,
)
def health_package() -> Ruling:
    """The health package costs a share of the yearly pay at most."""
    share = law.share("talent.health_share")
    most = share.of(yearly_pay, "down").called("Mức chi tối đa", "Highest cost")
    return Ruling(
        values={"value": most},
        then=say(
            "Gói chăm sóc sức khỏe tự nguyện được chi tối đa {most}, bằng {share} lương năm.",
            "The voluntary health package may cost at most {most}: {share} of the yearly pay.",
            most=most,
            share=share,
        ),
        refusals=(NOT_COVERED,),
    )


@rule(
    "talent.rest-allowance",
    title=("Nghỉ ngơi hằng năm và hỗ trợ chi phí gia đình", "Yearly rest and family costs"),
    cites=("decree-249-2025.welfare",),
    since=ISSUED,
)
def rest_allowance() -> Ruling:
    """An expert rests some days a year, with family costs of a number of months' pay at most."""
    days = law.term("talent.rest_days")
    most = monthly_pay.times(law.count("talent.family_months")).called(
        "Hỗ trợ chi phí gia đình tối đa", "Highest support of family costs"
    )
    # The first day of work again, when every day of rest is taken: the last day of rest lies before it.
    back_on = rest_starts_on.after(days).called("Ngày làm việc trở lại muộn nhất", "Back at work by")
    return Ruling(
        values={"value": most, "back_on": back_on},
        then=say(
            "Chuyên gia được nghỉ, được hỗ trợ chi phí gia đình tối đa {most} và làm việc trở lại chậm nhất ngày {back_on}.",
            "The expert may rest, with at most {most} for family costs, and is back at work by {back_on}.",
            most=most,
            back_on=back_on,
        ),
        refusals=(
            NOT_COVERED,
            Refusal(
                "too_many_days",
                rest_ends_on >= back_on,
                say(
                    "Thời gian nghỉ từ ngày {first} đến hết ngày {last} dài hơn {days} một năm.",
                    "A rest from {first} to {last} is longer than {days} a year.",
                    first=rest_starts_on,
                    last=rest_ends_on,
                    days=days,
                ),
                next_step=Text(
                    "Mời ông/bà rút ngắn thời gian nghỉ, hoặc thỏa thuận nghỉ thêm theo pháp luật lao động.",
                    "Shorten the rest, or agree on further leave under the labour law.",
                ),
                rests_on=("talent.rest_days", "decree-249-2025.welfare"),
            ),
        ),
        impossible=(
            Impossible(
                rest_ends_on < rest_starts_on,
                Text(
                    "Ngày nghỉ cuối cùng phải từ ngày bắt đầu nghỉ trở đi.",
                    "The last day of rest cannot be before the first.",
                ),
                "rest_ends_on",
            ),
        ),
    )
