"""Handing in, checking, registering: every trace, and refusals that change nothing."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed, Refused, Stale
from khue.features.documents import queries as papers
from khue.features.results import queries, usecases
from khue.features.results.domain.register import CheckResult, Describe, HandIn, WithdrawResult
from khue.features.results.models import ConfidentialPart, Result, ResultVersion
from khue.features.rulebook.queries import rulings_of
from khue.kernel.clock import job_actor
from khue.kernel.models import AuditRecord, AuditValues, Notice, TimelineRow
from khue.site.sample.applications import paper
from tests.cast import organisation, persona
from tests.results.stories import CANARY, SAID, a_support, handed_in, registered, result_of

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


def test_a_result_is_handed_in_with_owners_by_the_money_and_a_clock_of_the_law() -> None:
    result = result_of(handed_in())
    assert result.state == "handed_in"
    assert result.due_on is not None
    owners = queries.owners_of(result.pk)
    assert {owner.party for owner in owners} == {organisation("VLSH")}
    assert sum(owner.share for owner in owners) == 1
    assert {owner.part: owner.share for owner in owners}["budget"] == Fraction(result.public_money, result.total_money)
    ruling = rulings_of(f"ownership:{result.ownerships.get().pk}")[0]
    assert ruling.values["value"] == "lead-organisation"
    record = AuditRecord.objects.get(deed="results.hand_in_result")
    assert record.actor == persona("researcher").key
    assert TimelineRow.objects.filter(wire="results.result_handed_in", party=organisation("VLSH")).count() == 1
    assert Notice.objects.filter(kind="result", party=persona("officer").key).count() == 1


def test_the_same_form_posted_twice_hands_in_one_result() -> None:
    asked = HandIn(f"support:{a_support()}", SAID, (paper("bao-cao"),), "", uuid4())
    first = usecases.hand_in_result(asked, actor=persona("researcher"))
    assert usecases.hand_in_result(asked, actor=persona("researcher")) == first
    assert Result.objects.count() == 1


def test_an_accepted_result_gets_number_certificate_register_line_and_period() -> None:
    result = result_of(registered())
    assert (result.state, result.number) == ("registered", "KQ-2026-0001")
    assert queries.register("", "", "", None).rows[0].number == result.number
    paper_card = papers.paper_of(f"result_version:{result.versions.get().pk}")
    assert paper_card is not None
    assert paper_card.number == result.number
    assert paper_card.code == result.paper_code
    assert result.periods.get().due_on is not None
    usecases.render_certificate(result.pk, actor=job_actor("results.render_certificate"))
    result.refresh_from_db()
    assert result.certificate is not None
    usecases.render_certificate(result.pk, actor=job_actor("results.render_certificate"))
    assert AuditRecord.objects.filter(deed="results.render_certificate").count() == 1


def test_whoever_wrote_it_or_stands_near_the_owner_does_not_check_it() -> None:
    result = handed_in()
    near = replace(persona("officer"), acts_for=((organisation("VLSH"), "view"),))
    with pytest.raises(Refused) as refused:
        usecases.check_result(CheckResult(result, True), actor=near)
    assert codes(refused) == {"results.own_hands"}
    with pytest.raises(NotAllowed):
        usecases.check_result(CheckResult(result, True), actor=persona("researcher"))
    assert result_of(result).state == "handed_in"
    assert not AuditRecord.objects.filter(deed="results.check_result").exists()


def test_a_result_sent_back_is_mended_as_a_new_version_and_nothing_is_overwritten() -> None:
    result = handed_in()
    with pytest.raises(Refused) as refused:
        usecases.check_result(CheckResult(result, False, ""), actor=persona("officer"))
    assert codes(refused) == {"results.note"}
    usecases.check_result(CheckResult(result, False, "Thiếu số liệu thử nghiệm"), actor=persona("officer"))
    assert result_of(result).state == "returned"
    assert queries.register("", "", "", None).rows == ()
    better = replace(SAID, title=Text("Màng lọc vi nhựa từ sợi tre", ""))
    asked = Describe(result, better, "Bổ sung số liệu", confidential=CANARY, once=uuid4())
    assert usecases.describe_result(asked, actor=persona("researcher")) == 2
    assert usecases.describe_result(asked, actor=persona("researcher")) == 2
    first, second = ResultVersion.objects.filter(result=result).order_by("no")
    assert (first.title_vi, first.outcome, second.outcome) == (SAID.title.vi, "returned", "pending")
    assert second.papers == first.papers
    with pytest.raises(DatabaseError), transaction.atomic():
        ResultVersion.objects.filter(pk=first.pk).update(summary_vi="khác")


def test_a_change_of_a_registered_result_reaches_the_register_only_when_accepted() -> None:
    result = registered()
    better = replace(SAID, title=Text("Màng lọc thế hệ hai", "Second filter"))
    stamp = result_of(result).stamp
    usecases.describe_result(Describe(result, better, "Cải tiến", seen=stamp), actor=persona("researcher"))
    number = result_of(result).number
    assert queries.public_result(number).title.vi == SAID.title.vi
    with pytest.raises(Stale):
        usecases.check_result(CheckResult(result, True, seen=stamp), actor=persona("officer"))
    first_paper = papers.paper_of(f"result_version:{ResultVersion.objects.get(result=result, no=1).pk}")
    usecases.check_result(CheckResult(result, True), actor=persona("officer"))
    assert queries.public_result(number).title.vi == "Màng lọc thế hệ hai"
    assert queries.public_result(number).number == number
    assert first_paper is not None
    again = papers.paper_of(first_paper.reference)
    assert again is not None
    assert again.state == "superseded"


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_written() -> None:
    support = a_support()
    wrong = replace(SAID, kind="gold", stage=12)
    with pytest.raises(Refused) as refused:
        usecases.hand_in_result(HandIn(f"support:{support}", wrong, ()), actor=persona("researcher"))
    assert codes(refused) == {"results.kind", "results.stage", "results.papers"}
    assert not Result.objects.exists()


@pytest.mark.parametrize("origin", ["support:999999", "support:x", "mission:1", "", "support:" + "9" * 30])
def test_an_origin_that_nobody_knows_is_refused(origin: str) -> None:
    with pytest.raises(Refused) as refused:
        usecases.hand_in_result(HandIn(origin, SAID, (paper("bao-cao"),)), actor=persona("researcher"))
    assert codes(refused) == {"results.no_origin"}


def test_a_task_of_others_is_refused_with_the_words_of_one_that_does_not_exist() -> None:
    support = a_support()
    with pytest.raises(Refused) as refused:
        usecases.hand_in_result(HandIn(f"support:{support}", SAID, (paper("x"),)), actor=persona("founder"))
    assert codes(refused) == {"results.no_origin"}


def test_what_is_not_registered_yet_can_be_withdrawn_and_nothing_later() -> None:
    result = handed_in()
    with pytest.raises(Missing):
        usecases.withdraw_result(WithdrawResult(result, "x"), actor=persona("founder"))
    usecases.withdraw_result(WithdrawResult(result, "Gửi nhầm"), actor=persona("researcher"))
    assert result_of(result).state == "withdrawn"
    other = registered(int(result_of(result).origin.removeprefix("support:")))
    with pytest.raises(Refused):
        usecases.withdraw_result(WithdrawResult(other, "x"), actor=persona("researcher"))


def test_the_confidential_words_stand_in_one_table_and_nowhere_else() -> None:
    """The canary is looked for in every text column of every table of the database."""
    result = registered()
    usecases.render_certificate(result, actor=job_actor("results.render_certificate"))
    assert ConfidentialPart.objects.get().text == CANARY
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND data_type IN ('text', 'character varying', 'jsonb')"
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT 1 FROM "{table}" WHERE "{column}"::text LIKE %s LIMIT 1', [f"%{CANARY}%"])
            if cursor.fetchone():
                found.append((table, column))
    assert found == [("results_confidentialpart", "text")]
    assert AuditValues.objects.exists()


def test_only_the_owners_side_and_the_checking_officers_read_the_confidential_part() -> None:
    result = registered()
    assert queries.result_card(result, persona("researcher")).confidential == CANARY
    assert queries.result_card(result, persona("officer")).confidential == CANARY
    for who in ("auditor", "decider", "accountant"):
        card = queries.result_card(result, persona(who))
        assert (card.confidential, card.has_confidential) == (None, True)
    with pytest.raises(Missing):
        queries.result_card(result, persona("founder"))
