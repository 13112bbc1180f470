"""Keys of the interface: made, shown once, revoked."""

from __future__ import annotations

from dataclasses import dataclass

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Conflict, Missing, require
from khue.features.people import access, events
from khue.features.people.domain import clean_text
from khue.features.people.domain.keys import MakeKey, RevokeKey, may_make_key
from khue.features.people.models import Party
from khue.features.people.queries import party_id
from khue.features.people.queries.keys import held_scopes, keys_in_force
from khue.features.people.usecases.records import unknown
from khue.kernel.api.callers import new_secret
from khue.kernel.deeds import command
from khue.kernel.models import AccessKey


@dataclass(frozen=True, slots=True)
class NewKey:
    """The only moment at which the secret is known."""

    id: int
    prefix: str
    secret: str


def make_key(asked: MakeKey, *, actor: Actor) -> NewKey:
    """Make a key for a program of an organisation; its secret is in the answer and nowhere else.

    By a person who may certify for the organisation, for the own mandate; by an administrator for a named person's.
    Raises Refused with every reason, Conflict when the same form has made its key already.
    """
    access.require_keys_of(actor, asked.organisation, holder=asked.holder)
    with command("people.make_key", actor, subject=asked.organisation) as deed:
        if deed.repeated(asked.once) is not None:
            raise Conflict(
                Text("Khóa này đã được tạo và chỉ hiện một lần.", "This key was made already and is shown only once."),
                Text("Nếu chưa kịp lưu, mời ông/bà thu hồi và tạo khóa mới.", "If it was not kept: revoke it, make another."),
            )  # fmt: skip
        # One at a time per organisation, so that the number of keys is counted right.
        party = Party.objects.select_for_update().filter(pk=party_id(asked.organisation), kind="organisation").first()
        if party is None:
            raise unknown()
        require(
            may_make_key(
                asked,
                today=deed.today,
                held=held_scopes(asked.holder, party.key, deed.today),
                in_force=keys_in_force(party.key, deed.today),
            )
        )
        prefix, secret, digest = new_secret()
        key = AccessKey.objects.create(
            prefix=prefix,
            hash=digest,
            name=clean_text(asked.name)[:100],
            organisation=party.key,
            holder=asked.holder,
            scopes=list(dict.fromkeys(asked.scopes)),
            per_minute=asked.per_minute,
            valid_from=asked.valid_from,
            valid_until=asked.valid_until,
            made_by=actor.key,
            made_at=deed.moment,
        )
        deed.after(
            key=prefix,
            holder=asked.holder,
            scope=list(key.scopes),
            valid_from=asked.valid_from.isoformat(),
            valid_until=asked.valid_until.isoformat(),
        )
        event = events.KeyMade(subject=party.key, parties=(party.key, asked.holder), prefix=prefix, name=key.name)
        deed.emit(event)
        if asked.holder != actor.key:
            deed.notify(asked.holder, "people.mandate", event.line(), Text(key.name), f"/parties/{party.pk}/keys/")
        deed.result(prefix)
        return NewKey(key.pk, prefix, secret)


def revoke_key(asked: RevokeKey, *, actor: Actor) -> str:
    """A key works no more from this moment; the organisation's key. Revoking again changes nothing. Raises Missing."""
    with command("people.revoke_key", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return str(before)
        of_parties = AccessKey.objects.filter(organisation__startswith="party:")
        key = of_parties.select_for_update().filter(pk=asked.key_id).first()
        if key is None or not access.may_see_keys(actor, key.organisation):
            raise Missing(Text("Không có khóa này.", "There is no such key."))
        deed.subject = key.organisation
        if key.revoked_at is not None:
            deed.nothing_done()
            return key.organisation
        key.revoked_at, key.revoked_by = deed.moment, actor.key
        key.save(update_fields=["revoked_at", "revoked_by"])
        deed.after(key=key.prefix, revoked=True)
        deed.emit(
            events.KeyRevoked(
                subject=key.organisation, parties=(key.organisation, key.holder), prefix=key.prefix, name=key.name
            )
        )
        deed.result(key.organisation)
        return key.organisation
