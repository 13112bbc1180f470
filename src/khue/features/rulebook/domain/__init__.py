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
from khue.features.rulebook.domain.confirming import ConfirmValue, may_confirm
from khue.features.rulebook.domain.rulings import Replayed, Ruling

__all__ = [
    "CERTAINTIES",
    "UNITS",
    "ConfirmValue",
    "Dated",
    "Entry",
    "Instrument",
    "LawError",
    "LawProblem",
    "Lawbook",
    "Parameter",
    "Provision",
    "Relation",
    "Replayed",
    "Ruling",
    "Value",
    "may_confirm",
    "read_lawbook",
    "value_on",
]
