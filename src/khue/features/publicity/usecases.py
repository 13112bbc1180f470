"""Offers and demands go to the national exchange once each, changes under the same identifier, and its receipts are read back."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from khue.core.actor import Actor
from khue.features.publicity.domain.national import (
    MOST_LINES,
    Known,
    Planned,
    Receipt,
    file_of,
    planned,
    read_receipt_lines,
)
from khue.features.publicity.models import NationalBatch, NationalCounter, NationalEntry
from khue.features.publicity.queries.national import everything_public
from khue.kernel.deeds import command

RIGHT = "job.publicity.national"
SUBJECT = "publicity:national"


@dataclass(frozen=True, slots=True)
class Read:
    """What a receipt changed; ``faults`` are (line, what is wrong), ``old`` answers to versions that were replaced meanwhile."""

    taken: int
    old: int
    faults: tuple[tuple[int, str], ...]


def export_national(*, actor: Actor) -> str:
    """The content of a new batch: what is new, changed or withdrawn since the last one; empty where there is nothing. Raises NotAllowed."""
    actor.require(RIGHT)
    with command("publicity.export_national", actor, subject=SUBJECT) as deed:
        NationalCounter.objects.get_or_create(pk=1)
        counter = NationalCounter.objects.select_for_update().get(pk=1)
        rows = {row.identifier: row for row in NationalEntry.objects.all()}
        known = {key: Known(row.version, row.digest, row.state == "withdrawn") for key, row in rows.items()}
        lines = planned(everything_public(deed.moment), known)
        if not lines:
            deed.nothing_done()
            return ""
        counter.last += 1
        counter.save(update_fields=["last"])
        content = file_of(lines, counter.last, deed.moment)
        batch = NationalBatch.objects.create(
            no=counter.last, content=content, lines=len(lines), digest=sha256(content.encode()).hexdigest(), made_by=actor.key,
            made_at=deed.moment,
        )  # fmt: skip
        for line in lines:
            _keep(line, rows.get(line.identifier), batch)
        counts = {action: sum(line.action == action for line in lines) for action in ("add", "change", "withdraw")}
        deed.after(batch=batch.no, digest=batch.digest, **counts)
        return content


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
    actor.require(RIGHT)
    with command("publicity.read_receipt", actor, subject=SUBJECT) as deed:
        NationalCounter.objects.get_or_create(pk=1)
        NationalCounter.objects.select_for_update().get(pk=1)
        receipts, faults = read_receipt_lines(content)
        rows = {
            row.identifier: row
            for row in NationalEntry.objects.filter(identifier__in=[one.identifier for one in receipts])
        }
        taken = old = 0
        for one in receipts[:MOST_LINES]:
            row = rows.get(one.identifier)
            if row is None or one.version > row.version:
                faults.append((one.line, f"{one.identifier} version {one.version} was never sent"))
            elif one.version < row.version:
                old += 1
            elif _answer(row, one):
                row.outcome_at = deed.moment
                row.save(update_fields=["outcome", "outcome_version", "national", "says", "outcome_at"])
                taken += 1
        if not taken:
            deed.nothing_done()
        deed.after(taken=taken, old=old, faults=len(faults))
        return Read(taken, old, tuple(sorted(faults)))


def _answer(row: NationalEntry, one: Receipt) -> bool:
    """Whether it says something new."""
    said = (one.outcome, one.version, one.national, one.says)
    if (row.outcome, row.outcome_version, row.national, row.says) == said:
        return False
    row.outcome, row.outcome_version, row.national, row.says = said
    return True
