"""Door of the room: what somebody may get, for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from ninja import Field, Schema

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.core.rules.catalogue import fact_json
from khue.features.eligibility import queries
from khue.features.eligibility.domain import Check, Given, Start, StartKind, askable, check, read_answers, results
from khue.kernel.api.doors import Door, acting
from khue.kernel.api.shapes import Bilingual, DecisionOut

door = Door("eligibility")
MOST_ANSWERS = 200
NOT_ASKED = Text("Không có câu hỏi này.", "This is not asked.")


class EligibilityIn(Schema):
    """Answers in the order in which they were given: fact → what was said, as text; `-` for "I don't know"."""

    answers: dict[str, str] = Field(default_factory=dict, max_length=MOST_ANSWERS)


class WayOnOut(Schema):
    """Where to go on: ``procedure``, ``call`` or ``page`` runs on the platform; ``waiting`` says what comes and whom to ask."""

    kind: StartKind
    label: Bilingual
    href: str


class EligibleSupportOut(Schema):
    """One kind of support. ``value`` is đồng, a share as text, or true; null unless granted. Never added up."""

    rule: str
    title: Bilingual
    why: DecisionOut
    value: Any = None
    amount: Bilingual | None
    missing: list[str]
    nearest: Bilingual | None
    procedure: str
    start: WayOnOut


class EligibilityOut(Schema):
    """``next_question`` settles most; null when nothing that can be asked is missing. ``answers`` are those that matter."""

    supports: list[EligibleSupportOut]
    answers: dict[str, str]
    next_question: dict[str, Any] | None
    questions_left: int
    edition: str


@door.post(
    "/eligibility", EligibilityOut, Text("Tôi được hỗ trợ gì?", "What can I get?"), need="public", keeps=False
)  # fmt: skip
def check_eligibility(request: HttpRequest, payload: EligibilityIn) -> Any:
    """What all entitlements say today of some answers, and which question comes next. Nothing is stored."""
    found = queries.entitlements(acting(request).today)
    facts = askable(found.bounds)
    given = read_answers(facts, payload.answers.items())
    wrong = [Reason("eligibility.answer", each.wrong, None, f"answers.{each.name}") for each in given if each.wrong]
    wrong += [
        Reason("eligibility.unknown_fact", NOT_ASKED, None, f"answers.{name[:60]}")
        for name in payload.answers
        if name not in facts
    ]
    if wrong:
        raise Refused.because(*wrong)
    done = check(found.bounds, given)
    if done.wrong is not None and done.wrong.wrong is not None:
        raise Refused.because(Reason("eligibility.answer", done.wrong.wrong, None, f"answers.{done.wrong.name}"))
    return _told(done, found.edition, queries.starts(acting(request).today))


def _told(done: Check, edition: str, starts: Mapping[str, Start]) -> dict[str, Any]:
    return {
        "supports": [
            {
                "rule": found.rule,
                "title": found.title,
                "why": DecisionOut.of(found.decision),
                "value": found.value,
                "amount": found.amount,
                "missing": list(found.missing),
                "nearest": found.near,
                "procedure": found.procedure,
                "start": starts[found.rule],
            }
            for found in results(done.answers)
        ],
        "answers": _kept(done.given),
        "next_question": None if done.next is None else fact_json(done.next),
        "questions_left": done.left,
        "edition": edition,
    }


def _kept(given: tuple[Given, ...]) -> dict[str, str]:
    return {each.name: each.typed for each in given}
