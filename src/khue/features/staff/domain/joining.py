"""Coming and going: invitations, roles that a second person confirms, departures, lost keys. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.core.decision import Decision, Reason
from khue.features.staff.domain.commands import InviteColleague, RecordDeparture

SHORTEST_PASSWORD = 12


@dataclass(frozen=True, slots=True)
class InvitationFacts:
    """How an invitation stands when its link is used."""

    state: str
    expires_at: datetime
    answered_at: datetime | None
    same_link: bool


def may_invite(asked: InviteColleague, *, roles: Collection[str], units: Collection[str]) -> Decision:
    reasons = []
    if not asked.name.strip():
        reasons.append(_reason("name", "name", "Chưa ghi họ và tên.", "The name is missing."))
    if "@" not in asked.email:
        reasons.append(_reason("email", "email", "Chưa ghi địa chỉ thư điện tử.", "The e-mail address is missing."))
    reasons += list(role_reasons(asked.role, asked.unit, asked.valid_from, asked.valid_until, roles, units))
    return Decision.refuse_if_any(reasons)


def role_reasons(
    role: str, unit: str, first: date, until: date | None, roles: Collection[str], units: Collection[str]
) -> Iterator[Reason]:
    if role not in roles:
        yield _reason("role", "role", "Chưa chọn vai trò.", "No role is chosen.")
    if unit not in units:
        yield _reason("unit", "unit", "Chưa chọn đơn vị.", "No unit is chosen.")
    if until is not None and until <= first:
        yield _reason(
            "period", "valid_until", "Ngày kết thúc phải sau ngày bắt đầu.", "The last day must come after the first."
        )


def may_accept_invitation(facts: InvitationFacts, moment: datetime) -> Decision:
    """A link works once, for a set time, and only as long as no newer one was sent."""
    reason = why_not_open(facts, moment)
    return Decision.refuse_if_any([reason] if reason else [])


def why_not_open(facts: InvitationFacts, moment: datetime) -> Reason | None:
    ask = ("Mời ông/bà đề nghị quản trị viên gửi lời mời mới.", "Ask the administrator for a new invitation.")
    if facts.state == "accepted":
        return _reason(
            "invitation_used",
            "",
            f"Lời mời này đã được dùng lúc {_when(facts.answered_at)}.",
            f"This invitation was used at {english_day(_when(facts.answered_at))}.",
            "Mời ông/bà đăng nhập bằng tài khoản đã lập. Nếu không phải ông/bà đã dùng, hãy báo ngay cho quản trị viên.",
            "Sign in with the account that you set up. If it was not you, tell the administrator at once.",
        )
    if facts.state == "withdrawn":
        return _reason(
            "invitation_withdrawn", "", "Lời mời này đã được thu hồi.", "This invitation was withdrawn.", *ask
        )
    if not facts.same_link:
        return _reason(
            "invitation_replaced",
            "",
            "Đường dẫn này đã được thay bằng một đường dẫn mới hơn.",
            "This link was replaced by a newer one.",
            "Mời ông/bà mở thư mời mới nhất.",
            "Open the newest mail.",
        )
    if moment >= facts.expires_at:
        return _reason(
            "invitation_expired",
            "",
            f"Lời mời này đã hết hạn lúc {_when(facts.expires_at)}.",
            f"This invitation expired at {english_day(_when(facts.expires_at))}.",
            *ask,
        )
    return None


def _when(moment: datetime | None) -> str:
    from khue.core.actor import CITY_ZONE

    return f"{moment.astimezone(CITY_ZONE):%H:%M %d/%m/%Y}" if moment else "–"


def account_reasons(username: str, password: str) -> Iterator[Reason]:
    if len(username) < 3 or len(username) > 60 or not all(c.isalnum() or c in "._-" for c in username):
        yield _reason(
            "username",
            "username",
            "Tên đăng nhập gồm 3 đến 60 chữ, số, dấu chấm hoặc gạch.",
            "A user name has 3 to 60 letters, digits, dots or dashes.",
        )
    if len(password) < SHORTEST_PASSWORD:
        yield _reason(
            "password",
            "password1",
            f"Mật khẩu cần ít nhất {SHORTEST_PASSWORD} ký tự.",
            f"A password needs at least {SHORTEST_PASSWORD} characters.",
        )


def second_person(asker: Collection[str], subject: str, answerer: Collection[str]) -> Decision:
    """Whoever confirms is neither the one who asked nor the one whom it concerns; a deputy counts as both persons."""
    reasons = []
    if set(asker) & set(answerer):
        reasons.append(
            _reason(
                "four_eyes",
                "",
                "Người đề nghị không đồng thời là người xác nhận.",
                "Whoever asked does not confirm as well.",
                "Mời ông/bà đề nghị một quản trị viên khác xác nhận.",
                "Ask another administrator to confirm.",
            )
        )
    if subject in answerer:
        reasons.append(
            _reason(
                "own_matter",
                "",
                "Ông/bà không thể tự xác nhận việc của chính mình.",
                "You can’t confirm what concerns yourself.",
                "Mời ông/bà đề nghị một quản trị viên khác xác nhận.",
                "Ask another administrator to confirm.",
            )
        )
    return Decision.refuse_if_any(reasons)


def may_leave(asked: RecordDeparture, *, today: date, works: bool, held: int, own: bool) -> Decision:
    """The last day is named, the desk is empty or goes back to the queue, and nobody records the own departure."""
    reasons = []
    if not works:
        reasons.append(
            _reason("not_working", "", "Người này không còn giữ vai trò nào.", "This person holds no role any more.")
        )
    if own:
        reasons.append(
            _reason(
                "own_departure",
                "",
                "Không thể tự ghi nhận thôi việc cho mình.",
                "Nobody records the own departure.",
                "Mời ông/bà đề nghị một quản trị viên khác thực hiện.",
                "Ask another administrator to do it.",
            )
        )
    if asked.last_day < today - timedelta(days=1):
        reasons.append(
            _reason(
                "last_day",
                "last_day",
                "Ngày làm việc cuối cùng sớm nhất là hôm qua.",
                "The last day can be yesterday at the earliest.",
                "Những việc đã làm sau ngày đó vẫn còn hiệu lực, nên không thể lùi ngày.",
                "What was done after it stays valid, so the day can’t move back.",
            )
        )
    if not asked.ground.strip():
        reasons.append(_reason("no_ground", "ground", "Chưa nêu lý do.", "No reason is given."))
    if held and not asked.to_queue:
        reasons.append(
            _reason(
                "desk_not_empty",
                "to_queue",
                f"Trên bàn còn {held} việc chưa xong.",
                f"{held} tasks are still on the desk.",
                "Mời ông/bà bàn giao việc trước, hoặc đánh dấu để trả các việc về hàng chờ của đơn vị.",
                "Hand the desk over first, or tick the box that puts them back into the queue.",
            )
        )
    return Decision.refuse_if_any(reasons)


def ground_given(ground: str) -> Decision:
    if ground.strip():
        return Decision.refuse_if_any([])
    return Decision.refuse_if_any([_reason("no_ground", "ground", "Chưa nêu lý do.", "No reason is given.")])


def _reason(code: str, field: str, vi: str, en: str, next_vi: str = "", next_en: str = "") -> Reason:
    return Reason(f"staff.{code}", Text(vi, en), Text(next_vi, next_en) if next_vi else None, field=field)
