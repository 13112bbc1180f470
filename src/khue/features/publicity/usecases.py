"""Offers and demands go to the national exchange once each, changes under the same identifier, and its receipts are read back."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.features.publicity import access
from khue.features.publicity.domain.national import (
    MOST_FAULTS,
    MOST_LINES,
    MakeFile,
    Planned,
    ReadReceipt,
    Receipt,
    SetSchedule,
    counts_of,
    file_of,
    may_make,
    may_read,
    may_set,
    never_sent,
    planned,
    read_receipt_lines,
)
from khue.features.publicity.models import NationalBatch, NationalCounter, NationalEntry, NationalReceipt
from khue.features.publicity.queries.national import everything_public, known_of
from khue.kernel.deeds import Deed, command

SUBJECT = "publicity:national"


@dataclass(frozen=True, slots=True)
class Read:
    """What a receipt changed; ``faults`` are (line, what is wrong), ``old`` answers to versions that were replaced meanwhile."""

    id: int
    taken: int
    old: int
    faults: tuple[tuple[int, Text], ...]


def export_national(*, actor: Actor) -> str:
    """The content of a new batch: what is new, changed or withdrawn since the last one; empty where there is nothing. Raises NotAllowed."""
    access.require_national(actor)
    with command("publicity.export_national", actor, subject=SUBJECT) as deed:
        batch = _batch(deed)
        if batch is None:
            deed.nothing_done()
            return ""
        return str(batch.content)


def make_national_file(asked: MakeFile, *, actor: Actor) -> int:
    """The same by a person, who is told where there is nothing to send; the number of the batch. Raises Refused, NotAllowed."""
    access.require_national(actor)
    with command("publicity.export_national", actor, subject=SUBJECT) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        batch = _batch(deed)
        require(may_make(batch.lines if batch else 0))
        assert batch is not None
        deed.result(batch.no)
        return int(batch.no)


def export_nightly(*, actor: Actor) -> str:
    """What the worker does at night: nothing where the schedule is off."""
    actor.require(access.JOB)
    return export_national(actor=actor) if NationalCounter.objects.filter(pk=1, nightly=True).exists() else ""


def set_national_schedule(asked: SetSchedule, *, actor: Actor) -> None:
    """Whether a file is made every night. Raises Refused, NotAllowed."""
    actor.require(access.NATIONAL)
    with command("publicity.set_national_schedule", actor, subject=SUBJECT) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = _counter()
        require(may_set(row.nightly, asked))
        deed.before(nightly=row.nightly)
        row.nightly, row.set_by_name, row.set_at, row.ground = (
            asked.nightly,
            actor.name,
            deed.moment,
            asked.ground.strip(),
        )
        row.save(update_fields=["nightly", "set_by_name", "set_at", "ground"])
        deed.after(nightly=row.nightly, ground=row.ground)
        deed.result(True)


def _counter() -> NationalCounter:
    """Held until the deed ends."""
    NationalCounter.objects.get_or_create(pk=1)
    return NationalCounter.objects.select_for_update().get(pk=1)


def _batch(deed: Deed) -> NationalBatch | None:
    """A new batch as part of the deed; None where the national exchange knows everything."""
    counter = _counter()
    rows = {row.identifier: row for row in NationalEntry.objects.all()}
    lines = planned(everything_public(deed.moment), known_of(rows.values()))
    if not lines:
        return None
    counter.last += 1
    counter.save(update_fields=["last"])
    content = file_of(lines, counter.last, deed.moment)
    counts = counts_of(lines)
    batch = NationalBatch.objects.create(
        no=counter.last, content=content, lines=len(lines), digest=sha256(content.encode()).hexdigest(), counts=counts, made_by=deed.actor.key,
        made_by_name=deed.actor.name, made_at=deed.moment,
    )  # fmt: skip
    for line in lines:
        _keep(line, rows.get(line.identifier), batch)
    deed.after(batch=batch.no, digest=batch.digest, **counts)
    return batch


def _keep(line: Planned, row: NationalEntry | None, batch: NationalBatch) -> None:
    state = "withdrawn" if line.action == "withdraw" else "sent"
    if row is None:
        NationalEntry.objects.create(
            identifier=line.identifier, kind=line.kind, source=line.source, version=line.version, digest=line.digest, state=state, batch=batch
        )  # fmt: skip
        return
    row.version, row.digest, row.state, row.batch = line.version, line.digest or row.digest, state, batch
    row.save(update_fields=["version", "digest", "state", "batch"])


def read_receipt(content: str, *, actor: Actor) -> Read:
    """Take in the national exchange's answers: the good lines in, each bad one named. Read twice, it changes nothing. Raises NotAllowed."""
    access.require_national(actor)
    with command("publicity.read_receipt", actor, subject=SUBJECT) as deed:
        return _read(content, "", deed)


def read_national_receipt(asked: ReadReceipt, *, actor: Actor) -> int:
    """The same by a person, kept with its bad lines; its id. Raises Refused for what is no receipt, NotAllowed."""
    access.require_national(actor)
    with command("publicity.read_receipt", actor, subject=SUBJECT) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        receipts, _faults = read_receipt_lines(asked.content)
        require(may_read(asked.content, len(receipts)))
        made = _read(asked.content, asked.name, deed)
        deed.result(made.id)
        return made.id


def _read(content: str, name: str, deed: Deed) -> Read:
    _counter()
    receipts, faults = read_receipt_lines(content)
    known = NationalEntry.objects.filter(identifier__in=[one.identifier for one in receipts])
    rows = {row.identifier: row for row in known}
    taken = old = 0
    for one in receipts[:MOST_LINES]:
        row = rows.get(one.identifier)
        if row is None or one.version > row.version:
            faults.append((one.line, never_sent(one)))
        elif one.version < row.version:
            old += 1
        elif _answer(row, one):
            row.outcome_at = deed.moment
            row.save(update_fields=["outcome", "outcome_version", "national", "says", "outcome_at"])
            taken += 1
    digest = sha256(content.encode()).hexdigest()
    same = NationalReceipt.objects.filter(digest=digest).order_by("-pk").first() if not taken else None
    if same is not None:  # read before, and nothing has moved since
        deed.nothing_done()
        return Read(same.pk, 0, old, tuple(sorted(faults, key=lambda told: told[0])))
    told = [[no, text.vi, text.into("en")] for no, text in sorted(faults, key=lambda told: told[0])[:MOST_FAULTS]]
    kept = NationalReceipt.objects.create(
        name=name[:200], digest=digest, taken=taken, old=old, faults=told, read_by=deed.actor.key, read_by_name=deed.actor.name, read_at=deed.moment
    )  # fmt: skip
    deed.after(taken=taken, old=old, faults=len(faults))
    return Read(kept.pk, taken, old, tuple(sorted(faults, key=lambda told: told[0])))


def _answer(row: NationalEntry, one: Receipt) -> bool:
    """Whether it says something new."""
    said = (one.outcome, one.version, one.national, one.says)
    if (row.outcome, row.outcome_version, row.national, row.says) == said:
        return False
    row.outcome, row.outcome_version, row.national, row.says = said
    return True
