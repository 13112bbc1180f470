"""The columns of a sheet of offers, and the codes that its cells may hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from khue.core.bilingual import Text
from khue.features.exchange.domain.offers import LONGEST_SECRET
from khue.features.exchange.domain.words import BASES, EVIDENCE, MODES, OBJECTS
from khue.features.results.domain.rights import IP, IP_KINDS

MOST_ROWS = 20_000
CLAIMS = 3
Words = Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """``key`` is stable, ``label`` stands in the head of the template, ``expects`` says what belongs into a cell."""

    key: str
    label: Text
    expects: Text
    needed: bool = False


def _c(key: str, vi: str, en: str, expects_vi: str, expects_en: str, needed: bool = False) -> SheetColumn:
    return SheetColumn(key, Text(vi, en), Text(expects_vi, expects_en), needed)


_PLAIN = ("văn bản", "text")
_DONG = ("số nguyên đồng, không âm", "whole đồng, not negative")
COLUMNS: tuple[SheetColumn, ...] = (
    _c("title_vi", "Tên tiếng Việt", "Title in Vietnamese", *_PLAIN, True),
    _c("title_en", "Tên tiếng Anh", "Title in English", *_PLAIN, True),
    _c("summary_vi", "Tóm tắt công khai tiếng Việt", "Public summary in Vietnamese", *_PLAIN, True),
    _c("summary_en", "Tóm tắt công khai tiếng Anh", "Public summary in English", *_PLAIN),
    _c("kind", "Loại đối tượng", "Kind of technology", "một mã ở trang Danh mục", "a code of the sheet of codes", True),
    _c("field", "Lĩnh vực", "Key field", "một mã ở trang Danh mục", "a code of the sheet of codes", True),
    _c("codes", "Ký hiệu IPC", "IPC codes", "ký hiệu IPC, cách nhau bằng dấu phẩy; ví dụ C02F3/34", "IPC codes with commas between them, such as C02F3/34"),
    _c("stage", "Mức độ sẵn sàng (TRL)", "Readiness level (TRL)", "một số từ 1 đến 9", "a number from 1 to 9", True),
    _c("stage_evidence", "Căn cứ của mức độ sẵn sàng", "What shows this readiness", *_PLAIN, True),
    _c("basis", "Căn cứ quyền chuyển giao", "By what right", "owner hoặc passes-on", "owner or passes-on", True),
    _c("basis_paper", "Văn bản chứng minh quyền", "Paper that proves the right", *_PLAIN, True),
    _c("public_money", "Hình thành từ ngân sách", "Formed with budget money", "có hoặc không", "yes or no"),
    _c("result", "Số đăng ký kết quả", "Number of the registered result", "ví dụ KQ-2026-0001", "such as KQ-2026-0001"),
    _c("modes", "Hình thức chuyển giao", "How it is transferred", "mã ở trang Danh mục, cách nhau bằng dấu phẩy", "codes, with commas", True),
    _c("price_from", "Giá từ", "Price from", *_DONG),
    _c("price_to", "Giá đến", "Price to", *_DONG),
    _c("price_note", "Giá bao gồm", "What the price covers", *_PLAIN),
    _c("rival", "Giải pháp cạnh tranh tốt nhất", "Best rival solution", *_PLAIN),
    _c("comparison", "So sánh", "How it compares", *_PLAIN),
    _c("cost_unit", "Đơn vị so sánh chi phí", "Costs are for one", "ví dụ: 1 m³ nước", "such as 1 m³ of water"),
    _c("own_cost", "Chi phí của công nghệ", "Cost with this technology", *_DONG),
    _c("rival_cost", "Chi phí của giải pháp cạnh tranh", "Cost with the rival solution", *_DONG),
    _c("after_sale", "Cam kết sau chuyển giao", "Undertakings after the transfer", *_PLAIN),
    _c("videos", "Đường dẫn video", "Links to videos", "đường dẫn https, cách nhau bằng dấu phẩy", "https links with commas between them"),
    *(
        column
        for no in range(1, CLAIMS + 1)
        for column in (
            _c(f"claim_{no}", f"Tính năng {no}", f"Claim {no}", *_PLAIN, no == 1),
            _c(f"claim_{no}_level", f"Mức chứng cứ {no}", f"Evidence {no}", "stated, seen, tested hoặc used", "stated, seen, tested or used"),
            _c(f"claim_{no}_proof", f"Tài liệu chứng minh {no}", f"Paper that shows it {no}", *_PLAIN),
            _c(f"claim_{no}_buyer", f"Bên mua đã sử dụng {no}", f"Buyer who uses it {no}", *_PLAIN),
        )
    ),
    _c("owners", "Chủ sở hữu", "Owners", "tên: tỷ lệ, cách nhau bằng dấu chấm phẩy; tổng 100%", "name: share; with semicolons; 100% together", True),
    _c("rights", "Quyền sở hữu trí tuệ", "Intellectual property", "loại | tình trạng | quốc gia | số; …", "kind | status | country | number; …"),
    _c("confidential", "Phần bảo mật", "Confidential part", f"văn bản, nhiều nhất {LONGEST_SECRET} ký tự", f"text of at most {LONGEST_SECRET} characters"),
    _c("valid_until", "Có hiệu lực đến", "Valid until", "một ngày sau hôm nay, ví dụ 31/12/2027", "a day after today, such as 31/12/2027", True),
)  # fmt: skip
BY_KEY: Mapping[str, SheetColumn] = {column.key: column for column in COLUMNS}


def codes_sheet(fields: Words) -> Iterable[tuple[Text, Words]]:
    """What the second sheet of the template lists: codes with their words."""
    return (
        (Text("Loại đối tượng", "Kind of technology"), OBJECTS),
        (Text("Lĩnh vực", "Key field"), fields),
        (Text("Căn cứ quyền chuyển giao", "By what right"), BASES),
        (Text("Hình thức chuyển giao", "How it is transferred"), MODES),
        (Text("Mức chứng cứ", "Evidence"), EVIDENCE),
        (Text("Loại quyền sở hữu trí tuệ", "Kind of right"), IP_KINDS),
        (Text("Tình trạng quyền", "Status of the right"), IP.labels),
    )
