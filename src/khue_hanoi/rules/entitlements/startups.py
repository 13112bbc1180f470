"""What can I get? Startups, their helpers and small and medium enterprises: Resolution 35 and the SME resolution."""

from __future__ import annotations

from datetime import date
from typing import Final

from khue.core.rules.expressions import granted_by, law, value_of
from khue.core.rules.kinds import Kind
from khue.core.rules.rule import Refusal, Ruling, rule, say
from khue_hanoi.rules.applicant import (
    applicant_kind,
    field,
    has_bank_loan,
    in_hanoi,
    rents_equipment,
    rents_space,
    serves_startups,
    small_or_medium,
    startup_status,
    trains_consultant,
    uses_consultant,
)
from khue_hanoi.rules.entitlements.conditions import OPEN, needs

IN_FORCE = date(2025, 10, 10)
RECOGNITION_SINCE = date(2025, 10, 14)
SME_SINCE, SME_UNTIL = date(2026, 1, 1), date(2031, 1, 1)

NO_ENTERPRISE: Final = (
    ("Chính sách này dành cho doanh nghiệp.", "This is for enterprises."),
    ("Mời ông/bà thành lập doanh nghiệp nếu phù hợp.", "Set up an enterprise, if that fits."),
)


def _small_enterprise(provision: str) -> tuple[Refusal, ...]:
    """Only small and medium enterprises."""
    return (
        needs("enterprise", applicant_kind.is_("enterprise"), *NO_ENTERPRISE, provision),
        needs(
            "small_or_medium",
            small_or_medium,
            ("Chính sách này dành cho doanh nghiệp nhỏ và vừa.", "This is for small and medium enterprises."),
            ("Mời ông/bà xem các chính sách khác.", "See the other programmes."),
            provision,
        ),
    )


def _startup(provision: str) -> Refusal:
    return needs(
        "startup",
        ~startup_status.is_("none"),
        (
            "Chính sách này dành cho doanh nghiệp khởi nghiệp trong khoa học, công nghệ, đổi mới sáng tạo, chuyển đổi số.",
            "This is for startups in science, technology, innovation and digital transformation.",
        ),
        ("Mời ông/bà xem các chính sách khác cho doanh nghiệp.", "See the other programmes for enterprises."),
        provision,
    )


def _room(below: str, ceiling: str) -> Refusal:
    """The year's ceiling leaves something."""
    return needs(
        "year_used_up",
        granted_by(below),
        ("Mức hỗ trợ của năm nay đã dùng hết.", "This year's support is used up."),
        ("Mời ông/bà đề nghị lại vào năm sau.", "Apply again next year."),
        ceiling,
    )


@rule(
    "entitlement.capacity-programme",
    title=("Hỗ trợ tổ chức chương trình nâng cao năng lực", "Support for running a capacity programme"),
    cites=("res-35-2025.capacity",),
    since=IN_FORCE,
)
def capacity_programme() -> Ruling:
    """Who runs a programme that raises the capacity of startups receives a share of its cost."""
    most = value_of("startups.capacity-programme-support", Kind.MONEY).called("Mức hỗ trợ tối đa", "Most")
    return Ruling(
        values={"value": most},
        then=say(
            "Chương trình của ông/bà được hỗ trợ tối đa {most}; ông/bà phải chứng minh phần còn lại trước khi quyết toán.",
            "Your programme may be granted up to {most}; you prove the rest before it is settled.",
            most=most,
        ),
        refusals=(
            needs(
                "programme",
                serves_startups.is_("capacity-programme"),
                (
                    "Hỗ trợ này dành cho đơn vị tổ chức chương trình nâng cao năng lực cho khởi nghiệp sáng tạo.",
                    "This is for those who run a programme that raises the capacity of startups.",
                ),
                ("Mời ông/bà tham gia một chương trình đang tổ chức.", "Take part in a running programme."),
                "res-35-2025.capacity",
            ),
        ),
    )


@rule(
    "entitlement.project-selection",
    title=("Hỗ trợ chi phí tuyển chọn dự án khởi nghiệp", "Support for selecting startup projects"),
    cites=("res-35-2025.selection",),
    since=IN_FORCE,
)
def project_selection() -> Ruling:
    """Who organises a selection of startup projects has its cost refunded."""
    most = value_of("startups.selection-support", Kind.MONEY).called("Mức hỗ trợ tối đa", "Most")
    return Ruling(
        values={"value": most},
        then=say(
            "Chi phí tuyển chọn của ông/bà được hỗ trợ tối đa {most}.",
            "Your selection may be granted up to {most}.",
            most=most,
        ),
        refusals=(
            needs(
                "selection",
                serves_startups.is_("project-selection"),
                (
                    "Hỗ trợ này dành cho đơn vị tổ chức tuyển chọn dự án khởi nghiệp sáng tạo.",
                    "This is for those who organise a selection of startup projects.",
                ),
                ("Mời ông/bà gửi dự án tới một đợt tuyển chọn.", "Send your project to a selection."),
                "res-35-2025.selection",
            ),
        ),
    )


@rule(
    "entitlement.loan-interest",
    title=("Hỗ trợ lãi vay ngân hàng", "Support for bank interest"),
    cites=("res-35-2025.interest",),
    since=IN_FORCE,
)
def loan_interest() -> Ruling:
    """Interest on a commercial bank's loan is refunded. Who exactly may have it, for how long and up to which ceiling was
    not found: the sentence says so."""
    most = value_of("startups.interest-support", Kind.MONEY).called("Mức hỗ trợ tối đa", "Most")
    return Ruling(
        values={"value": most},
        then=say(
            "Tiền lãi đã trả được hỗ trợ tối đa {most}. Chưa tìm thấy quy định về đối tượng cụ thể, thời hạn và mức trần; mời "
            "ông/bà hỏi Sở Khoa học và Công nghệ trước khi nộp.",
            "Interest paid may be refunded up to {most}. Beneficiaries, term and ceiling were not found; ask the Department "
            "of Science and Technology before applying.",
            most=most,
        ),
        refusals=(
            needs(
                "loan",
                has_bank_loan,
                (
                    "Hỗ trợ này dành cho khoản vay ngân hàng thương mại.",
                    "This is for loans of commercial banks.",
                ),
                ("Mời ông/bà xem các hình thức hỗ trợ vốn khác.", "See the other kinds of support with capital."),
                "res-35-2025.interest",
            ),
        ),
    )


@rule(
    "entitlement.startup-recognition",
    title=("Công nhận khởi nghiệp sáng tạo", "Recognition as an innovative startup"),
    cites=("decree-268-2025.recognition",),
    since=RECOGNITION_SINCE,
    received_under="decree-268-2025.filing",
)
def startup_recognition() -> Ruling:
    """Persons, groups, students and enterprises can be recognised, without fee; who is recognised already need not ask."""
    fee = law.money("startups.recognition.fee")
    return Ruling(
        values={"value": OPEN},
        then=say(
            "Ông/bà có thể đề nghị công nhận khởi nghiệp sáng tạo, lệ phí {fee}; cá nhân, nhóm không có tư cách pháp nhân "
            "cũng được đề nghị.",
            "You can apply for recognition as an innovative startup, fee {fee}; persons and groups without legal form may, "
            "too.",
            fee=fee,
        ),
        refusals=(
            needs(
                "subject",
                applicant_kind.is_("person", "enterprise"),
                (
                    "Việc công nhận này dành cho cá nhân, nhóm cá nhân và doanh nghiệp.",
                    "This recognition is for persons, groups and enterprises.",
                ),
                (
                    "Nếu ông/bà hỗ trợ khởi nghiệp, mời ông/bà đề nghị công nhận là trung tâm hoặc chuyên gia hỗ trợ.",
                    "If you help startups, apply as a support centre or an expert.",
                ),
                "startups.recognition.subjects",
            ),
            needs(
                "startup",
                ~startup_status.is_("none"),
                (
                    "Ông/bà chưa có dự án hoặc doanh nghiệp khởi nghiệp sáng tạo.",
                    "You have no startup or startup project.",
                ),
                ("Mời ông/bà tham gia một chương trình ươm tạo.", "Join an incubation programme."),
                "decree-268-2025.recognition",
            ),
            needs(
                "not_yet",
                ~startup_status.is_("recognised"),
                (
                    "Ông/bà đã được công nhận; mỗi chủ thể có một giấy chứng nhận cho mỗi loại.",
                    "You are recognised already; there is one certificate per subject and kind.",
                ),
                (
                    "Nếu mất giấy chứng nhận, mời ông/bà đề nghị cấp lại.",
                    "If the certificate is lost, ask for its re-issue.",
                ),
                "startups.recognition.one_certificate_per_kind",
            ),
            needs(
                "in_hanoi",
                in_hanoi,
                (
                    "Thành phố Hà Nội công nhận chủ thể hoạt động trên địa bàn Thành phố.",
                    "Hà Nội recognises those who work in Hà Nội.",
                ),
                ("Mời ông/bà nộp hồ sơ tại tỉnh, thành phố nơi hoạt động.", "Apply in the province where you work."),
                "decree-268-2025.recognition",
            ),
        ),
    )


@rule(
    "entitlement.consultant-training",
    title=("Hỗ trợ đào tạo tư vấn viên", "Support for training consultants"),
    cites=("res-sme-2025.consultants",),
    since=SME_SINCE,
    until=SME_UNTIL,
)
def consultant_training() -> Ruling:
    """Training of consultants for small and medium enterprises, per person and year."""
    most = value_of("startups.sme-consultant-training", Kind.MONEY).called("Mức hỗ trợ tối đa", "Most")
    return Ruling(
        values={"value": most},
        then=say(
            "Việc đào tạo tư vấn viên được hỗ trợ tối đa {most} cho người này trong năm nay.",
            "The training may be granted up to {most} for this person this year.",
            most=most,
        ),
        refusals=(
            needs(
                "trains",
                trains_consultant,
                (
                    "Hỗ trợ này dành cho người tham gia đào tạo tư vấn viên.",
                    "This is for people who train as consultants.",
                ),
                ("Mời ông/bà đăng ký một khóa đào tạo.", "Enrol in a course."),
                "res-sme-2025.consultants",
            ),
            _room("startups.sme-consultant-training", "startups.sme.consultants.ceiling"),
        ),
    )


@rule(
    "entitlement.sme-consulting",
    title=("Hỗ trợ tư vấn chuyên sâu cho doanh nghiệp nhỏ và vừa", "Support for deep consulting of an SME"),
    cites=("res-sme-2025.consulting",),
    since=SME_SINCE,
    until=SME_UNTIL,
)
def sme_consulting() -> Ruling:
    """Deep consulting of a small or medium enterprise in the branches that the city supports."""
    most = value_of("startups.sme-consulting", Kind.MONEY).called("Mức hỗ trợ tối đa", "Most")
    return Ruling(
        values={"value": most},
        then=say(
            "Hợp đồng tư vấn của doanh nghiệp được hỗ trợ tối đa {most} trong năm nay.",
            "The consulting contract may be granted up to {most} this year.",
            most=most,
        ),
        refusals=(
            *_small_enterprise("res-sme-2025.consulting"),
            needs(
                "consultant",
                uses_consultant,
                (
                    "Hỗ trợ này gắn với một hợp đồng tư vấn chuyên sâu.",
                    "This goes with a contract for deep consulting.",
                ),
                ("Mời ông/bà chọn đơn vị tư vấn.", "Choose a consultant."),
                "res-sme-2025.consulting",
            ),
            needs(
                "branch",
                field.among(law.codes("startups.sme.consulting.fields")),
                (
                    "Lĩnh vực của ông/bà ({field}) không thuộc các ngành được hỗ trợ tư vấn.",
                    "The field ({field}) is not among the branches supported with consulting.",
                ),
                ("Mời ông/bà xem các hỗ trợ khác.", "See the other kinds of support."),
                "startups.sme.consulting.fields",
                field=field,
            ),
            _room("startups.sme-consulting", "startups.sme.consulting.ceiling"),
        ),
    )


@rule(
    "entitlement.sme-equipment-rent",
    title=("Hỗ trợ thuê thiết bị cho doanh nghiệp khởi nghiệp", "Support for a startup that rents equipment"),
    cites=("res-sme-2025.facilities",),
    since=SME_SINCE,
    until=SME_UNTIL,
)
def sme_equipment_rent() -> Ruling:
    """Startup SMEs that rent equipment at facilities, incubators and co-working spaces."""
    most = value_of("startups.sme-equipment-rent", Kind.MONEY).called("Mức hỗ trợ tối đa", "Most")
    return Ruling(
        values={"value": most},
        then=say(
            "Chi phí thuê thiết bị được hỗ trợ tối đa {most} trong năm nay.",
            "Renting equipment may be granted up to {most} this year.",
            most=most,
        ),
        refusals=(
            *_small_enterprise("res-sme-2025.facilities"),
            _startup("res-sme-2025.facilities"),
            needs(
                "rents",
                rents_equipment,
                (
                    "Hỗ trợ này dành cho việc thuê thiết bị tại cơ sở kỹ thuật, cơ sở ươm tạo, khu làm việc chung.",
                    "This is for renting equipment at technical facilities, incubators and co-working spaces.",
                ),
                ("Mời ông/bà xem danh mục thiết bị cho thuê.", "See which equipment is for rent."),
                "res-sme-2025.facilities",
            ),
            _room("startups.sme-equipment-rent", "startups.sme.facilities.ceiling"),
        ),
    )


@rule(
    "entitlement.sme-space-rent",
    title=("Hỗ trợ thuê mặt bằng cho doanh nghiệp khởi nghiệp", "Support for a startup that rents space"),
    cites=("res-sme-2025.space",),
    since=SME_SINCE,
    until=SME_UNTIL,
)
def sme_space_rent() -> Ruling:
    """Startup SMEs that rent space at facilities, incubators and co-working spaces."""
    most = value_of("startups.sme-space-rent", Kind.MONEY).called("Mức hỗ trợ tối đa", "Most")
    return Ruling(
        values={"value": most},
        then=say(
            "Tiền thuê mặt bằng được hỗ trợ tối đa {most} trong năm nay.",
            "Renting space may be granted up to {most} this year.",
            most=most,
        ),
        refusals=(
            *_small_enterprise("res-sme-2025.space"),
            _startup("res-sme-2025.space"),
            needs(
                "rents",
                rents_space,
                (
                    "Hỗ trợ này dành cho việc thuê mặt bằng tại cơ sở kỹ thuật, cơ sở ươm tạo, khu làm việc chung.",
                    "This is for renting space at technical facilities, incubators and co-working spaces.",
                ),
                ("Mời ông/bà xem danh mục mặt bằng cho thuê.", "See which space is for rent."),
                "res-sme-2025.space",
            ),
        ),
    )
