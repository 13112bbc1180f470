"""Law 64/2025/QH15 and Decree 78/2025/NĐ-CP: consultation on a draft resolution of the People's Council."""

from __future__ import annotations

from functools import reduce
from operator import add

from khue.core.bilingual import Text
from khue.core.rules.expressions import Expression, by, choice, choose, count, day, law, lines, yesno
from khue.core.rules.rule import Refusal, Ruling, rule, say
from khue_hanoi.rules.law_64_2025.effect import IN_FORCE

consultation_step = choice(
    "consultation_step",
    "Bước lấy ý kiến",
    "Step of the consultation",
    ask=("Dự thảo đang ở bước nào?", "At which step is the draft?"),
    options={
        "posting": ("đăng tải dự thảo", "posting of the draft"),
        "agency-reply": ("cơ quan được hỏi trả lời", "reply of consulted agencies"),
        "appraisal": ("thẩm định của Sở Tư pháp", "appraisal by the Department of Justice"),
        "verification": ("gửi hồ sơ thẩm tra trước kỳ họp", "file to the committee before the session"),
    },
    changeable=False,
)
consultation_day = day(
    "consultation_day",
    "Ngày bắt đầu bước (với thẩm tra: ngày họp)",
    "Day on which the step began (for the verification: day of the session)",
    ask=(
        "Bước này bắt đầu ngày nào? Với bước thẩm tra, mời ông/bà ghi ngày khai mạc kỳ họp.",
        "On which day did this step begin? For the verification give the first day of the session.",
    ),
    changeable=False,
)
open_opinions = count(
    "open_opinions",
    "Số ý kiến chưa được tiếp thu hoặc giải trình",
    "Opinions not yet absorbed or explained",
    ask=(
        "Còn bao nhiêu ý kiến chưa được tiếp thu hoặc giải trình?",
        "How many opinions have not been absorbed or explained yet?",
    ),
    maximum=1_000_000,
)
audiences_asked = lines(
    "audiences_asked",
    "Đối tượng đã lấy ý kiến",
    "Audiences that were asked",
    ask=("Đã lấy ý kiến những đối tượng nào?", "Which audiences were asked?"),
    fields=(
        choice(
            "audience",
            "Đối tượng",
            "Audience",
            ask=("Đã lấy ý kiến đối tượng nào?", "Which audience?"),
            options={
                "directly-affected": (
                    "người dân, doanh nghiệp chịu tác động trực tiếp",
                    "people and firms directly affected",
                ),
                "related-bodies": ("cơ quan, tổ chức liên quan", "related bodies"),
                "experts": ("chuyên gia", "experts"),
                "scientists": ("nhà khoa học", "scientists"),
                "others": ("đối tượng khác", "others"),
            },
        ),
    ),
)
criticism_on = day(
    "criticism_on",
    "Ngày văn bản phản biện xã hội",
    "Day of the social criticism",
    ask=("Văn bản phản biện xã hội ghi ngày nào?", "On which day was the social criticism given?"),
)
drafting_began = day(
    "drafting_began",
    "Ngày bắt đầu soạn thảo",
    "Day on which drafting began",
    ask=("Việc soạn thảo bắt đầu ngày nào?", "On which day did drafting begin?"),
    changeable=False,
)
drafting_ends = day(
    "drafting_ends",
    "Ngày kết thúc soạn thảo",
    "Day on which drafting ends",
    ask=("Việc soạn thảo kết thúc ngày nào?", "On which day does drafting end?"),
)
has_appraisal = yesno(
    "has_appraisal",
    "Có báo cáo thẩm định",
    "The appraisal report is there",
    ask=("Đã có báo cáo thẩm định của Sở Tư pháp chưa?", "Is the appraisal report of the Department of Justice there?"),
)
has_verification = yesno(
    "has_verification",
    "Có báo cáo thẩm tra",
    "The verification report is there",
    ask=(
        "Đã có báo cáo thẩm tra của Ban thuộc Hội đồng nhân dân chưa?",
        "Is the verification report of the Council's committee there?",
    ),
)

AUDIENCES = ("directly-affected", "related-bodies", "experts", "scientists")


def _not_asked(audience: str, compulsory: Expression) -> Expression:
    """One for an audience that must be asked and was not."""
    asked = audiences_asked.any(lambda line: line.audience.is_(audience))
    return choose(compulsory.names(audience) & ~asked, 1, 0)


@rule(
    "consultation.step-due",
    title=("Thời hạn từng bước lấy ý kiến", "Time for each step of a consultation"),
    cites=("decree-78-2025.posting", "decree-78-2025.appraisal", "decree-78-2025.verification"),
    since=IN_FORCE,
)
def consultation_due() -> Ruling:
    """How long a draft is posted, when agencies reply, when the appraisal is due, and by when the committee has the
    file. None of the terms is confirmed for a draft of a province: the answer is unknown until a legal officer has."""
    began = consultation_day
    due = by(
        consultation_step,
        {
            "posting": began.after(law.term("consultation.posting_days")),
            "agency-reply": began.after(law.term("consultation.agency_reply_days")),
            "appraisal": began.after(law.term("consultation.appraisal_days")),
            "verification": began.before(law.term("consultation.verification_lead_days")),
        },
    ).called("Hạn của bước", "Due")
    return Ruling(
        values={"value": due},
        then=say(
            "Bước {step}: hạn đến ngày {due}.",
            "Step “{step}”: until {due}.",
            step=consultation_step,
            due=due,
        ),
    )


@rule(
    "consultation.submission-readiness",
    title=("Điều kiện trình dự thảo nghị quyết", "When a draft resolution may be submitted"),
    cites=("law-64-2025.explanation", "law-64-2025.criticism", "decree-78-2025.audiences"),
    since=IN_FORCE,
)
def submission_readiness() -> Ruling:
    """A draft goes forward when everyone who must be asked was asked, every opinion was absorbed or explained, social
    criticism was made while drafting, and the appraisal and verification reports are there."""
    compulsory = law.codes("consultation.compulsory_audiences")
    not_asked = reduce(add, (_not_asked(audience, compulsory) for audience in AUDIENCES)).called(
        "Số đối tượng bắt buộc chưa lấy ý kiến", "Compulsory audiences not asked"
    )
    outside_window = (criticism_on < drafting_began) | (criticism_on > drafting_ends)
    ready = has_appraisal & has_verification
    return Ruling(
        values={"value": ready},
        then=say("Dự thảo đủ điều kiện để trình.", "The draft is ready to be submitted."),
        refusals=(
            Refusal(
                "audience_not_asked",
                not_asked > 0,
                say(
                    "Còn {number} đối tượng bắt buộc chưa được lấy ý kiến.",
                    "Compulsory audiences that have not been asked: {number}.",
                    number=not_asked,
                ),
                next_step=Text(
                    "Đề nghị tổ chức lấy ý kiến các đối tượng còn thiếu.", "Ask the audiences that are missing."
                ),
                rests_on=("consultation.compulsory_audiences", "decree-78-2025.audiences"),
            ),
            Refusal(
                "opinions_open",
                (open_opinions > 0) & law.flag("consultation.every_opinion_answered"),
                say(
                    "Còn {number} ý kiến chưa được tiếp thu hoặc giải trình.",
                    "Opinions that have not been absorbed or explained: {number}.",
                    number=open_opinions,
                ),
                next_step=Text(
                    "Đề nghị tiếp thu hoặc giải trình từng ý kiến và công khai kết quả.",
                    "Absorb or explain each of them, and publish it.",
                ),
                rests_on=("consultation.every_opinion_answered", "law-64-2025.explanation"),
            ),
            Refusal(
                "criticism_outside_drafting",
                outside_window & law.flag("consultation.criticism_while_drafting"),
                say(
                    "Phản biện xã hội ngày {criticism} nằm ngoài thời gian soạn thảo từ {began} đến {ends}.",
                    "The social criticism of {criticism} lies outside the drafting from {began} to {ends}.",
                    criticism=criticism_on,
                    began=drafting_began,
                    ends=drafting_ends,
                ),
                next_step=Text(
                    "Đề nghị Mặt trận Tổ quốc phản biện trong thời gian soạn thảo.",
                    "Ask the Fatherland Front for its criticism while the text is drafted.",
                ),
                rests_on=("consultation.criticism_while_drafting", "law-64-2025.criticism"),
            ),
            Refusal(
                "no_appraisal",
                ~has_appraisal & law.flag("consultation.appraisal_required"),
                say("Chưa có báo cáo thẩm định.", "The appraisal report is missing."),
                next_step=Text("Đề nghị gửi hồ sơ đến Sở Tư pháp.", "Send the file to the Department of Justice."),
                rests_on=("consultation.appraisal_required", "decree-78-2025.appraisal"),
            ),
            Refusal(
                "no_verification",
                ~has_verification & law.flag("consultation.verification_required"),
                say("Chưa có báo cáo thẩm tra.", "The verification report is missing."),
                next_step=Text(
                    "Đề nghị gửi hồ sơ đến Ban của Hội đồng nhân dân.", "Send the file to the Council's committee."
                ),
                rests_on=("consultation.verification_required", "decree-78-2025.verification"),
            ),
        ),
    )
