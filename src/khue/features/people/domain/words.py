"""The fixed words of the room in both languages, and how names are cleaned."""

from __future__ import annotations

import unicodedata
from typing import Final

from khue.core.bilingual import Text

LEGAL_FORMS: Final = {
    "enterprise": Text("Doanh nghiệp", "Enterprise"),
    "st_organisation": Text("Tổ chức khoa học và công nghệ", "S&T organisation"),
    "institute": Text("Viện nghiên cứu", "Research institute"),
    "university": Text("Cơ sở giáo dục đại học", "University"),
    "agency": Text("Cơ quan nhà nước", "State agency"),
    "public_service_unit": Text("Đơn vị sự nghiệp công lập", "Public service unit"),
    "cooperative": Text("Hợp tác xã", "Cooperative"),
    "association": Text("Hội, hiệp hội", "Association"),
    "fund": Text("Quỹ", "Fund"),
    "foreign_organisation": Text("Tổ chức nước ngoài", "Foreign organisation"),
    "group": Text("Nhóm không có tư cách pháp nhân", "Group without legal form"),
}
SCOPES: Final = {
    "all": Text("Mọi việc", "Everything"),
    "submit": Text("Nộp hồ sơ", "Submit dossiers"),
    "sign": Text("Ký văn bản", "Sign documents"),
    "view": Text("Xem hồ sơ", "View dossiers"),
}
SOURCES: Final = {
    "identity": Text("Định danh điện tử", "National identity"),
    "self": Text("Tự khai", "Self-declared"),
    "counter": Text("Cán bộ ghi tại bộ phận một cửa", "Recorded at the one-stop counter"),
    "register": Text("Cơ sở dữ liệu đăng ký", "Public register"),
    "system": Text("Hệ thống đã kết nối (cổng dịch vụ công)", "Connected system (public-service portal)"),
}
RECORD_FIELDS: Final = {
    "name": Text("Họ và tên", "Full name"),
    "citizen_number": Text("Số định danh cá nhân", "Citizen number"),
    "passport": Text("Hộ chiếu", "Passport"),
    "birth_year": Text("Năm sinh", "Year of birth"),
    "nationality": Text("Quốc tịch", "Nationality"),
    "email": Text("Thư điện tử", "E-mail"),
    "phone": Text("Điện thoại", "Telephone"),
    "address": Text("Địa chỉ", "Address"),
    "legal_form": Text("Loại hình tổ chức", "Legal form"),
    "tax_code": Text("Mã số thuế", "Tax code"),
    "short_name": Text("Tên viết tắt", "Short name"),
}


def clean_text(text: str) -> str:
    """NFC, every run of blanks one blank, no control or direction marks. HTML stays as typed: pages escape it."""
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs") else " " for c in composed)
    return " ".join(kept.split())


def clean_name(text: str) -> str:
    """A name as it is stored."""
    return clean_text(text)
