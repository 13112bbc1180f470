"""What can I get? Technology, capital, laboratories and incubation: Resolutions 459, 30 and 461."""

from __future__ import annotations

from datetime import date

from khue.core.rules.expressions import granted_by, law
from khue.core.rules.rule import Ruling, rule, say
from khue_hanoi.rules.applicant import (
    applicant_kind,
    has_technology,
    in_key_field,
    invests_in_fund,
    needs_laboratory,
    seeks_capital,
    startup_status,
    wants_incubation,
)
from khue_hanoi.rules.entitlements.conditions import OPEN, needs
from khue_hanoi.rules.resolution_30_2025 import investee_kind

IN_FORCE = date(2025, 10, 10)
CENTRE_SINCE = date(2026, 2, 26)


@rule(
    "entitlement.exchange-listing",
    title=("Chào bán công nghệ trên Sàn giao dịch công nghệ", "Offering technology on the exchange"),
    cites=("res-459.channels", "law-07-2017.lists"),
    since=IN_FORCE,
    received_under="res-459.channels",
)
def exchange_listing() -> Ruling:
    """Whoever owns a technology, or may pass it on, can offer it."""
    return Ruling(
        values={"value": OPEN},
        then=say(
            "Ông/bà có thể chào bán công nghệ trên Sàn giao dịch công nghệ Hà Nội.",
            "You can offer your technology on the Hà Nội Technology Exchange.",
        ),
        refusals=(
            needs(
                "technology",
                has_technology,
                ("Ông/bà chưa có công nghệ để chào bán.", "You have no technology to offer."),
                ("Mời ông/bà đăng nhu cầu công nghệ trên Sàn.", "Publish what you need on the exchange."),
                "res-459.channels",
            ),
            needs(
                "listing",
                granted_by("exchange.listing"),
                (
                    "Công nghệ này chưa được đăng vì thuộc danh mục cấm, chưa có quyền chuyển giao, hoặc có bí mật nhà nước.",
                    "It cannot be listed: prohibited, without the right to transfer it, or with a State secret.",
                ),
                ("Mời ông/bà bổ sung văn bản đồng ý của chủ sở hữu.", "Add the written consent of the owner."),
                "exchange.listing.owner_or_consent",
                "exchange.listing.prohibited_refused",
            ),
        ),
    )


@rule(
    "entitlement.fund-investment",
    title=("Gọi vốn từ Quỹ đầu tư mạo hiểm của Thành phố", "Investment by the city's venture fund"),
    cites=("res-30-2025.investees",),
    since=IN_FORCE,
)
def fund_investment() -> Ruling:
    """The fund invests in three kinds of enterprises in the key fields; a startup is one of them and need not say so twice.
    How much per enterprise was not found."""
    return Ruling(
        values={"value": OPEN},
        then=say(
            "Doanh nghiệp thuộc đối tượng được Quỹ xem xét đầu tư; chưa tìm thấy quy định về mức đầu tư cho một doanh nghiệp.",
            "The enterprise is one that the fund may invest in; how much per enterprise was not found.",
        ),
        refusals=(
            needs(
                "enterprise",
                applicant_kind.is_("enterprise"),
                ("Quỹ đầu tư vào doanh nghiệp.", "The fund invests in enterprises."),
                (
                    "Mời ông/bà thành lập doanh nghiệp trước khi gọi vốn.",
                    "Set up an enterprise before raising capital.",
                ),
                "venture.investees",
            ),
            needs(
                "capital",
                seeks_capital,
                ("Ông/bà chưa có nhu cầu gọi vốn.", "You raise no capital at present."),
                ("Mời ông/bà quay lại khi có nhu cầu gọi vốn.", "Come back when you do."),
                "res-30-2025.investees",
            ),
            needs(
                "eligible",
                (~startup_status.is_("none") | investee_kind.among(law.codes("venture.investees")))
                & (in_key_field | ~law.flag("venture.investee_needs_key_field")),
                (
                    "Loại doanh nghiệp hoặc lĩnh vực của ông/bà không thuộc đối tượng đầu tư của Quỹ.",
                    "Your kind of enterprise or your field is not one that the fund invests in.",
                ),
                (
                    "Mời ông/bà đề nghị công nhận là doanh nghiệp khởi nghiệp sáng tạo nếu đủ điều kiện.",
                    "Apply for recognition as an innovative startup, if you meet the conditions.",
                ),
                "venture.investees",
                "law.key_fields.city",
            ),
        ),
    )


@rule(
    "entitlement.fund-partner",
    title=("Góp vốn vào Quỹ đầu tư mạo hiểm của Thành phố", "Investing in the city's venture fund"),
    cites=("res-30-2025.investors",),
    since=IN_FORCE,
)
def fund_partner() -> Ruling:
    """Investors who meet the charter's conditions join the city; seats are few and there is a waiting list."""
    return Ruling(
        values={"value": OPEN},
        then=say(
            "Ông/bà có thể gửi thư quan tâm góp vốn vào Quỹ; số chỗ có hạn và điều kiện do điều lệ Quỹ quy định.",
            "You can send an expression of interest; seats are few, and the fund's charter sets the conditions.",
        ),
        refusals=(
            needs(
                "investor",
                applicant_kind.is_("investor", "enterprise"),
                (
                    "Quỹ nhận vốn góp của nhà đầu tư, doanh nghiệp.",
                    "The fund takes capital of investors and enterprises.",
                ),
                ("Mời ông/bà tham gia thông qua một tổ chức đầu tư.", "Take part through an investment organisation."),
                "res-30-2025.investors",
            ),
            needs(
                "interest",
                invests_in_fund,
                ("Ông/bà chưa có nhu cầu góp vốn vào Quỹ.", "You do not want to invest in the fund."),
                ("Mời ông/bà xem thông tin công khai của Quỹ.", "See what the fund publishes."),
                "res-30-2025.investors",
            ),
        ),
    )


@rule(
    "entitlement.shared-laboratory",
    title=("Sử dụng phòng thí nghiệm dùng chung", "Use of a shared laboratory"),
    cites=("law-93-2025.shared-infrastructure",),
    since=IN_FORCE,
    received_under="res-461.sites",
)
def shared_laboratory() -> Ruling:
    """Shared laboratories are open to others, at real cost."""
    return Ruling(
        values={"value": OPEN},
        then=say(
            "Phòng thí nghiệm dùng chung phải mở cho ông/bà sử dụng và chỉ thu đúng chi phí thực tế.",
            "Shared laboratories are open to you and charge real cost only.",
        ),
        refusals=(
            needs(
                "laboratory",
                needs_laboratory,
                ("Ông/bà chưa có nhu cầu dùng phòng thí nghiệm.", "You need no laboratory at present."),
                ("Mời ông/bà xem danh mục thiết bị dùng chung.", "See the catalogue of shared equipment."),
                "law-93-2025.shared-infrastructure",
            ),
        ),
    )


@rule(
    "entitlement.incubation",
    title=("Ươm tạo, tăng tốc tại Trung tâm Đổi mới sáng tạo", "Incubation at the Innovation Centre"),
    cites=("res-461.focal-point", "res-461.targets"),
    since=CENTRE_SINCE,
    received_under="res-461.sites",
)
def incubation() -> Ruling:
    """The centre incubates startups and startup projects, recognised or not. Its conditions and prices were not found."""
    return Ruling(
        values={"value": OPEN},
        then=say(
            "Ông/bà có thể đăng ký ươm tạo tại Trung tâm Đổi mới sáng tạo Hà Nội; chưa tìm thấy quy định về điều kiện và biểu giá.",
            "You can apply for incubation at the Hà Nội Innovation Centre; its conditions and prices were not found.",
        ),
        refusals=(
            needs(
                "startup",
                ~startup_status.is_("none"),
                (
                    "Trung tâm ươm tạo dự án, doanh nghiệp khởi nghiệp sáng tạo.",
                    "The centre incubates startups and startup projects.",
                ),
                ("Mời ông/bà bắt đầu từ một ý tưởng trong chương trình tiền ươm tạo.", "Begin with an idea."),
                "res-461.targets",
            ),
            needs(
                "wanted",
                wants_incubation,
                ("Ông/bà chưa có nhu cầu ươm tạo.", "You want no incubation at present."),
                ("Mời ông/bà xem các khóa đang tuyển chọn.", "See which cohorts are open."),
                "res-461.focal-point",
            ),
        ),
    )
