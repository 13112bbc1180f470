"""Decree 265/2025/NĐ-CP: how public money of a task is spent and from how many sources it comes."""

from __future__ import annotations

from datetime import date
from typing import Final

from khue.core.bilingual import Text
from khue.core.rules.expressions import Expression, LineFacts, choice, choose, law, lines, money
from khue.core.rules.rule import Refusal, Ruling, rule, say
from khue_hanoi.rules.resolution_34_2025.equipment import task_kind

IN_FORCE: Final = date(2025, 10, 14)

money_sources = lines(
    "money_sources",
    "Các nguồn tiền của khoản chi",
    "Sources of money of the cost line",
    ask=(
        "Khoản chi này được trả từ những nguồn nào, mỗi nguồn bao nhiêu đồng?",
        "From which sources is this cost line paid, and how much from each, in đồng?",
    ),
    fields=(
        choice(
            "source",
            "Nguồn",
            "Source",
            ask=("Tiền từ nguồn nào?", "From which source?"),
            options={
                "city-budget": ("ngân sách Thành phố", "the city's budget"),
                "national-budget": ("ngân sách trung ương", "the national budget"),
                "national-fund": ("quỹ quốc gia", "a national fund"),
                "city-fund": ("quỹ của Thành phố", "a fund of the city"),
                "own": ("vốn tự có", "own money"),
                "private": ("nguồn hợp pháp khác ngoài ngân sách", "other money that is not public"),
            },
        ),
        money(
            "amount",
            "Số tiền",
            "Amount",
            ask=("Nguồn này trả bao nhiêu đồng?", "How much does this source pay, in đồng?"),
            maximum=10**15,
        ),
    ),
)
lump_sum_form = choice(
    "lump_sum_form",
    "Hình thức khoán chi",
    "Form of lump sum",
    ask=("Nhiệm vụ được khoán chi theo hình thức nào?", "In which form is the money of the task contracted?"),
    options={
        "final-product": ("khoán chi đến sản phẩm cuối cùng", "lump sum to the final product"),
        "partial": ("khoán chi từng phần", "partial lump sum"),
    },
)
cost_item = choice(
    "cost_item",
    "Nội dung chi",
    "Cost item",
    ask=("Khoản này chi cho nội dung nào?", "What does this cost line pay for?"),
    options={
        "equipment": ("mua thiết bị", "equipment"),
        "outside-services-without-norms": ("dịch vụ thuê ngoài chưa có định mức", "outside services without norms"),
        "foreign-trips": ("đi công tác nước ngoài", "foreign trips"),
        "labour": ("công lao động", "labour"),
        "materials-energy-books": ("nguyên vật liệu, năng lượng, dữ liệu, sách", "materials, energy, data, books"),
        "hired-experts": ("thuê chuyên gia", "hired experts"),
        "services-with-norms": ("dịch vụ thuê ngoài đã có định mức", "outside services with norms"),
        "seminars": ("hội thảo", "seminars"),
        "surveys": ("điều tra, khảo sát", "surveys"),
        "publication-ip": ("công bố, sở hữu trí tuệ", "publication and intellectual property"),
        "overhead": ("chi quản lý chung", "overhead"),
        "other-approved": ("nội dung khác đã được phê duyệt", "another approved item"),
    },
)


def _is_public(line: LineFacts) -> Expression:
    """Whether a line is paid from public money, and paid at all."""
    return line.source.is_("city-budget", "national-budget", "national-fund", "city-fund") & (line.amount > 0)


@rule(
    "missions.one-public-source",
    title=("Một khoản chi chỉ nhận một nguồn ngân sách nhà nước", "One cost line takes one public source"),
    cites=("decree-265-2025.no-double-funding",),
    since=IN_FORCE,
)
def one_public_source() -> Ruling:
    """No cost is funded twice from public money: of all sources of one cost line, one at most is public."""
    sources = money_sources.total(lambda line: choose(_is_public(line), 1, 0)).called(
        "Số nguồn ngân sách nhà nước của khoản chi", "Public sources of the line"
    )
    amount = money_sources.total(lambda line: choose(_is_public(line), line.amount, 0)).called(
        "Tiền từ nguồn ngân sách nhà nước của khoản chi", "Public money of the line"
    )
    return Ruling(
        values={"value": amount, "sources": sources},
        then=say(
            "Khoản chi nhận {amount} từ nguồn ngân sách nhà nước, không quá một nguồn.",
            "The line takes {amount} of public money, from one source at most.",
            amount=amount,
        ),
        refusals=(
            Refusal(
                "double_funding",
                (sources > 1) & law.flag("missions.funding.one_public_source"),
                say(
                    "Khoản chi nhận tiền từ {sources} nguồn ngân sách nhà nước; mỗi khoản chi chỉ được nhận từ một nguồn.",
                    "The line takes money from {sources} public sources; one cost line takes one.",
                    sources=sources,
                ),
                next_step=Text(
                    "Mời ông/bà chỉ giữ một nguồn ngân sách nhà nước, hoặc tách phần chưa có nguồn này thành khoản riêng.",
                    "Keep one public source, or make a line of its own of the part that has none.",
                ),
                rests_on=("missions.funding.one_public_source", "decree-265-2025.no-double-funding"),
            ),
        ),
    )


@rule(
    "missions.lump-sum-scope",
    title=("Nội dung được khoán chi", "What a lump sum takes in"),
    cites=("decree-265-2025.lump-sum",),
    since=IN_FORCE,
    words={
        "inside": ("được khoán", "inside the lump sum"),
        "outside": ("không được khoán", "outside the lump sum"),
    },
)
def lump_sum_scope() -> Ruling:
    """A lump sum to the final product takes in all public money of the kinds of task that the decree names; a partial
    one leaves out equipment, outside services without norms and foreign trips."""
    of_whole = choose(task_kind.among(law.codes("missions.lump_sum.final_product_tasks")), "inside", "outside")
    of_part = choose(cost_item.among(law.codes("missions.lump_sum.partial_excludes")), "outside", "inside")
    found = choose(lump_sum_form.is_("final-product"), of_whole, of_part).called("Khoán chi", "Lump sum")
    return Ruling(
        values={"value": found},
        then=say(
            "Nội dung “{item}” {found} khi {form}.",
            "“{item}” is {found} under a {form}.",
            item=cost_item,
            found=found,
            form=lump_sum_form,
        ),
        refusals=(
            Refusal(
                "form",
                ~lump_sum_form.among(law.codes("missions.lump_sum.forms")),
                say(
                    "Pháp luật không quy định hình thức {form}.",
                    "The form “{form}” is not provided for.",
                    form=lump_sum_form,
                ),
                next_step=Text("Mời ông/bà chọn hình thức khoán khác.", "Choose another form."),
                rests_on=("missions.lump_sum.forms", "decree-265-2025.lump-sum"),
            ),
        ),
    )
