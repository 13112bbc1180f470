"""Decree 267/2025/NĐ-CP: who may ask for a grant or an order.

The first day of the decree was not found; its day of issue is used.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from khue.core.bilingual import Text
from khue.core.rules.expressions import choice, law, yesno
from khue.core.rules.rule import Refusal, Ruling, rule, say

ISSUED: Final = date(2025, 10, 14)

is_legal_person = yesno(
    "is_legal_person",
    "Có tư cách pháp nhân",
    "Is a legal person",
    ask=("Tổ chức có tư cách pháp nhân không?", "Is the organisation a legal person?"),
    changeable=False,
)
has_capacity = yesno(
    "has_capacity",
    "Có năng lực và kinh nghiệm",
    "Has capacity and experience",
    ask=(
        "Tổ chức có đủ năng lực và kinh nghiệm thực hiện nhiệm vụ không?",
        "Has the organisation capacity and experience for the task?",
    ),
)
function_matches = yesno(
    "function_matches",
    "Chức năng, lĩnh vực phù hợp",
    "Function and field match",
    ask=(
        "Chức năng, lĩnh vực hoạt động của tổ chức có phù hợp với nhiệm vụ không?",
        "Do the function and field of the organisation match the task?",
    ),
)
exclusion_case = choice(
    "exclusion_case",
    "Trường hợp bị loại trừ",
    "Exclusion case",
    ask=(
        "Tổ chức có thuộc trường hợp không được đề nghị tài trợ, đặt hàng không?",
        "Is the organisation in a case that excludes it from grants and orders?",
    ),
    options={
        "none": ("không thuộc trường hợp nào đã biết", "in none that is known"),
        "owes-repayment": ("chưa hoàn trả kinh phí phải thu hồi", "owes money that must be paid back"),
        "breach-in-earlier-task": ("vi phạm trong nhiệm vụ trước", "breached the rules of an earlier task"),
        "dissolving": ("đang giải thể, phá sản", "is being dissolved or is bankrupt"),
    },
    changeable=False,
)

CONDITIONS: Final = (
    ("legal-person", is_legal_person, "Tổ chức chưa có tư cách pháp nhân.", "The organisation is no legal person."),
    (
        "capacity-and-experience",
        has_capacity,
        "Tổ chức chưa đủ năng lực và kinh nghiệm.",
        "The organisation lacks capacity or experience.",
    ),
    (
        "matching-function",
        function_matches,
        "Chức năng, lĩnh vực của tổ chức không phù hợp với nhiệm vụ.",
        "The function or field of the organisation does not match the task.",
    ),
)


@rule(
    "missions.applicant-eligibility",
    title=("Điều kiện đề nghị tài trợ, đặt hàng nhiệm vụ", "Who may ask for a grant or an order"),
    cites=("decree-267-2025.eligibility",),
    since=ISSUED,
    words={
        "legal-person": ("có tư cách pháp nhân", "a legal person"),
        "capacity-and-experience": ("có năng lực và kinh nghiệm", "capacity and experience"),
        "matching-function": ("chức năng phù hợp", "a matching function"),
        "not-excluded": ("không thuộc trường hợp loại trừ", "in no exclusion case"),
    },
)
def applicant_eligibility() -> Ruling:
    """A legal person with capacity, experience and a matching function, in no exclusion case. The list of exclusion
    cases was not found: whether one stands against the applicant is unknown until it is entered."""
    conditions = law.codes("missions.applicant.conditions")
    excluded = exclusion_case.among(law.codes("missions.applicant.exclusions")) & conditions.names("not-excluded")
    return Ruling(
        values={"value": is_legal_person & has_capacity & function_matches & ~excluded},
        then=say(
            "Tổ chức đủ điều kiện đề nghị tài trợ, đặt hàng nhiệm vụ.",
            "The organisation may ask for a grant or an order.",
        ),
        refusals=(
            *(
                Refusal(
                    code.replace("-", "_"),
                    ~met & conditions.names(code),
                    say(vi, en),
                    next_step=Text(
                        "Mời ông/bà liên kết với một tổ chức đủ điều kiện làm đơn vị chủ trì.",
                        "Join with an organisation that meets the conditions and takes the lead.",
                    ),
                    rests_on=("missions.applicant.conditions", "decree-267-2025.eligibility"),
                )
                for code, met, vi, en in CONDITIONS
            ),
            Refusal(
                "excluded",
                excluded,
                say(
                    "Tổ chức thuộc trường hợp loại trừ: {case}.",
                    "The organisation is in an exclusion case: {case}.",
                    case=exclusion_case,
                ),
                next_step=Text(
                    "Mời ông/bà khắc phục rồi nộp lại đề nghị.",
                    "Mend it, then ask again.",
                ),
                rests_on=("missions.applicant.exclusions", "decree-267-2025.eligibility"),
            ),
        ),
    )
