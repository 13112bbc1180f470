"""Kinds of support that the law names without an amount: told plainly, so that nobody takes silence for a no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.eligibility.views.receiving import ReceivedView, received_by
from khue.features.rulebook import queries as rulebook
from khue.features.rulebook.domain import Parameter
from khue.kernel import ui


@dataclass(frozen=True, slots=True)
class UnsetView:
    """``named``: where the law speaks of it. ``open`` leads to each value that is still not known."""

    title: Text
    named: ReceivedView
    open: tuple[ui.Link, ...]


def unset_views(on: date) -> tuple[UnsetView, ...]:
    """Those of which some value is not known on the day; one that a legal officer of a real city confirmed falls away.

    A value that only the sample city confirms is invented, so it counts as not known.
    """
    found = []
    for each in rulebook.unset_supports():
        values = (_parameter(id, on) for id in each.parameters)
        open_ = tuple(
            ui.Link(value.text, reverse("rulebook:parameter", args=[value.id]))
            for value in values
            if value is not None and (value.value is None or value.sample)
        )
        named = received_by(each.provision)
        if open_ and named is not None:
            found.append(UnsetView(each.title, named, open_))
    return tuple(found)


def _parameter(id: str, on: date) -> Parameter | None:
    """None on a day before the law that would set it."""
    try:
        return rulebook.parameter(id, on)
    except Missing:
        return None
