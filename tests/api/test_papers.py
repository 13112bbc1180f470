"""Papers by program: signed by their signer only, checked by anybody, edited and published on the version that was read."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from khue.features.documents.models import Certificate, Paper, PaperVersion, Signer, TemplateVersion
from khue.kernel import clock
from khue.kernel.models import AuditRecord, KeptAnswer
from tests.api.conftest import Program, new_key, signed_in
from tests.documents.cases import agreement, decision, turn

pytestmark = pytest.mark.django_db


def sending(program: Program, path: str, content: bytes, name: str, **headers: Any) -> Any:
    sent = {"idempotency-key": str(uuid4()), "x-csrftoken": "x", "accept-language": "en"}
    sent |= {key.replace("_", "-"): value for key, value in headers.items()}
    return program.client.post(f"/api/v1{path}", {"file": SimpleUploadedFile(name, content)}, headers=sent)


def test_a_decision_is_signed_by_its_signer_and_anybody_can_check_the_file() -> None:
    _story, paper = decision()
    decider, row = signed_in("decider"), turn(paper)
    (waiting,) = decider.get("/turns").json()["items"]
    assert (waiting["signer"], waiting["my_turn"]) == (row.pk, True)
    read = decider.get(f"/turns/{row.pk}")
    assert read.json()["decision"]["outcome"] == "granted", read.json()["decision"]
    assert decider.post(f"/turns/{row.pk}/sign", {"read": False}, if_match=read["ETag"]).status_code == 422
    assert decider.post(f"/turns/{row.pk}/sign", {"read": True}).status_code == 428
    assert decider.post(f"/turns/{row.pk}/sign", {"read": True}, if_match='"99.a"').status_code in (409, 412)
    assert signed_in("officer").post(f"/turns/{row.pk}/sign", {"read": True}, if_match=read["ETag"]).status_code == 422
    assert signed_in("founder").get(f"/turns/{row.pk}").status_code == 404
    assert not PaperVersion.objects.filter(paper=paper, cause="signed").exists()
    once = uuid4()
    answers = [decider.post(f"/turns/{row.pk}/sign", {"read": True}, if_match=read["ETag"], once=once) for _ in "ab"]
    assert [answer.status_code for answer in answers] == [200, 200], answers[0].content
    assert answers[0].json()["complete"] is True
    assert PaperVersion.objects.filter(paper=paper, cause="signed").count() == 1
    shown = decider.get(f"/papers/{paper.code}").json()
    assert (shown["signing"]["code"], shown["files"][-1]["note"]) == ("signed", "signed")
    file = b"".join(decider.get(shown["files"][-1]["href"].removeprefix("/api/v1")).streaming_content)
    nobody = Program()
    assert nobody.get(f"/public/papers/{paper.code.lower()}").json()["number"] == paper.number
    kept = KeptAnswer.objects.count()
    verdict = sending(nobody, "/public/papers", file, "quyet-dinh.pdf").json()
    assert (verdict["tone"], verdict["paper"]["code"], len(verdict["signatures"])) == ("good", paper.code, 1), verdict
    assert KeptAnswer.objects.count() == kept
    changed = sending(nobody, "/public/papers", file.replace(b"/Type", b"/Tipe", 1), "x.pdf")
    assert changed.status_code in (200, 422)
    assert changed.status_code == 422 or changed.json()["tone"] != "good"


def test_what_is_no_paper_is_told_and_never_a_fault() -> None:
    nobody = Program()
    assert nobody.get("/public/papers/K7QM-2XRT-9DWA").status_code == 404
    assert nobody.get("/public/papers/%00").status_code in (400, 404)
    for content in (b"", b"abc", b"%PDF-1.7", b"%PDF-1.7\n" + b"\xff" * 500):
        answer = sending(nobody, "/public/papers", content, "a.pdf")
        assert answer.status_code == 422, (content[:10], answer.content)
    assert signed_in("decider").get("/turns/999999").status_code == 404


def test_a_key_of_an_organisation_reads_its_papers_and_takes_no_turn() -> None:
    _story, paper = agreement()
    program = Program(token=new_key(scopes=("view", "submit", "sign")).secret)
    assert program.get(f"/papers/{paper.code}").json()["number"] == paper.number
    row = Signer.objects.filter(signing__paper=paper).earliest("turn")
    for answer in (program.get("/turns"), program.post(f"/turns/{row.pk}/sign", {"read": True}, if_match='"1.a"')):
        assert answer.status_code == 403
    assert program.get("/papers").status_code == 403


def test_declining_says_why_and_is_done_once() -> None:
    _story, paper = decision()
    decider, row = signed_in("decider"), turn(paper)
    tag, once = decider.get(f"/turns/{row.pk}")["ETag"], uuid4()
    body = {"ground": "Số tiền chưa khớp biên bản thẩm định"}
    for _time in range(2):
        assert decider.post(f"/turns/{row.pk}/decline", body, if_match=tag, once=once).status_code == 200
    row.refresh_from_db()
    assert (row.state, row.ground) == ("declined", body["ground"])
    assert AuditRecord.objects.filter(deed="documents.decline_paper").count() == 1


def test_a_text_goes_out_as_docx_and_comes_back_as_the_next_version() -> None:
    _story, paper = agreement()
    officer = signed_in("officer")
    found = officer.get(f"/papers/{paper.code}/text")
    assert found.json()["open"] is True
    content = officer.get(f"/papers/{paper.code}/draft.docx").content
    same = sending(officer, f"/papers/{paper.code}/text", content, "a.docx", if_match=found["ETag"])
    assert same.status_code == 422
    opened = docx.Document(BytesIO(content))
    line = next(each for each in opened.paragraphs if "Hai bên thống nhất" in each.text)
    line.text = line.text.replace("Hai bên", "Hai bên cùng")
    out = BytesIO()
    opened.save(out)
    wrong = sending(officer, f"/papers/{paper.code}/text", b"MZ" + bytes(90), "a.docx", if_match=found["ETag"])
    assert wrong.status_code == 422
    assert sending(officer, f"/papers/{paper.code}/text", out.getvalue(), "a.docx").status_code == 428
    done = sending(officer, f"/papers/{paper.code}/text", out.getvalue(), "a.docx", if_match=found["ETag"])
    assert done.status_code == 200, done.content
    assert "cùng" in str(done.json()["changes"])
    assert Paper.objects.get(pk=paper.pk).versions.latest("number").cause == "edited"
    late = sending(officer, f"/papers/{paper.code}/text", out.getvalue(), "a.docx", if_match=found["ETag"])
    assert late.status_code == 412
    assert signed_in("resident").get(f"/papers/{paper.code}/text").status_code == 403


def test_certificates_are_registered_and_revoked_once() -> None:
    administrator = signed_in("administrator")
    holders = administrator.get("/certificates/holders").json()["items"]
    once = uuid4()
    answers = [administrator.post("/certificates", {"holder": holders[0]["key"]}, once=once) for _ in "ab"]
    assert [answer.status_code for answer in answers] == [201, 201], answers[0].content
    assert Certificate.objects.count() == 1
    number = int(answers[0].json()["id"])
    revoke = f"/certificates/{number}/revoke"
    assert administrator.post(revoke, {"ground": "x"}).status_code == 422
    assert administrator.post(revoke, {"ground": "Mất thiết bị ký số"}).status_code == 200
    assert administrator.post(revoke, {"ground": "Mất thiết bị ký số"}).status_code == 409
    assert administrator.get("/certificates").json()["items"][0]["state"] == "revoked"
    assert signed_in("officer").post("/certificates", {"holder": holders[0]["key"]}).status_code == 403


def test_new_texts_of_a_template_rest_on_the_version_that_was_read() -> None:
    administrator = signed_in("administrator")
    read = administrator.get("/templates/decision")
    texts = read.json()["current"]["texts"]
    key = next(place["key"] for place in read.json()["places"] if not place["placeholders"] or place["key"] in texts)
    texts[key] = {**texts[key], "vi": texts[key]["vi"] + " (bổ sung)"}
    day = (clock.now() + timedelta(days=3)).date().isoformat()
    body = {"texts": texts, "valid_from": day, "note": "Theo chỉ đạo"}
    printed = administrator.post("/templates/decision/try.pdf", {"texts": texts})
    assert (printed["Content-Type"], printed.content[:5]) == ("application/pdf", b"%PDF-")
    strange = {**texts, key: {"vi": "{no_such_place}"}}
    wrong = administrator.post("/templates/decision/versions", {**body, "texts": strange}, if_match=read["ETag"])
    assert wrong.status_code == 422
    assert TemplateVersion.objects.filter(kind="decision").count() == 1
    made = administrator.post("/templates/decision/versions", body, if_match=read["ETag"])
    assert made.status_code == 201, made.content
    assert administrator.post("/templates/decision/versions", body, if_match=read["ETag"]).status_code == 412
    compared = administrator.get(made.json()["href"].removeprefix("/api/v1")).json()
    assert "bổ sung" in str(compared["changes"])
    assert administrator.get("/templates/nothing").status_code == 404
    assert administrator.get("/templates/decision/versions/99").status_code == 404
    assert signed_in("officer").get("/templates").status_code == 403
