"""Periods of income reports are rows with their due day before anybody asks for them."""

from __future__ import annotations

import calendar
from datetime import date

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.features.results.models import IncomePeriod, Result
from khue.features.results.queries.rules import PERIOD_MONTHS, REPORT_CLOCK, due, months
from khue.features.results.usecases.parts import tell_owner
from khue.kernel.deeds import Deed, command


def open_period(result: Result, start: date, *, deed: Deed) -> None:
    """The next period from ``start`` on, where the law or the city says how long one is; else parties choose their own."""
    length = months(PERIOD_MONTHS, deed.today)
    if not length:
        return
    end = after_months(start, length)
    IncomePeriod.objects.get_or_create(
        result=result, from_on=start, defaults={"until_on": end, "due_on": due(REPORT_CLOCK, end, deed.today)}
    )


def after_months(start: date, count: int) -> date:
    """The same day of a later month, or its last where it has no such day."""
    year, month = divmod(start.month - 1 + count, 12)
    year, month = start.year + year, month + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def remind_of_report(period_id: int, *, actor: Actor) -> None:
    """Tell the owner's side once that a period has ended and its report is due."""
    actor.require("job.results.remind_of_reports")
    with command("results.remind_of_report", actor, subject=f"income_period:{period_id}") as deed:
        period = (
            IncomePeriod.objects.select_for_update(of=("self",)).select_related("result").filter(pk=period_id).first()
        )
        if period is None or period.reported or period.reminded_on is not None or period.until_on > deed.today:
            deed.nothing_done()
            return
        period.reminded_on = deed.today
        period.save(update_fields=["reminded_on"])
        until = f"{period.due_on:%d/%m/%Y}" if period.due_on else ""
        title = Text(f"Đến kỳ báo cáo thu nhập từ “{period.result.title_vi}”", f"Income of “{period.result.title_vi}” is to be reported")  # fmt: skip
        body = Text(
            "Nếu không có thu nhập, mời ông/bà vẫn báo cáo và ghi số 0.", "Report zero, too, when nothing came in."
        )
        if until:
            body = Text(f"Hạn báo cáo: {until}. {body.vi}", f"Due on {english_day(until)}. {body.into('en')}")
        tell_owner(period.result, title, body, deed=deed)
        deed.after(reminded_on=str(deed.today))
