"""Every export gives all rows within the reader's rights: more than a page of them, and the same whatever a page holds."""

from __future__ import annotations

import csv
import io
import json
from itertools import pairwise
from typing import Any

import pytest

from khue.kernel import paging
from khue.site.reference.routes import all_routes
from tests.house.conftest import House

READERS = {
    "people:duplicates": "clerk", "people:successions": "clerk", "people:sanctions": "administrator",
    "people:history": "clerk", "procedures:migration": "decider", "documents:queue": "decider",
    "documents:papers": "auditor", "intake:cases": "clerk", "intake:queue": "clerk", "intake:reports": "clerk",
    "intake:report": "clerk", "intake:sources": "administrator", "staff:directory": "administrator",
    "appeals:desk": "officer", "desk:tasks": "clerk", "desk:register": "clerk", "desk:bulk-deed": "clerk",
    "dossiers:mine": "researcher", "missions:equipment": "officer", "privacy:desk": "dataofficer",
    "privacy:retention": "dataofficer", "privacy:erasures": "dataofficer", "privacy:breaches": "dataofficer",
    "privacy:consent-book": "dataofficer", "privacy:register": "dataofficer", "portal:register-file": "visitor",
    "treasury:orders": "accountant", "treasury:files": "accountant", "treasury:statements": "accountant",
    "treasury:statement": "accountant", "treasury:unmatched": "accountant", "treasury:accounts": "accountant",
    "ledger:account": "accountant", "ledger:subjects": "accountant", "ledger:budget": "accountant",
}  # fmt: skip


def rows_of(house: House, name: str, persona: str) -> list[list[str]]:
    route = next(route for route in all_routes() if route.name == name)
    answer = house.ask(persona, "get", f"{house.path(route)}?format=csv")
    assert answer.status_code == 200, name
    assert answer["Content-Type"].startswith("text/csv"), name
    return list(csv.reader(io.StringIO(answer.whole.decode("utf-8-sig"))))[1:]


def test_an_export_holds_the_same_rows_however_few_a_page_holds(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {name: rows_of(house, name, persona) for name, persona in READERS.items()}
    monkeypatch.setattr(paging, "LARGEST_PAGE", 1)
    assert {name: rows_of(house, name, persona) for name, persona in READERS.items()} == whole


def copies(model: Any, count: int, **changed: Any) -> int:
    """More rows like the stock's first; how many there are then."""
    row = model.objects.order_by("pk")[0]
    for number in range(count):
        row.pk, row._state.adding = None, True
        for name, values in changed.items():
            setattr(row, name, values[number])
        row.save()
    return int(model.objects.count())


def other_parties(count: int) -> list[int]:
    from khue.features.people.models import Party

    return list(Party.objects.order_by("-pk").values_list("pk", flat=True)[:count])


def test_the_lists_about_parties_are_exported_whole(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from khue.features.people.models import DuplicatePair, Sanction, Succession

    monkeypatch.setattr(paging, "LARGEST_PAGE", 2)
    first = other_parties(6)
    pairs = {"first_id": [min(pair) for pair in pairwise(first)]}
    pairs["second_id"] = [max(pair) for pair in pairwise(first)]
    assert len(rows_of(house, "people:duplicates", "clerk")) == 1
    copies(DuplicatePair, 5, **pairs)
    assert len(rows_of(house, "people:duplicates", "clerk")) == 6
    assert len(rows_of(house, "people:sanctions", "administrator")) == 1
    copies(Sanction, 5, document=[f"0{number}/QĐ-XP" for number in range(2, 7)])
    assert len(rows_of(house, "people:sanctions", "administrator")) == 6
    copies(Succession, 5)
    assert len(rows_of(house, "people:successions", "clerk")) == 6


def test_every_case_of_a_migration_is_exported(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from khue.features.dossiers.models import Dossier
    from khue.features.procedures.models import MigratedCase

    monkeypatch.setattr(paging, "LARGEST_PAGE", 2)
    migration = house.stock.argument("procedures:migration", "migration_id")
    dossiers = Dossier.objects.order_by("-pk")[:5]
    MigratedCase.objects.bulk_create(
        MigratedCase(migration_id=migration, dossier_id=row.pk, number=row.number, title=row.title, reasons=[])
        for row in dossiers
    )
    assert {row[0] for row in rows_of(house, "procedures:migration", "decider")} == {row.number for row in dossiers}


def test_what_is_held_about_me_is_given_whole(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from khue.kernel.models import PersonalView, TimelineRow, User

    monkeypatch.setattr(paging, "LARGEST_PAGE", 2)
    route = next(route for route in all_routes() if route.name == "people:export")
    before = json.loads(house.ask("resident", "get", house.path(route)).whole)["rows"]
    party = f"party:{User.objects.get(username='persona-resident').person.party_id}"
    now = "2026-03-02T02:00:00Z"
    for number in range(5):
        TimelineRow.objects.create(
            party=party, subject=f"dossier:{number}", wire="x", text_vi=f"Việc {number}", actor="x", at=now
        )
        PersonalView.objects.create(
            party=party, viewer="party:9", viewer_name="Cán bộ", what="record", subject=f"x:{number}", at=now
        )
    after = json.loads(house.ask("resident", "get", house.path(route)).whole)["rows"]
    assert len(after) == len(before) + 10
