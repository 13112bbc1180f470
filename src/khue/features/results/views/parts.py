"""The tables of a result's page, and what the reader may do next."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.results import access
from khue.features.results.queries import AuthorRow, ConsentRow, ListRow, ResultCard
from khue.features.results.views.drawing import PARTS
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row, StateView, TableView

ANSWERS = {
    "": StateView("waits", Text("chờ trả lời", "no answer yet"), "wait"),
    "agreed": StateView("agreed", Text("đồng ý", "agreed"), "good"),
    "refused": StateView("refused", Text("không đồng ý", "did not agree"), "bad"),
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
        add(_("Change the description"), "describe", "edit")
    if side and card.code != "withdrawn":
        add(_("Name the authors and their shares"), "shares", "users")
    if side and card.code in ("handed_in", "returned"):
        add(_("Withdraw"), "withdraw", "arrow-back-up")
    if actor.may(access.CHECK) and card.code != "withdrawn":
        add(_("Record an agreement of the owners"), "ownership", "file-certificate")
    return tuple(found)


def list_tables(actor: Actor, card: ResultCard) -> tuple[TableView, ...]:
    """Per list of authors: who, which share, and what each said."""
    return tuple(
        TableView(
            (Column(_("Author")), Column(_("Share")), Column(_("Contribution")), Column(_("Answer"))),
            tuple(_author_line(actor, row, author) for author in row.authors)
            + tuple(
                Row((one.name, _("0% (was %(share)s)") % {"share": one.before.into("vi")}, "", _answer(actor, one)))
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


def _author_line(actor: Actor, row: ListRow, author: AuthorRow) -> Row:
    consent = next((one for one in row.consents if one.name == author.name), None)
    return Row(
        (Cell(author.name, note=author.orcid), author.says, author.did, _answer(actor, consent) if consent else "")
    )


def _answer(actor: Actor, one: ConsentRow) -> Cell:
    state = ANSWERS[one.answer]
    if not one.answer and actor.may(access.CHECK):
        return Cell(
            state,
            note=_("when signed on paper: open and record it"),
            href=reverse("results:paper-consent", args=[one.id]),
        )
    note = " · ".join(part for part in (HOW[one.how].into("vi") if one.how else "", one.note) if part)
    return Cell(state, note=note)


def ownership_tables(card: ResultCard) -> tuple[TableView, ...]:
    return tuple(
        TableView(
            (Column(_("Owner")), Column(_("Where it comes from")), Column(_("Part"))),
            tuple(Row((one.name, PARTS[one.part], one.says)) for one in row.owners),
            caption=Text(
                f"Lần {row.no}, {BASES[row.basis].vi}{': ' + row.ground if row.ground else ''}",
                f"No. {row.no}, {BASES[row.basis].en}{': ' + row.ground if row.ground else ''}",
            ),
            show_caption=True,
        )
        for row in card.ownerships
    )


def rights_table(actor: Actor, card: ResultCard) -> TableView:
    return TableView(
        (Column(_("Right")), Column(_("Territory")), Column(_("Number")), Column(_("State"))),
        tuple(Row((Cell(row.title, note=row.kind), row.territory, row.number, row.state.capitalised())) for row in card.rights),
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
    return ()
