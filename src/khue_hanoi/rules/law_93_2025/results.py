"""Law 93/2025/QH15: who owns a publicly funded result, and what authors and intermediaries get of its profit."""

from __future__ import annotations

from datetime import date
from typing import Final

from khue.core.bilingual import Text
from khue.core.rules.expressions import choose, law, lines, money, share, yesno
from khue.core.rules.rule import Refusal, Ruling, rule, say

IN_FORCE: Final = date(2025, 10, 1)
DECREE_267: Final = date(2025, 10, 14)

after_tax_profit = money(
    "after_tax_profit",
    "Lợi nhuận sau thuế từ kết quả",
    "After-tax profit from the result",
    ask=(
        "Việc khai thác kết quả mang lại bao nhiêu đồng lợi nhuận sau thuế?",
        "How much after-tax profit, in đồng, does the use of the result bring?",
    ),
    changeable=False,
)
budget_share = share(
    "budget_share",
    "Tỷ lệ ngân sách trong kinh phí của nhiệm vụ",
    "Share of budget money in the task",
    ask=(
        "Ngân sách chiếm bao nhiêu phần trăm kinh phí của nhiệm vụ?",
        "Which share of the money of the task came from the budget?",
    ),
    changeable=False,
)
planned_author_reward = money(
    "planned_author_reward",
    "Thù lao dự kiến cho các tác giả",
    "Planned reward of the authors",
    ask=(
        "Ông/bà dự kiến chi bao nhiêu đồng thù lao cho tất cả tác giả?",
        "How much, in đồng, do you plan to pay to all authors?",
    ),
)
co_authors = lines(
    "co_authors",
    "Phần của từng tác giả",
    "Part of each author",
    ask=(
        "Mỗi tác giả được nhận bao nhiêu đồng?",
        "How much does each author receive, in đồng?",
    ),
    fields=(
        money(
            "reward",
            "Thù lao của tác giả",
            "Reward of the author",
            ask=("Tác giả này được nhận bao nhiêu đồng?", "How much does this author receive, in đồng?"),
            maximum=10**15,
        ),
    ),
)
has_intermediary = yesno(
    "has_intermediary",
    "Có tổ chức trung gian",
    "An intermediary takes part",
    ask=(
        "Việc khai thác kết quả có qua tổ chức trung gian không?",
        "Does an intermediary take part in the use of the result?",
    ),
)
intermediary_agreed = yesno(
    "intermediary_agreed",
    "Có thỏa thuận riêng với tổ chức trung gian",
    "There is an agreement with the intermediary",
    ask=(
        "Các bên có thỏa thuận bằng hợp đồng về phần của tổ chức trung gian không?",
        "Does a contract say what the intermediary gets?",
    ),
)
planned_intermediary_fee = money(
    "planned_intermediary_fee",
    "Khoản dự kiến chi cho tổ chức trung gian",
    "Planned payment to the intermediary",
    ask=(
        "Ông/bà dự kiến chi bao nhiêu đồng cho tổ chức trung gian?",
        "How much, in đồng, do you plan to pay to the intermediary?",
    ),
)
reimbursement_charged = money(
    "reimbursement_charged",
    "Khoản bồi hoàn yêu cầu tổ chức chủ trì trả",
    "Reimbursement asked of the lead organisation",
    ask=(
        "Tổ chức chủ trì được yêu cầu bồi hoàn bao nhiêu đồng để sở hữu phần kết quả từ ngân sách?",
        "How much, in đồng, is the lead organisation asked to pay for owning the budget-funded part?",
    ),
)

# Both shares are taken first and the money last: rounding once, upwards, never leaves the authors below the floor.
reward_share = law.share("results.author_reward").times(budget_share)
reward_floor = reward_share.of(after_tax_profit, "up").called(
    "Thù lao tối thiểu cho các tác giả", "Least reward of the authors"
)


@rule(
    "missions.author-reward-floor",
    title=("Thù lao tối thiểu cho tác giả", "Least reward of the authors"),
    cites=("law-93-2025.author-reward",),
    since=IN_FORCE,
)
def author_reward_floor() -> Ruling:
    """On the part of a result that budget money formed, the authors get at least a share of the after-tax profit; for
    the rest the owner decides."""
    return Ruling(
        values={"value": reward_floor},
        then=say(
            "Các tác giả được hưởng ít nhất {floor}, bằng {least} lợi nhuận sau thuế của phần hình thành từ ngân sách.",
            "The authors get at least {floor}: {least} of the after-tax profit on the budget-funded part.",
            floor=reward_floor,
            least=law.share("results.author_reward"),
        ),
    )


@rule(
    "results.benefit-split",
    title=("Phân chia lợi nhuận từ kết quả", "Split of the profit of a result"),
    cites=("law-93-2025.author-reward", "decree-267-2025.intermediary", "decree-267-2025.contribution"),
    since=DECREE_267,
)
def benefit_split() -> Ruling:
    """A split holds when the authors get the least reward, an intermediary the least share unless a contract says
    otherwise, and when the parts of the authors add up to their reward."""
    intermediary_floor = (
        law.share("results.intermediary_share")
        .of(after_tax_profit, "up")
        .called("Phần tối thiểu của tổ chức trung gian", "Least part of the intermediary")
    )
    owed = choose(has_intermediary & ~intermediary_agreed, intermediary_floor, 0).called(
        "Phần phải dành cho tổ chức trung gian", "Owed to the intermediary"
    )
    paid = choose(has_intermediary, planned_intermediary_fee, 0)
    left = (after_tax_profit - planned_author_reward - paid).called("Phần còn lại của chủ sở hữu", "Left to the owner")
    split = co_authors.total(lambda author: author.reward)
    return Ruling(
        values={"value": left, "author_floor": reward_floor, "intermediary_floor": owed},
        then=say(
            "Phương án phân chia hợp lệ: tác giả {authors}, tổ chức trung gian {intermediary}, chủ sở hữu {left}.",
            "The split holds: authors {authors}, intermediary {intermediary}, owner {left}.",
            authors=planned_author_reward,
            intermediary=paid,
            left=left,
        ),
        refusals=(
            Refusal(
                "authors_below_floor",
                planned_author_reward < reward_floor,
                say(
                    "Thù lao dự kiến cho các tác giả là {planned}, thấp hơn mức tối thiểu {floor}.",
                    "The planned reward of {planned} is below the least reward of {floor}.",
                    planned=planned_author_reward,
                    floor=reward_floor,
                ),
                next_step=Text(
                    "Mời ông/bà nâng thù lao cho các tác giả lên ít nhất bằng mức này.",
                    "Raise the authors' reward to that amount at least.",
                ),
                rests_on=("results.author_reward", "law-93-2025.author-reward"),
            ),
            Refusal(
                "intermediary_below_floor",
                paid < owed,
                say(
                    "Tổ chức trung gian được {paid}, thấp hơn mức tối thiểu {owed} khi không có thỏa thuận khác.",
                    "The intermediary gets {paid}, below the {owed} that it gets unless agreed otherwise.",
                    paid=paid,
                    owed=owed,
                ),
                next_step=Text(
                    "Mời ông/bà nâng khoản chi cho tổ chức trung gian, hoặc ký thỏa thuận về mức khác.",
                    "Raise the intermediary's part, or sign an agreement on another one.",
                ),
                rests_on=("results.intermediary_share", "decree-267-2025.intermediary"),
            ),
            Refusal(
                "parts_do_not_add_up",
                ~split.equals(planned_author_reward),
                say(
                    "Phần của từng tác giả cộng lại là {split}, khác với tổng thù lao {reward}.",
                    "The parts of the authors add up to {split}, not to the reward of {reward}.",
                    split=split,
                    reward=planned_author_reward,
                ),
                next_step=Text(
                    "Mời ông/bà chia lại để các phần cộng đúng bằng tổng thù lao.",
                    "Split again so that the parts add up.",
                ),
                rests_on=("results.contribution_total", "decree-267-2025.contribution"),
            ),
            Refusal(
                "more_than_profit",
                planned_author_reward + paid > after_tax_profit,
                say(
                    "Tổng các khoản chia vượt lợi nhuận sau thuế {profit}.",
                    "What is given out is more than the after-tax profit of {profit}.",
                    profit=after_tax_profit,
                ),
                next_step=Text("Mời ông/bà giảm các khoản chia.", "Give out less."),
                rests_on=("law-93-2025.author-reward",),
            ),
        ),
    )


@rule(
    "results.ownership-share",
    title=("Phần sở hữu kết quả của tổ chức chủ trì", "Share of a result that the lead organisation owns"),
    cites=("law-93-2025.ownership",),
    since=IN_FORCE,
    words={"lead-organisation": ("tổ chức chủ trì", "the lead organisation"), "state": ("Nhà nước", "the State")},
)
def ownership_share() -> Ruling:
    """The part of a result that matches the budget's share belongs to the lead organisation by itself; nothing is to be
    paid for it."""
    owner = choose(law.codes("results.owner_of_budget_part").names("lead-organisation"), "lead-organisation", "state")
    return Ruling(
        values={"value": owner.called("Chủ sở hữu phần từ ngân sách", "Owner of the budget-funded part")},
        then=say(
            "Phần kết quả tương ứng với tỷ lệ ngân sách {share} thuộc sở hữu của {owner}, không phải bồi hoàn.",
            "The part of the result that matches the budget's share of {share} belongs to {owner}, without payment.",
            share=budget_share,
            owner=owner,
        ),
        refusals=(
            Refusal(
                "no_budget_part",
                budget_share.equals(0),
                say(
                    "Nhiệm vụ không dùng ngân sách nên không có phần kết quả hình thành từ ngân sách.",
                    "The task used no budget money: no part of the result was formed from it.",
                ),
                next_step=Text(
                    "Mời ông/bà xác định chủ sở hữu theo hợp đồng và pháp luật về sở hữu trí tuệ.",
                    "The contract and the law of intellectual property say who owns the result.",
                ),
                rests_on=("law-93-2025.ownership",),
            ),
            Refusal(
                "reimbursement",
                reimbursement_charged > law.money("results.ownership_reimbursement"),
                say(
                    "Không được yêu cầu tổ chức chủ trì bồi hoàn {charged} cho phần kết quả hình thành từ ngân sách.",
                    "The lead organisation may not be asked to pay {charged} for the budget-funded part.",
                    charged=reimbursement_charged,
                ),
                next_step=Text("Đề nghị bỏ khoản bồi hoàn.", "Leave the reimbursement out."),
                rests_on=("results.ownership_reimbursement", "law-93-2025.ownership"),
            ),
        ),
    )
