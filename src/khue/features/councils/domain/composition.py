"""Who may sit on a council, and whether it may be founded: size, matching expertise, roles (Decree 268/2025, as digested)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.features.councils.domain.experts import ground_reasons
from khue.features.councils.domain.words import CHAIR, ROLES, SECRETARY, SINGLE_ROLES
from khue.features.rulebook.domain import Parameter


@dataclass(frozen=True, slots=True)
class Member:
    """A seat that is taken. ``matching``: the register names a field of the council."""

    seat: int
    number: int
    person: str
    name: str
    role: str
    matching: bool


@dataclass(frozen=True, slots=True)
class CompositionLaw:
    """The figures of the day on which the council is founded."""

    fewest: Parameter
    most: Parameter
    matching: Parameter


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """What is known when somebody is to take a seat."""

    state: str
    seats: int
    members: tuple[Member, ...]
    person: str
    on_register: bool
    available: bool


def may_seat(facts: SeatFacts, role: str) -> Decision:
    """A free seat, a role that is free, and a person who is not on the council yet."""
    return Decision.refuse_if_any(_seat_reasons(facts, role))


def _seat_reasons(facts: SeatFacts, role: str) -> Iterator[Reason]:
    if facts.state == "dissolved":
        yield Reason(
            "council.dissolved",
            Text("Hội đồng đã giải thể nên không nhận thêm thành viên.", "The council is dissolved; nobody joins it."),
            Text("Mời ông/bà mở danh sách hội đồng.", "Go back to the list of councils."),
        )
    if len(facts.members) >= facts.seats:
        yield Reason(
            "council.full",
            Text(f"Cả {facts.seats} ghế của hội đồng đã có người.", f"All {facts.seats} seats are taken."),
            Text(
                "Mời ông/bà cho thôi một thành viên trước, hoặc thay người tại ghế của thành viên đó.",
                "End a seat first, or replace the member in that seat.",
            ),
            "person",
        )
    if any(member.person == facts.person for member in facts.members):
        yield Reason(
            "council.seated_already",
            Text("Người này đã là thành viên của hội đồng.", "This person is on the council already."),
            Text("Mời ông/bà chọn người khác.", "Choose somebody else."),
            "person",
        )
    if role not in ROLES:
        yield Reason(
            "council.role",
            Text("Chưa chọn vai trò trong hội đồng.", "No role is chosen."),
            Text("Mời ông/bà chọn một vai trò.", "Choose a role."),
            "role",
        )
    elif role in SINGLE_ROLES and any(member.role == role for member in facts.members):
        label = ROLES[role]
        yield Reason(
            "council.role_taken",
            Text(f"Đã có {label.vi.lower()}.", f"The council has its {label.into('en').lower()} already."),
            Text("Mời ông/bà chọn vai trò khác hoặc thay người.", "Choose another role, or replace the member."),
            "role",
        )
    if not facts.on_register:
        yield Reason(
            "council.not_an_expert",
            Text("Người này chưa có trong danh sách chuyên gia.", "This person is not on the register of experts."),
            Text(
                "Mời ông/bà gửi lời mời tham gia danh sách chuyên gia trước.",
                "Invite the person to the register first.",
            ),
            "person",
        )
    elif not facts.available:
        yield Reason(
            "council.not_available",
            Text("Chuyên gia này đang tạm ngừng nhận hồ sơ.", "This expert takes no items at the moment."),
            Text("Mời ông/bà chọn chuyên gia khác.", "Choose another expert."),
            "person",
        )


def composition_reasons(members: Sequence[Member], seats: int, law: CompositionLaw) -> tuple[Reason, ...]:
    """Everything that the make-up lacks by figures that apply; empty when it may be founded as it is."""
    return (*_role_reasons(members, seats), *(reason for reason, _ in _figures(members, law)))


def may_found(members: Sequence[Member], seats: int, law: CompositionLaw, departure: str) -> Decision:
    """Roles are filled; the figures of the law are kept, or departed from with a ground where they allow it.

    A figure that is unset or only a draft never refuses (see ``composition_notes``).
    """
    reasons = list(_role_reasons(members, seats))
    departs = False
    for reason, departable in _figures(members, law):
        if departable and departure.strip():
            departs = True
        else:
            reasons.append(reason)
    if departs:
        reasons.extend(ground_reasons(departure, "departure"))
    return Decision.refuse_if_any(reasons)


def _role_reasons(members: Sequence[Member], seats: int) -> Iterator[Reason]:
    if len(members) < seats:
        free = seats - len(members)
        yield Reason(
            "council.seats_free",
            Text(f"Còn {free} ghế chưa có người.", f"Seats without a member: {free}."),
            Text("Mời ông/bà bố trí đủ thành viên.", "Fill every seat."),
        )
    held = {member.role for member in members}
    for role in (CHAIR, SECRETARY):
        if role not in held:
            label = ROLES[role]
            yield Reason(
                f"council.no_{role}",
                Text(f"Chưa có {label.vi.lower()}.", f"The council has no {label.into('en').lower()} yet."),
                Text("Mời ông/bà cử một thành viên.", "Name a member for it."),
            )


def _figures(members: Sequence[Member], law: CompositionLaw) -> Iterator[tuple[Reason, bool]]:
    """What a figure of the law says against the make-up, and whether one may depart from it with a ground."""
    size = len(members)
    depart = Text(
        "Mời ông/bà điều chỉnh thành phần, hoặc ghi căn cứ pháp lý khác (nếu có) tại ô bên dưới.",
        "Change the make-up; if there is another legal ground, write it below.",
    )
    if law.fewest.applies and size < law.fewest.number:
        text = Text(
            f"Hội đồng có {size} thành viên, ít hơn mức tối thiểu {law.fewest.number}.",
            f"The council has {size} members, fewer than the least of {law.fewest.number}.",
        )
        yield (
            Reason("council.too_small", text, depart, "departure", law.fewest.source),
            law.fewest.departable,
        )
    if law.most.applies and size > law.most.number:
        text = Text(
            f"Hội đồng có {size} thành viên, nhiều hơn mức tối đa {law.most.number}.",
            f"The council has {size} members, more than the most of {law.most.number}.",
        )
        yield Reason("council.too_large", text, depart, "departure", law.most.source), law.most.departable
    needed = matching_needed(size, law.matching)
    found = sum(member.matching for member in members)
    if needed is not None and found < needed:
        text = Text(
            f"Có {found} trên {size} thành viên đúng chuyên môn; cần ít nhất {needed}.",
            f"{found} of {size} members match the field; at least {needed} are needed.",
        )
        yield (
            Reason("council.expertise", text, depart, "departure", law.matching.source),
            law.matching.departable,
        )


def matching_needed(size: int, matching: Parameter) -> int | None:
    """How many of ``size`` members must match; None when the law's figure does not apply."""
    if not matching.applies:
        return None
    return ceil(size * share_of(matching))


def share_of(parameter: Parameter) -> Fraction:
    """A share as a fraction: of a fraction ("2/3") or a percentage. Raises ValueError when it is neither."""
    if parameter.unit == "percent":
        return parameter.percent
    return Fraction(str(parameter.value))


def composition_notes(law: CompositionLaw) -> tuple[Reason, ...]:
    """What the law does not settle: shown, never enforced."""
    return tuple(
        Reason(
            "council.figure_open",
            Text(
                f"“{parameter.text.vi}”: chưa có giá trị áp dụng nên hệ thống chỉ nhắc, không chặn.",
                f"“{parameter.text.into('en')}”: no value applies, so this is only a reminder.",
            ),
            source=parameter.source,
        )
        for parameter in (law.fewest, law.most, law.matching)
        if not parameter.applies
    )


def matches(council_fields: Collection[str], expert_fields: Iterable[str]) -> bool:
    """Whether the register names a field of the council. A council without fields asks for nothing special."""
    return not council_fields or bool(set(council_fields) & set(expert_fields))


def next_seat_number(taken: Collection[int], seats: int) -> int:
    """The lowest free number from 1; the database refuses the second who takes it."""
    return next(number for number in range(1, seats + 1) if number not in taken)
