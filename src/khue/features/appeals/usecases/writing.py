"""The applicant's deeds: begin, save page by page, lodge, withdraw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Conflict, Refused, require
from khue.core.number import dossier_number
from khue.features.appeals import access
from khue.features.appeals.domain.commands import LodgeAppeal, SaveAnswers, StartAppeal, WithdrawAppeal
from khue.features.appeals.domain.filing import MOST_FILES, is_late, may_lodge, may_start
from khue.features.appeals.domain.flow import APPEAL
from khue.features.appeals.domain.terms import last_day
from khue.features.appeals.events import AppealLodged, AppealWithdrawn
from khue.features.appeals.models import Appeal
from khue.features.appeals.queries.facts import contested, second_is_open, second_of
from khue.features.appeals.queries.rules import limits
from khue.features.appeals.usecases.parts import (
    PREFIX,
    SERIES,
    about,
    locked_appeal,
    path_of,
    subject_of,
    write,
)
from khue.features.appeals.usecases.suspending import end_suspension
from khue.features.dossiers.queries.decisions import DecisionFacts, decision_facts
from khue.features.dossiers.usecases import locked_dossier, next_number
from khue.features.people import queries as people
from khue.features.rulebook import queries as rulebook
from khue.kernel import files
from khue.kernel.deeds import Deed, command

ANSWERS = ("scope", "part", "grounds", "late_ground", "wish", "wish_amount", "wish_words")
LAST = "9999-12-31"


def start_appeal(asked: StartAppeal, *, actor: Actor) -> int:
    """Begin an appeal in the name of the dossier's applicant; its id. One that is being written is found again."""
    with command("appeals.start_appeal", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        decision = decision_facts(asked.decision_id)
        access.require_side(actor, decision.dossier.applicant_key, decision.dossier.id)
        locked_dossier(decision.dossier.id)
        mine = Appeal.objects.filter(decision=decision.id, created_by=actor.key, state="draft").first()
        if mine is not None:
            deed.nothing_done()
            return int(mine.pk)
        previous = _previous(asked, decision, deed)
        facts = contested(decision, previous)
        require(may_start(facts))
        appeal = Appeal.objects.create(
            level=2 if previous else 1,
            previous=previous,
            dossier_id=decision.dossier.id,
            dossier_number=decision.dossier.number,
            procedure_key=decision.dossier.procedure_key,
            decision_id=decision.id,
            first_decider=decision.decider,
            first_outcome=decision.outcome,
            first_amount=decision.amount,
            applicant_id=people.party_id(decision.dossier.applicant_key),
            applicant_name=decision.dossier.applicant_name,
            title=decision.dossier.title,
            created_by=actor.key,
            created_at=deed.moment,
            file_until=facts.until,
        )
        deed.subject = subject_of(appeal)
        deed.after(state=appeal.state, decision=decision.id, level=appeal.level, file_until=str(facts.until or ""))
        deed.result(appeal.pk)
        return int(appeal.pk)


def _previous(asked: StartAppeal, decision: DecisionFacts, deed: Deed) -> Appeal | None:
    """The first complaint when this is a second one. A decision that was upheld or amended on a first complaint takes a second only."""
    answered = Appeal.objects.filter(dossier=decision.dossier.id, level=1).exclude(state__in=["draft", "withdrawn"])
    first = answered.filter(pk=asked.previous_id).first() if asked.previous_id else answered.order_by("-pk").first()
    if first is None or first.state in ("lodged", "declined"):
        return None
    if second_is_open(first, second_of(first), deed.today):
        return first
    if first.state == "admitted":
        return None
    raise Refused.because(_second_was_used(first))


def _second_was_used(first: Appeal) -> Reason:
    return Reason(
        "second_was_used",
        Text(
            f"Khiếu nại {first.number} đã được khiếu nại lần hai; không còn lần tiếp theo.",
            f"Appeal {first.number} has had its second complaint; there is no further one.",
        ),
        Text(
            "Ông/bà có quyền khởi kiện vụ án hành chính tại Tòa án.",
            "You may bring the matter before the administrative court.",
        ),
    )


def save_answers(asked: SaveAnswers, *, actor: Actor) -> None:
    """Save one page of a draft: its answers and files. Nothing need be complete yet."""
    with command("appeals.save_answers", actor, subject=f"appeal:{asked.appeal_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        appeal = _draft(asked.appeal_id, asked.seen, deed)
        answers = {**appeal.answers, **{name: asked.answers[name] for name in ANSWERS if name in asked.answers}}
        kept = [identity for identity in appeal.files if identity not in asked.drop]
        if len(kept) + len(asked.files) > MOST_FILES:
            raise Refused.because(_too_many())
        kept += _store(appeal, asked.files, deed=deed)
        write(appeal, answers=answers, files=kept)
        deed.personal(answers={name: str(value) for name, value in answers.items()})
        deed.after(saved=sorted(asked.answers), files=len(kept))
        deed.result(True)


def _too_many() -> Reason:
    return Reason(
        "too_many_files",
        Text(f"Mỗi khiếu nại kèm tối đa {MOST_FILES} tệp.", f"An appeal takes at most {MOST_FILES} files."),
        Text("Mời ông/bà bỏ bớt hoặc gộp tệp.", "Remove some, or join them."),
        "files",
    )


def _draft(appeal_id: int, seen: int | None, deed: Deed) -> Appeal:
    """The draft, locked; raises Conflict once it was lodged."""
    appeal = locked_appeal(appeal_id)
    access.require_side(deed.actor, access.party_key(appeal), appeal.dossier_id)
    if appeal.state != "draft":
        raise Conflict(
            Text(
                f"Khiếu nại này đã được gửi hoặc đã rút ({APPEAL.label(appeal.state).vi}).",
                f"This appeal is no longer a draft ({APPEAL.label(appeal.state).en}).",
            ),
            Text("Mời ông/bà mở lại khiếu nại để theo dõi.", "Open the appeal to follow it."),
        )
    if seen is not None and seen != appeal.version:
        appeal = locked_appeal(appeal_id, seen)
    return appeal


def _store(appeal: Appeal, uploads: Sequence[Any], *, deed: Deed) -> list[str]:
    """All files or none; every refusal at once."""
    stored: list[str] = []
    reasons: list[Reason] = []
    for upload in uploads:
        try:
            owner = access.party_key(appeal)
            kept = files.store(upload, deed=deed, owner=owner, kind="appeal", subject=subject_of(appeal), field="files")
            stored.append(str(kept.pk))
        except Refused as refused:
            reasons += refused.decision.reasons
    require(Decision.refuse_if_any(reasons))
    return stored


def lodge_appeal(asked: LodgeAppeal, *, actor: Actor) -> str:
    """Hand the appeal in: it gets its number, and the clock of admission begins. Returns the number."""
    with command("appeals.lodge_appeal", actor, subject=f"appeal:{asked.appeal_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return str(before)
        appeal = _draft(asked.appeal_id, asked.seen, deed)
        facts = contested(decision_facts(appeal.decision_id), appeal.previous)
        require(
            may_lodge(
                appeal.state,
                facts,
                appeal.answers,
                deed.today,
                certified=asked.certified,
                files=len(appeal.files),
            )
        )
        terms = limits(appeal.level, deed.today)
        due = last_day(deed.today, terms.admission, rulebook.calendar())
        year = deed.today.year
        write(
            appeal,
            state=APPEAL.after(appeal.state, "lodge"),
            number=dossier_number(year, next_number(f"{SERIES}:{year}"), PREFIX),
            lodged_by=actor.key,
            lodged_at=deed.moment,
            lodged_on=deed.today,
            file_until=facts.until,
            late=is_late(facts, deed.today),
            admission_due_on=due,
            sort_on=due or LAST,
            binding=terms.why.binding,
        )
        deed.decide(terms.why, edition=rulebook.edition())
        deed.after(state=appeal.state, number=appeal.number, late=appeal.late, admission_due_on=str(due or ""))
        deed.emit(AppealLodged(**about(appeal)))
        _tell_desk(appeal, deed=deed)
        deed.result(appeal.number)
        return appeal.number


def _tell_desk(appeal: Appeal, *, deed: Deed) -> None:
    for card in people.people_with_right(access.RECEIVE, deed.today):
        if card.key != deed.actor.key:
            deed.notify(
                card.key,
                "task",
                Text(f"Khiếu nại mới: {appeal.number}", f"New appeal: {appeal.number}"),
                Text(f"Hồ sơ {appeal.dossier_number}.", f"Dossier {appeal.dossier_number}."),
                path_of(appeal),
            )


def withdraw_appeal(asked: WithdrawAppeal, *, actor: Actor) -> None:
    """Take the appeal back at any time before it is decided; the decision complained of stands."""
    with command("appeals.withdraw_appeal", actor, subject=f"appeal:{asked.appeal_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        appeal = locked_appeal(asked.appeal_id)
        access.require_side(actor, access.party_key(appeal), appeal.dossier_id)
        target = APPEAL.after(appeal.state, "withdraw")
        deed.before(state=appeal.state)
        was_lodged = appeal.lodged_on is not None
        end_suspension(appeal, "Người khiếu nại đã rút khiếu nại.", deed=deed)
        write(appeal, state=target, ended_on=deed.today, withdrawn_ground=asked.ground.strip(), sort_on=LAST)
        deed.after(state=appeal.state, ground=asked.ground.strip())
        if was_lodged:
            deed.emit(AppealWithdrawn(**about(appeal)))
            if appeal.decider:
                deed.notify(
                    appeal.decider,
                    "task",
                    Text(f"Khiếu nại {appeal.number} đã được rút", f"Appeal {appeal.number} was withdrawn"),
                    Text("Không cần giải quyết tiếp.", "Nothing more is to be decided."),
                    path_of(appeal),
                )
        deed.result(True)
