"""Who may see and handle what concerns personal data."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed
from khue.features.people import queries as people
from khue.features.privacy.models import SubjectRequest

READ, RECEIVE, HANDLE = "privacy.read", "privacy.receive", "privacy.handle"
CONFIRM = "privacy.confirm"
REPEAT_JOB = "job.privacy.repeat_erasures"
LATER = "Mời ông/bà mở lại trang “Dữ liệu của tôi”."


def no_such_request() -> Missing:
    """The same words whether it does not exist or is not for this reader."""
    return Missing(
        Text("Không tìm thấy yêu cầu này.", "There is no such request."),
        Text(LATER, "Open the page “My data” again."),
    )


def no_such_breach() -> Missing:
    return Missing(
        Text("Không tìm thấy sự cố này.", "There is no such breach."),
        Text("Mời ông/bà mở lại sổ sự cố.", "Open the register of breaches again."),
    )


def no_such_erasure() -> Missing:
    return Missing(
        Text("Không tìm thấy nội dung này.", "There is no such record."),
        Text("Mời ông/bà mở lại trang “Thời hạn lưu”.", "Open the page “Retention” again."),
    )


def is_own(actor: Actor, party: str) -> bool:
    """One's own data; a key of an organisation does not reach it."""
    return party in actor.keys and not actor.within


def may_read(actor: Actor, request: SubjectRequest) -> bool:
    """The person; whoever entered it; staff with the right."""
    return is_own(actor, request.party) or actor.may(READ) or request.entered_by in actor.keys


def require_read(actor: Actor, request: SubjectRequest) -> None:
    """Raises Missing for a stranger; NotAllowed for who only inspects, while the person's data are restricted."""
    if not may_read(actor, request):
        raise no_such_request()
    if not (is_own(actor, request.party) or request.entered_by in actor.keys):
        people.require_unrestricted(actor, request.party)


def name_shown(actor: Actor, party: str, name: str) -> str:
    """The name of a person in a register; while the data are restricted that they are, for who only inspects."""
    hidden = party not in actor.keys and people.bars(actor, party)
    return people.restricted_words() if hidden else name


def require_self(actor: Actor) -> str:
    """The key under which the actor asks for the own data. Raises NotAllowed for a visitor and for a program."""
    if actor.person_id is None or actor.within:
        raise NotAllowed(
            Text("Chỉ chính người có dữ liệu mới thực hiện được việc này.", "Only the person themself can do this."),
            Text("Mời ông/bà đăng nhập bằng tài khoản của mình.", "Sign in with your own account."),
        )
    return actor.key
