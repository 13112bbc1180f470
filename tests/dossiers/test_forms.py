"""A section's form: built from the definition, read back as plain answers."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.dossiers.domain.definition import Choice, Condition, Field, Section
from khue.features.dossiers.forms import SectionForm, section_form, typed_answers


def field(key: str, kind: Any = "text", **more: Any) -> Field:
    return Field(key, kind, Text(f"Câu {key}", f"Question {key}"), **more)


KIND = field("kind", "choice", choices=(Choice("a", Text("A")), Choice("b", Text("B"))))
DETAIL = field("detail", show_when=Condition("kind", ("b",)))
ROWS = field(
    "rows",
    "table",
    columns=(
        field("name"),
        field("price", "money", total=True),
        field("soft", "yesno"),
        field("direct", "yesno", show_when=Condition("soft", ("yes",))),
        field("paper", "file", required=False),
    ),
)
SMALL = field("small", "table", required=False, columns=(field("what"), field("when", "date")))
SECTION = Section(
    "one",
    Text("Mục một", "Section one"),
    (KIND, DETAIL, field("day", "date"), field("count", "number"), field("cost", "money"), ROWS, SMALL),
)


def posted(**words: str) -> QueryDict:
    sent = QueryDict(mutable=True)
    base = {
        "seen": "3",
        "rows-TOTAL_FORMS": "1",
        "rows-INITIAL_FORMS": "0",
        "small-TOTAL_FORMS": "1",
        "small-INITIAL_FORMS": "0",
    }
    for name, value in {**base, **{key.replace("__", "-"): value for key, value in words.items()}}.items():
        sent[name] = value
    return sent


def bound(words: QueryDict, files: Any = None, answers: Any = None) -> SectionForm:
    return section_form(SECTION, answers or {}, seen=3, cards={}, posted=(words, files or MultiValueDict()))


def test_what_is_typed_comes_back_as_plain_json() -> None:
    form = bound(
        posted(kind="b", detail=" Chi tiết ", day="01/03/2026", count="12", cost="1.850.000.000", rows__0__name="Máy")
    )
    assert form.is_valid()
    values, files = form.answers()
    assert values == {
        "kind": "b", "detail": "Chi tiết", "day": "2026-03-01", "count": 12, "cost": 1_850_000_000,
        "rows": [{"name": "Máy"}], "small": [],
    }  # fmt: skip
    assert files == {}


def test_a_draft_may_have_gaps_but_the_page_still_says_what_is_optional() -> None:
    form = bound(posted())
    assert form.is_valid()
    assert form.answers()[0] == {"rows": [], "small": []}
    assert form.fields["day"].required


def test_checked_answers_show_every_gap() -> None:
    form = section_form(SECTION, {"kind": "b"}, seen=3, cards={}, check=True)
    anchors = {anchor for anchor, _sentence in form.mistakes()}
    assert {"id_detail", "id_day", "id_count", "id_cost", "id_rows"} <= anchors
    assert "id_small" not in anchors


def test_stored_answers_pass_the_check_as_they_were_typed() -> None:
    answers = {
        "kind": "a", "day": "2026-03-01", "count": 2, "cost": 5_000_000,
        "rows": [{"name": "Máy", "price": 1_000, "soft": "no", "paper": "id-1"}],
    }  # fmt: skip
    form = section_form(SECTION, answers, seen=3, cards={}, check=True)
    assert form.mistakes() == []
    assert form.answers()[0] == {**answers, "small": []}
    assert 'value="01/03/2026"' in str(form["day"])
    assert 'value="5.000.000"' in str(form["cost"])


def test_a_hidden_question_is_not_asked_and_its_words_do_not_come_in() -> None:
    form = bound(posted(kind="a", detail="lén"))
    assert form.is_valid()
    assert "detail" not in form.fields
    assert "detail" not in form.answers()[0]


def test_conditions_hold_for_each_row_of_its_own() -> None:
    words = posted(
        rows__TOTAL_FORMS="2", rows__0__soft="yes", rows__0__direct="no", rows__1__soft="no", rows__1__direct="yes"
    )
    form = bound(words)
    assert form.is_valid()
    assert form.answers()[0]["rows"] == [{"soft": "yes", "direct": "no"}, {"soft": "no"}]


@pytest.mark.parametrize("typed", ["1.000,5", "-7", "nhiều"])
def test_an_unreadable_amount_is_a_mistake_beside_its_input(typed: str) -> None:
    form = bound(posted(cost=typed, rows__0__price=typed))
    assert not form.is_valid()
    assert [anchor for anchor, _sentence in form.mistakes()] == ["id_cost", "id_rows-0-price"]
    assert typed in str(form["cost"])


def test_a_dropped_row_is_neither_judged_nor_kept() -> None:
    words = posted(rows__TOTAL_FORMS="2", rows__0__price="nhiều", rows__1__name="Ở lại")
    form = bound(words)
    form.drop_row("rows-0")
    assert form.is_valid()
    assert form.answers()[0]["rows"] == [{"name": "Ở lại"}]


def test_too_many_rows_are_told_and_a_forged_number_does_not_hang_the_page() -> None:
    form = bound(posted(rows__TOTAL_FORMS="999999999"))
    assert not form.is_valid()
    assert form.mistakes()
    assert len(typed_answers(SECTION, posted(rows__TOTAL_FORMS="999999999"))["rows"]) == 200
    assert typed_answers(SECTION, posted(rows__TOTAL_FORMS="x"))["rows"] == []


def test_uploads_are_named_by_the_place_of_their_row_and_kept_ones_stay() -> None:
    words = posted(rows__TOTAL_FORMS="2", rows__0__paper__kept="old", rows__1__name="Máy")
    words["rows-0-paper-kept"] = "old"
    upload = SimpleUploadedFile("a.pdf", b"%PDF-1.7")
    form = bound(words, MultiValueDict({"rows-1-paper": [upload]}))
    assert form.is_valid()
    values, files = form.answers()
    assert values["rows"] == [{"paper": "old"}, {"name": "Máy"}]
    assert files == {"rows.2.paper": upload}


def test_a_refusal_finds_its_input_in_a_row_although_blank_rows_are_left_out() -> None:
    form = bound(posted(rows__TOTAL_FORMS="2", rows__1__name="Máy"))
    assert form.is_valid()
    form.refuse(Refused.because(Reason("r", Text("Không được."), None, "rows.1.name"), Reason("t", Text("Chung."))))
    assert [anchor for anchor, _sentence in form.mistakes()] == ["", "id_rows-1-name"]


def test_labels_and_choices_speak_the_readers_language() -> None:
    with translation.override("en"):
        form = section_form(SECTION, {}, seen=0, cards={})
        assert form.fields["day"].label == "Question day"


def test_text_longer_than_the_definition_allows_is_told_not_cut() -> None:
    section = Section("s", Text("S"), (field("short", longest=5),))
    words = QueryDict(mutable=True)
    words["seen"], words["short"] = "0", "quá dài rồi"
    form = section_form(section, {}, seen=0, cards={}, posted=(words, MultiValueDict()))
    assert not form.is_valid()
    assert "maxlength" not in str(form["short"])
    assert "quá dài rồi" in str(form["short"])
