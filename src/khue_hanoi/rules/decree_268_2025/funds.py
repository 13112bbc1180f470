"""Decree 268/2025/NĐ-CP: loan interest and vouchers that a development fund pays."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.core.rules.expressions import TODAY, day, law, least, money, yesno
from khue.core.rules.rule import Refusal, Ruling, rule, say
from khue_hanoi.rules.decree_268_2025.tasks import ISSUED

loan_interest_paid = money(
    "loan_interest_paid",
    "Lãi vay đã trả trong năm",
    "Loan interest paid in the year",
    ask=(
        "Trong năm, ông/bà đã trả bao nhiêu đồng lãi vay?",
        "How much loan interest did you pay in the year, in đồng?",
    ),
)
loan_balance = money(
    "loan_balance",
    "Dư nợ bình quân trong năm",
    "Average balance of the loan in the year",
    ask=(
        "Dư nợ bình quân trong năm là bao nhiêu đồng?",
        "What was the average balance of the loan in the year, in đồng?",
    ),
)
loan_ends_on = day(
    "loan_ends_on",
    "Ngày đến hạn khoản vay",
    "Day on which the loan falls due",
    ask=("Khoản vay đến hạn ngày nào?", "On which day does the loan fall due?"),
    changeable=False,
)
support_since = day(
    "support_since",
    "Ngày bắt đầu được hỗ trợ lãi vay",
    "First day of the interest support",
    ask=(
        "Khoản vay này được hỗ trợ lãi từ ngày nào? Nếu chưa được hỗ trợ, mời ông/bà ghi ngày hôm nay.",
        "Since when has the interest of this loan been supported? If not yet, give today.",
    ),
    changeable=False,
)
voucher_issued_on = day(
    "voucher_issued_on",
    "Ngày phát hành phiếu",
    "Day of issue of the voucher",
    ask=("Phiếu hỗ trợ được phát hành ngày nào?", "On which day was the voucher issued?"),
    changeable=False,
)
voucher_expires_on = day(
    "voucher_expires_on",
    "Ngày hết hạn ghi trên phiếu",
    "Expiry printed on the voucher",
    ask=("Phiếu ghi hết hạn ngày nào?", "Which expiry does the voucher show?"),
)
voucher_complete = yesno(
    "voucher_complete",
    "Phiếu ghi đủ nội dung",
    "The voucher shows all that it must",
    ask=(
        "Phiếu có ghi đủ chương trình, sản phẩm, giá, mệnh giá và hạn dùng không?",
        "Does the voucher show programme, product, price, value and expiry?",
    ),
)


@rule(
    "funds.loan-interest-support",
    title=("Hỗ trợ lãi vay qua quỹ", "Loan-interest support through a fund"),
    cites=("decree-268-2025.loan-interest",),
    since=ISSUED,
)
def loan_interest_support() -> Ruling:
    """A fund pays a share of the interest of the year, up to a rate of the balance, for some years, while the loan has
    some months left."""
    share, rate = law.share("funds.loan_interest.share"), law.share("funds.loan_interest.rate_ceiling")
    part = share.of(loan_interest_paid, "down").called("Phần lãi được hỗ trợ", "Part of the interest")
    ceiling = rate.of(loan_balance, "down").called("Mức trần theo lãi suất hỗ trợ", "Ceiling by the supported rate")
    most = least(part, ceiling).called("Mức hỗ trợ lãi vay tối đa", "Highest interest support")
    must_run_until = TODAY.after(law.term("funds.loan_interest.remaining"))
    supported_until = support_since.after(law.term("funds.loan_interest.longest"))
    return Ruling(
        values={"value": most},
        then=say(
            "Khoản vay được hỗ trợ lãi tối đa {most} cho năm này.",
            "The interest of the loan may be supported with at most {most} for this year.",
            most=most,
        ),
        refusals=(
            Refusal(
                "loan_ends_too_soon",
                loan_ends_on < must_run_until,
                say(
                    "Khoản vay đến hạn ngày {ends}; thời hạn vay còn lại phải ít nhất {remaining}.",
                    "The loan falls due on {ends}; at least {remaining} must be left.",
                    ends=loan_ends_on,
                    remaining=law.term("funds.loan_interest.remaining"),
                ),
                next_step=Text(
                    "Mời ông/bà thỏa thuận với ngân hàng về thời hạn vay, rồi nộp lại đề nghị.",
                    "Agree on a longer loan with the bank, then ask again.",
                ),
                rests_on=("funds.loan_interest.remaining", "decree-268-2025.loan-interest"),
            ),
            Refusal(
                "supported_long_enough",
                supported_until <= TODAY,
                say(
                    "Khoản vay đã được hỗ trợ lãi từ ngày {since}, hết thời gian hỗ trợ tối đa {longest}.",
                    "The interest has been supported since {since}; the longest time is {longest}.",
                    since=support_since,
                    longest=law.term("funds.loan_interest.longest"),
                ),
                next_step=Text(
                    "Mời ông/bà xem các hình thức hỗ trợ khác của quỹ.",
                    "See what else the fund supports.",
                ),
                rests_on=("funds.loan_interest.longest", "decree-268-2025.loan-interest"),
            ),
        ),
    )


@rule(
    "funds.voucher-term",
    title=("Hạn dùng của phiếu hỗ trợ tài chính", "Life of a financial voucher"),
    cites=("decree-268-2025.vouchers",),
    since=ISSUED,
)
def voucher_term() -> Ruling:
    """A voucher shows programme, product, price, value and expiry, and expires within a number of months."""
    latest = voucher_issued_on.after(law.term("funds.voucher.longest")).called(
        "Ngày hết hạn muộn nhất", "Latest expiry"
    )
    return Ruling(
        values={"value": latest},
        then=say(
            "Phiếu hợp lệ; hạn dùng muộn nhất đến ngày {latest}.",
            "The voucher holds; it may last until {latest}.",
            latest=latest,
        ),
        refusals=(
            Refusal(
                "lasts_too_long",
                voucher_expires_on > latest,
                say(
                    "Phiếu ghi hết hạn ngày {expires}, muộn hơn ngày {latest}.",
                    "The voucher expires on {expires}, later than {latest}.",
                    expires=voucher_expires_on,
                    latest=latest,
                ),
                next_step=Text("Đề nghị rút ngắn hạn dùng của phiếu.", "Shorten the life of the voucher."),
                rests_on=("funds.voucher.longest", "decree-268-2025.vouchers"),
            ),
            Refusal(
                "incomplete",
                ~voucher_complete & law.flag("funds.voucher.shows_all"),
                say(
                    "Phiếu chưa ghi đủ chương trình, sản phẩm, giá, mệnh giá và hạn dùng.",
                    "The voucher does not show programme, product, price, value and expiry.",
                ),
                next_step=Text("Đề nghị bổ sung nội dung còn thiếu trên phiếu.", "Add what the voucher lacks."),
                rests_on=("funds.voucher.shows_all", "decree-268-2025.vouchers"),
            ),
        ),
    )
