"""Messages in: one dossier per external id, refused content kept, parties found or opened once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from khue.core.errors import Conflict, NotAllowed
from khue.features.dossiers.models import Dossier, DraftFile, Task
from khue.features.intake import usecases
from khue.features.intake.models import IntakeCase, MessageFile, MessageIn, MessageOut, StateChange
from khue.features.missions.models import CostLine, EquipmentSupport
from khue.features.people.models import Organisation, Party, Person
from khue.kernel.models import AuditRecord, Notice, StoredFile, TimelineRow
from tests.cast import organisation as cast_organisation
from tests.cast import persona
from tests.intake.portal import Sent, answers, new_source, organisation, the_case

pytestmark = pytest.mark.django_db(transaction=False)


def test_a_dossier_goes_through_the_same_door_as_on_the_screen() -> None:
    source = new_source()
    outcome = Sent().take(source)
    case = the_case()
    dossier = Dossier.objects.get(pk=case.dossier_id)
    party = Organisation.objects.get(tax_code=organisation().number)
    assert outcome.refusal is None
    assert outcome.answer["dossier"] == dossier.number
    assert (dossier.state, dossier.source, dossier.external_id) == ("submitted", "dvcqg", case.external_id)
    assert dossier.applicant_id == party.pk
    assert dossier.submitted_by == f"party:{Person.objects.get(citizen_number='001090000017').pk}"
    assert EquipmentSupport.objects.get(dossier_id=dossier.pk).asked == 70_000_000
    assert CostLine.objects.filter(support__dossier_id=dossier.pk, evidence__isnull=False).count() == 1
    assert Task.objects.get(dossier=dossier).step == "completeness"
    assert DraftFile.objects.filter(dossier=dossier).count() == 2
    assert set(StoredFile.objects.filter(subject=f"dossier:{dossier.pk}").values_list("kind", flat=True)) == {
        "task_decision",
        "lines.1.evidence",
    }
    message = MessageIn.objects.get(case=case)
    assert message.taken
    assert "answers" in bytes(message.raw or b"").decode()
    assert [(c.kind, c.before, c.after) for c in StateChange.objects.filter(case=case).order_by("id")] == [
        ("sync", "", "pending"),
        ("business", "", "submitted"),
    ]
    out = MessageOut.objects.get(case=case)
    assert (out.kind, out.state) == ("dossier.taken_in", "waiting")
    record = AuditRecord.objects.get(deed="intake.take_in_dossier")
    assert record.actor == source.key
    assert f"dossier:{dossier.pk}" in record.subjects
    assert TimelineRow.objects.filter(party=f"party:{party.pk}", wire="intake.dossier_taken_in").exists()


def test_the_same_message_again_gets_the_same_answer_and_does_nothing() -> None:
    source = new_source()
    first = Sent().take(source)
    before = (
        Dossier.objects.count(),
        MessageOut.objects.count(),
        AuditRecord.objects.count(),
        StoredFile.objects.count(),
    )
    again = Sent().take(source, days=1)
    assert again.repeated
    assert again.answer == first.answer
    after = (
        Dossier.objects.count(),
        MessageOut.objects.count(),
        AuditRecord.objects.count(),
        StoredFile.objects.count(),
    )
    assert after == before


def test_other_words_under_the_same_revision_are_refused_and_say_why() -> None:
    source = new_source()
    Sent().take(source)
    changed = Sent(answers={**answers(), "summary": "Nội dung khác"})
    with pytest.raises(Conflict) as error:
        changed.take(source)
    assert "nội dung khác" in error.value.text.vi
    assert MessageIn.objects.get(case=the_case()).digest[:16] in error.value.text.en
    assert Dossier.objects.filter(source="dvcqg").count() == 1


def test_a_second_submission_of_what_was_taken_in_is_a_conflict() -> None:
    source = new_source()
    Sent().take(source)
    with pytest.raises(Conflict):
        Sent(revision=2).take(source)
    assert the_case().revision == 1


def test_refused_content_is_kept_with_every_reason_and_nothing_else_is_left() -> None:
    source = new_source()
    wrong = answers() | {"task_kind": "nothing", "starts_on": "32/01/2026", "stray": 1}
    del wrong["summary"]
    parties, files = Party.objects.count(), StoredFile.objects.count()
    outcome = Sent(answers=wrong).take(source)
    assert outcome.refusal is not None
    fields = {reason.field for reason in outcome.refusal.reasons}
    assert {"answers.task_kind", "answers.starts_on", "answers.stray", "answers.summary"} <= fields
    case = the_case()
    assert case.dossier_id is None
    assert {reason["field"] for reason in case.refusal} == fields
    assert MessageIn.objects.get(case=case).taken is False
    assert MessageFile.objects.filter(message__case=case, file__isnull=False).count() == 2
    assert StoredFile.objects.filter(subject=f"intake:{case.pk}").count() == 2
    assert (Party.objects.count(), StoredFile.objects.count()) == (parties, files + 2)
    assert not Dossier.objects.filter(source="dvcqg").exists()
    assert not EquipmentSupport.objects.exists()
    assert StateChange.objects.get(case=case, kind="business").after == "refused_content"
    assert not TimelineRow.objects.filter(wire="dossiers.submitted").exists()


def test_a_corrected_revision_takes_the_place_of_refused_content() -> None:
    source = new_source()
    first = Sent(certified=False).take(source)
    assert first.refusal is not None
    assert Sent(certified=False).take(source).refusal == first.refusal
    second = Sent(revision=2).take(source)
    assert second.refusal is None
    case = the_case()
    assert (case.revision, case.refusal) == (2, None)
    history = StateChange.objects.filter(case=case, kind="business").order_by("id").values_list("before", "after")
    assert list(history) == [("", "refused_content"), ("refused_content", "submitted")]
    late = Sent(revision=1, certified=False).take(source)
    assert late.answer == first.answer


def test_an_overtaken_revision_is_told_so() -> None:
    source = new_source()
    Sent(revision=5, certified=False).take(source)
    with pytest.raises(Conflict) as error:
        Sent(revision=3).take(source)
    assert "5" in error.value.text.vi


def test_a_known_party_is_found_by_its_number_and_left_as_it_is() -> None:
    source = new_source()
    institute = Party.objects.get(pk=int(cast_organisation("VLSH").partition(":")[2]))
    tax_code = institute.organisation.tax_code or ""
    known = replace(organisation(), number=tax_code, name="Tên khác hẳn")
    Sent(applicant=known, answers=answers(tax_code)).take(source)
    case = the_case()
    assert case.applicant_name == institute.name
    assert Dossier.objects.get(pk=case.dossier_id).applicant_id == institute.pk


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"procedure": "9.999"}, "procedure"),
        ({"applicant": replace(organisation(), number="0101234567")}, "applicant.number"),
        ({"applicant": replace(organisation(951), legal_form="")}, "applicant.legal_form"),
        ({"certifier": None}, "certifier"),
        ({"certified": False}, "certified"),
        ({"files": ()}, "answers.task_decision"),
    ],
)
def test_each_fault_names_its_place(change: dict[str, object], field: str) -> None:
    outcome = Sent(**change).take(new_source())  # type: ignore[arg-type]  # the test changes fields by name
    assert outcome.refusal is not None
    assert field in {reason.field for reason in outcome.refusal.reasons}
    assert all(reason.next_step for reason in outcome.refusal.reasons)


def test_an_invoice_line_of_another_dossier_is_refused_at_the_last_moment_and_rolls_everything_back() -> None:
    source = new_source()
    invoice = {"seller_tax_code": "0101234565", "invoice_symbol": "1C26TAA", "invoice_number": "77", "invoice_line": 1}
    with_invoice = answers()
    with_invoice["lines"] = [{**with_invoice["lines"][0], **invoice}]
    assert Sent(answers=with_invoice).take(source).refusal is None
    dossiers = Dossier.objects.count()
    outcome = Sent("G12.99-260302-0002", answers=with_invoice).take(source)
    assert [reason.field for reason in outcome.refusal.reasons] == ["answers.lines.1.invoice_number"]
    assert Dossier.objects.count() == dossiers
    assert the_case("G12.99-260302-0002").dossier_id is None


def test_nobody_but_a_source_can_send() -> None:
    for key in ("administrator", "researcher"):
        with pytest.raises(NotAllowed):
            usecases.take_in_dossier(Sent().command, actor=persona(key))
    assert not IntakeCase.objects.exists()


def test_the_person_who_certified_is_no_reader_of_anything_else() -> None:
    Sent().take(new_source())
    assert not Notice.objects.filter(kind="task").exists()
