"""The papers of an appeal: notice of admission, notice of refusal, decision. Numbered in the city's registers, rendered by the worker."""

from __future__ import annotations

from typing import Any

from khue.core.bilingual import Text
from khue.features.appeals.domain.flow import SCOPES, WISHES
from khue.features.appeals.models import Appeal
from khue.features.appeals.queries.rules import limits
from khue.features.dossiers.queries.decisions import decision_facts
from khue.features.dossiers.usecases import issue_document
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import Deed

LEVEL_WORDS = {1: "lần đầu", 2: "lần hai"}


def issue_receipt(appeal: Appeal, *, deed: Deed) -> None:
    values = {**_about(appeal), "lodged_on": str(appeal.lodged_on)}
    if appeal.answer_due_on:
        values["due_on"] = str(appeal.answer_due_on)
    if appeal.late:
        values["late_ground"] = appeal.admission_ground
    issue_document(appeal.dossier_id, "appeal-receipt", values=values, deed=deed)


def issue_declined(appeal: Appeal, *, deed: Deed) -> None:
    values = {**_about(appeal), "lodged_on": str(appeal.lodged_on), "reasons": [appeal.admission_ground]}
    issue_document(appeal.dossier_id, "appeal-declined", values=values, deed=deed)


def issue_decision(appeal: Appeal, said: Text, consequences: list[str], *, deed: Deed) -> None:
    first = decision_facts(appeal.decision_id)
    answers = appeal.answers
    wish = WISHES[answers["wish"]].capitalised().vi
    articles = [{"text": said.vi, "points": consequences} if consequences else {"text": said.vi}]
    if appeal.level == 1:
        articles.append(
            {
                "text": "Nếu không đồng ý, người khiếu nại có quyền khiếu nại lần hai hoặc khởi kiện tại Tòa án theo quy định của pháp luật."
            }
        )
    else:
        articles.append(
            {"text": "Nếu không đồng ý, người khiếu nại có quyền khởi kiện tại Tòa án theo quy định của pháp luật."}
        )
    articles.append(
        {"text": f"{appeal.applicant_name} và các cơ quan liên quan chịu trách nhiệm thi hành Quyết định này."}
    )
    values = {
        **_about(appeal),
        "decider": rulebook.city_package().BODY,
        "body": rulebook.city_package().BODY,
        "body_above": "",
        "subject": f"Giải quyết khiếu nại {LEVEL_WORDS[appeal.level]} số {appeal.number}",
        "subject_en": f"On appeal {appeal.number}",
        "basis": [limits(appeal.level, deed.today).answer.provision_text.vi],
        "wish": f"{wish}: {answers['wish_words']}",
        "findings": [appeal.ground],
        "decided_on": str(first.decided_on),
        "articles": articles,
        "recipients": [appeal.applicant_name, "Lưu: VT"],
    }
    if appeal.amount is not None:
        values["amount"] = appeal.amount
    issue_document(appeal.dossier_id, "appeal-decision", values=values, deed=deed)


def _about(appeal: Appeal) -> dict[str, Any]:
    scope = SCOPES[appeal.answers["scope"]].vi  # a lodged appeal has answered it
    part = str(appeal.answers.get("part", "")).strip()
    return {
        "appeal_number": appeal.number,
        "level": LEVEL_WORDS[appeal.level],
        "contested": f"{scope}: {part}" if part else scope,
        "grounds": str(appeal.answers.get("grounds", "")),
    }
