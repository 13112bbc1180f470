"""What the rule says of each cost line when a case is decided, and how the decision keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from khue.features.missions.domain import limits
from khue.features.missions.domain.limits import LineLimit, SupportLaw, TaskKind, limit_of
from khue.features.missions.models import CostLine, EquipmentSupport
from khue.features.missions.queries.cards import line_facts
from khue.features.missions.queries.rules import support_law
from khue.features.rulebook.usecases import keep_ruling
from khue.kernel.deeds import Deed


@dataclass(frozen=True, slots=True)
class LineRulings:
    """Each cost line with what the rule says of it, and the law that was asked."""

    law: SupportLaw
    lines: tuple[tuple[CostLine, LineLimit], ...]

    @property
    def binding(self) -> bool:
        return limits.binding((limit for _, limit in self.lines), self.law)


def rule_on_lines(support: EquipmentSupport, deed: Deed) -> LineRulings:
    """The law of the day that receipt froze, as it is known on the day of the deed."""
    law = support_law(support.law_day, deed.today)
    kind = TaskKind(support.task.kind)
    rows = CostLine.objects.filter(support=support).order_by("no")
    return LineRulings(law, tuple((row, limit_of(line_facts(row), kind, law)) for row in rows))


def keep_rulings(decision_id: int, rulings: LineRulings, deed: Deed) -> None:
    """One ruling per cost line, so that the decision can be recomputed and explained for ever."""
    for row, limit in rulings.lines:
        keep_ruling(f"decision:{decision_id}", limit.answer, line=str(row.no), deed=deed)
