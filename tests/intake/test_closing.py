"""A source that is closed sends nothing new; what is open goes on, and the source can be opened again."""

from __future__ import annotations

from uuid import uuid4

import pytest

from khue.core.errors import NotAllowed, Refused
from khue.features.intake import queries, usecases
from khue.features.intake.domain.messages import TakeInWithdrawal
from khue.features.intake.domain.sending import Acknowledge
from khue.features.intake.domain.sources import CloseSource, ReopenSource
from khue.features.intake.models import IntakeCase, MessageIn, Source
from khue.features.privacy.queries import standing_of
from khue.kernel.models import AuditRecord
from tests.api.conftest import Program
from tests.cast import persona
from tests.intake.portal import FIRST, Sent, body, caller, new_source
from tests.intake.test_interface import key_of

pytestmark = pytest.mark.django_db(transaction=False)
SECOND = "G12.99-260302-0002"
GROUND = "Cổng chuyển sang hệ thống mới."


def closed(source: Source, ground: str = GROUND) -> None:
    usecases.close_source(CloseSource(source.pk, ground, uuid4()), actor=persona("administrator"))
    source.refresh_from_db()


def test_new_dossiers_of_a_closed_source_are_refused_with_its_ground_and_nothing_is_kept() -> None:
    source = new_source()
    closed(source)
    with pytest.raises(Refused) as refused:
        Sent().take(source)
    (reason,) = refused.value.decision.reasons
    assert reason.code == "intake.source_closed"
    assert GROUND in reason.text.vi
    assert GROUND in reason.text.en
    assert not IntakeCase.objects.exists()
    assert not MessageIn.objects.exists()


def test_its_open_cases_go_on() -> None:
    source = new_source()
    Sent().take(source)
    closed(source)
    assert Sent().take(source).answer["taken"] is True  # the same message gets the same answer
    card = queries.case_of(source, FIRST)
    assert card.states["business"] == "submitted"
    message = Sent(revision=2).command.message
    usecases.take_in_withdrawal(TakeInWithdrawal(message, "Không còn nhu cầu."), actor=caller(source))
    assert queries.case_of(source, FIRST).states["business"] == "withdrawn"


def test_closing_and_opening_are_audited_deeds_of_administrators_done_once() -> None:
    source, once, other = new_source(), uuid4(), uuid4()
    for key in ("clerk", "researcher"):
        with pytest.raises(NotAllowed):
            usecases.close_source(CloseSource(source.pk, GROUND), actor=persona(key))
    with pytest.raises(Refused):
        usecases.close_source(CloseSource(source.pk, "  "), actor=persona("administrator"))
    for _again in range(2):
        usecases.close_source(CloseSource(source.pk, GROUND, once), actor=persona("administrator"))
    source.refresh_from_db()
    assert (source.closed_by, source.closed_ground) == (persona("administrator").key, GROUND)
    with pytest.raises(Refused):
        closed(source)
    for _again in range(2):
        usecases.reopen_source(ReopenSource(source.pk, "Đã xong.", other), actor=persona("administrator"))
    source.refresh_from_db()
    assert source.closed_at is None
    deeds = AuditRecord.objects.filter(chain=source.key, deed__in=["intake.close_source", "intake.reopen_source"])
    assert list(deeds.order_by("id").values_list("deed", flat=True)) == ["intake.close_source", "intake.reopen_source"]
    assert Sent().take(source).answer["taken"] is True


def test_the_sender_reads_why_through_the_interface_and_may_still_ask() -> None:
    source = new_source()
    program = Program(token=key_of(source))
    assert program.post("/intake/dossiers", body(Sent())).status_code == 201
    closed(source)
    other = program.post("/intake/dossiers", body(Sent(external_id=SECOND)))
    assert other.status_code == 422
    assert other.json()["reasons"][0]["code"] == "intake.source_closed"
    assert GROUND in other.json()["detail"]
    assert program.get(f"/intake/dossiers/{FIRST}").status_code == 200
    assert program.get("/intake/changes?after=0").status_code == 200
    assert program.get(f"/intake/dossiers/{SECOND}").status_code == 404


def test_an_open_case_of_another_system_holds_the_records_of_its_persons_back() -> None:
    from khue.features.dossiers.models import Dossier

    source = new_source()
    Sent().take(source)
    case = Dossier.objects.get(source=source.code)
    for key in (f"party:{case.applicant_id}", case.submitted_by):
        assert [hold.en for hold in queries.holds_of_persons({key: [key]})[key]] == [
            "has an open case of another system"
        ]
        assert "has an open case of another system" in {
            hold.en for hold in standing_of("person", key, persona("dataofficer")).holds
        }
    resident = persona("resident").key
    assert queries.holds_of_persons({resident: [resident]})[resident] == ()
    message = Sent(revision=2).command.message
    usecases.take_in_withdrawal(TakeInWithdrawal(message, "Không còn nhu cầu."), actor=caller(source))
    usecases.acknowledge_changes(Acknowledge(newest(source)), actor=caller(source))
    assert queries.holds_of_persons({case.submitted_by: [case.submitted_by]})[case.submitted_by] == ()


def newest(source: Source) -> int:
    usecases.number_changes(source.pk)
    return queries.changes(source, 0)[-1].seq
