"""Keeping the index true: it follows the audit record, and can be built anew from the database."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from django.utils import timezone

from khue.kernel.jobs import app
from khue.kernel.models import AuditRecord
from khue.kernel.search.index import Place, Writer, read_place, write_place, writing
from khue.kernel.search.sources import known

Progress = Callable[[str, int], None]
AT_ONCE = 5_000  # records of one pass
LATE = 2_000  # ids that are looked at again: a slower deed may commit after a later one


def follow() -> int:
    """Take in what was done since the last time; how many records were read. The first time builds the index.

    Nothing happens while another process of this node writes.
    """
    place = read_place()
    if place is None:
        return rebuild()
    seen = set(place.recent)
    rows = [row for row in _since(place) if row[0] not in seen]
    if not rows:
        return 0
    with writing() as writer:
        if writer is None:
            return 0
        _take_in(writer, {subject for _id, subjects in rows for subject in subjects})
    write_place(_moved(place, [row[0] for row in rows]))
    return len(rows)


def _since(place: Place) -> list[tuple[int, list[str]]]:
    found = AuditRecord.objects.filter(id__gt=place.last - LATE).order_by("id").values_list("id", "subjects")
    return list(found[: AT_ONCE + LATE])


def _moved(place: Place, ids: list[int]) -> Place:
    last = max(place.last, *ids)
    recent = sorted(number for number in {*place.recent, *ids} if number > last - LATE)
    return Place(last, recent, timezone.now().isoformat(timespec="seconds"))


def _take_in(writer: Writer, subjects: set[str]) -> None:
    for source in known().values():
        keys = sorted(set(source.touched(subjects)))
        if keys:
            writer.remove(keys)
            writer.put(source.some(keys), replacing=False)


def rebuild(progress: Progress | None = None) -> int:
    """Build the index from the database; how many entries it has. ``progress`` gets kind and number now and then."""
    count = 0
    # The place first: what happens while we read is read once more by the next pass.
    recent = list(AuditRecord.objects.order_by("-id").values_list("id", flat=True)[:LATE])
    place = Place(max(recent, default=0), sorted(recent), timezone.now().isoformat(timespec="seconds"))
    with writing(anew=True) as writer:
        if writer is None:
            return 0
        for kind, source in known().items():
            entries = source.every()
            while batch := list(islice(entries, 1_000)):
                count += writer.put(batch, replacing=False)
                if progress is not None:
                    progress(kind, count)
    write_place(place)
    return count


@app.periodic(cron="* * * * *")
@app.task(name="kernel.follow_search", queueing_lock="kernel.follow_search")
def follow_search(timestamp: int) -> None:
    """Every minute: the index takes in what was done."""
    while follow() >= AT_ONCE:
        pass
