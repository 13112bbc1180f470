"""The sample city: invented, marked as sample, made through use-cases so that nothing in it could not have happened."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from khue.core.bilingual import Text
from khue.features.portal.queries import PersonaCard
from khue.site.sample.parties import PERSONAS, Persona

__all__ = ["PERSONAS", "Persona", "build", "is_empty", "persona_cards", "personas"]

NAME = Text("Thành phố mẫu", "Sample city")


def personas() -> tuple[Persona, ...]:
    """Whom a visitor may be with one click."""
    return PERSONAS


def persona_cards() -> tuple[PersonaCard, ...]:
    """The personas as the front page shows them; nobody on a real server."""
    if not settings.KHUE_SAMPLE:
        return ()
    from khue.features.people import queries as people

    # A city that an earlier version filled has none of those who came later.
    known = {line.persona for line in people.personas()}
    return tuple(PersonaCard(p.key, p.name, p.role, p.first_steps) for p in PERSONAS if p.key in known)


def is_empty() -> bool:
    """Whether nobody is registered yet: only then the sample is loaded."""
    from khue.features.people import queries as people

    return not people.list_parties("", "", None, 1).rows


def build(say: Callable[[str], None]) -> None:
    """Fill an empty city: people and organisations, a budget, forty dossiers in every state, money moving."""
    from khue.site.sample.city import fill

    fill(say)
