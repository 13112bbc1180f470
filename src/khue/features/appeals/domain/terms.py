"""The clocks of an appeal: when it may be filed, admitted, answered. Parameters and the calendar come in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from khue.core.bilingual import Text
from khue.core.calendar import WorkCalendar
from khue.core.clock import due_on
from khue.core.decision import Decision, Reason
from khue.features.rulebook.domain import Parameter


@dataclass(frozen=True, slots=True)
class Limits:
    """The four terms of a level (1 first complaint, 2 second), as the law stands on a day."""

    level: int
    filing: Parameter
    admission: Parameter
    answer: Parameter
    complex_answer: Parameter

    @property
    def why(self) -> Decision:
        """Each term with its provision; ``binding`` as long as every one of them binds."""
        found = (self.filing, self.admission, self.answer, self.complex_answer)
        return Decision.grant((term_reason(one) for one in found), binding=all(one.binding for one in found))

    def of_answer(self, *, complex_case: bool) -> Parameter:
        return self.complex_answer if complex_case else self.answer


def term_reason(found: Parameter) -> Reason:
    """A term in words, with its source."""
    term = found.term if found.applies else None
    words = term.text if term else Text("chưa xác định", "not known")
    text = Text(f"{found.text.vi}: {words.vi}.", f"{found.text.into('en')}: {words.into('en')}.")
    return Reason(found.id, text, source=found.source)


def last_day(start: date, found: Parameter, calendar: WorkCalendar) -> date | None:
    """The last day of a term that began on ``start``; None while the law's value is unset or does not apply.

    A term that ends on a day off ends on the next working day (Civil Code, counting of terms).
    """
    term = found.term if found.applies else None
    last = due_on(start, term, calendar) if term else None
    return calendar.working_day_from(last) if last else None
