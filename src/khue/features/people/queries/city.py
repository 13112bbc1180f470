"""The city's house in words: its units, and the rights that its roles bring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from khue.core.bilingual import Text
from khue.features.people import access


def unit_names() -> Mapping[str, Text]:
    """Code → name of every unit of the city package."""
    return {code: unit.text for code, unit in access.units().items()}


def known_rights() -> frozenset[str]:
    """Every right that some role of the city brings."""
    return frozenset(right for role in access.roles().values() for right in role.rights)


def bodies_of(units: Iterable[str]) -> frozenset[str]:
    """The bodies (``HPC``, ``DOST``) that these units belong to, by the city package."""
    known = access.units()
    return frozenset(known[code].body for code in units if code in known)
