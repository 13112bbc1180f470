"""A legal officer confirms a value: all traces of it, and what is refused."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import Error, connection, transaction
from django.test import Client, override_settings

from khue.core.errors import Missing, NotAllowed, Refused, Stale
from khue.core.rules.lawbook import canonical
from khue.features.rulebook import queries, usecases
from khue.features.rulebook.domain import ConfirmValue
from khue.features.rulebook.models import Confirmation, Edition
from khue.features.rulebook.queries import kept
from khue.kernel.models import AuditRecord
from tests.cast import persona

pytestmark = pytest.mark.django_db
WARN = "venture.loss.warn_first"
KINDS = "sandbox.spaces"
DAY = date(2026, 3, 2)


def asked(**changes: Any) -> ConfirmValue:
    told: dict[str, Any] = {
        "parameter": WARN,
        "value": 35,
        "valid_from": date(2026, 1, 1),
        "valid_until": None,
        "document": "Điều lệ quỹ 12/QĐ-UBND (mẫu)",
        "document_date": date(2026, 2, 20),
        "page": "4",
    }
    return ConfirmValue(**(told | changes))


@pytest.fixture(autouse=True)
def real_law() -> Any:
    """Without the sample's values, so that the law's own certainty is seen."""
    with override_settings(KHUE_SAMPLE=False):
        yield


def test_a_confirmation_is_the_law_at_once_and_the_days_before_it_stay_as_they_were_known() -> None:
    before = queries.edition()
    new = usecases.confirm_value(asked(), actor=persona("lawyer"))
    found = queries.parameter(WARN, DAY)
    assert (found.value, found.certainty, found.binding) == (35, "confirmed", True)
    assert (found.known_from, found.document) == (DAY, "Điều lệ quỹ 12/QĐ-UBND (mẫu), trang 4")
    assert queries.edition() == new != before
    earlier = queries.parameter(WARN, date(2025, 12, 31))
    assert (earlier.value, earlier.certainty, earlier.applies) == (30, "draft", False)


def test_a_confirmation_leaves_every_trace() -> None:
    before = queries.edition()
    new = usecases.confirm_value(asked(note="Đã đối chiếu với bản ký."), actor=persona("lawyer"))
    row = Confirmation.objects.get()
    assert (row.parameter, row.number, row.value, row.edition) == (WARN, 1, 35, new)
    assert (row.confirmed_by, row.known_from) == (persona("lawyer").key, DAY)
    stored = Edition.objects.get(edition=new)
    assert stored.content == canonical(queries.lawbook())
    assert stored.confirmation == row
    record = AuditRecord.objects.get(deed="rulebook.confirm_value")
    assert (record.chain, record.actor) == (f"parameter:{WARN}", persona("lawyer").key)
    assert new in str(record.body)
    assert before != new


def test_a_stored_edition_answers_as_the_law_did() -> None:
    usecases.keep_edition(actor=persona("administrator"))
    old = queries.edition()
    usecases.confirm_value(asked(), actor=persona("lawyer"))
    book = queries.stored_edition(old)
    assert book is not None
    assert book.edition == old
    assert [dated.value for dated in book.entries[WARN].values] == [None, 30]
    assert queries.stored_edition("0" * 16) is None
    assert json.loads(queries.stored_content(old) or "")["sample"] is False


def test_a_later_confirmation_supersedes_and_overwrites_nothing() -> None:
    usecases.confirm_value(asked(), actor=persona("lawyer"))
    usecases.confirm_value(asked(value=38, seen=1), actor=persona("lawyer", days=3))
    assert queries.parameter(WARN, DAY).value == 38
    assert [(row.number, row.value) for row in queries.confirmations_of(WARN)] == [(2, 38), (1, 35)]
    entry = queries.lawbook().entries[WARN]
    assert [dated.value for dated in entry.values] == [None, 30, 35, 38]


def test_a_confirmation_is_told_in_the_readers_language_with_its_unit() -> None:
    usecases.confirm_value(asked(), actor=persona("lawyer"))
    usecases.confirm_value(asked(parameter=KINDS, value=["physical", "cyber"]), actor=persona("lawyer"))
    for language, page in (("vi", "trang 4"), ("en", "page 4")):
        told = Client().get(f"/{language}/law/parameters/{WARN}/").content.decode()
        confirmations = told[told.index("12/QĐ-UBND (mẫu), " + page) - 500 :]
        assert "35%" in confirmations
        assert "[&#x27;" not in Client().get(f"/{language}/law/parameters/{KINDS}/").content.decode()


def test_the_same_form_sent_twice_is_one_confirmation() -> None:
    once = uuid4()
    first = usecases.confirm_value(asked(once=once), actor=persona("lawyer"))
    assert usecases.confirm_value(asked(once=once), actor=persona("lawyer")) == first
    assert Confirmation.objects.count() == 1
    assert AuditRecord.objects.filter(deed="rulebook.confirm_value").count() == 1


def test_a_page_left_open_cannot_undo_a_colleague() -> None:
    usecases.confirm_value(asked(), actor=persona("lawyer"))
    with pytest.raises(Stale):
        usecases.confirm_value(asked(value=99), actor=persona("lawyer"))
    assert queries.parameter(WARN, DAY).value == 35


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"value": "35"}, {"value_shape"}),
        ({"value": -1}, {"value_shape"}),
        ({"value": None}, {"value_shape"}),
        ({"valid_until": date(2026, 1, 1)}, {"days_in_order"}),
        ({"document": " "}, {"document_missing"}),
        ({"document": "x" * 400}, {"document_missing"}),
        ({"document_date": date(2026, 3, 3)}, {"document_future"}),
        ({"valid_from": date(2024, 1, 1), "valid_until": date(2024, 6, 1)}, {"hole"}),
        ({"value": "x", "document": "", "document_date": date(2027, 1, 1)}, {"value_shape", "document_missing", "document_future"}),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_every_reason_and_changes_nothing(
    changes: dict[str, Any], codes: set[str]
) -> None:
    before, kept = queries.edition(), Edition.objects.count()
    with pytest.raises(Refused) as refused:
        usecases.confirm_value(asked(**changes), actor=persona("lawyer"))
    reasons = refused.value.decision.reasons
    assert {reason.code for reason in reasons} == codes
    assert all(reason.next_step for reason in reasons)
    assert (Confirmation.objects.count(), Edition.objects.count(), queries.edition()) == (0, kept, before)
    assert not AuditRecord.objects.filter(deed="rulebook.confirm_value").exists()


def test_an_unknown_parameter_and_a_stranger_are_told_so() -> None:
    with pytest.raises(Missing):
        usecases.confirm_value(asked(parameter="no.such"), actor=persona("lawyer"))
    for key in ("administrator", "decider", "resident"):
        with pytest.raises(NotAllowed):
            usecases.confirm_value(asked(), actor=persona(key))
    assert Confirmation.objects.count() == 0


@pytest.mark.parametrize("statement", ["UPDATE {} SET edition = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize("table", ["rulebook_confirmation", "rulebook_edition"])
def test_the_database_lets_nothing_of_it_change(table: str, statement: str) -> None:
    usecases.confirm_value(asked(), actor=persona("lawyer"))
    with pytest.raises(Error, match=r"refuses|permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_keeping_the_same_edition_again_writes_nothing() -> None:
    usecases.keep_edition(actor=persona("administrator"))
    before = Edition.objects.count(), AuditRecord.objects.count()
    assert usecases.keep_edition(actor=persona("administrator")) == queries.edition()
    assert (Edition.objects.count(), AuditRecord.objects.count()) == before


def test_a_confirmation_that_no_longer_fits_the_files_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    Confirmation.objects.create(
        parameter="gone.from_files", number=1, value=1, valid_from=DAY, known_from=DAY, document="x",
        document_date=DAY, edition="f" * 16, confirmed_by="person:1", confirmed_by_name="A", confirmed_at=persona("lawyer").moment,
    )  # fmt: skip
    assert queries.parameter(WARN, DAY).value == 30
    assert "no longer fits" in caplog.text


def test_the_newest_confirmation_is_asked_for_once_in_a_request_or_command(
    django_assert_num_queries: Any,
) -> None:
    kept.request_began()
    with django_assert_num_queries(1):
        queries.parameter(WARN, DAY)
        queries.parameter(WARN, DAY)
    kept.ended()
    with django_assert_num_queries(2):
        queries.parameter(WARN, DAY)
        queries.parameter(WARN, DAY)
