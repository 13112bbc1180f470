"""The law of the exchange as it stands on a day: what is unset is shown as unset and binds nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.calls import queries as calls
from khue.features.rulebook import queries as rulebook
from khue.features.rulebook.domain import Parameter

CLASSES, FEE, CONFIRM = "exchange.membership_classes", "exchange.member_fee", "exchange.offer.confirm_months"


@dataclass(frozen=True, slots=True)
class Term:
    """A legal value of the exchange with its name. ``value`` is None while it is unset or does not apply; ``codes`` in words."""

    id: str
    name: Text
    value: Parameter | None
    codes: tuple[Text, ...] = ()

    @property
    def applies(self) -> bool:
        return self.value is not None


def terms_of_membership(on: date) -> tuple[Term, ...]:
    """Classes and fees as they stand on the day."""
    return tuple(found for id in (CLASSES, FEE) if (found := _term(id, on)) is not None)


def _term(id: str, on: date) -> Term | None:
    try:
        found = rulebook.parameter(id, on)
    except Missing:
        return None
    if not found.applies or found.value is None:
        return Term(id, found.text, None)
    words = rulebook.code_words(id)
    codes = tuple(words.get(code, Text(code, code)) for code in found.codes) if found.unit == "codes" else ()
    return Term(id, found.text, found, codes)


def confirm_months(on: date) -> int:
    """After how many months a supplier confirms a listed offer; 0 where no rule says so."""
    found = _term(CONFIRM, on)
    return found.value.number if found is not None and found.value is not None else 0


def field_names(on: date) -> Mapping[str, Text]:
    """Key fields of the day by code. A code that the list no longer has is shown as it is."""
    return {each.code: each.label for each in calls.key_fields(on)}
