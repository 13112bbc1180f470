"""Decree 265/2025/NĐ-CP: what the S&T development fund may do, and the yearly estimate of new tasks."""

from __future__ import annotations

from datetime import date
from typing import Final

from khue.core.bilingual import Text
from khue.core.rules.expressions import Fact, choice, count, law, money
from khue.core.rules.rule import Refusal, Ruling, rule, say

ISSUED: Final = date(2025, 10, 14)

fund_help = choice(
    "fund_help",
    "Hình thức hỗ trợ của Quỹ",
    "Kind of help by the fund",
    ask=("Quỹ dự kiến hỗ trợ theo hình thức nào?", "What kind of help would the fund give?"),
    options={
        "grant": ("tài trợ, đặt hàng nhiệm vụ", "a grant or an order for a task"),
        "loan-interest": ("hỗ trợ lãi suất vay", "support for loan interest"),
        "capacity": ("hỗ trợ nâng cao năng lực", "capacity support"),
        "ecosystem": (
            "hỗ trợ hệ sinh thái đổi mới sáng tạo, khởi nghiệp",
            "support for the innovation and startup ecosystem",
        ),
        "loan": ("cho vay", "a loan"),
    },
)
planned_tasks = count(
    "planned_tasks",
    "Số nhiệm vụ mới dự kiến trong năm",
    "New tasks planned for the year",
    ask=("Năm tới dự kiến bao nhiêu nhiệm vụ mới thuộc loại này?", "How many new tasks of this type are planned?"),
    maximum=10_000,
)
continuing_cost = money(
    "continuing_cost",
    "Kinh phí của các nhiệm vụ chuyển tiếp",
    "Cost of the tasks that go on",
    ask=("Các nhiệm vụ chuyển tiếp cần bao nhiêu kinh phí trong năm?", "How much do tasks that go on need that year?"),
    maximum=10**14,
)


def _average(number: int, vi: str, en: str) -> Fact:
    return money(
        f"average_cost_{number}",
        f"Mức chi bình quân một nhiệm vụ, {vi}",
        f"Average cost of a task, {en}",
        ask=(
            f"Mức chi bình quân trong năm của một nhiệm vụ thuộc loại này, {vi}, là bao nhiêu?",
            f"What did a task of this type cost on average in the year, {en}?",
        ),
        maximum=10**12,
        changeable=False,
    )


first_year = _average(1, "năm trước liền kề", "the year before")
second_year = _average(2, "hai năm trước", "two years before")
third_year = _average(3, "ba năm trước", "three years before")


@rule(
    "funds.kind-of-help",
    title=("Hình thức hỗ trợ của Quỹ phát triển khoa học và công nghệ", "What the S&T development fund may give"),
    cites=("decree-265-2025.funds",),
    since=ISSUED,
)
def kind_of_help() -> Ruling:
    """Grants, loan interest, capacity and the ecosystem are named. Lending stands in a draft only: until the charter is
    read, the answer for a loan waits."""
    lends = law.flag("funds.lending_allowed")
    is_loan = fund_help.is_("loan")
    return Ruling(
        values={"value": ~is_loan | lends},
        then=say("Quỹ được hỗ trợ theo hình thức này.", "The fund may give this."),
        refusals=(
            Refusal(
                "no_lending",
                is_loan & ~lends,
                say("Điều lệ của Quỹ không cho phép cho vay.", "The fund's charter does not let it lend."),
                next_step=Text(
                    "Mời ông/bà xem hình thức hỗ trợ lãi suất vay.", "See support for loan interest instead."
                ),
                rests_on=("funds.lending_allowed",),
            ),
        ),
    )


@rule(
    "missions.yearly-estimate",
    title=("Dự toán hằng năm của một loại nhiệm vụ", "Yearly estimate of one type of task"),
    cites=("decree-265-2025.estimate",),
    since=ISSUED,
)
def yearly_estimate() -> Ruling:
    """New tasks are estimated by number times the average cost of a task over the years before; tasks that go on come on
    top. No topic needs to be chosen first. The source gives no rounding: half a đồng is rounded up."""
    over_years = (first_year + second_year + third_year).called(
        "Tổng mức chi bình quân các năm", "Sum of the yearly averages"
    )
    average = law.share("missions.estimate.weight_of_year").of(over_years, "half_up")
    average = average.called("Mức chi bình quân", "Average cost")
    fresh = average.times(planned_tasks).called("Kinh phí nhiệm vụ mới", "New tasks")
    total = (continuing_cost + fresh).called("Dự toán", "Estimate")
    return Ruling(
        values={"value": total, "average": average, "new_tasks": fresh},
        then=say(
            "Dự toán là {total}: nhiệm vụ chuyển tiếp {continuing}, nhiệm vụ mới {fresh}.",
            "The estimate is {total}: {continuing} for tasks that go on, {fresh} for new ones.",
            total=total,
            continuing=continuing_cost,
            fresh=fresh,
        ),
    )
