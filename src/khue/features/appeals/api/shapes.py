"""What goes in and out of the doors of this room. Money in đồng."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from khue.features.appeals.domain.commands import AdmitAppeal, DeclineAppeal
from khue.features.appeals.queries import AppealPage
from khue.features.dossiers.queries.decisions import DecisionFacts
from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import Ask, Bilingual, Clock, Day, DecisionOut, Dong, FileOut, Label, Line, PartyKey, State

door = Door("appeals")
Long = Annotated[str, Field(max_length=8000)]
Short = Annotated[str, Field(max_length=2000)]

# -- out -------------------------------------------------------------------------------------------------------------


class ContestedOut(Schema):
    """The decision that an appeal is about."""

    id: int
    dossier_number: str
    outcome: str
    amount: int | None
    text: Bilingual
    decider_name: str
    decided_on: date
    superseded: bool


class StartOut(Schema):
    """What somebody should know before beginning: until when, at which level (1 or 2), by which terms."""

    decision: ContestedOut
    level: int
    until: date | None
    late: bool
    why: DecisionOut


class AppealRowOut(Schema):
    """A line of the desk; ``due_on`` is the day of the admission, or of the answer once it was admitted."""

    id: int
    number: str
    level: int
    dossier_number: str
    title: str
    applicant: str
    state: State
    outcome: State | None
    clock: Clock | None
    lodged_on: date | None
    due_on: date | None
    decider: str
    late: bool


class AppealOfDossierOut(Schema):
    id: int
    name: Bilingual
    state: State
    outcome: State | None
    clock: Clock | None
    lodged_on: date | None


class AppealsOfDossierOut(Schema):
    """The appeals of a dossier; ``decision_id`` is the decision against which the caller may begin one now."""

    appeals: list[AppealOfDossierOut]
    decision_id: int | None
    until: date | None
    is_late: bool
    second: bool


class GivenOut(Schema):
    """What the applicant wrote."""

    scope: str = ""
    part: str = ""
    grounds: str = ""
    late_ground: str = ""
    wish: str = ""
    wish_amount: int | None = None
    wish_words: str = ""


class DialogueOut(Schema):
    held_on: date
    place: str
    present: str
    summary: str
    recorded_by: str


class SuspensionOut(Schema):
    """``ended_on`` null: the execution stands still now."""

    started_on: date
    ground: str
    ordered_by: str
    ended_on: date | None
    end_ground: str


class WayOut(Schema):
    """One point of the way: done, now or next."""

    label: Bilingual
    note: Label
    when: date | None
    status: str


class AppealEventOut(Schema):
    text: Bilingual
    at: datetime


class AppealOut(Schema):
    """One appeal. The ETag is what the next deed on it rests on."""

    id: int
    number: str
    level: int
    state: State
    version: int
    title: str
    applicant_key: str
    applicant_name: str
    dossier_number: str
    answers: GivenOut
    files: list[FileOut]
    decision: ContestedOut
    terms: DecisionOut
    file_until: date | None
    late: bool
    lodged_on: date | None
    admitted_on: date | None
    answered_by: str
    admission_ground: str
    departure: str
    complex_ground: str
    answer_due_on: date | None
    clock: Clock | None
    decider_name: str
    outcome: State | None
    said: Bilingual | None
    amount: int | None
    ground: str
    new_decision: ContestedOut | None
    ended_on: date | None
    dialogues: list[DialogueOut]
    suspensions: list[SuspensionOut]
    steps: list[WayOut]
    timeline: list[AppealEventOut]
    may_act: bool
    may_withdraw: bool


class AbleOut(Schema):
    key: str
    name: str


class UnableOut(Schema):
    name: str
    why: Bilingual


class CandidatesOut(Schema):
    """Who may decide this appeal, and who holds the right but not for this one, with the reason."""

    able: list[AbleOut]
    others: list[UnableOut]


class BudgetChoiceOut(Schema):
    code: str
    name: Bilingual
    available: int


class ContestedMatterOut(Schema):
    """The money of the matter, for the decider; ``repay_by`` is the day that the terms give. Without ``sums`` it has no amounts."""

    asked: int
    granted: int | None
    paid: int
    needs_budget_line: bool
    budget_lines: list[BudgetChoiceOut]
    repay_by: date | None
    sums: bool


class MoneyMatterOut(Schema):
    """``matter`` null: the room of the matter has no money in it."""

    matter: ContestedMatterOut | None


class ConsequenceOut(Schema):
    """One thing that would follow."""

    code: str
    text: Bilingual
    amount: int | None


class ForeseenOut(Schema):
    consequences: list[ConsequenceOut]


class LodgedOut(Schema):
    number: str
    href: str


# -- in --------------------------------------------------------------------------------------------------------------


class GivenIn(Ask):
    """What is left out stays as it was. ``wish``: ``grant`` against a refusal, ``annul`` or ``amend`` against a grant."""

    scope: Literal["whole", "amount", "part"] | None = None
    part: Annotated[str, Field(max_length=1000)] | None = None
    grounds: Long | None = None
    late_ground: Short | None = None
    wish: Literal["annul", "amend", "grant"] | None = None
    wish_amount: Dong | None = None
    wish_words: Long | None = None

    def given(self) -> dict[str, Any]:
        found = {name: getattr(self, name) for name in self.model_fields_set}
        return {name: value.strip() if isinstance(value, str) else value for name, value in found.items()}


class CertifiedIn(Ask):
    """``certified``: what the appeal says is true, and the caller answers for it before the law."""

    certified: bool


class WithdrawAppealIn(Ask):
    ground: Short = ""


class AdmissionIn(Ask):
    """``decline`` says why; a late appeal is admitted with a ground. Another day for the answer says why, too."""

    answer: Literal["admit", "decline"]
    ground: Long = ""
    answer_due_on: Day | None = None
    departure: Short = ""

    def command(self, appeal_id: int, seen: int, once: Any) -> AdmitAppeal | DeclineAppeal:
        ground = self.ground.strip()
        if self.answer == "decline":
            return DeclineAppeal(appeal_id, ground, seen, once)
        return AdmitAppeal(appeal_id, ground, self.answer_due_on, self.departure.strip(), seen, once)


class AssignIn(Ask):
    to: PartyKey


class BecauseIn(Ask):
    ground: Long


class DialogueIn(Ask):
    held_on: Day
    place: Line = ""
    present: Short = ""
    summary: Long = ""


class AppealDecisionIn(Ask):
    """``amount`` where the amount is amended or a refusal replaced; ``repay_by`` where paid money comes back."""

    outcome: Literal["upheld", "amended", "annulled", "replaced"]
    ground: Long
    amount: Dong | None = None
    budget_line: Line = ""
    repay_by: Day | None = None


# -- from cards ------------------------------------------------------------------------------------------------------


def contested_values(facts: DecisionFacts) -> dict[str, Any]:
    names = ("id", "outcome", "amount", "text", "decider_name", "decided_on", "superseded")
    return {**{name: getattr(facts, name) for name in names}, "dossier_number": facts.dossier.number}


def appeal_values(page: AppealPage) -> dict[str, Any]:
    """An appeal as its shape wants it."""
    changed = ("answers", "files", "decision", "terms", "new_decision")
    shown = {name: getattr(page, name) for name in AppealOut.model_fields if name not in changed}
    return {
        **shown,
        "answers": {name: page.answers.get(name) or None for name in GivenOut.model_fields if page.answers.get(name)},
        "files": [
            {
                "id": file.id,
                "name": str(file.name),
                "size": file.size,
                "media_type": file.media_type,
                "sha256": file.sha256,
                "href": f"/api/v1/files/{file.id}",
            }
            for file in page.files
        ],
        "decision": contested_values(page.first),
        "terms": DecisionOut.of(page.why),
        "new_decision": contested_values(page.new_decision) if page.new_decision else None,
    }
