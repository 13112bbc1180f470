"""What may be recorded about people. Every decision gives all its reasons at once, each with its field."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.features.people.domain.commands import (
    AddressWords,
    AssignRole,
    CorrectRecord,
    GrantMandate,
    RegisterOrganisation,
    RegisterPerson,
)
from khue.features.people.domain.numbers import check_citizen_number, check_tax_code
from khue.features.people.domain.words import LEGAL_FORMS, SCOPES, clean_name, clean_text

LONGEST_NAME = 200
LONGEST_GROUND = 500
_EMAIL = re.compile(r"[^@\s<>\"']{1,64}@[A-Za-z0-9.-]{1,180}\.[A-Za-z]{2,24}")
_PHONE = re.compile(r"\+?[0-9]{8,15}")
_PASSPORT = re.compile(r"[A-Z0-9]{5,20}")
_COUNTRY = re.compile(r"[A-Z]{2}")


def may_be_person(command: RegisterPerson, *, today: date, provinces: Collection[str]) -> Decision:
    """Whether this can be a person's record: a name and one way to tell the person from others."""
    reasons = [*_name_reasons(command.name), *_contact_reasons(command.email, command.phone)]
    reasons += _birth_reasons(command.birth_year, today)
    reasons += _identification_reasons(command, today)
    if not _COUNTRY.fullmatch(command.nationality):
        reasons.append(
            _reason("nationality", "nationality", "Mời ông/bà chọn quốc tịch.", "Please choose the nationality.")
        )
    reasons += address_reasons(command.address, provinces)
    return Decision.refuse_if_any(reasons)


def may_be_organisation(command: RegisterOrganisation, *, provinces: Collection[str]) -> Decision:
    """Whether this can be an organisation's record. Enterprises have a tax code; groups without legal form have none."""
    reasons = [*_name_reasons(command.name), *_contact_reasons(command.email, command.phone)]
    if command.legal_form not in LEGAL_FORMS:
        reasons.append(
            _reason("legal_form", "legal_form", "Mời ông/bà chọn loại hình tổ chức.", "Please choose the legal form.")
        )
    if len(clean_text(command.short_name)) > 60:
        reasons.append(_too_long("short_name", 60))
    if command.tax_code.strip():
        reasons += _given(check_tax_code(command.tax_code)[1])
        if command.legal_form == "group":
            reasons.append(
                _reason(
                    "group_tax_code",
                    "tax_code",
                    "Nhóm không có tư cách pháp nhân thì không có mã số thuế.",
                    "A group without legal form has no tax code.",
                )
            )
    elif command.legal_form == "enterprise":
        reasons.append(
            _reason(
                "tax_code_missing",
                "tax_code",
                "Doanh nghiệp phải có mã số thuế.",
                "An enterprise has a tax code.",
            )
        )
    reasons += address_reasons(command.address, provinces)
    return Decision.refuse_if_any(reasons)


def may_correct(command: CorrectRecord, *, today: date, provinces: Collection[str]) -> Decision:
    reasons = [*_name_reasons(command.name), *_contact_reasons(command.email, command.phone)]
    reasons += _birth_reasons(command.birth_year, today)
    reasons += address_reasons(command.address, provinces)
    return Decision.refuse_if_any(reasons)


def may_grant_mandate(command: GrantMandate) -> Decision:
    reasons = list(period_reasons(command.valid_from, command.valid_until))
    if command.scope not in SCOPES:
        reasons.append(_reason("scope", "scope", "Mời ông/bà chọn phạm vi ủy quyền.", "Please choose the scope."))
    if command.person == command.for_party:
        reasons.append(
            _reason(
                "mandate_self",
                "person",
                "Không cần ủy quyền cho chính mình.",
                "Nobody needs a mandate for himself or herself.",
            )
        )
    reasons += ground_reasons(command.ground)
    return Decision.refuse_if_any(reasons)


def may_assign_role(command: AssignRole, *, roles: Collection[str], units: Collection[str], actor_key: str) -> Decision:
    """Whether the role can be given. Nobody gives a role to himself or herself."""
    reasons = list(period_reasons(command.valid_from, command.valid_until))
    if command.role not in roles:
        reasons.append(_reason("role", "role", "Không có vai trò này.", "There is no such role."))
    if command.unit not in units:
        reasons.append(_reason("unit", "unit", "Không có đơn vị này.", "There is no such unit."))
    if command.person == actor_key:
        reasons.append(
            _reason(
                "own_role",
                "person",
                "Không được tự giao vai trò cho mình.",
                "You can’t give a role to yourself.",
                "Mời ông/bà đề nghị một quản trị viên khác thực hiện.",
                "Ask another administrator to do it.",
            )
        )
    return Decision.refuse_if_any(reasons)


def tax_code_taken(tax_code: str, name: str) -> Reason:
    """The organisation is known already: one record, so ask to act for it instead of registering it again."""
    return _reason(
        "tax_code_taken",
        "tax_code",
        f"Mã số thuế {tax_code} đã thuộc về “{name}” trong dữ liệu của Thành phố.",
        f"The city already knows the tax code {tax_code}: it belongs to “{name}”.",
        "Ông/bà không cần đăng ký lại: mời ông/bà xin ủy quyền để làm việc thay mặt tổ chức này.",
        "You need not register it again: ask for a mandate to act for this organisation.",
    )


# ---- parts ---------------------------------------------------------------------------------------------------------


def period_reasons(start: date, until: date | None) -> Iterator[Reason]:
    if until is not None and until <= start:
        yield _reason(
            "period", "valid_until", "Ngày kết thúc phải sau ngày bắt đầu.", "The last day must come after the first."
        )


def ground_reasons(ground: str, field: str = "ground") -> Iterator[Reason]:
    text = clean_text(ground)
    if not text:
        yield _reason("ground", field, "Mời ông/bà ghi căn cứ.", "Please say on what ground.")
    elif len(text) > LONGEST_GROUND:
        yield _too_long(field, LONGEST_GROUND)


def address_reasons(address: AddressWords | None, provinces: Collection[str]) -> Iterator[Reason]:
    if address is None:
        return
    if not _COUNTRY.fullmatch(address.country):
        yield _reason("country", "country", "Mời ông/bà chọn nước.", "Please choose the country.")
    if not clean_text(address.line):
        yield _reason("line", "line", "Mời ông/bà ghi số nhà, đường, thôn.", "Please give house number and street.")
    for field, value in (("line", address.line), ("commune", address.commune), ("province", address.province)):
        if len(clean_text(value)) > LONGEST_NAME:
            yield _too_long(field, LONGEST_NAME)
    if address.country == "VN" and address.province not in provinces:
        yield _reason("province", "province", "Mời ông/bà chọn tỉnh, thành phố.", "Please choose the province or city.")
    if address.country == "VN" and not clean_text(address.commune):
        yield _reason("commune", "commune", "Mời ông/bà ghi xã, phường, đặc khu.", "Please give the commune or ward.")


def _name_reasons(name: str) -> Iterator[Reason]:
    cleaned = clean_name(name)
    if not any(character.isalpha() for character in cleaned):
        yield _reason("name", "name", "Mời ông/bà ghi tên.", "Please give the name.")
    elif len(cleaned) > LONGEST_NAME:
        yield _too_long("name", LONGEST_NAME)


def _contact_reasons(email: str, phone: str) -> Iterator[Reason]:
    if email.strip() and not _EMAIL.fullmatch(email.strip()):
        yield _reason("email", "email", "Địa chỉ thư điện tử chưa đúng.", "This is no e-mail address.")
    if phone.strip() and not _PHONE.fullmatch(re.sub(r"[\s.()-]", "", phone)):
        yield _reason("phone", "phone", "Số điện thoại chưa đúng.", "This is no telephone number.")


def _birth_reasons(birth_year: int | None, today: date) -> Iterator[Reason]:
    if birth_year is not None and not 1900 <= birth_year <= today.year:
        yield _reason(
            "birth_year",
            "birth_year",
            f"Năm sinh phải từ 1900 đến {today.year}.",
            f"The year of birth must be from 1900 to {today.year}.",
        )


def _identification_reasons(command: RegisterPerson, today: date) -> Iterator[Reason]:
    if command.citizen_number.strip():
        yield from _given(check_citizen_number(command.citizen_number, command.birth_year, today.year)[1])
    elif command.passport_number.strip():
        if not _PASSPORT.fullmatch(command.passport_number.strip().upper()):
            yield _reason("passport", "passport_number", "Số hộ chiếu chưa đúng.", "This is no passport number.")
        if not _COUNTRY.fullmatch(command.passport_country):
            yield _reason(
                "passport_country",
                "passport_country",
                "Mời ông/bà chọn nước cấp hộ chiếu.",
                "Please choose the issuing country.",
            )
    elif not clean_text(command.no_number_reason):
        yield _reason(
            "identification",
            "citizen_number",
            "Cần số định danh cá nhân, hoặc hộ chiếu, hoặc lý do không có cả hai.",
            "A citizen number is needed, or a passport, or the reason why there is neither.",
        )
    elif len(clean_text(command.no_number_reason)) > LONGEST_GROUND:
        yield _too_long("no_number_reason", LONGEST_GROUND)


def _given(*reasons: Reason | None) -> Iterable[Reason]:
    return (reason for reason in reasons if reason is not None)


def _too_long(field: str, most: int) -> Reason:
    return _reason("too_long", field, f"Nội dung dài quá {most} ký tự.", f"This is longer than {most} characters.")


def _reason(code: str, field: str, vi: str, en: str, next_vi: str = "", next_en: str = "") -> Reason:
    next_step = Text(next_vi, next_en) if next_vi else None
    return Reason(f"people.{code}", Text(vi, en), next_step, field)
