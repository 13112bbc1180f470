"""What staff find of persons and organisations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from khue.core.bilingual import Text
from khue.features.people import access
from khue.features.people.models import Party
from khue.features.people.queries.cards import PartyCard, card_of, restricted_ids, with_parts
from khue.kernel.search import Entry, Source


def search_source() -> Source:
    """Persons and organisations, for ``site`` to register as ``party``."""
    return Source(Text("Tổ chức, cá nhân", "People and organisations"), access.READ, _some, _every, _touched)


def _some(keys: Iterable[str]) -> Iterable[Entry]:
    ids = [int(number) for key in keys if (number := key.removeprefix("party:")).isdecimal()]
    return [
        _entry(card_of(found))
        for found in with_parts(Party.objects.filter(pk__in=ids).exclude(pk__in=restricted_ids()))
    ]


def _every() -> Iterator[Entry]:
    for found in with_parts(Party.objects.exclude(pk__in=restricted_ids()).order_by("pk")).iterator(chunk_size=2_000):
        yield _entry(card_of(found))


def _entry(card: PartyCard) -> Entry:
    note = " · ".join(part for part in (card.tax_code, card.address) if part)
    aliases = " ".join((card.short_name, card.email, card.phone))
    return Entry(card.key, card.name, note, f"/parties/{card.id}/", aliases=aliases)


def _touched(subjects: Iterable[str]) -> Iterable[str]:
    return [subject for subject in subjects if subject.startswith("party:") and subject[6:].isdecimal()]
