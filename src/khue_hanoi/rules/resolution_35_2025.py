"""Resolution 35/2025/NQ-HĐND: support for the innovation and startup ecosystem.

Three rates are known. Ceilings, terms and beneficiaries were not found: the known share is granted in full, a ceiling
holds from the day on which a legal officer confirms one, and each explanation says that none was found.
"""

from __future__ import annotations

from datetime import date

from khue.core.bilingual import Text
from khue.core.rules.expressions import Expression, Fact, capped, choice, law, money, yesno
from khue.core.rules.rule import Refusal, Ruling, rule, say

IN_FORCE = date(2025, 10, 10)

programme_cost = money(
    "programme_cost",
    "Chi phí của chương trình",
    "Cost of the programme",
    ask=(
        "Chi phí xây dựng và tổ chức chương trình là bao nhiêu đồng?",
        "How much does it cost to build and run the programme, in đồng?",
    ),
)
selection_cost = money(
    "selection_cost",
    "Chi phí tuyển chọn",
    "Cost of the selection",
    ask=("Chi phí tuyển chọn dự án là bao nhiêu đồng?", "How much does the selection of projects cost, in đồng?"),
)
interest_paid = money(
    "interest_paid",
    "Tiền lãi đã trả",
    "Interest paid",
    ask=(
        "Ông/bà đã trả bao nhiêu tiền lãi vay ngân hàng, không tính tiền phạt quá hạn?",
        "How much interest have you paid to the bank, without penalties for late payment?",
    ),
)
own_part_proven = money(
    "own_part_proven",
    "Phần kinh phí tự bảo đảm đã chứng minh",
    "Own part that is proven",
    ask=(
        "Ông/bà đã chứng minh được bao nhiêu đồng kinh phí tự bảo đảm?",
        "How much of your own part of the cost have you proven, in đồng?",
    ),
)
paid_elsewhere = yesno(
    "paid_elsewhere",
    "Khoản chi đã được hỗ trợ từ nguồn ngân sách nhà nước khác",
    "The cost was paid by another public scheme",
    ask=(
        "Khoản chi này đã được hỗ trợ từ nguồn ngân sách nhà nước khác chưa?",
        "Has another public scheme already paid for this cost?",
    ),
    changeable=False,
)
invoice_used = yesno(
    "invoice_used",
    "Số hóa đơn đã được dùng để đề nghị hỗ trợ",
    "The invoice number was used before",
    ask=(
        "Số hóa đơn này đã được dùng để đề nghị hỗ trợ ở nơi khác chưa?",
        "Was this invoice number used for another application?",
    ),
    changeable=False,
)
budget_left = money(
    "budget_left",
    "Kinh phí năm còn lại",
    "Left of the yearly budget",
    ask=("Kinh phí năm của chính sách này còn bao nhiêu đồng?", "How much is left of this year's budget, in đồng?"),
    changeable=False,
)
support_decided = money(
    "support_decided",
    "Mức hỗ trợ dự kiến quyết định",
    "Support to be decided",
    ask=("Mức hỗ trợ dự kiến quyết định là bao nhiêu đồng?", "Which amount is to be decided, in đồng?"),
)
hub_owner = choice(
    "hub_owner",
    "Đơn vị vận hành trung tâm",
    "Who runs the hub",
    ask=("Trung tâm do ai vận hành?", "Who runs the hub?"),
    options={
        "public": ("đơn vị công lập", "a public body"),
        "enterprise": ("doanh nghiệp", "an enterprise"),
        "university": ("trường đại học, viện nghiên cứu", "a university or a research institute"),
    },
    changeable=False,
)
hub_recognised = yesno(
    "hub_recognised",
    "Trung tâm đã được công nhận",
    "The hub is recognised",
    ask=("Trung tâm đã được công nhận chưa?", "Is the hub recognised?"),
)


def _support(cost: Fact, share: str, ceiling: str) -> Expression:
    """The known share of a cost, and the ceiling from the day on which there is one."""
    by_share = law.share(share).of(cost, "down").called("Mức theo tỷ lệ", "Amount by share")
    return capped(by_share, law.money(ceiling)).called("Mức hỗ trợ tối đa", "Most that may be granted")


@rule(
    "startups.capacity-programme-support",
    title=(
        "Hỗ trợ chương trình nâng cao năng lực khởi nghiệp sáng tạo",
        "Support for a programme that raises the capacity of startups",
    ),
    cites=("res-35-2025.capacity",),
    since=IN_FORCE,
)
def capacity_programme_support() -> Ruling:
    """The city pays a share of building and running the programme; the organiser bears the rest."""
    share = law.share("startups.capacity_programme.share")
    most = _support(programme_cost, "startups.capacity_programme.share", "startups.capacity_programme.ceiling")
    return Ruling(
        values={"value": most, "own_part": (programme_cost - most).called("Phần tự bảo đảm", "Own part")},
        then=say(
            "Chương trình được hỗ trợ tối đa {most}: không quá {share} của {cost} và không vượt mức trần (nếu có quy định); phần "
            "còn lại do đơn vị tổ chức bảo đảm.",
            "The programme may be granted up to {most}: at most {share} of {cost}, and within the ceiling where one is set; the "
            "organiser bears the rest.",
            most=most,
            share=share,
            cost=programme_cost,
        ),
    )


@rule(
    "startups.selection-support",
    title=("Hỗ trợ chi phí tuyển chọn dự án khởi nghiệp sáng tạo", "Support for the selection of startup projects"),
    cites=("res-35-2025.selection",),
    since=IN_FORCE,
)
def selection_support() -> Ruling:
    """The city pays the cost of selecting innovative startup projects."""
    share = law.share("startups.selection.share")
    most = _support(selection_cost, "startups.selection.share", "startups.selection.ceiling")
    return Ruling(
        values={"value": most},
        then=say(
            "Chi phí tuyển chọn được hỗ trợ tối đa {most}: không quá {share} của {cost} và không vượt mức trần (nếu có quy định).",
            "The selection may be granted up to {most}: at most {share} of {cost}, and within the ceiling where one is set.",
            most=most,
            share=share,
            cost=selection_cost,
        ),
    )


@rule(
    "startups.interest-support",
    title=("Hỗ trợ lãi vay ngân hàng thương mại", "Support for interest on commercial bank loans"),
    cites=("res-35-2025.interest",),
    since=IN_FORCE,
)
def interest_support() -> Ruling:
    """The city refunds the interest that was paid, penalties left out. No ceiling and no longest term was found.

    The share is reported and binds; a ceiling that is not set is not needed to reckon with it, so the answer is granted and
    not unknown. It says that no ceiling was found, and a ceiling binds from the day on which one is confirmed."""
    share = law.share("startups.interest.share")
    most = _support(interest_paid, "startups.interest.share", "startups.interest.ceiling")
    return Ruling(
        values={"value": most},
        then=say(
            "Tiền lãi vay được hỗ trợ tối đa {most}: không quá {share} của {paid} đã trả và không vượt mức trần (nếu có "
            "quy định).",
            "Interest may be refunded up to {most}: at most {share} of {paid} paid, and within the ceiling where one is set.",
            most=most,
            share=share,
            paid=interest_paid,
        ),
    )


@rule(
    "startups.capacity-settlement",
    title=("Quyết toán chương trình nâng cao năng lực", "Settlement of a capacity programme"),
    cites=("res-35-2025.capacity",),
    since=IN_FORCE,
)
def capacity_settlement() -> Ruling:
    """Before the support is settled the organiser proves the part of the cost that it bears."""
    own_share = law.share("startups.capacity_programme.own_share")
    must = own_share.of(programme_cost, "up").called("Phần phải tự bảo đảm", "Part to be borne")
    most = _support(programme_cost, "startups.capacity_programme.share", "startups.capacity_programme.ceiling")
    return Ruling(
        values={"value": most, "own_part": must},
        then=say(
            "Đã chứng minh {proven} kinh phí tự bảo đảm; được quyết toán tối đa {most}.",
            "With {proven} of the own part proven, up to {most} may be settled.",
            proven=own_part_proven,
            most=most,
        ),
        refusals=(
            Refusal(
                "own_part_missing",
                (own_part_proven < must) & law.flag("startups.own_part_proven_first"),
                say(
                    "Mới chứng minh được {proven}; phần tự bảo đảm phải ít nhất {must}, bằng {share} chi phí.",
                    "Only {proven} is proven; the own part is at least {must}, which is {share} of the cost.",
                    proven=own_part_proven,
                    must=must,
                    share=own_share,
                ),
                next_step=Text(
                    "Mời ông/bà bổ sung chứng từ chi của phần tự bảo đảm.",
                    "Add the vouchers of the part that you bear.",
                ),
                rests_on=("startups.capacity_programme.own_share", "startups.own_part_proven_first"),
            ),
        ),
    )


@rule(
    "startups.one-public-source",
    title=("Không hỗ trợ trùng giữa các chính sách", "No cost is paid twice across schemes"),
    cites=("decree-265-2025.no-double-funding",),
    since=IN_FORCE,
)
def one_public_source() -> Ruling:
    """A cost takes one public source, and an invoice number counts once."""
    applies = law.flag("startups.no_double_support")
    return Ruling(
        values={"value": ~(applies & (paid_elsewhere | invoice_used))},
        then=say(
            "Khoản chi này chưa nhận hỗ trợ từ nguồn ngân sách nhà nước khác.",
            "No other public scheme paid for this cost.",
        ),
        refusals=(
            Refusal(
                "paid_elsewhere",
                applies & paid_elsewhere,
                say(
                    "Khoản chi này đã được hỗ trợ từ nguồn ngân sách nhà nước khác; một khoản chi chỉ được hỗ trợ một lần.",
                    "Another public scheme already paid for this cost; a cost is paid once.",
                ),
                next_step=Text("Mời ông/bà bỏ khoản chi này khỏi đề nghị.", "Leave this cost out of the application."),
                rests_on=("startups.no_double_support",),
            ),
            Refusal(
                "invoice_used",
                applies & invoice_used,
                say(
                    "Số hóa đơn này đã được dùng trong một đề nghị hỗ trợ khác.",
                    "This invoice number was used in another application.",
                ),
                next_step=Text("Mời ông/bà kiểm tra lại số hóa đơn.", "Check the invoice number."),
                rests_on=("startups.no_double_support",),
            ),
        ),
    )


@rule(
    "startups.within-budget",
    title=("Không quyết định vượt kinh phí năm", "No decision over the yearly budget"),
    cites=("res-35-2025.details",),
    since=IN_FORCE,
)
def within_budget() -> Ruling:
    """A decision stays within what is left of the year's budget. Whether the law forbids to pass it was not found: within
    the budget the answer is yes, above it the legal officer must say."""
    left = (budget_left - support_decided).called("Kinh phí còn lại sau quyết định", "Left after the decision")
    return Ruling(
        values={"value": left},
        then=say(
            "Mức {amount} nằm trong kinh phí năm còn lại {left}.",
            "An amount of {amount} is within the {left} left of the year.",
            amount=support_decided,
            left=budget_left,
        ),
        refusals=(
            Refusal(
                "over_budget",
                (support_decided > budget_left) & law.flag("startups.budget.no_decision_over_envelope"),
                say(
                    "Mức {amount} vượt kinh phí năm còn lại {left}.",
                    "An amount of {amount} is above the {left} left of the year.",
                    amount=support_decided,
                    left=budget_left,
                ),
                next_step=Text(
                    "Đề nghị giảm mức hỗ trợ hoặc chờ kinh phí bổ sung.", "Lower the amount, or wait for more budget."
                ),
                rests_on=("startups.budget.no_decision_over_envelope",),
            ),
        ),
    )


@rule(
    "startups.hub-equality",
    title=("Trung tâm công lập và trung tâm của doanh nghiệp", "Public and enterprise hubs alike"),
    cites=("res-35-2025.hubs",),
    since=IN_FORCE,
)
def hub_equality() -> Ruling:
    """Once recognised, a hub has the same rules whoever runs it; before that only a public hub has them."""
    alike = law.flag("startups.hubs_alike") & hub_recognised
    return Ruling(
        values={"value": hub_owner.is_("public") | alike},
        then=say(
            "Trung tâm do {owner} vận hành được hưởng chính sách như trung tâm công lập.",
            "A hub run by {owner} has the incentives of a public hub.",
            owner=hub_owner,
        ),
        refusals=(
            Refusal(
                "not_recognised",
                ~hub_owner.is_("public") & ~hub_recognised,
                say(
                    "Trung tâm chưa được công nhận nên chưa được hưởng chính sách như trung tâm công lập.",
                    "The hub is not recognised, and has no incentives like a public hub yet.",
                ),
                next_step=Text(
                    "Mời ông/bà nộp hồ sơ đề nghị công nhận trung tâm.", "Apply for recognition of the hub."
                ),
                rests_on=("startups.hubs_alike", "res-35-2025.hubs"),
            ),
        ),
    )
