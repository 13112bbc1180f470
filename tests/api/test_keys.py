"""Keys: made once, shown once, act as their holder's mandate for one organisation and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from khue.core.errors import Conflict, NotAllowed, Refused
from khue.kernel import clock
from tests.api.conftest import Program, new_key, signed_in
from tests.cast import organisation, persona

pytestmark = pytest.mark.django_db


def _asked(actor: Any, **change: Any) -> Any:
    from khue.features.people.domain.keys import MakeKey

    asked = MakeKey(
        organisation("VLSH"), actor.key, "Máy chủ", ("view",), actor.today, actor.today + timedelta(days=30)
    )
    return replace(asked, **change)


def test_a_key_is_kept_as_a_hash_only_and_leaves_every_trace() -> None:
    from khue.kernel.models import AccessKey, AuditRecord, TimelineRow

    made = new_key()
    row = AccessKey.objects.get(pk=made.id)
    assert made.secret.startswith(f"{row.prefix}_")
    assert made.secret not in str(AccessKey.objects.filter(pk=made.id).values().get())
    record = AuditRecord.objects.filter(deed="people.make_key").latest("id")
    assert made.secret not in record.body
    assert row.prefix in str(record.kept.values_list("body", flat=True)[0])
    assert TimelineRow.objects.filter(wire="people.key_made", party=organisation("VLSH")).exists()


def test_the_same_form_makes_one_key_and_shows_its_secret_once() -> None:
    from uuid import uuid4

    from khue.features.people import usecases
    from khue.kernel.models import AccessKey

    actor, once = persona("researcher"), uuid4()
    usecases.make_key(_asked(actor, once=once), actor=actor)
    with pytest.raises(Conflict):
        usecases.make_key(_asked(actor, once=once), actor=actor)
    assert AccessKey.objects.count() == 1


@pytest.mark.parametrize("who", ["resident", "founder", "clerk"])
def test_only_who_may_certify_makes_a_key(who: str) -> None:
    from khue.features.people import usecases
    from khue.kernel.models import AccessKey

    actor = persona(who)
    with pytest.raises(NotAllowed):
        usecases.make_key(_asked(actor), actor=actor)
    assert not AccessKey.objects.exists()


def test_an_administrator_makes_a_key_for_somebody_with_a_mandate_only() -> None:
    from khue.features.people import usecases

    administrator, researcher = persona("administrator"), persona("researcher")
    with pytest.raises(Refused) as refused:
        usecases.make_key(_asked(administrator), actor=administrator)
    assert {reason.field for reason in refused.value.decision.reasons} == {"holder"}
    assert usecases.make_key(_asked(administrator, holder=researcher.key), actor=administrator).secret


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"scopes": ()}, "scopes"),
        ({"scopes": ("everything",)}, "scopes"),
        ({"per_minute": 0}, "per_minute"),
        ({"per_minute": 10**6}, "per_minute"),
    ],
)
def test_every_reason_against_a_key_is_named(change: dict[str, Any], field: str) -> None:
    from khue.features.people import usecases

    actor = persona("researcher")
    with pytest.raises(Refused) as refused:
        usecases.make_key(_asked(actor, **change, valid_until=actor.today), actor=actor)
    assert {field, "valid_until"} <= {reason.field for reason in refused.value.decision.reasons}


def test_the_database_keeps_a_key_as_it_was_made() -> None:
    from khue.kernel.models import AccessKey

    made = new_key()
    for change in ({"scopes": ["sign"]}, {"organisation": "party:999"}, {"per_minute": 6000}):
        with pytest.raises(DatabaseError), transaction.atomic():
            AccessKey.objects.filter(pk=made.id).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        AccessKey.objects.filter(pk=made.id).delete()
    AccessKey.objects.filter(pk=made.id).update(revoked_at=clock.now(), revoked_by="party:1")
    with pytest.raises(DatabaseError), transaction.atomic():
        AccessKey.objects.filter(pk=made.id).update(revoked_at=None, revoked_by="")


def test_a_key_works_until_it_is_revoked() -> None:
    from khue.features.people import usecases
    from khue.features.people.domain.keys import RevokeKey
    from khue.kernel.models import AccessKey

    made = new_key()
    program = Program(token=made.secret)
    assert program.get("/dossiers").status_code == 200
    assert AccessKey.objects.get(pk=made.id).last_used_at is not None
    actor = persona("researcher")
    usecases.revoke_key(RevokeKey(made.id), actor=actor)
    usecases.revoke_key(RevokeKey(made.id), actor=actor)
    answer = program.get("/dossiers")
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert "revoked" in answer.json()["detail"]


@pytest.mark.parametrize(
    "given",
    ["Bearer", "Bearer khue_", "Bearer khue_00000000_x", "Basic a2h1ZQ==", "Bearer khue_00000000_\u00e9", "khue_1_2"],
)
def test_a_wrong_key_is_nobody(given: str) -> None:
    assert Program().get("/dossiers", authorization=given.encode("utf-8").decode("latin-1")).status_code == 401
    assert Program().get("/public/figures", authorization=given.encode("utf-8").decode("latin-1")).status_code == 401


def test_the_secret_must_fit_to_its_last_letter() -> None:
    made = new_key()
    assert (
        Program(token=made.secret[:-1] + ("A" if made.secret[-1] != "A" else "B")).get("/dossiers").status_code == 401
    )


def test_a_key_dies_with_the_mandate_of_its_holder() -> None:
    from khue.features.people.models import Mandate

    made, actor = new_key(), persona("researcher", at=clock.now())
    Mandate.objects.filter(person=actor.person_id).update(valid_until=actor.today)
    assert Program(token=made.secret).get("/dossiers").status_code == 401


def test_a_key_does_not_reach_what_is_its_holders_own() -> None:
    """Own dossiers, own record, own notices, roles of office: none of it."""
    from khue.features.dossiers import usecases
    from khue.features.dossiers.domain.commands import StartDraft

    actor = persona("researcher", at=clock.now())
    own = usecases.start_draft(StartDraft("equipment-support", actor.key), actor=actor)
    theirs = usecases.start_draft(StartDraft("equipment-support", organisation("VLSH")), actor=actor)
    program = Program(token=new_key().secret)
    assert program.get(f"/dossiers/{theirs}/draft").status_code == 200
    assert program.get(f"/dossiers/{own}/draft").status_code == 404
    assert len(program.get("/dossiers").json()["items"]) == 1
    start = program.post("/dossiers", {"procedure": "equipment-support", "applicant": actor.key})
    assert start.status_code == 403
    for path in ("/me", "/notices", "/tasks", "/ledger/accounts", f"/organisations/{organisation('VLSH')[6:]}/keys"):
        assert program.get(path).status_code == 403, path


def test_a_key_does_only_what_its_scopes_say_and_the_audit_names_it() -> None:
    from khue.kernel.models import AuditRecord

    looking, writing = new_key(scopes=("view",)), new_key(scopes=("view", "submit"))
    asked = {"procedure": "equipment-support", "applicant": organisation("VLSH")}
    refused = Program(token=looking.secret).post("/dossiers", asked)
    assert refused.status_code == 403
    assert "submit" in refused.json()["detail"]
    assert Program(token=writing.secret).post("/dossiers", asked).status_code == 201
    record = AuditRecord.objects.filter(deed="dossiers.start_draft").latest("id")
    assert f'"via":"key:{writing.prefix}"' in record.body.replace(" ", "")
    assert record.actor == persona("researcher").key
    assert '"mandate":"mandate:' in record.body.replace(" ", "")


def test_a_key_has_its_limit_and_says_how_much_is_left() -> None:
    program = Program(token=new_key(per_minute=3).secret)
    left = [program.get("/dossiers")["RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    over = program.get("/dossiers")
    assert over.status_code == 429
    assert 1 <= int(over["Retry-After"]) <= 60
    assert over.json()["type"] == "urn:khue:problem:too-many"


def test_who_tries_wrong_keys_is_told_to_stop_and_the_right_one_goes_on_working() -> None:
    from khue.kernel.api.callers import WRONG_KEYS

    most = int(WRONG_KEYS.partition("/")[0])
    right = Program(token=new_key().secret)
    wrong = Program(token=f"khue_{'0' * 8}_{'x' * 43}")
    assert {wrong.get("/dossiers").status_code for _ in range(most)} == {401}
    over = wrong.get("/dossiers")
    assert (over.status_code, over.json()["type"]) == (429, "urn:khue:problem:too-many")
    assert int(over["Retry-After"]) > 0
    assert right.get("/dossiers").status_code == 200, "others at the same address are not locked out"


def test_keys_are_made_and_revoked_through_the_interface_too() -> None:
    program, number = signed_in("researcher"), organisation("VLSH").removeprefix("party:")
    until = f"{clock.now() + timedelta(days=60):%Y-%m-%d}"
    made = program.post(f"/organisations/{number}/keys", {"name": "Máy", "scopes": ["view"], "valid_until": until})
    assert made.status_code == 201, made.content
    assert Program(token=made.json()["secret"]).get("/dossiers").status_code == 200
    again = program.post(
        f"/organisations/{number}/keys",
        {"name": "Máy", "scopes": ["view"], "valid_until": until},
        once=made.wsgi_request.headers["Idempotency-Key"],
    )
    assert again.status_code == 409
    assert "khue_" not in again.content.decode()
    listed = program.get(f"/organisations/{number}/keys").json()["items"]
    assert [key["prefix"] for key in listed] == [made.json()["prefix"]]
    assert "secret" not in listed[0]
    assert program.post(f"/keys/{listed[0]['id']}/revoke").status_code == 200
    assert Program(token=made.json()["secret"]).get("/dossiers").status_code == 401
