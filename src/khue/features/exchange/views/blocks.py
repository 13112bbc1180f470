"""The parts of an offer's file: what its side and staff read of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.bilingual import Text
from khue.features.calls.domain.likeness import Alike
from khue.features.exchange.domain.words import BASES, MODES, OBJECTS
from khue.features.exchange.queries import OfferCard
from khue.features.exchange.views.material import pictures_block
from khue.features.exchange.views.parts import (
    claims_table,
    comparison_block,
    owners_table,
    price_words,
    rights_table,
)
from khue.features.results.domain.register import STAGES
from khue.kernel.record_pages import Block
from khue.kernel.ui import Answer, Cell, Column, Link, Row, StepView, TableView
from khue.kernel.web import language


def blocks_of(card: OfferCard, names: Mapping[str, Text], similar: Iterable[Alike], rules: bool) -> tuple[Block, ...]:
    """``rules``: whether the reader rules on entries of lists. The newest version's public words, what lists say, what is similar, and the versions."""
    said = card.described
    found = [
        Block(_("What it is"), said.summary, facts=_facts(card, names)),
        pictures_block(card.pictures),
        Block(_("How far it works"), facts=(Answer(_("Readiness level"), STAGES[said.stage], origin=said.stage_evidence),), table=claims_table(card.claims)),
        Block(_("Transfer and price"), facts=_price(card)),
        comparison_block(card.comparison),
        Block(_("By what right it is offered"), facts=_basis(card), table=owners_table(card.owners)),
        Block(_("Intellectual property"), table=rights_table(card.rights)) if card.rights else None,
        Block(_("Technology lists"), table=_judgements(card, rules)) if card.judgements else None,
        _similar(similar),
        Block(_("Papers that everybody may read"), files=card.papers) if card.papers else None,
        Block(_("Versions of the description"), table=_versions(card)),
    ]  # fmt: skip
    if card.ground:
        found.insert(0, Block(_("Why it ended"), card.ground))
    return tuple(block for block in found if block is not None)


def _facts(card: OfferCard, names: Mapping[str, Text]) -> tuple[Answer, ...]:
    said = card.described
    return (
        Answer(_("Kind of technology"), OBJECTS[said.kind].capitalised()),
        Answer(_("Key field"), names.get(said.field, Text(said.field, said.field)).capitalised()),
        *((Answer(_("IPC codes"), ", ".join(said.codes)),) if said.codes else ()),
        *((Answer(_("Supplier goes on as"), card.supplier_now),) if card.supplier_now else ()),
        Answer(_("Handed in"), card.handed_in_at, kind="moment"),
        *((Answer(_("Confirmed on"), card.confirmed_on, kind="day"),) if card.confirmed_on else ()),
        Answer(_("Valid until"), card.valid_until, kind="day"),
    )


def _price(card: OfferCard) -> tuple[Answer, ...]:
    said = card.described
    modes = Text(", ".join(MODES[mode].vi for mode in said.modes), ", ".join(MODES[mode].en for mode in said.modes))
    price = price_words(said.price_from, said.price_to) or _("by agreement")
    return (
        Answer(_("How it is transferred"), modes.capitalised()),
        Answer(_("Price idea"), price, origin=said.price_note),
        *((Answer(_("What the supplier undertakes after the transfer"), said.after_sale),) if said.after_sale else ()),
    )


def _basis(card: OfferCard) -> tuple[Answer, ...]:
    said = card.described
    return (
        Answer(_("By what right it is offered"), BASES[said.basis].capitalised(), origin=said.basis_paper),
        *((Answer(_("Formed with budget money"), _("yes")),) if said.public_money else ()),
        *((Answer(_("Registered result"), said.result, reverse("results:public", args=[said.result])),) if said.result else ()),
    )  # fmt: skip


def _judgements(card: OfferCard, rules: bool) -> TableView:
    return TableView(
        (Column(_("Entry of the list")), Column(_("In force from"), "day"), Column(_("Ruling"))),
        tuple(
            Row((Cell(row.title, note=f"{row.which.capitalised().into(language())} · {row.source}"), row.from_on, _ruling(card, row.entry, rules)))
            for row in card.judgements
        ),
        caption=_("Entries of technology lists that point to it"),
    )  # fmt: skip


def _ruling(card: OfferCard, entry: int, rules: bool) -> Cell | Link:
    row = next(one for one in card.judgements if one.entry == entry)
    if row.says is not None:
        return Cell(row.says.capitalised(), note=f"{row.by}: {row.ground}" if row.ground else row.by)
    if rules and card.outcome in ("checked", "accepted") and not card.is_side and card.code in ("checked", "listed"):
        return Link(_("Rule on it"), reverse("exchange:rule", args=[card.id, entry]))
    return Cell(_("awaits a ruling"))


def _similar(similar: Iterable[Alike]) -> Block | None:
    rows = tuple(
        Row((Cell(one.known.title, one.known.href and f"/{language()}{one.known.href}", one.known.note), one.known.kind, one.points))
        for one in similar
    )  # fmt: skip
    if not rows:
        return None
    table = TableView(
        (Column(_("What may be the same")), Column(_("Kind")), Column(_("Points of 100"), "number")), rows, caption=_("Similar entries")
    )  # fmt: skip
    return Block(_("Similar entries"), table=table)


def _versions(card: OfferCard) -> TableView:
    def answer(by: str, note: str = "") -> str:
        return " · ".join(part for part in (by, note) if part)

    return TableView(
        (
            Column(_("Version")),
            Column(_("By")),
            Column(_("When"), "moment"),
            Column(_("Answer")),
            Column(_("Two persons")),
        ),
        tuple(
            Row(
                (
                    Cell(str(row.no), note=row.ground),
                    row.made_by,
                    row.made_at,
                    Cell(row.outcome, note=row.note),
                    answer(row.checked_by, row.released_by) or "–",
                )
            )
            for row in card.versions
        ),
        caption=_("Versions of the description"),
    )


def readings_block(card: OfferCard) -> tuple[Block, ...]:
    """Who read the confidential part: for the supplier's side and the persons of the exchange."""
    if not card.readings:
        return ()
    table = TableView(
        (Column(_("Who")), Column(_("When"), "moment")),
        tuple(Row((Cell(row.reader, note=row.role), row.at)) for row in card.readings),
        caption=_("Who read the confidential part"),
    )
    return (Block(_("Who read the confidential part"), table=table),)


def story(card: OfferCard) -> tuple[StepView, ...]:
    newest = card.versions[0]
    steps = [StepView(_("Handed in"), "", card.handed_in_at, "done")]
    if card.step:
        waits = _("Check of rights, evidence and lists") if card.step == "check" else _("Answer of the second person")
        steps.append(StepView(waits, card.in_charge or _("nobody has taken it yet"), None, "now"))
    elif newest.checked_at is not None:
        steps.append(StepView(_("Checked"), newest.checked_by, newest.checked_at, "done"))
    if card.listed_on:
        steps.append(StepView(_("Listed"), "", card.listed_on, "done"))
        steps.append(StepView(_("Valid until"), "", card.valid_until, "next"))
    return tuple(steps)
