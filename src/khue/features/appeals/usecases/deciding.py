"""The decision on an appeal: it stands, or a new decision supersedes it, with everything that follows in one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Refused, require
from khue.features.appeals import access
from khue.features.appeals.domain.commands import DecideAppeal
from khue.features.appeals.domain.deciding import Wanted, may_decide, outcome_sentence, supersedes
from khue.features.appeals.domain.flow import AMENDED, ANNULLED, APPEAL, LIVE, REPLACED
from khue.features.appeals.events import AppealDecided
from khue.features.appeals.models import Appeal
from khue.features.appeals.queries.facts import mandates_of
from khue.features.appeals.queries.rules import limits
from khue.features.appeals.usecases import papers, wiring
from khue.features.appeals.usecases.parts import about, locked_appeal, notify_applicant, standing_of, write
from khue.features.appeals.usecases.suspending import end_suspension
from khue.features.appeals.usecases.wiring import Consequence, Overturn
from khue.features.appeals.usecases.writing import LAST
from khue.features.dossiers.queries.decisions import decision_facts
from khue.features.dossiers.usecases import record_decision
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import Deed, command


def decide_appeal(asked: DecideAppeal, *, actor: Actor) -> None:
    """Decide. An outcome that supersedes records the new decision and changes the matter, whole or not at all."""
    actor.require(access.DECIDE)
    with command("appeals.decide_appeal", actor, subject=f"appeal:{asked.appeal_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        appeal = locked_appeal(asked.appeal_id)
        _require_in_order(asked, appeal, actor)
        deed.before(state=appeal.state, decision=appeal.decision_id, amount=appeal.first_amount)
        end_suspension(appeal, "Khiếu nại đã được giải quyết.", deed=deed)
        said = outcome_sentence(asked.outcome, asked.amount)
        consequences: Sequence[Consequence] = ()
        new = None
        if supersedes(asked.outcome):
            consequences = wiring.overturn(appeal.procedure_key, overturn_of(asked, appeal), deed=deed)
            new = _supersede(asked, appeal, said, consequences, deed)
        else:
            deed.decide(Decision.refuse(_why(asked, appeal, said, deed)), edition=rulebook.edition())
        _close(asked, appeal, new, deed)
        papers.issue_decision(appeal, said, [item.text.vi for item in consequences], deed=deed)
        deed.after(state=appeal.state, outcome=asked.outcome, new_decision=new, ground=appeal.ground)
        deed.emit(AppealDecided(**about(appeal), outcome=asked.outcome, sentence=said.to_json(), amount=appeal.amount))
        notify_applicant(
            appeal,
            Text(f"Đã có quyết định giải quyết khiếu nại {appeal.number}", f"Appeal {appeal.number} is decided"),
            said,
            deed=deed,
        )
        deed.result(True)


def verdict(asked: DecideAppeal, appeal: Appeal, actor: Actor) -> Decision:
    """What the rules of the room say to a decision, all reasons at once."""
    found = wiring.matter(appeal.procedure_key, appeal.dossier_id, actor.today)
    wanted = Wanted(
        state=appeal.state,
        assigned=appeal.decider,
        first_outcome=appeal.first_outcome,
        outcome=asked.outcome,
        ground=asked.ground,
        amount=asked.amount,
        first_amount=appeal.first_amount,
        most=found.asked if found else None,
        sums=found.sums if found else True,
    )
    return may_decide(wanted, standing_of(appeal, actor.hands, mandates_of(actor)))


def overturn_of(asked: DecideAppeal, appeal: Appeal) -> Overturn:
    return Overturn(
        dossier_id=appeal.dossier_id,
        appeal_id=appeal.pk,
        number=appeal.number,
        outcome=asked.outcome,
        amount=asked.amount if asked.outcome in (AMENDED, REPLACED) else None,
        budget_line=asked.budget_line,
        repay_by=asked.repay_by,
        ground=asked.ground.strip(),
        decided=outcome_sentence(asked.outcome, asked.amount),
    )


def _require_in_order(asked: DecideAppeal, appeal: Appeal, actor: Actor) -> None:
    """All reasons of the rules; then what the page saw; then what happened to the decision itself."""
    require(verdict(asked, appeal, actor))
    if asked.seen is not None:
        locked_appeal(appeal.pk, asked.seen)
    if decision_facts(appeal.decision_id).superseded:
        raise Refused.because(
            Reason(
                "superseded",
                Text("Quyết định bị khiếu nại đã được thay thế.", "The decision complained of was superseded."),
                Text(
                    "Mở lại hồ sơ để xem quyết định đang có hiệu lực.", "Open the dossier to see the one that stands."
                ),
            )
        )
    if appeal.level == 1 and appeal.seconds.filter(state__in=LIVE).exists():
        raise Refused.because(
            Reason(
                "second_under_way",
                Text("Vụ việc đã chuyển sang khiếu nại lần hai.", "The matter has gone on to a second complaint."),
                Text("Giải quyết khiếu nại lần hai.", "Decide the second complaint."),
            )
        )


def _supersede(asked: DecideAppeal, appeal: Appeal, said: Text, consequences: Sequence[Consequence], deed: Deed) -> int:
    # The new decision rests on the rules of the matter as the first did: what they say now is kept with it.
    ruled = wiring.rule(appeal.procedure_key, appeal.dossier_id, deed=deed)
    binding = limits(appeal.level, deed.today).why.binding and (ruled is None or ruled.binding)
    reasons = (_why(asked, appeal, said, deed), *(Reason(item.code, item.text) for item in consequences))
    annulled = asked.outcome == ANNULLED
    decision = Decision.refuse(*reasons, binding=binding) if annulled else Decision.grant(reasons, binding=binding)
    record = record_decision(
        appeal.dossier_id,
        decision=decision,
        outcome="refused" if annulled else "granted",
        amount=None if annulled else asked.amount,
        text=Text(
            f"{said.vi} Theo quyết định giải quyết khiếu nại {appeal.number}.",
            f"{said.en} By the decision on appeal {appeal.number}.",
        ),
        deed=deed,
    )
    if ruled is not None:
        ruled.keep(record)
    return record


def _why(asked: DecideAppeal, appeal: Appeal, said: Text, deed: Deed) -> Reason:
    ground = asked.ground.strip()
    return Reason(
        f"appeal.{asked.outcome}",
        Text(f"{said.vi} Lý do: {ground}", f"{said.en} Grounds: {ground}"),
        source=limits(appeal.level, deed.today).answer.source,
    )


def _close(asked: DecideAppeal, appeal: Appeal, new: int | None, deed: Deed) -> None:
    write(
        appeal,
        state=APPEAL.after(appeal.state, "decide"),
        outcome=asked.outcome,
        amount=asked.amount if asked.outcome in (AMENDED, REPLACED) else None,
        ground=asked.ground.strip(),
        # A deputy signs in his or her own name.
        decider=deed.actor.key,
        decider_name=deed.actor.name,
        new_decision_id=new,
        ended_on=deed.today,
        sort_on=LAST,
    )
