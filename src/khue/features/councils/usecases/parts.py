"""Parts that several use-cases share; each joins the deed that is under way."""

from __future__ import annotations

from typing import Any, TypeVar

from khue.core.bilingual import Text
from khue.features.councils import access
from khue.features.councils.events import CouncilEvent
from khue.features.councils.models import Council, Item
from khue.features.councils.queries import members_of
from khue.kernel.deeds import Deed

Happened = TypeVar("Happened", bound=CouncilEvent)


def locked_council(council_id: int) -> Council:
    """The council, locked: seats, items, meetings are taken under its lock. Raises Missing."""
    found = Council.objects.select_for_update().filter(pk=council_id).first()
    if found is None:
        raise access.no_such_council()
    return found


def locked_item(item_id: int) -> Item:
    """The item, locked after its council. Raises Missing."""
    council = Item.objects.filter(pk=item_id).values_list("council_id", flat=True).first()
    if council is None:
        raise access.no_such_item()
    locked_council(council)
    return Item.objects.select_for_update(of=("self",)).select_related("council").get(pk=item_id)


def council_event(kind: type[Happened], council: Council, parties: tuple[str, ...], **more: Any) -> Happened:
    return kind(
        subject=f"council:{council.pk}",
        parties=parties,
        council=council.pk,
        number=council.number,
        name=council.name,
        **more,
    )


def tell_members(council: Council, title: Text, *, deed: Deed, path: str = "", body: Text | None = None) -> None:
    """A notice to every member but the one who acts."""
    said = body or Text("Mời ông/bà xem trang hội đồng.", "See the council’s page.")
    for member in members_of(council.pk):
        if member.person != deed.actor.key:
            deed.notify(member.person, "council", title, said, path or f"/councils/{council.pk}/")
