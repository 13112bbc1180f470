"""Room ``people``: its part of the stock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests.cast import organisation
from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    from khue.features.people import usecases
    from khue.features.people.domain import AskForMandate
    from khue.features.people.models import Mandate, MandateRequest, RoleHolding

    institute = int(organisation("VLSH").partition(":")[2])
    stock.by_room["people", "party_id"] = institute
    # A group takes members and a role goes to a person: the institute is neither.
    group = usecases.register_organisation(_group(), actor=act("founder"))
    stock.by_route["people:add-member", "party_id"] = int(group.partition(":")[2])
    stock.by_route["people:assign-role", "party_id"] = act("resident").person_id
    usecases.ask_for_mandate(AskForMandate(organisation("VLSH"), "submit", "Tham gia đề tài"), actor=act("resident"))
    stock.everywhere["request_id"] = MandateRequest.objects.latest("pk").pk
    mine = Mandate.objects.filter(person=act("researcher").person_id).latest("pk")
    stock.everywhere["mandate_id"] = mine.pk
    stock.everywhere["holding_id"] = RoleHolding.objects.filter(person=act("officer").person_id).latest("pk").pk
    stock.by_route["sample-persona", "key"] = "resident"
    stock.by_route["people:revoke-key", "key_id"] = _key(institute)
    stock.by_route["interface-operation", "name"] = "start_draft"
    _merged(stock)


def _merged(stock: Stock) -> None:
    """Two records that are merged, and a pair to compare."""
    from khue.features.people import usecases
    from khue.features.people.domain import (
        AddMember,
        AddSanction,
        DissolveParty,
        MergeDuplicates,
        Paper,
        RegisterOrganisation,
    )
    from khue.features.people.models import DuplicatePair

    first, second = (
        usecases.register_organisation(RegisterOrganisation(f"Viện Khuê {n}", "institute"), actor=act("clerk"))
        for n in range(2)
    )
    asked = MergeDuplicates(first, second, (), "Cùng một viện", (1, 1))
    stock.everywhere["succession_id"] = usecases.merge_duplicates(asked, actor=act("clerk"))
    stock.everywhere["other_id"] = int(second.partition(":")[2])
    today = act("clerk").today
    ended = usecases.register_organisation(RegisterOrganisation("Viện Khuê cũ", "institute"), actor=act("clerk"))
    paper = Paper("01/QĐ", today, "UBND Thành phố")
    dissolved = usecases.dissolve_party(DissolveParty(ended, "dissolved", today, paper), actor=act("clerk"))
    stock.everywhere["dissolution_id"] = dissolved
    entry = AddSanction(
        "debarred", "Công ty Mẫu", "", "01/QĐ-XP", today, "Thanh tra Sở", "", "Sai phạm", False, today, None
    )
    stock.everywhere["sanction_id"] = usecases.add_sanction(entry, actor=act("administrator"))
    stock.everywhere["pair_id"] = DuplicatePair.objects.create(
        first_id=min(act("resident").person_id or 0, act("founder").person_id or 0),
        second_id=max(act("resident").person_id or 0, act("founder").person_id or 0),
        score=60,
        found_at=act("clerk").moment,
    ).pk
    group = f"party:{stock.by_route['people:add-member', 'party_id']}"
    member = AddMember(group, act("researcher").key, today)
    stock.everywhere["member_id"] = usecases.add_member(member, actor=act("founder"))


def _key(institute: int) -> int:
    from khue.features.people import usecases
    from khue.features.people.domain.keys import MakeKey

    actor = act("researcher")
    until = actor.today + timedelta(days=90)
    asked = MakeKey(f"party:{institute}", actor.key, "Máy chủ", ("view", "submit"), actor.today, until)
    return usecases.make_key(asked, actor=actor).id


def _group() -> Any:
    from khue.features.people.domain import RegisterOrganisation

    return RegisterOrganisation("Nhóm sinh viên Khuê", "group", once=uuid4())
