"""What the city already knows about a party, as answers: only what the record says for certain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from khue.core.rules.expressions import Fact
from khue.core.rules.reading import read_all

KINDS: Final = {
    "enterprise": "enterprise",
    "st_organisation": "st_organisation",
    "institute": "institute",
    "university": "university",
    "agency": "public-body",
    "public_service_unit": "public-body",
    "group": "person",
}
"""Legal form in the record → option of ``applicant_kind``. The others (cooperatives, funds …) are asked."""


TOLD: Final = ("small_or_medium", "startup_status")
"""What no record of the city holds yet, and who one is does not change from one look to the next: taken from one's last
saved check for the same party, said to be from there, and changed like any answer."""


def facts_told(facts: Mapping[str, Fact], typed: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Facts by name that somebody answered before, as far as they still are answers."""
    values, _problems = read_all(facts, {name: words for name, words in typed if name in TOLD}, ignore_unknown=True)
    return values


def facts_of_record(facts: Mapping[str, Fact], *, legal_form: str, is_person: bool, in_city: bool) -> dict[str, Any]:
    """Facts by name that follow from a record.

    A seat elsewhere says nothing: the work may still be done in the city. Only what the entitlements ask, and only
    options that they have, is given.
    """
    found: dict[str, Any] = {}
    kind = "person" if is_person else KINDS.get(legal_form)
    if kind is not None:
        found["applicant_kind"] = kind
    if in_city:
        found["in_hanoi"] = True
    values, _problems = read_all(facts, found, ignore_unknown=True)
    return values
