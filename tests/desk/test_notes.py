"""Internal notes: among colleagues, kept as written, with mentions; never for the applicant."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.desk import queries, usecases
from khue.features.desk.domain.notes import StrikeNote, WriteNote
from khue.features.desk.models import InternalNote, Mention
from khue.features.dossiers.models import Dossier
from khue.features.people import usecases as people
from khue.features.people.domain import AssignRole
from khue.kernel import audit
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from tests.cast import organisation, persona, setup_actor
from tests.desk.browsers import LANGUAGES, browser, inputs, path, text
from tests.dossiers.cases import accepted, draft, submitted, the_task

pytestmark = pytest.mark.django_db
SECRET = "Đơn vị này đã xin hoãn hai lần, cần gọi trước"


def write(dossier: Dossier, *mentions: str, who: str = "clerk", words: str = SECRET, once: Any = None) -> int:
    asked = WriteNote(dossier.number, words, tuple(persona(key).key for key in mentions), once)
    return usecases.write_note(asked, actor=persona(who))


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


def test_a_note_leaves_every_trace_and_none_on_the_applicants_side() -> None:
    dossier = submitted()
    lines = TimelineRow.objects.count()
    number = write(dossier, "officer", "appraiser")
    record = AuditRecord.objects.get(deed="desk.write_note")
    assert record.subjects == [f"dossier:{dossier.pk}"]
    kept = audit.records_of(f"dossier:{dossier.pk}", with_personal=True)[0]
    assert (kept.personal or {}).get("text") == SECRET
    assert "text" not in (kept.values or {}).get("after", {}), "the words lie beside the chain"
    assert set(Mention.objects.values_list("person", flat=True)) == {persona("officer").key, persona("appraiser").key}
    notices = Notice.objects.filter(kind="mention")
    assert {notice.party for notice in notices} == {persona("officer").key, persona("appraiser").key}
    assert all(SECRET not in notice.body_vi + notice.title_vi for notice in notices), "a mail leaves the house"
    assert TimelineRow.objects.count() == lines
    assert [line.id for line in queries.notes_of(dossier.number, persona("officer")).notes] == [number]


def test_the_same_form_twice_keeps_one_note_and_tells_once() -> None:
    dossier, once = submitted(), uuid4()
    assert write(dossier, "officer", once=once) == write(dossier, "officer", once=once)
    assert InternalNote.objects.count() == 1
    assert Notice.objects.filter(kind="mention").count() == 1


@pytest.mark.parametrize("words", ["", "   ", "x" * 4_001])
def test_an_empty_or_endless_note_is_refused(words: str) -> None:
    dossier = submitted()
    with pytest.raises(Refused):
        write(dossier, words=words)
    assert not InternalNote.objects.exists()


def test_a_mention_of_somebody_without_the_right_is_refused_with_why_and_nothing_is_kept() -> None:
    dossier = submitted()
    administrator = persona("administrator")
    people.assign_role(
        AssignRole(persona("resident").key, "PLATFORM", "data-officer", administrator.today), actor=setup_actor()
    )
    for who, code in (("founder", "desk.no_colleague"), ("resident", "desk.no_right"), ("researcher", "desk.near")):
        if who == "researcher":
            role = AssignRole(persona(who).key, "DOST-QLKH", "case-officer", administrator.today)
            people.assign_role(role, actor=setup_actor())
        with pytest.raises(Refused) as refused:
            write(dossier, "officer", who)
        assert codes(refused) == {code}
        assert persona(who).name in refused.value.decision.reasons[0].text.vi
    asked = WriteNote(dossier.number, SECRET, ("party:999999999", "nobody", "job:x"))
    with pytest.raises(Refused):
        usecases.write_note(asked, actor=persona("clerk"))
    assert not InternalNote.objects.exists()
    assert not Notice.objects.filter(kind="mention").exists()


def test_an_officer_on_the_applicants_side_neither_reads_nor_writes() -> None:
    dossier = submitted()
    write(dossier)
    role = AssignRole(persona("researcher").key, "DOST-QLKH", "case-officer", persona("clerk").today)
    people.assign_role(role, actor=setup_actor())
    with pytest.raises(NotAllowed):
        queries.notes_of(dossier.number, persona("researcher"))
    with pytest.raises(NotAllowed):
        write(dossier, who="researcher")
    assert persona("researcher").key not in {c.key for c in queries.mentionable(
        queries.notes_of(dossier.number, persona("clerk")).dossier, persona("clerk"))}  # fmt: skip


def test_drafts_have_no_inside() -> None:
    dossier = draft()
    with pytest.raises(Missing):
        write(dossier)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_applicant_never_sees_a_note(language: str) -> None:
    dossier = accepted()
    write(dossier)
    for who in ("researcher", "founder", "resident", ""):
        visitor = browser(who)
        for page in (
            path("dossiers:follow", dossier.number, language=language),
            path("people:me", language=language),
            path("people:export", language=language),
            path("portal:register", language=language),
            path("notices:inbox", language=language),
            f"/api/v1/dossiers/{dossier.number}",
        ):
            answer = visitor.get(page)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert "hoãn hai lần".encode() not in body, page
        notes = path("desk:notes", dossier.number, language=language)
        assert visitor.get(notes).status_code in (303, 403, 404)
        assert visitor.post(notes, {"text": "x"}).status_code in (303, 403, 404)
    assert SECRET in text(browser("auditor").get(path("desk:notes", dossier.number, language=language)))


def test_only_who_wrote_a_note_strikes_it_out_and_its_words_stay() -> None:
    dossier = submitted()
    number = write(dossier)
    with pytest.raises(Refused) as refused:
        usecases.strike_note(StrikeNote(number, ""), actor=persona("officer"))
    assert codes(refused) == {"desk.not_mine", "desk.no_ground"}
    once = uuid4()
    asked = StrikeNote(number, "Nhầm đơn vị", "Đơn vị khác mới là đơn vị xin hoãn", once)
    made = usecases.strike_note(asked, actor=persona("clerk"))
    assert usecases.strike_note(asked, actor=persona("clerk")) == made
    new, old = queries.notes_of(dossier.number, persona("clerk")).notes
    assert (old.text, old.struck_ground, new.instead_of) == (SECRET, "Nhầm đơn vị", number)
    with pytest.raises(Refused) as refused:
        usecases.strike_note(StrikeNote(number, "Lần nữa"), actor=persona("clerk"))
    assert codes(refused) == {"desk.struck"}
    assert AuditRecord.objects.filter(deed="desk.strike_note").count() == 1
    with pytest.raises(Missing):
        usecases.strike_note(StrikeNote(10**12, "x"), actor=persona("clerk"))


def test_the_database_keeps_notes_as_they_were_written() -> None:
    dossier = submitted()
    row = InternalNote.objects.get(pk=write(dossier, "officer"))
    for change in ({"text": "anders"}, {"by": "party:1"}, {"struck_at": row.at}):
        with pytest.raises(DatabaseError), transaction.atomic():
            InternalNote.objects.filter(pk=row.pk).update(**change)
    for table in (Mention, InternalNote):
        with pytest.raises(DatabaseError), transaction.atomic():
            table.objects.all()._raw_delete("default")
    InternalNote.objects.filter(pk=row.pk).update(text="(đã xóa)")  # what a lawful erasure leaves


def test_notes_on_pages_in_both_languages() -> None:
    task = the_task(submitted())
    clerk = browser("clerk")
    for language in LANGUAGES:
        here = path("desk:notes", task.dossier.number, language=language)
        words = inputs(text(clerk.get(here)))
        refused = clerk.post(here, {**words, "text": SECRET, "mentions": [organisation("VLSH")]})
        assert refused.status_code == 422
        assert SECRET in text(refused), "what was typed stays"
        sent = {**words, "text": SECRET, "mentions": [persona("officer").key]}
        assert clerk.post(here, sent).status_code == 303
        assert clerk.post(here, sent).status_code == 303
        assert SECRET in text(clerk.get(path("desk:task", task.pk, language=language)))
    assert InternalNote.objects.count() == 2
    note = InternalNote.objects.latest("pk")
    strike = path("desk:strike-note", task.dossier.number, note.pk)
    assert clerk.post(strike, {"ground": ""}).status_code == 422
    assert clerk.post(strike, {"ground": "Nhầm"}).status_code == 303
    assert "<s>" in text(clerk.get(path("desk:task", task.pk)))
    assert clerk.get(path("desk:strike-note", task.dossier.number, 10**12)).status_code == 404
    assert clerk.get(path("desk:notes", "khong-co")).status_code == 404
