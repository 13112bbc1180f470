"""The legal terms of a request, as they stood on its day of receipt."""

from __future__ import annotations

from datetime import date

from khue.features.privacy.domain import terms
from khue.features.privacy.domain.terms import Terms
from khue.features.rulebook import queries as rulebook
from khue.features.rulebook.domain import Parameter


def terms_of(kind: str, on: date, *, third_party: bool = False) -> Terms:
    """Raises Missing where the city's law files do not know data-subject requests on that day."""
    wanted = terms.term_id(
        kind, _codes(terms.STOP_KINDS, on), _codes(terms.CARRY_OUT_KINDS, on), third_party=third_party
    )
    return Terms(
        reply=rulebook.parameter(terms.REPLY, on),
        carry_out=rulebook.parameter(wanted, on),
        extension=rulebook.parameter(terms.EXTENSION, on),
    )


def _codes(id: str, on: date) -> tuple[str, ...]:
    found: Parameter = rulebook.parameter(id, on)
    return found.codes if found.applies else ()


def breach_hours(on: date) -> Parameter:
    """Hours in which a breach is notified after its detection."""
    return rulebook.parameter("breach.hours", on)


def breach_years(on: date) -> Parameter:
    """Years for which the file of a breach is kept after the fix."""
    return rulebook.parameter("breach.retention_years", on)
