"""Keeping the public index true: it follows the audit record within a second, and is built anew while it serves."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from khue.kernel.finding import days, index
from khue.kernel.finding.sources import known
from khue.kernel.models import AuditRecord
from khue.kernel.search.index import Place

Progress = Callable[[str, int], None]
AT_ONCE = 5_000  # records of one pass
LATE = 2_000  # ids that are looked at again: a slower deed may commit after a later one
PAUSE = 0.25  # seconds between two looks at the record
AFTER_A_FAULT = 5.0  # seconds
log = logging.getLogger("khue.finding")


def follow() -> int:
    """Take in what was done since the last time; how many records were read. Builds what is missing or torn.

    Nothing happens while another process of this node writes.
    """
    edition = index.current()
    place = index.read_place(edition) if edition else None
    if edition is None or place is None or index.is_torn(edition) or not index.holds(edition, known()):
        rebuild()
        return 0
    _turn_the_day(edition)
    if not _anything_new(place):
        return 0
    with index.alone("follow") as mine:
        if not mine:
            return 0
        # Another writer may have gone on, or another edition come into use, before the lock was ours.
        edition = index.current() or edition
        place = index.read_place(edition) or place
        seen = set(place.recent)
        found = AuditRecord.objects.filter(id__gt=place.last - LATE).order_by("id").values_list("id", "subjects")
        rows = [row for row in found[: AT_ONCE + LATE] if row[0] not in seen]
        if not rows:
            return 0
        try:
            _take_in(edition, rows, place)
        except ValueError:  # tantivy's word for files that it can't read
            log.exception("the public index is torn and will be built anew")
            index.say_torn(edition)
            return 0
    return len(rows)


def _turn_the_day(edition: Path) -> None:
    """What a day hides or shows without a deed is taken in when the day has come."""
    on, taken = days.today(), index.read_day(edition)
    if taken == on:
        return
    with index.alone("follow") as mine:
        if not mine or index.current() != edition:
            return
        writer = index.Writer(edition)
        for source in known().values():
            if source.turned is None:
                continue
            keys = sorted(set(source.turned(taken or on, on)))
            if keys:
                writer.remove(keys)
                writer.put(source.some(keys))
        writer.commit()
        place = index.read_place(edition)
        if place is not None:
            index.write_place(edition, place)  # readers renew what they have …
        index.write_day(edition, on)  # … before the day says that nothing has to be left out any more
        writer.close()


def _anything_new(place: Place) -> bool:
    """Counted, not compared with the largest id: a deed that began earlier may commit later."""
    first = place.last - LATE
    return AuditRecord.objects.filter(id__gt=first).count() > sum(number > first for number in place.recent)


def _take_in(edition: Path, rows: list[tuple[int, list[str]]], place: Place) -> None:
    subjects = {subject for _id, named in rows for subject in named}
    touched = [(source, keys) for source in known().values() if (keys := sorted(set(source.touched(subjects))))]
    writer = None
    if touched:
        writer = index.Writer(edition)
        for source, keys in touched:
            writer.remove(keys)
            writer.put(source.some(keys))
        writer.commit()
    index.write_place(edition, _moved(place, [row[0] for row in rows]))
    if writer is not None:
        writer.close()


def _moved(place: Place, ids: list[int]) -> Place:
    last = max(place.last, *ids)
    recent = sorted(number for number in {*place.recent, *ids} if number > last - LATE)
    return Place(last, recent, timezone.now().isoformat(timespec="seconds"))


def rebuild(progress: Progress | None = None) -> int | None:
    """Build another edition from the database and bring it into use; how many listings it has.

    Questions are answered from the old one meanwhile, and changes are taken into the old one. None when another process
    of this node builds just now. ``progress`` gets kind and number now and then.
    """
    with index.alone("build") as mine:
        if not mine:
            return None
        # The place first: what happens while we read is read once more by the next pass.
        recent = list(AuditRecord.objects.order_by("-id").values_list("id", flat=True)[:LATE])
        place = Place(max(recent, default=0), sorted(recent), timezone.now().isoformat(timespec="seconds"))
        edition, on = index.new_edition(), days.today()
        count = _fill(edition, progress)
        index.write_kinds(edition, known())
        index.write_day(edition, on)
        index.write_place(edition, place)
        with index.alone("follow", waiting=True):
            index.switch_to(edition)
    return count


def _fill(edition: Path, progress: Progress | None) -> int:
    count = 0
    writer = index.Writer(edition, heap=index.HEAP_ANEW)
    for kind, source in known().items():
        listings = source.every()
        while batch := list(islice(listings, 1_000)):
            count += writer.put(batch)
            if progress is not None:
                progress(kind, count)
    writer.commit()
    writer.close()
    return count


def keep_following(ending: threading.Event) -> None:
    """Follow until told to end: what was committed is found within a second. One loop per node is enough."""
    while not ending.wait(PAUSE):
        try:
            close_old_connections()
            while follow() >= AT_ONCE and not ending.is_set():
                pass
        except (DatabaseError, OSError):
            # The database restarts, the disk is full: the index is behind for a while and catches up.
            log.exception("the public index could not follow")
            ending.wait(AFTER_A_FAULT)
