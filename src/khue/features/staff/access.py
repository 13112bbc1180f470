"""Who may arrange the working life of whom: one's own, that of the own unit's people, or of everybody."""

from __future__ import annotations

from collections.abc import Iterable

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import NotAllowed

INVITE, ABSENCES, DESKS, KEYS = "staff.invite", "staff.absences", "staff.desks", "staff.keys"
HAND_OVER = "dossiers.hand_over"
STANDS_IN = "stands_in"
"""Where a session keeps the absence for which its owner works as deputy."""


def require_staff(actor: Actor) -> None:
    """The pages of this room are for people who work here."""
    if not actor.is_staff:
        raise NotAllowed(
            Text("Trang này dành cho cán bộ của Thành phố.", "This page is for staff of the city."),
            Text(
                "Nếu ông/bà là cán bộ, mời đăng nhập bằng tài khoản công vụ và mã xác thực.",
                "If you work for the city, sign in with your staff account and its second factor.",
            ),
        )


def may_for(actor: Actor, right: str, person: str, units: Iterable[str]) -> bool:
    """Oneself always; others with the right: an administrator for everybody, a head for the own units' people."""
    if person == actor.key:
        return True
    return actor.may(right) and (actor.may(INVITE) or bool(set(units) & set(actor.units)))


def require_for(actor: Actor, right: str, person: str, units: Iterable[str]) -> None:
    require_staff(actor)
    if not may_for(actor, right, person, units):
        raise NotAllowed(
            Text(
                "Ông/bà chỉ sắp xếp được công việc của mình hoặc của người trong đơn vị mình phụ trách.",
                "You can arrange this for yourself, or for people of a unit that you head.",
            ),
            Text(
                "Mời ông/bà đề nghị trưởng đơn vị của người đó hoặc quản trị viên thực hiện.",
                "Ask the head of that person’s unit, or an administrator.",
            ),
        )
