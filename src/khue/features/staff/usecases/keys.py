"""Second factors that were lost, and sessions that should end."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Conflict, Missing, NotAllowed, Refused, require
from khue.features.people import queries as people
from khue.features.staff import access, events
from khue.features.staff.domain.commands import AnswerKeyReset, AskKeyReset
from khue.features.staff.domain.joining import ground_given, second_person
from khue.features.staff.models import KeyReset
from khue.features.staff.usecases.office_keys import revoke_office_keys
from khue.features.staff.usecases.roles import tell_administrators
from khue.kernel.deeds import Deed, command

ASKED_ALREADY = Reason(
    "staff.reset_asked_already",
    Text("Đã có một đề nghị đang chờ cho người này.", "A request for this person waits already."),
    Text("Mời ông/bà xem mục “Chờ xác nhận”.", "Look at what waits for a second person."),
)
NO_KEYS = Reason(
    "staff.no_keys",
    Text("Người này chưa đặt khóa xác thực nào.", "This person has set up no second factor."),
    Text("Chỉ cần đăng nhập, hệ thống sẽ hướng dẫn đặt khóa.", "Signing in leads to the page that sets one up."),
)
WAITS = Reason(
    "staff.reset_waits",
    Text("Thời gian chờ chưa hết.", "The waiting time is not over."),
    Text("Mời ông/bà quay lại khi hết thời gian chờ.", "Come back when it is."),
)


def ask_key_reset(asked: AskKeyReset, *, actor: Actor) -> int:
    """Ask to take away lost keys of a colleague; the request's id. The person hears of it at once."""
    actor.require(access.KEYS)
    require(second_person((), asked.person, actor.hands))
    require(ground_given(asked.ground))
    with command("staff.ask_key_reset", actor, subject=asked.person) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        user = people.account_of(asked.person)
        if user is None or not Authenticator.objects.filter(user_id=user).exists():
            raise Refused.because(NO_KEYS)
        try:
            with transaction.atomic():
                reset = KeyReset.objects.create(
                    person_id=people.party_id(asked.person),
                    ground=asked.ground.strip(),
                    asked_by=actor.key,
                    asked_for=actor.stands_in_for,
                    asked_by_name=actor.name[:200],
                    asked_at=deed.moment,
                )
        except IntegrityError as error:
            if "staff_one_reset_at_a_time" in str(error):
                raise Refused.because(ASKED_ALREADY) from error
            raise
        event = events.KeyResetAsked(subject=asked.person, parties=(asked.person,), by=actor.name)
        deed.after(reset=reset.pk, ground=reset.ground)
        deed.emit(event)
        _tell_person(asked.person, event.line(), deed=deed)
        name = people.party(asked.person).name
        tell_administrators(
            Text(f"Chờ xác nhận: đặt lại khóa xác thực của {name}.", f"To confirm: reset the second factor of {name}."),
            deed=deed,
        )
        deed.result(reset.pk)
        return int(reset.pk)


def _tell_person(person: str, title: Text, *, deed: Deed) -> None:
    body = Text(
        "Nếu không phải ông/bà yêu cầu, hãy dừng việc này tại trang “Đăng nhập và khóa” hoặc báo ngay cho quản trị viên.",
        "If this was not your wish, stop it on the page “Sign-in and keys”, or tell an administrator at once.",
    )
    deed.notify(person, "staff", title, body, "/staff/keys/")


def answer_key_reset(asked: AnswerKeyReset, *, actor: Actor) -> None:
    """A different administrator confirms, which starts the waiting time, or stops it; so may the person concerned."""
    with command("staff.answer_key_reset", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        found = KeyReset.objects.select_for_update().filter(pk=asked.reset_id).first()
        if found is None:
            raise no_such_reset()
        person = f"party:{found.person_id}"
        deed.subject = person
        if asked.confirmed or person not in actor.hands:
            actor.require(access.KEYS)
        if found.state == "done" or found.state == "refused" or (asked.confirmed and found.state != "open"):
            raise Conflict(
                Text("Đề nghị này đã được trả lời.", "This request was answered already."),
                Text("Không cần làm gì thêm.", "Nothing more is needed."),
            )
        if asked.confirmed:
            require(second_person((found.asked_by, found.asked_for), person, actor.hands))
            found.due_at = deed.moment + timedelta(hours=settings.KHUE_KEY_RESET_HOURS)
        found.state = "confirmed" if asked.confirmed else "refused"
        found.answered_by, found.answered_by_name = actor.key, actor.name[:200]
        found.answered_at, found.answer = deed.moment, asked.answer.strip()
        found.save()
        deed.after(reset=found.pk, state=found.state, due_at=found.due_at.isoformat() if found.due_at else None)
        event = events.KeyResetAnswered(subject=person, parties=(person,), by=actor.name, confirmed=asked.confirmed)
        deed.emit(event)
        if person != actor.key:
            _tell_person(person, event.line(), deed=deed)
        if asked.confirmed and settings.KHUE_KEY_RESET_HOURS == 0:
            _reset(found, deed=deed)
        deed.result(True)


def reset_keys(reset_id: int, *, actor: Actor) -> None:
    """The waiting time is over: the keys go, every session ends. By the job, or by an administrator. Safe to repeat."""
    if not actor.may("job.staff.reset_keys"):
        actor.require(access.KEYS)
    with command("staff.reset_keys", actor) as deed:
        found = KeyReset.objects.select_for_update().filter(pk=reset_id).first()
        if found is None:
            raise no_such_reset()
        if found.state != "confirmed" or found.due_at is None:
            deed.nothing_done()
            return
        if deed.moment < found.due_at:
            raise Refused.because(WAITS)
        deed.subject = f"party:{found.person_id}"
        _reset(found, deed=deed)


def _reset(found: KeyReset, *, deed: Deed) -> None:
    person = f"party:{found.person_id}"
    user = people.account_of(person)
    keys = Authenticator.objects.filter(user_id=user).delete()[0] if user else 0
    sessions = end_all(user)
    keys += revoke_office_keys(person, deed=deed)
    found.state, found.done_at = "done", deed.moment
    found.save(update_fields=["state", "done_at"])
    deed.after(reset=found.pk, keys_revoked=keys, sessions_ended=sessions)
    event = events.KeysReset(subject=person, parties=(person,))
    deed.emit(event)
    body = Text(
        "Mời ông/bà đăng nhập bằng mật khẩu rồi đặt khóa xác thực mới.",
        "Sign in with your password and set up a new second factor.",
    )
    deed.notify(person, "staff", event.line(), body, "/staff/keys/")


# -- sessions --------------------------------------------------------------------------------------------------------


def end_sessions(person: str, *, only: int | None = None, but: str = "", once: UUID | None = None, actor: Actor) -> int:
    """Sign a person out: of one session (``only``), or of all but the one with the key ``but``; how many ended.

    One's own always; those of others with the right. A session that is gone already counts as ended.
    """
    if person not in actor.keys:
        actor.require(access.KEYS)
    with command("staff.end_sessions", actor, subject=person) as deed:
        before = deed.repeated(once)
        if before is not None:
            return int(before)
        user = people.account_of(person)
        found = UserSession.objects.filter(user_id=user) if user else UserSession.objects.none()
        if only is not None:
            found = found.filter(pk=only)
            if not found.exists():
                raise NotAllowed(
                    Text("Phiên này không còn hoặc không phải của ông/bà.", "This session is gone, or not yours."),
                    Text("Mời ông/bà mở lại danh sách.", "Open the list again."),
                )
        ended = 0
        for session in found.exclude(session_key=but).order_by("id"):
            session.end()
            ended += 1
        if not ended:
            deed.nothing_done()
            return 0
        deed.after(sessions_ended=ended)
        event = events.SessionsEnded(subject=person, parties=(person,), count=ended)
        deed.emit(event)
        if person not in actor.keys:
            deed.notify(person, "staff", event.line(), Text(f"Người thực hiện: {actor.name}."), "/staff/keys/")
        deed.result(ended)
        return ended


def end_all(user: int | None) -> int:
    """Every session of an account, inside a bigger deed."""
    ended = 0
    for session in UserSession.objects.filter(user_id=user or 0):
        session.end()
        ended += 1
    return ended


def close_account(person: str) -> tuple[int, int]:
    """Keys and sessions of somebody who left, inside a bigger deed: how many of each.

    The account stays. It is switched off unless the person also comes in as a resident; the password stops working.
    """
    user = people.account_of(person)
    if user is None:
        return 0, 0
    keys = Authenticator.objects.filter(user_id=user).delete()[0]
    account = get_user_model().objects.get(pk=user)
    account.set_unusable_password()
    account.is_active = people.has_other_sign_in(person)
    account.save(update_fields=["password", "is_active"])
    return keys, end_all(user)


def no_such_reset() -> Missing:
    return Missing(
        Text("Không tìm thấy đề nghị này.", "There is no such request."),
        Text("Mời ông/bà mở lại danh sách.", "Go back to the list."),
    )
