"""Keys of staff: made for oneself, shown once, revoked; all of them end when their holder leaves or loses the second factor."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Conflict, Missing, NotAllowed, require
from khue.features.people import queries as people
from khue.features.staff import access, events
from khue.features.staff.domain.office_keys import (
    PER_MINUTE,
    MakeOfficeKey,
    OfficeKeyFacts,
    RevokeOfficeKey,
    may_make_office_key,
)
from khue.features.staff.queries.office_keys import office_keys_in_force
from khue.kernel.api.callers import OFFICE, new_secret
from khue.kernel.deeds import Deed, command
from khue.kernel.models import AccessKey


@dataclass(frozen=True, slots=True)
class NewOfficeKey:
    """The only moment at which the secret is known."""

    id: int
    prefix: str
    secret: str


def make_office_key(asked: MakeOfficeKey, *, actor: Actor) -> NewOfficeKey:
    """A key for one's own programs; its secret is in the answer and nowhere else.

    Raises NotAllowed for who is no member of staff (or has not shown the second factor: then there are no rights) and for
    a key, Refused with every reason, Conflict when the same form made its key already.
    """
    access.require_staff(actor)
    if actor.via:
        raise NotAllowed(
            Text("Khóa không tạo ra khóa khác.", "A key makes no keys."),
            Text("Mời ông/bà đăng nhập trên trang.", "Sign in on the pages."),
        )
    with command("staff.make_office_key", actor, subject=actor.key) as deed:
        if deed.repeated(asked.once) is not None:
            raise Conflict(
                Text("Khóa này đã được tạo và chỉ hiện một lần.", "This key was made already and is shown only once."),
                Text("Nếu chưa kịp lưu, mời ông/bà thu hồi và tạo khóa mới.", "If it was not kept: revoke it, make another."),
            )  # fmt: skip
        # One at a time, so that the number of keys is counted right.
        get_user_model().objects.select_for_update().filter(pk=actor.user_id or 0).first()
        facts = OfficeKeyFacts(
            held=actor.rights,
            carried=people.rights_of_keys(),
            in_force=office_keys_in_force(actor.key, deed.today),
            days=settings.KHUE_STAFF_KEY_DAYS,
            as_deputy=bool(actor.stands_in_for),
        )
        require(may_make_office_key(asked, facts, deed.today))
        prefix, secret, digest = new_secret()
        key = AccessKey.objects.create(
            prefix=prefix,
            hash=digest,
            name=asked.name.strip()[:100],
            organisation=OFFICE,
            holder=actor.key,
            scopes=[OFFICE],
            rights=list(dict.fromkeys(asked.rights)),
            per_minute=PER_MINUTE,
            valid_from=deed.today,
            valid_until=asked.valid_until,
            made_by=actor.key,
            made_at=deed.moment,
        )
        deed.after(key=prefix, rights=list(key.rights), valid_until=asked.valid_until.isoformat())
        event = events.OfficeKeyMade(subject=actor.key, parties=(actor.key,), prefix=prefix, name=key.name)
        deed.emit(event)
        body = Text("Nếu không phải ông/bà tạo, hãy thu hồi ngay.", "If you did not make it, revoke it at once.")
        deed.notify(actor.key, "staff", event.line(), body, "/staff/keys/")
        deed.result(prefix)
        return NewOfficeKey(key.pk, prefix, secret)


def revoke_office_key(asked: RevokeOfficeKey, *, actor: Actor) -> str:
    """It works no more from this moment; the holder's key. By its holder, or by those who end sessions. Raises Missing."""
    with command("staff.revoke_office_key", actor) as deed:
        key = AccessKey.objects.select_for_update().filter(pk=asked.key_id, organisation=OFFICE).first()
        if key is None or not (key.holder in actor.keys or actor.may(access.KEYS)):
            raise Missing(Text("Không có khóa này.", "There is no such key."))
        deed.subject = key.holder
        if deed.repeated(asked.once) is not None or key.revoked_at is not None:
            deed.nothing_done()
            return key.holder
        _revoke(key, deed=deed)
        deed.after(key=key.prefix, revoked=True)
        deed.result(True)
        return key.holder


def revoke_office_keys(person: str, *, deed: Deed) -> int:
    """All keys of somebody, inside a bigger deed; how many."""
    rows = list(AccessKey.objects.select_for_update().filter(organisation=OFFICE, holder=person, revoked_at=None))
    for key in rows:
        _revoke(key, deed=deed)
    return len(rows)


def _revoke(key: AccessKey, *, deed: Deed) -> None:
    key.revoked_at, key.revoked_by = deed.moment, deed.actor.key
    key.save(update_fields=["revoked_at", "revoked_by"])
    event = events.OfficeKeyRevoked(subject=key.holder, parties=(key.holder,), prefix=key.prefix, name=key.name)
    deed.emit(event)
    if key.holder != deed.actor.key:
        deed.notify(key.holder, "staff", event.line(), Text(key.name), "/staff/keys/")
