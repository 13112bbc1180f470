"""What stands of a loan on the page of its case: terms in words, schedule, repayments, earlier versions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.money import format_dong, format_short_dong
from khue.features.fund import access, queries
from khue.features.fund.domain.loans import ALLOCATIONS, DAY_COUNTS, KINDS, Terms
from khue.features.fund.domain.standing import InstalmentStanding
from khue.features.fund.queries import LoanCard, RepaymentRow
from khue.features.fund.views.frame import export_links
from khue.kernel.ui import Answer, Cell, Column, EmptyView, FigureView, Row, TableView
from khue.kernel.web import language, redirect, signed_in

SCHEDULE = (
    ("no", gettext_lazy("Instalment")),
    ("due_on", gettext_lazy("Instalment due on")),
    ("principal", gettext_lazy("Principal")),
    ("interest", gettext_lazy("Interest")),
    ("late", gettext_lazy("Late interest")),
    ("paid", gettext_lazy("Paid")),
    ("owed", gettext_lazy("Still to be paid")),
    ("days_past_due", gettext_lazy("Days past due")),
)


def plain(line: InstalmentStanding) -> dict[str, object]:
    due = line.due.planned
    return {
        "no": due.no,
        "due_on": due.due_on,
        "principal": due.principal,
        "interest": due.interest,
        "late": line.late,
        "paid": line.paid,
        "owed": line.owed,
        "days_past_due": line.days_past_due,
    }


def terms_answers(terms: Terms) -> tuple[Answer, ...]:
    """The terms in words, with day count, rounding and allocation stated."""
    grace = _("%(grace)s of interest only") % {"grace": terms.grace} if terms.grace else ""
    return (
        Answer(_("How it is repaid"), KINDS[terms.kind].capitalised()),
        Answer(_("Interest a year"), percent(terms.rate)),
        Answer(_("Late interest a year on overdue principal"), percent(terms.late_rate)),
        Answer(_("How days are counted"), DAY_COUNTS[terms.day_count].capitalised()),
        Answer(_("Rounding"), _("to the đồng, half a đồng up, once per period; the last instalment settles exactly")),
        Answer(
            _("Instalments"),
            _("%(count)s, every %(every)s months") % {"count": terms.count, "every": terms.every},
            origin=grace,
        ),
        Answer(_("What a repayment pays first"), ALLOCATIONS[terms.allocation].capitalised()),
    )


def percent(rate: Fraction) -> str:
    """``4,8%``: an exact fraction of a year with at most four decimals."""
    ten_thousandths = rate * 1_000_000
    whole = f"{int(ten_thousandths) / 10_000:.4f}".rstrip("0").rstrip(".")
    return f"{whole.replace('.', ',') if language() == 'vi' else whole}%"


def figures(loan: LoanCard) -> tuple[FigureView, ...]:
    now = loan.standing
    amounts = [(loan.drawn, _("Drawn")), (loan.repaid, _("Principal repaid"))]
    if now is not None and loan.code == "running":
        amounts += [
            (now.principal, _("Principal owed")),
            (now.payable, _("To be paid by today")),
            (now.overdue, _("Overdue")),
        ]
    if loan.written_off:
        amounts.append((loan.written_off, _("Written off")))
    figures = [FigureView(format_short_dong(amount, language()), label) for amount, label in amounts if amount]
    if now is not None and loan.code == "running" and now.days_past_due:
        figures.append(FigureView(str(now.days_past_due), _("Days past due")))
    return tuple(figures)


def schedule_table(request: HttpRequest, loan: LoanCard) -> TableView | None:
    if loan.standing is None:
        return None
    return TableView(
        (
            Column(_("Instalment due on")),
            Column(_("Principal"), "money"),
            Column(_("Interest"), "money"),
            Column(pgettext("loan", "Paid"), "money"),
            Column(_("Still to be paid"), "money"),
        ),
        tuple(
            Row(
                (
                    Cell(
                        line.due.planned.due_on,
                        note=_("%(days)s days past due") % {"days": line.days_past_due} if line.days_past_due else "",
                    ),
                    line.due.planned.principal,
                    Cell(line.due.planned.interest, note=_late(line.late)),
                    line.paid,
                    line.owed,
                ),
                tone="bad" if line.days_past_due else "plain",
            )
            for line in loan.standing.lines
        ),
        exports=export_links(request),
        caption=_schedule_words(loan),
        foot=_whole(loan.standing.lines),
    )


def _whole(lines: Sequence[InstalmentStanding]) -> Row:
    planned = [line.due.planned for line in lines]
    interest = Cell(sum(one.interest for one in planned), note=_late(sum(line.late for line in lines)))
    paid, owed = sum(line.paid for line in lines), sum(line.owed for line in lines)
    return Row((_("In all"), sum(one.principal for one in planned), interest, paid, owed))


def _late(amount: int) -> str:
    """Under the interest: a column of its own would push what is owed out of the page."""
    return _("late interest: %(amount)s") % {"amount": format_dong(amount, language())} if amount else ""


def _schedule_words(loan: LoanCard) -> str:
    if loan.written_off_on is None:
        return _("Schedule in force")
    return _("Schedule as it stood when written off, %(day)s") % {"day": format_day(loan.written_off_on, language())}


def repayments_table(actor: Actor, loan: LoanCard) -> TableView:
    return TableView(
        (
            Column(_("Day on the statement"), "day"),
            Column(_("Amount"), "money"),
            Column(_("Late interest"), "money"),
            Column(_("Interest"), "money"),
            Column(_("Principal"), "money"),
            Column(_("Booked by")),
        ),
        tuple(
            Row(
                (row.paid_on, row.amount, row.late, row.interest, row.principal, _booked(actor, row)),
                tone="plain" if not row.undone else "wait",
            )
            for row in loan.repayments
        ),
        caption=_("Repayments"),
        empty=EmptyView(_("Nothing is repaid yet"), icon="coin"),
    )


def _booked(actor: Actor, row: RepaymentRow) -> Cell:
    if row.undone:
        return Cell(row.by_name, note=_("taken back: %(why)s") % {"why": row.undone})
    if row.may_be_undone and actor.may(access.PAY):
        return Cell(row.by_name, reverse("fund:undo-repayment", args=[row.id]), _("open to take it back"))
    return Cell(row.by_name)


def version_tables(loan: LoanCard) -> tuple[TableView, ...]:
    causes = {
        "drawdown": Text("giải ngân", "drawdown"),
        "restructure": Text("cơ cấu lại", "restructuring"),
        "sent_back": Text("ngân hàng trả lại khoản giải ngân", "drawdown sent back by the bank"),
    }
    over = Text(" (hết hiệu lực, ngân hàng đã trả lại)", " (counts no more, sent back by the bank)")
    return tuple(
        TableView(
            (
                Column(_("Instalment due on"), "day"),
                Column(_("Principal"), "money"),
                Column(_("Interest"), "money"),
                Column(_("Owed afterwards"), "money"),
            ),
            tuple(
                Row((due, principal, interest, balance))
                for _no, due, principal, interest, balance in version.instalments
            ),
            caption=Text(
                f"Phiên bản {version.no}, từ ngày {version.from_on:%d/%m/%Y}: {causes[version.cause].vi}{over.vi if version.ended else ''}",
                f"Version {version.no} from {format_day(version.from_on, 'en')}: {causes[version.cause].en}{over.en if version.ended else ''}",
            ),
            show_caption=True,
        )
        for version in loan.versions
    )


@require_safe
def loan(request: HttpRequest, loan_id: int) -> HttpResponse:
    """A loan has no page of its own: it stands on its case's."""
    actor = signed_in(request)
    found = queries.case_of_loan(loan_id)
    queries.case_card(found, actor)
    return redirect("fund:case", found)
