"""Law 93/2025/QH15: accepted risk, no repayment of what was properly used, and no liability in a test."""

from __future__ import annotations

from datetime import date
from typing import Final

from khue.core.bilingual import Text
from khue.core.rules.expressions import choice, choose, law, yesno
from khue.core.rules.rule import Refusal, Ruling, rule, say

IN_FORCE: Final = date(2025, 10, 1)

result_reached = yesno(
    "result_reached",
    "Nhiệm vụ đạt kết quả",
    "The task reached its result",
    ask=("Nhiệm vụ có đạt kết quả theo hợp đồng không?", "Did the task reach the result of its contract?"),
    changeable=False,
)
procedures_followed = yesno(
    "procedures_followed",
    "Đã tuân thủ đầy đủ quy trình quản lý nhiệm vụ",
    "The procedures of the task were followed fully",
    ask=(
        "Đơn vị đã tuân thủ đầy đủ quy trình quản lý nhiệm vụ chưa?",
        "Were the procedures of managing the task followed fully?",
    ),
    changeable=False,
)
fraud_found = yesno(
    "fraud_found",
    "Có gian lận",
    "Fraud was found",
    ask=("Có phát hiện gian lận không?", "Was fraud found?"),
    changeable=False,
)
intentional_breach = yesno(
    "intentional_breach",
    "Có cố ý vi phạm",
    "There was an intentional breach",
    ask=("Có hành vi cố ý vi phạm không?", "Was there an intentional breach?"),
    changeable=False,
)
purpose_kept = yesno(
    "purpose_kept",
    "Kinh phí dùng đúng mục đích, phạm vi",
    "Money kept to its purpose and scope",
    ask=(
        "Kinh phí có được sử dụng đúng mục đích, phạm vi không?",
        "Was the money used for its purpose and within its scope?",
    ),
    changeable=False,
)
test_role = choice(
    "test_role",
    "Vai trò trong thử nghiệm",
    "Role in the test",
    ask=("Ông/bà tham gia thử nghiệm với vai trò nào?", "In which role did you take part in the test?"),
    options={
        "official": (
            "cơ quan, người thẩm định, cấp phép hoặc đánh giá",
            "body or person that appraises, licenses or evaluates",
        ),
        "licensee": ("bên được cấp phép thử nghiệm", "licensee of the test"),
    },
    changeable=False,
)
test_rules_followed = yesno(
    "test_rules_followed",
    "Đã tuân thủ đầy đủ quy định về thử nghiệm",
    "The rules of testing were followed fully",
    ask=(
        "Hồ sơ có chứng minh đã tuân thủ đầy đủ quy định về thử nghiệm không?",
        "Does the log of the procedure prove that the rules of testing were followed fully?",
    ),
    changeable=False,
)
clean_motive = yesno(
    "clean_motive",
    "Động cơ trong sáng, vì lợi ích chung",
    "Clean motive, for the common good",
    ask=(
        "Việc thẩm định, cấp phép, đánh giá có vì lợi ích chung, động cơ trong sáng không?",
        "Was the appraisal, licence or evaluation made with a clean motive, for the common good?",
    ),
    changeable=False,
)
risk_unknown = yesno(
    "risk_unknown",
    "Không biết và không buộc phải biết rủi ro",
    "The risk was not known and need not be",
    ask=(
        "Rủi ro có phải là điều không biết và không buộc phải biết vào thời điểm đó không?",
        "Was the risk unknown at the time, without a duty to know it?",
    ),
    changeable=False,
)
prevention_taken = yesno(
    "prevention_taken",
    "Đã áp dụng biện pháp phòng ngừa, hạn chế thiệt hại",
    "Measures of prevention were taken",
    ask=(
        "Đã áp dụng biện pháp phòng ngừa, hạn chế thiệt hại phù hợp chưa?",
        "Were proper measures taken to prevent and limit damage?",
    ),
    changeable=False,
)
risk_reported_in_time = yesno(
    "risk_reported_in_time",
    "Đã kịp thời báo cáo rủi ro",
    "The risk was reported in time",
    ask=(
        "Rủi ro đã được báo cáo kịp thời cho cơ quan có thẩm quyền chưa?",
        "Was the risk reported to the authority in time?",
    ),
    changeable=False,
)


@rule(
    "missions.no-repayment",
    title=("Không phải hoàn trả kinh phí đã sử dụng đúng", "No repayment of money properly used"),
    cites=("law-93-2025.risk", "law-93-2025.no-repayment"),
    since=IN_FORCE,
    words={
        "accepted": ("nghiệm thu", "acceptance"),
        "accepted-risk": ("rủi ro được chấp nhận", "accepted risk"),
        "procedures-followed": ("tuân thủ đầy đủ quy trình", "procedures followed"),
        "no-fraud": ("không gian lận", "no fraud"),
        "no-intentional-breach": ("không cố ý vi phạm", "no intentional breach"),
        "purpose-and-scope-kept": ("đúng mục đích, phạm vi", "purpose and scope kept"),
    },
)
def no_repayment() -> Ruling:
    """When a task misses its result, nothing is paid back if procedures were followed, nobody defrauded or meant to
    breach, and money kept to its purpose. Any fraud or use for another purpose sends the case to recovery."""
    conditions = law.codes("missions.risk.conditions")
    missed = ~result_reached
    outcome = choose(result_reached, "accepted", "accepted-risk").called("Cách xử lý", "Outcome")
    recovery = Text(
        "Hồ sơ được chuyển sang xem xét thu hồi kinh phí. Ông/bà có quyền giải trình và khiếu nại.",
        "The case goes to recovery. You may explain, and you may appeal.",
    )
    return Ruling(
        values={"value": outcome},
        then=say(
            "Kinh phí đã sử dụng đúng quy định không phải hoàn trả ({outcome}).",
            "Money that was properly used is not paid back ({outcome}).",
            outcome=outcome,
        ),
        refusals=(
            Refusal(
                "procedures",
                missed & ~procedures_followed & conditions.names("procedures-followed"),
                say(
                    "Quy trình quản lý nhiệm vụ chưa được tuân thủ đầy đủ.",
                    "The procedures of the task were not followed fully.",
                ),
                next_step=recovery,
                rests_on=("missions.risk.conditions", "law-93-2025.risk"),
            ),
            Refusal(
                "fraud",
                fraud_found & conditions.names("no-fraud"),
                say("Có gian lận trong thực hiện nhiệm vụ.", "There was fraud in the task."),
                next_step=recovery,
                rests_on=("missions.risk.conditions", "law-93-2025.risk"),
            ),
            Refusal(
                "intent",
                missed & intentional_breach & conditions.names("no-intentional-breach"),
                say("Có hành vi cố ý vi phạm.", "There was an intentional breach."),
                next_step=recovery,
                rests_on=("missions.risk.conditions", "law-93-2025.risk"),
            ),
            Refusal(
                "purpose",
                ~purpose_kept & conditions.names("purpose-and-scope-kept"),
                say(
                    "Kinh phí đã sử dụng không đúng mục đích hoặc phạm vi.",
                    "Money was not used for its purpose or left its scope.",
                ),
                next_step=recovery,
                rests_on=("missions.risk.conditions", "law-93-2025.risk"),
            ),
        ),
    )


@rule(
    "sandbox.liability-exemption",
    title=("Miễn trách nhiệm trong thử nghiệm", "No liability in a test"),
    cites=("law-93-2025.sandbox-officials", "law-93-2025.sandbox-licensee"),
    since=IN_FORCE,
    words={
        "rules-followed": ("tuân thủ đầy đủ quy định", "the rules were fully followed"),
        "clean-motive": ("động cơ trong sáng", "clean motive"),
        "risk-unknown-or-prevented": ("không biết rủi ro hoặc đã phòng ngừa", "risk unknown or prevented"),
        "law-followed": ("tuân thủ đầy đủ pháp luật", "the law was fully followed"),
        "risks-reported-in-time-and-prevented": (
            "kịp thời báo cáo và phòng ngừa rủi ro",
            "risks reported in time and prevented",
        ),
    },
)
def liability_exemption() -> Ruling:
    """Officials are exempt when the rules were followed, the motive was clean, and the risk was unknown or prevented;
    a licensee when the law was followed, and risks were reported in time and prevented."""
    for_officials = law.codes("sandbox.liability.official_conditions")
    for_licensees = law.codes("sandbox.liability.licensee_conditions")
    official, licensee = test_role.is_("official"), test_role.is_("licensee")
    risk_dealt_with = risk_unknown | prevention_taken
    exempt = test_rules_followed & choose(
        official, clean_motive & risk_dealt_with, risk_reported_in_time & prevention_taken
    )
    next_step = Text(
        "Hồ sơ được chuyển để xem xét trách nhiệm và bồi thường. Ông/bà có quyền giải trình.",
        "The case goes on to liability and compensation. You may explain.",
    )
    return Ruling(
        values={"value": exempt},
        then=say(
            "Đủ điều kiện được miễn trách nhiệm, với vai trò {role}.",
            "The conditions of no liability are met, in the role of {role}.",
            role=test_role,
        ),
        refusals=(
            Refusal(
                "rules_not_followed",
                ~test_rules_followed
                & (official & for_officials.names("rules-followed") | licensee & for_licensees.names("law-followed")),
                say(
                    "Chưa chứng minh được việc tuân thủ đầy đủ quy định về thử nghiệm.",
                    "It is not shown that the rules of testing were followed fully.",
                ),
                next_step=next_step,
                rests_on=("law-93-2025.sandbox-officials", "law-93-2025.sandbox-licensee"),
            ),
            Refusal(
                "motive",
                official & ~clean_motive & for_officials.names("clean-motive"),
                say("Động cơ không vì lợi ích chung.", "The motive was not the common good."),
                next_step=next_step,
                rests_on=("sandbox.liability.official_conditions", "law-93-2025.sandbox-officials"),
            ),
            Refusal(
                "risk_known_not_prevented",
                official & ~risk_dealt_with & for_officials.names("risk-unknown-or-prevented"),
                say(
                    "Đã biết hoặc phải biết rủi ro nhưng không áp dụng biện pháp phòng ngừa phù hợp.",
                    "The risk was known or should have been, and no proper prevention was taken.",
                ),
                next_step=next_step,
                rests_on=("sandbox.liability.official_conditions", "law-93-2025.sandbox-officials"),
            ),
            Refusal(
                "risk_not_reported",
                licensee
                & ~(risk_reported_in_time & prevention_taken)
                & for_licensees.names("risks-reported-in-time-and-prevented"),
                say(
                    "Chưa kịp thời báo cáo rủi ro hoặc chưa chủ động phòng ngừa, hạn chế thiệt hại.",
                    "Risks were not reported in time, or not prevented and limited.",
                ),
                next_step=next_step,
                rests_on=("sandbox.liability.licensee_conditions", "law-93-2025.sandbox-licensee"),
            ),
        ),
    )
