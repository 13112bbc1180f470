"""The pages of the law: from text to provision to figure, on any day; the confirmation at the screen."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from django.test import Client

from khue.features.rulebook import queries, usecases
from khue.features.rulebook.models import Confirmation
from khue.kernel.models import User
from khue.site.sign_in import PERSONA, STAFF_BY_PASSWORD
from tests.cast import persona

pytestmark = pytest.mark.django_db
FORM = {
    "value": "35", "valid_from": "01/01/2026", "document": "Điều lệ quỹ (mẫu)", "document_date": "20/02/2026",
    "page": "4", "seen": "0",
}  # fmt: skip
WARN = "/vi/law/parameters/venture.loss.warn_first/"


def page(path: str, **query: str) -> str:
    answer = Client().get(path, query)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def lawyer() -> Client:
    client = Client()
    client.force_login(User.objects.get(username="persona-lawyer"), backend=STAFF_BY_PASSWORD)
    session = client.session
    session[PERSONA] = "lawyer"
    session.save()
    return client


def test_a_reader_goes_from_text_to_provision_to_figure() -> None:
    assert "/vi/law/texts/res-34-2025/" in page("/vi/law/", q="34/2025")
    text = page("/vi/law/texts/res-34-2025/")
    assert "/vi/law/provisions/res-34-2025.equipment-trial/" in text
    provision = page("/vi/law/provisions/res-34-2025.equipment-trial/")
    assert "/vi/law/parameters/missions.equipment.trial_purchase_cap/" in provision
    figure = page("/vi/law/parameters/missions.equipment.trial_purchase_cap/")
    assert "50%" in figure
    assert "theo nguồn" in figure or "đã công bố" in figure or "công bố" in figure


def test_the_six_resolutions_come_first_then_the_others_by_kind() -> None:
    shown = page("/vi/law/")
    first, rest = shown.split("Sáu nghị quyết của chương trình", 1)[1].split("<details", 1)
    for key in queries.foundation().instruments:
        assert f"/vi/law/texts/{key}/" in first, key
        assert f"/vi/law/texts/{key}/" not in rest
    places = [rest.index(f'<h2 class="d-inline">{name}') for name in ("Luật (", "Nghị quyết khác (", "Nghị định (")]
    assert places == sorted(places)
    keys = [i.key for i in queries.instruments()]
    assert keys[:6] == list(queries.foundation().instruments)
    assert all(f"/vi/law/texts/{key}/" in shown for key in keys)
    assert "Sáu nghị quyết của chương trình" not in page("/vi/law/", q="93/2025/QH15")
    assert "/vi/law/texts/law-93-2025/" in page("/vi/law/", q="93/2025/QH15")
    assert "Không có văn bản" in page("/vi/law/", q="xyzxyz")


def test_a_provision_with_more_figures_than_a_chart_takes_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "được vẽ" not in page("/vi/law/provisions/res-35-2025.details/")
    monkeypatch.setattr("khue.features.rulebook.views.lives.MOST", 3)
    shown = page("/vi/law/provisions/res-35-2025.details/")
    assert "Vẽ 3 trong 16 giá trị" in shown


def test_a_text_tells_what_is_not_known_of_it_and_how_it_stands_to_others() -> None:
    text = page("/en/law/texts/law-02-2026/")
    assert "not known yet" in text
    assert "replaces" in text
    assert "is a ground of" in page("/en/law/texts/law-39-2024/") or "is detailed by" in page(
        "/en/law/texts/law-39-2024/"
    )


def test_a_figure_is_shown_as_of_any_day() -> None:
    path = "/en/law/parameters/law.capital/"
    days = {"30/06/2026": "39/2024/QH15", "01/07/2026": "02/2026/QH16", "01/01/2020": "does not hold on this day"}
    for on, words in days.items():
        assert words in page(path, on=on).split('class="filters"')[0]


def test_the_law_version_of_a_figure_changes_with_the_law_on_technology_transfer() -> None:
    path = "/en/law/parameters/exchange.registration.file_within/"
    before, after = page(path, on="31/03/2026"), page(path, on="01/04/2026")
    assert 'law-07-2017.registration/"' in before
    assert 'law-transfer-amending-2025.registration/"' in after


def test_two_days_are_compared() -> None:
    found = page("/en/law/compare/", first="30/06/2026", second="01/07/2026")
    assert "39/2024/QH15" in found
    assert "02/2026/QH16" in found
    rows = json.loads(
        b"".join(
            Client()
            .get("/vi/law/compare/", {"first": "2026-06-30", "second": "2026-07-01", "format": "json"})
            .streaming_content
        )
    )["rows"]
    assert "law.capital" in {row["id"] for row in rows}
    assert "Nothing differs" in page("/en/law/compare/", first="02/08/2026", second="02/08/2026")
    wrong = page("/en/law/compare/", first="99/99/9999", second="01/07/2026")
    assert 'id="id_first_error"' in wrong
    assert 'value="99/99/9999"' in wrong


def test_the_board_is_narrowed_to_a_unit_chosen_by_its_name() -> None:
    whole = page("/en/law/certainty/", certainty="digest")
    unit = next(
        parameter.confirm_by for parameter in queries.parameters(persona("resident").today) if parameter.confirm_by
    )
    assert f'<option value="{unit}">' in whole
    narrowed = page("/en/law/certainty/", unit=unit)
    assert f'<option value="{unit}" selected' in narrowed
    assert 'id="id_unit_error"' in page("/en/law/certainty/", unit="NOBODY")


def test_the_board_says_who_should_confirm_and_what_rests_on_it() -> None:
    board = page("/en/law/certainty/", certainty="digest", on="20/11/2026")
    assert "missions.clock.cost_appraisal" in board
    assert "Science management division" in board
    assert "/en/dossiers/procedures/equipment-support/" in board or "equipment-support" in board


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
@pytest.mark.parametrize("path", ["", "certainty/", "compare/", "editions/", "parameters/law.capital/"])
def test_every_list_exports(path: str, kind: str) -> None:
    answer = Client().get(f"/vi/law/{path}", {"format": kind})
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]


def test_an_edition_is_read_whole_and_its_name_is_its_hash() -> None:
    edition = usecases.keep_edition(actor=persona("administrator"))
    answer = Client().get(f"/vi/law/editions/{edition}.json")
    assert hashlib.sha256(answer.content).hexdigest()[:16] == edition
    assert Client().get("/vi/law/editions/0000000000000000.json").status_code == 404


@pytest.mark.parametrize(
    "path", ["texts/nothing/", "provisions/res-34-2025.nothing/", "parameters/no.such/", "parameters/x.y/confirm/"]
)
def test_what_is_not_there_is_said(path: str) -> None:
    assert lawyer().get(f"/vi/law/{path}").status_code == 404


@pytest.mark.parametrize(
    "query", ["on=nonsense", "on=31/02/2026", "on=9999999", "first=x&second=y", "certainty=z", "kind=%22"]
)
@pytest.mark.parametrize("path", ["", "parameters/", "parameters/law.capital/", "compare/", "certainty/"])
def test_odd_days_break_nothing(path: str, query: str) -> None:
    assert Client().get(f"/vi/law/{path}?{query}").status_code == 200


def test_a_legal_officer_confirms_at_the_screen_and_the_figure_shows_it() -> None:
    client = lawyer()
    assert 'name="value"' in client.get(f"{WARN}confirm/").content.decode()
    answer = client.post(f"{WARN}confirm/", FORM)
    assert (answer.status_code, answer["Location"]) == (303, WARN)
    shown = client.get(WARN).content.decode()
    assert "35%" in shown
    assert "Điều lệ quỹ (mẫu), trang 4" in shown
    assert queries.edition() in client.get("/vi/law/editions/").content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"value": "nhiều"}, "Số phần trăm nguyên"),
        ({"document_date": "20/02/2099"}, "Ngày của văn bản không thể sau hôm nay"),
        ({"valid_until": "01/01/2026"}, "Ngày hết hiệu lực phải sau"),
        ({"document": ""}, "Văn bản đã đọc"),
        ({"valid_from": "31/02/2026"}, "Có hiệu lực từ"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(changes: dict[str, Any], words: str) -> None:
    answer = lawyer().post(f"{WARN}confirm/", FORM | changes)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert words in body
    assert 'value="4"' in body
    assert Confirmation.objects.count() == 0


def test_a_page_left_open_is_told_that_a_colleague_was_faster() -> None:
    client = lawyer()
    client.post(f"{WARN}confirm/", FORM)
    answer = client.post(f"{WARN}confirm/", FORM | {"value": "36"})
    assert answer.status_code == 409
    assert Confirmation.objects.count() == 1


@pytest.mark.parametrize(
    ("id", "typed", "kept"),
    [
        ("sandbox.insurance.required", "yes", True),
        ("sandbox.council.quorum", "3 / 4", "3/4"),
        ("sandbox.applicants", "enterprise; institute", ["enterprise", "institute"]),
        ("venture.limit.per_project", "25.000.000.000", 25_000_000_000),
        ("onestop.same_day_cutoff", "16:00", "16:00"),
        ("sandbox.clock.decision", "12", 12),
    ],
)
def test_each_unit_is_typed_as_people_write_it(id: str, typed: str, kept: Any) -> None:
    answer = lawyer().post(f"/vi/law/parameters/{id}/confirm/", FORM | {"value": typed})
    assert answer.status_code == 303, answer.content.decode()[-3000:]
    assert Confirmation.objects.get().value == kept


def test_only_a_legal_officer_sees_the_button_and_the_page() -> None:
    assert "/confirm/" not in page(WARN)
    assert f"{WARN}confirm/" in lawyer().get(WARN).content.decode()
    assert Client().get(f"{WARN}confirm/").status_code == 303
