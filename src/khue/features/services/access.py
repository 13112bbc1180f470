"""Who may do what with announcements, the catalogue and tickets. What is published is everybody's; what is said in a ticket its sides'."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed
from khue.features.people import queries as people

ANNOUNCE = "services.announce"
"""Publish and withdraw announcements of the exchange, and read those that are over or still to come."""
REVIEW = "services.review"
"""Be the second person for catalogue entries; see counts of tickets, read and answer complaints."""


def no_such_announcement() -> Missing:
    return Missing(
        Text("Không tìm thấy thông báo này.", "There is no such announcement."),
        Text("Mời ông/bà mở lại danh sách thông báo của Sàn.", "Open the list of announcements again."),
    )


def no_such_entry() -> Missing:
    return Missing(
        Text("Không tìm thấy mục này của danh mục.", "There is no such entry of the catalogue."),
        Text("Mời ông/bà mở lại danh mục dịch vụ của Sàn.", "Open the catalogue of the exchange again."),
    )


def no_such_ticket() -> Missing:
    return Missing(
        Text("Không tìm thấy phiếu này.", "There is no such ticket."),
        Text("Mời ông/bà mở lại danh sách phiếu dịch vụ.", "Open the list of tickets again."),
    )


def no_such_complaint() -> Missing:
    return Missing(
        Text("Không tìm thấy phản ánh này.", "There is no such complaint."),
        Text("Mời ông/bà mở lại trang quản lý danh mục.", "Open the desk of the catalogue again."),
    )


def key_of(party_id: int) -> str:
    return f"party:{party_id}"


def is_side(actor: Actor, party_id: int) -> bool:
    return actor.is_signed_in and actor.stands_for(key_of(party_id))


def require_party(actor: Actor, party: str) -> None:
    """Raises NotAllowed for those who may not submit for the party."""
    if not actor.is_signed_in or not people.is_party_key(party) or not actor.may_act_for(party, "submit"):
        raise not_this_side()


def not_this_side() -> NotAllowed:
    return NotAllowed(
        Text("Việc này do người được ủy quyền của bên liên quan thực hiện.", "This is for a mandate holder of the party concerned."),
        Text("Mời ông/bà đề nghị người được ủy quyền của bên đó.", "Ask a person with its mandate."),
    )  # fmt: skip


def in_person() -> NotAllowed:
    return NotAllowed(
        Text("Hồ sơ chuyên gia do chính chuyên gia đăng.", "An expert's profile is published by the expert alone."),
        Text("Mời ông/bà đăng nhập bằng tài khoản cá nhân.", "Sign in with your own account."),
    )


def barred(actor: Actor) -> frozenset[int]:
    """Parties whose restriction keeps this reader out, but for those that the reader stands for."""
    return frozenset(party for party in people.barred_ids(actor) if not actor.stands_for(key_of(party)))
