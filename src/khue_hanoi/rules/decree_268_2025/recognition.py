"""Decree 268/2025/NĐ-CP: recognition of startup subjects, and the clocks of its steps."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.core.rules.expressions import TODAY, Fact, as_expression, choice, choose, day, law, yesno
from khue.core.rules.kinds import Kind
from khue.core.rules.rule import Refusal, Ruling, rule, say
from khue_hanoi.rules.decree_268_2025.tasks import ISSUED

recognition_kind = choice(
    "recognition_kind",
    "Loại công nhận",
    "Kind of recognition",
    ask=("Đề nghị công nhận là gì?", "As what is recognition sought?"),
    options={
        "individual": ("cá nhân khởi nghiệp sáng tạo", "startup individual"),
        "group": ("nhóm cá nhân khởi nghiệp sáng tạo", "startup group"),
        "enterprise": ("doanh nghiệp khởi nghiệp sáng tạo", "startup enterprise"),
        "expert": ("chuyên gia hỗ trợ khởi nghiệp", "startup support expert"),
        "angel-investor": ("nhà đầu tư cá nhân khởi nghiệp", "angel investor"),
        "support-centre": ("trung tâm hỗ trợ khởi nghiệp", "startup support centre"),
        "provincial-support-centre": ("trung tâm hỗ trợ khởi nghiệp cấp tỉnh", "provincial startup support centre"),
        "innovation-centre": ("trung tâm đổi mới sáng tạo", "innovation centre"),
        "other": ("loại khác", "something else"),
    },
    changeable=False,
)
holds_certificate = yesno(
    "holds_certificate",
    "Đã có giấy chứng nhận loại này",
    "Holds a certificate of this kind",
    ask=("Chủ thể đã có giấy chứng nhận loại này chưa?", "Does the subject hold a certificate of this kind already?"),
    changeable=False,
)


def _day(name: str, vi: str, en: str, ask: tuple[str, str]) -> Fact:
    return day(name, vi, en, ask=ask, changeable=False)


recognition_filed_on = _day(
    "recognition_filed_on",
    "Ngày nộp hồ sơ công nhận",
    "Day of filing",
    ("Hồ sơ công nhận được nộp ngày nào?", "On which day was recognition applied for?"),
)
recognition_valid_on = _day(
    "recognition_valid_on",
    "Ngày hồ sơ hợp lệ",
    "Day on which the dossier was valid",
    ("Hồ sơ hợp lệ từ ngày nào?", "Since which day is the dossier valid?"),
)
council_advises = yesno(
    "council_advises",
    "Có lấy ý kiến hội đồng",
    "A council advises",
    ask=("Hồ sơ có được đưa ra hội đồng tư vấn không?", "Does an advisory council look at the dossier?"),
    changeable=False,
)
council_met_on = _day(
    "council_met_on",
    "Ngày họp hội đồng",
    "Day of the council",
    ("Hội đồng họp ngày nào?", "On which day did the council meet?"),
)
council_done_on = _day(
    "council_done_on",
    "Ngày họp hội đồng, hoặc ngày hồ sơ được hoàn thiện",
    "Day of the council, or of the completed dossier",
    (
        "Hội đồng họp ngày nào? Nếu có yêu cầu giải trình: hồ sơ được hoàn thiện ngày nào?",
        "On which day did the council meet, or, after an explanation, was the dossier completed?",
    ),
)
explanation_asked_on = _day(
    "explanation_asked_on",
    "Ngày yêu cầu giải trình",
    "Day on which an explanation was asked for",
    ("Văn bản yêu cầu giải trình gửi ngày nào?", "On which day was an explanation asked for?"),
)
has_explained = yesno(
    "has_explained",
    "Đã giải trình",
    "The explanation was given",
    ask=("Người đề nghị đã giải trình chưa?", "Has the applicant given the explanation?"),
)
reissue_valid_on = _day(
    "reissue_valid_on",
    "Ngày hồ sơ cấp lại hợp lệ",
    "Day on which the re-issue dossier was valid",
    ("Hồ sơ cấp lại hợp lệ từ ngày nào?", "Since which day is the dossier for a re-issue valid?"),
)


@rule(
    "startups.recognition-subject",
    title=("Chủ thể được đề nghị công nhận", "Who can be recognised"),
    cites=("decree-268-2025.recognition",),
    since=ISSUED,
)
def recognition_subject() -> Ruling:
    """Each subject has one certificate per kind; individuals and groups need no legal form."""
    listed = recognition_kind.among(law.codes("startups.recognition.subjects"))
    again = holds_certificate & law.flag("startups.recognition.one_certificate_per_kind")
    return Ruling(
        values={"value": as_expression(True, Kind.YESNO)},
        then=say(
            "Chủ thể được đề nghị công nhận là {kind}.", "May apply for recognition: {kind}.", kind=recognition_kind
        ),
        refusals=(
            Refusal(
                "kind",
                ~listed,
                say(
                    "Loại này không thuộc các chủ thể được công nhận.",
                    "This is none of the subjects that are recognised.",
                ),
                next_step=Text("Mời ông/bà chọn đúng loại công nhận.", "Choose the right kind."),
                rests_on=("startups.recognition.subjects",),
            ),
            Refusal(
                "certificate",
                again,
                say(
                    "Chủ thể đã có giấy chứng nhận loại này; mỗi chủ thể có một giấy chứng nhận cho mỗi loại.",
                    "The subject holds a certificate of this kind; there is one per subject and kind.",
                ),
                next_step=Text(
                    "Nếu giấy bị mất hoặc hỏng, mời ông/bà đề nghị cấp lại.",
                    "If it is lost or damaged, ask for a re-issue.",
                ),
                rests_on=("startups.recognition.one_certificate_per_kind",),
            ),
        ),
    )


@rule(
    "startups.recognition-validity",
    title=("Thời hạn trả lời hồ sơ công nhận hợp lệ", "Term of the validity answer"),
    cites=("decree-268-2025.recognition",),
    since=ISSUED,
)
def recognition_validity() -> Ruling:
    """Validity is answered within working days of the filing."""
    term = law.term("startups.recognition.validity", on=recognition_filed_on)
    due = recognition_filed_on.after(term).called("Hạn trả lời", "Answer due")
    return Ruling(
        values={"value": due},
        then=say(
            "Cơ quan trả lời về tính hợp lệ của hồ sơ chậm nhất ngày {due}.", "Validity is answered by {due}.", due=due
        ),
    )


@rule(
    "startups.recognition-decision",
    title=("Thời hạn quyết định công nhận", "Term of the decision on recognition"),
    cites=("decree-268-2025.recognition",),
    since=ISSUED,
)
def recognition_decision() -> Ruling:
    """The decision follows the valid dossier; where a council advises, it follows its meeting or the completed dossier."""
    plain = recognition_valid_on.after(law.term("startups.recognition.decision", on=recognition_valid_on))
    advised = council_done_on.after(law.term("startups.recognition.decision_after_council", on=council_done_on))
    due = choose(council_advises, advised, plain).called("Hạn quyết định", "Decision due")
    return Ruling(
        values={"value": due},
        then=say("Quyết định công nhận được ban hành chậm nhất ngày {due}.", "The decision is due by {due}.", due=due),
    )


@rule(
    "startups.explanation-request",
    title=("Thời hạn yêu cầu giải trình", "Term to ask for an explanation"),
    cites=("decree-268-2025.recognition",),
    since=ISSUED,
)
def explanation_request() -> Ruling:
    """After its council the authority asks for an explanation within working days."""
    term = law.term("startups.recognition.explanation_request", on=council_met_on)
    due = council_met_on.after(term).called("Hạn yêu cầu giải trình", "Request due")
    return Ruling(
        values={"value": due},
        then=say(
            "Yêu cầu giải trình, nếu có, được gửi chậm nhất ngày {due}.",
            "An explanation is asked for by {due}.",
            due=due,
        ),
    )


@rule(
    "startups.explanation-answer",
    title=("Thời hạn giải trình", "Term to explain"),
    cites=("decree-268-2025.recognition",),
    since=ISSUED,
)
def explanation_answer() -> Ruling:
    """The applicant explains within a term; after silence the processing stops."""
    term = law.term("startups.recognition.explanation", on=explanation_asked_on)
    due = explanation_asked_on.after(term).called("Hạn giải trình", "Explanation due")
    return Ruling(
        values={"value": due},
        then=say("Mời ông/bà giải trình chậm nhất ngày {due}.", "Please explain by {due}.", due=due),
        refusals=(
            Refusal(
                "stopped",
                (due < TODAY) & ~has_explained,
                say(
                    "Đã quá hạn giải trình ngày {due} mà chưa có giải trình; hồ sơ bị dừng giải quyết.",
                    "The explanation was due by {due} and did not come; the processing stops.",
                    due=due,
                ),
                next_step=Text("Mời ông/bà nộp hồ sơ mới khi đã sẵn sàng.", "Apply anew when you are ready."),
                rests_on=("decree-268-2025.recognition",),
            ),
        ),
    )


@rule(
    "startups.certificate-reissue",
    title=("Thời hạn cấp lại giấy chứng nhận", "Term of a re-issue"),
    cites=("decree-268-2025.reissue",),
    since=ISSUED,
)
def certificate_reissue() -> Ruling:
    """A certificate is re-issued within days of a valid dossier."""
    term = law.term("startups.recognition.reissue", on=reissue_valid_on)
    due = reissue_valid_on.after(term).called("Hạn cấp lại", "Re-issue due")
    return Ruling(
        values={"value": due},
        then=say(
            "Giấy chứng nhận được cấp lại chậm nhất ngày {due}.", "The certificate is re-issued by {due}.", due=due
        ),
    )
