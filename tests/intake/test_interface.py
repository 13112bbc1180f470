"""The doors as a program knocks on them: keys, answers, repetitions, sizes, nasty input."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khue.core.actor import CITY_ZONE
from khue.features.dossiers.models import Dossier
from khue.features.intake import usecases
from khue.features.intake.domain.sources import MakeSourceKey, RevokeSourceKey
from khue.features.intake.models import IntakeCase, MessageIn, Source
from khue.kernel import clock
from khue.kernel.models import AccessKey
from tests.api.conftest import Program, new_key
from tests.cast import persona
from tests.intake.portal import FIRST, Sent, body, new_source

pytestmark = pytest.mark.django_db(transaction=False)


@pytest.fixture
def portal() -> tuple[Source, Program]:
    """A connected source with its key."""
    source = new_source()
    return source, Program(token=key_of(source))


def key_of(source: Source, per_minute: int = 600) -> str:
    actor = persona("administrator", at=clock.now())
    asked = MakeSourceKey(source.pk, "Cổng", actor.today + timedelta(days=90), per_minute)
    return usecases.make_source_key(asked, actor=actor).secret


def sent(**change: Any) -> dict[str, Any]:
    return body(Sent(**change))


def test_a_dossier_is_sent_followed_and_sent_again(portal: tuple[Source, Program]) -> None:
    _source, program = portal
    once = uuid4()
    first = program.post("/intake/dossiers", sent(), once=once)
    assert first.status_code == 201, first.content
    assert first.json()["taken"] is True
    replayed = program.post("/intake/dossiers", sent(), once=once)
    assert replayed.headers["Idempotency-Replayed"] == "true"
    other_key = program.post("/intake/dossiers", sent())
    assert (other_key.status_code, other_key.json()) == (201, first.json())
    assert Dossier.objects.filter(source="dvcqg").count() == 1
    state = program.get(f"/intake/dossiers/{FIRST}")
    assert state.status_code == 200
    assert {line["kind"]: line["code"] for line in state.json()["states"]} == {
        "business": "submitted", "payment": "none", "delivery": "not_ready", "sync": "pending",
    }  # fmt: skip
    changes = program.get("/intake/changes?after=0").json()
    assert [line["kind"] for line in changes["items"]] == ["dossier.taken_in"]
    assert program.get(f"/intake/changes?after={changes['next']}").json() == {"items": [], "next": 1}
    assert program.post("/intake/changes/acknowledge", {"up_to": 1}).json() == {"messages": 1}


def test_refused_content_is_a_problem_with_all_reasons_and_is_kept(portal: tuple[Source, Program]) -> None:
    _source, program = portal
    wrong = sent() | {"certified": False, "answers": {"task_kind": "x"}}
    found = program.post("/intake/dossiers", wrong)
    assert found.status_code == 422
    assert found.json()["type"] == "urn:khue:problem:refused"
    fields = {reason["field"] for reason in found.json()["reasons"]}
    assert {"certified", "answers.task_kind", "answers.summary"} <= fields
    assert program.post("/intake/dossiers", wrong).json()["reasons"] == found.json()["reasons"]
    case = program.get(f"/intake/dossiers/{FIRST}").json()
    assert case["states"][0]["code"] == "refused_content"
    assert {reason["field"] for reason in case["reasons"]} == fields
    assert bytes(MessageIn.objects.get().raw or b"") == json.dumps(wrong).encode()


def test_another_content_is_a_conflict_that_says_why(portal: tuple[Source, Program]) -> None:
    _source, program = portal
    program.post("/intake/dossiers", sent())
    found = program.post("/intake/dossiers", sent(certified=False))
    assert found.status_code == 409
    assert "another content" in found.json()["detail"]


def test_files_come_inside_or_beside_and_count_as_the_same(portal: tuple[Source, Program]) -> None:
    _source, program = portal
    inside = sent()
    assert program.post("/intake/dossiers", inside).status_code == 201
    beside = inside | {"files": [{"question": f["question"], "name": f["name"]} for f in inside["files"]]}
    found = with_files(program, beside, [(item.name, item.upload) for item in Sent().files])
    assert found.status_code == 201, found.content
    assert Dossier.objects.filter(source="dvcqg").count() == 1


def with_files(program: Program, message: dict[str, Any], parts: list[tuple[str, Any]]) -> Any:
    files = []
    for name, upload in parts:
        upload.seek(0)
        files.append(SimpleUploadedFile(name, upload.read()))
    return program.client.post(
        "/api/v1/intake/dossiers-with-files",
        {"message": json.dumps(message), "files": files},
        headers={"authorization": f"Bearer {program.token}", "idempotency-key": str(uuid4()), "accept-language": "en"},
    )


def test_a_file_that_is_too_large_is_a_reason_and_a_body_that_is_too_large_is_413(
    portal: tuple[Source, Program],
) -> None:
    _source, program = portal
    big = SimpleUploadedFile("quyet-dinh.pdf", b"%PDF-1.4" + b"0" * (21 * 1024 * 1024))
    message = sent() | {"files": [{"question": "task_decision", "name": "quyet-dinh.pdf"}]}
    found = with_files(program, message, [("quyet-dinh.pdf", big)])
    assert found.status_code == 422
    assert "task_decision" in {reason["field"] for reason in found.json()["reasons"]}
    assert IntakeCase.objects.get().dossier_id is None
    found = with_files(program, sent(external_id="G12.99-2"), [("a.pdf", big), ("b.pdf", big)])
    assert found.status_code == 413
    assert "40 MB" in found.json()["detail"]
    assert program.post("/intake/dossiers", sent() | {"answers": {"summary": "x" * 2**20}}).status_code == 413


def test_a_list_of_the_day_is_compared(portal: tuple[Source, Program]) -> None:
    _source, program = portal
    today = clock.now().astimezone(CITY_ZONE).date().isoformat()
    assert program.get(f"/intake/reconciliations/{today}").status_code == 404
    program.post("/intake/dossiers", sent() | {"received_at": clock.now().isoformat()})
    lines = [{"external_id": FIRST, "business": "granted"}, {"external_id": "G12.99-9", "business": "submitted"}]
    found = program.post(f"/intake/reconciliations/{today}", {"lines": lines})
    assert found.status_code == 200, found.content
    assert {(d["kind"], d["external_id"]) for d in found.json()["differences"]} == {
        ("business", FIRST),
        ("missing_here", "G12.99-9"),
    }
    assert program.get(f"/intake/reconciliations/{today}").json() == found.json()


def test_keys_of_systems_open_nothing_else_and_other_keys_nothing_here(portal: tuple[Source, Program]) -> None:
    from khue.site.api import schema

    source, program = portal
    for path, methods in schema()["paths"].items():
        told = methods.get("get")
        if told and told["x-need"] not in ("intake", "public") and "{" not in path:
            assert program.get(path.removeprefix("/api/v1")).status_code == 403, path
    researcher = Program(token=str(new_key().secret))
    assert researcher.get("/intake/changes").status_code == 403
    assert Program().get("/intake/changes").status_code == 401
    other = Program(token=key_of(new_source("khac")))
    program.post("/intake/dossiers", sent())
    assert other.get(f"/intake/dossiers/{FIRST}").status_code == 404
    key = AccessKey.objects.get(holder=source.key)
    usecases.revoke_source_key(RevokeSourceKey(source.pk, key.pk), actor=persona("administrator", at=clock.now()))
    assert program.get("/intake/changes").status_code == 401


def test_a_source_has_its_own_limit() -> None:
    program = Program(token=key_of(new_source(), per_minute=2))
    codes = [program.get("/intake/changes").status_code for _ in range(3)]
    assert codes == [200, 200, 429]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
QUESTIONS = ("task_kind", "task_title", "starts_on", "lines", "tranches", "commitment", "amount", "summary")


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    answers=st.dictionaries(st.sampled_from(QUESTIONS), JSON, max_size=6),
    change=st.dictionaries(st.sampled_from(("revision", "applicant", "fee", "files", "received_at", "external_id")), JSON, max_size=2),
)  # fmt: skip
def test_whatever_is_sent_there_is_an_answer_and_no_fault(
    portal: tuple[Source, Program], answers: dict[str, Any], change: dict[str, Any]
) -> None:
    _source, program = portal
    whole = sent(external_id=f"H-{uuid4().hex[:12]}")
    found = program.post("/intake/dossiers", whole | {"answers": whole["answers"] | answers} | change)
    assert found.status_code in (201, 400, 409, 422), found.content


def test_raw_nonsense_is_refused_by_name(portal: tuple[Source, Program]) -> None:
    _source, program = portal
    for raw in (b" ", b"[]", b"{", b'{"external_id": "\xff"}', b'{"a":1,"a":2}', b"null"):
        assert program.post("/intake/dossiers", raw).status_code in (400, 422)
    assert program.post("/intake/dossiers/../x/supplements", {}).status_code == 404
    for name in ("a%00b", "x" * 90, "a b"):
        assert program.get(f"/intake/dossiers/{name}").status_code in (400, 404, 422)
    assert not IntakeCase.objects.exists()


def test_a_browser_that_is_signed_in_is_no_source() -> None:
    client = Client()
    assert client.get("/api/v1/intake/changes").status_code == 401
