"""Where somebody is signed in and with which second factors; lost ones taken away by two persons."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.staff import access, usecases
from khue.features.staff.api.directory import staff_actor
from khue.features.staff.api.shapes import (
    STAFF,
    EndedOut,
    NewOfficeKeyOut,
    OfficeKeyIn,
    OfficeKeyOut,
    ResetIn,
    SignInOut,
    SignOutIn,
    VoteIn,
    door,
    found_line,
)
from khue.features.staff.domain.commands import AnswerKeyReset, AskKeyReset
from khue.features.staff.domain.office_keys import RevokeOfficeKey
from khue.features.staff.queries import joining
from khue.features.staff.queries.office_keys import office_keys_of
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import Done, Id, Listing, Made, whole


def _sign_in(request: HttpRequest, person: str) -> dict[str, Any]:
    here = request.session.session_key or ""
    return {
        "sessions": [
            {
                "id": line.id,
                "address": line.address,
                "device": line.device,
                "since": line.since,
                "here": line.key == here,
            }
            for line in joining.sessions_of(person)
        ],
        "factors": joining.keys_of(person),
        "resets": joining.open_resets(of=person),
    }


@door.get("/me/sign-in", SignInOut, Text("Đăng nhập của tôi", "My sign-in"))
def read_my_sign_in(request: HttpRequest) -> Any:
    """My sessions and second factors."""
    return _sign_in(request, acting(request).key)


@door.get(
    "/staff/{person_id}/sign-in", SignInOut, Text("Đăng nhập của cán bộ", "A colleague's sign-in"), right=access.KEYS
)
def read_sign_in(request: HttpRequest, person_id: Id) -> Any:
    """For those who may end sessions."""
    actor = staff_actor(request)
    actor.require(access.KEYS)
    return _sign_in(request, found_line(person_id, actor).key)


@door.post("/staff/{person_id}/sign-out", EndedOut, Text("Kết thúc phiên đăng nhập", "End sessions"))
def end_sessions(request: HttpRequest, person_id: Id, asked: SignOutIn) -> Any:
    """One's own always; a colleague's with the right."""
    here = request.session.session_key or ""
    person, once = f"party:{person_id}", once_of(request)
    ended = usecases.end_sessions(person, only=asked.session, but=here, once=once, actor=acting(request))
    return {"ended": ended}


@door.post(
    "/staff/{person_id}/key-resets",
    Made,
    Text("Đề nghị đặt lại khóa xác thực", "Ask to reset a second factor"),
    status=201,
    right=access.KEYS,
)
def ask_key_reset(request: HttpRequest, person_id: Id, asked: ResetIn) -> Any:
    """The person hears of it at once and can stop it; another administrator confirms."""
    actor = staff_actor(request)
    actor.require(access.KEYS)
    line = found_line(person_id, actor)
    made = usecases.ask_key_reset(AskKeyReset(line.key, asked.ground, once_of(request)), actor=actor)
    return {"id": str(made), "href": "/api/v1/staff-waiting"}


@door.post("/key-resets/{reset_id}/answer", Done, Text("Trả lời đề nghị đặt lại khóa", "Confirm or stop a reset"))
def answer_key_reset(request: HttpRequest, reset_id: Id, asked: VoteIn) -> Any:
    """Another administrator confirms or stops it; the person concerned may stop it."""
    given = AnswerKeyReset(reset_id, asked.confirmed, asked.answer, once_of(request))
    usecases.answer_key_reset(given, actor=acting(request))
    return {"href": "/api/v1/me/sign-in"}


# -- keys for programs -------------------------------------------------------------------------------------------------


@door.get("/me/keys", Listing[OfficeKeyOut], Text("Khóa truy cập của tôi", "My access keys"), right=STAFF)
def list_my_keys(request: HttpRequest) -> Any:
    """Every key that I ever made, newest first; never a secret."""
    actor = staff_actor(request)
    return whole(office_keys_of(actor.key, actor.today))


@door.post(
    "/me/keys", NewOfficeKeyOut, Text("Tạo khóa truy cập", "Make an access key"), status=201, keeps=False, right=STAFF
)
def make_my_key(request: HttpRequest, asked: OfficeKeyIn) -> Any:
    """For my own programs: reading, and taking in what the bank says. The secret is in this answer and nowhere else."""
    return usecases.make_office_key(asked.command(once_of(request)), actor=staff_actor(request))


@door.post("/staff-keys/{key_id}/revoke", Done, Text("Thu hồi khóa truy cập", "Revoke an access key"), takes="nothing")
def revoke_staff_key(request: HttpRequest, key_id: Id) -> Any:
    """By its holder, or by those who may end sessions. It works no more from this moment."""
    usecases.revoke_office_key(RevokeOfficeKey(key_id, once_of(request)), actor=acting(request))
    return {"href": "/api/v1/me/keys"}
