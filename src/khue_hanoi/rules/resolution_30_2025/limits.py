"""Resolution 30/2025/NQ-HĐND: limits of a round and of a sector, what money is capital, and reports to the People's Council.

Limits and the rhythm of reports are the charter's; until it is read the answer is *unknown*, never a number of ours.
"""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.core.rules.expressions import by, choice, count, greatest, law, money
from khue.core.rules.rule import Refusal, Ruling, rule, say
from khue_hanoi.rules.resolution_30_2025.fund import IN_FORCE, total_capital

round_amount = money(
    "round_amount",
    "Số tiền đầu tư trong vòng gọi vốn",
    "Amount invested in the round",
    ask=("Quỹ dự kiến đầu tư bao nhiêu trong vòng gọi vốn này?", "How much is to be invested in this round?"),
)
sector_invested = money(
    "sector_invested",
    "Số tiền đã đầu tư vào lĩnh vực",
    "Invested in the sector so far",
    ask=("Quỹ đã đầu tư bao nhiêu vào lĩnh vực này?", "How much of the fund is in this sector already?"),
)
money_source = choice(
    "money_source",
    "Nguồn tiền vào Quỹ",
    "Where the money comes from",
    ask=("Khoản tiền vào Quỹ đến từ nguồn nào?", "Where does the money that enters the fund come from?"),
    options={
        "contribution": ("góp vốn theo hợp đồng góp vốn", "contribution under a capital contract"),
        "donation": ("tài trợ, viện trợ, nguồn hợp pháp khác", "donation, aid or another lawful source"),
        "return": ("tiền thu về từ khoản đầu tư", "money that an investment returns"),
    },
    changeable=False,
)
council_reports_sent = count(
    "council_reports_sent",
    "Số báo cáo đã gửi Hội đồng nhân dân trong năm",
    "Reports sent to the People's Council this year",
    ask=(
        "Năm nay Quỹ đã gửi Hội đồng nhân dân Thành phố bao nhiêu báo cáo?",
        "How many reports went to the People's Council this year?",
    ),
)


@rule(
    "venture.round-limit",
    title=("Mức đầu tư trong một vòng gọi vốn", "Investment in one round"),
    cites=("res-30-2025.charter",),
    since=IN_FORCE,
)
def round_limit() -> Ruling:
    """A round stays within the charter's limit, as soon as the charter sets one."""
    most = law.money("venture.limit.per_round")
    return Ruling(
        values={"value": (most - round_amount).called("Mức còn lại trong vòng", "Left in the round")},
        then=say(
            "Quỹ được đầu tư tối đa {most} trong một vòng gọi vốn.",
            "Up to {most} may be invested in the round.",
            most=most,
        ),
        refusals=(
            Refusal(
                "over_round_limit",
                round_amount > most,
                say(
                    "Số tiền {amount} vượt mức tối đa {most} của một vòng gọi vốn.",
                    "{amount} is more than the {most} of one round.",
                    amount=round_amount,
                    most=most,
                ),
                next_step=Text(
                    "Mời ông/bà giảm số tiền, hoặc để lại một phần cho các vòng sau.",
                    "Lower the amount, or leave a part to later rounds.",
                ),
                rests_on=("venture.limit.per_round",),
            ),
        ),
    )


@rule(
    "venture.sector-limit",
    title=("Mức đầu tư còn lại cho một lĩnh vực", "Room left for one sector"),
    cites=("res-30-2025.charter",),
    since=IN_FORCE,
)
def sector_limit() -> Ruling:
    """A share of the capital at most goes to one sector, as soon as the charter says how much."""
    most = law.share("venture.limit.per_sector").of(total_capital, "down").called("Mức tối đa", "Most")
    left = greatest(most - sector_invested, 0).called("Mức còn lại", "Room left")
    return Ruling(
        values={"value": left},
        then=say(
            "Lĩnh vực này còn được đầu tư tối đa {left}.",
            "Up to {left} may still be invested in this sector.",
            left=left,
        ),
        refusals=(
            Refusal(
                "sector_full",
                sector_invested >= most,
                say(
                    "Lĩnh vực này đã được đầu tư {invested}, bằng hoặc vượt mức tối đa {most}.",
                    "The sector has {invested} already, which reaches its {most}.",
                    invested=sector_invested,
                    most=most,
                ),
                next_step=Text("Mời ông/bà xem xét lĩnh vực khác.", "Look at another sector."),
                rests_on=("venture.limit.per_sector",),
            ),
        ),
    )


@rule(
    "venture.money-register",
    title=("Khoản tiền được ghi vào đâu", "Where money that enters is recorded"),
    cites=("res-30-2025.capital",),
    since=IN_FORCE,
    words={
        "charter-capital": ("vốn điều lệ", "charter capital"),
        "donations": ("nguồn tài trợ, theo dõi riêng", "donations, kept apart"),
        "returns": ("tiền thu về từ đầu tư", "returns of investments"),
    },
)
def money_register() -> Ruling:
    """Only contributions are charter capital, on which the two limits of the city's part are measured. Donations and
    returns are recorded apart, so that they move neither limit."""
    register = by(money_source, {"contribution": "charter-capital", "donation": "donations", "return": "returns"})
    return Ruling(
        values={"value": register, "counts_for_limits": money_source.is_("contribution")},
        then=say("Khoản tiền được ghi vào: {register}.", "It is recorded under: {register}.", register=register),
    )


@rule(
    "venture.council-reports-due",
    title=("Báo cáo còn phải gửi Hội đồng nhân dân trong năm", "Reports to the People's Council still due this year"),
    cites=("res-30-2025.charter",),
    since=IN_FORCE,
)
def council_reports_due() -> Ruling:
    """The duty to report is known, its rhythm is not: the answer waits for it."""
    per_year = law.count("venture.council_report.per_year")
    left = greatest(per_year - council_reports_sent, 0).called("Số báo cáo còn phải gửi", "Reports still due")
    return Ruling(
        values={"value": left},
        then=say(
            "Mỗi năm {per_year} báo cáo; đã gửi {sent}, còn phải gửi {left}.",
            "{per_year} a year; {sent} sent, {left} still due.",
            per_year=per_year,
            sent=council_reports_sent,
            left=left,
        ),
    )
