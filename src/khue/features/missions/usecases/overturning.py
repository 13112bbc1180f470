"""What a decision on an appeal does to a support: inside the deed that decides, whole or not at all.

Joined to the appeals of the procedure by ``site``. Earlier entries stay as they are; every change is an entry of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.clock import due_on
from khue.core.days import english_day
from khue.core.entries import Entry
from khue.core.errors import Missing, require
from khue.features.appeals.usecases import BudgetChoice, Consequence, Matter, Overturn, Ruled, Wiring
from khue.features.ledger import domain as ledger_domain
from khue.features.ledger import queries as ledger
from khue.features.ledger.domain import recovery
from khue.features.ledger.usecases import post_many
from khue.features.missions import access
from khue.features.missions.domain.overturning import (
    Change,
    OverturnFacts,
    change_text,
    changes,
    claimed,
    may_overturn,
)
from khue.features.missions.events import RecoveryClaimed, SupportRevised
from khue.features.missions.models import (
    Appraisal,
    EquipmentSupport,
    PostAudit,
    RecoveryClaim,
    SupportRevision,
    Tranche,
)
from khue.features.missions.queries.revisions import parts_of
from khue.features.missions.usecases.parts import entry_id, locked_support, parties_of, tranches_of
from khue.features.missions.usecases.recovering import expect_recovery
from khue.features.missions.usecases.revising import follow_through
from khue.features.missions.usecases.rulings import keep_rulings, rule_on_lines
from khue.features.people import queries as people
from khue.features.rulebook import queries as rulebook
from khue.features.treasury import usecases as treasury
from khue.features.treasury.domain.orders import APPEAL
from khue.kernel.deeds import Deed

REPAY = "missions.recovery.term"


def appeal_wiring() -> Wiring:
    """Called by ``site``: joins this room to the appeals against decisions on equipment support."""
    return Wiring(matter, foresee, overturn, handlers, suspend, resume, rule_anew)


def matter(dossier_id: int, today: date) -> Matter:
    """What the decider of an appeal sees of the money. Raises Missing when the dossier brought no support into being."""
    support = _support_of(dossier_id)
    refused = support.state == "refused"
    lines = tuple(
        BudgetChoice(line.subject.removeprefix("budget:"), line.name, line.available) for line in ledger.budget_lines()
    )
    term = rulebook.parameter(REPAY, today)
    within = term.term if term.applies else None
    return Matter(
        asked=support.asked,
        granted=None if refused else support.granted,
        paid=support.paid - support.reclaimed,
        needs_budget_line=refused or not support.budget_line,
        budget_lines=lines if refused else (),
        repay_within=within.text if within else None,
        repay_by=due_on(today, within, rulebook.calendar()) if within else None,
    )


def _support_of(dossier_id: int) -> EquipmentSupport:
    found = EquipmentSupport.objects.filter(dossier_id=dossier_id).first()
    if found is None:
        raise access.no_such_support()
    return found


def handlers(dossier_id: int) -> tuple[str, ...]:
    """Who appraised, accepted, paid or audited: also where another person closed the task."""
    support = _support_of(dossier_id)
    pairs = [*Appraisal.objects.filter(support=support).values_list("appraiser", "appraiser_for")]
    pairs += Tranche.objects.filter(support=support).values_list("accepted_by", "accepted_for")
    auditors = PostAudit.objects.filter(support=support).values_list("auditor", flat=True)
    keys = (support.decided_by, *auditors, *(key for pair in pairs for key in pair))
    return tuple(dict.fromkeys(key for key in keys if key))


def foresee(wanted: Overturn, today: date) -> Sequence[Consequence]:
    """What would follow, before anything is done; raises Refused with all reasons when it cannot be done."""
    support = _support_of(wanted.dossier_id)
    found = _planned(support, wanted)
    require(may_overturn(_facts(support, wanted, today), wanted.outcome, found))
    return _consequences(found, wanted)


def rule_anew(dossier_id: int, *, deed: Deed) -> Ruled:
    """What the rule says of each cost line on the day of the appeal's decision, by the law of the day of receipt."""
    rulings = rule_on_lines(_support_of(dossier_id), deed)
    return Ruled(rulings.binding, lambda decision: keep_rulings(decision, rulings, deed))


def _planned(support: EquipmentSupport, wanted: Overturn) -> tuple[Change, ...]:
    granted = 0 if support.state == "refused" else support.granted or 0
    return changes(granted, wanted.amount or 0, parts_of(support))


def _facts(support: EquipmentSupport, wanted: Overturn, today: date) -> OverturnFacts:
    line = _line_of(support, wanted)
    available = next((found.available for found in ledger.budget_lines() if found.subject == line), 0)
    ordered = frozenset(support.tranches.filter(state="ordered").values_list("pk", flat=True))
    return OverturnFacts(support.state, line, available, wanted.repay_by, today, ordered)


def _line_of(support: EquipmentSupport, wanted: Overturn) -> str:
    if support.state == "refused":
        return f"budget:{wanted.budget_line}" if wanted.budget_line else ""
    return support.budget_line


def _consequences(found: Sequence[Change], wanted: Overturn) -> tuple[Consequence, ...]:
    said = [Consequence(change.kind, change_text(change), change.amount) for change in found]
    back = claimed(found)
    if back and wanted.repay_by:
        day = f"{wanted.repay_by:%d/%m/%Y}"
        said.append(Consequence("repay_by", Text(f"Hạn hoàn trả: {day}", f"To be given back by {english_day(day)}")))
    return tuple(said)


def overturn(wanted: Overturn, *, deed: Deed) -> Sequence[Consequence]:
    """Change the support. Raises Refused when money, state or the day of repayment do not allow it."""
    support = locked_support(_support_of(wanted.dossier_id).pk)
    found = _planned(support, wanted)
    require(may_overturn(_facts(support, wanted, deed.today), wanted.outcome, found))
    before = None if support.state == "refused" else support.granted
    line = _line_of(support, wanted)
    deed.before(support=support.pk, support_state=support.state, granted=before)
    revision = _revision(support, wanted, found, before, deed)
    back = claimed(found)
    claim = _claim(support, revision, wanted, back, deed) if back else 0
    entries = [entry for change in found for entry in _entries(support, line, change, wanted, claim, deed)]
    if entries:
        # The ledger is the guard: what is committed, owed or left on the line is asked there once more.
        post_many(entries, deed=deed)
    follow_through(support, wanted, found, line, deed=deed)
    deed.after(support_state=support.state, granted=support.granted, revision=revision.pk)
    deed.emit(
        SupportRevised(
            subject=f"support:{support.pk}",
            parties=parties_of(support),
            number=support.dossier_number,
            amount=wanted.amount or 0,
            outcome=wanted.outcome,
            appeal=wanted.number,
            claimed=back,
        )
    )
    return _consequences(found, wanted)


def _revision(
    support: EquipmentSupport, wanted: Overturn, found: Sequence[Change], before: int | None, deed: Deed
) -> SupportRevision:
    lines = [
        {
            "kind": change.kind,
            "amount": change.amount,
            "tranche": change.tranche,
            "no": change.no,
            "entry": "" if change.kind == "tranche" else str(_entry_id(change, wanted)),
        }
        for change in found
    ]
    return SupportRevision.objects.create(
        support=support,
        appeal_id=wanted.appeal_id,
        appeal_number=wanted.number,
        outcome=wanted.outcome,
        before=before,
        after=wanted.amount,
        text_vi=wanted.decided.vi,
        text_en=wanted.decided.en,
        ground=wanted.ground,
        decided_on=deed.today,
        decided_by=deed.actor.key,
        changes=lines,
    )


def _entry_id(change: Change, wanted: Overturn) -> UUID:
    return entry_id("appeal", wanted.appeal_id, change.kind, change.tranche)


def _entries(
    support: EquipmentSupport, line: str, change: Change, wanted: Overturn, claim: int, deed: Deed
) -> list[Entry]:
    """The ledger entry of one change; an added tranche moves no money by itself."""
    said = change_text(change)
    text = Text(
        f"{said.vi}, hồ sơ {support.dossier_number}, theo khiếu nại {wanted.number}",
        f"{said.en}, dossier {support.dossier_number}, after appeal {wanted.number}",
    )
    subject, tranche = f"support:{support.pk}", f"tranche:{change.tranche}"
    identity = _entry_id(change, wanted)
    on, amount = deed.today, change.amount
    match change.kind:
        case "commit":
            return [ledger_domain.commit(line, subject, amount, id=identity, on=on, text=text)]
        case "release":
            return [ledger_domain.release(line, subject, amount, id=identity, on=on, text=text)]
        case "unaccrue":
            return [recovery.unaccrue(line, subject, tranche, amount, id=identity, on=on, text=text)]
        case "claim":
            return [recovery.claim(subject, f"claim:{claim}", amount, id=identity, on=on, text=text)]
        case _:
            return []


def _claim(support: EquipmentSupport, revision: SupportRevision, wanted: Overturn, amount: int, deed: Deed) -> int:
    """The receivable, with its debtor and its day; the accountants are told. Its id."""
    assert wanted.repay_by is not None, "may_overturn has seen it"
    claim = RecoveryClaim.objects.create(
        support=support,
        revision=revision,
        debtor_id=support.lead_id,
        amount=amount,
        claimed_on=deed.today,
        due_on=wanted.repay_by,
    )
    support.reclaimed += amount
    support.save(update_fields=["reclaimed"])
    expect_recovery(support, claim, support.budget_line, deed=deed)
    deed.after(claim=claim.pk, claimed=amount, repay_by=str(wanted.repay_by))
    deed.emit(
        RecoveryClaimed(
            subject=f"support:{support.pk}",
            parties=parties_of(support),
            number=support.dossier_number,
            amount=amount,
            due_on=f"{wanted.repay_by:%d/%m/%Y}",
        )
    )
    said = Text(f"Khoản phải thu hồi, hồ sơ {support.dossier_number}", f"To be recovered: {support.dossier_number}")
    for card in people.people_with_right("missions.pay", deed.today):
        deed.notify(card.key, "task", said, wanted.decided, f"/supports/{support.pk}/")
    return int(claim.pk)


# -- holding what could be paid meanwhile ------------------------------------------------------------------------------


def suspend(dossier_id: int, ground: str, *, deed: Deed) -> None:
    """What is owed and unpaid goes to the held account: the ledger then refuses its payment, whoever asks.

    Orders that were prepared stay with the treasury; those that are with the bank already are named in the record.
    """
    if away := treasury.hold_orders(tranches_of(dossier_id), Text(ground, ground), cause=APPEAL, deed=deed):
        deed.after(orders_with_the_bank=list(away))
    _move(
        dossier_id,
        recovery.hold,
        ledger_domain.PAYABLE,
        "Tạm dừng chi để giải quyết khiếu nại",
        "Held during an appeal",
        deed,
    )


def resume(dossier_id: int, ground: str, *, deed: Deed) -> None:
    """What was held is payable again."""
    treasury.release_orders(tranches_of(dossier_id), cause=APPEAL, deed=deed)
    _move(
        dossier_id,
        recovery.let_go,
        recovery.HELD,
        "Cho chi tiếp sau tạm đình chỉ",
        "Payable again after a suspension",
        deed,
    )


def _move(dossier_id: int, made: Callable[..., Entry], account: str, vi: str, en: str, deed: Deed) -> None:
    try:
        support = _support_of(dossier_id)
    except Missing:
        return
    entries = []
    for tranche in support.tranches.order_by("no"):
        held = ledger.balance(account, f"tranche:{tranche.pk}")
        if held > 0:
            text = Text(
                f"{vi}, đợt {tranche.no}, hồ sơ {support.dossier_number}",
                f"{en}, tranche {tranche.no}, dossier {support.dossier_number}",
            )
            identity = entry_id(account, tranche.pk, deed.moment.isoformat())
            entries.append(made(f"tranche:{tranche.pk}", held, id=identity, on=deed.today, text=text))
    if entries:
        post_many(entries, deed=deed)
