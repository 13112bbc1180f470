"""Lists of a day taken, compared and kept. A comparison changes no case: it says what differs and what to do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Max

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.errors import require
from khue.features.intake import access
from khue.features.intake.domain.reconciling import CompareAgain, Found, GiveList, Listed, Ours, compare, may_give
from khue.features.intake.models import Difference, IntakeCase, PortalList, Reconciliation, Source, StateChange
from khue.features.people import queries as people
from khue.kernel.deeds import Deed, command

DEFAULTS = {"business": "", "payment": "none", "delivery": "not_ready"}


def give_list(asked: GiveList, *, actor: Actor) -> int:
    """The source's list of a day is kept and compared; the report's number. Raises NotAllowed, Missing, Refused.

    By the source itself, or by an officer who got it as a file. The same list again is compared again.
    """
    if not actor.key.startswith("source:"):
        actor.require(access.RECONCILE)
    elif access.source_of(actor).pk != asked.source_id:
        raise access.no_such("nguồn", "source")
    with command("intake.give_list", actor, subject=f"source:{asked.source_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        source = _source(asked.source_id)
        require(may_give(asked, deed.today))
        lines = [line.to_json() for line in asked.lines]
        kept = PortalList.objects.create(
            source=source, day=asked.day, drawn_at=min(asked.drawn_at, deed.moment), lines=lines,
            sha256=hashlib.sha256(json.dumps(lines).encode()).hexdigest(), came_by=asked.came_by,
            given_by=actor.key, given_at=deed.moment,
        )  # fmt: skip
        report = _compare(source, asked.day, kept, deed=deed)
        deed.result(report.pk)
        return int(report.pk)


def reconcile_day(asked: CompareAgain, *, actor: Actor) -> int:
    """Compare a day with the newest list of it, or write down our side when none has come; the report's number."""
    if not actor.may(access.RECONCILE_JOB):
        actor.require(access.RECONCILE)
    with command("intake.reconcile_day", actor, subject=f"source:{asked.source_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        source = _source(asked.source_id)
        newest = PortalList.objects.filter(source=source, day=asked.day).order_by("-id").first()
        report = _compare(source, asked.day, newest, deed=deed)
        if actor.may(access.RECONCILE_JOB):
            _tell(report, source, deed=deed)
        deed.result(report.pk)
        return int(report.pk)


def _source(source_id: int) -> Source:
    """Under its lock: one comparison at a time gives each its number."""
    found = Source.objects.select_for_update().filter(pk=source_id).first()
    if found is None:
        raise access.no_such("nguồn", "source")
    return found


def _compare(source: Source, day: date, given: PortalList | None, *, deed: Deed) -> Reconciliation:
    as_of = given.drawn_at if given else min(deed.moment, _end_of(day))
    ours = _ours(source, day, as_of, {line[0] for line in given.lines} if given else set())
    theirs = tuple(Listed(*line) for line in given.lines) if given else ()
    found = compare(theirs, ours, _elsewhere(source, day, theirs)) if given else ()
    differing = {line.external_id for line in found}
    last = Reconciliation.objects.filter(source=source, day=day).aggregate(Max("run"))["run__max"] or 0
    report = Reconciliation.objects.create(
        source=source, day=day, run=last + 1, portal=given, compared_at=deed.moment, as_of=as_of,
        compared_by=deed.actor.key, ours=[[c.external_id, c.business, c.payment, c.delivery] for c in ours],
        count_ours=len(ours), count_theirs=len(theirs) if given else None,
        count_same=len({line.external_id for line in theirs} - differing), count_different=len(found),
    )  # fmt: skip
    Difference.objects.bulk_create(_rows(report, found), batch_size=1000)
    deed.after(day=day.isoformat(), run=report.run, ours=len(ours), theirs=report.count_theirs, different=len(found))
    return report


def _rows(report: Reconciliation, found: Iterable[Found]) -> Iterable[Difference]:
    for line in found:
        yield Difference(
            report=report, kind=line.kind, external_id=line.external_id, case_id=line.case_id, theirs=line.theirs,
            ours=line.ours, why=line.why.to_json(), next_step=line.next_step.to_json(),
        )  # fmt: skip


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), CITY_ZONE)


def _ours(source: Source, day: date, as_of: datetime, listed: set[str]) -> Sequence[Ours]:
    """The cases lodged on that day as they stood then; one that came later counts only when the list has it."""
    rows = list(IntakeCase.objects.filter(source=source, lodged_on=day).order_by("id"))
    states = _states([row.pk for row in rows], as_of)
    return [
        Ours(row.external_id, row.pk, **{**DEFAULTS, **states.get(row.pk, {})}, sync=row.sync)
        for row in rows
        if row.received_at <= as_of or row.external_id in listed
    ]


def _states(cases: Sequence[int], as_of: datetime) -> Mapping[int, dict[str, str]]:
    """case → kind → state at a moment, from the history."""
    found: dict[int, dict[str, str]] = {}
    rows = StateChange.objects.filter(case__in=cases, at__lte=as_of, kind__in=list(DEFAULTS)).order_by("id")
    for case_id, kind, after in rows.values_list("case_id", "kind", "after"):
        found.setdefault(case_id, {})[kind] = after
    return found


def _elsewhere(source: Source, day: date, theirs: Sequence[Listed]) -> Mapping[str, date]:
    ids = [line.external_id for line in theirs]
    rows = IntakeCase.objects.filter(source=source, external_id__in=ids).exclude(lodged_on=day)
    return dict(rows.values_list("external_id", "lodged_on"))


def _tell(report: Reconciliation, source: Source, *, deed: Deed) -> None:
    """Those who reconcile hear of a day that differs, and of a list that has not come while we have cases."""
    if report.portal_id is None and not report.count_ours:
        return
    if report.portal_id is not None and not report.count_different:
        return
    day, on = format_day(report.day, "vi"), format_day(report.day, "en")
    title = (
        Text(
            f"Đối soát ngày {day}: {report.count_different} điểm khác nhau",
            f"{on}: {report.count_different} differences",
        )
        if report.portal_id
        else Text(f"Đối soát ngày {day}: chưa có danh sách của nguồn", f"{on}: no list of the source yet")
    )
    body = Text(source.name_vi, source.name_en or source.name_vi)
    for reader in people.people_with_right(access.RECONCILE, deed.today):
        deed.notify(reader.key, "intake", title, body, f"/intake/reconciliation/{report.pk}/")
