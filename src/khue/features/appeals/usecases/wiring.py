"""What the room of the matter brings: what an outcome would change, and doing it inside the deed that decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from khue.core.bilingual import Text
from khue.kernel.deeds import Deed


@dataclass(frozen=True, slots=True)
class Overturn:
    """An outcome that supersedes, as the room of the matter meets it.

    ``amount`` in đồng, None when the grant is annulled; ``budget_line`` a code, where a new grant needs one;
    ``repay_by`` the day by which paid money comes back; ``decided`` the sentence of the decision.
    """

    dossier_id: int
    appeal_id: int
    number: str
    outcome: str
    amount: int | None
    budget_line: str
    repay_by: date | None
    ground: str
    decided: Text


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing that follows, in words, with its amount in đồng. ``code`` is stable."""

    code: str
    text: Text
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class BudgetChoice:
    code: str
    name: Text
    available: int


@dataclass(frozen=True, slots=True)
class Matter:
    """What the decider sees of the matter before deciding; amounts in đồng. Without ``sums`` no outcome has an amount."""

    asked: int
    granted: int | None
    paid: int
    needs_budget_line: bool
    budget_lines: tuple[BudgetChoice, ...] = ()
    repay_within: Text | None = None
    repay_by: date | None = None
    sums: bool = True


@dataclass(frozen=True, slots=True)
class Ruled:
    """What rules say of the matter on the day of the decision: whether it binds, and ``keep`` to keep it with a decision's id."""

    binding: bool
    keep: Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Wiring:
    """The room's side of an appeal.

    ``matter``   the facts that the decider needs (dossier id, today)
    ``foresee``  what an outcome would bring about; raises Refused when it cannot be done
    ``overturn`` does it, inside the deed that decides, and says what it did
    ``handlers`` keys of everyone who handled the matter, besides those who closed tasks of the dossier
    ``suspend``, ``resume``  hold and release what could be paid meanwhile
    ``rule``     asks the rules of the matter anew (dossier id), inside the deed that decides
    """

    matter: Callable[[int, date], Matter]
    foresee: Callable[[Overturn, date], Sequence[Consequence]]
    overturn: Callable[..., Sequence[Consequence]]
    handlers: Callable[[int], tuple[str, ...]]
    suspend: Callable[..., None]
    resume: Callable[..., None]
    rule: Callable[..., Ruled]


_wirings: dict[str, Wiring] = {}


def wire(procedure_key: str, wiring: Wiring) -> None:
    """Called by ``site``: joins the appeals of a procedure to the room of its matter."""
    _wirings[procedure_key] = wiring


def matter(procedure_key: str, dossier_id: int, today: date) -> Matter | None:
    """None when no room is wired: the decision is superseded, and nothing else follows by itself."""
    found = _wirings.get(procedure_key)
    return found.matter(dossier_id, today) if found else None


def handlers(procedure_key: str, dossier_id: int) -> tuple[str, ...]:
    found = _wirings.get(procedure_key)
    return found.handlers(dossier_id) if found else ()


def foresee(procedure_key: str, wanted: Overturn, today: date) -> Sequence[Consequence]:
    found = _wirings.get(procedure_key)
    return found.foresee(wanted, today) if found else ()


def overturn(procedure_key: str, wanted: Overturn, *, deed: Deed) -> Sequence[Consequence]:
    found = _wirings.get(procedure_key)
    return found.overturn(wanted, deed=deed) if found else ()


def rule(procedure_key: str, dossier_id: int, *, deed: Deed) -> Ruled | None:
    """None when no room is wired."""
    found = _wirings.get(procedure_key)
    return found.rule(dossier_id, deed=deed) if found else None


def suspend(procedure_key: str, dossier_id: int, ground: str, *, deed: Deed) -> None:
    found = _wirings.get(procedure_key)
    if found:
        found.suspend(dossier_id, ground, deed=deed)


def resume(procedure_key: str, dossier_id: int, ground: str, *, deed: Deed) -> None:
    found = _wirings.get(procedure_key)
    if found:
        found.resume(dossier_id, ground, deed=deed)
