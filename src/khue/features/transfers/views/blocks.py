"""The parts of a transfer's page."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.transfers import access
from khue.features.transfers.domain.deciding import KINDS
from khue.features.transfers.queries import CheckRow, ClaimRow, DutyRow, HandoverRow, TransferCard
from khue.kernel.record_pages import Block
from khue.kernel.ui import Answer, Cell, Column, Link, Row, StateView, StepStatus, StepView, TableView
from khue.kernel.web import language


def claim_blocks(card: TransferCard, actor: Actor) -> Iterator[Block]:
    """Who claims: for the owner and staff all, for a claimant its own. Staff reads each check below."""
    links = {one.claim: _next(one, card) for one in card.claims} if actor.may(access.CHECK) else {}
    acts = any(links.values())
    heads = [Column(_("Who claims")), Column(_("What it is for")), Column(_("Claimed"), "moment"), Column(_("Answer"), "state")]  # fmt: skip
    if acts:
        heads.append(Column(_("What to do")))
    rows = tuple(
        Row((one.name, one.purpose or "–", one.claimed_at, Cell(_answer(one), note=one.ground), *((links[one.claim],) if acts else ())))
        for one in card.claims
    )  # fmt: skip
    note = (
        "" if card.role != "claimant" else _("You read your own claims; what others claim stays with the department.")
    )
    yield Block(_("Claims"), table=TableView(tuple(heads), rows, caption=_("Claims on this result")), note=note)
    for one in card.claims:
        if one.check is not None:
            yield _check(one.name, one.check)


def _answer(one: ClaimRow) -> StateView:
    if one.granted is True:
        return StateView("granted", _("Receives the result"), "good")
    if one.granted is False:
        return StateView("refused", _("Does not receive it"), "bad")
    if not one.live:
        return StateView("withdrawn", _("Claim withdrawn"), "plain")
    return StateView("open", _("Not answered yet"), "wait")


def _check(name: Text | str, found: CheckRow) -> Block:
    """What an officer looked at, and what the rulebook says of it today."""
    named = name.into(language()) if isinstance(name, Text) else name
    facts = (
        Answer(_("The receiver is"), KINDS[found.kind].capitalised()),
        Answer(_("Can it use or develop the result?"), _("Yes, its capability is shown") if found.able else _("No, its capability is not shown")),
        Answer(_("What was looked at"), found.shown), Answer(_("Conclusion"), found.ground), Answer(_("Checked by"), found.by),
    )  # fmt: skip
    said = tuple(
        (reason.text, Text(reason.source.provision, reason.source.provision_en) if reason.source else "")
        for reason in found.says.reasons
    )
    return Block(_("Capability of %(name)s") % {"name": named}, facts=facts, said=said)


def _next(one: ClaimRow, card: TransferCard) -> Link | str:
    at = [card.id, one.claim]
    if card.state.code == "checking" and one.live:
        label = _("Check the capability") if one.check is None else _("Check again")
        return Link(label, reverse("transfers:check", args=at))
    written = {made.party for made in card.handovers}
    if one.granted and one.live and one.party and one.party not in written:
        return Link(_("Write the hand-over record"), reverse("transfers:hand-over", args=at))
    return ""


def proposal_blocks(card: TransferCard) -> Iterator[Block]:
    """What was proposed, for staff; also what was returned."""
    names = {one.claim: one.name for one in card.claims}
    for made in card.proposals:
        rows = tuple(
            Row((names.get(claim, "–"), Cell(_("Receives the result") if granted else _("Does not receive it"), note=ground)))
            for claim, (granted, ground) in made.answers.items()
        )  # fmt: skip
        facts = [Answer(_("Ground of the choice"), made.ground), Answer(_("Who proposed"), made.by)]
        if made.returned_at is not None:
            facts += [Answer(_("Returned by"), made.returned_by), Answer(_("Why it was returned"), made.return_ground)]
        title = _("Proposal %(no)s") % {"no": made.no}
        yield Block(title, facts=tuple(facts), table=TableView((Column(_("Who claims")), Column(_("Proposed"))), rows, caption=title))  # fmt: skip


def handover_block(made: HandoverRow, deeds: tuple[Link, ...], actor: Actor) -> Block:
    """What one receiver gets, who signed, and its duties with their days."""
    facts = [Answer(_("State"), made.state.label), Answer(_("Day of the hand-over"), made.handed_on, kind="day")]
    if made.details:
        facts.append(Answer(_("What is handed over"), made.items))
        facts.append(Answer(_("Signed for the owner"), made.giver or _("not yet")))
        facts.append(Answer(_("Signed for the receiver"), made.receiver or _("not yet")))
    if made.recall_ground:
        facts.append(Answer(_("Why it was recalled"), made.recall_ground))
    links = [_duty_link(one, made, actor) for one in made.duties]
    acts = any(links)
    heads = [Column(_("Duty")), Column(_("Due"), "day"), Column(_("State"), "state")]
    if acts:
        heads.append(Column(_("What to do")))
    rows = tuple(Row((*_duty(one), *((link,) if acts else ()))) for one, link in zip(made.duties, links, strict=True))
    table = TableView(tuple(heads), rows, caption=_("Duties of the receiver"))
    title = _("Hand-over to %(name)s") % {"name": made.name if isinstance(made.name, str) else made.name.into(language())}  # fmt: skip
    return Block(title, facts=tuple(facts), table=table, links=deeds)


def _duty(one: DutyRow) -> tuple[object, ...]:
    kinds = {"report": _("Report"), "done": _("Confirmed"), "again": _("Asked for again")}
    said = " ".join(f"{kinds[kind]} ({by}){':' if words else '.'} {words}".strip() for kind, words, by, _at in one.reports)  # fmt: skip
    state = StateView("late", _("Late"), "bad") if one.late else one.state
    return Cell(one.what, note=said), one.due_on, state


def _duty_link(one: DutyRow, made: HandoverRow, actor: Actor) -> Link | str:
    if made.may_report and one.state.code == "owed":
        return Link(_("Report"), reverse("transfers:report", args=[one.id]))
    if actor.may(access.CHECK) and one.state.code == "reported" and made.state.code == "handed":
        return Link(_("Judge the report"), reverse("transfers:judge", args=[one.id]))
    return ""


def story(card: TransferCard) -> tuple[StepView, ...]:
    """From the file to the last duty: what was done, what comes now."""
    state = card.state.code
    order = ("checking", "proposed", "decided")
    here = order.index(state) if state in order else len(order)
    handed = bool(card.handovers) and all(one.state.code in ("handed", "done", "recalled") for one in card.handovers)
    done = bool(card.handovers) and all(one.state.code in ("done", "recalled") for one in card.handovers)

    def at(reached: bool, now: bool) -> StepStatus:
        return "done" if reached else "now" if now else "next"

    steps = [
        StepView(_("File opened"), card.opened_by, card.opened_at, "done"),
        StepView(_("Capability of each claimant checked, proposal"), "", None, at(here > 0, here == 0)),
    ]
    if state == "ended":
        return (*steps[:1], StepView(_("Ended without a transfer"), card.decided_by, card.decided_at, "done"))
    steps.append(StepView(_("Decision by another person"), card.decided_by, card.decided_at, at(state == "decided", here == 1)))  # fmt: skip
    if state == "decided" and not card.receivers:
        return tuple(steps)
    steps.append(StepView(_("Hand-over record signed by both sides"), "", None, at(handed, state == "decided")))
    steps.append(StepView(_("Every duty of the receivers done"), "", None, at(done, handed)))
    return tuple(steps)
