"""Decree 210/2025/NĐ-CP on private startup funds: rules that the city's fund takes as its default."""

from __future__ import annotations

from datetime import date

from khue.core.bilingual import Text
from khue.core.rules.expressions import choice, law, money
from khue.core.rules.rule import Refusal, Ruling, rule, say

IN_FORCE = date(2025, 10, 10)
"""From the first day of the city's fund."""

manager_act = choice(
    "manager_act",
    "Việc đơn vị quản lý quỹ dự định làm",
    "What the manager plans",
    ask=("Đơn vị quản lý quỹ dự định làm gì?", "What does the fund manager plan to do?"),
    options={
        "buy-shares": (
            "mua cổ phần, phần vốn góp của doanh nghiệp chưa niêm yết",
            "buy shares of an unlisted enterprise",
        ),
        "convertible": ("dùng công cụ chuyển đổi", "use a convertible instrument"),
        "self-dealing": ("dùng tiền của quỹ đầu tư vào chính mình", "invest the fund's money in itself"),
        "loan": ("cho vay", "lend"),
        "guarantee": ("bảo lãnh", "guarantee"),
        "listed-securities": (
            "mua chứng khoán niêm yết, đăng ký giao dịch, trái phiếu, chứng chỉ quỹ",
            "buy listed or registered securities, bonds or fund certificates",
        ),
        "promise-of-profit": ("hứa hẹn lợi nhuận khi gọi vốn", "promise profit when raising funds"),
    },
    changeable=False,
)
investee_capital = money(
    "investee_capital",
    "Vốn điều lệ của doanh nghiệp sau giao dịch",
    "Charter capital of the enterprise after the deal",
    ask=(
        "Vốn điều lệ của doanh nghiệp sau giao dịch là bao nhiêu đồng?",
        "What is the enterprise's charter capital after the deal, in đồng?",
    ),
)
fund_holding = money(
    "fund_holding",
    "Phần vốn của Quỹ sau giao dịch",
    "The fund's part after the deal",
    ask=(
        "Sau giao dịch, Quỹ nắm bao nhiêu đồng vốn điều lệ của doanh nghiệp?",
        "How much of that capital does the fund hold after the deal, in đồng?",
    ),
)


@rule(
    "venture.manager-act",
    title=("Việc đơn vị quản lý quỹ được làm", "What the fund manager may do"),
    cites=("decree-210-2025.bans", "decree-210-2025.instruments"),
    since=IN_FORCE,
)
def manager_acts() -> Ruling:
    """Four kinds of acts are banned: self-dealing, loans and guarantees, listed securities, promises of profit."""
    banned = manager_act.among(law.codes("venture.manager.bans"))
    return Ruling(
        values={"value": ~banned},
        then=say("Đơn vị quản lý quỹ được {act}.", "The fund manager may do this: {act}.", act=manager_act),
        refusals=(
            Refusal(
                "banned",
                banned,
                say(
                    "Đơn vị quản lý quỹ không được {act}.",
                    "The fund manager may not do this: {act}.",
                    act=manager_act,
                ),
                next_step=Text(
                    "Mời ông/bà dừng việc này; nếu đã thực hiện, mời ông/bà báo cáo ban quản lý quỹ.",
                    "Stop it; if it was done, report to the management board.",
                ),
                rests_on=("venture.manager.bans",),
            ),
        ),
    )


@rule(
    "venture.stake-ceiling",
    title=("Tỷ lệ nắm giữ trong một doanh nghiệp", "Stake in one enterprise"),
    cites=("decree-210-2025.stake",),
    since=IN_FORCE,
)
def stake_ceiling() -> Ruling:
    """After a deal the fund holds at most a share of the enterprise's charter capital."""
    share = law.share("venture.stake_ceiling")
    most = share.of(investee_capital, "down").called("Phần tối đa của Quỹ", "The fund's most")
    return Ruling(
        values={"value": most},
        then=say(
            "Quỹ nắm {found} trong vốn điều lệ {capital}, không quá {share} ({most}).",
            "The fund holds {found} of a capital of {capital}, no more than {share} ({most}).",
            found=fund_holding,
            capital=investee_capital,
            share=share,
            most=most,
        ),
        refusals=(
            Refusal(
                "stake",
                fund_holding > most,
                say(
                    "Phần vốn {found} vượt {share} vốn điều lệ của doanh nghiệp ({most}).",
                    "A holding of {found} is more than {share} of the enterprise's capital ({most}).",
                    found=fund_holding,
                    share=share,
                    most=most,
                ),
                next_step=Text(
                    "Mời ông/bà giảm mức đầu tư hoặc tìm thêm bên cùng đầu tư.", "Invest less, or invite a co-investor."
                ),
                rests_on=("venture.stake_ceiling",),
            ),
        ),
    )
