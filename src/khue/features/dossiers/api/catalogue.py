"""A procedure as anybody reads it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.dossiers import queries
from khue.features.dossiers.api.shapes import ProcedureOut, door
from khue.kernel.api.doors import acting
from khue.kernel.api.shapes import Name


@door.get("/procedures/{key}", ProcedureOut, Text("Một thủ tục", "A procedure"), need="public")
def read_procedure(request: HttpRequest, key: Name) -> Any:
    """What it asks, question by question, its steps with their terms today, and the provisions behind it."""
    found = queries.procedure(key)
    return {
        "key": found.key,
        "name": found.name,
        "summary": found.summary,
        "who": found.who,
        "result": found.result,
        "needs": found.needs,
        "sections": found.sections,
        "steps": found.steps,
        "terms": queries.step_terms(found, acting(request).today),
        "basis": queries.bases(found),
    }
