"""The description says what is so: no server error, every answer as it is described, whoever asks and whatever is sent."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, seed, settings

from khue.features.people import queries as people
from khue.features.staff.domain.office_keys import RIGHT_WORDS
from tests.api.conftest import Program, new_key, signed_in
from tests.house.conftest import House, undone

EXAMPLES = {"key": 2, "appraiser": 2, "nobody": 1}


@pytest.mark.django_db
def test_the_description_is_served_and_names_every_answer() -> None:
    answer = Program().get("/openapi.json")
    assert answer.status_code == 200
    schema = answer.json()
    assert schema["openapi"].startswith("3.1")
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            codes = {int(code) for code in operation["responses"]}
            assert {400, 401, 404, 422, 429, 503} <= codes, (method, path)
            assert operation["x-title"]["vi"]
            assert operation["x-text"]["en"]
            if operation.get("x-question"):
                assert {413, 415} <= codes, (method, path)
            elif method != "get":
                assert {403, 409, 413, 415} <= codes, (method, path)
    again = Program().get("/openapi.json", if_none_match=answer["ETag"])
    assert again.status_code == 304


def test_every_operation_is_described_in_vietnamese_beside_english_and_no_sentence_outlives_its_operation() -> None:
    from khue.site.api import schema, words

    told = {each["operationId"]: each for methods in schema()["paths"].values() for each in methods.values()}
    missing = sorted(set(told) - set(words()))
    assert not missing, f"add to src/khue/site/interface_words.toml what they do: {missing}"
    assert set(words()) - set(told) == set()
    for name, operation in told.items():
        assert operation["description"].startswith(operation["x-text"]["vi"]), name
        assert operation["summary"].startswith(operation["x-title"]["vi"]), name
        assert operation["x-text"]["vi"].endswith("."), name


def test_what_parameters_and_members_mean_is_said_in_vietnamese_too_and_no_word_outlives_them() -> None:
    from khue.site.api import meanings, schema

    found = schema()
    headers = found["components"].get("parameters", {})
    parameters = [
        headers[each["$ref"].rsplit("/", 1)[-1]] if "$ref" in each else each
        for methods in found["paths"].values()
        for told in methods.values()
        for each in told.get("parameters", ())
    ]
    members = [
        each for shape in found["components"]["schemas"].values() for each in shape.get("properties", {}).values()
    ]
    said = {each["description"] for each in (*parameters, *members) if each.get("description")}
    assert said - set(meanings()) == set(), "add to src/khue/site/interface_meanings.toml"
    assert set(meanings()) - said == set()


@pytest.mark.django_db
def test_the_manual_speaks_the_readers_language() -> None:
    program = Program()
    question = program.client.get("/vi/api/evaluate_rule/").content.decode()
    assert "Mã của quy tắc, ví dụ missions.equipment-support" in question
    assert "Id of a rule" not in question
    assert "Idempotency-Key: $(uuidgen)" not in question, "a question takes none"
    assert "Id of a rule" in program.client.get("/en/api/evaluate_rule/").content.decode()
    assert "Idempotency-Key: $(uuidgen)" in program.client.get("/vi/api/save_section/").content.decode()
    vietnamese = program.client.get("/vi/api/read_dossier/").content.decode()
    english = program.client.get("/en/api/read_dossier/").content.decode()
    assert "Lượt xem của cán bộ được ghi lại." in vietnamese
    assert "An official&#x27;s look is written down." in english
    assert "An official" not in vietnamese
    assert "Lượt xem" not in english


def test_no_two_rooms_describe_different_shapes_under_one_name() -> None:
    """Components of the description have one name space: the second of a name would hide the first."""
    from ninja import Schema

    from khue.site.api import schema

    assert schema()
    places: dict[str, set[str]] = {}
    waiting = [Schema]
    while waiting:
        for made in waiting.pop().__subclasses__():
            waiting.append(made)
            if made.__module__.startswith("khue.") and "[" not in made.__name__:
                places.setdefault(made.__name__, set()).add(made.__module__)
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


@pytest.mark.django_db
def test_the_manual_has_a_page_for_every_operation() -> None:
    from khue.site.api import schema

    program = Program()
    overview = program.client.get("/vi/api/").content.decode()
    for methods in schema()["paths"].values():
        for operation in methods.values():
            assert f"/vi/api/{operation['operationId']}/" in overview
    for name in ("start_draft", "upload_file", "read_support", "read_file", "decide_support", "list_register"):
        page = program.client.get(f"/en/api/{name}/")
        assert page.status_code == 200
        assert "curl" in page.content.decode()
    assert program.client.get("/en/api/nothing/").status_code == 404


@pytest.mark.django_db
def test_the_manual_folds_its_families_and_finds_operations_with_marks_or_without() -> None:
    visitor = Client()
    whole = visitor.get("/vi/api/").content.decode()
    assert re.findall(r'<details class="fold api-family" id="room-[a-z]+"(?! open)>', whole), "families are folded"
    assert not re.findall(r"<summary><h3>([a-z_]+)</h3>", whole), (
        "every family has its words (site/interface_families.py)"
    )
    assert set(people.rights_of_keys()) <= set(RIGHT_WORDS), "every right of a key has its words"
    for anchor in re.findall(r'href="#(room-[a-z]+)"', whole):
        assert f'id="{anchor}"' in whole
    for words, language in (
        ("nộp hồ sơ", "vi"),
        ("nop ho so", "vi"),
        ("HAND DOSSIER", "en"),
        ("dossiers submit", "en"),
    ):
        page = visitor.get(f"/{language}/api/", {"q": words}).content.decode()
        assert f"/{language}/api/submit_dossier/" in page, words
        assert f"/{language}/api/read_me/" not in page, "narrowed"
        assert 'id="room-dossiers" open' in page
    nothing = visitor.get("/en/api/", {"q": "<b>xyzzy"})
    assert (nothing.status_code, "0 operations" in nothing.content.decode()) == (200, True)
    assert "<b>xyzzy" not in nothing.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("who", EXAMPLES)
def test_no_call_of_a_generator_breaks_anything(house: House, remembered: None, who: str) -> None:
    """Schemathesis: valid and invalid calls of every operation, seeded, by a key, by an officer, and by nobody."""
    import schemathesis
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_headers_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    from khue.kernel.api.doors import ROWS
    from khue.site.api import schema

    @schemathesis.serializer(*ROWS)
    def as_bytes(_context: Any, value: Any) -> bytes:
        """Rows of any kind: what the generator draws, as it is."""
        return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")

    checks = [
        not_a_server_error,
        content_type_conformance,
        response_headers_conformance,
        response_schema_conformance,
        status_code_conformance,
    ]
    program = {"key": lambda: Program(token=new_key(per_minute=600).secret), "nobody": Program}.get(
        who, lambda: signed_in(who)
    )()
    described = json.loads(json.dumps(schema()))
    if who != "key":
        # Scheme by scheme: the generator must not put keys of its own beside the caller's.
        described["components"].pop("securitySchemes")
        for methods in described["paths"].values():
            for operation in methods.values():
                operation.pop("security", None)
    found = schemathesis.openapi.from_dict(described)
    tried = 0
    for result in found.get_all_operations():
        operation = result.ok()
        known = _known(house, operation.path)

        @seed(20261122)
        @settings(
            max_examples=EXAMPLES[who],
            deadline=None,
            database=None,
            derandomize=True,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        @schemathesis_given(operation, known)
        def call(case: Any) -> None:
            nonlocal tried
            tried += 1
            _forget_counts()
            with undone():
                response = _sent(program, case)
                case.validate_response(response, checks=checks)

        call()
    assert tried >= EXAMPLES[who] * sum(len(methods) for methods in described["paths"].values())


def schemathesis_given(operation: Any, known: dict[str, Any]) -> Any:
    """Cases of an operation; what the path names is now and then a record that is there."""
    from hypothesis import given
    from hypothesis import strategies as st

    def real(pair: tuple[Any, bool]) -> Any:
        case, there = pair
        if there and known:
            case.path_parameters = {**(case.path_parameters or {}), **known}
        return case

    return given(case=st.tuples(operation.as_strategy(), st.booleans()).map(real))


def _known(house: House, path: str) -> dict[str, Any]:
    """Records of the stock for the path's parameters."""
    stock = house.stock
    routes = {
        "party_id": ("people:party", "party_id"), "number": ("dossiers:follow", "number"), "section": ("dossiers:section", "section"),
        "support_id": ("missions:support", "support_id"), "task_id": ("missions:decide", "task_id"), "entry_id": ("ledger:entry", "entry_id"),
        "file_id": ("kernel:file", "identity"), "code": ("ledger:account", "code"), "key": ("ledger:subject", "key"),
        "tranche_id": ("missions:tranche", "tranche_id"), "no": ("missions:deliver", "no"), "subject": ("desk:audit", "subject"),
        "mandate_id": ("people:end-mandate", "mandate_id"), "request_id": ("people:answer-request", "request_id"),
        "month": ("ledger:close", "month"), "notice_id": ("notices:open", "notice_id"), "key_id": ("people:revoke-key", "key_id"),
        "holding_id": ("people:end-role", "holding_id"), "person_id": ("dossiers:remove-editor", "person_id"),
    }  # fmt: skip
    return {name: str(stock.argument(*where)) for name, where in routes.items() if f"{{{name}}}" in path}


def _forget_counts() -> None:
    from django.core.cache import cache

    from khue.kernel import limits

    limits._here.clear()
    cache.clear()


def _headers(program: Program) -> dict[str, str]:
    return {"Authorization": f"Bearer {program.token}"} if program.token else {}


def _sent(program: Program, case: Any) -> Any:
    """The case through Django's own client, as the rest of the house is asked, and the answer as schemathesis reads it."""
    import requests
    from schemathesis.core.transport import Response

    prepared = case.as_transport_kwargs(base_url="http://testserver", headers=_headers(program))
    made = requests.Request(**{k: v for k, v in prepared.items() if k in _TAKEN}).prepare()
    body = made.body.encode() if isinstance(made.body, str) else made.body or b""
    headers = {k: v for k, v in made.headers.items() if k.lower() not in ("content-length", "cookie", "content-type")}
    answer = program.client.generic(
        made.method or "GET",
        (made.url or "").removeprefix("http://testserver"),
        body,
        content_type=made.headers.get("Content-Type", ""),
        headers={"x-csrftoken": "x", **headers},
    )
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    raw = requests.Response()
    raw.status_code, raw._content = answer.status_code, content
    raw.headers.update(dict(answer.items()))
    raw.request, raw.url = made, made.url or ""
    raw.reason = answer.reason_phrase
    raw.raw = _Raw(dict(answer.items()))
    return Response.from_requests(raw, verify=True)


_TAKEN = ("method", "url", "headers", "params", "data", "files", "json", "cookies", "auth")


class _Raw:
    """What schemathesis looks for below a response."""

    version = 11

    def __init__(self, headers: dict[str, str]) -> None:
        from urllib3 import HTTPHeaderDict

        self.headers = HTTPHeaderDict(headers)
