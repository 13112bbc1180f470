"""A program of an organisation from the first question to handing in, and what protects it on the way."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from khue.kernel import clock
from tests.api.conftest import Program, new_key, signed_in
from tests.cast import organisation, persona

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%\xe2\xe3\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def program() -> Program:
    return Program(token=new_key().secret)


def begun(program: Program) -> str:
    """Where the new draft is read."""
    made = program.post("/dossiers", {"procedure": "equipment-support", "applicant": organisation("VLSH")})
    assert made.status_code == 201, made.content
    return str(made.json()["href"]).removeprefix("/api/v1").removesuffix("/draft")


def section_of(program: Program, dossier: str, key: str = "task") -> Any:
    found = program.get(f"{dossier}/sections/{key}")
    assert found.status_code == 200, found.content
    return found


def test_a_whole_application_is_written_checked_and_handed_in_by_a_key(program: Program) -> None:
    from khue.features.dossiers.models import Dossier, Editor, Task
    from khue.kernel.models import AuditRecord
    from khue.site.sample.applications import write_draft
    from tests.house.stock import SELLER, project

    actor = persona("researcher", at=clock.now())
    made = write_draft(project(1), organisation("VLSH"), actor=actor, seller=SELLER)
    draft = Dossier.objects.get(pk=made)
    path = f"/dossiers/{draft.number}"
    read = program.get(f"{path}/draft").json()
    assert read["writable"]
    assert read["may_submit"]
    for section in read["sections"]:
        found = section_of(program, path, section["key"])
        written = program.put(
            f"{path}/sections/{section['key']}", {"answers": found.json()["answers"]}, if_match=found["ETag"]
        )
        assert written.status_code == 200, written.content
    draft.refresh_from_db()
    assert program.get(f"{path}/check").json()["open"] == []
    refused = program.post(f"{path}/submit", {"certified": False})
    assert refused.status_code == 422
    assert {reason["field"] for reason in refused.json()["reasons"]} == {"certified"}
    once = uuid4()
    answers = [program.post(f"{path}/submit", {"certified": True}, once=once) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200], answers[0].content
    assert answers[0].content == answers[1].content
    assert answers[1]["Idempotency-Replayed"] == "true"
    assert Task.objects.filter(dossier=made).count() == 1
    assert AuditRecord.objects.filter(deed="dossiers.submit_dossier", subjects=[f"dossier:{made}"]).count() == 1
    case = program.get(path).json()
    assert case["state"]["code"] == "submitted"
    assert not Editor.objects.filter(dossier=made).exists()


def test_what_comes_back_is_what_was_written_and_the_rest_is_refused_by_name(program: Program) -> None:
    dossier = begun(program)
    found = section_of(program, dossier)
    wrong = {"answers": {"task_title": 7, "task_kind": "no-such-kind", "surprise": "x"}}
    refused = program.put(f"{dossier}/sections/task", wrong, if_match=found["ETag"])
    assert refused.status_code == 422
    fields = {reason["field"] for reason in refused.json()["reasons"]}
    assert {"task_title", "surprise"} <= fields
    assert section_of(program, dossier).json()["version"] == 0
    good = {"answers": {"task_title": "Vật liệu lọc nước từ sợi tre"}}
    written = program.put(f"{dossier}/sections/task", good, if_match=found["ETag"])
    assert written.status_code == 200, written.content
    assert section_of(program, dossier).json()["answers"]["task_title"] == good["answers"]["task_title"]


def test_an_edit_needs_the_version_that_was_read(program: Program) -> None:
    dossier, body = begun(program), {"answers": {"task_title": "Một"}}
    tag = section_of(program, dossier)["ETag"]
    path = f"{dossier}/sections/task"
    assert program.put(path, body).status_code == 428
    assert program.put(path, body, if_match='"abc"').status_code == 412
    assert program.put(path, body, if_match=tag).status_code == 200
    late = program.put(path, {"answers": {"task_title": "Hai"}}, if_match=tag)
    assert late.status_code == 412
    assert late.json()["type"] == "urn:khue:problem:precondition-412"
    assert section_of(program, dossier).json()["answers"]["task_title"] == "Một"
    fresh = section_of(program, dossier)["ETag"]
    assert program.put(path, {"answers": {"task_title": "Hai"}}, if_match=fresh).status_code == 200


def test_a_tag_spares_what_has_not_changed(program: Program) -> None:
    first = program.get("/dossiers")
    again = program.get("/dossiers", if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    begun(program)
    assert program.get("/dossiers", if_none_match=first["ETag"]).status_code == 200


def test_one_key_for_one_deed(program: Program) -> None:
    from khue.features.dossiers.models import Dossier

    asked = {"procedure": "equipment-support", "applicant": organisation("VLSH")}
    once = uuid4()
    first, second = (program.post("/dossiers", asked, once=once) for _ in range(2))
    assert (first.status_code, first.content) == (second.status_code, second.content)
    other = program.post("/dossiers", {**asked, "procedure": "another"}, once=once)
    assert (other.status_code, other.json()["type"]) == (422, "urn:khue:problem:idempotency-key-reused")
    assert Dossier.objects.count() == 1
    assert program.post("/dossiers", asked, idempotency_key="no uuid").status_code == 400
    # Another caller's UUIDs are another caller's.
    mine = signed_in("researcher").post("/dossiers", asked, once=once)
    assert mine.status_code == 201
    assert mine.json()["id"] != first.json()["id"]


def test_a_refusal_leaves_the_key_free(program: Program) -> None:
    once = uuid4()
    refused = program.post("/dossiers", {"procedure": "none", "applicant": organisation("VLSH")}, once=once)
    assert refused.status_code == 404
    done = program.post("/dossiers", {"procedure": "equipment-support", "applicant": organisation("VLSH")}, once=once)
    assert done.status_code == 201


def test_an_answer_that_was_lost_after_the_deed_does_not_repeat_it(program: Program) -> None:
    """The process dies between the deed and the keeping of its answer: the deed itself knows its key."""
    from khue.features.dossiers.models import Dossier
    from khue.kernel.models import KeptAnswer

    asked, once = {"procedure": "equipment-support", "applicant": organisation("VLSH")}, uuid4()
    first = program.post("/dossiers", asked, once=once)
    KeptAnswer.objects.filter(once=once).delete()
    assert program.post("/dossiers", asked, once=once).json() == first.json()
    assert Dossier.objects.count() == 1


def test_a_request_under_way_is_not_done_beside_itself(program: Program) -> None:
    from khue.kernel.models import KeptAnswer

    asked, once = {"procedure": "equipment-support", "applicant": organisation("VLSH")}, uuid4()
    program.post("/dossiers", asked, once=once)
    KeptAnswer.objects.filter(once=once).update(status=0)
    answer = program.post("/dossiers", asked, once=once)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:khue:problem:under-way")
    assert answer["Retry-After"]


def test_lists_are_read_page_by_page_without_a_gap(program: Program) -> None:
    made = {begun(program) for _ in range(5)}
    seen: list[str] = []
    path: str | None = "/dossiers?size=2"
    while path:
        page = program.get(path).json()
        seen += [row["number"] for row in page["items"]]
        path = page["next"] and page["next"].removeprefix("/api/v1")
    assert len(seen) == len(set(seen)) == len(made)


def test_a_file_is_judged_as_on_the_page_and_read_by_right(program: Program) -> None:
    from khue.features.dossiers.queries import procedure

    section, question = next(
        (section.key, field.key)
        for section in procedure("equipment-support").sections
        for field in section.fields
        if field.kind == "file"
    )
    dossier = begun(program)
    path = f"{dossier}/sections/{section}/files/{question}"

    def upload(name: str, content: bytes) -> Any:
        tag = section_of(program, dossier, section)["ETag"]
        return program.client.post(
            f"/api/v1{path}",
            {"file": SimpleUploadedFile(name, content)},
            headers={"authorization": f"Bearer {program.token}", "idempotency-key": str(uuid4()), "if-match": tag},
        )

    wrong = upload("thuyet-minh.pdf", b"MZ" + bytes(100))
    assert wrong.status_code == 422
    assert wrong.json()["reasons"][0]["code"] == "file.wrong-type"
    assert upload("thuyet-minh.pdf", PDF).status_code == 200
    kept = section_of(program, dossier, section).json()
    (file,) = kept["files"]
    assert kept["answers"][question] == file["id"]
    address = file["href"].removeprefix("/api/v1")
    read = program.get(address)
    assert b"".join(read.streaming_content) == PDF
    assert read["Content-Disposition"].startswith("attachment")
    assert program.get(address, if_none_match=read["ETag"]).status_code in (200, 304)
    assert signed_in("founder").get(address).status_code == 404
    assert Program().get(address).status_code == 401


# -- bodies that no program should send --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "body.json"),
        (b'{"a": "\xff\xfe"}', 400, "body.utf8"),
        (b'{"procedure": "a", "procedure": "b"}', 400, "body.twice"),
        (b"[" * 5000, 400, "body.deep"),
        (b'{"procedure": "a\\u0000b"}', 400, "body.letter"),
        (b'{"procedure": "\\ud800"}', 400, "body.letter"),
        (b'{"procedure": NaN}', 400, "body.number"),
        (b'{"procedure": 1e999}', 400, "body.number"),
        (b'{"procedure": ' + b"9" * 5000 + b"}", 400, "body.number"),
        (b'{"procedure": "equipment-support", "applicant": "party:1", "extra": 1}', 422, "extra_forbidden"),
        (b'{"procedure": 7, "applicant": "party:1"}', 422, "string_type"),
        (b'{"applicant": "party:99999999999999999999"}', 422, "missing"),
        (b"[]", 422, ""),
        (b"null", 422, ""),
        (b'"x"', 422, ""),
        (b" ", 400, "body.json"),
    ],
)
def test_a_body_that_is_not_in_order_gets_a_problem_that_names_it(
    program: Program, body: bytes, status: int, code: str
) -> None:
    from khue.features.dossiers.models import Dossier

    answer = program.post("/dossiers", body)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), answer.content
    problem = answer.json()
    assert not code or code in {reason["code"] for reason in problem["reasons"]}
    assert problem["title"]
    assert problem["detail"]
    assert not Dossier.objects.exists()


def test_too_much_and_the_wrong_kind_are_told_before_anything_is_read(program: Program) -> None:
    assert program.post("/dossiers", b"{" + b" " * 1_200_000 + b"}").status_code == 413
    headers = {"authorization": f"Bearer {program.token}", "idempotency-key": str(uuid4())}
    form = program.client.post("/api/v1/dossiers", {"procedure": "x"}, headers=headers)
    assert form.status_code == 415
    text = program.client.post("/api/v1/dossiers", "{}", content_type="text/plain", headers=headers)
    assert text.status_code == 415
    large = program.client.post(
        "/api/v1/dossiers", b"x", content_type="application/json", headers=headers, CONTENT_LENGTH=str(40 * 2**20)
    )
    assert large.status_code == 413


@pytest.mark.parametrize(
    "path",
    [
        "/dossiers?size=0", "/dossiers?size=1000", "/dossiers?size=x", "/dossiers?colour=red", "/parameters?certainty=maybe",
        "/parameters?on=2026-02-30", "/supports/0", "/supports/99999999999999999999", "/files/not-a-uuid",
    ],
)  # fmt: skip
def test_a_parameter_that_can_not_be_is_named(program: Program, path: str) -> None:
    answer = program.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert all(reason["field"][0] in "?/" for reason in answer.json()["reasons"])


@pytest.mark.parametrize("path", ["/nothing", "/dossiers/a%00b", "/public/supports/%ff", "/dossiers/" + "9" * 3000])
def test_an_address_of_nothing_is_a_problem_too(program: Program, path: str) -> None:
    answer = program.get(path)
    assert answer.status_code in (400, 404, 422)
    assert answer["Content-Type"] == "application/problem+json"


def test_another_method_is_told_which_ones_there_are(program: Program) -> None:
    answer = program.client.delete("/api/v1/dossiers", headers={"authorization": f"Bearer {program.token}"})
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert "GET" in answer["Allow"]


# -- browsers and languages ----------------------------------------------------------------------------------------------


def test_a_browser_writes_with_its_form_key_only() -> None:
    from django.test import Client

    from khue.features.dossiers.models import Dossier

    browser = signed_in("researcher")
    strict = Program(Client(enforce_csrf_checks=True, raise_request_exception=False))
    strict.client.cookies = browser.client.cookies
    asked = {"procedure": "equipment-support", "applicant": organisation("VLSH")}
    refused = strict.post("/dossiers", asked)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:khue:problem:form-key")
    assert strict.post("/dossiers", asked, x_csrftoken=None).status_code == 403
    assert not Dossier.objects.exists()
    strict.client.get("/vi/me/")
    form_key = strict.client.cookies["csrftoken"].value
    assert strict.post("/dossiers", asked, x_csrftoken=form_key).status_code == 201


@pytest.mark.parametrize(
    ("language", "title"), [("vi", "Không tìm thấy"), ("en", "Not found"), ("fr", "Không tìm thấy")]
)
def test_problems_speak_the_language_that_is_asked_for(language: str, title: str) -> None:
    answer = Program(language=language).get("/public/supports/none")
    assert (answer.status_code, answer.json()["title"]) == (404, title)
    assert answer["Content-Language"] == ("en" if language == "en" else "vi")


def test_a_refused_deed_names_all_reasons_in_both_languages_and_the_readers() -> None:
    program = signed_in("researcher")
    program.language = "vi"
    answer = program.post("/organisations", {"name": "", "legal_form": "circus", "tax_code": "12"})
    assert answer.status_code == 422
    problem = answer.json()
    assert len(problem["reasons"]) >= 3
    assert all(reason["text"]["vi"] and reason["text"]["en"] for reason in problem["reasons"])
    assert all(reason["text"]["vi"] in problem["detail"] for reason in problem["reasons"])
