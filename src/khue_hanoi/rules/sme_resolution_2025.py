"""The city's resolution of July 2025 on small and medium enterprises, 2026–2030: four kinds of support, each with a share
and a ceiling per person, enterprise, year or month."""

from __future__ import annotations

from datetime import date

from khue.core.bilingual import Text
from khue.core.rules.expressions import Expression, Fact, count, law, least, money
from khue.core.rules.rule import Refusal, Ruling, rule, say

SINCE, UNTIL = date(2026, 1, 1), date(2031, 1, 1)

training_cost = money(
    "training_cost",
    "Học phí của một tư vấn viên",
    "Training cost of one consultant",
    ask=(
        "Chi phí đào tạo của một tư vấn viên là bao nhiêu đồng?",
        "How much does the training of one consultant cost?",
    ),
)
training_paid = money(
    "training_paid",
    "Đã hỗ trợ đào tạo cho người này trong năm",
    "Training support of this person this year",
    ask=(
        "Trong năm nay, người này đã được hỗ trợ đào tạo bao nhiêu đồng?",
        "How much training support has this person received this year?",
    ),
    changeable=False,
)
consulting_cost = money(
    "consulting_cost",
    "Giá trị hợp đồng tư vấn",
    "Value of the consulting contract",
    ask=("Hợp đồng tư vấn chuyên sâu trị giá bao nhiêu đồng?", "What is the consulting contract worth, in đồng?"),
)
consulting_paid = money(
    "consulting_paid",
    "Đã hỗ trợ tư vấn cho doanh nghiệp trong năm",
    "Consulting support of the enterprise this year",
    ask=(
        "Trong năm nay, doanh nghiệp đã được hỗ trợ tư vấn bao nhiêu đồng?",
        "How much consulting support has the enterprise received this year?",
    ),
    changeable=False,
)
equipment_rent = money(
    "equipment_rent",
    "Chi phí thuê thiết bị trong năm",
    "Rent of equipment this year",
    ask=("Chi phí thuê thiết bị trong năm là bao nhiêu đồng?", "How much is the rent of equipment this year, in đồng?"),
)
equipment_rent_paid = money(
    "equipment_rent_paid",
    "Đã hỗ trợ thuê thiết bị trong năm",
    "Equipment rent supported this year",
    ask=(
        "Trong năm nay, doanh nghiệp đã được hỗ trợ thuê thiết bị bao nhiêu đồng?",
        "How much support for renting equipment has the enterprise received this year?",
    ),
    changeable=False,
)
monthly_rent = money(
    "monthly_rent",
    "Tiền thuê mặt bằng một tháng",
    "Rent of the space, a month",
    ask=("Tiền thuê mặt bằng một tháng là bao nhiêu đồng?", "How much is the rent of the space a month, in đồng?"),
    maximum=10**12,
)
rented_months = count(
    "rented_months",
    "Số tháng thuê trong năm",
    "Months rented this year",
    ask=(
        "Doanh nghiệp thuê mặt bằng bao nhiêu tháng trong năm?",
        "For how many months of the year is the space rented?",
    ),
    maximum=12,
)


def _of_year(cost: Fact, paid: Fact, kind: str, whose: tuple[str, str]) -> Ruling:
    """A share of a cost, as far as the ceiling of the year leaves room."""
    share, ceiling = law.share(f"startups.sme.{kind}.share"), law.money(f"startups.sme.{kind}.ceiling")
    left = (ceiling - paid).called("Mức còn lại trong năm", "Left this year")
    most = least(share.of(cost, "down").called("Mức theo tỷ lệ", "Amount by share"), left)
    most = most.called("Mức hỗ trợ tối đa", "Most that may be granted")
    return Ruling(
        values={"value": most},
        then=say(
            f"Được hỗ trợ tối đa {{most}}: {{share}} của {{cost}}, không quá {{ceiling}} cho {whose[0]} trong một năm.",
            f"Up to {{most}} may be granted: {{share}} of {{cost}}, at most {{ceiling}} {whose[1]} a year.",
            most=most,
            share=share,
            cost=cost,
            ceiling=ceiling,
        ),
        refusals=(_used_up(paid, ceiling, kind),),
    )


def _used_up(paid: Fact, ceiling: Expression, kind: str) -> Refusal:
    return Refusal(
        "year_used_up",
        paid >= ceiling,
        say(
            "Trong năm đã nhận hỗ trợ {paid}, hết mức {ceiling} của năm.",
            "{paid} was received this year, which uses up the {ceiling} of a year.",
            paid=paid,
            ceiling=ceiling,
        ),
        next_step=Text("Mời ông/bà đề nghị lại vào năm sau.", "Apply again next year."),
        rests_on=(f"startups.sme.{kind}.ceiling",),
    )


@rule(
    "startups.sme-consultant-training",
    title=("Hỗ trợ đào tạo tư vấn viên", "Support for training consultants"),
    cites=("res-sme-2025.consultants",),
    since=SINCE,
    until=UNTIL,
)
def consultant_training() -> Ruling:
    """Training of consultants for small and medium enterprises, up to a ceiling per person and year."""
    return _of_year(training_cost, training_paid, "consultants", ("một người", "per person"))


@rule(
    "startups.sme-consulting",
    title=("Hỗ trợ tư vấn chuyên sâu", "Support for deep consulting"),
    cites=("res-sme-2025.consulting",),
    since=SINCE,
    until=UNTIL,
)
def consulting() -> Ruling:
    """Deep consulting of a small or medium enterprise, up to a ceiling per enterprise and year."""
    return _of_year(consulting_cost, consulting_paid, "consulting", ("một doanh nghiệp", "per enterprise"))


@rule(
    "startups.sme-equipment-rent",
    title=("Hỗ trợ thuê thiết bị", "Support for renting equipment"),
    cites=("res-sme-2025.facilities",),
    since=SINCE,
    until=UNTIL,
)
def equipment_rent_support() -> Ruling:
    """Renting equipment at facilities, incubators and co-working spaces, up to a ceiling per enterprise and year."""
    return _of_year(equipment_rent, equipment_rent_paid, "facilities", ("một doanh nghiệp", "per enterprise"))


@rule(
    "startups.sme-space-rent",
    title=("Hỗ trợ thuê mặt bằng", "Support for renting space"),
    cites=("res-sme-2025.space",),
    since=SINCE,
    until=UNTIL,
)
def space_rent_support() -> Ruling:
    """Renting space there: the ceiling holds for each month, so a cheap month does not pay for a dear one."""
    share, ceiling = law.share("startups.sme.space.share"), law.money("startups.sme.space.ceiling")
    monthly = least(share.of(monthly_rent, "down").called("Mức theo tỷ lệ", "Amount by share"), ceiling)
    monthly = monthly.called("Mức hỗ trợ một tháng", "Support a month")
    most = monthly.times(rented_months).called("Mức hỗ trợ trong năm", "Support of the year")
    return Ruling(
        values={"value": most, "monthly": monthly},
        then=say(
            "Được hỗ trợ tối đa {monthly} một tháng ({share} tiền thuê, không quá {ceiling}), {months} tháng là {most}.",
            "Up to {monthly} a month may be granted ({share} of the rent, at most {ceiling}); over {months} months {most}.",
            monthly=monthly,
            share=share,
            ceiling=ceiling,
            months=rented_months,
            most=most,
        ),
    )
