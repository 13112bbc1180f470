"""Who runs councils, who founds them, who keeps the register; and that nobody with an interest sees an item."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed

READ = "councils.read"
"""See councils, their seats and items."""
RUN = "councils.run"
"""Prepare councils, put items, call meetings: the administrative secretary."""
FOUND = "councils.found"
"""Found and dissolve councils."""
EXPERTS = "councils.experts"
"""Keep the register of experts."""


def is_person(actor: Actor, person: str) -> bool:
    """Whether the actor is this person, under the present key or a former one. A key of an organisation is nobody."""
    return not actor.within and person in actor.keys


def require_person(actor: Actor, person: str) -> None:
    """What only the person can do: declare, score, vote. A deputy or a holder of a mandate can't."""
    if not is_person(actor, person):
        raise NotAllowed(
            Text("Việc này chỉ chính người đó thực hiện được.", "Only that person can do this."),
            Text(
                "Mời ông/bà đăng nhập bằng tài khoản của chính mình.",
                "Sign in with your own account.",
            ),
        )


def may_end_tie(actor: Actor, person: str, *, own: bool) -> bool:
    """Nobody shakes off what an officer recorded about oneself; nobody ends what somebody else declared of oneself."""
    oneself = is_person(actor, person)
    return oneself if own else actor.may(EXPERTS) and not oneself


def no_such_expert() -> Missing:
    return Missing(
        Text("Không tìm thấy chuyên gia này.", "There is no such expert."),
        Text("Mời ông/bà mở lại danh sách chuyên gia.", "Go back to the register of experts."),
    )


def no_such_council() -> Missing:
    return Missing(
        Text(
            "Không tìm thấy hội đồng này, hoặc ông/bà không phải là thành viên.",
            "There is no such council, or you are not on it.",
        ),
        Text("Mời ông/bà mở lại danh sách hội đồng.", "Go back to the list of councils."),
    )


def no_such_item() -> Missing:
    return Missing(
        Text(
            "Không tìm thấy hồ sơ này trong danh mục của hội đồng.",
            "There is no such item before the council.",
        ),
        Text("Mời ông/bà mở lại trang hội đồng.", "Go back to the council’s page."),
    )


def has_interest(reason: Text) -> NotAllowed:
    """403: the reader has an interest in the item. Says which, so that a mistake can be put right."""
    return NotAllowed(
        Text(
            f"Ông/bà có lợi ích liên quan đến hồ sơ này nên không được xem tài liệu, chấm điểm hoặc biểu quyết. Căn cứ: {reason.vi}",
            "You have an interest in this item, so its papers, scores and votes are closed to you. "
            f"Ground: {reason.into('en')}",
        ),
        Text(
            "Nếu thông tin không đúng, mời ông/bà báo cho thư ký hội đồng.",
            "If this is wrong, tell the secretary of the council.",
        ),
    )


def closed_by_interest(reason: Text) -> NotAllowed:
    """403 for an official, on a council or not: the case is a colleague's. Says which interest, so that a mistake can be put right."""
    return NotAllowed(
        Text(
            f"Ông/bà có lợi ích liên quan đến hồ sơ này nên không xem và không xử lý được. Căn cứ: {reason.vi}",
            f"You have an interest in this case, so it is closed to you. Ground: {reason.into('en')}",
        ),
        Text(
            "Đề nghị ông/bà báo lãnh đạo đơn vị giao việc cho người khác. Nếu căn cứ không đúng, mời ông/bà báo cơ quan "
            "quản lý danh sách chuyên gia để sửa.",
            "Ask your head of unit to give the work to a colleague. If the ground is wrong, tell whoever keeps the register of experts.",
        ),
    )
