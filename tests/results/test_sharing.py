"""Authors' shares: exact, confirmed, changed only with all who lose; the database holds the sum."""

from __future__ import annotations

from fractions import Fraction
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from stdnum.exceptions import ValidationError as NumberError

from khue.core.errors import Missing, Refused
from khue.features.results import queries, usecases
from khue.features.results.domain.ownership import AgreeOwnership
from khue.features.results.domain.register import OriginFacts
from khue.features.results.domain.shares import AnswerShares, Author, RecordConsent, asked_to_agree, orcid_of
from khue.features.results.models import AuthorShare, ShareConsent, ShareList
from khue.kernel.models import AuditRecord, Notice
from khue.site.sample.applications import paper
from tests.cast import organisation, persona
from tests.results.stories import author, consent_of, proposed, registered, with_authors


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("https://orcid.org/0000-0001-5109-3700", "0000-0001-5109-3700"),
        ("000000021694233X", "0000-0002-1694-233X"),
        ("", ""),
    ],
)
def test_an_orcid_is_read_in_every_form_that_people_write(typed: str, read: str) -> None:
    assert orcid_of(typed) == read


@pytest.mark.parametrize("typed", ["0000-0002-1825-0098", "0000-0002-1825", "abc", "0000-0002-1825-009X7"])
def test_an_orcid_that_cannot_be_is_refused(typed: str) -> None:
    with pytest.raises(NumberError):
        orcid_of(typed)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=6), st.lists(st.integers(1, 50), min_size=1, max_size=6))
def test_everybody_new_and_everybody_who_loses_is_asked_and_nobody_else(old: list[int], new: list[int]) -> None:
    def shares(parts: list[int]) -> dict[str, Fraction]:
        return {f"party:{no}": Fraction(part, sum(parts)) for no, part in enumerate(parts)}

    before, after = shares(old), shares(new)
    authors = [Author(key, "x", share.numerator, share.denominator) for key, share in after.items()]
    asked = asked_to_agree(authors, before)
    for key in before | after:
        loses = after.get(key, Fraction(0)) < before.get(key, Fraction(0))
        assert (key in asked) == (loses or key not in before)


@pytest.mark.django_db
def test_a_list_counts_once_each_author_has_confirmed_by_own_sign_in() -> None:
    result = registered()
    proposed(result, author("researcher", "2/3", "0000-0002-1825-0097"), author("founder", "1/3"))
    assert queries.agreed_shares(result) is None
    assert Notice.objects.filter(kind="result", party=persona("founder").key).count() == 1
    usecases.answer_shares(
        AnswerShares(consent_of("researcher", result), True, once=uuid4()), actor=persona("researcher")
    )
    assert queries.agreed_shares(result) is None
    asked = AnswerShares(consent_of("founder", result), True, once=uuid4())
    usecases.answer_shares(asked, actor=persona("founder"))
    usecases.answer_shares(asked, actor=persona("founder"))
    assert queries.agreed_shares(result) == {
        persona("researcher").key: Fraction(2, 3),
        persona("founder").key: Fraction(1, 3),
    }
    assert AuditRecord.objects.filter(deed="results.answer_shares").count() == 2
    assert queries.public_result(queries.result_card(result, persona("officer")).number).authors == (
        persona("researcher").name,
        persona("founder").name,
    )


@pytest.mark.django_db
def test_nobody_confirms_for_another_and_a_stranger_is_told_nothing() -> None:
    result = registered()
    proposed(result, author("researcher", "1/2"), author("founder", "1/2"))
    consent = consent_of("founder", result)
    with pytest.raises(Refused) as refused:
        usecases.answer_shares(AnswerShares(consent, True), actor=persona("researcher"))
    assert codes(refused) == {"results.consent_of_another"}
    with pytest.raises(Missing):
        usecases.answer_shares(AnswerShares(consent, True), actor=persona("resident"))
    assert ShareConsent.objects.get(pk=consent).answer == ""


@pytest.mark.django_db
def test_an_officer_records_a_signed_paper_only_with_its_scan() -> None:
    result = registered()
    proposed(result, author("founder", "1"))
    consent = consent_of("founder", result)
    with pytest.raises(Refused) as refused:
        usecases.record_consent(RecordConsent(consent, ()), actor=persona("officer"))
    assert codes(refused) == {"results.files"}
    usecases.record_consent(RecordConsent(consent, (paper("ky-tay"),), once=uuid4()), actor=persona("officer"))
    row = ShareConsent.objects.get(pk=consent)
    assert (row.answer, row.how, len(row.files)) == ("agreed", "paper", 1)
    assert queries.agreed_shares(result) == {persona("founder").key: Fraction(1)}


@pytest.mark.django_db
def test_a_change_waits_for_whoever_loses_and_the_list_before_counts_until_then() -> None:
    result = with_authors()
    with pytest.raises(Refused) as refused:
        proposed(result, author("researcher", "3/4"), author("founder", "1/4"))
    assert codes(refused) == {"results.ground"}
    proposed(result, author("researcher", "3/4"), author("founder", "1/4"), ground="Bổ sung phần thử nghiệm")
    assert ShareConsent.objects.filter(answer="", share_list__state="proposed").count() == 1
    before = queries.agreed_shares(result)
    refusal = AnswerShares(consent_of("founder", result), False, "Tôi không đồng ý")
    usecases.answer_shares(refusal, actor=persona("founder"))
    assert queries.agreed_shares(result) == before
    proposed(result, author("researcher", "3/4"), author("founder", "1/4"), ground="Đã thống nhất")
    usecases.answer_shares(AnswerShares(consent_of("founder", result), True), actor=persona("founder"))
    assert queries.agreed_shares(result) == {
        persona("researcher").key: Fraction(3, 4),
        persona("founder").key: Fraction(1, 4),
    }
    assert list(ShareList.objects.filter(result=result).order_by("no").values_list("state", flat=True)) == [
        "replaced",
        "refused",
        "agreed",
    ]


@pytest.mark.django_db
def test_an_author_who_is_taken_out_must_agree() -> None:
    result = with_authors()
    proposed(result, author("researcher", "1"), ground="Rút tên")
    asked = ShareConsent.objects.get(answer="", share_list__state="proposed")
    assert (f"party:{asked.person_id}", asked.before, asked.after) == (persona("founder").key, "1/3", "0")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("shares", "found"),
    [
        (("1/2", "1/3"), {"results.shares_sum"}),
        (("2/3", "2/3"), {"results.shares_sum"}),
        (("3333/10000", "6666/10000"), {"results.shares_sum"}),
    ],
)
def test_shares_that_do_not_sum_to_one_are_refused_to_the_last_fraction(
    shares: tuple[str, str], found: set[str]
) -> None:
    result = registered()
    with pytest.raises(Refused) as refused:
        proposed(result, author("researcher", shares[0]), author("founder", shares[1]))
    assert codes(refused) == found
    assert not ShareList.objects.exists()


@pytest.mark.django_db
def test_names_cannot_be_learnt_by_trying_numbers() -> None:
    result = registered()
    known = author("founder", "1")
    says = set()
    for party, name in ((known.party, "Ai Đó"), ("party:999999", "Ai Đó"), (organisation("VLSH"), "Ai Đó")):
        with pytest.raises(Refused) as refused:
            proposed(result, Author(party, name, 1, 1))
        says.add(refused.value.decision.reasons[0].text.vi)
    assert len(says) == 1


@pytest.mark.django_db
def test_the_database_refuses_a_list_that_does_not_sum_to_one_and_any_change_of_a_share() -> None:
    result = with_authors()
    with pytest.raises(DatabaseError, match="do not sum to one"), transaction.atomic():
        _a_list_that_lacks_a_millionth(result)
    with pytest.raises(DatabaseError, match="refuses update"), transaction.atomic():
        AuthorShare.objects.update(numerator=1)
    with pytest.raises(DatabaseError, match="refuses delete"), transaction.atomic():
        AuthorShare.objects.all()._raw_delete("default")


def _a_list_that_lacks_a_millionth(result: int) -> None:
    moment = persona("officer").moment
    row = ShareList.objects.create(
        result_id=result, no=9, state="refused", proposed_by="x", proposed_by_name="x", proposed_at=moment
    )
    for no, (who, top, bottom) in enumerate((("founder", 333_333, 1_000_000), ("resident", 2, 3)), 1):
        AuthorShare.objects.create(
            share_list=row, no=no, person_id=persona(who).person_id or 0, name=who, numerator=top, denominator=bottom
        )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.django_db
def test_owners_agree_on_their_own_money_and_never_on_the_budgets_part() -> None:
    result = registered()
    lead, firm = organisation("VLSH"), organisation("TLX")
    budget = next(owner.share for owner in queries.owners_of(result) if owner.part == "budget")
    files = (paper("thoa-thuan"),)
    asked = AgreeOwnership(result, ((lead, budget / 2), (firm, 1 - budget / 2)), "TT-01 ngày 02/03/2026", files)
    with pytest.raises(Refused) as refused:
        usecases.agree_ownership(asked, actor=persona("officer"))
    assert codes(refused) == {"results.budget_part"}
    asked = AgreeOwnership(result, ((lead, budget), (firm, 1 - budget)), "TT-01 ngày 02/03/2026", files, once=uuid4())
    assert usecases.agree_ownership(asked, actor=persona("officer")) == 2
    assert {owner.party: owner.share for owner in queries.owners_of(result)} == {lead: budget, firm: 1 - budget}


def test_owners_follow_the_money_of_the_task() -> None:
    from khue.features.results.domain.ownership import by_money

    facts = OriginFacts("mission:1", "x", "party:1", 60, 100, funders=(("party:2", 30),))
    owners = {(owner.party, owner.part): owner.share for owner in by_money(facts, lead_owns_budget_part=True)}
    assert owners == {
        ("party:1", "budget"): Fraction(3, 5),
        ("party:2", "own"): Fraction(3, 10),
        ("party:1", "own"): Fraction(1, 10),
    }
