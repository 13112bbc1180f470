"""What happens to a case when its procedure gets a newer version: answers carried over, open steps mapped, or a refusal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.features.dossiers.domain.answers import Answers, is_asked, is_open, kept, open_questions
from khue.features.dossiers.domain.definition import Procedure, Step
from khue.features.dossiers.domain.steps import OPEN_STATES

MOVABLE = (*OPEN_STATES, "granted")
"""States in which a dossier that was handed in still goes on: after the grant the follow-up steps are under way."""


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A step on somebody's desk. ``subject`` names the part of the matter of a follow-up step."""

    task: int
    step: str
    name: Text
    subject: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class MovingCase:
    """What a migration must know of a case."""

    state: str
    version: int
    answers: Answers
    open_steps: tuple[OpenStep, ...]


@dataclass(frozen=True, slots=True)
class Moving:
    """What a migration would do to a case.

    ``steps``   key before and after, of each open step
    ``gaps``    questions that only the newer version asks and that are not answered
    ``former``  questions whose answers the newer version does not use; they stay readable
    """

    decision: Decision
    steps: tuple[tuple[str, str], ...]
    gaps: tuple[Reason, ...]
    former: tuple[Text, ...]


def carried(old: Procedure, new: Procedure, answers: Answers) -> tuple[dict[str, Any], dict[str, Any]]:
    """(answers that the newer version uses, those that it does not use and that are kept to be read).

    A table that lost a column, or a row's answer, is kept whole beside what goes on of it.
    """
    goes_on = kept(new, answers)
    former: dict[str, Any] = {}
    for field in old.fields():
        value = answers.get(field.key)
        if not is_open(value) and is_asked(field, answers) and goes_on.get(field.key) != value:
            former[field.key] = value
    return goes_on, former


def moving(case: MovingCase, old: Procedure, new: Procedure, target: int, steps: Mapping[str, str]) -> Moving:
    """The dry run of one case. ``steps`` names, for steps that the newer version lacks, the step that takes their place."""
    reasons = [*_standing(case, target)]
    mapped = []
    for here in case.open_steps:
        key = steps.get(here.step) or here.step
        reasons += _mapped(here, old, new, key)
        mapped.append((here.step, key))
    before = {reason.field for reason in open_questions(old, case.answers)}
    gaps = tuple(reason for reason in open_questions(new, case.answers) if reason.field not in before)
    _goes_on, lost = carried(old, new, case.answers)
    former = tuple(field.label for field in old.fields() if field.key in lost)
    return Moving(Decision.refuse_if_any(reasons), tuple(mapped), gaps, former)


def _standing(case: MovingCase, target: int) -> Iterator[Reason]:
    if case.version == target:
        yield Reason(
            "already_there",
            Text("Hồ sơ đã theo phiên bản này.", "The dossier follows this version already."),
            Text("Không cần làm gì thêm.", "Nothing needs to be done."),
        )
    elif case.state not in MOVABLE:
        yield Reason(
            "not_under_way",
            Text(
                "Hồ sơ không còn đang giải quyết, hoặc còn là bản nháp.",
                "The dossier is not under way, or still a draft.",
            ),
            Text(
                "Hồ sơ đã kết thúc giữ phiên bản cũ; bản nháp tự chuyển khi mở ra.",
                "An ended dossier keeps its version; a draft moves by itself when it is opened.",
            ),
        )


def _mapped(here: OpenStep, old: Procedure, new: Procedure, key: str) -> Iterator[Reason]:
    found = next((step for step in new.steps if step.key == key), None)
    before = next((step for step in old.steps if step.key == here.step), None)
    name = here.name
    if found is None:
        yield Reason(
            "no_such_step",
            Text(
                f"Bước đang làm “{name.vi}” không có trong phiên bản mới và chưa chỉ định bước thay thế.",
                f"The newer version lacks the open step “{name.into('en')}”, and no step was named in its place.",
            ),
            Text(
                "Chọn bước thay thế rồi chạy thử lại.", "Name the step that takes its place, and run the dry run again."
            ),
            f"step_{here.step}",
        )
    elif before is not None and _nature(before) != _nature(found):
        yield Reason(
            "other_nature",
            Text(
                f"Bước “{name.vi}” không thể chuyển thành “{found.name.vi}”: hai bước khác loại.",
                f"“{name.into('en')}” cannot go on as “{found.name.into('en')}”: the steps are of different natures.",
            ),
            Text(
                "Bước kiểm tra thay cho bước kiểm tra, bước theo dõi thay cho bước theo dõi. Mời chọn bước khác.",
                "A check takes the place of a check, a follow-up of a follow-up. Choose another step.",
            ),
            f"step_{here.step}",
        )


def _nature(step: Step) -> str:
    """Receipt happens once, and follow-ups lie beside the main way: those three never change into each other."""
    return step.kind if step.kind in ("check", "follow") else "way"
