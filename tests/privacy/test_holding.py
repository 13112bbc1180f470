"""Every room that keeps records about persons says what holds an erasure back: nothing that was signed or paid loses its name."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.apps import apps

from khue.core.errors import Refused
from khue.features.councils.models import Seat
from khue.features.people.models import Party, Person
from khue.features.privacy import usecases
from khue.features.privacy.domain.erasing import ProposeErasure
from khue.features.privacy.queries import holding
from tests.activities.stories import minutes_signed
from tests.cast import persona
from tests.councils import cases as councils
from tests.exchange import stories as exchange
from tests.privacy.stories import officer
from tests.results import stories as results

pytestmark = pytest.mark.django_db

BELOW = {"people", "dossiers", "documents", "privacy"}
"""``holding.person_holds`` asks these rooms itself."""
THROUGH_OTHERS = {
    "keytasks": "a key task has a dossier that was handed in",
    "missions": "a support has a dossier that was handed in",
    "staff": "who is absent, stands in or leaves holds or held a role",
}


def held_back(key: str) -> set[str]:
    return {text.en for text in holding.person_holds((key,))[key]}


def test_each_room_with_a_column_for_persons_is_asked() -> None:
    rooms = {
        model._meta.app_label
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model in (Party, Person)
    }
    assert rooms - BELOW - set(holding._tellers) == set(THROUGH_OTHERS)


def test_who_sits_on_a_council_is_not_erased_with_the_minutes_and_fees_that_follow() -> None:
    minutes_signed()
    member = f"party:{Seat.objects.order_by('pk').values_list('person_id', flat=True)[0]}"
    said = held_back(member)
    assert "sits or sat on a council, whose minutes are kept" in said
    with pytest.raises(Refused) as refused:
        usecases.propose_erasure(ProposeErasure("person", member, "Hết thời hạn lưu", once=uuid4()), actor=officer(400))
    assert "held" in {reason.code for reason in refused.value.decision.reasons}


def test_the_register_of_experts_holds_while_the_person_stands_on_it() -> None:
    who = councils.somebody("Hồ Thị Danh (mẫu)")
    assert held_back(who.key) == set()
    councils.invited(who)
    assert held_back(who.key) == set(), "an invitation that nobody answered holds nothing back"
    other = councils.somebody("Hồ Văn Bạ (mẫu)")
    councils.joined(other)
    assert held_back(other.key) == {"stands on the register of experts"}


def test_authors_of_results_are_not_erased() -> None:
    results.with_authors()
    assert "is an author or owner of results, or claimed one" in held_back(persona("founder").key)


def test_who_takes_part_in_the_exchange_is_not_erased() -> None:
    key = exchange.supplier()
    assert "is a member of the technology exchange" in held_back(key)
