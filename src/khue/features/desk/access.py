"""Who has a desk, and who may change what is shared on it."""

from __future__ import annotations

from collections.abc import Iterable

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import NotAllowed

ARRANGE_DESKS = "staff.desks"
READ_DOSSIERS = "dossiers.read"
INSPECT = "audit.read"
WATCH_UNIT, WATCH_CITY = "desk.watch_unit", "desk.watch_city"


def has_desk(actor: Actor) -> bool:
    """Whoever holds a role of the city."""
    return actor.is_signed_in and bool(actor.rights)


def require_desk(actor: Actor) -> None:
    """Raises NotAllowed for residents; a task then asks for its own right."""
    if not has_desk(actor):
        raise NotAllowed(
            Text("Bàn làm việc dành cho cán bộ của Thành phố.", "The desk is for officers of the city."),
            Text("Mời ông/bà mở “Hồ sơ của tôi” để xem hồ sơ của mình.", "Open “My dossiers” to see yours."),
        )


def may_change_view(actor: Actor, owner: str, saved_by: str) -> bool:
    """One's own view; one of the unit when one saved it, or arranges the unit's desks."""
    kind, _, code = owner.partition(":")
    if kind != "unit":
        return owner in actor.keys
    return code in actor.units and (saved_by in actor.keys or actor.may(ARRANGE_DESKS))


def may_see_task(actor: Actor, right: str) -> bool:
    """Its right's holders, and staff who may read dossiers."""
    return actor.may(right) or actor.may(READ_DOSSIERS)


def watches(actor: Actor) -> bool:
    """Whether the boards of load and times are open to the actor at all."""
    return actor.may(WATCH_UNIT) or actor.may(WATCH_CITY)


def may_watch(actor: Actor, units: Iterable[str]) -> bool:
    """Those who watch the whole city; a head for the own units."""
    return actor.may(WATCH_CITY) or (actor.may(WATCH_UNIT) and bool(set(units) & set(actor.units)))


def require_watch(actor: Actor) -> None:
    """Raises NotAllowed for who answers for no unit."""
    require_desk(actor)
    if not watches(actor):
        raise NotAllowed(
            Text(
                "Bảng này dành cho trưởng đơn vị và người theo dõi chung.",
                "This board is for heads of units and those who watch over all of them.",
            ),
            Text("Mời ông/bà xem việc của mình trên bàn làm việc.", "See your own tasks on the desk."),
        )
