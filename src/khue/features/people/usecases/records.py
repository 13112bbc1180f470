"""What the verbs of this room share: rows that are made the same way everywhere. Each joins a deed under way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Reason
from khue.core.errors import Missing, Refused
from khue.core.folding import fold, sort_key
from khue.features.people.domain import AddressWords, clean_name, clean_text
from khue.features.people.models import Address, GroupMember, Mandate, Party, RoleHolding
from khue.kernel.deeds import Deed

OVERLAP = Reason(
    "people.overlap",
    Text("Đã có nội dung như vậy trong thời gian này.", "There is already one like it in this period."),
    Text("Mời ông/bà chấm dứt nội dung cũ trước, hoặc chọn ngày khác.", "End the old one first, or choose other days."),
    "valid_from",
)


def unknown() -> Missing:
    return Missing(
        Text("Không tìm thấy thông tin này.", "There is no such record."),
        Text("Mời ông/bà kiểm tra lại.", "Please check it again."),
    )


def new_party(kind: str, name: str, fields: Iterable[str], source: str, *, deed: Deed) -> Party:
    """``fields`` are those that came from ``source``."""
    party = Party(kind=kind, created_at=deed.moment)
    set_name(party, clean_name(name))
    note_origins(party, fields, source, deed.today)
    party.save(force_insert=True)
    return party


def set_name(party: Party, name: str) -> None:
    """The name with the two columns that are made from it: for search, and for Vietnamese order."""
    party.name, party.folded, party.sort = name, fold(name)[:420], sort_key(name)[:800]


def new_address(words: AddressWords | None) -> Address | None:
    """A new row each time: an address that a document was sent to stays as it was."""
    if words is None:
        return None
    return Address.objects.create(
        country=words.country,
        province=clean_text(words.province),
        commune=clean_text(words.commune),
        line=clean_text(words.line),
    )


def address_values(words: AddressWords | None) -> dict[str, str] | None:
    if words is None:
        return None
    return {
        "country": words.country,
        "province": clean_text(words.province),
        "commune": clean_text(words.commune),
        "line": clean_text(words.line),
    }


def note_origins(party: Party, fields: Iterable[str], source: str, on: date) -> None:
    """Remember where each value came from and when; the caller saves."""
    party.origins = party.origins | {field: {"source": source, "on": on.isoformat()} for field in fields}


def parties_of(key: str, actor: Actor) -> tuple[str, ...]:
    """The party itself, and the person who acted, when it was a person."""
    return (key,) if actor.person_id is None or actor.key == key else (key, actor.key)


def end_on(row: Mandate | RoleHolding | GroupMember, ends_on: date) -> dict[str, Any]:
    """Close a period; the old end for the audit. Raises Refused for a day before its start or after its end."""
    before = row.valid_until
    if ends_on < row.valid_from or (before is not None and ends_on > before):
        raise Refused.because(
            Reason(
                "people.ends_on",
                Text(
                    f"Ngày kết thúc phải từ {row.valid_from:%d/%m/%Y}"
                    + (f" đến {before:%d/%m/%Y}." if before else " trở đi."),
                    f"It can end from {format_day(row.valid_from, 'en')}"
                    + (f" to {format_day(before, 'en')}." if before else " on."),
                ),
                field="ends_on",
            )
        )
    row.valid_until = ends_on
    return {"valid_until": before.isoformat() if before else None}


@contextmanager
def no_overlap(constraint: str) -> Iterator[None]:
    """The database's exclusion constraint as a refusal that people can read."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if constraint in str(error):
            raise Refused.because(OVERLAP) from error
        raise
