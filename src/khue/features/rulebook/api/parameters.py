"""Doors of the room: the legal values."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Schema

from khue.core.bilingual import Text
from khue.features.rulebook import queries
from khue.features.rulebook.api.shapes import door
from khue.features.rulebook.domain import Parameter
from khue.kernel.api.doors import acting
from khue.kernel.api.shapes import Bilingual, Day, Listing, Words, whole

Certainty = Annotated[
    Literal["", "confirmed", "reported", "digest", "draft", "comparator", "unset"],
    Query(description="How sure; empty for all"),
]
On = Annotated[Day | None, Query(description="As it stood on that day; today when left out")]


class ParameterOut(Schema):
    """A legal value with provision, source and certainty. ``value`` null: not known yet. Shares are text, as 7/10."""

    id: str
    text: Bilingual
    value: bool | int | str | None
    unit: str
    provision: Bilingual
    source: str
    certainty: str
    binding: bool
    sample: bool
    valid_from: date | None
    valid_until: date | None


@door.get("/parameters", Listing[ParameterOut], Text("Luật bằng con số", "The law in figures"), need="public")
def list_parameters(request: HttpRequest, q: Words = "", certainty: Certainty = "", on: On = None) -> Any:
    """Every legal value in force on a day, by id, on one page."""
    found = queries.parameters(on or acting(request).today, search=q, certainty=certainty)
    return whole(found, _shown)


def _shown(found: Parameter) -> dict[str, Any]:
    return {
        "id": found.id,
        "text": found.text,
        "value": str(found.value) if isinstance(found.value, Fraction) else found.value,
        "unit": found.unit,
        "provision": found.provision_text,
        "source": found.source_url,
        "certainty": found.certainty,
        "binding": found.binding,
        "sample": found.sample,
        "valid_from": found.valid_from,
        "valid_until": found.valid_until,
    }
