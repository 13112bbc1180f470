"""Resolution 30/2025/NQ-HĐND: the pilot of the fund, whom it may invest in, its legal form."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.core.rules.expressions import TODAY, choice, day, law, yesno
from khue.core.rules.rule import Refusal, Ruling, rule, say
from khue_hanoi.rules.applicant import field, in_key_field
from khue_hanoi.rules.resolution_30_2025.fund import IN_FORCE

established_on = day(
    "established_on",
    "Ngày quyết định thành lập quỹ",
    "Day of the decision to establish the fund",
    ask=("Quyết định thành lập quỹ ban hành ngày nào?", "On which day was the decision to establish the fund made?"),
    changeable=False,
)
council_lets_continue = yesno(
    "council_lets_continue",
    "Hội đồng nhân dân đã quyết định tiếp tục",
    "The People's Council has decided to continue",
    ask=(
        "Hội đồng nhân dân Thành phố đã quyết định cho quỹ tiếp tục hoạt động chưa?",
        "Has the People's Council decided that the fund continues?",
    ),
    changeable=False,
)
investee_kind = choice(
    "investee_kind",
    "Loại doanh nghiệp nhận đầu tư",
    "Kind of the enterprise",
    ask=("Doanh nghiệp nhận đầu tư thuộc loại nào?", "Which kind of enterprise would receive the investment?"),
    options={
        "high-tech-enterprise": ("doanh nghiệp công nghệ cao", "high-tech enterprise"),
        "st-enterprise": ("doanh nghiệp khoa học và công nghệ", "science and technology enterprise"),
        "innovative-startup": ("doanh nghiệp khởi nghiệp sáng tạo", "innovative startup"),
        "other": ("doanh nghiệp khác", "another enterprise"),
    },
    changeable=False,
)
fund_form = choice(
    "fund_form",
    "Hình thức của quỹ",
    "Legal form of the fund",
    ask=("Quỹ được tổ chức theo hình thức nào?", "In which legal form is the fund set up?"),
    options={
        "business-cooperation-contract": ("hợp đồng hợp tác kinh doanh", "business cooperation contract"),
        "enterprise": ("doanh nghiệp có tư cách pháp nhân", "enterprise with legal personality"),
    },
)


@rule(
    "venture.pilot-clock",
    title=("Mốc sơ kết và kết thúc thí điểm", "Days of the interim review and of the end of the pilot"),
    cites=("res-30-2025.pilot",),
    since=IN_FORCE,
)
def pilot_clock() -> Ruling:
    """The pilot runs from the decision to establish the fund, is reviewed half-way and ends."""
    end = established_on.after(law.term("venture.pilot_years", on=established_on)).called(
        "Hết thí điểm", "End of the pilot"
    )
    review = established_on.after(law.term("venture.review_years", on=established_on)).called(
        "Sơ kết", "Interim review"
    )
    return Ruling(
        values={"value": end, "review_on": review, "end_on": end},
        then=say(
            "Quỹ thành lập ngày {start}: sơ kết ngày {review}, tổng kết và hết thời gian thí điểm ngày {end}.",
            "Established on {start}: interim review on {review}, final review and end of the pilot on {end}.",
            start=established_on,
            review=review,
            end=end,
        ),
    )


@rule(
    "venture.new-investment",
    title=("Đầu tư mới trong thời gian thí điểm", "New investments within the pilot"),
    cites=("res-30-2025.pilot",),
    since=IN_FORCE,
)
def new_investment() -> Ruling:
    """After the end of the pilot there is no new investment, unless the People's Council lets the fund continue."""
    end = established_on.after(law.term("venture.pilot_years", on=established_on)).called(
        "Hết thí điểm", "End of the pilot"
    )
    over = (end <= TODAY).called("Đã hết thí điểm", "The pilot is over")
    return Ruling(
        values={"value": ~over | council_lets_continue, "end_on": end},
        then=say(
            "Quỹ được đầu tư mới; thời gian thí điểm đến ngày {end}.",
            "The fund may invest; its pilot runs until {end}.",
            end=end,
        ),
        refusals=(
            Refusal(
                "pilot_over",
                over & ~council_lets_continue,
                say(
                    "Thời gian thí điểm đã hết ngày {end} và Hội đồng nhân dân Thành phố chưa quyết định tiếp tục.",
                    "The pilot ended on {end}, and the People's Council has not decided to continue.",
                    end=end,
                ),
                next_step=Text(
                    "Đề nghị tổng kết thí điểm và trình Hội đồng nhân dân Thành phố quyết định.",
                    "Make the final review and bring it before the People's Council.",
                ),
                rests_on=("venture.pilot_years", "res-30-2025.pilot"),
            ),
        ),
    )


@rule(
    "venture.eligible-investee",
    title=("Doanh nghiệp được Quỹ đầu tư", "Whom the fund may invest in"),
    cites=("res-30-2025.investees",),
    since=IN_FORCE,
)
def eligible_investee() -> Ruling:
    """Three kinds of enterprises, in a key field of the capital; the list of fields is the one of the day asked."""
    kinds = law.codes("venture.investees")
    eligible = investee_kind.among(kinds) & (in_key_field | ~law.flag("venture.investee_needs_key_field"))
    return Ruling(
        values={"value": eligible},
        then=say(
            "Quỹ được xem xét đầu tư vào {kind} trong lĩnh vực {field}.",
            "The fund may consider investing in this enterprise ({kind}) in the field of {field}.",
            kind=investee_kind,
            field=field,
        ),
        refusals=(
            Refusal(
                "kind",
                ~investee_kind.among(kinds),
                say(
                    "Quỹ chỉ đầu tư vào doanh nghiệp công nghệ cao, doanh nghiệp khoa học và công nghệ và doanh nghiệp "
                    "khởi nghiệp sáng tạo.",
                    "The fund invests in high-tech enterprises, science and technology enterprises and innovative "
                    "startups only.",
                ),
                next_step=Text(
                    "Mời ông/bà đề nghị công nhận là doanh nghiệp khởi nghiệp sáng tạo nếu đủ điều kiện.",
                    "Apply for recognition as an innovative startup, if you meet the conditions.",
                ),
                rests_on=("venture.investees",),
            ),
            Refusal(
                "field",
                law.flag("venture.investee_needs_key_field") & ~in_key_field,
                say(
                    "Lĩnh vực của doanh nghiệp ({field}) không thuộc các lĩnh vực trọng điểm của Thủ đô.",
                    "The field ({field}) is not a key field of the capital.",
                    field=field,
                ),
                next_step=Text(
                    "Mời ông/bà xem danh mục lĩnh vực trọng điểm của Thủ đô.",
                    "See the list of key fields of the capital.",
                ),
                rests_on=("venture.investee_needs_key_field", "law.key_fields.city"),
            ),
        ),
    )


@rule(
    "venture.legal-form",
    title=("Hình thức tổ chức của Quỹ", "Legal form of the fund"),
    cites=("res-30-2025.form", "decree-264-2025.form"),
    since=IN_FORCE,
)
def legal_form() -> Ruling:
    """The resolution sets a business cooperation contract up, a decree two weeks later an enterprise: the city's form
    counts, and the answer names the open contradiction when the other is asked for."""
    return Ruling(
        values={"value": fund_form.among(law.codes("venture.legal_form"))},
        then=say("Quỹ hoạt động theo {form}.", "The fund works as a {form}.", form=fund_form),
        refusals=(
            Refusal(
                "form",
                ~fund_form.among(law.codes("venture.legal_form")),
                say(
                    "Nghị quyết của Thành phố không chọn hình thức {form}. Nghị định của Chính phủ về quỹ địa phương quy "
                    "định hình thức này, nên cần ý kiến của cán bộ pháp chế.",
                    "The city's resolution does not choose the form of {form}. The Government's decree on local funds "
                    "does, so that the legal officer must say which stands.",
                    form=fund_form,
                ),
                next_step=Text("Mời ông/bà hỏi cán bộ pháp chế của Thành phố.", "Ask the legal officer of the city."),
                rests_on=("venture.legal_form", "decree-264-2025.form"),
            ),
        ),
    )
