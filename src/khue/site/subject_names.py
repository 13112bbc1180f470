"""What the subjects of jobs are called on pages of those who run the portal: no name of a private person among them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse

from khue.core.bilingual import Text
from khue.features.dossiers import queries as dossiers
from khue.features.ledger import queries as ledger
from khue.features.people import queries as people
from khue.kernel.ui import Link


def names(subjects: Collection[str]) -> Mapping[str, Link]:
    """Organisations by name, dossiers by number, everything else by kind and number. Two queries."""
    cards = people.parties([key for key in subjects if people.is_party_key(key)])
    numbers = dossiers.numbers_of(subjects)
    return {key: _name(key, cards.get(key), numbers.get(key)) for key in subjects}


def _name(key: str, card: people.PartyCard | None, number: str | None) -> Link:
    if card is not None:
        page = reverse("people:party", args=[people.party_id(key)])
        whose = Text(f"cá nhân số {people.party_id(key)}", f"person no. {people.party_id(key)}")
        return Link(whose if card.is_private_person else card.name, page)
    if number is not None:
        return Link(Text(f"hồ sơ {number}", f"dossier {number}"), reverse("dossiers:follow", args=[number]))
    found = ledger.subject_link(key)
    return Link(found.label, found.href)
