"""Who has a desk."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import NotAllowed


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
