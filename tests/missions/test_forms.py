"""Text in, command out: what each form makes of what was typed, and what it gives back when it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.ledger.queries import BudgetLine
from khue.features.missions.domain.application import PlannedTranche
from khue.features.missions.domain.commands import DecideSupport, DeliverTranche, RegisterEquipment
from khue.features.missions.domain.support import Appraised
from khue.features.missions.forms import (
    AgreeForm,
    AnswerForm,
    AppraiseForm,
    AuditForm,
    DecideForm,
    DeliverForm,
    EquipmentForm,
)
from khue.features.missions.forms.lead import MOST_FILES
from khue.features.missions.forms.tranches import MOST_TRANCHES, changed_rows, planned_rows
from khue.features.missions.queries import LineRow

ONCE = "6f1f1c1e-6d5c-4b5e-9d7e-0c2b6f3c9a11"
MARKS = {"seen": "4", "once": ONCE}


@pytest.fixture(autouse=True)
def in_vietnamese() -> Iterator[None]:
    with translation.override("vi"):
        yield


def line(no: int, requested: int, most: int | None = None, appraised: int | None = None) -> LineRow:
    highest = requested if most is None else most
    return LineRow(
        no, f"Máy {no}", Text("mua sắm", "purchase"), False, None, requested, requested, 100, highest, 0, "", None, appraised, ""
    )  # fmt: skip


def budget(code: str, available: int) -> BudgetLine:
    return BudgetLine(f"budget:{code}", Text(f"Dòng {code}", f"Line {code}"), available, 0, 0, 0, available)


def posted(**values: str) -> QueryDict:
    found = QueryDict(mutable=True)
    found.update(values)
    return found


# -- appraisal -------------------------------------------------------------------------------------------------------


def test_the_appraisal_begins_with_what_may_be_granted_or_was_appraised_before() -> None:
    form = AppraiseForm(lines=(line(1, 100, most=50), line(2, 80), line(3, 90, appraised=0)))
    assert [amount.value() for _line, amount, _ground in form.rows()] == ["50", "80", "0"]


def test_each_line_becomes_its_amount_and_trimmed_ground() -> None:
    given = {**MARKS, "lines-1-appraised": "1.850.000.000", "lines-3-appraised": "0", "lines-3-ground": " Không cần \n"}
    form = AppraiseForm(given, lines=(line(1, 1_850_000_000), line(3, 5)))
    assert form.is_valid(), form.errors
    command = form.command(7)
    assert command.lines == (Appraised(1, 1_850_000_000, ""), Appraised(3, 0, "Không cần"))
    assert (command.task_id, command.seen, command.once) == (7, 4, UUID(ONCE))


@pytest.mark.parametrize("typed", ["", "-5", "1,5", "12 triệu", "9" * 30])
def test_an_amount_that_cannot_be_read_stays_typed_beside_its_sentence(typed: str) -> None:
    form = AppraiseForm({**MARKS, "lines-1-appraised": typed}, lines=(line(1, 100),))
    assert not form.is_valid()
    assert "lines-1-appraised" in form.errors
    assert f'value="{typed}"' in str(form["lines-1-appraised"]) or not typed


# -- decision --------------------------------------------------------------------------------------------------------


def decision(amount: int = 100, **given: str) -> DecideForm:
    return DecideForm({**MARKS, **given}, budget=(budget("2026-EQ", 500), budget("2026-X", 10)), amount=amount)


def test_a_grant_names_its_line_and_a_refusal_none() -> None:
    granted = decision(outcome="grant", budget_line="2026-EQ")
    assert granted.is_valid(), granted.errors
    assert granted.command(3) == DecideSupport(3, "grant", "", "2026-EQ", 4, UUID(ONCE))
    refused = decision(outcome="refuse", budget_line="2026-EQ", ground="Không thuộc lĩnh vực")
    assert refused.is_valid(), refused.errors
    assert refused.command(3).budget_line == ""


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"outcome": "grant"}, "budget_line"),
        ({"outcome": "grant", "budget_line": "nowhere"}, "budget_line"),
        ({"outcome": "refuse", "ground": " \n "}, "ground"),
        ({"outcome": "back"}, "ground"),
        ({"outcome": "perhaps", "ground": "x"}, "outcome"),
        ({}, "outcome"),
    ],
)
def test_what_a_decision_lacks_is_told_beside_its_field(given: dict[str, str], field: str) -> None:
    form = decision(**given)
    assert not form.is_valid()
    assert list(form.errors) == [field]


def test_the_only_line_with_enough_money_is_offered_and_every_line_says_what_is_left() -> None:
    form = DecideForm(budget=(budget("2026-EQ", 5_000_000), budget("2026-X", 10)), amount=100)
    assert form["budget_line"].value() == "2026-EQ"
    assert "5.000.000 đ" in str(form["budget_line"])
    both = DecideForm(budget=(budget("A", 500), budget("B", 500)), amount=100)
    assert both["budget_line"].value() is None


# -- agreement -------------------------------------------------------------------------------------------------------


def agreement(*rows: tuple[str, str, str], **more: str) -> dict[str, str]:
    given = {**MARKS, "tranches-TOTAL_FORMS": str(len(rows)), "tranches-INITIAL_FORMS": "0", **more}
    for no, values in enumerate(rows):
        given |= {
            f"tranches-{no}-{name}": value
            for name, value in zip(("deliverable", "amount", "due_on"), values, strict=True)
        }
    return given


def test_rows_become_numbered_tranches() -> None:
    form = AgreeForm(agreement((" Máy ", "1.000", "30/09/2026"), ("Báo cáo", "2000", "2026-11-30")))
    assert form.is_valid()
    assert form.command(5).tranches == (
        PlannedTranche(1, "Máy", 1000, date(2026, 9, 30)),
        PlannedTranche(2, "Báo cáo", 2000, date(2026, 11, 30)),
    )


def test_the_planned_tranches_fill_the_rows() -> None:
    form = AgreeForm(rows=planned_rows((PlannedTranche(1, "Máy", 1_000_000, date(2026, 9, 30)),)))
    assert [row["amount"].value() for row in form.tranches.forms] == ["1.000.000"]
    assert "30/09/2026" in str(form.tranches.forms[0]["due_on"])


def test_reasons_stand_beside_their_row_and_the_rest_at_the_head() -> None:
    form = AgreeForm(agreement(("Máy", "1", "30/09/2026"), ("Báo cáo", "2", "30/11/2026")))
    assert form.is_valid()
    beside = Reason("x", Text("Đợt 2 sai.", "Wrong."), None, "tranches.2.amount")
    whole = Reason("tranche_sum", Text("Tổng không khớp.", "Sum."), None, "tranches")
    nowhere = Reason("y", Text("Không có đợt 9.", "None."), None, "tranches.9.amount")
    form.show(Refused.because(beside, whole, nowhere))
    assert form.tranches.forms[1].errors == {"amount": ["Đợt 2 sai."]}
    assert form.non_field_errors() == ["Tổng không khớp.", "Không có đợt 9."]
    assert not form.tranches.forms[0].errors
    assert form.faulty


def test_pressing_add_or_remove_changes_the_rows_and_keeps_every_word() -> None:
    typed = agreement(("Một", "x", ""), ("Hai", "2", "mai"))
    assert changed_rows(posted(**typed)) is None
    added = changed_rows(posted(**typed, add_line="tranches"))
    assert added is not None
    assert [row.get("deliverable") for row in added] == ["Một", "Hai", None]
    assert changed_rows(posted(**typed, remove_line="tranches-0")) == [
        {"deliverable": "Hai", "amount": "2", "due_on": "mai"}
    ]


@pytest.mark.parametrize("button", ["tranches-9", "tranches-x", "other", "tranches--1"])
def test_a_button_that_names_no_row_removes_none(button: str) -> None:
    rows = changed_rows(posted(**agreement(("Một", "1", "")), remove_line=button))
    assert rows == [{"deliverable": "Một", "amount": "1", "due_on": ""}]


def test_the_last_row_stays_and_rows_have_a_bound() -> None:
    assert changed_rows(posted(**agreement(("Một", "1", "")), remove_line="tranches-0")) == [
        {"deliverable": "Một", "amount": "1", "due_on": ""}
    ]
    many = {"tranches-TOTAL_FORMS": "4000", "add_line": "tranches"}
    assert len(changed_rows(posted(**many)) or []) == MOST_TRANCHES


# -- delivery, acceptance, audit, equipment --------------------------------------------------------------------------


def test_a_delivery_carries_all_its_files() -> None:
    files: MultiValueDict[str, Any] = MultiValueDict(
        {"files": [SimpleUploadedFile(f"{n}.txt", b"a") for n in range(3)]}
    )
    form = DeliverForm({"once": ONCE, "evidence": " Máy đã lắp "}, files)
    assert form.is_valid(), form.errors
    command = form.command(8, 2)
    assert [upload.name for upload in command.files] == ["0.txt", "1.txt", "2.txt"]
    assert command == DeliverTranche(8, 2, "Máy đã lắp", command.files, once=UUID(ONCE))


def test_too_many_files_at_once_are_refused_beside_the_field() -> None:
    uploads = [SimpleUploadedFile(f"{n}.txt", b"a") for n in range(MOST_FILES + 1)]
    form = DeliverForm({"evidence": "x"}, MultiValueDict({"files": uploads}))
    assert not form.is_valid()
    assert list(form.errors) == ["files"]


@pytest.mark.parametrize(("outcome", "accepted"), [("accepted", True), ("returned", False)])
def test_an_answer_to_a_delivery_is_yes_or_no(outcome: str, accepted: bool) -> None:
    form = AnswerForm({"once": ONCE, "outcome": outcome, "ground": " Thiếu "})
    assert form.is_valid()
    assert (form.command(1).accepted, form.command(1).note) == (accepted, "Thiếu")


def test_an_audit_needs_both_its_answers() -> None:
    assert set(AuditForm({"once": ONCE}).errors) == {"in_order", "finding"}


def test_equipment_is_read_with_day_and_money_as_people_write_them() -> None:
    given = {
        "once": ONCE,
        "line_no": "2",
        "name": " Máy in 3D ",
        "serial": "",
        "location": "P.1",
        "cost": "1.850.000.000đ",
        "in_use_on": "2-3-2026",
    }
    form = EquipmentForm(given, lines=(line(2, 5),), today=date(2026, 3, 2))
    assert form.is_valid(), form.errors
    assert form.command(9) == RegisterEquipment(
        9, 2, "Máy in 3D", "", "P.1", 1_850_000_000, date(2026, 3, 2), UUID(ONCE)
    )
    early = EquipmentForm(given, lines=(line(2, 5),), today=date(2026, 3, 1))
    assert list(early.errors) == ["in_use_on"]
    other = EquipmentForm({**given, "line_no": "7"}, lines=(line(2, 5),), today=date(2026, 3, 2))
    assert list(other.errors) == ["line_no"]
