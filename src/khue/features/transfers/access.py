"""Who may see and do what in a transfer: everybody reads what was decided, its sides and staff the file before it."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed
from khue.features.people import queries as people

READ, CHECK, DECIDE, PAY = "transfers.read", "transfers.check", "transfers.decide", "transfers.pay"


def no_such_transfer() -> Missing:
    return Missing(
        Text("Không tìm thấy hồ sơ chuyển giao này.", "There is no such transfer."),
        Text("Mời ông/bà mở lại danh sách chuyển giao.", "Open the list of transfers again."),
    )


def no_such_purchase() -> Missing:
    return Missing(
        Text("Không tìm thấy việc mua công nghệ này.", "There is no such purchase of technology."),
        Text("Mời ông/bà mở lại danh sách công nghệ Thành phố mua.", "Open the list of purchases again."),
    )


def require_mandate(actor: Actor, party: str) -> None:
    """Raises NotAllowed for those who may not submit for the party."""
    if not actor.is_signed_in or not people.is_party_key(party) or not actor.may_act_for(party, "submit"):
        raise NotAllowed(
            Text("Ông/bà chưa được ủy quyền thực hiện việc này thay mặt bên này.", "You hold no mandate to do this for the party."),
            Text("Mời ông/bà chọn bên mà ông/bà đại diện.", "Choose a party that you act for."),
        )  # fmt: skip


def key_of(party_id: int) -> str:
    return f"party:{party_id}"


def barred(actor: Actor) -> frozenset[int]:
    """Parties whose restriction keeps this reader out, but for those that the reader stands for."""
    return frozenset(party for party in people.barred_ids(actor) if not actor.stands_for(key_of(party)))


def require_side(actor: Actor, party: str) -> None:
    """Raises Missing for strangers, NotAllowed for those who may only look."""
    if not actor.stands_for(party):
        raise no_such_transfer()
    if not actor.may_act_for(party, "submit"):
        raise NotAllowed(
            Text("Ông/bà chưa được ủy quyền thực hiện việc này thay mặt bên liên quan.", "You hold no mandate to do this for the party."),
            Text("Mời ông/bà đề nghị người được ủy quyền của bên đó.", "Ask a person with its mandate."),
        )  # fmt: skip
