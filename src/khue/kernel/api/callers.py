"""Who calls: a person in a browser (session cookie, and the form key on writes), a program with a key, or anybody."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal, Protocol

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import NotAllowed
from khue.kernel import clock, limits, web
from khue.kernel.models import AccessKey

Need = Literal["public", "session", "view", "submit", "sign", "intake"]
"""What a door asks of a caller: nothing, a person at a screen, or (also) a key with this scope; ``intake`` only a key."""

MARK = "khue_"
SAFE = ("GET", "HEAD", "OPTIONS")
TOUCHED_EVERY = timedelta(minutes=1)
VISITOR_PER_MINUTE, PERSON_PER_MINUTE = 120, 600
WRONG_KEYS = "20/m,200/h"
"""From one address, then 429. A secret of 256 random bits is not guessed; who tries all the same is told to stop, and seen."""


class NotKnown(Exception):
    """401: the door asks for somebody, and the caller showed nothing usable. ``text`` says what is wrong with it."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class NotOurPage(Exception):
    """403: a browser's write without the form key of our pages."""


class KeyHolder(Protocol):
    """What ``people`` knows about a key's holder on a day, for the key's organisation."""

    @property
    def person_id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def user_id(self) -> int | None: ...
    @property
    def mandates(self) -> tuple[tuple[int, str], ...]: ...


class OfficeHolder(Protocol):
    """What is known on a day about the member of staff to whom a key belongs."""

    @property
    def person_id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def rights(self) -> frozenset[str]: ...
    @property
    def units(self) -> tuple[str, ...]: ...


OFFICE = "office"
"""The scope of a key of staff, and what such a key acts within: it reaches nothing of its holder's own."""
OfficeLoader = Callable[[str, date], OfficeHolder | None]
_office_loader: OfficeLoader | None = None
HolderLoader = Callable[[str, str, date], KeyHolder | None]
_holder_loader: HolderLoader | None = None
SystemLoader = Callable[[str], str | None]
_system_loaders: dict[str, SystemLoader] = {}


def set_holder_loader(loader: HolderLoader) -> None:
    """``loader(holder, organisation, day)`` gives the person with the mandates that hold on that day, or None."""
    global _holder_loader
    _holder_loader = loader


def set_office_loader(loader: OfficeLoader) -> None:
    """``loader(holder, day)`` gives the member of staff with the rights of that day; None for an account switched off."""
    global _office_loader
    _office_loader = loader


def register_system(kind: str, name_of: SystemLoader) -> None:
    """Keys may belong to another system, ``<kind>:…``: ``name_of(holder)`` is its name while it may call, else None."""
    _system_loaders[kind] = name_of


@dataclass(frozen=True, slots=True)
class Caller:
    """``name`` tells callers apart for limits and repetitions; ``key`` is None for a browser and for anybody."""

    name: str
    actor: Actor
    key: AccessKey | None = None
    allowed: int = 0
    left: int = 0
    resets_in: int = 0


# -- secrets ---------------------------------------------------------------------------------------------------------


def new_secret() -> tuple[str, str, str]:
    """(prefix, secret, hash). The secret has 256 random bits, so its plain SHA-256 says nothing about it."""
    prefix = MARK + secrets.token_hex(4)
    secret = f"{prefix}_{secrets.token_urlsafe(32)}"
    return prefix, secret, hash_of(secret)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


# -- who -------------------------------------------------------------------------------------------------------------


def caller_of(request: HttpRequest, need: Need, right: str = "", *, changes: bool = True) -> Caller:
    """Who calls, counted against the limit. Raises NotKnown, NotAllowed, NotOurPage, LimitReached.

    Not ``changes``: a question with a body, for which a browser needs no form key.

    ``right`` is what the door asks of staff: a key of staff opens a door for persons only with it. Sets ``request.actor``.
    """
    given = request.headers.get("Authorization", "")
    if given:
        return _by_key(request, given, need, right)
    actor = web.actor_of(request)
    if not actor.is_signed_in:
        if need != "public":
            raise NotKnown(
                Text(
                    "Cần đăng nhập, hoặc gửi khóa trong Authorization: Bearer khue_…",
                    "Sign in, or send a key as Authorization: Bearer khue_…",
                )
            )
        limits.allow_here(request, "api", VISITOR_PER_MINUTE)
        return Caller("public", actor)
    if need == "intake":
        raise NotAllowed(
            Text("Địa chỉ này chỉ dành cho hệ thống đã kết nối.", "This address is for connected systems only."),
            Text("Mời ông/bà dùng khóa của hệ thống đó.", "Use the key of that system."),
        )
    if changes and request.method not in SAFE and not _from_our_page(request):
        raise NotOurPage
    limits.allow_here(request, f"api.{actor.key}", PERSON_PER_MINUTE)
    return Caller(actor.key, actor)


def _from_our_page(request: HttpRequest) -> bool:
    checked = CsrfViewMiddleware(lambda _request: HttpResponse())
    request.csrf_processing_done = False  # type: ignore[attr-defined]  # rides on the request
    checked.process_request(request)
    # Only the header counts: a form of another site can't set one, and the body is not read for it.
    if "X-CSRFToken" not in request.headers:
        return False
    return checked.process_view(request, _nothing, (), {}) is None


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


# -- by key ----------------------------------------------------------------------------------------------------------


def _by_key(request: HttpRequest, given: str, need: Need, right: str) -> Caller:
    try:
        key = _known(given)
    except NotKnown:
        limits.allow(request, "api.wrong-key", WRONG_KEYS)
        raise
    moment = clock.now()
    nobody = Actor(key="public", name="", moment=moment, language=web.language(), request_id=_request_id(request))
    _require_in_force(key, nobody.today)
    allowed, left, resets_in = _count(key)
    if OFFICE in key.scopes:
        return _by_office(request, key, need, right, nobody, (allowed, left, resets_in))
    system = _system_loaders.get(key.holder.partition(":")[0])
    if system is not None:
        return _by_system(
            request, key, need, replace(nobody, name=system(key.holder) or ""), (allowed, left, resets_in)
        )
    holder = _holder_loader(key.holder, key.organisation, nobody.today) if _holder_loader else None
    if holder is None or not holder.mandates:
        raise NotKnown(
            Text(
                "Người giữ khóa không còn được ủy quyền cho tổ chức này.",
                "The holder of this key no longer acts for the organisation.",
            )
        )
    actor = replace(
        nobody,
        key=key.holder,
        name=holder.name,
        person_id=holder.person_id,
        user_id=holder.user_id,
        acts_for=_reach(key, holder),
        mandate=f"mandate:{holder.mandates[0][0]}",
        via=f"key:{key.prefix}",
        within=key.organisation,
    )
    request._khue_actor = actor  # type: ignore[attr-defined]  # kept for the request, as kernel.web does
    if need == "session":
        raise NotAllowed(
            Text(
                "Việc này không làm bằng khóa được: cần chính người đó đăng nhập.",
                "This can't be done with a key: the person must be signed in.",
            ),
            Text("Mời ông/bà đăng nhập trên trang rồi thực hiện.", "Sign in on the pages and do it there."),
        )
    if need != "public" and need not in key.scopes:
        raise NotAllowed(
            Text(f"Khóa này không có phạm vi “{need}”.", f"This key does not have the scope “{need}”."),
            Text("Mời ông/bà tạo khóa khác có phạm vi đó.", "Make another key that has it."),
        )
    _touch(key, moment)
    return Caller(f"key:{key.pk}", actor, key, allowed, left, resets_in)


def _by_system(
    request: HttpRequest, key: AccessKey, need: Need, nobody: Actor, counted: tuple[int, int, int]
) -> Caller:
    """Another system acts in its own name: it is no person, so it holds no mandate and no right of office."""
    if not nobody.name:
        raise NotKnown(Text("Hệ thống này không còn được kết nối.", "This system is no longer connected."))
    actor = replace(nobody, key=key.holder, via=f"key:{key.prefix}")
    request._khue_actor = actor  # type: ignore[attr-defined]  # kept for the request, as kernel.web does
    if need != "public" and need not in key.scopes:
        raise NotAllowed(
            Text(
                "Khóa của hệ thống kết nối không dùng được ở đây.", "The key of a connected system does not open this."
            ),
            Text("Mời ông/bà dùng các địa chỉ /api/v1/intake/.", "Use the addresses under /api/v1/intake/."),
        )
    _touch(key, actor.moment)
    return Caller(f"key:{key.pk}", actor, key, *counted)


def _by_office(
    request: HttpRequest, key: AccessKey, need: Need, right: str, nobody: Actor, counted: tuple[int, int, int]
) -> Caller:
    """A member of staff, with those rights of the key that the person holds at this moment, and nothing of the own."""
    holder = _office_loader(key.holder, nobody.today) if _office_loader else None
    rights = holder.rights & frozenset(key.rights) if holder is not None else frozenset()
    if holder is None or not holder.units or not rights:
        raise NotKnown(
            Text(
                "Người giữ khóa không còn giữ quyền nào của khóa này.",
                "The holder of this key no longer has any of its rights.",
            )
        )
    actor = replace(
        nobody,
        key=key.holder,
        name=holder.name,
        person_id=holder.person_id,
        rights=rights,
        units=holder.units,
        via=f"key:{key.prefix}",
        within=OFFICE,
    )
    request._khue_actor = actor  # type: ignore[attr-defined]  # kept for the request, as kernel.web does
    opens = need in ("public", "view") or (need == "session" and not rights.isdisjoint(right.split(" / ")))
    if not opens:
        raise NotAllowed(
            Text("Khóa của cán bộ này không dùng được ở đây.", "This key of staff does not open this."),
            Text("Mời ông/bà đăng nhập trên trang rồi thực hiện.", "Sign in on the pages and do it there."),
        )
    _touch(key, actor.moment)
    return Caller(f"key:{key.pk}", actor, key, *counted)


def _request_id(request: HttpRequest) -> str:
    return str(getattr(request, "request_id", ""))


def _known(given: str) -> AccessKey:
    kind, _space, secret = given.partition(" ")
    secret = secret.strip()
    parts = secret.split("_", 2)
    if kind.lower() == "bearer" and secret.startswith(MARK) and len(parts) == 3 and secret.isascii():
        found = AccessKey.objects.filter(prefix="_".join(parts[:2])[:16]).first()
        if found is not None and hmac.compare_digest(found.hash, hash_of(secret)):
            return found
    raise NotKnown(Text("Khóa không đúng.", "The key is not right."))


def _require_in_force(key: AccessKey, today: date) -> None:
    if key.revoked_at is not None:
        raise NotKnown(Text("Khóa đã bị thu hồi.", "The key was revoked."))
    if today < key.valid_from:
        raise NotKnown(Text("Khóa chưa có hiệu lực.", "The key is not in force yet."))
    if today >= key.valid_until:
        raise NotKnown(Text("Khóa đã hết hạn.", "The key has run out."))


def _reach(key: AccessKey, holder: KeyHolder) -> tuple[tuple[str, str], ...]:
    """The key's scopes as far as the holder's mandates go; whoever may do anything may look."""
    held = {scope for _number, scope in holder.mandates}
    scopes = [scope for scope in key.scopes if scope in held or "all" in held or scope == "view"]
    return tuple((key.organisation, scope) for scope in dict.fromkeys([*scopes, "view"]))


def _count(key: AccessKey) -> tuple[int, int, int]:
    """(allowed, left, seconds until the next minute). One statement, exact over all processes. Raises LimitReached."""
    now = time.time()
    minute, resets_in = int(now // 60), 60 - int(now % 60)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_keyuse (key_id, minute, count) VALUES (%s, %s, 1)"
            " ON CONFLICT (key_id, minute) DO UPDATE SET count = kernel_keyuse.count + 1 RETURNING count",
            [key.pk, minute],
        )
        used = int(cursor.fetchone()[0])
    if used > key.per_minute:
        raise limits.LimitReached("api.key", resets_in)
    return key.per_minute, key.per_minute - used, resets_in


def _touch(key: AccessKey, moment: Any) -> None:
    if key.last_used_at is None or moment - key.last_used_at > TOUCHED_EVERY:
        AccessKey.objects.filter(pk=key.pk).update(last_used_at=moment)
