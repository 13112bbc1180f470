"""The values of the law, as other rooms know them; they live in ``core.rules.lawbook``."""

from __future__ import annotations

from khue.core.rules.lawbook import (
    CERTAINTIES,
    UNITS,
    Dated,
    Entry,
    Instrument,
    Lawbook,
    LawError,
    LawProblem,
    Parameter,
    Provision,
    Relation,
    Value,
    read_lawbook,
    value_on,
)

__all__ = [
    "CERTAINTIES",
    "UNITS",
    "Dated",
    "Entry",
    "Instrument",
    "LawError",
    "LawProblem",
    "Lawbook",
    "Parameter",
    "Provision",
    "Relation",
    "Value",
    "read_lawbook",
    "value_on",
]
