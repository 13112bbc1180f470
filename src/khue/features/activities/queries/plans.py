"""Plans, their versions and lines, for pages, exports and the interface. Money in đồng."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.activities import access
from khue.features.activities.domain.words import KINDS, LINE, OPEN_VERSIONS, VERSION
from khue.features.activities.models import ActivityLine, ActivityPlan, PlanLine, PlanVersion
from khue.features.people.queries.city import unit_names
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView, Tone

VERSION_TONES: Final[Mapping[str, Tone]] = {
    "approved": "good",
    "proposed": "wait",
    "returned": "bad",
    "drafted": "plain",
}
LINE_TONES: Final[Mapping[str, Tone]] = {"open": "good", "closed": "plain", "dropped": "bad"}


def unit_name(code: str) -> Text:
    return unit_names().get(code, Text(code, code))


def version_state(code: str) -> StateView:
    return StateView(code, VERSION.label(code), VERSION_TONES.get(code, "plain"))


def line_state(code: str) -> StateView:
    return StateView(code, LINE.label(code), LINE_TONES.get(code, "plain"))


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line: its norm, what is planned, reserved, accepted (``spent``), paid and left. ``norm_each`` None: none applied."""

    id: int
    plan: int
    plan_number: str
    unit_code: str
    unit: Text
    year: int
    no: int
    kind: str
    kind_words: Text
    each_words: Text
    purpose: str
    quantity: int
    each: int
    planned: int
    ground: str
    for_fees: bool
    norm: str
    norm_on: date
    norm_each: int | None
    reserved: int
    used: int
    spent: int
    paid: int
    returned: int
    released: int
    state: StateView

    @property
    def left(self) -> int:
        return self.reserved - self.used

    @property
    def state_words(self) -> Text:
        return self.state.label  # type: ignore[return-value]  # flows have Text labels

    @property
    def over_norm(self) -> bool:
        return self.norm_each is not None and self.each > self.norm_each


def _line(row: PlanLine) -> LineRow:
    line, plan = row.line, row.version.plan
    kind = KINDS[row.kind]
    return LineRow(
        line.pk, plan.pk, plan.number, plan.unit, unit_name(plan.unit), plan.year, row.no, row.kind, kind.label, kind.each,
        row.purpose, row.quantity, row.each, row.amount, row.ground, row.for_fees, row.norm, row.norm_on, row.norm_each,
        line.reserved, line.used, line.spent, line.paid, line.returned, line.released, line_state(line.state),
    )  # fmt: skip


def _in_force() -> QuerySet[PlanLine]:
    return PlanLine.objects.filter(version__state="approved").select_related("line", "version__plan")


def lines(actor: Actor, year: int | None, unit: str, kind: str, after: str | None, size: int = 25) -> Page[LineRow]:
    """Lines of plans in force, newest plan first. Raises NotAllowed."""
    actor.require(access.READ)
    found = _in_force()
    if year:
        found = found.filter(version__plan__year=year)
    if unit:
        found = found.filter(version__plan__unit=unit)
    if kind in KINDS:
        found = found.filter(kind=kind)
    return keyset(found, ["-id"], after, size).of(_line)


@dataclass(frozen=True, slots=True)
class Total:
    """Sums over plans in force of a kind of activity in one year, đồng."""

    year: int
    kind: str
    kind_words: Text
    lines: int
    planned: int
    reserved: int
    spent: int
    paid: int


def totals(year: int | None = None) -> tuple[Total, ...]:
    """By year and kind, newest year first; for everybody: no unit and no person is named."""
    found = _in_force().filter(version__plan__year=year) if year else _in_force()
    rows = found.values("version__plan__year", "kind").annotate(
        n=Sum(1), planned=Sum("amount"), reserved=Sum("line__reserved"), spent=Sum("line__spent"),
        paid=Sum(F("line__paid") - F("line__returned")),
    )  # fmt: skip
    return tuple(
        Total(r["version__plan__year"], r["kind"], KINDS[r["kind"]].label, r["n"], r["planned"], r["reserved"], r["spent"], r["paid"])
        for r in rows.order_by("-version__plan__year", "kind")
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class KindStream:
    """đồng of one kind of activity from one budget line (its code): in plans in force, and paid without what came back."""

    budget: str
    kind: str
    kind_words: Text
    planned: int
    paid: int


def streams() -> tuple[KindStream, ...]:
    """Over all years, for everybody: no unit and no person is named."""
    rows = (
        _in_force()
        .values("version__plan__line", "kind")
        .annotate(planned=Sum("amount"), paid=Sum(F("line__paid") - F("line__returned")))
    )
    return tuple(
        KindStream(r["version__plan__line"].removeprefix("budget:"), r["kind"], KINDS[r["kind"]].label, r["planned"], r["paid"])
        for r in rows.order_by("version__plan__line", "kind")
    )  # fmt: skip


def years() -> tuple[int, ...]:
    return tuple(ActivityPlan.objects.order_by("-year").values_list("year", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class PlanRow:
    """``state`` of the newest version; money of the version in force."""

    id: int
    number: str
    unit: Text
    year: int
    version: int
    state: StateView
    planned: int
    spent: int
    paid: int

    @property
    def state_words(self) -> Text:
        return self.state.label  # type: ignore[return-value]  # flows have Text labels


def plans(actor: Actor, after: str | None, size: int = 25) -> Page[PlanRow]:
    """All plans, newest first. Raises NotAllowed."""
    actor.require(access.READ)
    newest = PlanVersion.objects.filter(plan=OuterRef("pk")).order_by("-no")
    money = ActivityLine.objects.filter(plan=OuterRef("pk")).order_by().values("plan")
    planned = PlanLine.objects.filter(version__plan=OuterRef("pk"), version__state="approved").order_by()
    found = ActivityPlan.objects.annotate(
        newest_no=Subquery(newest.values("no")[:1]),
        newest_state=Subquery(newest.values("state")[:1]),
        planned=Subquery(planned.values("version__plan").annotate(s=Sum("amount")).values("s")),
        spent=Subquery(money.annotate(s=Sum("spent")).values("s")),
        paid=Subquery(money.annotate(s=Sum("paid")).values("s")),
    )
    return keyset(found, ["-id"], after, size).of(
        lambda row: PlanRow(
            row.pk, row.number, unit_name(row.unit), row.year, row.newest_no, version_state(row.newest_state),
            row.planned or 0, row.spent or 0, row.paid or 0,
        )
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class VersionRow:
    id: int
    no: int
    state: StateView
    ground: str
    drafted_by: str
    drafted_at: datetime
    proposed_at: datetime | None
    decided_by: str
    decided_at: datetime | None
    note: str


def _version(row: PlanVersion) -> VersionRow:
    return VersionRow(
        row.pk, row.no, version_state(row.state), row.ground, row.drafted_by_name, row.drafted_at, row.proposed_at,
        row.decided_by_name, row.decided_at, row.note,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanCard:
    """``lines`` of the version in force; ``versions`` newest first. ``own``: the reader's unit."""

    id: int
    number: str
    unit_code: str
    unit: Text
    year: int
    budget_line: str
    lines: tuple[LineRow, ...]
    versions: tuple[VersionRow, ...]
    own: bool

    @property
    def in_force(self) -> VersionRow | None:
        return next((one for one in self.versions if one.state.code == "approved"), None)

    @property
    def under_way(self) -> VersionRow | None:
        return next((one for one in self.versions if one.state.code in OPEN_VERSIONS), None)


def plan_card(plan_id: int, actor: Actor) -> PlanCard:
    """Raises Missing, NotAllowed."""
    actor.require(access.READ)
    plan = ActivityPlan.objects.filter(pk=plan_id).first()
    if plan is None:
        raise access.no_such_record()
    rows = _in_force().filter(version__plan=plan).order_by("no")
    versions = plan.versions.order_by("-no")
    return PlanCard(
        plan.pk, plan.number, plan.unit, unit_name(plan.unit), plan.year, plan.line.removeprefix("budget:"),
        tuple(map(_line, rows)), tuple(map(_version, versions)), plan.unit in actor.units,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One version with its lines as it has them; ``left_out`` are lines in force that it drops. ``seen``: its stamp."""

    id: int
    plan: int
    number: str
    unit: Text
    year: int
    budget_line: str
    row: VersionRow
    seen: int
    lines: tuple[LineRow, ...]
    before: dict[int, int]
    own: bool
    drawn_by: tuple[str, ...]

    @property
    def total(self) -> int:
        return sum(one.planned for one in self.lines)


def version_card(version_id: int, actor: Actor) -> VersionCard:
    """Raises Missing, NotAllowed. ``before``: line → amount in the version in force."""
    actor.require(access.READ)
    row = PlanVersion.objects.select_related("plan").filter(pk=version_id).first()
    if row is None:
        raise access.no_such_record()
    plan = row.plan
    found = row.lines.select_related("line", "version__plan").order_by("no")
    before = PlanLine.objects.filter(version__plan=plan, version__state="approved").exclude(version=row)
    return VersionCard(
        row.pk, plan.pk, plan.number, unit_name(plan.unit), plan.year, plan.line.removeprefix("budget:"), _version(row),
        row.stamp, tuple(map(_line, found)), dict(before.values_list("line_id", "amount")), plan.unit in actor.units,
        tuple(filter(None, (row.drafted_by, row.drafted_for, row.proposed_by, row.proposed_for))),
    )  # fmt: skip


def line_row(line_id: int) -> LineRow:
    """The line as the version in force has it, else as the newest one. Raises Missing."""
    found = PlanLine.objects.filter(line=line_id).select_related("line", "version__plan")
    row = found.filter(version__state="approved").first() or found.order_by("-version__no").first()
    if row is None:
        raise access.no_such_record()
    return _line(row)


def plan_line(version_id: int, line_id: int) -> LineRow:
    """The line as this version has it. Raises Missing."""
    row = PlanLine.objects.filter(version=version_id, line=line_id).select_related("line", "version__plan").first()
    if row is None:
        raise access.no_such_record()
    return _line(row)


def all_lines(rows: Iterable[LineRow]) -> tuple[int, int, int, int, int]:
    """Planned, reserved, spent, paid and left of several lines."""
    found = tuple(rows)
    return (
        sum(r.planned for r in found), sum(r.reserved for r in found), sum(r.spent for r in found),
        sum(r.paid for r in found), sum(r.left for r in found),
    )  # fmt: skip
