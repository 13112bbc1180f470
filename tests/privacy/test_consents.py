"""Consents: each purpose by itself, in the words that were shown, withdrawn as easily as given, and provable."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.missions.domain.application import PRIVATE
from khue.features.missions.models import EquipmentSupport
from khue.features.missions.queries import pages
from khue.features.privacy import queries, usecases
from khue.features.privacy.domain.commands import FinishRequest
from khue.features.privacy.domain.consents import (
    GiveConsent,
    PurposeError,
    WithdrawConsent,
    read_purposes,
)
from khue.features.privacy.models import ConsentRecord
from khue.kernel.models import AuditRecord, TimelineRow
from tests.cast import MOMENT, persona
from tests.missions.stories import appraised
from tests.privacy.stories import asked, officer
from tests.privacy.test_pages import signed_in, text

pytestmark = pytest.mark.django_db
NAME, DRAFTS = "public-name", "keep-drafts"


def give(purpose: str = NAME, who: str = "resident") -> None:
    usecases.give_consent(GiveConsent(purpose, 1, uuid4()), actor=persona(who))


def test_nothing_stands_until_it_is_said_and_each_purpose_stands_alone() -> None:
    party = persona("resident").key
    assert not queries.has_consent(party, NAME)
    assert ConsentRecord.objects.count() == 0, "no default"
    give()
    assert queries.has_consent(party, NAME)
    assert not queries.has_consent(party, DRAFTS)
    assert not queries.has_consent(persona("founder").key, NAME)
    row = ConsentRecord.objects.get()
    assert (row.action, row.version, row.seq, row.language) == ("given", 1, 1, "vi")
    assert "Ủy ban nhân dân Thành phố Hà Nội" in row.text_vi, "who it is given to stands in the text"
    assert TimelineRow.objects.filter(party=party, wire="privacy.consent_given").count() == 1


def test_a_withdrawal_counts_from_that_moment_and_both_acts_are_proven() -> None:
    give()
    command = WithdrawConsent(NAME, uuid4())
    for _twice in range(2):
        usecases.withdraw_consent(command, actor=persona("resident", days=1))
    assert not queries.has_consent(persona("resident").key, NAME)
    assert [row.action.vi for row in queries.own_proof(persona("resident"))] == ["đồng ý", "rút lại"]
    assert AuditRecord.objects.filter(deed="privacy.withdraw_consent").count() == 1
    with pytest.raises(Refused):
        usecases.withdraw_consent(WithdrawConsent(NAME, uuid4()), actor=persona("resident"))
    give()
    assert queries.has_consent(persona("resident").key, NAME)


def test_a_consent_to_an_older_text_no_longer_counts_and_is_asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    give()
    newer = tuple(replace(one, version=2) if one.code == NAME else one for one in queries.purposes())
    monkeypatch.setattr("khue.features.privacy.queries.consents.purposes", lambda: newer)
    assert not queries.has_consent(persona("resident").key, NAME)
    assert queries.own_consent(NAME, persona("resident")).state.code == "older"
    with pytest.raises(Refused):
        give()  # the page showed version 1
    usecases.give_consent(GiveConsent(NAME, 2, uuid4()), actor=persona("resident"))
    assert queries.has_consent(persona("resident").key, NAME)


@pytest.mark.parametrize("purpose", ["handling-dossiers", "no-such-purpose"])
def test_what_the_law_allows_without_consent_is_never_asked_as_one(purpose: str) -> None:
    with pytest.raises(Refused):
        give(purpose)
    with pytest.raises(Missing):
        queries.own_consent(purpose, persona("resident"))
    assert purpose not in {row.purpose.code for row in queries.own_consents(persona("resident"))}


def test_the_database_keeps_every_act_and_refuses_one_that_changes_nothing() -> None:
    give()
    row = ConsentRecord.objects.get()
    for change in (lambda: ConsentRecord.objects.update(action="withdrawn"), lambda: row.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    row.pk, row.seq = None, 2
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)
    row.action, row.seq = "withdrawn", 3
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)


def test_who_asked_for_it_on_paper_has_it_withdrawn_with_the_request() -> None:
    give()
    give(DRAFTS)
    request = asked("withdraw").accepted()
    usecases.finish_request(FinishRequest(request.id, "Đã rút.", (NAME,), once=uuid4()), actor=officer(2))
    assert not queries.has_consent(persona("resident").key, NAME)
    assert queries.has_consent(persona("resident").key, DRAFTS)
    assert ConsentRecord.objects.latest("id").request_id == request.id


def test_a_program_and_a_visitor_consent_to_nothing() -> None:
    for actor in (replace(persona("resident"), within="party:1"), replace(persona("resident"), person_id=None)):
        with pytest.raises(NotAllowed):
            usecases.give_consent(GiveConsent(NAME, 1), actor=actor)


def test_the_register_names_a_private_person_only_while_the_consent_stands() -> None:
    story = appraised().granted()
    person = persona("resident")
    EquipmentSupport.objects.filter(pk=story.support_id).update(lead_id=person.person_id, public_name=PRIVATE)

    def receiver() -> str:
        return pages.granted_support(story.number)[0].receiver

    assert receiver() == PRIVATE
    give()
    assert receiver() == person.name
    usecases.withdraw_consent(WithdrawConsent(NAME), actor=person)
    assert receiver() == PRIVATE


def test_the_page_asks_one_purpose_and_a_page_left_open_does_not_do_the_reverse() -> None:
    client = signed_in("resident")
    listed = text(client.get("/vi/me/data/consents/"))
    assert listed.count("Không đồng ý") == 2
    assert "checked" not in listed
    path = f"/vi/me/data/consents/{NAME}/"
    assert "Tôi đồng ý" in text(client.get(path))
    for _twice in range(2):
        answer = client.post(path, {"version": 1, "deed": "give"})
    assert answer.status_code == 422
    assert queries.has_consent(persona("resident").key, NAME)
    assert client.post(path, {"version": "x", "deed": "both"}).status_code == 422
    assert client.get("/vi/me/data/consents/none/").status_code == 404
    proof = client.get("/vi/me/data/consents/?format=json")
    assert NAME not in proof.headers["Content-Disposition"]


def test_the_register_of_processing_says_basis_and_what_is_not_known() -> None:
    rows = {row.code: row for row in queries.processing(MOMENT.date())}
    assert rows["handling-dossiers"].certainty == "unset"
    assert rows["handling-dossiers"].kept.vi == "chưa xác định"
    assert rows[NAME].basis.vi.startswith("Sự đồng ý")
    assert signed_in("resident").get("/en/privacy/register/?format=csv").status_code == 200


def test_officers_count_consents_and_take_the_proof_away() -> None:
    give()
    give(DRAFTS)
    usecases.withdraw_consent(WithdrawConsent(DRAFTS), actor=persona("resident"))
    counts = {row.purpose.code: (row.standing, row.withdrawn) for row in queries.consent_counts(officer())}
    assert counts == {NAME: (1, 0), DRAFTS: (0, 1)}
    assert len(list(queries.all_proof(officer()))) == 3
    client = signed_in("dataofficer")
    assert "Nêu tên tôi" in text(client.get("/vi/privacy/consents/"))
    assert client.get("/vi/privacy/consents/?format=xlsx").status_code == 200
    with pytest.raises(NotAllowed):
        queries.consent_counts(persona("clerk"))


def test_a_file_of_purposes_that_lacks_something_is_refused_by_name() -> None:
    with pytest.raises(PurposeError, match="text_vi"):
        read_purposes({"purposes": {"x": {"basis": "consent", "version": 1, "vi": "a", "en": "b", "data_vi": "c",
                                          "data_en": "d", "provision": "p", "retention": "r"}}})  # fmt: skip
    with pytest.raises(PurposeError, match="basis"):
        read_purposes({"purposes": {"x": {"basis": "wish"}}})
