"""An edition stored whole, and how the law moves from day to day."""

from __future__ import annotations

import json
from datetime import date

import pytest

from khue.core.rules.lawbook import (
    Confirmation,
    Lawbook,
    LawError,
    canonical,
    changes,
    compare,
    confirmed_with,
    edition_of,
    from_json,
    to_json,
    uncertain,
)
from tests.core.rules.lawfiles import book, parameter_text

MANY = "\n".join(
    [
        parameter_text(
            note='{ vi = "Còn chờ văn bản.", en = "The text is awaited." }',
            values="[{ from = 2025-10-10, until = 2026-07-01, value = 50 }, { from = 2026-07-01, value = 60 }]",
        ),
        parameter_text(
            id='"fee.rate"', unit='"fraction"', certainty='"draft"', values='[{ from = 2026-01-01, value = "1/1000" }]'
        ),
        parameter_text(
            id='"fee.ceiling"',
            unit='"dong"',
            certainty='"unset"',
            values="[{ from = 2025-10-10, until = 2026-01-01, unset = true }]",
        ),
        parameter_text(id='"fee.kinds"', unit='"codes"', values='[{ from = 2025-10-10, value = ["a", "b"] }]'),
    ]
)
SAMPLE = '[[confirmed]]\nid = "fee.ceiling"\nvalues = [{ from = 2025-10-10, value = 7 }]'


def whole() -> Lawbook:
    read = Confirmation("fee.rate", "2/1000", date(2026, 1, 1), None, date(2026, 2, 1), "Nghị quyết", date(2026, 1, 5))
    return confirmed_with(book(MANY, sample=True, sample_values=SAMPLE), [read])


def test_a_stored_edition_comes_back_as_it_was() -> None:
    found = whole()
    text = canonical(found)
    assert from_json(json.loads(text)) == found
    assert found.edition == edition_of(text)
    assert canonical(from_json(json.loads(text))) == text


def test_the_edition_does_not_depend_on_the_order_of_the_files() -> None:
    one, other = parameter_text(), parameter_text(id='"b.c"')
    assert book(one, more=other).edition == book(other, more=one).edition


def test_the_edition_tells_every_difference() -> None:
    changed = [parameter_text(row='"pol:A9"'), parameter_text(values="[{ from = 2025-10-10, value = 51 }]")]
    assert len({book(text).edition for text in [parameter_text(), *changed]}) == 3


def test_an_edition_of_an_unknown_shape_is_refused() -> None:
    with pytest.raises(LawError, match="shape: 9 is not known"):
        from_json(to_json(book()) | {"shape": 9})


def test_the_days_on_which_the_law_changes() -> None:
    assert changes(book(MANY)) == (date(2025, 10, 10), date(2026, 1, 1), date(2026, 7, 1))


def test_two_days_are_compared_value_by_value() -> None:
    found = {change.id: change for change in compare(book(MANY), date(2025, 12, 1), date(2026, 8, 1))}
    assert {id: change.kind for id, change in found.items()} == {
        "equipment.cap": "changed",
        "fee.rate": "appeared",
        "fee.ceiling": "ended",
    }
    before, after = found["equipment.cap"].before, found["equipment.cap"].after
    assert before is not None
    assert after is not None
    assert (before.value, after.value) == (50, 60)
    assert compare(book(MANY), date(2026, 8, 1), date(2026, 8, 1)) == ()


def test_the_board_holds_what_no_legal_officer_has_read() -> None:
    found = uncertain(book(MANY, sample=True, sample_values=SAMPLE), date(2025, 11, 1))
    assert list(found) == ["unset", "comparator", "draft", "digest", "reported"]
    assert [p.id for p in found["reported"]] == ["equipment.cap", "fee.kinds"]
    assert [(p.id, p.sample) for p in found["unset"]] == [("fee.ceiling", True)]
    after = uncertain(whole(), date(2026, 3, 1))
    assert after["draft"] == ()
