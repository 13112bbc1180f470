"""Resolution 34/2025/NQ-HĐND: what the city itself pays for experts. The figures of the adopted text were not found."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.core.rules.expressions import law, money
from khue.core.rules.rule import Refusal, Ruling, rule, say
from khue_hanoi.rules.resolution_34_2025.periods import IN_FORCE

city_monthly_pay = money(
    "city_monthly_pay",
    "Lương tháng dự kiến theo chính sách Thành phố",
    "Planned monthly pay under the city's policy",
    ask=(
        "Lương tháng dự kiến của chuyên gia theo chính sách Thành phố là bao nhiêu đồng?",
        "What is the expert's planned monthly pay under the city's policy, in đồng?",
    ),
)


@rule(
    "talent.city-pay-ceiling",
    title=("Mức lương chuyên gia tối đa theo chính sách Thành phố", "Highest pay of an expert under the city's policy"),
    cites=("res-34-2025.talent",),
    since=IN_FORCE,
)
def city_pay_ceiling() -> Ruling:
    """The city pays an expert by agreement up to a ceiling."""
    ceiling = law.money("talent.city.pay_ceiling")
    return Ruling(
        values={"value": ceiling},
        then=say(
            "Mức lương dự kiến {pay} không vượt mức tối đa {ceiling} một tháng.",
            "The planned pay of {pay} is within the ceiling of {ceiling} a month.",
            pay=city_monthly_pay,
            ceiling=ceiling,
        ),
        refusals=(
            Refusal(
                "above_ceiling",
                city_monthly_pay > ceiling,
                say(
                    "Mức lương dự kiến {pay} cao hơn mức tối đa {ceiling} một tháng.",
                    "The planned pay of {pay} is above the ceiling of {ceiling} a month.",
                    pay=city_monthly_pay,
                    ceiling=ceiling,
                ),
                next_step=Text(
                    "Mời ông/bà thỏa thuận lại mức lương, hoặc trả phần vượt bằng nguồn khác.",
                    "Agree on another pay, or pay what is above from other money.",
                ),
                rests_on=("talent.city.pay_ceiling", "res-34-2025.talent"),
            ),
        ),
    )
