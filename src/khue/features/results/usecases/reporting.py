"""What a result earned: reported per period, zero as well; a correction takes the place of the report before."""

from __future__ import annotations

from dataclasses import dataclass

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.core.money import format_dong
from khue.features.documents.queries import paper_of
from khue.features.documents.usecases import register_paper, supersede_paper
from khue.features.people import queries as people
from khue.features.results import access
from khue.features.results.domain.income import Income, ReportIncome, may_report
from khue.features.results.events import IncomeReported
from khue.features.results.models import IncomePeriod, IncomeReport, Result
from khue.features.results.usecases.parts import about, locked_result, tell_desk, touch
from khue.features.results.usecases.periods import open_period
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import Deed, command
from khue.kernel.documents import kind_of

RECEIPT = "income-receipt"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a report belongs: a period that it corrects, closes or divides, or one of its own; or it crosses others."""

    corrects: IncomePeriod | None = None
    closes: IncomePeriod | None = None
    overlaps: bool = False


def report_income(asked: ReportIncome, *, actor: Actor) -> int:
    """Report a period; the report's id. By the owner's side. Raises Refused with every reason."""
    with command("results.report_income", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        result = locked_result(asked.result_id, deed, asked.seen)
        access.require_side(actor, result)
        place = _place(result, asked.income)
        known = people.is_party_key(asked.intermediary) and asked.intermediary in people.parties([asked.intermediary])
        require(
            may_report(
                asked,
                result.state,
                deed.today,
                corrects=place.corrects is not None,
                overlaps=place.overlaps,
                known=known and asked.intermediary != access.party_key(result),
            )
        )
        period = place.corrects or _period(result, asked.income, place.closes, deed)
        report = _write(period, asked, deed)
        touch(result)
        deed.after(
            period=[str(period.from_on), str(period.until_on)],
            report=report.no,
            income=asked.income.income,
            profit=report.profit,
        )
        _receipt(result, report, deed)
        deed.emit(IncomeReported(**about(result), profit=report.profit, report=report.pk))
        title = Text(f"Báo cáo thu nhập từ “{result.title_vi}”", f"Income of “{result.title_vi}” reported")
        body = Text(
            f"Lợi nhuận sau thuế: {format_dong(report.profit, 'vi')}.",
            f"Profit after tax: {format_dong(report.profit, 'en')}.",
        )
        tell_desk(access.DISTRIBUTE, result, title, body, deed=deed)
        deed.result(report.pk)
        return int(report.pk)


def _receipt(result: Result, report: IncomeReport, deed: Deed) -> None:
    """A paper that says what came in and when; that of a corrected report counts no more. The worker renders it."""
    reference = f"income_report:{report.pk}"
    number = IncomeReport.objects.filter(period__result=result).count()
    register_paper(
        reference=reference,
        subject=f"result:{result.pk}",
        kind=RECEIPT,
        number=f"{result.number}/BC-{number}",
        title=kind_of(RECEIPT).title,
        about=Text(result.title_vi, result.title_en),
        body=str(rulebook.city_package().BODY)[:200],
        deed=deed,
    )
    earlier = (
        IncomeReport.objects.filter(period=report.period_id, no=report.no - 1).values_list("pk", flat=True).first()
    )
    if earlier is not None and paper_of(f"income_report:{earlier}") is not None:
        supersede_paper(f"income_report:{earlier}", reference, report.note[:300], deed=deed)


def _place(result: Result, said: Income) -> _Place:
    """A report fits a reported period exactly, or begins with an open one and ends no later, or touches none at all."""
    near = list(
        IncomePeriod.objects.select_for_update().filter(
            result=result, from_on__lt=said.until_on, until_on__gt=said.from_on
        )
    )
    if not near:
        return _Place()
    if len(near) == 1:
        (one,) = near
        if one.reported and (one.from_on, one.until_on) == (said.from_on, said.until_on):
            return _Place(corrects=one)
        if not one.reported and one.from_on == said.from_on and said.until_on <= one.until_on:
            return _Place(closes=one)
    return _Place(overlaps=True)


def _period(result: Result, said: Income, closes: IncomePeriod | None, deed: Deed) -> IncomePeriod:
    if closes is None:
        return IncomePeriod.objects.create(result=result, from_on=said.from_on, until_on=said.until_on, reported=True)
    rest, due_on = closes.until_on, closes.due_on
    closes.until_on, closes.reported = said.until_on, True
    closes.save(update_fields=["until_on", "reported"])
    if said.until_on < rest:
        IncomePeriod.objects.create(result=result, from_on=said.until_on, until_on=rest, due_on=due_on)
    else:
        open_period(result, rest, deed=deed)
    return closes


def _write(period: IncomePeriod, asked: ReportIncome, deed: Deed) -> IncomeReport:
    said = asked.income
    last = period.reports.order_by("-no").values_list("no", flat=True).first() or 0
    return IncomeReport.objects.create(
        period=period,
        no=last + 1,
        licence=said.licence,
        sale=said.sale,
        own_use=said.own_use,
        costs=said.costs,
        tax=said.tax,
        profit=said.profit,
        intermediary_id=people.party_id(asked.intermediary) if asked.intermediary else None,
        agreed_fee=str(asked.agreed_fee) if asked.agreed_fee is not None else "",
        note=asked.note.strip(),
        reported_by=deed.actor.key,
        reported_by_name=deed.actor.name,
        reported_at=deed.moment,
    )
