"""The clocks of a request: which parameter of the law counts, and the day that follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from khue.core.bilingual import Text
from khue.core.calendar import WorkCalendar
from khue.core.clock import due_on
from khue.core.decision import Decision, Reason
from khue.features.rulebook.domain import Parameter

REPLY: Final = "dsr.reply_working_days"
EXTENSION: Final = "dsr.extension_days"
CARRY_OUT: Final = "dsr.carry_out_days"
STOP: Final = "dsr.stop_processing_days"
THIRD_PARTY: Final = "dsr.third_party_days"
ERASE: Final = "dsr.erase_days"
# Which kinds of request each term is for: lists of codes in the law files, because that reading is law, too.
CARRY_OUT_KINDS: Final = "dsr.carry_out_kinds"
STOP_KINDS: Final = "dsr.stop_processing_kinds"


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one request on its day of receipt. A term may be unset."""

    reply: Parameter
    carry_out: Parameter
    extension: Parameter

    @property
    def why(self) -> Decision:
        """Each term with its provision; ``binding`` as long as every one of them binds."""
        found = (self.reply, self.carry_out, self.extension)
        return Decision.grant((term_reason(one) for one in found), binding=all(one.binding for one in found))

    @property
    def longest_extension(self) -> int | None:
        """Days by which it may take longer, once; None while the law's value does not apply."""
        return self.extension.number if self.extension.applies else None


def term_id(kind: str, stop_kinds: tuple[str, ...], carry_out_kinds: tuple[str, ...], *, third_party: bool) -> str:
    """Which term counts for a kind of request; what no list names has the term of an erasure, which is not known."""
    if kind in stop_kinds:
        return THIRD_PARTY if third_party else STOP
    return CARRY_OUT if kind in carry_out_kinds else ERASE


def term_reason(found: Parameter) -> Reason:
    """A term in words, with its source."""
    term = found.term if found.applies else None
    words = term.text if term else Text("chưa xác định", "not known")
    return Reason(
        found.id,
        Text(f"{found.text.vi}: {words.vi}.", f"{found.text.into('en')}: {words.into('en')}."),
        source=found.source,
    )


def last_day(start: date, found: Parameter, calendar: WorkCalendar) -> date | None:
    """The last day of a term that began on ``start`` (not counted); None while the value is unset or does not apply.

    A term in calendar days that ends on a day off is not moved here: what is promised to a person is the earlier day.
    """
    term = found.term if found.applies else None
    return due_on(start, term, calendar) if term else None


_UNITS: Final = {
    "hours": Text("giờ", "hours"),
    "years": Text("năm", "years"),
    "months": Text("tháng", "months"),
    "working_days": Text("ngày làm việc", "working days"),
    "calendar_days": Text("ngày", "days"),
}


def value_words(found: Parameter) -> Text:
    """A number of hours, days, months or years in words; "not known" while it does not apply."""
    if not found.applies or found.value is None:
        return Text("chưa xác định", "not known")
    unit, sample = _UNITS[found.unit], (" (mẫu)", " (sample)") if found.sample else ("", "")
    return Text(f"{found.number} {unit.vi}{sample[0]}", f"{found.number} {unit.en}{sample[1]}")


def value_reason(found: Parameter) -> Reason:
    """The same for values that are no terms in days, with its source."""
    words = value_words(found)
    text = Text(f"{found.text.vi}: {words.vi}.", f"{found.text.into('en')}: {words.into('en')}.")
    return Reason(found.id, text, source=found.source)
