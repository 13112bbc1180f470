"""The support for equipment in a second edition, and a third that is being written.

The officer shortens a clock and asks one more question, the decider publishes it; a few cases under way go on under it on a
legal ground, and a draft of an applicant has moved to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers import usecases as dossier_usecases
from khue.features.procedures import queries, usecases
from khue.features.procedures.domain.commands import MigrateCases, OpenDraft, PublishDraft, PutPart
from khue.features.procedures.domain.places import Place, mark, part
from khue.kernel import clock
from khue.site.sample.applications import PROCEDURE

QUESTION = Place("field", ("task", "shared_use"))
CLOCK = Place("step", ("appraisal",))
NOTE = Text("Quy chế rút ngắn thời hạn của Thành phố (mẫu)", "The city's rules that shorten clocks (sample)")
GROUND = Text(
    "Thành phố rút ngắn thời hạn thẩm định, áp dụng cả cho hồ sơ đang giải quyết (mẫu)",
    "The city shortens the appraisal, also for cases under way (sample)",
)


def play(actors: Mapping[str, Actor], drafts: tuple[int, ...]) -> None:
    """Publish the second edition, migrate the received cases, move the first of ``drafts``, begin a third edition."""
    officer, decider = actors["officer"], actors["decider"]
    earlier = replace(officer, moment=officer.moment - timedelta(hours=3))
    draft = usecases.open_draft(OpenDraft(PROCEDURE, uuid4()), actor=earlier)
    _put(draft, QUESTION, _question(), actor=earlier)
    _put(draft, CLOCK, _shorter(actor=earlier), actor=earlier)
    content = queries.open_draft(PROCEDURE, decider).content
    usecases.publish_draft(PublishDraft(draft, decider.today, mark(content), uuid4()), actor=decider)
    new, old = (line.id for line in dossiers.versions(PROCEDURE)[:2])
    order = MigrateCases(PROCEDURE, old, new, "decree-268-2025.clock", GROUND, {}, once=uuid4())
    migration = usecases.migrate_cases(order, actor=decider)
    usecases.migrate_waiting_cases(migration, actor=clock.job_actor("procedures.migrate_cases"))
    for dossier in drafts[:1]:
        dossier_usecases.move_to_newest_version(dossier, actor=actors["researcher"])
    third = usecases.open_draft(OpenDraft(PROCEDURE, uuid4()), actor=officer)
    needs = [
        *queries.open_draft(PROCEDURE, officer).content["needs"],
        {"vi": "Ảnh nơi đặt máy", "en": "A picture of the place for the machine"},
    ]
    _put(third, Place("needs"), needs, actor=officer)


def _question() -> dict[str, object]:
    return {
        "kind": "yesno",
        "required": False,
        "label": {"vi": "Sẵn sàng cho đơn vị khác dùng chung", "en": "Other organisations may use it too"},
        "help": {
            "vi": "Chọn “Có” nếu máy móc, thiết bị được cho thuê hoặc mượn khi rỗi.",
            "en": "Answer “yes” when the equipment can be rented or lent while it is idle.",
        },
    }


def _shorter(*, actor: Actor) -> dict[str, object]:
    step = part(queries.open_draft(PROCEDURE, actor).content, CLOCK) or {}
    return {**step, "clock": {"amount": 6, "unit": "working_days", "note": NOTE.to_json()}}


def _put(draft: int, place: Place, value: object, *, actor: Actor) -> None:
    before = part(queries.open_draft(PROCEDURE, actor).content, place)
    usecases.put_part(PutPart(draft, place, value, mark(before), before is None), actor=actor)
