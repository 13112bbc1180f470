"""A distribution takes the place of one whose report was corrected: what is owed is reversed, what was paid too much is claimed back."""

from __future__ import annotations

from fractions import Fraction

from django.db import connection

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.entries import Entry
from khue.core.errors import require
from khue.core.money import format_dong
from khue.features.ledger.domain import recovery
from khue.features.ledger.usecases import post_many
from khue.features.results import access
from khue.features.results.domain.correcting import Claimed, may_correct, settle
from khue.features.results.domain.distribution import DISTRIBUTION, PAYOUT, Part
from khue.features.results.events import ClaimReceived, PayoutClaimed
from khue.features.results.models import Distribution, IncomeReport, Payout, PayoutClaim, Result
from khue.features.results.usecases.parts import about, entry_id, locked_result, tell
from khue.features.treasury import queries as treasury
from khue.features.treasury.domain.receivables import ExpectReceipt
from khue.features.treasury.usecases import expect_receipt
from khue.kernel.deeds import Deed, command

LIVE = ("approved", "paid")
GONE = ("paid", "carried")
"""States of payouts whose money went out, by their own order or by that of an earlier distribution."""


def standing_of(report: IncomeReport) -> Distribution | None:
    """The distribution of the period that stands or awaits its decision, locked; None where there is none."""
    rows = Distribution.objects.select_for_update().filter(period=report.period_id)
    return rows.exclude(state__in=("rejected", "superseded")).order_by("-pk").first()


def corrected_by(standing: Distribution | None, report: IncomeReport) -> Distribution | None:
    """The standing distribution when it was approved by an earlier report than this one: it can be corrected."""
    if standing is None or standing.state not in LIVE or standing.report_id == report.pk:
        return None
    return standing


def paid_of(row: Distribution) -> dict[Claimed, int]:
    """What went out to each, in đồng, by this distribution and those before it."""
    found: dict[Claimed, int] = {}
    for one in row.payouts.filter(state__in=GONE).order_by("no"):
        who = (one.role, f"party:{one.party_id}")
        found[who] = found.get(who, 0) + one.amount
    return found


def require_settled(row: Distribution, *, moved: bool = False) -> None:
    """No payment order of it is under way. Raises Refused."""
    require(may_correct(ordered=row.payouts.filter(state="ordered").count(), moved=moved))


def supersede(row: Distribution, result: Result, *, deed: Deed) -> None:
    """Part of the approval of ``row``: the one before ends, nothing that it paid is rewritten."""
    assert row.supersedes_id is not None, "the caller has seen it"
    old = Distribution.objects.select_for_update().get(pk=row.supersedes_id)
    payouts = list(old.payouts.select_for_update().order_by("no"))
    found = settle(parts_of(row), paid_of(old))
    carried = {(one.role, f"party:{one.party_id}"): one.amount for one in row.payouts.filter(carried=True)}
    require_settled(old, moved=carried != found.carried)
    entries = [_unaccrued(old, result, one, deed) for one in payouts if one.state == "due"]
    for one in payouts:
        if one.state == "due":
            one.state = PAYOUT.after(one.state, "reverse")
            one.save(update_fields=["state"])
    for who, amount in found.back:
        entries.append(_claim(row, old, result, payouts, who, amount, deed))
    if entries:
        # Posted before the new parts are owed: what was owed is on its budget line again.
        post_many(entries, deed=deed)
    deed.before(superseded=old.pk, superseded_state=old.state)
    old.state = DISTRIBUTION.after(old.state, "supersede")
    old.save(update_fields=["state"])
    deed.after(superseded=old.pk, claimed=sum(amount for _who, amount in found.back))


def parts_of(row: Distribution) -> list[Part]:
    """The parts of a distribution, whole again where a piece of one was paid already."""
    found: dict[Claimed, Part] = {}
    for one in row.payouts.order_by("no"):
        who = (one.role, f"party:{one.party_id}")
        before = found[who].amount if who in found else 0
        found[who] = Part(one.role, who[1], Fraction(one.share), before + one.amount)
    return list(found.values())


def _unaccrued(old: Distribution, result: Result, one: Payout, deed: Deed) -> Entry:
    text = Text(
        f"Hủy ghi nợ lợi ích, kết quả {result.number}, theo báo cáo đã sửa",
        f"No longer owed, result {result.number}, after a correction",
    )
    subject, payout = f"distribution:{old.pk}", f"payout:{one.pk}"
    identity = entry_id("unaccrue", one.pk)
    return recovery.unaccrue(old.budget_line, subject, payout, one.amount, id=identity, on=deed.today, text=text)


def _claim(
    row: Distribution, old: Distribution, result: Result, payouts: list[Payout], who: Claimed, amount: int, deed: Deed
) -> Entry:
    """The receivable with its debtor, who is told; the entry that books it."""
    role, party = who
    paid = next(one for one in reversed(payouts) if (one.role, f"party:{one.party_id}") == who and one.state in GONE)
    claim = PayoutClaim(
        distribution=row,
        payout=paid,
        party_id=paid.party_id,
        name=paid.name,
        role=role,
        amount=amount,
        claimed_on=deed.today,
        pk=_next_claim(),
    )
    asked = ExpectReceipt(f"payout_claim:{claim.pk}", old.budget_line, party, paid.name, amount)
    claim.reference = expect_receipt(asked, deed=deed)
    claim.save(force_insert=True)
    deed.emit(PayoutClaimed(**{**about(result), "parties": (access.party_key(result), party)}, amount=amount))
    title = Text(
        f"Đề nghị hoàn trả phần đã nhận vượt từ “{result.title_vi}”",
        f"Please give back what was paid too much of “{result.title_vi}”",
    )
    body = Text(
        f"Báo cáo thu nhập đã được sửa. Số tiền: {format_dong(amount, 'vi')}; nội dung chuyển khoản: {claim.reference}.",
        f"The income report was corrected. Amount: {format_dong(amount, 'en')}; reference of the transfer: {claim.reference}.",
    )
    tell([party], result, title, body, deed=deed)
    text = Text(
        f"Phải thu hồi lợi ích chi vượt, kết quả {result.number}",
        f"Paid too much, result {result.number}: claimed back",
    )
    identity = entry_id("claim", claim.pk)
    return recovery.claim(
        f"payout:{paid.pk}", f"payout_claim:{claim.pk}", amount, id=identity, on=deed.today, text=text
    )


def _next_claim() -> int:
    """The number of the next claim, from its own sequence: the receivable names it before the row is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('results_payoutclaim', 'id'))")
        return int(cursor.fetchone()[0])


def follow_receivable(receivable_id: int, *, actor: Actor) -> None:
    """Bring a claim to where its receivable stands. Repeated, it finds everything done and writes nothing."""
    actor.require("job.results.follow_receivables")
    kind, _, number = treasury.receivable_facts(receivable_id).subject.partition(":")
    known = PayoutClaim.objects.filter(pk=int(number)) if kind == "payout_claim" and number.isdigit() else None
    place = known.values_list("distribution__result_id", flat=True).first() if known is not None else None
    if place is None:
        return
    with command("results.follow_receivable", actor, subject=f"payout_claim:{number}") as deed:
        result = locked_result(place, deed)
        claim = PayoutClaim.objects.select_for_update().get(pk=int(number))
        facts = treasury.receivable_facts(receivable_id)  # again, under the lock
        if facts.received == claim.recovered:
            deed.nothing_done()
            return
        deed.before(claim=claim.pk, recovered=claim.recovered)
        claim.recovered = facts.received
        claim.settled_on = facts.received_on if claim.recovered == claim.amount else None
        claim.save(update_fields=["recovered", "settled_on"])
        deed.after(claim=claim.pk, recovered=claim.recovered, reference=facts.reference)
        parties = (access.party_key(result), f"party:{claim.party_id}")
        deed.emit(ClaimReceived(**{**about(result), "parties": parties}, amount=claim.recovered))
