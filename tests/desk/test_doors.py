"""The desk through the interface: the same deeds, sent twice done once, and nothing internal for a key."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from khue.features.desk import usecases
from khue.features.desk.domain.notes import WriteNote
from khue.features.desk.models import BulkDeed, InternalNote, SavedView
from khue.features.dossiers.models import Task
from tests.api.conftest import signed_in
from tests.api.test_staff_keys import program
from tests.cast import persona
from tests.desk.bulk_cases import parts, run
from tests.dossiers.cases import submitted

pytestmark = pytest.mark.django_db


def listed(answer: Any) -> Any:
    assert answer.status_code == 200, answer.content
    return answer.json()["items"]


def test_a_bulk_deed_is_ordered_once_and_its_rows_are_read() -> None:
    tasks, once, appraiser = parts(2), str(uuid4()), signed_in("appraiser")
    body = {"kind": "take", "tasks": tasks}
    made = [appraiser.post("/desk/bulk", body, once=once) for _again in range(2)]
    assert [answer.status_code for answer in made] == [201, 201]
    (bulk,) = BulkDeed.objects.all()
    run(bulk.pk)
    assert appraiser.get(f"/desk/bulk/{bulk.pk}").json()["done"] == 2
    assert [row["state"] for row in listed(appraiser.get(f"/desk/bulk/{bulk.pk}/rows"))] == ["done", "done"]
    assert appraiser.post("/desk/bulk", {"kind": "hand_over", "tasks": tasks}).status_code == 422
    back = appraiser.post(f"/tasks/{tasks[0]}/put-back", {"ground": "Chia lại việc"})
    assert (back.status_code, Task.objects.get(pk=tasks[0]).assignee) == (200, "")
    assert signed_in("officer").get(f"/desk/bulk/{bulk.pk}").status_code == 404


def test_views_are_saved_and_removed() -> None:
    clerk = signed_in("clerk")
    saved = clerk.post("/desk/views", {"name": "Của tôi", "view": "mine", "due": "week"})
    assert saved.status_code == 201
    (line,) = listed(clerk.get("/desk/views"))
    assert (line["name"], line["wanted"]["due"]) == ("Của tôi", "week")
    assert clerk.post(f"/desk/views/{line['id']}/remove").status_code == 200
    assert SavedView.objects.filter(removed_at=None).count() == 0


def test_notes_are_for_persons_never_for_a_key() -> None:
    """A key of staff knows no mandates: it could not tell an officer on the applicant's side from another."""
    dossier = submitted()
    usecases.write_note(WriteNote(dossier.number, "Cần gọi lại"), actor=persona("clerk"))
    path = f"/dossiers/{dossier.number}/notes"
    assert [note["text"] for note in listed(signed_in("officer").get(path))] == ["Cần gọi lại"]
    reader = program("officer", "dossiers.read")
    assert reader.get(f"/dossiers/{dossier.number}").status_code == 200
    assert reader.get(path).status_code == 403
    assert reader.post(path, {"text": "x"}).status_code == 403
    assert signed_in("researcher").get(path).status_code in (403, 404)
    assert signed_in("officer").post(path, {"text": "Đã gọi", "mentions": [persona("clerk").key]}).status_code == 201
    assert InternalNote.objects.count() == 2


def test_boards_for_those_who_watch() -> None:
    parts(1)
    administrator = signed_in("administrator")
    assert administrator.get("/desk/load").json()["unit"]
    period = "since=2026-01-01&until=2026-12-31"
    assert "completeness" in {line["step_key"] for line in listed(administrator.get(f"/desk/step-times?{period}"))}
    assert administrator.get(f"/desk/punctuality?{period}").json()["decided"] == 0
    assert listed(administrator.get(f"/desk/punctuality/dossiers?{period}&measure=overdue")) == []
    assert administrator.get("/desk/punctuality?since=2020-01-01&until=2026-12-31").status_code == 422
    assert signed_in("clerk").get("/desk/load").status_code == 403
