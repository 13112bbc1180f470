"""Fees earned, as a block of the meeting's page and of the expert's own."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.features.councils import access, queries
from khue.features.councils.views.parts import Block
from khue.kernel.ui import Cell, Column, EmptyView, Row, TableView


def fees_of_meeting(found: queries.MeetingPage, actor: Actor) -> Block:
    """Everybody's for staff who read councils; for a member the own lines."""
    assert found.minutes is not None
    lines = queries.fees_of(found.minutes.id, hidden=queries.hidden_in(found.council.id, actor))
    if not actor.may(access.READ):
        lines = tuple(line for line in lines if access.is_person(actor, line.person))
    said = _("What the minutes entitle members to, by the norm of the meeting’s day. Paying is a step of its own.")
    if not found.minutes.signed:
        said = _("Fees are noted when everybody who must sign the minutes has signed.")
    return Block(_("Fees"), said, table=_table(lines, named=True) if found.minutes.signed or lines else None)


def fees_of_expert(person: str) -> Block:
    """Across councils."""
    table = _table(queries.fees_of(person=person), named=False)
    return Block(_("Fees"), _("What signed minutes entitle this expert to."), table=table)


def _table(lines: tuple[queries.FeeLine, ...], *, named: bool) -> TableView:
    columns = (
        Column(_("Member") if named else _("Council")),
        Column(_("For")),
        Column(_("Quantity"), "number"),
        Column(_("Norm"), "money"),
        Column(_("Amount"), "money"),
    )
    empty = EmptyView(_("No fee is noted."), icon="coins")
    return TableView(columns, tuple(_row(line, named) for line in lines), caption=_("Fees"), empty=empty)


def _row(line: queries.FeeLine, named: bool) -> Row:
    who = Cell(line.name, note=line.role_words, strong=True)
    if not named:
        who = Cell(line.council_name, reverse("councils:meeting", args=[line.meeting]), note=line.minutes_number)
    norm = Cell(line.each if line.each is not None else "–", reverse("rulebook:parameter", args=[line.norm]))
    amount = Cell(line.amount if line.why is None else line.why)
    if not line.signed:
        amount = Cell(line.amount, note=_("signatures of the minutes do not stand now"))
    return Row((who, line.basis_words, line.count, norm, amount))
