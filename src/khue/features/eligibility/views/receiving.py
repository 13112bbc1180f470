"""Who takes a request in, and where a provision is read."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from khue.core.bilingual import Text
from khue.features.rulebook import queries as rulebook


@dataclass(frozen=True, slots=True)
class ReceivedView:
    """Who takes a request in and how, as a provision tells it; ``href`` is its page."""

    text: Text
    citation: Text
    href: str
    certainty: str


def law_page(key: str) -> str:
    """Where a provision is read; empty on a site without pages of the law."""
    try:
        return reverse("rulebook:provision", args=[key]) if key else ""
    except NoReverseMatch:
        return ""


def received_by(provision: str) -> ReceivedView | None:
    """As the provision of this key tells it; None where no text does."""
    if not provision:
        return None
    told = rulebook.provision(provision)
    return ReceivedView(told.summary or told.text.capitalised(), told.citation, law_page(told.key), told.certainty)
