"""A profit is distributed: drawn up from the report, approved by a second person, owed through the ledger from then on."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Outcome, Reason, Source
from khue.core.entries import Entry
from khue.core.errors import require
from khue.core.money import format_dong
from khue.core.rules.answer import Answer
from khue.core.rules.explain import reasons
from khue.features.ledger import domain as ledger
from khue.features.ledger.usecases import post_many
from khue.features.people import queries as people
from khue.features.results import access
from khue.features.results.domain.correcting import settle
from khue.features.results.domain.distribution import (
    DISTRIBUTION,
    PAYOUT,
    ApproveDistribution,
    DrawUp,
    Split,
    may_approve,
    may_distribute,
    split,
)
from khue.features.results.events import DistributionApproved
from khue.features.results.models import Distribution, IncomeReport, Ownership, Payout, Result, ShareList
from khue.features.results.queries.money import is_newest, pot_of
from khue.features.results.queries.rules import split_answers
from khue.features.results.usecases.correcting import corrected_by, paid_of, require_settled, standing_of, supersede
from khue.features.results.usecases.parts import about, entry_id, locked_result, tell, tell_desk, touch
from khue.features.rulebook.usecases import keep_ruling
from khue.kernel.deeds import Deed, command


def draw_up_distribution(asked: DrawUp, *, actor: Actor) -> int:
    """Compute who gets what of a report's profit and keep what the rules said of it; the distribution's id."""
    actor.require(access.DISTRIBUTE)
    with command("results.draw_up_distribution", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        report, result = _locked_report(asked.report_id, deed)
        pot = pot_of(report, result, asked.agreed_reward, deed.today)
        standing = standing_of(report)
        corrects = corrected_by(standing, report)
        taken = standing is not None and corrects is None
        nothing = pot.profit <= 0 and corrects is not None
        found = Split(0, 0, 0, 0, 0, ()) if nothing else split(pot)
        require(may_distribute(pot, found, newest=is_newest(report), taken=taken, corrects=corrects is not None))
        if corrects is not None:
            require_settled(corrects)
        answers = (None, None) if nothing else split_answers(pot, found, deed.today)
        if not nothing:
            require(_judged(answers[1]))
        row = _write(report, result, found, answers, corrects, deed)
        deed.decide(Decision.grant(binding=row.binding))
        for answer in answers:
            if answer is not None:
                keep_ruling(f"distribution:{row.pk}", answer, deed=deed)
        touch(result)
        if corrects is not None:
            deed.after(corrects=corrects.pk)
        deed.after(distribution=row.pk, profit=row.profit, fee=row.fee, reward=row.reward, left=row.left_to_owners)
        title = Text(
            f"Phương án phân chia chờ duyệt: {result.title_vi}", f"A distribution to approve: {result.title_vi}"
        )
        body = Text(
            f"Lợi nhuận sau thuế: {format_dong(row.profit, 'vi')}.",
            f"Profit after tax: {format_dong(row.profit, 'en')}.",
        )
        tell_desk(access.APPROVE, result, title, body, deed=deed)
        deed.result(row.pk)
        return int(row.pk)


def _locked_report(report_id: int, deed: Deed) -> tuple[IncomeReport, Result]:
    """Result first, then its report. Raises Missing."""
    found = IncomeReport.objects.filter(pk=report_id).values_list("period__result_id", flat=True).first()
    if found is None:
        raise access.no_such_result()
    result = locked_result(found, deed)
    return IncomeReport.objects.select_related("period").get(pk=report_id), result


def _judged(answer: Answer | None) -> Decision:
    """What the rulebook says of the whole split, as this room refuses."""
    if answer is None:
        text = Text("Ngày này chưa có quy tắc phân chia lợi nhuận.", "No rule on splitting a profit holds on this day.")
        return Decision.refuse(
            Reason("results.no_rule", text, Text("Mời ông/bà hỏi cán bộ pháp chế.", "Ask the legal officer."))
        )
    if answer.outcome is Outcome.GRANTED:
        return Decision.grant()
    said = [
        Reason(
            f"results.{line.code or 'open'}",
            line.text,
            line.next_step,
            "",
            _source(line.citation, line.certainty, line.url),
        )
        for line in reasons(answer)
    ]
    return Decision.refuse(*said)


def _source(citation: Text | None, certainty: str, url: str) -> Source | None:
    return Source(citation.vi, certainty or "reported", url, citation.into("en")) if citation else None


def _write(
    report: IncomeReport,
    result: Result,
    found: Split,
    answers: tuple[Answer | None, Answer | None],
    corrects: Distribution | None,
    deed: Deed,
) -> Distribution:
    row = Distribution.objects.create(
        report=report,
        period=report.period,
        result=result,
        share_list=ShareList.objects.get(result=result, state="agreed"),
        ownership=Ownership.objects.filter(result=result).order_by("-no")[0],
        supersedes=corrects,
        profit=found.profit,
        fee=found.fee,
        least_reward=found.least_reward,
        reward=found.reward,
        left_to_owners=found.left,
        binding=all(answer.binding for answer in answers if answer is not None),
        drawn_up_by=deed.actor.key,
        drawn_up_for=deed.actor.stands_in_for,
        drawn_up_by_name=deed.actor.name,
        drawn_up_at=deed.moment,
    )
    names = people.parties(part.party for part in found.parts)
    lines = settle(found.parts, paid_of(corrects) if corrects is not None else {}).lines
    Payout.objects.bulk_create(
        Payout(
            distribution=row,
            no=no,
            role=line.part.role,
            party_id=people.party_id(line.part.party),
            name=names[line.part.party].name,
            share=str(line.part.share),
            amount=line.amount,
            carried=line.carried,
        )
        for no, line in enumerate(lines, 1)
    )
    return row


def decide_distribution(asked: ApproveDistribution, *, actor: Actor) -> None:
    """The second pair of eyes. Approved, every payout is owed: the ledger refuses more than its budget line holds."""
    actor.require(access.APPROVE)
    with command("results.approve_distribution" if asked.approved else "results.reject_distribution", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row, result = locked_distribution(asked.distribution_id, deed)
        deed.before(distribution=row.pk, state=row.state)
        if asked.approved:
            _approve(row, result, asked, deed)
        else:
            _reject(row, asked, deed)
        row.decided_by, row.decided_by_name, row.decided_at = actor.key, actor.name, deed.moment
        row.ground = asked.ground.strip()
        row.save(update_fields=["state", "budget_line", "decided_by", "decided_by_name", "decided_at", "ground"])
        touch(result)
        deed.after(distribution=row.pk, state=row.state, line=row.budget_line, ground=row.ground)
        deed.result(True)


def locked_distribution(distribution_id: int, deed: Deed) -> tuple[Distribution, Result]:
    """Result first, then the distribution. Raises Missing."""
    found = Distribution.objects.filter(pk=distribution_id).values_list("result_id", flat=True).first()
    if found is None:
        raise access.no_such_result()
    result = locked_result(found, deed)
    return Distribution.objects.select_for_update().get(pk=distribution_id), result


def _reject(row: Distribution, asked: ApproveDistribution, deed: Deed) -> None:
    faults = list(DISTRIBUTION.decision(row.state, "reject").reasons)
    if {row.drawn_up_by, row.drawn_up_for} & set(deed.actor.hands):
        faults += may_approve("drawn_up", (row.drawn_up_by, row.drawn_up_for), deed.actor.hands, True).reasons
    if not asked.ground.strip():
        text = Text("Chưa nêu lý do không duyệt.", "Say why it is not approved.")
        faults.append(
            Reason("results.ground", text, Text("Mời ông/bà nêu lý do.", "Please give the ground."), "ground")
        )
    require(Decision.refuse_if_any(faults))
    row.state = DISTRIBUTION.after(row.state, "reject")
    row.payouts.update(state=PAYOUT.after("planned", "drop"))


def _approve(row: Distribution, result: Result, asked: ApproveDistribution, deed: Deed) -> None:
    report = IncomeReport.objects.get(pk=row.report_id)
    hands = (row.drawn_up_by, row.drawn_up_for)
    faults = list(may_approve(row.state, hands, deed.actor.hands, is_newest(report)).reasons)
    if deed.actor.is_near(access.party_key(result)):
        text = Text("Người thuộc bên chủ sở hữu không được duyệt.", "Somebody of the owner's side does not approve.")
        faults.append(
            Reason(
                "results.own_hands",
                text,
                Text("Mời ông/bà chuyển cho người khác duyệt.", "Leave it to another person."),
            )
        )
    # A correction that owes nothing more needs no line of its own.
    line = asked.line or _line_before(row)
    if not line:
        text = Text("Chưa chọn dòng ngân sách chi trả.", "The budget line to pay from is missing.")
        faults.append(Reason("results.line", text, Text("Mời ông/bà chọn một dòng.", "Choose a line."), "line"))
    require(Decision.refuse_if_any(faults))
    row.state, row.budget_line = DISTRIBUTION.after(row.state, "approve"), f"budget:{line}"
    if row.supersedes_id is not None:
        supersede(row, result, deed=deed)
    payouts = list(row.payouts.select_for_update().order_by("no"))
    kept = [one for one in payouts if one.party_id == result.party_id]
    owed = [one for one in payouts if one.party_id != result.party_id and not one.carried]
    row.payouts.filter(carried=True).update(state=PAYOUT.after("planned", "carry"))
    row.payouts.filter(pk__in=[one.pk for one in kept]).update(state=PAYOUT.after("planned", "keep"))
    if owed:
        post_many(_entries(row, result, owed, deed), deed=deed)
        for one in owed:
            one.state, one.accrual = PAYOUT.after(one.state, "approve"), entry_id("accrue", one.pk)
        Payout.objects.bulk_update(owed, ["state", "accrual"])
    else:
        row.state = DISTRIBUTION.after(row.state, "complete")
    total = sum(one.amount for one in owed)
    deed.emit(DistributionApproved(**{**about(result), "parties": _parties(result, payouts)}, amount=row.profit))
    tell_desk(
        access.PAY,
        result,
        Text(f"Chờ chi trả lợi ích từ “{result.title_vi}”", f"Money of “{result.title_vi}” to be paid"),
        Text(f"Tổng số tiền: {format_dong(total, 'vi')}.", f"In all: {format_dong(total, 'en')}."),
        deed=deed,
    )
    for one in payouts:
        if one.carried:
            continue
        share = Text(
            f"Phần của ông/bà: {format_dong(one.amount, 'vi')}.", f"Your part: {format_dong(one.amount, 'en')}."
        )
        title = Text(
            f"Đã duyệt phân chia lợi ích từ “{result.title_vi}”", f"Distribution of “{result.title_vi}” approved"
        )
        tell([f"party:{one.party_id}"], result, title, share, deed=deed)


def _line_before(row: Distribution) -> str:
    """The budget line of the distribution that this one corrects, where nothing is owed by it."""
    if row.supersedes_id is None or row.payouts.filter(carried=False).exclude(party=row.result.party_id).exists():
        return ""
    before = Distribution.objects.filter(pk=row.supersedes_id).values_list("budget_line", flat=True)[0]
    return str(before).removeprefix("budget:")


def _parties(result: Result, payouts: list[Payout]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((access.party_key(result), *(f"party:{one.party_id}" for one in payouts))))


def _entries(row: Distribution, result: Result, owed: list[Payout], deed: Deed) -> list[Entry]:
    """One commitment of the whole, and each payout owed at once: nothing is to be delivered any more."""
    subject, line = f"distribution:{row.pk}", row.budget_line
    text = Text(f"Phân chia lợi ích, kết quả {result.number}", f"Distribution of result {result.number}")
    total = sum(one.amount for one in owed)
    found = [ledger.commit(line, subject, total, id=entry_id("commit", row.pk), on=deed.today, text=text)]
    for one in owed:
        payout = f"payout:{one.pk}"
        key = entry_id("accrue", one.pk)
        found.append(ledger.accrue(line, subject, payout, one.amount, id=key, on=deed.today, text=text))
    return found
