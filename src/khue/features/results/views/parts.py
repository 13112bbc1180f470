"""The tables of a result's page, and what the reader may do next."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.results import access, queries
from khue.features.results.domain.rights import IP
from khue.features.results.queries import AuthorRow, ConsentRow, ListRow, PeriodRow, ReportRow, ResultCard, RightRow
from khue.features.results.views.drawing import PARTS, share_cell
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row, StateView, TableView
from khue.kernel.web import language
from khue.kernel.wording import day_words

ANSWERS = {
    "": StateView("waits", Text("Chờ trả lời", "No answer yet"), "wait"),
    "agreed": StateView("agreed", Text("Đồng ý", "Agreed"), "good"),
    "refused": StateView("refused", Text("Không đồng ý", "Did not agree"), "bad"),
}
BASES = {
    "money": Text("theo tỷ lệ kinh phí", "by the shares of the money"),
    "agreement": Text("theo thỏa thuận", "by agreement"),
}
HOW = {
    "self": Text("tự xác nhận", "by own sign-in"),
    "paper": Text("bản giấy đã ký", "signed paper"),
    "": Text("–", "–"),
}


def deeds_of(actor: Actor, card: ResultCard) -> tuple[Link, ...]:
    """What the reader may do now, the likeliest first."""
    found: list[Link] = []

    def add(label: str, name: str, icon: str) -> None:
        found.append(Link(label, reverse(f"results:{name}", args=[card.id]), icon=icon))

    side = actor.may_act_for(card.party, "submit")
    if actor.may(access.CHECK) and card.pending and card.code != "withdrawn":
        add(_("Check"), "check", "checklist")
    if side and not card.pending and card.code != "withdrawn":
        add(_("Change the description"), "describe", "pencil")
    if side and card.code != "withdrawn":
        add(_("Name the authors and their shares"), "shares", "users")
    if side and card.code == "registered":
        add(_("Report income"), "income", "coin")
    if (side or actor.may(access.CHECK)) and card.code != "withdrawn":
        add(_("Record an intellectual-property right"), "add-right", "certificate")
    if side and card.code == "registered" and card.offer is None and card.public_money:
        add(_("Offer for transfer without refund"), "offer", "arrows-exchange")
    if side and card.offer is not None:
        found.append(
            Link(_("Withdraw the offer"), reverse("results:withdraw-offer", args=[card.offer.id]), icon="arrow-back-up")
        )
    if side and card.code in ("handed_in", "returned"):
        add(_("Withdraw the result"), "withdraw", "arrow-back-up")
    if actor.may(access.CHECK) and card.code != "withdrawn":
        add(_("Record an agreement of the owners"), "ownership", "rubber-stamp")
    return tuple(found)


def list_tables(actor: Actor, card: ResultCard) -> tuple[TableView, ...]:
    """Per list of authors: who, which share, and what each said."""
    return tuple(
        TableView(
            (Column(_("Author of the result")), Column(_("Share")), Column(_("Contribution")), Column(_("Answer"))),
            tuple(_author_line(actor, row, author) for author in row.authors)
            + tuple(
                Row(
                    (
                        one.name,
                        _("0% (was %(share)s)") % {"share": one.before.into(language())},
                        "",
                        _answer(actor, one),
                    )
                )
                for one in row.consents
                if one.name not in {author.name for author in row.authors}
            ),
            caption=Text(f"Danh sách {row.no}: {_low(row.state).vi}", f"List {row.no}: {_low(row.state).en}"),
            show_caption=True,
        )
        for row in card.lists
    )


def _low(state: StateView) -> Text:
    assert isinstance(state.label, Text)
    return state.label


def _orcid(author: AuthorRow) -> Text | str:
    said = author.orcid_state
    return Text(f"ORCID {author.orcid}: {said.vi}", f"ORCID {author.orcid}: {said.into('en')}") if said else ""


def _author_line(actor: Actor, row: ListRow, author: AuthorRow) -> Row:
    consent = next((one for one in row.consents if one.name == author.name), None)
    return Row(
        (
            Cell(author.name, note=_orcid(author)),
            share_cell(author.share),
            author.did,
            _answer(actor, consent) if consent else "",
        )
    )


def _answer(actor: Actor, one: ConsentRow) -> Cell:
    state = ANSWERS[one.answer]
    if not one.answer and actor.may(access.CHECK):
        return Cell(
            state,
            note=_("when signed on paper: open and record it"),
            href=reverse("results:paper-consent", args=[one.id]),
        )
    note = " · ".join(part for part in (HOW[one.how].into(language()) if one.how else "", one.note) if part)
    return Cell(state, note=note)


def ownership_tables(card: ResultCard) -> tuple[TableView, ...]:
    return tuple(
        TableView(
            (Column(_("Owner")), Column(_("Where it comes from")), Column(_("Part"))),
            tuple(Row((one.name, PARTS[one.part], share_cell(one.share))) for one in row.owners),
            caption=Text(
                f"Lần {row.no}, {BASES[row.basis].vi}{': ' + row.ground if row.ground else ''}",
                f"No. {row.no}, {BASES[row.basis].en}{': ' + row.ground if row.ground else ''}",
            ),
            show_caption=True,
        )
        for row in card.ownerships
    )


def _step_href(actor: Actor, card: ResultCard, row: RightRow) -> str:
    """Where the next step of a right is recorded, for those who may."""
    may = actor.may_act_for(card.party, "submit") or actor.may(access.CHECK)
    return reverse("results:move-right", args=[row.id]) if may and IP.possible(row.code) else ""


def rights_table(actor: Actor, card: ResultCard) -> TableView:
    return TableView(
        (Column(_("Right")), Column(_("Territory")), Column(_("Number")), Column(_("State"))),
        tuple(Row((Cell(row.title, _step_href(actor, card, row), row.kind), row.territory, row.number, row.state.capitalised())) for row in card.rights),
        caption=_("Intellectual property"),
        empty=EmptyView(_("No right is recorded yet"), _("Patents, designs, copyright and others with every step stand here."), icon="certificate"),
    )  # fmt: skip


def versions_table(card: ResultCard) -> TableView:
    return TableView(
        (Column(_("Version")), Column(_("By")), Column(_("When"), "moment"), Column(_("Answer"), "state")),
        tuple(
            Row((Cell(str(row.no), note=row.ground), row.made_by, row.made_at, Cell(row.outcome, note=" · ".join(p for p in (row.checked_by, row.note) if p))))
            for row in card.versions
        ),
        caption=_("Versions of the description"),
    )  # fmt: skip


def money_tables(actor: Actor, card: ResultCard) -> tuple[TableView, ...]:
    """Periods with their reports and what became of each; for the owner's side and staff."""
    if not (actor.stands_for(card.party) or actor.may(access.READ)):
        return ()
    rows: list[Row] = []
    for period in queries.money_of(card.id, actor):
        span = f"{day_words(period.from_on, short=True)} – {day_words(period.until_on, short=True)}"
        if not period.reports:
            due = (
                _("due on %(day)s") % {"day": day_words(period.due_on, short=True)}
                if period.due_on
                else _("not reported yet")
            )
            rows.append(Row((Cell(span, note=due), None, None, "", "")))
        for report in period.reports:
            note = "" if report.no == 1 and report.newest else _("report %(no)s") % {"no": report.no}
            if not report.newest:
                note = _("report %(no)s, corrected since") % {"no": report.no}
            rows.append(
                Row(
                    (
                        Cell(span, note=note),
                        report.income,
                        report.profit,
                        _receipt(report),
                        _next(actor, period, report),
                    )
                )
            )
    if not rows:
        return ()
    columns = (
        Column(_("Period")),
        Column(_("Income"), "money"),
        Column(_("Profit after tax"), "money"),
        Column(_("Receipt")),
        Column(_("Distribution")),
    )
    return (TableView(columns, tuple(rows), caption=_("Income of the result")),)


def _receipt(report: ReportRow) -> Link | str:
    return Link(_("Open the receipt"), reverse("documents:paper", args=[report.receipt])) if report.receipt else ""


def _next(actor: Actor, period: PeriodRow, report: ReportRow) -> Link | str:
    if not report.newest:
        return ""
    if period.correctable and actor.may(access.DISTRIBUTE):
        return Link(_("Draw up the corrected distribution"), reverse("results:draw-up", args=[report.id]))
    if period.distribution:
        return Link(_("Open the distribution"), reverse("results:distribution", args=[period.distribution]))
    if actor.may(access.DISTRIBUTE) and report.profit > 0:
        return Link(_("Draw up the distribution"), reverse("results:draw-up", args=[report.id]))
    return ""
