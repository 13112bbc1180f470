"""Resolution 29/2025/NQ-HĐND: what a decision on a test must hold, who makes it, and when it may be made."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.core.rules.expressions import choice, choose, count, day, law, lines, yesno
from khue.core.rules.rule import Refusal, Ruling, rule, say
from khue_hanoi.rules.bodies import deciding_body
from khue_hanoi.rules.resolution_29_2025.periods import IN_FORCE

has_time_limit = yesno(
    "has_time_limit",
    "Quyết định ghi thời hạn thử nghiệm",
    "The decision states the term",
    ask=("Quyết định có ghi ngày kết thúc thử nghiệm không?", "Does the decision state the last day of the test?"),
)
test_limits = lines(
    "test_limits",
    "Các giới hạn ngoài thời gian",
    "Limits besides time",
    ask=(
        "Ngoài thời gian, thử nghiệm còn được giới hạn bằng cách nào?",
        "Besides time, in which ways is the test limited?",
    ),
    fields=(
        choice(
            "kind",
            "Loại giới hạn",
            "Kind of limit",
            ask=("Đây là loại giới hạn nào?", "Which kind of limit is this?"),
            options={
                "space": ("không gian", "space"),
                "scale": ("quy mô", "scale"),
                "participants": ("đối tượng tham gia", "who may take part"),
                "users": ("số người sử dụng", "number of users"),
                "other": ("giới hạn cần thiết khác", "another limit"),
            },
        ),
    ),
)
instrument_asked = choice(
    "instrument",
    "Hình thức cho phép",
    "Instrument",
    ask=("Thử nghiệm cần cấp phép, miễn trừ hay cả hai?", "Does the test need a licence, an exemption, or both?"),
    options={
        "licence": ("cấp phép có thời hạn", "time-limited licence"),
        "exemption": ("miễn trừ áp dụng một số quy định", "exemption from some provisions"),
        "both": ("cấp phép có thời hạn và miễn trừ", "licence and exemption"),
    },
    changeable=False,
)
waived_provisions = count(
    "waived_provisions",
    "Số quy định được miễn trừ có nêu rõ văn bản, điều",
    "Waived provisions, each listed by text and article",
    ask=(
        "Quyết định liệt kê bao nhiêu quy định được miễn trừ, nêu rõ văn bản và điều?",
        "How many waived provisions does the decision list by text and article?",
    ),
    maximum=1_000,
)
exemption_ends_on = day(
    "exemption_ends_on",
    "Ngày hết miễn trừ",
    "Last day of the exemption",
    ask=("Việc miễn trừ kết thúc ngày nào?", "On which day does the exemption end?"),
)
licence_ends_on = day(
    "licence_ends_on",
    "Ngày hết hạn thử nghiệm theo quyết định",
    "Last day of the test under the decision",
    ask=("Theo quyết định, thử nghiệm kết thúc ngày nào?", "On which day does the test end under the decision?"),
)
exemption_within_scope = yesno(
    "exemption_within_scope",
    "Miễn trừ nằm trong phạm vi thử nghiệm",
    "The exemption stays within the scope of the test",
    ask=(
        "Việc miễn trừ có nằm gọn trong không gian, quy mô và đối tượng của thử nghiệm không?",
        "Does the exemption stay within the space, scale and participants of the test?",
    ),
)
risk_assessed = yesno(
    "risk_assessed",
    "Đã đánh giá mức độ rủi ro",
    "The level of risk has been assessed",
    ask=("Mức độ rủi ro của thử nghiệm đã được đánh giá chưa?", "Has the level of risk of the test been assessed?"),
)
control_capacity_assessed = yesno(
    "control_capacity_assessed",
    "Đã đánh giá khả năng kiểm soát",
    "The capacity to control has been assessed",
    ask=(
        "Khả năng kiểm soát của cơ quan quản lý đã được đánh giá chưa?",
        "Has the authority's capacity to control the test been assessed?",
    ),
)
scope_matches_risk = yesno(
    "scope_matches_risk",
    "Phạm vi tương xứng với rủi ro",
    "The scope matches the risk",
    ask=(
        "Phạm vi thử nghiệm có tương xứng với mức độ rủi ro và khả năng kiểm soát không?",
        "Does the scope of the test match the risk and the capacity to control it?",
    ),
)


@rule(
    "sandbox.limits",
    title=("Giới hạn của thử nghiệm", "Limits of a test"),
    cites=("res-29-2025.limits", "law-39-2024.test-limits"),
    since=IN_FORCE,
)
def limits() -> Ruling:
    """A decision states the term of the test. That it carries one other limit at least is inferred, not read: where it
    carries none, the answer waits until a legal officer has found it in a text."""
    kinds = law.codes("sandbox.limits.kinds")
    counted = test_limits.total(lambda each: choose(each.kind.among(kinds), 1, 0)).called(
        "Số giới hạn ngoài thời gian", "Limits besides time"
    )
    return Ruling(
        values={"value": counted},
        then=say(
            "Quyết định ghi thời hạn và {counted} giới hạn khác.",
            "The decision states the term; other limits: {counted}.",
            counted=counted,
        ),
        refusals=(
            Refusal(
                "no_time_limit",
                ~has_time_limit,
                say("Quyết định chưa ghi thời hạn thử nghiệm.", "The decision does not state the term of the test."),
                next_step=Text("Đề nghị ghi ngày kết thúc thử nghiệm.", "State the last day of the test."),
                rests_on=("sandbox.term.longest", "res-29-2025.term"),
            ),
            Refusal(
                "too_few_limits",
                counted.equals(0) & law.flag("sandbox.limits.besides_time"),
                say(
                    "Ngoài thời gian, quyết định chưa có giới hạn nào khác; cần ít nhất một giới hạn.",
                    "The decision carries no limit besides time; it needs one at least.",
                ),
                next_step=Text(
                    "Đề nghị ghi thêm giới hạn về không gian, quy mô, đối tượng tham gia hoặc số người sử dụng.",
                    "Add a limit of space, scale, participants or number of users.",
                ),
                rests_on=("sandbox.limits.besides_time", "res-29-2025.limits"),
            ),
        ),
    )


@rule(
    "sandbox.instrument",
    title=("Hình thức cho phép thử nghiệm", "How a test is allowed"),
    cites=("res-29-2025.instruments", "law-39-2024.test-instruments"),
    since=IN_FORCE,
)
def instrument() -> Ruling:
    """A licence for a term, an exemption from listed provisions, or both; an exemption reaches no further than the
    test itself."""
    allowed = law.codes("sandbox.instruments")
    licence = instrument_asked.is_("licence", "both")
    exempts = instrument_asked.is_("exemption", "both")
    known = (~licence | allowed.names("licence")) & (~exempts | allowed.names("exemption"))
    return Ruling(
        values={"value": instrument_asked},
        then=say(
            "Thử nghiệm được cho phép bằng hình thức {instrument}.",
            "The test is allowed by {instrument}.",
            instrument=instrument_asked,
        ),
        refusals=(
            Refusal(
                "instrument",
                ~known,
                say(
                    "Pháp luật về thử nghiệm không quy định hình thức {instrument}.",
                    "A test is not allowed by {instrument}.",
                    instrument=instrument_asked,
                ),
                next_step=Text("Đề nghị chọn hình thức khác.", "Choose another instrument."),
                rests_on=("sandbox.instruments", "res-29-2025.instruments"),
            ),
            Refusal(
                "nothing_waived",
                exempts & (waived_provisions < 1),
                say(
                    "Quyết định miễn trừ chưa liệt kê quy định nào được miễn trừ.",
                    "The exemption lists no provision that is waived.",
                ),
                next_step=Text(
                    "Đề nghị liệt kê từng quy định được miễn trừ, nêu rõ văn bản và điều.",
                    "List every waived provision by text and article.",
                ),
                rests_on=("sandbox.instruments", "res-29-2025.instruments"),
            ),
            Refusal(
                "exemption_outlasts_test",
                exempts & (exemption_ends_on > licence_ends_on),
                say(
                    "Miễn trừ kéo dài đến ngày {exemption}, trong khi thử nghiệm kết thúc ngày {test}.",
                    "The exemption lasts until {exemption}, but the test ends on {test}.",
                    exemption=exemption_ends_on,
                    test=licence_ends_on,
                ),
                next_step=Text(
                    "Đề nghị cho miễn trừ kết thúc cùng thử nghiệm.", "Let the exemption end with the test."
                ),
                rests_on=("sandbox.instruments", "res-29-2025.instruments"),
            ),
            Refusal(
                "exemption_beyond_scope",
                exempts & ~exemption_within_scope,
                say(
                    "Miễn trừ vượt ra ngoài phạm vi thử nghiệm.",
                    "The exemption reaches beyond the scope of the test.",
                ),
                next_step=Text(
                    "Đề nghị thu hẹp miễn trừ trong không gian, quy mô và đối tượng của thử nghiệm.",
                    "Keep the exemption within the space, scale and participants of the test.",
                ),
                rests_on=("sandbox.instruments", "res-29-2025.instruments"),
            ),
        ),
    )


@rule(
    "sandbox.decider",
    title=("Thẩm quyền quyết định thử nghiệm", "Who decides on a test"),
    cites=("res-29-2025.decider",),
    since=IN_FORCE,
)
def decider() -> Ruling:
    """The People's Committee decides; the Department of Science and Technology receives and prepares."""
    competent = deciding_body.among(law.codes("sandbox.decider"))
    return Ruling(
        values={"value": competent},
        then=say(
            "{body} có thẩm quyền quyết định thử nghiệm.",
            "A test is decided on by {body}.",
            body=deciding_body,
        ),
        refusals=(
            Refusal(
                "not_competent",
                ~competent,
                say(
                    "{body} không có thẩm quyền quyết định thử nghiệm. Thẩm quyền thuộc về {decider}.",
                    "A test is decided on by {decider}, not by {body}.",
                    body=deciding_body,
                    decider=law.codes("sandbox.decider"),
                ),
                next_step=Text(
                    "Đề nghị trình cơ quan có thẩm quyền ký quyết định.",
                    "Put the decision before the body that is competent.",
                ),
                rests_on=("sandbox.decider", "res-29-2025.decider"),
            ),
        ),
    )


@rule(
    "sandbox.readiness",
    title=("Điều kiện để quyết định thử nghiệm", "What must be there before a decision on a test"),
    cites=("law-39-2024.test-limits", "law-93-2025.sandbox"),
    since=IN_FORCE,
)
def readiness() -> Ruling:
    """The scope of a test matches its risk and the authority's capacity to control it: the law says so. That both are
    assessed before the decision is inferred: where one was not, the answer waits."""
    duty = law.flag("sandbox.assessment.required")
    ready = risk_assessed & control_capacity_assessed & scope_matches_risk
    return Ruling(
        values={"value": ready},
        then=say(
            "Rủi ro và khả năng kiểm soát đã được đánh giá; có thể trình quyết định.",
            "Risk and capacity to control have been assessed: the decision can be put forward.",
        ),
        refusals=(
            Refusal(
                "risk_not_assessed",
                ~risk_assessed & duty,
                say("Mức độ rủi ro chưa được đánh giá.", "The level of risk has not been assessed."),
                next_step=Text(
                    "Đề nghị hội đồng thẩm định ghi mức độ rủi ro.",
                    "Let the appraisal council record the level of risk.",
                ),
                rests_on=("sandbox.assessment.required", "law-39-2024.test-limits"),
            ),
            Refusal(
                "capacity_not_assessed",
                ~control_capacity_assessed & duty,
                say("Khả năng kiểm soát chưa được đánh giá.", "The capacity to control has not been assessed."),
                next_step=Text(
                    "Đề nghị ghi ý kiến về khả năng kiểm soát của cơ quan quản lý.",
                    "Record the authority's capacity to control the test.",
                ),
                rests_on=("sandbox.assessment.required", "law-39-2024.test-limits"),
            ),
            Refusal(
                "scope_too_wide",
                ~scope_matches_risk,
                say(
                    "Phạm vi thử nghiệm chưa tương xứng với mức độ rủi ro và khả năng kiểm soát.",
                    "The scope does not match the risk and the capacity to control it.",
                ),
                next_step=Text(
                    "Mời ông/bà thu hẹp phạm vi, hoặc bổ sung biện pháp kiểm soát.",
                    "Narrow the scope, or add measures of control.",
                ),
                rests_on=("law-39-2024.test-limits",),
            ),
        ),
    )
