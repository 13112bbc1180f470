"""Words, days, money, states, clocks, steps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from khue.core.actor import CITY_ZONE
from khue.core.money import format_dong
from khue.kernel import ui
from khue.kernel.templatetags.khue.library import register
from khue.kernel.wording import (
    day_words,
    deadline_tone,
    deadline_words,
    language,
    moment_words,
    number,
    words,
)

RING_RADIUS = 30
RING_LENGTH = 188.5  # 2 π r, in units of the drawing


# ---- words, days, money ---------------------------------------------------------------------------------------------


@register.simple_tag
def text(value: Any) -> str:
    return words(value)


@register.simple_tag
def day(value: date | None, short: bool = False) -> str:
    """A day of the city's calendar as a ``<time>``; a dash for none."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = value.astimezone(CITY_ZONE).date()
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day_words(value, short=short))


@register.simple_tag
def moment(value: datetime | None) -> str:
    """A moment on the city's clock: ``15:04, 17/03/2026``."""
    if value is None:
        return "–"
    local = value.astimezone(CITY_ZONE)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), moment_words(local))


@register.simple_tag
def money(value: int | None, currency: str = "VND") -> str:
    """Integer đồng, or smallest units of another currency with its code; a dash for none."""
    if value is None:
        return "–"
    written = format_dong(value, language()) if currency == "VND" else f"{number(value)} {currency}"
    return format_html('<span class="money">{}</span>', written)


@register.simple_tag
@lru_cache(maxsize=1_000, typed=True)
def icon(name: str, kind: str = "") -> str:
    """An icon of the sprite, silent for screen readers: words always stand beside it."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        f"icon-{kind}" if kind else "",
        static("vendor/tabler-icons/sprite.svg"),
        name,
    )


@register.simple_tag
def links(items: Iterable[ui.Link]) -> str:
    """Lines of a list of links. Menu and footer stand on every page, three dozen links: a template's loop takes its time."""
    line = '<li><a href="{}"{}>{}</a></li>'
    here = mark_safe(' aria-current="page"')
    return format_html_join("", line, ((item.href, here if item.current else "", words(item.label)) for item in items))


# ---- states, clocks, steps ------------------------------------------------------------------------------------------


@register.simple_tag
def state(value: ui.StateView) -> str:
    return format_html(
        '<span class="state state-{}" data-state="{}">{}</span>', value.tone, value.code, words(value.label)
    )


@register.simple_tag
def deadline(value: ui.DeadlineView | None, small: bool = False) -> str:
    """Ring, words and date at once; ``small`` for a line of a list."""
    if value is None:
        return ""
    share = 1.0
    if value.total > 0 and not value.ended_on and value.remaining >= 0:
        share = min(1.0, value.remaining / value.total)
    context = {
        "deadline": value,
        "words": deadline_words(value),
        "tone": deadline_tone(value),
        "figure": "✓" if value.ended_on else abs(value.remaining),
        "dash": f"{RING_LENGTH * share:.1f} {RING_LENGTH:.1f}",
        "radius": RING_RADIUS,
    }
    if small:
        return format_html(
            '<span class="clock clock-{}"><span class="clock-words">{}</span> {}</span>',
            context["tone"],
            context["words"],
            day(value.ended_on or value.due_on) if value.ended_on or not value.due_at else moment(value.due_at),
        )
    return render_to_string("ui/deadline.html", context)


@register.simple_tag
def steps(rows: Iterable[ui.StepView]) -> str:
    return render_to_string("ui/steps.html", {"steps": tuple(rows)})


@register.simple_tag
def when(value: date | datetime | str | None) -> str:
    if isinstance(value, datetime):
        return moment(value)
    return day(value, short=True) if isinstance(value, date) else words(value)
