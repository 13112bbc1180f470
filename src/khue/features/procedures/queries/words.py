"""What an editor chooses from: rights of the city's roles, clocks of the law, provisions."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.features.people.queries.city import known_rights
from khue.features.rulebook import queries as rulebook


def rights() -> tuple[str, ...]:
    """Every right that a role brings."""
    return tuple(sorted(known_rights()))


def clock_parameters() -> tuple[tuple[str, Text], ...]:
    """Parameters of the law that a step's clock can name: (id, words)."""
    entries = rulebook.lawbook().entries.values()
    return tuple((entry.id, entry.text) for entry in sorted(entries, key=lambda e: e.id) if "clock" in entry.id)


def provisions() -> tuple[tuple[str, Text], ...]:
    """Provisions that a procedure, or a migration, can rest on: (key, citation)."""
    known = rulebook.lawbook().provisions
    return tuple((key, known[key].citation) for key in sorted(known))
