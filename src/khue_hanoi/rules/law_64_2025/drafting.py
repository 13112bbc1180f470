"""Law 64/2025/QH15: what the drafter of a resolution owes, by the power that the draft uses, and how opinions are answered."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.core.rules.expressions import choice, law, yesno
from khue.core.rules.rule import Refusal, Ruling, rule, say
from khue_hanoi.rules.law_64_2025.effect import IN_FORCE

council_power = choice(
    "council_power",
    "Nội dung của dự thảo",
    "What the draft does",
    ask=("Dự thảo nghị quyết thuộc loại nội dung nào?", "What does the draft resolution do?"),
    options={
        "delegated-details": ("quy định chi tiết nội dung được giao", "it details what a higher text delegates"),
        "enforcement": ("biện pháp thi hành văn bản cấp trên", "it enforces a higher text"),
        "local-development": ("biện pháp phát triển, đặc thù của địa phương", "it serves local development"),
        "pilot-policy": ("chính sách thí điểm", "it pilots a policy"),
        "other": ("nội dung khác", "something else"),
    },
    changeable=False,
)
practice_reviewed = yesno(
    "practice_reviewed",
    "Đã tổng kết, khảo sát thực tiễn",
    "Practice was reviewed and surveyed",
    ask=(
        "Đã tổng kết việc thi hành pháp luật và khảo sát thực tiễn chưa?",
        "Was the working of the law reviewed, and practice surveyed?",
    ),
)
impact_assessed = yesno(
    "impact_assessed",
    "Đã đánh giá tác động của chính sách",
    "The impact of the policy was assessed",
    ask=("Đã đánh giá tác động của chính sách chưa?", "Was the impact of the policy assessed?"),
)
disposition = choice(
    "disposition",
    "Cách xử lý ý kiến",
    "Disposition of the opinion",
    ask=("Ý kiến được xử lý thế nào?", "How is the opinion treated?"),
    options={
        "absorbed-in-full": ("tiếp thu toàn bộ", "absorbed in full"),
        "absorbed-in-part": ("tiếp thu một phần", "absorbed in part"),
        "explained-and-kept": ("giải trình, giữ nguyên", "explained, text kept"),
        "out-of-scope": ("ngoài phạm vi dự thảo", "out of scope"),
        "duplicate": ("trùng với ý kiến khác", "duplicate of another"),
        "not-valid": ("không hợp lệ", "not valid"),
    },
    changeable=False,
)
reason_given = yesno(
    "reason_given",
    "Có lý do giải trình",
    "A reason is given",
    ask=("Nội dung giải trình đã nêu lý do chưa?", "Does the explanation give a reason?"),
)


@rule(
    "law.drafting-duties",
    title=("Việc phải làm khi soạn thảo nghị quyết", "What the drafter of a resolution owes"),
    cites=("law-64-2025.council-powers",),
    since=IN_FORCE,
)
def drafting_duties() -> Ruling:
    """The People's Council rules within its powers. For all but delegated details the drafter reviews practice; for a
    pilot policy the impact is assessed as well."""
    within = council_power.among(law.codes("law.council_powers"))
    return Ruling(
        values={"value": within},
        then=say(
            "Dự thảo ({power}) đã làm đủ các việc phải làm khi soạn thảo.",
            "The draft ({power}) has all that its drafter owes.",
            power=council_power,
        ),
        refusals=(
            Refusal(
                "no_power",
                ~within,
                say(
                    "Nội dung của dự thảo ({power}) không thuộc thẩm quyền ban hành của Hội đồng nhân dân Thành phố.",
                    "The People's Council has no power for a draft of this kind: {power}.",
                    power=council_power,
                ),
                next_step=Text(
                    "Đề nghị trình cơ quan có thẩm quyền xem xét, ban hành.", "Turn to the body that has the power."
                ),
                rests_on=("law.council_powers", "law-64-2025.council-powers"),
            ),
            Refusal(
                "practice_not_reviewed",
                ~practice_reviewed & council_power.among(law.codes("law.drafting.review_for")),
                say("Chưa tổng kết, khảo sát thực tiễn.", "Practice was not reviewed and surveyed."),
                next_step=Text(
                    "Đề nghị tổng kết việc thi hành pháp luật và khảo sát thực tiễn trước khi soạn thảo.",
                    "Review the working of the law and survey practice first.",
                ),
                rests_on=("law.drafting.review_for", "law-64-2025.council-powers"),
            ),
            Refusal(
                "impact_not_assessed",
                ~impact_assessed & council_power.among(law.codes("law.drafting.impact_for")),
                say(
                    "Chưa đánh giá tác động của chính sách thí điểm.",
                    "The impact of the pilot policy was not assessed.",
                ),
                next_step=Text("Đề nghị lập báo cáo đánh giá tác động.", "Write the impact assessment."),
                rests_on=("law.drafting.impact_for", "law-64-2025.council-powers"),
            ),
        ),
    )


@rule(
    "consultation.disposition",
    title=("Tiếp thu, giải trình một ý kiến", "Answer to an opinion"),
    cites=("law-64-2025.explanation",),
    since=IN_FORCE,
)
def opinion_disposition() -> Ruling:
    """Every opinion is absorbed or explained. Whatever is not absorbed in full carries its reason."""
    needs_reason = ~disposition.is_("absorbed-in-full", "duplicate")
    return Ruling(
        values={"value": disposition},
        then=say(
            "Ý kiến được xử lý theo hướng {disposition} và được công khai.",
            "The opinion is treated as “{disposition}”, and that is published.",
            disposition=disposition,
        ),
        refusals=(
            Refusal(
                "reason_missing",
                needs_reason & ~reason_given & law.flag("consultation.every_opinion_answered"),
                say(
                    "Ý kiến xử lý theo hướng {disposition} phải nêu rõ lý do.",
                    "An opinion treated as “{disposition}” needs a reason.",
                    disposition=disposition,
                ),
                next_step=Text("Đề nghị ghi lý do giải trình đầy đủ.", "Write the full reason."),
                rests_on=("consultation.every_opinion_answered", "law-64-2025.explanation"),
            ),
        ),
    )
