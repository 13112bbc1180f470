"""Records that look alike: what is found, why, and what a person says."""

from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khue.core.errors import Conflict, NotAllowed, Refused
from khue.features.people import queries, usecases
from khue.features.people.domain import DismissPair, MergeDuplicates, RegisterOrganisation
from khue.features.people.domain.matching import (
    LEAST,
    WIDEST,
    Likeness,
    blocking_keys,
    compare,
    digits_of,
    find_matches,
)
from khue.features.people.models import DuplicatePair
from khue.kernel.models import AuditRecord
from tests.cast import organisation, persona


def firm(number: int, name: str, **values: str) -> Likeness:
    return Likeness(number, "organisation", name, **values)  # type: ignore[arg-type]  # the test changes fields by name


# ---- the comparison --------------------------------------------------------------------------------------------------


def test_marks_case_and_common_words_do_not_hide_a_duplicate() -> None:
    one = firm(1, "Công ty Cổ phần Cơ điện Thăng Long Xanh", phone="024 3756 0001")
    other = firm(2, "CTY CP CO DIEN THANG LONG XANH", phone="+84 24 3756 0001")
    (match,) = find_matches([one, other])
    assert (match.first, match.second) == (1, 2)
    assert dict(match.grounds)["phone"] == 25
    assert match.score >= 70


def test_different_tax_codes_speak_against_alike_names() -> None:
    one, other = firm(1, "Công ty Sao Mai", tax_code="0990000013"), firm(2, "Công ty Sao Mai", tax_code="0990000021")
    assert compare(one, other).score < LEAST
    branch = firm(3, "Chi nhánh Sao Mai", tax_code="0990000013001")
    assert dict(compare(one, branch).grounds)["tax_code"] == 60


def test_a_misspelt_word_is_still_found_and_a_person_is_no_firm() -> None:
    one, other = firm(1, "Viện Vật liệu Sông Hồng", email="a@x.vn"), firm(2, "Viện Vật liệu Sông Hông", email="A@x.vn")
    assert find_matches([one, other])
    person = Likeness(3, "person", "Viện Vật liệu Sông Hồng", email="a@x.vn")
    assert len(find_matches([one, other, person])) == 1


def test_a_key_that_everybody_shares_costs_nothing() -> None:
    crowd = [firm(n, f"Công ty {'ABCDEFGHIJ'[n % 10]}{n}", phone="02437560001") for n in range(WIDEST + 1)]
    assert find_matches(crowd) == ()


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=15))
def test_comparing_is_even_handed_and_stays_within_bounds(name: str, other: str, phone: str) -> None:
    one, two = firm(1, name, phone=phone), firm(2, other, phone=phone)
    assert compare(one, two) == compare(two, one)
    assert 0 <= compare(one, two).score <= 100
    assert all(key.startswith("organisation:") for key in blocking_keys(one))
    assert len(digits_of(phone)) in (0, 9)


# ---- the list --------------------------------------------------------------------------------------------------------


@pytest.fixture
def twin(db: None) -> str:
    asked = RegisterOrganisation("Viện Vật liệu sông Hồng (đơn vị mẫu)", "institute", email="institute@sample.example")
    return usecases.register_organisation(asked, actor=persona("clerk"))


def test_a_pair_is_found_once_with_its_grounds_and_scored_anew(twin: str) -> None:
    once = uuid4()
    assert usecases.find_duplicates(once, actor=persona("clerk")) == 1
    assert usecases.find_duplicates(once, actor=persona("clerk")) == 1
    assert usecases.find_duplicates(actor=persona("clerk")) == 0
    (line,) = queries.list_pairs("waiting", None).rows
    assert {line.first[0], line.second[0]} == {queries.party_id(twin), queries.party_id(organisation("VLSH"))}
    assert any("thư điện tử" in ground.vi for ground in line.grounds)
    assert AuditRecord.objects.filter(deed="people.find_duplicates").count() == 2


def test_not_a_duplicate_is_remembered(twin: str) -> None:
    usecases.find_duplicates(actor=persona("clerk"))
    pair = DuplicatePair.objects.get()
    with pytest.raises(Refused):
        usecases.dismiss_pair(DismissPair(pair.pk, " "), actor=persona("clerk"))
    asked = DismissPair(pair.pk, "Hai viện khác nhau", uuid4())
    for _ in range(2):
        usecases.dismiss_pair(asked, actor=persona("clerk"))
    assert usecases.find_duplicates(actor=persona("clerk")) == 0
    assert queries.list_pairs("waiting", None).rows == ()
    with pytest.raises(Conflict):
        usecases.dismiss_pair(DismissPair(pair.pk, "Lại nữa"), actor=persona("clerk"))
    with pytest.raises(NotAllowed):
        usecases.find_duplicates(actor=persona("officer"))


def test_a_merged_pair_leaves_the_list_and_comes_back_with_the_undo(twin: str) -> None:
    from khue.features.people.domain import EndSuccession

    usecases.find_duplicates(actor=persona("clerk"))
    asked = MergeDuplicates(twin, organisation("VLSH"), (), "Trùng", (1, 1))
    number = usecases.merge_duplicates(asked, actor=persona("clerk"))
    assert len(queries.list_pairs("merged", None).rows) == 1
    usecases.end_succession(EndSuccession(number, "Nhầm"), actor=persona("clerk"))
    assert len(queries.list_pairs("waiting", None).rows) == 1
