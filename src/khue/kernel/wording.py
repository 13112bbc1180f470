"""Values put into words, as the reader's language writes them: labels, days, numbers, clocks. Used by tags, mail and documents."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from khue.core.actor import CITY_ZONE
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.kernel import ui

WEEKDAYS_VI = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_IN_PLACE = re.compile(r"\(thay (?=(\w))")  # a name follows, and names have a capital


def language() -> str:
    """The reader's language: ``vi`` or ``en``."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def said(written: str) -> str:
    """What was kept as written, as the reader reads it: a deputy's ``Lan (thay Bình)`` is ``Lan (for Bình)`` in English."""
    if "(thay " not in written or language() != "en":
        return written
    return _IN_PLACE.sub(lambda found: "(for " if found[1].isupper() else found[0], written)


def words(value: Any) -> str:
    """A label in the reader's language; Vietnamese standing in for missing English is marked as such."""
    if isinstance(value, Text):
        code = language()
        if value.falls_back(code):
            return format_html('<span lang="vi" class="fallback">{}</span>', value.vi)
        return conditional_escape(said(value.into(code)))
    if type(value) is str:
        return conditional_escape(said(value))
    return "" if value is None else conditional_escape(value)


def plain(value: Any) -> str:
    """The same as ``words`` without marks, for attributes and titles."""
    if isinstance(value, Text):
        return said(value.into(language()))
    return "" if value is None else said(str(value))


def day_words(value: date, *, short: bool = False) -> str:
    """``thứ Ba, 17/03/2026`` / ``Tue 17 Mar 2026``; short: without the weekday."""
    if isinstance(value, datetime):
        value = value.astimezone(CITY_ZONE).date()
    if language() == "en":
        written = format_day(value, "en")
        return written if short else f"{WEEKDAYS_EN[value.weekday()]} {written}"
    written = format_day(value, "vi")
    return written if short else f"{WEEKDAYS_VI[value.weekday()]}, {written}"


def moment_words(value: datetime) -> str:
    """``15:04, 17/03/2026`` / ``15:04, 17 Mar 2026`` on the city's clock."""
    return f"{value.astimezone(CITY_ZONE):%H:%M}, {day_words(value, short=True)}"


def number(value: Any) -> str:
    """Thousands grouped as the reader's language does: ``1.234,5`` / ``1,234.5``."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return plain(value)
    written = f"{value:,}".replace("-", "−")
    return written if language() == "en" else written.translate(str.maketrans(",.", ".,"))


def size(value: int) -> str:
    """Bytes in words: ``1,4 MB``."""
    for unit, step in (("GB", 10**9), ("MB", 10**6), ("KB", 10**3)):
        if value >= step:
            rounded = round(Decimal(value) / step, 1)
            return f"{number(int(rounded) if rounded == int(rounded) else rounded)} {unit}"
    return f"{value} B"


def deadline_words(value: ui.DeadlineView) -> str:
    """How the clock stands, in one short sentence."""
    left, working = value.remaining, value.unit == "working_days"
    if value.ended_on:
        return gettext("Finished")
    if value.paused:
        return gettext("The clock is paused")
    if value.unit == "hours":
        if left >= 0:
            return ngettext("%(n)s hour left", "%(n)s hours left", left) % {"n": left}
        return ngettext("%(n)s hour overdue", "%(n)s hours overdue", -left) % {"n": -left}
    if left == 0:
        return gettext("Due today")
    if left > 0 and working:
        return ngettext("%(n)s working day left", "%(n)s working days left", left) % {"n": left}
    if left > 0:
        return ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}
    if working:
        return ngettext("%(n)s working day overdue", "%(n)s working days overdue", -left) % {"n": -left}
    return ngettext("%(n)s day overdue", "%(n)s days overdue", -left) % {"n": -left}


def deadline_tone(value: ui.DeadlineView) -> str:
    if value.ended_on:
        return "good"
    if value.paused:
        return "wait"
    if value.remaining < 0:
        return "bad"
    return "now" if value.remaining <= (24 if value.unit == "hours" else 2) else "good"


CERTAINTY_WORDS = {
    "confirmed": gettext_lazy("confirmed by a legal officer"),
    "reported": gettext_lazy("as published"),
    "digest": gettext_lazy("from a digest: working default"),
    "draft": gettext_lazy("from a draft: not applied"),
    "comparator": gettext_lazy("from another place: not applied"),
    "unset": gettext_lazy("not known yet"),
}
_READ_IN_THE_TEXT = ("confirmed", "reported")


def certainty(value: str) -> str:
    """What a reader should know about a value that is not read in the enacted text; empty when it binds."""
    return str(CERTAINTY_WORDS[value]) if value in CERTAINTY_WORDS and value not in _READ_IN_THE_TEXT else ""
