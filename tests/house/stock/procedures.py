"""Room ``procedures``: its part of the stock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from khue.site.sample.applications import PROCEDURE
from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    """A version planned for later, an open draft with a new table, and a migration that has ended."""
    from khue.features.dossiers import queries as dossiers
    from khue.features.procedures import usecases
    from khue.features.procedures.domain.commands import OpenDraft, PublishDraft, PutPart
    from khue.features.procedures.domain.places import Place, mark
    from khue.features.procedures.models import CaseMigration, DefinitionDraft

    officer, decider = act("officer"), act("decider")

    def write(place: Place, value: dict[str, Any]) -> DefinitionDraft:
        draft = usecases.open_draft(OpenDraft(PROCEDURE), actor=officer)
        usecases.put_part(PutPart(draft, place, value, mark(None), True), actor=officer)
        return DefinitionDraft.objects.get(pk=draft)

    words = {"vi": "Ghi chú thêm", "en": "Further note"}
    first = write(Place("field", ("papers", "extra_note")), {"kind": "text", "label": words, "required": False})
    later = decider.today + timedelta(days=30)
    usecases.publish_draft(PublishDraft(first.pk, later, mark(first.content)), actor=decider)
    write(Place("field", ("papers", "extra_table")), {"kind": "table", "label": words, "required": False})
    planned, present = dossiers.versions(PROCEDURE)[:2]
    # A migration of its own would need a version in force; the page is the same.
    migration = CaseMigration.objects.create(
        key=PROCEDURE, source_id=present.id, target_id=planned.id, provision="res-34-2025.ordering", ground_vi="Mẫu",
        started_by=decider.key, started_by_name=decider.name, started_at=decider.moment, ended_at=decider.moment,
    )  # fmt: skip
    stock.by_room["procedures", "key"] = PROCEDURE
    stock.by_room["procedures", "section"] = "costs"
    stock.by_route["procedures:column", "column"] = "amount"
    stock.by_route["procedures:field", "field"] = "lines"
    stock.by_route["procedures:column", "field"] = "lines"
    stock.by_route["procedures:add-column", "field"] = "lines"
    stock.by_room["procedures", "step"] = "appraisal"
    stock.by_room["procedures", "kind"] = "decision"
    stock.by_room["procedures", "old"] = "1"
    stock.by_room["procedures", "new"] = "draft"
    stock.by_room["procedures", "which"] = "draft"
    stock.by_room["procedures", "version_id"] = planned.id
    stock.by_room["procedures", "migration_id"] = migration.pk
