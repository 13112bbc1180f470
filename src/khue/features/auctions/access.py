"""Who may see and do what in an auction."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed
from khue.features.people import queries as people

READ, HOLD, OPEN, AWARD = "auctions.read", "auctions.hold", "auctions.open", "auctions.award"


def no_such_auction() -> Missing:
    return Missing(
        Text("Không tìm thấy phiên này.", "There is no such auction."),
        Text("Mời ông/bà mở lại danh sách phiên.", "Open the list of auctions again."),
    )


def no_such_bidder() -> Missing:
    return Missing(
        Text("Không tìm thấy người tham gia này.", "There is no such bidder."),
        Text("Mời ông/bà mở lại trang của phiên.", "Open the page of the auction again."),
    )


def key_of(party_id: int) -> str:
    return f"party:{party_id}"


def barred(actor: Actor) -> frozenset[int]:
    """Parties whose restriction keeps this reader out, but for those that the reader stands for."""
    return frozenset(party for party in people.barred_ids(actor) if not actor.stands_for(key_of(party)))


def require_side(actor: Actor, party: str) -> None:
    """Raises NotAllowed for those who may not bid for the party."""
    if not actor.is_signed_in or not people.is_party_key(party) or not actor.may_act_for(party, "submit"):
        raise NotAllowed(
            Text("Ông/bà chưa được ủy quyền hành động thay mặt bên này.", "You hold no mandate to act for this party."),
            Text("Mời ông/bà đề nghị người được ủy quyền thực hiện.", "Ask a person with its mandate to do it."),
        )
