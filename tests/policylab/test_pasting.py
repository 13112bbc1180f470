"""A reform pasted as text: kept as it is meant, and what is wrong is named by line and field."""

from __future__ import annotations

from uuid import uuid4

import pytest

from khue.core.errors import NotAllowed, Refused, Stale
from khue.features.policylab import usecases
from khue.features.policylab.domain import PasteReform, is_plain
from khue.kernel.models import AuditRecord
from tests.cast import persona
from tests.desk.browsers import browser, inputs, path, text
from tests.policylab.studies import CAP, EQUIPMENT, author, now, ordered, sixty, started, work

pytestmark = pytest.mark.django_db
TOPIC = "missions.equipment.topic_purchase_cap"


def pasted(study: int, typed: str) -> None:
    usecases.paste_reform(PasteReform(study, typed, now(study).stamp), actor=author())


def test_the_text_of_a_reform_file_is_kept_with_the_days_of_each_part() -> None:
    study = started(last_year=2030)
    pasted(
        study,
        f"""name: Two steps
from: 2027-01-01
parameters:
  - {{id: {CAP}, value: 60, until: 2028-01-01}}
  - {{id: {CAP}, value: 70, from: 2028-01-01}}
""",
    )
    assert now(study).content.reform == {
        "name": "Two steps",
        "from": "2027-01-01",
        "parameters": [
            {"id": CAP, "value": 60, "until": "2028-01-01"},
            {"id": CAP, "value": 70, "from": "2028-01-01"},
        ],
    }
    assert not is_plain(now(study).content.reform)
    record = AuditRecord.objects.get(deed="policylab.paste_reform")
    assert record.subjects == [f"study:{study}"]
    ordered(study)
    assert work(study)
    years = (now(study).result or {})["programmes"][0]["years"]
    rise = {year: each["cost_after"] / each["cost_before"] for year, each in years.items()}
    assert rise["2026"] == 1 < rise["2027"] < rise["2028"]


def test_json_is_taken_as_well_also_with_tabs() -> None:
    study = started()
    pasted(study, f'{{\n\t"from": "2027-01-01",\n\t"parameters": {{"{CAP}": 60}}\n}}')
    assert now(study).content.reform == {"from": "2027-01-01", "parameters": [{"id": CAP, "value": 60}]}
    assert is_plain(now(study).content.reform)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("a: [", ["Dòng 1: không đọc được YAML hoặc JSON"]),
        (f"from: 2027-01-01\nparameters:\n  {CAP}: 60\n  {CAP}: 70", ["Dòng 4: ", "có hai lần"]),
        ("from: 2027-01-01\nparameters: &x\n  - *x", ["Dòng 3: ", "tham chiếu"]),
        ("[1, 2]", ["Cần một bảng cải cách"]),
        ("", ["chưa thay đổi gì"]),
        ("colour: red", ["Dòng 1, colour: ", "name, from, parameters, rules"]),
        (f"from: tomorrow\nrules:\n  - {{id: {EQUIPMENT}, off: true}}", ["Dòng 1, from: ", "2027-01-01"]),
        (f"parameters:\n  - id: {CAP}\n    value: 60", ["parameters.1.from: ", "Cần ngày bắt đầu"]),
        (
            f"from: 2027-01-01\nparameters:\n  - id: {CAP}\n    value: 101",
            ["Dòng 4, parameters.1.value: ", "số phần trăm nguyên"],
        ),
        (f"from: 2027-01-01\nparameters:\n\n  {CAP}: sixty", ["Dòng 4, parameters.1.value: "]),
        ("from: 2027-01-01\nparameters: {missions.nothing: 1}", ["Dòng 2, parameters.1.id: ", "missions.nothing"]),
        ("from: 2027-01-01\nparameters: {sandbox.reporting.cycle: 3}", ["Dòng 2, parameters.1.id: "]),
        (f"from: 2027-01-01\nparameters: {{{CAP}: 50}}", ["Dòng 2, parameters.1.value: ", "bằng giá trị hiện hành"]),
        (f"from: 2024-12-31\nparameters: {{{CAP}: 60}}", ["Dòng 1, from: ", "từ 01/01/2026"]),
        ("from: 2027-01-01\nrules: [{id: sandbox.term, off: true}]", ["Dòng 2, rules.1.id: ", "không xét quy tắc"]),
        (
            f"from: 2027-01-01\nrules: [{{id: {EQUIPMENT}, replaced_by: sandbox.term}}]",
            ["rules.1.replaced_by: ", "không cho số tiền"],
        ),
        (
            f"from: 2027-01-01\nrules: [{{id: {EQUIPMENT}, replaced_by: startups.interest-support}}]",
            ["rules.1.replaced_by: ", "interest_paid"],
        ),
        (
            f"from: 2027-01-01\nparameters:\n  - {{id: {CAP}, value: 60}}\n  - {{id: {CAP}, value: 70}}",
            ["Dòng 4, " + CAP, "hai giá trị cho cùng một ngày"],
        ),
        (
            f"from: 2027-01-01\nparameters: {{{CAP}: 60}}\nrules: [{{id: {EQUIPMENT}, off: true}}]",
            ["Dòng 2, " + CAP, "tự mâu thuẫn"],
        ),
    ],
)
def test_what_is_wrong_is_named_by_line_and_field_and_nothing_is_kept(typed: str, told: list[str]) -> None:
    study = started()
    with pytest.raises(Refused) as refused:
        pasted(study, typed)
    reasons = refused.value.decision.reasons
    assert {reason.field for reason in reasons} == {"text"}
    for words in told:
        assert any(words in reason.text.vi for reason in reasons), [reason.text.vi for reason in reasons]
    assert not now(study).content.changes_something
    assert not AuditRecord.objects.filter(deed="policylab.paste_reform").exists()


def test_every_fault_is_told_at_once() -> None:
    study = started()
    with pytest.raises(Refused) as refused:
        pasted(study, f"from: 2027-01-01\nparameters: {{{CAP}: 101, {TOPIC}: -1, missions.nothing: 1}}")
    assert len(refused.value.decision.reasons) == 3


def test_pasting_twice_an_old_page_and_strangers() -> None:
    study, typed, once = started(), f"from: 2027-01-01\nparameters: {{{CAP}: 60}}", uuid4()
    asked = PasteReform(study, typed, now(study).stamp, once)
    assert usecases.paste_reform(asked, actor=author()) == usecases.paste_reform(asked, actor=author()) == 1
    assert AuditRecord.objects.filter(deed="policylab.paste_reform").count() == 1
    with pytest.raises(Stale):
        usecases.paste_reform(PasteReform(study, typed, asked.seen), actor=author())
    with pytest.raises(NotAllowed):
        usecases.paste_reform(PasteReform(study, typed, now(study).stamp), actor=persona("officer"))


def test_the_page_keeps_what_was_typed_and_fields_give_way_to_text_where_they_cannot_show_it() -> None:
    study = sixty()
    client = browser("policymaker")
    page, law = path("policylab:reform-text", study), path("policylab:law", study)
    assert page in text(client.get(law))
    shown = text(client.get(page))
    assert f"id: {CAP}" in shown
    sent = inputs(shown)
    wrong = client.post(page, {**sent, "text": "from: <b>\nparameters: 3"})
    assert wrong.status_code == 422
    assert "from: &lt;b&gt;" in text(wrong)
    assert "Dòng 1, from" in text(wrong)
    assert client.post(page, {**sent, "text": "x" * 70_000}).status_code == 422
    two = (
        f"from: 2027-01-01\nparameters:\n  - {{id: {CAP}, value: 60}}\n  - {{id: {TOPIC}, value: 90, from: 2028-01-01}}"
    )
    assert client.post(page, {**sent, "text": two}).status_code == 303
    assert client.get(law).headers["Location"] == page
    version = text(client.get(path("policylab:version", study, 1)))
    assert "từ 01/01/2028" in version
