"""What a source reads: one case."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.intake import access, queries
from khue.features.intake.api.shapes import External, IntakeOut, door
from khue.features.intake.domain.states import STATES, WAYS
from khue.kernel.api.doors import acting


@door.get("/intake/dossiers/{external_id}", IntakeOut, Text("Trạng thái một hồ sơ", "State of a case"), need="intake")
def read_intake(request: HttpRequest, external_id: External) -> Any:
    """The four states with their history, what is asked for, and why its content was refused."""
    found = queries.case_of(access.source_of(acting(request)), external_id)
    return {
        "external_id": found.external_id,
        "revision": found.revision,
        "procedure": found.procedure_code,
        "dossier": found.number,
        "title": found.facts.title if found.facts else "",
        "lodged_at": found.lodged_at,
        "received_at": found.received_at,
        "due_on": found.due_on,
        "states": [
            {
                "kind": kind,
                "code": code,
                "label": STATES[kind].get(code, Text(code, code)),
                "since": found.since.get(kind),
            }
            for kind, code in found.states.items()
        ],
        "reasons": found.refusal,
        "request": found.asked,
        "handed_way": WAYS[found.handed_way].to_json() if found.handed_way else None,
        "handed_at": found.handed_at,
        "history": found.changes,
    }
