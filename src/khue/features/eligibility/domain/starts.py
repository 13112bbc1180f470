"""Where somebody goes on from a kind of support: one way for each, whatever stands behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from khue.core.bilingual import Text

StartKind = Literal["procedure", "call", "page", "waiting"]


@dataclass(frozen=True, slots=True)
class Start:
    """``procedure``: a dossier is begun here. ``call``: one is open. ``page``: another page of the platform brings it about.

    ``waiting``: nothing runs here yet; the page says what comes and whom to ask.
    """

    kind: StartKind
    label: Text
    href: str


def one_for_each(
    rules: Iterable[str], offered: Iterable[Mapping[str, Start]], waiting: Mapping[str, Start]
) -> dict[str, Start]:
    """Exactly one start for each entitlement: what a room offers, else the page that says what comes.

    Raises ValueError when two rooms offer one: somebody must decide, not the order in which they were wired.
    """
    found: dict[str, Start] = {}
    for each in offered:
        if twice := sorted(set(each) & set(found)):
            raise ValueError(f"two rooms offer a start for {', '.join(twice)}")
        found.update(each)
    return {rule: found.get(rule) or waiting[rule] for rule in rules}
