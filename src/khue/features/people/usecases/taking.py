"""Values of a duplicate record that the surviving one takes over, and their way back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from khue.features.people.models import Organisation, Party, Person
from khue.features.people.usecases.records import set_name
from khue.kernel.deeds import Deed

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "passport": ("passport_country", "passport_number"),
    "address": ("address_id",),
}
"""Columns of a field where they are not called like it."""
UNIQUE = {"citizen_number": None, "tax_code": None, "passport": ""}
"""Fields that only one record may carry: the former record gives them away while it is merged."""
MERGED_NUMBER = "Số định danh đã chuyển sang bản ghi được giữ khi gộp hồ sơ trùng"

Values = dict[str, Any]


def take_over(former: Party, survivor: Party, fields: Iterable[str], *, deed: Deed) -> dict[str, Values]:
    """Write the former record's values of these fields into the survivor: field → what was taken, what stood before.

    Both parties are locked. A number that must be unique leaves the former record as long as the merge stands.
    """
    old, new = _part(former), _part(survivor)
    taken: dict[str, Values] = {}
    for field in fields:
        value, before = _read(former, old, field), _read(survivor, new, field)
        if value == before:
            continue
        entry: Values = {"taken": value, "before": before, "origin": survivor.origins.get(field)}
        if field in UNIQUE:
            entry["moved"] = True
            if field in ("citizen_number", "passport") and isinstance(old, Person):
                entry["reason"] = old.no_number_reason
                old.no_number_reason = old.no_number_reason or MERGED_NUMBER
            _write(former, old, field, [UNIQUE[field]] * len(value))
            old.save()
        _write(survivor, new, field, value)
        if field in former.origins:
            survivor.origins = survivor.origins | {field: former.origins[field]}
        taken[field] = entry
    new.save()
    survivor.save()
    return taken


def give_back(former: Party, survivor: Party, taken: Mapping[str, Values], *, deed: Deed) -> tuple[str, ...]:
    """Put back what stood before; the fields that somebody changed meanwhile and that stay as they are."""
    old, new = _part(former), _part(survivor)
    kept = []
    for field, entry in taken.items():
        if _read(survivor, new, field) != entry["taken"]:
            kept.append(field)
            continue
        _write(survivor, new, field, entry["before"])
        origins = dict(survivor.origins)
        origins.pop(field, None)
        survivor.origins = origins | ({field: entry["origin"]} if entry.get("origin") else {})
        if entry.get("moved"):
            new.save()  # first, so that the number is free
            _write(former, old, field, entry["taken"])
            if "reason" in entry and isinstance(old, Person):
                old.no_number_reason = entry["reason"]
    new.save()
    survivor.save()
    old.save()
    return tuple(kept)


def _part(party: Party) -> Person | Organisation:
    return party.person if party.kind == Party.Kind.PERSON else party.organisation


def _read(party: Party, part: Person | Organisation, field: str) -> list[Any]:
    if field == "name":
        return [party.name]
    return [getattr(part, column) for column in COLUMNS.get(field, (field,))]


def _write(party: Party, part: Person | Organisation, field: str, values: list[Any]) -> None:
    if field == "name":
        set_name(party, values[0])
        return
    for column, value in zip(COLUMNS.get(field, (field,)), values, strict=True):
        setattr(part, column, value)
