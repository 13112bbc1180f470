"""A half-filled score sheet survives; nobody but its reviewer reads it; a canary shows what the blind phase lets through."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from khue.core.errors import Conflict, Missing, Refused
from khue.features.councils import queries, usecases
from khue.features.councils.domain.commands import AssignItem, MoveReview, OpenReview, SaveSheet, SubmitSheet
from khue.features.councils.models import ScoreSheet, SheetDraft
from khue.kernel import clock
from khue.kernel.models import AuditRecord, TimelineRow, User
from tests.cast import MOMENT, organisation, persona
from tests.councils import cases

pytestmark = pytest.mark.django_db
CANARY = "chim hoàng yến 7391"
HALF = (("points_science", "8"), ("points_use", ""), ("comment", f"Đang viết: {CANARY}"), ("other", "x"))


def saved(work: cases.Work, seen: int = 0, **more: object) -> int:
    asked = SaveSheet(work.assignment, HALF, seen, **more)  # type: ignore[arg-type]  # the test changes fields by name
    return usecases.save_sheet(asked, actor=work.city.actors["founder"])


def test_a_half_filled_sheet_is_kept_as_typed_and_goes_when_it_is_handed_in() -> None:
    work = cases.at_work()
    once = uuid4()
    assert saved(work, once=once) == saved(work, once=once) == 1
    draft = queries.draft_of(work.assignment)
    assert draft is not None
    assert dict(draft.values) == {"points_science": "8", "points_use": "", "comment": f"Đang viết: {CANARY}"}
    assert ScoreSheet.objects.count() == 0
    assert AuditRecord.objects.filter(deed="councils.save_sheet").count() == 1
    told = f"{list(AuditRecord.objects.values())} {list(TimelineRow.objects.values())}"
    assert CANARY not in told
    whole = SubmitSheet(work.assignment, (("science", 8), ("use", 4)), "Nhận xét đầy đủ của phiếu.")
    usecases.submit_sheet(whole, actor=work.city.actors["founder"])
    assert SheetDraft.objects.count() == 0


def test_two_windows_do_not_overwrite_each_other() -> None:
    work = cases.at_work()
    saved(work)
    with pytest.raises(Conflict):
        saved(work)
    assert saved(work, seen=1) == 2


def test_a_draft_is_the_reviewers_own_and_in_time() -> None:
    work = cases.at_work()
    with pytest.raises(Missing):
        usecases.save_sheet(SaveSheet(work.assignment, HALF), actor=cases.officer())
    late = cases.replace(work.city.actors["founder"], moment=MOMENT + timedelta(days=30))
    with pytest.raises(Refused) as refused:
        usecases.save_sheet(SaveSheet(work.assignment, HALF), actor=late)
    assert [reason.code for reason in refused.value.decision.reasons] == ["sheet.late"]
    assert SheetDraft.objects.count() == 0


def test_the_page_keeps_what_was_typed(client: Client) -> None:
    work = cases.at_work(at=clock.now())
    path = f"/vi/councils/assignments/{work.assignment}/"
    client.force_login(User.objects.get(username="persona-founder"))
    half = {**dict(HALF), "seen": "0", "answer": "save"}
    assert client.post(path, {**half, "once": str(uuid4())}).status_code == 303
    page = client.get(path).content.decode()
    assert CANARY in page
    assert "chưa nộp" in page
    stale = client.post(path, {**half, "comment": "bản ở cửa sổ khác", "once": str(uuid4())})
    assert stale.status_code == 422
    assert "bản ở cửa sổ khác" in stale.content.decode()
    again = {**half, "comment": "bản ở cửa sổ khác", "seen": "1", "once": str(uuid4())}
    assert client.post(path, again).status_code == 303
    client.force_login(User.objects.get(username="persona-officer"))
    assert client.get(path).status_code == 404


def test_nothing_of_the_applicant_comes_through_in_the_blind_phase(client: Client) -> None:
    now = clock.now()
    work = cases.at_work(at=now)
    act = cases.officer(now)
    item = cases.put(work.city, "Hồ sơ chấm ẩn danh", party=organisation("ĐHTH"), at=now)
    full = SimpleUploadedFile("thuyet-minh.pdf", f"%PDF-1.4\n% {CANARY}\n%%EOF\n".encode(), "application/pdf")
    redacted = SimpleUploadedFile("an-danh.pdf", b"%PDF-1.4\n% redacted\n%%EOF\n", "application/pdf")
    usecases.add_paper(item, "Thuyết minh", full, redacted, actor=act)
    template = queries.templates()[0].id
    closes = now + timedelta(days=7)
    review = usecases.open_review(OpenReview(work.city.council, template, (item,), closes), actor=act)
    assignment = usecases.assign_item(AssignItem(item, work.city.seats["founder"]), actor=act)
    applicant = queries.item(item).parties[0].name
    client.force_login(User.objects.get(username="persona-founder"))
    page = f"/vi/councils/items/{item}/"
    walk = [page, f"/vi/councils/assignments/{assignment}/", f"/vi/councils/reviews/{review}/"]
    walk += [f"/vi/councils/reviews/{review}/items/", f"/vi/councils/{work.city.council}/", "/vi/councils/"]
    walk += [f"/vi/councils/{work.city.council}/interests/", f"/vi/councils/{work.city.council}/interests/declare/"]
    for path in walk:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert applicant not in answer.content.decode(), path
    reader = persona("founder")
    [paper] = queries.papers_for(queries.readable_item(item, reader), reader).files
    assert CANARY not in b"".join(client.get(paper.url)).decode(errors="replace")
    usecases.open_discussion(MoveReview(review, "Chuyển sang thảo luận sớm."), actor=act)
    assert applicant in client.get(page).content.decode()
