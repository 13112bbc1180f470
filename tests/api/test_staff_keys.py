"""Keys of staff: some of one's own rights at the moment of the call, for programs that read; nothing that decides, pays or signs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from khue.core.errors import Conflict, Missing, NotAllowed, Refused
from khue.features.people import queries as people
from khue.features.people import usecases as registering
from khue.features.people.domain import EndRole
from khue.features.staff import usecases
from khue.features.staff.domain.commands import RecordDeparture
from khue.features.staff.domain.office_keys import MOST_KEYS, MakeOfficeKey, RevokeOfficeKey
from khue.features.treasury import queries as treasury
from khue.kernel import clock
from khue.kernel.models import AccessKey, AuditRecord, Notice, TimelineRow
from khue.site.sample.payments import Booking, csv_statement, main_account
from tests.api.conftest import Program, signed_in
from tests.cast import persona, setup_actor

pytestmark = pytest.mark.django_db


def now(who: str) -> Any:
    return persona(who, at=clock.now())


def asked(actor: Any, *rights: str, **change: Any) -> MakeOfficeKey:
    wish = MakeOfficeKey("Báo cáo tháng", rights or ("treasury.read",), actor.today + timedelta(days=30), uuid4())
    return replace(wish, **change)


def program(who: str, *rights: str) -> Program:
    actor = now(who)
    return Program(token=usecases.make_office_key(asked(actor, *rights), actor=actor).secret)


def test_a_key_is_made_once_kept_as_a_hash_and_leaves_every_trace() -> None:
    actor = now("accountant")
    wish = asked(actor, "treasury.read", "ledger.read")
    made = usecases.make_office_key(wish, actor=actor)
    row = AccessKey.objects.get(pk=made.id)
    assert (row.holder, row.scopes, row.rights) == (actor.key, ["office"], ["treasury.read", "ledger.read"])
    assert made.secret not in str(AccessKey.objects.filter(pk=made.id).values().get())
    record = AuditRecord.objects.get(deed="staff.make_office_key")
    assert made.secret not in record.body
    assert made.prefix in str(record.kept.values_list("body", flat=True)[0])
    assert TimelineRow.objects.filter(wire="staff.office_key_made", party=actor.key).exists()
    assert Notice.objects.filter(party=actor.key, kind="staff", path="/staff/keys/").count() == 1
    with pytest.raises(Conflict):
        usecases.make_office_key(wish, actor=actor)
    assert AccessKey.objects.count() == 1


def test_it_opens_what_its_rights_open_and_nothing_of_its_holders_own() -> None:
    reader = program("accountant", "treasury.read")
    assert reader.get("/treasury/orders").status_code == 200
    assert reader.get("/treasury/cash").status_code == 200
    for path in ("/ledger/trial-balance", "/me", "/me/keys", "/notices", "/turns", "/staff", "/parties", "/sanctions"):
        assert reader.get(path).status_code == 403, path
    assert reader.get("/dossiers").json()["items"] == []
    account = main_account(actor=now("accountant"))
    for path, body in (
        (f"/treasury/accounts/{account.id}/files", {"orders": [1]}),
        ("/treasury/accounts", {"kind": "bank", "number": "12345678", "holder": "x", "institution": "y"}),
        ("/me/keys", {"name": "x", "rights": ["treasury.read"], "valid_until": "2026-12-01"}),
        ("/dossiers", {"procedure": "equipment-support", "applicant": "party:1"}),
    ):
        assert reader.post(path, body).status_code == 403, path
    assert AccessKey.objects.count() == 1


def test_what_it_does_stands_in_the_audit_under_both_names() -> None:
    actor = now("accountant")
    account = main_account(actor=actor)
    made = usecases.make_office_key(asked(actor, "treasury.read", "treasury.reconcile"), actor=actor)
    content = csv_statement(account, 0, [Booking(actor.today, 5_000_000, "Cấp kinh phí")])
    answer = Program().client.post(
        "/api/v1/treasury/statements",
        {"account_id": account.id, "file": SimpleUploadedFile("a.csv", content)},
        headers={"authorization": f"Bearer {made.secret}", "idempotency-key": str(uuid4())},
    )
    assert answer.status_code == 201, answer.content
    record = AuditRecord.objects.get(deed="treasury.upload_statement")
    assert record.actor == actor.key
    assert f'"via":"key:{made.prefix}"' in record.body.replace(" ", "")
    assert treasury.statement(int(answer.json()["id"])).lines == 1


def test_a_right_that_ends_ends_in_the_key_at_the_same_moment() -> None:
    reader, actor = program("accountant", "treasury.read"), now("accountant")
    assert reader.get("/treasury/orders").status_code == 200
    for held in people.holdings_of([actor.key])[actor.key]:
        registering.end_role(EndRole(held.id, actor.today), actor=setup_actor().at(actor.moment))
    refused = reader.get("/treasury/orders")
    assert refused.status_code == 401
    assert "rights" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("rights", "change", "code"),
    [
        (("treasury.order",), {}, "staff.key_never"),
        (("people.roles",), {}, "staff.key_never"),
        (("no.such",), {}, "staff.key_never"),
        (("audit.read",), {}, "staff.key_not_held"),
        ((), {"rights": ()}, "staff.key_rights"),
        ((), {"name": "  "}, "staff.key_name"),
        ((), {"days": 91}, "staff.key_valid_until"),
        ((), {"days": 0}, "staff.key_valid_until"),
    ],
)
def test_what_a_key_may_not_be_is_refused_and_writes_nothing(
    rights: tuple[str, ...], change: dict[str, Any], code: str
) -> None:
    actor = now("accountant")
    days = change.pop("days", None)
    if days is not None:
        change["valid_until"] = actor.today + timedelta(days=days)
    with pytest.raises(Refused) as refused:
        usecases.make_office_key(asked(actor, *rights, **change), actor=actor)
    assert code in {reason.code for reason in refused.value.decision.reasons}
    assert not AccessKey.objects.exists()
    assert not AuditRecord.objects.filter(deed="staff.make_office_key").exists()


def test_residents_deputies_and_keys_make_no_keys_and_nobody_makes_many() -> None:
    resident, actor = now("resident"), now("accountant")
    for who in (resident, replace(actor, via="key:khue_00000000")):
        with pytest.raises(NotAllowed):
            usecases.make_office_key(asked(who), actor=who)
    with pytest.raises(Refused):
        usecases.make_office_key(asked(actor), actor=replace(actor, stands_in_for="party:1"))
    for _number in range(MOST_KEYS):
        usecases.make_office_key(asked(actor), actor=actor)
    with pytest.raises(Refused):
        usecases.make_office_key(asked(actor), actor=actor)
    assert AccessKey.objects.count() == MOST_KEYS


def test_it_is_revoked_by_its_holder_or_an_administrator_and_by_nobody_else() -> None:
    actor = now("accountant")
    made = [usecases.make_office_key(asked(actor), actor=actor) for _ in range(2)]
    with pytest.raises(Missing):
        usecases.revoke_office_key(RevokeOfficeKey(made[0].id), actor=now("officer"))
    assert signed_in("accountant").post(f"/staff-keys/{made[0].id}/revoke").status_code == 200
    assert signed_in("administrator").post(f"/staff-keys/{made[1].id}/revoke").status_code == 200
    assert signed_in("researcher").post(f"/keys/{made[1].id}/revoke").status_code == 404
    assert {Program(token=key.secret).get("/treasury/orders").status_code for key in made} == {401}
    states = [key["state"] for key in signed_in("accountant").get("/me/keys").json()["items"]]
    assert states == ["revoked", "revoked"]


def test_whoever_leaves_leaves_no_key_behind() -> None:
    reader, actor = program("accountant", "treasury.read"), now("accountant")
    leaving = RecordDeparture(actor.key, actor.today - timedelta(days=1), "Chuyển công tác", to_queue=True)
    usecases.record_departure(leaving, actor=now("administrator"))
    assert AccessKey.objects.get(holder=actor.key).revoked_at is not None
    assert reader.get("/treasury/orders").status_code == 401


def test_the_database_keeps_what_a_key_was_made_for() -> None:
    actor = now("accountant")
    made = usecases.make_office_key(asked(actor), actor=actor)
    with pytest.raises(DatabaseError), transaction.atomic():
        AccessKey.objects.filter(pk=made.id).update(rights=["treasury.read", "treasury.approve"])
    with pytest.raises(DatabaseError), transaction.atomic():
        AccessKey.objects.create(
            prefix="khue_11111111", hash="0" * 64, name="x", organisation="office", holder=actor.key, scopes=["office"],
            per_minute=1, valid_from=actor.today, valid_until=actor.today + timedelta(days=1), made_by="x",
            made_at=actor.moment,
        )  # fmt: skip


def test_the_page_shows_the_secret_once() -> None:
    browser = signed_in("accountant").client
    page = browser.get("/vi/staff/keys/new/")
    assert "treasury.reconcile" in page.content.decode()
    assert "treasury.order" not in page.content.decode()
    given = {
        "name": "Đối soát",
        "rights": ["treasury.read"],
        "valid_until": f"{clock.now() + timedelta(days=9):%d/%m/%Y}",
        "once": uuid4(),
    }
    shown = browser.post("/vi/staff/keys/new/", given)
    assert shown.status_code == 200
    assert "khue_" in shown.content.decode()
    again = browser.post("/vi/staff/keys/new/", given)
    key = AccessKey.objects.get()
    assert again.status_code == 422
    assert f"{key.prefix}_" not in again.content.decode()
    listed = browser.get("/vi/staff/keys/").content.decode()
    assert f"{key.prefix}_…" in listed
