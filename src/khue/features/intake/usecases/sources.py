"""Connecting another system: its record, its codes, its keys, and where it hears back. Secrets are shown once."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import Conflict, require
from khue.features.dossiers import queries as dossiers
from khue.features.intake import access
from khue.features.intake.domain.sources import (
    CloseSource,
    MakeSourceKey,
    MapProcedure,
    RegisterSource,
    ReopenSource,
    RevokeSourceKey,
    RotateSecret,
    Subscribe,
    may_close,
    may_make_key,
    may_map,
    may_register,
    may_reopen,
    may_rotate,
)
from khue.features.intake.models import Source, SourceProcedure, Subscription, WebhookSecret
from khue.kernel import calling, sealed
from khue.kernel.api.callers import new_secret
from khue.kernel.deeds import Deed, command
from khue.kernel.models import AccessKey


@dataclass(frozen=True, slots=True)
class Shown:
    """The only moment at which a secret is known."""

    name: str
    secret: str


def register_source(asked: RegisterSource, *, actor: Actor) -> int:
    """Another system may be connected; its number. Raises NotAllowed, Refused."""
    actor.require(access.SOURCES)
    with command("intake.register_source", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        require(may_register(asked, set(Source.objects.values_list("code", flat=True))))
        made = Source.objects.create(
            code=asked.code, name_vi=asked.name_vi.strip(), name_en=asked.name_en.strip(), registered_by=actor.key,
            registered_at=deed.moment,
        )  # fmt: skip
        deed.subject = made.key
        deed.after(code=made.code, name=made.name_vi)
        deed.result(made.pk)
        return int(made.pk)


def map_procedure(asked: MapProcedure, *, actor: Actor) -> None:
    """From now on the source's code means this procedure. Raises NotAllowed, Missing, Refused."""
    actor.require(access.SOURCES)
    with command("intake.map_procedure", actor, subject=f"source:{asked.source_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        source = _source(asked.source_id)
        require(may_map(asked, {procedure.key for procedure in dossiers.procedures(deed.today)}))
        code = asked.code.strip()
        now = SourceProcedure.objects.filter(source=source, code=code, ended_at=None)
        deed.before(**{code: now.values_list("procedure_key", flat=True).first()})
        now.update(ended_at=deed.moment)
        if asked.procedure:
            SourceProcedure.objects.create(
                source=source, code=code, procedure_key=asked.procedure, mapped_by=actor.key, mapped_at=deed.moment
            )
        deed.after(**{code: asked.procedure or None})
        deed.result(True)


def make_source_key(asked: MakeSourceKey, *, actor: Actor) -> Shown:
    """A key with which the source calls; its secret is in the answer and nowhere else. Raises Refused, Conflict."""
    actor.require(access.SOURCES)
    with command("intake.make_source_key", actor, subject=f"source:{asked.source_id}") as deed:
        if deed.repeated(asked.once) is not None:
            raise _shown_already()
        source = _source(asked.source_id)
        in_force = AccessKey.objects.filter(holder=source.key, revoked_at=None, valid_until__gt=deed.today).count()
        require(may_make_key(asked, deed.today, in_force))
        prefix, secret, digest = new_secret()
        AccessKey.objects.create(
            prefix=prefix, hash=digest, name=asked.name.strip(), organisation=source.key, holder=source.key,
            scopes=["intake"], per_minute=asked.per_minute, valid_from=deed.today, valid_until=asked.valid_until,
            made_by=actor.key, made_at=deed.moment,
        )  # fmt: skip
        deed.after(key=prefix, valid_until=asked.valid_until.isoformat(), per_minute=asked.per_minute)
        deed.result(prefix)
        return Shown(prefix, secret)


def revoke_source_key(asked: RevokeSourceKey, *, actor: Actor) -> None:
    """The key works no more. Revoking again changes nothing. Raises NotAllowed, Missing."""
    actor.require(access.SOURCES)
    with command("intake.revoke_source_key", actor, subject=f"source:{asked.source_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        source = _source(asked.source_id)
        key = AccessKey.objects.select_for_update().filter(pk=asked.key_id, holder=source.key).first()
        if key is None:
            raise access.no_such("khóa", "key")
        if key.revoked_at is not None:
            deed.nothing_done()
            return
        key.revoked_at, key.revoked_by = deed.moment, actor.key
        key.save(update_fields=["revoked_at", "revoked_by"])
        deed.after(key=key.prefix, revoked=True)
        deed.result(True)


def subscribe(asked: Subscribe, *, actor: Actor) -> Shown:
    """Changes go to this address from now on; its secret is shown once. Raises Refused, Conflict."""
    actor.require(access.SOURCES)
    with command("intake.subscribe", actor, subject=f"source:{asked.source_id}") as deed:
        if deed.repeated(asked.once) is not None:
            raise _shown_already()
        source = _source(asked.source_id)
        require(Decision.refuse_if_any(calling.address_reasons(asked.address.strip())))
        former = Subscription.objects.filter(source=source, ended_at=None)
        deed.before(address=former.values_list("address", flat=True).first())
        former.update(ended_at=deed.moment)
        made = Subscription.objects.create(
            source=source, address=asked.address.strip(), made_by=actor.key, made_at=deed.moment
        )
        deed.after(address=made.address)
        deed.result(made.pk)
        return _new_webhook_secret(made, deed=deed)


def rotate_secret(asked: RotateSecret, *, actor: Actor) -> Shown:
    """A new secret beside the former, which runs out; messages carry both signatures meanwhile. Raises Refused, Missing."""
    actor.require(access.SOURCES)
    with command("intake.rotate_secret", actor, subject=f"source:{asked.source_id}") as deed:
        if deed.repeated(asked.once) is not None:
            raise _shown_already()
        source = _source(asked.source_id)
        found = Subscription.objects.select_for_update().filter(source=source, ended_at=None).first()
        if found is None:
            raise access.no_such("địa chỉ nhận thông báo", "subscription")
        valid = found.secrets.exclude(valid_until__lte=deed.moment).count()
        require(may_rotate(asked, valid))
        until = deed.moment + timedelta(days=asked.overlap_days)
        found.secrets.filter(valid_until=None).update(valid_until=until)
        deed.after(former_until=until.isoformat())
        deed.result(found.pk)
        return _new_webhook_secret(found, deed=deed)


def close_source(asked: CloseSource, *, actor: Actor) -> None:
    """New dossiers of the source are refused with this ground; its open cases go on. Raises NotAllowed, Missing, Refused."""
    actor.require(access.SOURCES)
    with command("intake.close_source", actor, subject=f"source:{asked.source_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        source = _source(asked.source_id)
        require(may_close(asked.ground, source.closed_at is not None))
        deed.before(closed=False)
        _set(source, deed.moment, actor.key, asked.ground.strip())
        deed.after(closed=True, ground=asked.ground.strip())
        deed.result(True)


def reopen_source(asked: ReopenSource, *, actor: Actor) -> None:
    """The source may send new dossiers again. Raises NotAllowed, Missing, Refused."""
    actor.require(access.SOURCES)
    with command("intake.reopen_source", actor, subject=f"source:{asked.source_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        source = _source(asked.source_id)
        require(may_reopen(asked.ground, source.closed_at is not None))
        deed.before(closed=True, ground=source.closed_ground)
        _set(source, None, "", "")
        deed.after(closed=False, ground=asked.ground.strip())
        deed.result(True)


def _set(source: Source, at: datetime | None, by: str, ground: str) -> None:
    source.closed_at, source.closed_by, source.closed_ground = at, by, ground
    source.save(update_fields=["closed_at", "closed_by", "closed_ground"])


def _new_webhook_secret(subscription: Subscription, *, deed: Deed) -> Shown:
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    WebhookSecret.objects.create(
        subscription=subscription, sealed=sealed.seal(secret), hint=secret[-5:], made_by=deed.actor.key,
        made_at=deed.moment,
    )  # fmt: skip
    return Shown(f"…{secret[-5:]}", secret)


def _source(source_id: int) -> Source:
    """The source under its lock. Raises Missing."""
    found = Source.objects.select_for_update().filter(pk=source_id).first()
    if found is None:
        raise access.no_such("nguồn", "source")
    return found


def _shown_already() -> Conflict:
    return Conflict(
        Text("Khóa này đã được tạo và chỉ hiện một lần.", "This secret was made already and is shown only once."),
        Text("Nếu chưa kịp lưu, mời ông/bà tạo khóa mới.", "If it was not kept, make another."),
    )
