"""What a stock is, and who makes it: the parts that the stocks of all rooms share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from khue.core.actor import Actor
from khue.kernel import clock
from khue.site.sample.applications import Item, Project
from tests.cast import persona

SELLER = "0100109106"
PERSONAS = (
    "visitor", "resident", "researcher", "founder", "clerk", "officer", "appraiser", "finance", "decider",
    "accountant", "auditor", "administrator", "treasurer", "policymaker", "lawyer",
)  # fmt: skip
STAFF = PERSONAS[4:]
APART = ("policymaker", "lawyer")
"""Staff whose work touches no dossier."""


def groups_of(persona: str) -> list[str]:
    """The words of access.toml that mean a persona, the nearest first."""
    apart, staff, signed = persona in APART, persona in STAFF, persona != "visitor"
    return [
        persona,
        *(["apart"] if apart else []),
        *(["staff"] if staff else []),
        *(["signed"] if signed else []),
        "all",
    ]


def project(number: int = 1) -> Project:
    """A research project; the number keeps titles and invoices of several apart."""
    return Project(
        f"Vật liệu lọc nước từ sợi tre, phần {number}",
        "research-topic",
        "environmental-technology",
        (
            Item("Máy quang phổ hồng ngoại", "purchase", 1_850_000_000),
            Item("Điện, khí, bảo trì", "operation", 310_500_000),
        ),
    )


def act(key: str) -> Actor:
    """The persona now, as a browser's request would make it."""
    return persona(key, at=clock.now())


@dataclass
class Stock:
    """What stands in the city. ``by_route`` beats ``by_room`` beats ``everywhere``."""

    everywhere: dict[str, Any] = field(default_factory=dict)
    by_room: dict[tuple[str, str], Any] = field(default_factory=dict)
    by_route: dict[tuple[str, str], Any] = field(default_factory=dict)

    def argument(self, route: str, name: str) -> Any:
        """Raises LookupError with the line to add."""
        room = route.partition(":")[0]
        for where, key in ((self.by_route, (route, name)), (self.by_room, (room, name)), (self.everywhere, name)):
            if key in where:
                return where[key]  # type: ignore[index]  # each table with keys of its kind
        raise LookupError(
            f'tests/house/stock/{room}.py does not fill {name!r} of {route}: stock.by_route["{route}", "{name}"] = …'
        )
