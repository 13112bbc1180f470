"""Resolution 30/2025/NQ-HĐND: what the fund's charter is to say. Limits, votes, notices and profit were not found in any
text that was read: these rules stand ready and wait for what a legal officer confirms."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.core.rules.expressions import choose, count, law, least, money
from khue.core.rules.rule import Impossible, Ruling, rule, say
from khue_hanoi.rules.resolution_30_2025.fund import IN_FORCE, total_capital
from khue_hanoi.rules.resolution_30_2025.pilot import established_on

seats_present = count(
    "seats_present",
    "Số thành viên có mặt",
    "Members present",
    ask=("Có bao nhiêu thành viên dự họp?", "How many members are present?"),
    maximum=100,
)
seats_recused = count(
    "seats_recused",
    "Số thành viên không được biểu quyết vì xung đột lợi ích",
    "Members recused for a conflict of interest",
    ask=(
        "Bao nhiêu thành viên không biểu quyết vì xung đột lợi ích?",
        "How many members are recused for a conflict of interest?",
    ),
    maximum=100,
)
year_profit = money(
    "year_profit",
    "Lợi nhuận của năm",
    "Profit of the year",
    ask=("Lợi nhuận của Quỹ trong năm là bao nhiêu đồng?", "What is the fund's profit of the year, in đồng?"),
    changeable=False,
)


@rule(
    "venture.enterprise-limit",
    title=("Mức đầu tư tối đa vào một doanh nghiệp", "The most to invest in one enterprise"),
    cites=("res-30-2025.charter",),
    since=IN_FORCE,
)
def enterprise_limit() -> Ruling:
    """Limits by share of the fund and by amount, the tighter wins. Only another city's figures are known."""
    by_share = law.share("venture.limit.per_enterprise").of(total_capital, "down")
    most = least(by_share, law.money("venture.limit.per_project")).called("Mức tối đa", "Most")
    return Ruling(
        values={"value": most},
        then=say("Mức đầu tư tối đa là {most}.", "The most to invest is {most}.", most=most),
    )


@rule(
    "venture.cash-reserve",
    title=("Dự trữ tiền mặt của Quỹ", "Cash reserve of the fund"),
    cites=("res-30-2025.charter",),
    since=IN_FORCE,
)
def cash_reserve() -> Ruling:
    """A share of the capital stays in cash, as soon as the charter says how much."""
    reserve = law.share("venture.limit.cash_reserve").of(total_capital, "up")
    return Ruling(
        values={"value": reserve},
        then=say("Quỹ giữ ít nhất {reserve} tiền mặt.", "The fund keeps at least {reserve} in cash.", reserve=reserve),
    )


@rule(
    "venture.voting-seats",
    title=("Số thành viên được biểu quyết", "Members who vote"),
    cites=("res-30-2025.charter",),
    since=IN_FORCE,
)
def voting_seats() -> Ruling:
    """Recused seats leave the count. That is proposed, not law: where nobody is recused the answer is known all the same."""
    counted = choose(law.flag("venture.vote.recusal"), seats_present - seats_recused, seats_present)
    return Ruling(
        values={"value": counted.called("Số thành viên được tính", "Members counted")},
        then=say("{counted} thành viên được biểu quyết.", "{counted} members vote.", counted=counted),
        impossible=(
            Impossible(
                seats_recused > seats_present,
                Text(
                    "Số thành viên không biểu quyết không thể nhiều hơn số có mặt.",
                    "No more members can be recused than are present.",
                ),
                "seats_recused",
            ),
        ),
    )


@rule(
    "venture.votes-needed",
    title=("Số phiếu tán thành cần có", "Votes needed to pass"),
    cites=("res-30-2025.charter",),
    since=IN_FORCE,
)
def votes_needed() -> Ruling:
    """A share of the members present, as soon as the charter says which."""
    needed = law.share("venture.vote.majority").of(seats_present, "up")
    return Ruling(
        values={"value": needed},
        then=say("Cần ít nhất {needed} phiếu tán thành.", "At least {needed} votes are needed.", needed=needed),
    )


@rule(
    "venture.reinvested-profit",
    title=("Lợi nhuận tái đầu tư", "Profit that is reinvested"),
    cites=("res-30-2025.charter",),
    since=IN_FORCE,
)
def reinvested_profit() -> Ruling:
    """The draft reinvested all profit; the adopted text was not read."""
    part = law.share("venture.profit.reinvested").of(year_profit, "down")
    return Ruling(
        values={"value": part},
        then=say("{part} lợi nhuận được tái đầu tư.", "{part} of the profit is reinvested.", part=part),
    )


@rule(
    "venture.pilot-notices",
    title=("Ngày nhắc trước khi hết thí điểm", "Notices before the end of the pilot"),
    cites=("res-30-2025.pilot",),
    since=IN_FORCE,
)
def pilot_notices() -> Ruling:
    """Notices ahead of the end; how long ahead is proposed, not law."""
    end = established_on.after(law.term("venture.pilot_years", on=established_on))
    steps = ("first", "second", "third", "last")
    days = {step: end.before(law.term(f"venture.pilot_notice.{step}")) for step in steps}
    return Ruling(
        values={"value": days["first"], "second": days["second"], "third": days["third"], "last": days["last"]},
        then=say(
            "Nhắc vào các ngày {first}, {second}, {third} và {last}.",
            "Notices on {first}, {second}, {third} and {last}.",
            **days,
        ),
    )
