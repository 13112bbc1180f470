"""Template papers: attached by the office, read by everybody with the call, shown beside the question that takes them back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from khue.core.errors import NotAllowed, Refused
from khue.features.calls import queries, usecases
from khue.features.calls.domain.commands import AttachTemplate
from khue.features.calls.models import TemplatePaper
from khue.features.dossiers import queries as dossiers
from khue.kernel.models import AuditRecord, Notice
from tests.calls.stories import approved_order, at, browser_of, pdf, prepared, published_call, started
from tests.cast import persona

pytestmark = pytest.mark.django_db


def asked(call: int, **more: Any) -> AttachTemplate:
    values: dict[str, Any] = {
        "title": "Mẫu thuyết minh nhiệm vụ",
        "file": pdf("mau-thuyet-minh.pdf", "mẫu"),
        "question": "statement",
        "once": uuid4(),
    }
    return AttachTemplate(call, **{**values, **more})


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


def test_a_template_is_attached_once_and_everybody_reads_it() -> None:
    call = published_call()
    command = asked(call.pk)
    made = usecases.attach_template(command, actor=persona("officer"))
    assert usecases.attach_template(command, actor=persona("officer")) == made
    assert TemplatePaper.objects.count() == 1
    assert AuditRecord.objects.filter(chain=f"call:{call.pk}", deed="calls.attach_template").count() == 1
    [line] = queries.call(call.pk, persona("founder")).templates
    assert (line.no, line.question is not None, line.earlier) == (1, True, ())
    visitor = Client()
    assert line.title in visitor.get(f"/vi/calls/{call.pk}/").content.decode()
    assert visitor.get(line.file.url).status_code == 200


def test_before_publishing_only_the_office_reads_it() -> None:
    call = usecases.prepare_call(prepared(approved_order()), actor=persona("officer"))
    usecases.attach_template(asked(call), actor=persona("officer"))
    [line] = queries.call(call, persona("officer")).templates
    assert not queries.may_read_template(persona("founder"), f"call:{call}")
    assert browser_of("founder").get(line.file.url).status_code == 404
    assert not queries.may_read_template(persona("founder"), "call:x")


def test_a_newer_version_says_why_tells_the_writers_and_keeps_the_one_before() -> None:
    call = published_call()
    first = usecases.attach_template(asked(call.pk), actor=persona("officer"))
    started(call)
    with pytest.raises(Refused) as refused:
        usecases.attach_template(asked(call.pk, replaces=first), actor=persona("officer"))
    assert codes(refused) == {"empty"}
    why = "Bổ sung bảng dự toán theo quý."
    usecases.attach_template(
        asked(call.pk, replaces=first, ground=why, file=pdf("mau-2.pdf", "hai")), actor=persona("officer")
    )
    [line] = queries.call(call.pk, persona("founder")).templates
    assert (line.no, line.file.name, [one.name for one in line.earlier]) == (2, "mau-2.pdf", ["mau-thuyet-minh.pdf"])
    assert Notice.objects.filter(party=persona("researcher").key, body_vi__contains=why).count() == 1
    with pytest.raises(Refused) as refused:
        usecases.attach_template(asked(call.pk, replaces=first, ground=why), actor=persona("officer"))
    assert codes(refused) == {"no_version"}
    with pytest.raises(DatabaseError), transaction.atomic():
        TemplatePaper.objects.filter(pk=first).update(title="Khác")


def test_bad_input_late_ones_and_others_are_refused_and_change_nothing() -> None:
    call = published_call()
    with pytest.raises(Refused) as refused:
        usecases.attach_template(asked(call.pk, title="", file=None, question="goal"), actor=persona("officer"))
    assert codes(refused) == {"empty", "question"}
    late = at(persona("officer"), call.closes_at + timedelta(minutes=1))
    with pytest.raises(Refused) as refused:
        usecases.attach_template(asked(call.pk), actor=late)
    assert codes(refused) == {"closed"}
    with pytest.raises(NotAllowed):
        usecases.attach_template(asked(call.pk), actor=persona("founder"))
    assert not TemplatePaper.objects.exists()


def test_it_stands_beside_the_question_that_takes_it_back() -> None:
    call = published_call()
    usecases.attach_template(asked(call.pk), actor=persona("officer"))
    usecases.attach_template(asked(call.pk, title="Mẫu lý lịch khoa học", question=""), actor=persona("officer"))
    proposal = started(call)
    number = dossiers.facts(proposal.dossier_id).number
    browser = browser_of("researcher")
    page = browser.get(f"/vi/dossiers/{number}/edit/papers/").content.decode()
    assert "Mẫu thuyết minh nhiệm vụ" in page
    assert "Mẫu lý lịch khoa học" in page
    assert "Mẫu thuyết minh nhiệm vụ" not in browser.get(f"/vi/dossiers/{number}/edit/content/").content.decode()


def test_the_office_attaches_it_on_the_page() -> None:
    call = usecases.prepare_call(prepared(approved_order()), actor=persona("officer"))
    office = browser_of("officer")
    address = f"/vi/calls/{call}/templates/"
    assert 'enctype="multipart/form-data"' in office.get(address).content.decode()
    sent = {"title": "Mẫu thuyết minh", "question": "statement", "file": pdf("mau.pdf", "m"), "once": str(uuid4())}
    assert office.post(address, sent).status_code == 303
    assert office.post(address, {**sent, "file": "", "once": str(uuid4())}).status_code == 422
    assert TemplatePaper.objects.get().title == "Mẫu thuyết minh"
