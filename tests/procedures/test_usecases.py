"""Writing on a draft, publishing it, taking a planned version back: every trace, every refusal."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from khue.core.errors import Conflict, NotAllowed, Refused
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.models import ProcedureVersion
from khue.features.procedures import queries, usecases
from khue.features.procedures.domain.commands import (
    GiveUpDraft,
    ImportDraft,
    OpenDraft,
    PublishDraft,
    PutPart,
    RemovePart,
    ShiftPart,
    WithdrawVersion,
)
from khue.features.procedures.domain.places import Place, mark, part
from khue.features.procedures.domain.writing import to_toml
from khue.features.procedures.models import DefinitionDraft, DraftEdit
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from khue.site.sample.applications import PROCEDURE
from tests.cast import persona
from tests.procedures.drafts import NOTE, author, open_draft, publish, publisher, put, with_clock, with_note

pytestmark = pytest.mark.django_db(transaction=False)


def audit(deed: str) -> int:
    return AuditRecord.objects.filter(deed=f"procedures.{deed}").count()


def newest() -> int:
    return next(line.number for line in dossiers.versions(PROCEDURE))


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


# -- writing -----------------------------------------------------------------------------------------------------------


def test_a_draft_begins_with_the_newest_version_and_there_is_one() -> None:
    draft = open_draft()
    assert draft.content == dossiers.version_content(draft.base_id)
    assert usecases.open_draft(OpenDraft(PROCEDURE), actor=persona("administrator")) == draft.pk
    assert audit("open_draft") == 1


def test_a_change_leaves_its_trace_and_touches_no_version() -> None:
    draft = open_draft()
    before = dossiers.version_content(draft.base_id)
    with_note(draft)
    edit = DraftEdit.objects.get(draft=draft)
    assert (edit.number, edit.place, edit.deed, edit.before, edit.by) == (
        1,
        "field:papers.extra_note",
        "put",
        None,
        author().key,
    )
    assert audit("put_part") == 1
    assert dossiers.version_content(draft.base_id) == before
    assert newest() == 1


def test_the_same_save_twice_writes_once() -> None:
    draft = open_draft()
    asked = PutPart(
        draft.pk,
        Place("texts"),
        {**part(draft.content, Place("texts")), "same_day": True},
        mark(part(draft.content, Place("texts"))),
    )
    usecases.put_part(asked, actor=author())
    usecases.put_part(asked, actor=author())
    assert DraftEdit.objects.count() == 1


def test_two_colleagues_on_one_part_the_second_is_told_and_nothing_is_overwritten() -> None:
    draft = open_draft()
    place = Place("step", ("appraisal",))
    seen = part(draft.content, place)
    mine = {**seen, "name": {"vi": "Thẩm định", "en": "Appraisal"}}
    theirs = {**seen, "name": {"vi": "Thẩm định chi phí", "en": "Appraisal of costs"}}
    usecases.put_part(PutPart(draft.pk, place, theirs, mark(seen)), actor=persona("administrator"))
    with pytest.raises(Conflict):
        usecases.put_part(PutPart(draft.pk, place, mine, mark(seen)), actor=author())
    draft.refresh_from_db()
    assert part(draft.content, place)["name"] == theirs["name"]


def test_two_colleagues_on_different_parts_never_meet() -> None:
    draft = open_draft()
    first, second = Place("step", ("appraisal",)), Place("field", ("task", "task_title"))
    one, two = part(draft.content, first), part(draft.content, second)
    usecases.put_part(
        PutPart(draft.pk, first, {**one, "name": {"vi": "Một"}}, mark(one)), actor=persona("administrator")
    )
    usecases.put_part(PutPart(draft.pk, second, {**two, "label": {"vi": "Hai"}}, mark(two)), actor=author())
    draft.refresh_from_db()
    assert part(draft.content, first)["name"] == {"vi": "Một"}
    assert part(draft.content, second)["label"] == {"vi": "Hai"}


def test_a_key_of_the_procedure_is_taken_once_in_whatever_section() -> None:
    draft = open_draft()
    asked = PutPart(
        draft.pk, Place("field", ("papers", "task_title")), {"kind": "text", "label": {"vi": "X"}}, mark(None), True
    )
    with pytest.raises(Refused) as refused:
        usecases.put_part(asked, actor=author())
    assert codes(refused) == {"key_taken"}


def test_what_is_taken_out_stays_in_the_history_whole() -> None:
    draft = open_draft()
    place = Place("field", ("costs", "lines"))
    usecases.remove_part(RemovePart(draft.pk, place), actor=author())
    edit = DraftEdit.objects.get(draft=draft)
    assert len(edit.before["columns"]) > 5
    assert edit.after is None
    lines = queries.edits(queries.open_draft(PROCEDURE, author()))
    assert [text.en for line in lines for text in line.told] == ["Removed field “Cost lines”"]
    with pytest.raises(DatabaseError), transaction.atomic():
        DraftEdit.objects.update(by="party:0")


def test_a_shift_repeated_by_the_same_form_moves_once() -> None:
    draft, once = open_draft(), uuid4()
    place = Place("section", ("papers",))
    for _turn in range(2):
        usecases.shift_part(ShiftPart(draft.pk, place, -1, once), actor=author())
    draft.refresh_from_db()
    assert [s["key"] for s in draft.content["sections"]][-2:] == ["papers", "tranches"]


def test_without_the_right_nothing_is_written() -> None:
    draft = open_draft()
    for who in ("researcher", "clerk", "decider"):
        with pytest.raises(NotAllowed):
            usecases.put_part(PutPart(draft.pk, NOTE, {}, "", True), actor=persona(who))
    with pytest.raises(NotAllowed):
        usecases.publish_draft(PublishDraft(draft.pk, author().today, ""), actor=author())
    assert not DraftEdit.objects.exists()


# -- files -------------------------------------------------------------------------------------------------------------


def test_an_exported_draft_comes_back_with_the_same_content() -> None:
    draft = open_draft()
    with_note(draft)
    text = to_toml(draft.content)
    usecases.import_draft(ImportDraft(draft.pk, text, ""), actor=author())
    assert DraftEdit.objects.count() == 1, "the same content is no change"
    usecases.import_draft(
        ImportDraft(draft.pk, text.replace("Ghi chú thêm", "Ghi chú khác"), mark(draft.content)), actor=author()
    )
    draft.refresh_from_db()
    assert part(draft.content, NOTE)["label"]["vi"] == "Ghi chú khác"


@pytest.mark.parametrize(
    "text",
    ["", "key = ", 'key = "other"', "\x00", "a = 1979-05-27", "[" * 5000, 'key = "equipment-support"\nsteps = 3'],
)
def test_a_file_that_is_none_is_refused_with_its_line_and_changes_nothing(text: str) -> None:
    draft = open_draft()
    with pytest.raises(Refused) as refused:
        usecases.import_draft(ImportDraft(draft.pk, text, mark(draft.content)), actor=author())
    assert codes(refused) == {"file"}
    assert not DraftEdit.objects.exists()


# -- publication -------------------------------------------------------------------------------------------------------


def test_publication_by_another_person_makes_the_next_version_with_every_trace() -> None:
    draft = open_draft()
    with_note(draft)
    assert publish(draft) == 2
    row = ProcedureVersion.objects.get(key=PROCEDURE, number=2)
    draft.refresh_from_db()
    assert (draft.state, draft.published_id, row.published_by) == ("published", row.pk, publisher().key)
    assert row.content == draft.content
    assert dossiers.newest_version(PROCEDURE, publisher().today) == row.pk
    assert audit("publish_draft") == 1
    assert TimelineRow.objects.filter(wire="procedures.version_published", party=author().key).count() == 1
    assert Notice.objects.filter(party=author().key, title_vi__contains="Phiên bản 2").count() == 1


def test_who_wrote_does_not_publish() -> None:
    draft = open_draft()
    with_note(draft)
    both = persona("decider")
    put(draft, Place("needs"), [{"vi": "Giấy khác"}], by=_also(both, "procedures.edit"))
    with pytest.raises(Refused) as refused:
        publish(draft)
    assert codes(refused) == {"own_draft"}
    assert newest() == 1


def _also(actor, right: str):  # type: ignore[no-untyped-def]  # a fixture of a library without types
    from dataclasses import replace

    return replace(actor, rights=actor.rights | {right})


def test_a_draft_with_problems_or_without_a_change_is_not_published() -> None:
    draft = open_draft()
    with pytest.raises(Refused) as refused:
        publish(draft)
    assert codes(refused) == {"no_change"}
    put(
        draft,
        Place("step", ("appraisal",)),
        {**part(draft.content, Place("step", ("appraisal",))), "right": "nobody.has"},
    )
    with pytest.raises(Refused) as refused:
        publish(draft)
    assert codes(refused) == {"problems"}
    assert newest() == 1


def test_a_draft_changed_after_the_page_was_opened_is_not_published() -> None:
    draft = open_draft()
    with_note(draft)
    seen = mark(draft.content)
    put(draft, Place("needs"), [{"vi": "Giấy khác"}])
    with pytest.raises(Conflict):
        usecases.publish_draft(PublishDraft(draft.pk, publisher().today, seen), actor=publisher())
    assert newest() == 1


def test_a_repeated_publication_gives_the_same_number() -> None:
    draft, once = open_draft(), uuid4()
    with_note(draft)
    asked = PublishDraft(draft.pk, publisher().today, mark(draft.content), once)
    assert usecases.publish_draft(asked, actor=publisher()) == usecases.publish_draft(asked, actor=publisher()) == 2
    assert newest() == 2


def test_a_version_for_a_later_day_takes_effect_on_its_day_and_can_be_withdrawn_before() -> None:
    draft = open_draft()
    with_note(draft)
    publish(draft, in_days=10)
    today = publisher().today
    line = dossiers.versions(PROCEDURE)[0]
    assert dossiers.newest_version(PROCEDURE, today) != line.id
    assert dossiers.newest_version(PROCEDURE, today + timedelta(days=9)) != line.id
    assert dossiers.newest_version(PROCEDURE, today + timedelta(days=10)) == line.id
    with pytest.raises(Refused):
        usecases.withdraw_version(WithdrawVersion(line.id, "  "), actor=publisher())
    usecases.withdraw_version(WithdrawVersion(line.id, "Chờ ý kiến của HĐND"), actor=publisher())
    assert dossiers.newest_version(PROCEDURE, today + timedelta(days=10)) != line.id
    again = open_draft()
    assert again.base_id != line.id, "a withdrawn version is nobody's base"


def test_a_version_in_force_is_not_withdrawn_and_no_version_goes_before_a_planned_one() -> None:
    draft = open_draft()
    with_note(draft)
    publish(draft)
    line = dossiers.versions(PROCEDURE)[0]
    with pytest.raises(Refused) as refused:
        usecases.withdraw_version(WithdrawVersion(line.id, "Nhầm"), actor=publisher())
    assert codes(refused) == {"in_force"}
    draft = open_draft()
    with_clock(draft, 4)
    publish(draft, in_days=30)
    draft = open_draft()
    with_clock(draft, 3)
    with pytest.raises(Refused) as refused:
        publish(draft, in_days=5)
    assert codes(refused) == {"too_early"}
    with pytest.raises(Refused) as refused:
        publish(draft, in_days=-1)
    assert codes(refused) >= {"past_day"}


def test_the_database_keeps_versions_in_the_order_of_their_days() -> None:
    draft = open_draft()
    with_note(draft)
    publish(draft, in_days=10)
    row = ProcedureVersion.objects.get(key=PROCEDURE, number=2)
    row.pk, row.number, row.effective_on = None, 3, publisher().today
    with pytest.raises(DatabaseError, match="begins later"), transaction.atomic():
        row.save(force_insert=True)


def test_the_way_back_to_an_earlier_content_is_a_version_of_its_own() -> None:
    first = dossiers.version_content(dossiers.versions(PROCEDURE)[0].id)
    draft = open_draft()
    with_note(draft)
    publish(draft)
    draft = open_draft()
    usecases.remove_part(RemovePart(draft.pk, NOTE), actor=author())
    assert publish(draft) == 3
    assert dossiers.version_content(dossiers.versions(PROCEDURE)[0].id) == first


def test_a_draft_that_was_given_up_takes_nothing_more() -> None:
    draft = open_draft()
    usecases.give_up_draft(GiveUpDraft(draft.pk), actor=author())
    with pytest.raises(Conflict):
        with_note(draft)
    assert DefinitionDraft.objects.get().state == "given_up"
    assert open_draft().pk != draft.pk
