"""Writing, sealing, reading and exporting the audit. What a record is and how it is proven: ``khue.core.proof``."""

from __future__ import annotations

import json
import logging
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from khue.core import proof
from khue.core.actor import Actor
from khue.core.decision import Decision
from khue.kernel.models import AuditCheckpoint, AuditRecord, AuditValues

if TYPE_CHECKING:
    from khue.kernel.deeds import Deed

log = logging.getLogger(__name__)

CHUNK = 5000
PERSONAL = AuditValues.Part.PERSONAL.value
MATTER = AuditValues.Part.MATTER.value
TURN = 7_305_202_509
"""Advisory lock under which one checkpoint at a time is made."""


# -- writing -------------------------------------------------------------------------------------------------------


def append(
    *,
    chain: str,
    actor: Actor,
    deed: str,
    subjects: Sequence[str],
    values: Mapping[str, Any] | None,
    decision: Decision | None = None,
    edition: str = "",
    entries: Sequence[str] = (),
    request: str = "",
) -> AuditRecord:
    """Write one record at the end of ``chain``: the last act of a deed, inside its transaction.

    ``values`` are plain JSON; what stands under ``personal`` is kept and erased apart from the rest. The decision is
    kept with them under ``decision``. The chain stays locked until the transaction ends. Raises TypeError for values
    that are not JSON.
    """
    matter = dict(values or {})
    personal = matter.pop("personal", None)
    if decision is not None:
        matter["decision"] = decision.to_json()
    kept = {part: proof.Kept.of(said) for part, said in ((MATTER, matter), (PERSONAL, personal)) if said}
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, hash FROM kernel_audit_end_of(%s)", [chain])
        seq, prev = cursor.fetchone() or (0, b"")
        told: dict[str, Any] = {
            "chain": chain,
            "seq": seq + 1,
            "at": actor.moment,
            "actor": actor.key,
            "deed": deed,
            "subjects": list(subjects),
        }
        body = proof.record_body(
            **told,
            prev=bytes(prev).hex() or proof.ZERO,
            wall=timezone.now(),
            mandate=actor.mandate,
            values=kept[MATTER].commitment if MATTER in kept else None,
            personal=kept[PERSONAL].commitment if PERSONAL in kept else None,
            edition=edition,
            entries=entries,
            request=request,
            via=actor.via,
        )
        record = AuditRecord(**told, body=body, hash=proof.digest_of(body))
        cursor.execute(*_insert(record, kept))
        record.pk = cursor.fetchone()[0]
    return record


def _insert(record: AuditRecord, kept: Mapping[str, proof.Kept]) -> tuple[str, list[Any]]:
    """Record and values in one statement: the chain's lock is held for one round trip less."""
    sql = (
        "WITH r AS (INSERT INTO kernel_auditrecord (chain, seq, hash, at, actor, deed, subjects, body)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id)"
    )
    given: list[Any] = [record.chain, record.seq, record.hash, record.at, record.actor, record.deed]
    given += [record.subjects, record.body]
    if kept:
        rows = ", ".join(["(%s, %s::bytea, %s)"] * len(kept))
        sql += (
            ", v AS (INSERT INTO kernel_auditvalues (record_id, part, salt, body, erased_on_ground)"
            f" SELECT r.id, k.part, k.salt, k.body, '' FROM r, (VALUES {rows}) AS k (part, salt, body))"
        )
        for part, values in kept.items():
            given += [part, values.salt, values.body]
    return sql + " SELECT id FROM r", given


def erase_values(record_ids: Sequence[int], ground: str, *, deed: Deed, parts: Sequence[str] = (PERSONAL,)) -> int:
    """Erase the personal values of these records on a stated ground; the number of erased rows.

    The chain keeps its commitments, so every proof still holds; without salt and text nothing can be read out of
    them. The deed records which records lost values and why. Raises ValueError without a ground.
    """
    if not ground.strip():
        raise ValueError("an erasure needs its ground")
    rows = AuditValues.objects.filter(record_id__in=record_ids, part__in=parts, erased_at__isnull=True)
    erased = sorted(rows.select_for_update().values_list("record_id", "part"))
    rows.update(salt=None, body=None, erased_at=deed.moment, erased_on_ground=ground)
    deed.after(erased=[f"{part} of record {record}" for record, part in erased], ground=ground)
    return len(erased)


# -- sealing -------------------------------------------------------------------------------------------------------


def ensure_key() -> Path:
    """The file of the signing key, made with mode 0600 when there is none."""
    path = Path(settings.KHUE_AUDIT_KEY)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written whole under another name first: a setup that is killed leaves no half key.
        number, draft = tempfile.mkstemp(dir=path.parent)  # mode 0600
        with os.fdopen(number, "wb") as file:
            file.write(proof.new_private_key_pem())
        try:
            os.link(draft, path)
        except FileExistsError:  # a twin was faster: its key counts
            pass
        finally:
            os.unlink(draft)
    return path


def signing_key() -> Ed25519PrivateKey:
    """Raises ValueError, in one sentence, when the file holds no Ed25519 key."""
    return proof.load_private_key(ensure_key().read_bytes())


def seal_checkpoint(now: datetime) -> proof.Checkpoint | None:
    """Seal every record since the last checkpoint; None when there is none. Opens its own transactions.

    Costs as much as the new records. Writers wait only for the instant in which the upper end is read.
    Raises OperationalError when writers do not let go for about half a minute.
    """
    key = signing_key()
    settled = _settled()
    if settled is None:
        return None
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
        previous = latest_checkpoint()
        tree, first, last = proof.Tree(), 0, 0
        new = AuditRecord.objects.filter(id__gt=previous.last if previous else 0, id__lte=settled).order_by("id")
        for last, digest in new.values_list("id", "hash").iterator(chunk_size=CHUNK):
            first = first or last
            tree.add(bytes(digest))
        if not tree.count:
            return None
        made = proof.seal(
            previous=previous, first=first, last=last, count=tree.count, root=tree.root(), at=now, key=key
        )
        if previous and previous.key != made.key:
            log.warning("checkpoint %s is signed with a new key: publish %s beside the old one", made.n, made.key)
        AuditCheckpoint.objects.create(
            n=made.n,
            last_id=last,
            at=now,
            body=made.body,
            hash=bytes.fromhex(made.hash),
            signature=bytes.fromhex(made.signature),
        )
    return made


def _settled(attempts: int = 15, patience: str = "2s") -> int | None:
    """The number up to which no writer is in flight. A short wait, tried again, so that writers never queue long."""
    for attempt in range(1, attempts + 1):
        try:
            with transaction.atomic(durable=True), connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [patience])
                cursor.execute("SELECT kernel_audit_settled()")
                found: int | None = cursor.fetchone()[0]
                return found
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != "55P03" or attempt == attempts:
                raise
            time.sleep(0.1 * attempt)
    return None


def latest_checkpoint(n: int | None = None) -> proof.Checkpoint | None:
    """The last checkpoint, or that with number ``n``; its ``line`` is what is published."""
    rows = AuditCheckpoint.objects.order_by("-n")
    row = (rows.filter(n=n) if n is not None else rows).first()
    return _checkpoint(row) if row else None


def _checkpoint(row: AuditCheckpoint) -> proof.Checkpoint:
    return proof.Checkpoint.read(f"C {bytes(row.signature).hex()} {row.body}")


# -- reading -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One record as a page shows it. ``values`` and ``personal`` are None when there were none or they are erased."""

    id: int
    chain: str
    seq: int
    hash: str
    at: datetime
    actor: str
    mandate: str
    deed: str
    subjects: tuple[str, ...]
    edition: str
    entries: tuple[str, ...]
    request: str
    via: str = ""
    values: Mapping[str, Any] | None = None
    personal: Mapping[str, Any] | None = None
    erased_at: datetime | None = None
    erased_on_ground: str = ""


def records_of(
    subject: str = "",
    *,
    actor: str = "",
    deed: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    size: int = 50,
    with_personal: bool = False,
) -> tuple[AuditLine, ...]:
    """Who did what, newest first: the ``size`` records before record ``before`` that fit all that is given.

    ``since`` is included, ``until`` is not. Two queries. Whoever asks for personal values notes the view.
    """
    rows = AuditRecord.objects.order_by("-id")
    if subject:
        rows = rows.filter(subjects__contains=[subject])
    if actor:
        rows = rows.filter(actor=actor)
    if deed:
        rows = rows.filter(deed=deed)
    if since:
        rows = rows.filter(at__gte=since)
    if until:
        rows = rows.filter(at__lt=until)
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows[:size])
    parts = (MATTER, PERSONAL) if with_personal else (MATTER,)
    kept: dict[int, dict[str, AuditValues]] = {}
    for row in AuditValues.objects.filter(record_id__in=[row.id for row in found]):
        kept.setdefault(row.record_id, {})[row.part] = row
    return tuple(_line(row, kept.get(row.id, {}), parts) for row in found)


def _line(row: AuditRecord, kept: Mapping[str, AuditValues], parts: Sequence[str]) -> AuditLine:
    said = json.loads(row.body)
    shown = {
        part: json.loads(values.body) for part, values in kept.items() if part in parts and values.body is not None
    }
    erased = next((values for values in kept.values() if values.erased_at), None)
    return AuditLine(
        id=row.id,
        chain=row.chain,
        seq=row.seq,
        hash=bytes(row.hash).hex(),
        at=row.at,
        actor=row.actor,
        mandate=said["mandate"],
        deed=row.deed,
        subjects=tuple(row.subjects),
        edition=said["edition"],
        entries=tuple(said["entries"]),
        request=said["request"],
        via=said.get("via", ""),
        values=shown.get(MATTER),
        personal=shown.get(PERSONAL),
        erased_at=erased.erased_at if erased else None,
        erased_on_ground=erased.erased_on_ground if erased else "",
    )


# -- exporting -----------------------------------------------------------------------------------------------------


def export(
    stream: IO[str], *, with_values: bool = False, city: str = "", progress: Callable[[int, int], None] | None = None
) -> int:
    """Write the whole audit to ``stream``, from one snapshot, row by row; the number of records written.

    ``stream`` is text in UTF-8 without translation of line ends. ``progress(done, total)`` is called now and then.
    Opens its own read-only transaction.
    """
    public_key = proof.public_hex(signing_key().public_key())
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        total = AuditRecord.objects.count() if progress else 0
        stream.write(proof.header_line(city=city, exported_at=timezone.now(), public_key=public_key))
        seals = _seals()
        values = _values() if with_values else iter(())
        seal, kept, done = next(seals, None), next(values, None), 0
        rows = AuditRecord.objects.order_by("id").values_list("id", "hash", "body")
        for number, digest, body in rows.iterator(chunk_size=CHUNK):
            while seal is not None and seal.last < number:
                stream.write(seal.line + "\n")
                seal = next(seals, None)
            stream.write(proof.record_line(bytes(digest).hex(), body))
            while kept is not None and kept[0] <= number:
                stream.write(proof.values_line(*kept[1:]))
                kept = next(values, None)
            done += 1
            if progress and done % CHUNK == 0:
                progress(done, total)
        while seal is not None:
            stream.write(seal.line + "\n")
            seal = next(seals, None)
        stream.write(proof.END)
    if progress:
        progress(done, total)
    return done


def _seals() -> Iterator[proof.Checkpoint]:
    for row in AuditCheckpoint.objects.order_by("n").iterator(chunk_size=100):
        yield _checkpoint(row)


def _values() -> Iterator[tuple[int, str, bytes, str]]:
    rows = AuditValues.objects.filter(erased_at__isnull=True).order_by("record_id", "part")
    found = rows.values_list("record_id", "part", "salt", "body")
    for record, part, salt, body in found.iterator(chunk_size=CHUNK):
        yield record, part, bytes(salt or b""), body or ""
