"""Drafts and versions of the sample procedure, brought to a state through use-cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from khue.core.actor import Actor
from khue.features.dossiers import queries as dossiers
from khue.features.procedures import usecases
from khue.features.procedures.domain.commands import OpenDraft, PublishDraft, PutPart
from khue.features.procedures.domain.places import Place, mark, part
from khue.features.procedures.models import DefinitionDraft
from khue.site.sample.applications import PROCEDURE
from tests.cast import persona

NOTE = Place("field", ("papers", "extra_note"))
APPRAISAL = Place("step", ("appraisal",))


def author(**shift: int) -> Actor:
    return persona("officer", **shift)


def publisher(**shift: int) -> Actor:
    return persona("decider", **shift)


def open_draft() -> DefinitionDraft:
    return DefinitionDraft.objects.get(pk=usecases.open_draft(OpenDraft(PROCEDURE), actor=author()))


def put(draft: DefinitionDraft, place: Place, value: Any, *, by: Actor | None = None) -> None:
    draft.refresh_from_db()
    before = part(draft.content, place)
    asked = PutPart(draft.pk, place, value, mark(before), before is None)
    usecases.put_part(asked, actor=by or author())
    draft.refresh_from_db()


def with_note(draft: DefinitionDraft, *, required: bool = False) -> None:
    """A new question among the papers."""
    words = {"vi": "Ghi chú thêm", "en": "Further note"}
    put(draft, NOTE, {"kind": "text", "label": words, "required": required})


def with_clock(draft: DefinitionDraft, days: int) -> None:
    """The appraisal gets a clock of its own."""
    step = part(draft.content, APPRAISAL)
    clock = {"amount": days, "unit": "working_days", "note": {"vi": "Quy chế mẫu", "en": "Sample rules"}}
    put(draft, APPRAISAL, {**step, "clock": clock})


def without_field(draft: DefinitionDraft, section: str, key: str) -> None:
    from khue.features.procedures.domain.commands import RemovePart

    usecases.remove_part(RemovePart(draft.pk, Place("field", (section, key))), actor=author())
    draft.refresh_from_db()


def publish(draft: DefinitionDraft, in_days: int = 0) -> int:
    """The number of the version."""
    draft.refresh_from_db()
    day = publisher().today + timedelta(days=in_days)
    return usecases.publish_draft(PublishDraft(draft.pk, day, mark(draft.content)), actor=publisher())


def publish_note() -> int:
    draft = open_draft()
    with_note(draft)
    return publish(draft)


def content(number: int) -> Mapping[str, Any]:
    found = next(line for line in dossiers.versions(PROCEDURE) if line.number == number)
    return dossiers.version_content(found.id)
