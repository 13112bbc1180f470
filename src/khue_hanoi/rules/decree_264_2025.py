"""Decree 264/2025/NĐ-CP: loss of a local venture fund, judged on the whole portfolio, and its yearly risk report."""

from __future__ import annotations

from datetime import date

from khue.core.bilingual import Text
from khue.core.rules.expressions import choice, choose, count, greatest, law, money, yesno
from khue.core.rules.rule import Refusal, Ruling, rule, say
from khue_hanoi.rules.resolution_30_2025 import total_capital

ISSUED = date(2025, 10, 14)
"""The decree's first day was not found: its day of issue."""

realised_loss = money(
    "realised_loss",
    "Tổn thất đã thực hiện",
    "Realised loss",
    ask=(
        "Trong chu kỳ này, tổn thất đã thực hiện của toàn danh mục là bao nhiêu đồng?",
        "How much loss of the whole portfolio is realised in this cycle, in đồng?",
    ),
    changeable=False,
)
unrealised_loss = money(
    "unrealised_loss",
    "Tổn thất chưa thực hiện",
    "Unrealised loss",
    ask=(
        "Trong chu kỳ này, tổn thất chưa thực hiện của toàn danh mục là bao nhiêu đồng?",
        "How much loss of the whole portfolio is not realised in this cycle, in đồng?",
    ),
    changeable=False,
)
loss_cause = choice(
    "loss_cause",
    "Nguyên nhân tổn thất",
    "Cause of the loss",
    ask=("Tổn thất do nguyên nhân nào?", "What caused the loss?"),
    options={
        "market": ("biến động thị trường ngoài dự kiến hợp lý", "market change beyond reasonable foresight"),
        "policy": ("thay đổi chính sách", "change of policy"),
        "disaster": ("thiên tai, dịch bệnh", "disaster or epidemic"),
        "breach": ("vi phạm quy định, quy trình", "breach of rules or procedures"),
    },
    changeable=False,
)
with_intent = yesno(
    "with_intent",
    "Có lỗi cố ý",
    "With intent",
    ask=("Tổn thất có do lỗi cố ý không?", "Was the loss caused with intent?"),
    changeable=False,
)
risk_reports_sent = count(
    "risk_reports_sent",
    "Số báo cáo rủi ro đã gửi trong năm",
    "Risk reports sent this year",
    ask=(
        "Trong năm nay, Quỹ đã gửi bao nhiêu báo cáo rủi ro cho Ủy ban nhân dân Thành phố?",
        "How many risk reports has the fund sent to the People's Committee this year?",
    ),
    maximum=100,
)
loss = (realised_loss + unrealised_loss).called("Tổng tổn thất trong chu kỳ", "Loss of the cycle")


@rule(
    "venture.loss-meter",
    title=("Ngưỡng tổn thất của toàn danh mục", "Loss threshold of the whole portfolio"),
    cites=("decree-264-2025.loss",),
    since=ISSUED,
)
def loss_meter() -> Ruling:
    """Loss over the whole portfolio in one cycle may not pass a share of the charter capital: beyond it there are no new
    deals. Exactly at the line nothing has passed it."""
    share = law.share("venture.loss.stop")
    line = share.of(total_capital, "down").called("Ngưỡng dừng", "Stop line")
    left = (line - loss).called("Còn lại đến ngưỡng", "Left to the line")
    return Ruling(
        values={"value": left},
        then=say(
            "Tổn thất {loss} chưa vượt ngưỡng {line} ({share} vốn điều lệ); còn lại {left}.",
            "A loss of {loss} does not pass the line of {line} ({share} of the charter capital); {left} is left.",
            loss=loss,
            line=line,
            share=share,
            left=left,
        ),
        refusals=(
            Refusal(
                "stop_line",
                loss > line,
                say(
                    "Tổn thất {loss} vượt ngưỡng {line}, bằng {share} vốn điều lệ; Quỹ dừng đầu tư mới.",
                    "A loss of {loss} passes the line of {line}, {share} of the charter capital; new deals stop.",
                    loss=loss,
                    line=line,
                    share=share,
                ),
                next_step=Text(
                    "Đề nghị đánh giá lại danh mục và báo cáo Ủy ban nhân dân Thành phố.",
                    "Review the portfolio and report to the People's Committee.",
                ),
                rests_on=("venture.loss.stop",),
            ),
        ),
    )


@rule(
    "venture.loss-warning",
    title=("Mức cảnh báo tổn thất", "Warning level of the loss"),
    cites=("decree-264-2025.loss",),
    since=ISSUED,
    words={
        "none": ("chưa cảnh báo", "no warning"),
        "first": ("cảnh báo lần một", "first warning"),
        "second": ("cảnh báo lần hai", "second warning"),
    },
)
def loss_warning() -> Ruling:
    """Two warnings before the stop line; their levels are proposed, not law, so the answer waits for them."""
    first = law.share("venture.loss.warn_first").of(total_capital, "down")
    second = law.share("venture.loss.warn_second").of(total_capital, "down")
    level = choose(loss >= second, "second", choose(loss >= first, "first", "none"))
    return Ruling(
        values={"value": level},
        then=say("Mức cảnh báo tổn thất: {level}.", "Warning level of the loss: {level}.", level=level),
    )


@rule(
    "venture.liability-exemption",
    title=("Miễn trách nhiệm khi có tổn thất", "No liability for a loss"),
    cites=("decree-264-2025.liability",),
    since=ISSUED,
)
def liability_exemption() -> Ruling:
    """Nobody is liable under civil or administrative law for a loss from objective risk without intent."""
    objective = ~loss_cause.is_("breach")
    return Ruling(
        values={"value": objective & ~with_intent},
        then=say(
            "Tổn thất do {cause}, không cố ý: không phải chịu trách nhiệm dân sự, hành chính.",
            "A loss from {cause} without intent brings no civil or administrative liability.",
            cause=loss_cause,
        ),
        refusals=(
            Refusal(
                "breach",
                ~objective,
                say(
                    "Tổn thất do vi phạm không thuộc trường hợp rủi ro khách quan.",
                    "A loss from a breach is no objective risk.",
                ),
                next_step=Text(
                    "Đề nghị lập hồ sơ xác định trách nhiệm theo quy định.", "Have the responsibility established."
                ),
                rests_on=("decree-264-2025.liability",),
            ),
            Refusal(
                "intent",
                with_intent,
                say("Tổn thất do lỗi cố ý không được miễn trách nhiệm.", "Intent is never exempted."),
                next_step=Text("Đề nghị chuyển hồ sơ cho cơ quan có thẩm quyền.", "Hand the file to the authority."),
                rests_on=("decree-264-2025.liability",),
            ),
        ),
    )


@rule(
    "venture.risk-reports-due",
    title=("Báo cáo rủi ro còn phải gửi trong năm", "Risk reports still due this year"),
    cites=("decree-264-2025.loss",),
    since=ISSUED,
)
def risk_reports_due() -> Ruling:
    """The fund reports its risk to the People's Committee every year."""
    per_year = law.count("venture.risk_report.per_year")
    left = greatest(per_year - risk_reports_sent, 0).called("Số báo cáo còn phải gửi", "Reports still due")
    return Ruling(
        values={"value": left},
        then=say(
            "Mỗi năm {per_year} báo cáo rủi ro; đã gửi {sent}, còn phải gửi {left}.",
            "{per_year} risk report a year; {sent} sent, {left} still due.",
            per_year=per_year,
            sent=risk_reports_sent,
            left=left,
        ),
    )
