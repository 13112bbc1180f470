"""Personal data through the interface: one's own, an officer's deeds, a breach, an erasure; each right, repetition and bad value."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from khue.features.privacy import jobs
from khue.features.privacy.models import Breach, BreachNotice, ConsentRecord, Erasure, SubjectRequest
from khue.kernel import clock
from khue.kernel.models import AuditRecord, PersonalView
from tests.api.conftest import Program, new_key, signed_in
from tests.cast import persona

pytestmark = pytest.mark.django_db

WISH = {"kind": "restrict", "details": "Ngừng gửi thư"}


def codes(answer: Any) -> list[str]:
    return [reason["code"] for reason in answer.json()["reasons"]]


def asked(program: Program, **values: Any) -> str:
    """The address of a request that a resident makes."""
    answer = program.post("/me/data-requests", {**WISH, **values})
    assert answer.status_code == 201, answer.content
    return str(answer.json()["href"].removeprefix("/api/v1"))


def breach(**values: Any) -> dict[str, Any]:
    """A breach; its moment lies before every day on which tests happen."""
    told = {"title": "Gửi nhầm thư", "happened": "Gửi nhầm một danh sách.", "kinds": "Họ tên", "severity": "low"}
    return {**told, "detected_at": "2026-03-02T08:00:00+07:00", **values}


def test_a_resident_asks_once_follows_and_takes_it_back() -> None:
    resident, once = signed_in("resident"), uuid4()
    first = resident.post("/me/data-requests", WISH, once=once)
    again = resident.post("/me/data-requests", WISH, once=once)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert SubjectRequest.objects.count() == 1
    where = first.json()["href"].removeprefix("/api/v1")
    read = resident.get(where)
    assert read.json()["own"]
    assert {source["certainty"] for source in (r["source"] for r in read.json()["terms"]["reasons"]) if source}
    assert [row["id"] for row in resident.get("/me/data-requests").json()["items"]] == [read.json()["id"]]
    assert signed_in("founder").get(where).status_code == 404
    assert signed_in("founder").post(f"{where}/withdraw").status_code == 404
    assert resident.post(f"{where}/withdraw").status_code == 200
    assert resident.get(where).json()["state"]["code"] == "withdrawn"
    assert resident.post(f"{where}/withdraw").status_code in (409, 422)


def test_own_requests_go_on_page_by_page() -> None:
    resident = signed_in("resident")
    for _ in range(3):
        asked(resident)
    page = resident.get("/me/data-requests?size=2").json()
    rest = resident.get(page["next"].removeprefix("/api/v1")).json()
    assert len({row["id"] for row in page["items"] + rest["items"]}) == 3
    assert rest["next"] is None


def test_a_key_and_a_visitor_reach_nothing_of_it() -> None:
    key = Program(token=str(new_key().secret))
    for path in ("/me/data-requests", "/me/consents", "/me/consent-acts", "/data-requests", "/breaches", "/erasures"):
        assert key.get(path).status_code == 403, path
        assert Program().get(path).status_code == 401, path
    assert {row["version"] for row in Program().get("/public/processing").json()["items"]}


def test_a_consent_is_given_to_the_text_that_was_read_and_withdrawn() -> None:
    resident = signed_in("resident")
    row = next(row for row in resident.get("/me/consents").json()["items"] if row["purpose"] == "public-name")
    where = "/me/consents/public-name"
    other = resident.post(f"{where}/give", {"version": row["version"] + 1})
    assert (other.status_code, codes(other)) == (422, ["other_text"])
    once = uuid4()
    for _ in range(2):
        assert resident.post(f"{where}/give", {"version": row["version"]}, once=once).status_code == 200
    assert resident.get(where).json()["standing"]
    assert resident.post(f"{where}/withdraw").status_code == 200
    acts = resident.get("/me/consent-acts").json()["items"]
    assert [(act["version"], act["language"], bool(act["text"]["vi"])) for act in acts] == [
        (row["version"], "en", True)
    ] * 2
    assert ConsentRecord.objects.count() == 2
    assert resident.post("/me/consents/no-such/give", {"version": 1}).status_code == 404
    officer = signed_in("dataofficer")
    counted = {row["purpose"]: row["withdrawn"] for row in officer.get("/consents").json()["items"]}
    assert counted["public-name"] == 1
    assert len(officer.get("/consent-acts?size=1").json()["items"]) == 1


def test_an_officer_answers_extends_and_finishes_on_what_was_read() -> None:
    where, officer = asked(signed_in("resident")), signed_in("dataofficer")
    assert where.rpartition("/")[2] in {str(row["id"]) for row in officer.get("/data-requests").json()["items"]}
    read = officer.get(where)
    assert PersonalView.objects.filter(party=persona("resident").key, what="data-request").count() == 1
    tag = read["ETag"]
    yes = {"answer": "Sẽ ngừng gửi thư."}
    assert officer.post(f"{where}/accept", yes).status_code == 428
    assert officer.post(f"{where}/accept", {**yes, "told": "Thư"}, if_match=tag).status_code == 422
    day = str(clock.now().date() + timedelta(days=3))
    assert codes(officer.post(f"{where}/accept", {**yes, "promised_on": day}, if_match=tag)) == ["unfit_promised_on"]
    once = uuid4()
    for _ in range(2):
        assert officer.post(f"{where}/accept", yes, if_match=tag, once=once).status_code == 200
    assert AuditRecord.objects.filter(deed="privacy.accept_request").count() == 1
    late = officer.post(f"{where}/refuse", {"answer": "Không", "legal_ground": "Điều 1"}, if_match=tag)
    assert late.status_code == 412
    tag = officer.get(where)["ETag"]
    done = {"outcome": "Đã ngừng gửi thư."}
    assert codes(officer.post(f"{where}/finish", {**done, "consents": ["public-name"]}, if_match=tag)) == [
        "unfit_consents"
    ]
    due = SubjectRequest.objects.get().carry_due_on
    assert due is not None
    until = str(due + timedelta(days=1))
    assert officer.post(f"{where}/extend", {"until": until, "ground": "Kho giấy"}, if_match=tag).status_code == 200
    assert officer.post(f"{where}/finish", done, if_match=officer.get(where)["ETag"]).status_code == 200
    assert signed_in("resident").get(where).json()["outcome"] == "Đã ngừng gửi thư."


def test_a_paper_is_entered_by_who_receives_and_refused_with_its_ground() -> None:
    clerk, officer, resident = signed_in("clerk"), signed_in("dataofficer"), persona("resident")
    found = clerk.get(f"/data-subjects?q={resident.name.split()[-1]}").json()["items"]
    assert resident.key in {row["key"] for row in found}
    paper = {**WISH, "party": resident.key, "identity": "Căn cước, xuất trình tại quầy"}
    assert signed_in("founder").post("/data-requests", paper).status_code == 403
    assert codes(clerk.post("/data-requests", {**paper, "identity": " "}))
    made = clerk.post("/data-requests", paper)
    where = made.json()["href"].removeprefix("/api/v1")
    assert clerk.get(where).json()["identity"]
    assert signed_in("resident").get(where).json()["identity"] == ""
    no = {"answer": "Luật buộc phải lưu.", "legal_ground": "Điều 1", "told": "Thư ngày 1/3"}
    tag = officer.get(where)["ETag"]
    assert clerk.post(f"{where}/refuse", no, if_match=tag).status_code == 403
    assert officer.post(f"{where}/refuse", no, if_match=tag).status_code == 200
    assert SubjectRequest.objects.get().state == "refused"


def test_a_breach_from_its_record_to_its_fix() -> None:
    officer, once, resident = signed_in("dataofficer"), uuid4(), persona("resident")
    body = breach()
    made = [officer.post("/breaches", body, once=once) for _ in range(2)]
    assert [answer.status_code for answer in made] == [201, 201]
    assert Breach.objects.count() == 1
    where = made[0].json()["href"].removeprefix("/api/v1")
    assert signed_in("auditor").get(where).json()["clock"]["unit"] == "hours"
    assert signed_in("auditor").post(f"{where}/tell", {"parties": [resident.key], "words": "…"}).status_code == 403
    tag = officer.get(where)["ETag"]
    sent = {
        "sent_to": "Bộ Công an",
        "how": "Cổng",
        "sent_at": clock.now().isoformat(),
        "happened": "Gửi nhầm",
        "measures": "Thu hồi",
        "late_ground": "Mới phát hiện",
    }
    assert officer.post(f"{where}/notices", sent, if_match=tag).status_code == 200
    assert officer.post(f"{where}/notices", sent, if_match=tag).status_code == 412
    jobs.render_notice({"notice": BreachNotice.objects.get().pk})
    file = officer.get(where).json()["notices"][0]["files"][0]["href"].removeprefix("/api/v1")
    assert officer.get(file).headers["Content-Type"] == "application/pdf"
    assert signed_in("founder").get(file).status_code == 404
    words = {"parties": [resident.key, resident.key.replace("party:", "party:00")], "words": "Đã gửi nhầm tên."}
    assert [officer.post(f"{where}/tell", words).json()["told"] for _ in range(2)] == [1, 0]
    organised = officer.post(f"{where}/tell", {**words, "parties": ["party:999999"]})
    assert (organised.status_code, codes(organised)) == (422, ["parties"])
    fixed = {"fixed_on": str(clock.now().date()), "words": "Đã sửa quy trình."}
    assert officer.post(f"{where}/fix", fixed, if_match=officer.get(where)["ETag"]).status_code == 200
    assert officer.get(where).json()["keep_until"]


def test_an_erasure_needs_two_officers() -> None:
    from khue.features.dossiers.domain.commands import StartDraft
    from khue.features.dossiers.usecases import start_draft

    resident, officer, second = signed_in("resident"), signed_in("dataofficer"), signed_in("administrator")
    who = persona("founder", at=clock.now())
    draft = start_draft(StartDraft("equipment-support", who.key), actor=who)
    assert signed_in("auditor").get("/retention/draft").json()["untouched"]
    asked_for = {"kind": "draft", "number": draft, "ground": "Luật 91/2025/QH15"}
    assert codes(officer.post("/erasures", asked_for)) == ["not_due"]
    where = asked(resident, kind="erase")
    day = str(clock.now().date() + timedelta(days=9))
    yes = {"answer": "Sẽ xóa.", "promised_on": day}
    assert officer.post(f"{where}/accept", yes, if_match=officer.get(where)["ETag"]).status_code == 200
    person = int(persona("resident").key.removeprefix("party:"))
    seen = officer.get(f"/retention/person/{person}").json()
    assert not seen["holds"]
    assert seen["request_id"] == int(where.rpartition("/")[2])
    once, wanted = uuid4(), {"kind": "person", "number": person, "ground": "Luật 91/2025/QH15"}
    made = [officer.post("/erasures", wanted, once=once) for _ in range(2)]
    erasure = made[0].json()["href"].removeprefix("/api/v1")
    assert Erasure.objects.count() == 1
    assert codes(officer.post(f"{erasure}/confirm", {})) == ["same_person"]
    assert codes(second.post(f"{erasure}/decline", {"ground": ""})) == ["no_ground"]
    assert second.post(f"{erasure}/decline", {"ground": "Còn phải đối chiếu"}).status_code == 200
    assert second.get(erasure).json()["state"]["code"] == "declined"
    made[0] = officer.post("/erasures", wanted)
    erasure, once = made[0].json()["href"].removeprefix("/api/v1"), uuid4()
    erased = [second.post(f"{erasure}/confirm", {}, once=once) for _ in range(2)]
    assert erased[0].json()["counts"]["record"]
    assert erased[1].json() == erased[0].json()
    assert second.get(erasure).json()["state"]["code"] == "done"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/me/data-requests", {"kind": "💥"}),
        ("/me/data-requests", {"kind": "access", "details": "a" * 5000}),
        ("/me/consents/public-name/give", {"version": 0}),
        ("/data-requests", {**WISH, "party": "party:x", "identity": "a"}),
        ("/data-requests/1/accept", {"answer": ["a"]}),
        ("/data-requests/1/finish", {"outcome": "a", "consents": "public-name"}),
        ("/breaches", breach(detected_at="0001-01-01T00:00:00+14:00")),
        ("/breaches", breach(detected_at="9999-12-31T23:59:59-12:00")),
        ("/breaches", breach(detected_at="2026-03-01T00:00:00")),
        ("/breaches", breach(people=10**12)),
        ("/breaches", breach(happened=" ")),
        ("/breaches/1/tell", {"parties": [], "words": "a"}),
        ("/breaches/1/fix", {"fixed_on": "2026-02-30", "words": "a"}),
        ("/erasures", {"kind": "draft", "number": 2**63, "ground": "a"}),
        ("/erasures", {"kind": "ledger", "number": 1, "ground": "a"}),
        ("/erasures/1/confirm", {"told": "", "more": 1}),
    ],
)
def test_what_does_not_fit_is_refused_in_words(path: str, body: dict[str, Any]) -> None:
    answer = signed_in("dataofficer").post(path, body, if_match='"0.ab"')
    assert answer.status_code == 422, answer.content
    assert answer.json()["reasons"][0]["text"]["vi"]
    assert not SubjectRequest.objects.exists()
    assert not Breach.objects.exists()
    assert not Erasure.objects.exists()


def test_addresses_of_nothing_are_missing_and_of_nonsense_refused() -> None:
    officer = signed_in("dataofficer")
    for path in (
        "/data-requests/999999999",
        "/breaches/9223372036854775807",
        "/erasures/999999999",
        "/retention/person/999999999",
    ):
        assert officer.get(path).status_code == 404, path
    for path in (
        "/retention/ledger",
        "/data-requests/0",
        "/data-requests/x",
        "/data-requests?view=all",
        "/retention/person/0",
    ):
        assert officer.get(path).status_code == 422, path
    assert officer.get("/retention/draft?after=💥").status_code < 500
