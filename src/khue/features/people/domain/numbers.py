"""Numbers that name people: citizen number and tax code. Each check gives the clean number or the reason why not.

Tax code: 10 digits with a check digit, or 13 for a branch (``stdnum.vn.mst``). Citizen number: 12 digits — place of
registration (3), century and sex (1), year of birth (2), serial (6); it has no check digit.
"""

from __future__ import annotations

from stdnum.vn import mst

from khue.core.bilingual import Text
from khue.core.decision import Reason


def check_tax_code(text: str, field: str = "tax_code") -> tuple[str, Reason | None]:
    """The digits of a tax code, and the reason when it can't be one. Blanks, dots and dashes are let go."""
    digits = mst.compact(text)
    if not (digits.isascii() and digits.isdigit()):
        return digits, _tax_reason(
            "letters", field, "Mã số thuế chỉ gồm chữ số.", "A tax code consists of digits only."
        )
    if len(digits) not in (10, 13):
        return digits, _tax_reason(
            "length",
            field,
            f"Mã số thuế có 10 chữ số (đơn vị phụ thuộc: 13); ông/bà đã nhập {len(digits)} chữ số.",
            f"A tax code has 10 digits (13 for a branch); you typed {len(digits)}.",
        )
    expected = mst.calc_check_digit(digits)
    if digits[9] != expected:
        return digits, _wrong_check_digit(digits, expected, field)
    if not mst.is_valid(digits):
        return digits, _tax_reason("form", field, "Mã số thuế này không tồn tại.", "There is no such tax code.")
    return digits, None


def _wrong_check_digit(digits: str, expected: str, field: str) -> Reason:
    first = digits[:9]
    if len(expected) > 1:  # the formula gives 10: no such number was ever issued
        return _tax_reason(
            "check_digit",
            field,
            f"Không có mã số thuế nào bắt đầu bằng {first}.",
            f"No tax code begins with {first}.",
        )
    return _tax_reason(
        "check_digit",
        field,
        f"Chữ số thứ 10 của mã số thuế là chữ số kiểm tra: với {first} phải là {expected}, ông/bà đã nhập {digits[9]}.",
        f"The 10th digit of a tax code is its check digit: for {first} it is {expected}, you typed {digits[9]}.",
    )


def _tax_reason(code: str, field: str, vi: str, en: str) -> Reason:
    return Reason(
        f"people.tax_code.{code}",
        Text(vi, en),
        Text(
            "Mời ông/bà xem lại giấy chứng nhận đăng ký và nhập lại.",
            "Please look at the registration certificate and type it again.",
        ),
        field,
    )


def check_citizen_number(
    text: str, birth_year: int | None, this_year: int, field: str = "citizen_number"
) -> tuple[str, Reason | None]:
    """The digits of a citizen number, and the reason when it can't be one (form, or another year of birth)."""
    digits = mst.compact(text)
    if not (digits.isascii() and digits.isdigit() and len(digits) == 12):
        return digits, Reason(
            "people.citizen_number.form",
            Text("Số định danh cá nhân gồm đúng 12 chữ số.", "A citizen number has exactly 12 digits."),
            Text("Mời ông/bà xem lại thẻ căn cước và nhập lại.", "Please look at the identity card and type it again."),
            field,
        )
    year = birth_year_of(digits)
    if year > this_year or (birth_year is not None and birth_year != year):
        return digits, Reason(
            "people.citizen_number.birth_year",
            Text(
                f"Số này thuộc về người sinh năm {year}, không khớp với năm sinh đã khai.",
                f"This number belongs to a person born in {year}, which is not the year of birth given.",
            ),
            Text("Mời ông/bà kiểm tra cả hai.", "Please check both."),
            field,
        )
    return digits, None


def birth_year_of(citizen_number: str) -> int:
    """The year that digits 4 to 6 say: 0/1 for the 1900s, 2/3 for the 2000s, and so on."""
    return 1900 + 100 * (int(citizen_number[3]) // 2) + int(citizen_number[4:6])
