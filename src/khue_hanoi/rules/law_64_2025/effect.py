"""Law 64/2025/QH15: when a legal document of the city takes effect."""

from __future__ import annotations

from datetime import date
from typing import Final

from khue.core.bilingual import Text
from khue.core.rules.expressions import choice, day, law, ordinarily, yesno
from khue.core.rules.rule import Impossible, Refusal, Ruling, rule, say

IN_FORCE: Final = date(2025, 4, 1)

adopted_on = day(
    "adopted_on",
    "Ngày thông qua hoặc ký ban hành",
    "Day of adoption",
    ask=(
        "Văn bản được thông qua hoặc ký ban hành ngày nào?",
        "On which day was the text adopted or signed?",
    ),
)
effect_on = day(
    "effect_on",
    "Ngày có hiệu lực ghi trong văn bản",
    "Day of effect that the text states",
    ask=("Văn bản ghi có hiệu lực từ ngày nào?", "From which day does the text take effect, as it says?"),
)
issuing_procedure = choice(
    "issuing_procedure",
    "Trình tự ban hành",
    "Procedure of making the text",
    ask=("Văn bản được ban hành theo trình tự nào?", "By which procedure is the text made?"),
    options={
        "ordinary": ("thông thường", "ordinary"),
        "shortened": ("rút gọn", "shortened"),
        "special": ("trường hợp đặc biệt", "special case"),
    },
)
published_at_once = yesno(
    "published_at_once",
    "Đăng tải ngay sau khi thông qua",
    "Published at once",
    ask=(
        "Văn bản có được đăng ngay trên công báo điện tử, cơ sở dữ liệu quốc gia và cổng thông tin không?",
        "Is the text published at once on the gazette, in the national database and on the portal?",
    ),
)
shortened_case = choice(
    "shortened_case",
    "Trường hợp áp dụng trình tự rút gọn",
    "Case of the shortened procedure",
    ask=("Vì sao cần trình tự rút gọn?", "Why is the shortened procedure needed?"),
    options={
        "emergency": ("tình trạng khẩn cấp", "an emergency"),
        "urgent-practical-issue": ("vấn đề cấp bách phát sinh từ thực tiễn", "an urgent practical issue"),
        "suspension": ("cần ngưng hiệu lực văn bản", "a text must be suspended"),
        "consistency": ("cần sửa ngay cho thống nhất với văn bản mới", "a text must agree with a new one at once"),
        "extended-application": ("kéo dài thời hạn áp dụng văn bản", "a text must apply for longer"),
        "detailing-shortened": (
            "quy định chi tiết văn bản ban hành theo trình tự rút gọn",
            "it details a text made by the shortened procedure",
        ),
        "other": ("lý do khác", "another reason"),
    },
)
detailed_effect_on = day(
    "detailed_effect_on",
    "Ngày có hiệu lực của quy định được chi tiết",
    "Day of effect of the provision that is detailed",
    ask=(
        "Quy định được chi tiết có hiệu lực từ ngày nào?",
        "From which day does the provision that is detailed take effect?",
    ),
    changeable=False,
)

earliest = adopted_on.after(law.term("law.local.effect_min_days", on=adopted_on)).called(
    "Ngày có hiệu lực sớm nhất", "Earliest day of effect"
)
NOT_BEFORE_ADOPTION: Final = Impossible(
    effect_on < adopted_on,
    Text(
        "Văn bản không thể có hiệu lực trước ngày thông qua.",
        "A text cannot take effect before it is adopted.",
    ),
    "effect_on",
)


@rule(
    "law.earliest-effect",
    title=("Ngày có hiệu lực sớm nhất của văn bản Thành phố", "Earliest day on which a text of the city takes effect"),
    cites=("law-64-2025.local-effect",),
    since=IN_FORCE,
)
def earliest_effect() -> Ruling:
    """A legal document of the city takes effect some days after its adoption at the earliest."""
    return Ruling(
        values={"value": earliest},
        then=say(
            "Văn bản thông qua ngày {adopted} có hiệu lực sớm nhất từ ngày {earliest}.",
            "A text adopted on {adopted} takes effect on {earliest} at the earliest.",
            adopted=adopted_on,
            earliest=earliest,
        ),
    )


@rule(
    "law.effect-day",
    title=("Ngày có hiệu lực ghi trong văn bản", "Day of effect that a text states"),
    cites=("law-64-2025.local-effect", "law-64-2025.shortened"),
    since=IN_FORCE,
)
def effect_day() -> Ruling:
    """Ordinarily a text waits some days; made by the shortened procedure or in a special case it may take effect on the
    day of adoption, and is then published at once."""
    exempt = issuing_procedure.among(law.codes("law.local.same_day_procedures", on=adopted_on))
    allowed_from = ordinarily(earliest, (exempt, adopted_on)).called(
        "Ngày được phép có hiệu lực", "First day that is allowed"
    )
    too_early = effect_on < allowed_from
    before_the_days = exempt & (effect_on < earliest)
    return Ruling(
        values={"value": allowed_from},
        then=say(
            "Văn bản được có hiệu lực từ ngày {effect}; sớm nhất là ngày {allowed}.",
            "The text may take effect on {effect}; the first day allowed is {allowed}.",
            effect=effect_on,
            allowed=allowed_from,
        ),
        refusals=(
            Refusal(
                "too_early",
                too_early,
                say(
                    "Văn bản ghi có hiệu lực từ ngày {effect}, trước ngày sớm nhất {allowed}.",
                    "The text takes effect on {effect}, before {allowed}.",
                    effect=effect_on,
                    allowed=allowed_from,
                ),
                next_step=Text(
                    "Đề nghị lùi ngày có hiệu lực, hoặc áp dụng trình tự rút gọn khi có căn cứ.",
                    "Let it take effect later, or use the shortened procedure where there is a ground.",
                ),
                rests_on=("law.local.effect_min_days", "law-64-2025.local-effect"),
            ),
            Refusal(
                "not_published",
                before_the_days & ~published_at_once,
                say(
                    "Văn bản có hiệu lực ngay phải được đăng tải ngay sau khi thông qua.",
                    "A text that takes effect so soon is published at once.",
                ),
                next_step=Text(
                    "Đề nghị đăng ngay trên công báo điện tử, cơ sở dữ liệu quốc gia và cổng thông tin.",
                    "Publish it at once on the gazette, in the national database and on the portal.",
                ),
                rests_on=("law.local.same_day_procedures", "law-64-2025.local-effect"),
            ),
        ),
        impossible=(NOT_BEFORE_ADOPTION,),
    )


@rule(
    "law.shortened-procedure",
    title=("Trường hợp được dùng trình tự rút gọn", "When the shortened procedure may be used"),
    cites=("law-64-2025.shortened",),
    since=IN_FORCE,
)
def shortened_procedure() -> Ruling:
    """The shortened procedure is open only in the cases that the law lists."""
    listed = shortened_case.among(law.codes("law.shortened_cases"))
    return Ruling(
        values={"value": listed},
        then=say(
            "Được áp dụng trình tự rút gọn vì {case}.",
            "The shortened procedure may be used: {case}.",
            case=shortened_case,
        ),
        refusals=(
            Refusal(
                "case_not_listed",
                ~listed,
                say(
                    "Luật không cho áp dụng trình tự rút gọn vì {case}.",
                    "The law does not open the shortened procedure for {case}.",
                    case=shortened_case,
                ),
                next_step=Text("Đề nghị ban hành theo trình tự thông thường.", "Follow the ordinary procedure."),
                rests_on=("law.shortened_cases", "law-64-2025.shortened"),
            ),
        ),
    )


@rule(
    "law.detailing-effect",
    title=("Hiệu lực của văn bản quy định chi tiết", "When a detailing text takes effect"),
    cites=("law-64-2025.detailing",),
    since=IN_FORCE,
)
def detailing_effect() -> Ruling:
    """A text that details a provision takes effect on the same day as that provision."""
    return Ruling(
        values={"value": detailed_effect_on},
        then=say(
            "Văn bản quy định chi tiết có hiệu lực cùng ngày {day} với quy định được chi tiết.",
            "The detailing text takes effect on {day}, as the provision that it details.",
            day=detailed_effect_on,
        ),
        refusals=(
            Refusal(
                "another_day",
                ~effect_on.equals(detailed_effect_on) & law.flag("law.local.detailing_same_day"),
                say(
                    "Văn bản ghi có hiệu lực ngày {effect}, khác ngày {day} của quy định được chi tiết.",
                    "The text takes effect on {effect}, the provision that it details on {day}.",
                    effect=effect_on,
                    day=detailed_effect_on,
                ),
                next_step=Text(
                    "Đề nghị sửa ngày có hiệu lực cho trùng với quy định được chi tiết.",
                    "Let both take effect on the same day.",
                ),
                rests_on=("law.local.detailing_same_day", "law-64-2025.detailing"),
            ),
        ),
    )
