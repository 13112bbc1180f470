"""Who may join the register of experts, and what it says of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.features.councils.domain.commands import Profile
from khue.features.councils.domain.words import DEGREES, LANGUAGES

MOST_ITEMS = 200
"""No load limit above this is believed."""
LEAST_GROUND = 10


def ground_reasons(ground: str, field: str = "ground") -> Iterator[Reason]:
    """A ground that others will read: at least ten characters."""
    if len(ground.strip()) < LEAST_GROUND:
        yield Reason(
            "councils.no_ground",
            Text("Chưa nêu lý do, hoặc lý do quá ngắn.", "The reason is missing or too short."),
            Text(
                f"Mời ông/bà nêu lý do trong ít nhất {LEAST_GROUND} ký tự.",
                f"Say why in at least {LEAST_GROUND} characters.",
            ),
            field,
        )


def may_record_profile(profile: Profile, known_fields: Collection[str]) -> Decision:
    """Degree and languages known, at least one field or speciality, a load limit that makes sense."""
    return Decision.refuse_if_any(_profile_reasons(profile, known_fields))


def _profile_reasons(profile: Profile, known_fields: Collection[str]) -> Iterator[Reason]:
    if profile.degree not in DEGREES:
        yield Reason(
            "expert.degree",
            Text("Chưa chọn học hàm, học vị.", "No degree is chosen."),
            Text("Mời ông/bà chọn một mục trong danh sách.", "Choose one of the list."),
            "degree",
        )
    unknown = [code for code in profile.fields if code not in known_fields]
    if unknown:
        yield Reason(
            "expert.unknown_field",
            Text(
                "Có lĩnh vực không nằm trong danh mục hiện hành.",
                "A field is not on the list that holds today.",
            ),
            Text("Mời ông/bà chọn lại lĩnh vực.", "Please choose the fields again."),
            "fields_of",
        )
    if not profile.fields and not profile.specialities:
        yield Reason(
            "expert.no_field",
            Text("Chưa nêu lĩnh vực chuyên môn nào.", "No field of expertise is named."),
            Text(
                "Mời ông/bà chọn ít nhất một lĩnh vực hoặc ghi chuyên môn hẹp.",
                "Choose at least one field, or write a speciality.",
            ),
            "fields_of",
        )
    if not profile.languages or any(code not in LANGUAGES for code in profile.languages):
        yield Reason(
            "expert.languages",
            Text("Chưa chọn ngôn ngữ làm việc.", "No working language is chosen."),
            Text("Mời ông/bà chọn ít nhất một ngôn ngữ.", "Choose at least one language."),
            "languages",
        )
    if not 1 <= profile.load_limit <= MOST_ITEMS:
        yield Reason(
            "expert.load",
            Text(
                f"Số hồ sơ nhận cùng lúc phải từ 1 đến {MOST_ITEMS}.",
                f"Items at a time lie between 1 and {MOST_ITEMS}.",
            ),
            Text("Mời ông/bà nhập lại.", "Please enter it again."),
            "load_limit",
        )
