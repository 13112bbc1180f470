"""A party joins in several kinds, each verified, suspended and ended by itself; every deed leaves its traces, a refusal none."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from khue.core.errors import Missing, NotAllowed, Refused, Stale
from khue.features.exchange import queries, usecases
from khue.features.exchange.domain.members import AskMembership, MoveMembership
from khue.features.exchange.models import Member, MemberStep
from khue.features.people import queries as people
from khue.features.people.models import Restriction
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from khue.site.sample import exchange as sample
from khue.site.sample.applications import paper
from tests.cast import MOMENT, persona
from tests.exchange.stories import codes, firm, institute, listed, traces

pytestmark = pytest.mark.django_db


def moved(member: int, step: str, who: str = "officer", ground: str = "Đã xem giấy tờ.", **more: object) -> str:
    return usecases.move_membership(MoveMembership(member, step, ground, once=uuid4(), **more), actor=persona(who))  # type: ignore[arg-type]  # only seen


def test_joining_leaves_every_trace_and_a_repetition_none() -> None:
    once = uuid4()
    asked = AskMembership(firm(), ("supplier", "broker"), "Bán và môi giới công nghệ.", (paper("giay"),), once)
    first = usecases.ask_membership(asked, actor=persona("founder"))
    assert usecases.ask_membership(asked, actor=persona("founder")) == first
    rows = Member.objects.order_by("pk")
    assert [(row.kind, row.state, len(row.papers)) for row in rows] == [("supplier", "asked", 1), ("broker", "asked", 1)]  # fmt: skip
    [record] = AuditRecord.objects.filter(deed="exchange.ask_membership")
    assert {firm(), *(f"exchange_member:{number}" for number in first)} <= set(record.subjects)
    assert TimelineRow.objects.filter(party=firm(), wire="exchange.membership_asked").count() == 2
    assert Notice.objects.filter(party=persona("officer").key, title_vi__contains="thành viên Sàn").count() == 1
    assert queries.directory("", "", None).rows == (), "nobody is public before the verification"
    assert [row.state.code for row in queries.memberships_of(persona("founder")).rows] == ["asked", "asked"]
    assert queries.memberships_of(persona("resident")).rows == ()


def test_each_kind_is_verified_by_itself_and_stands_in_the_directory() -> None:
    supplier, broker = sample.joined(firm(), ("supplier", "broker"), persona, "founder", papers=True)
    assert moved(supplier, "verify") == "active"
    assert moved(broker, "refuse", ground="Chưa có chứng chỉ.") == "refused"
    [row] = queries.directory("", "thang long", None).rows
    assert (row.kind.en, row.active_on) == ("supplier", MOMENT.date())
    assert [one.step for one in MemberStep.objects.filter(member=broker)] == ["ask", "refuse"]
    assert Notice.objects.filter(party=persona("founder").key, body_vi="Chưa có chứng chỉ.").exists()
    card = queries.member_card(supplier, persona("auditor"))
    assert (card.code, [step.by for step in card.steps][-1]) == ("active", persona("officer").name)
    again = sample.joined(firm(), ("broker",), persona, "founder", papers=True)
    assert again != [broker], "who was refused may ask anew"


def test_refusals_name_every_reason_and_change_nothing() -> None:
    [member] = sample.joined(firm(), ("supplier",), persona, "founder")
    before = traces()
    with pytest.raises(Refused) as caught:
        usecases.ask_membership(AskMembership(firm(), ("supplier", "broker"), " "), actor=persona("founder"))
    assert codes(caught) == {"member_known", "about", "papers"}
    with pytest.raises(Refused) as caught:
        usecases.ask_membership(AskMembership(firm(), (), "x"), actor=persona("founder"))
    assert codes(caught) == {"kinds"}
    with pytest.raises(NotAllowed):
        usecases.ask_membership(AskMembership(firm(), ("broker",), "x"), actor=persona("researcher"))
    with pytest.raises(Refused) as caught:
        moved(member, "resume", ground=" ")
    assert codes(caught) == {"flow.not_from_here", "ground"}
    with pytest.raises(Stale):
        moved(member, "verify", seen=7)
    with pytest.raises(NotAllowed):
        moved(member, "verify", who="appraiser")
    with pytest.raises(Missing):
        moved(member, "verify", who="researcher")
    with pytest.raises(NotAllowed):
        moved(member, "verify", who="founder")
    with pytest.raises(Missing):
        queries.member_card(member, persona("researcher"))
    assert traces() == before


def test_a_supplier_who_is_suspended_takes_its_offers_out_of_sight_until_it_goes_on() -> None:
    _offer, number = listed()
    member = Member.objects.get(kind="supplier").pk
    visitor = persona("resident")
    assert moved(member, "suspend", ground="Chưa nộp lại giấy phép.") == "suspended"
    assert queries.offers(visitor, queries.OfferFilter(), None).rows == ()
    with pytest.raises(Missing):
        queries.public_offer(number, visitor)
    assert moved(member, "resume") == "active"
    assert queries.public_offer(number, visitor).supplier_since == MOMENT.date()
    assert moved(member, "close", who="researcher", ground="Thôi tham gia.") == "closed"
    assert queries.offers(visitor, queries.OfferFilter(), None).rows == ()


def test_the_database_keeps_what_was_asked_and_one_live_membership_of_a_kind() -> None:
    [member] = sample.joined(firm(), ("supplier",), persona, "founder")
    party = people.party_id(firm())
    rest = {"party_name": "x", "about": "x", "asked_by": "x", "asked_by_name": "x", "asked_at": MOMENT}
    for change in (
        lambda: Member.objects.filter(pk=member).update(about="Khác"),
        lambda: Member.objects.filter(pk=member).update(state="active"),
        lambda: Member.objects.create(party_id=party, kind="supplier", **rest),
        lambda: Member.objects.filter(pk=member).delete(),
        lambda: MemberStep.objects.update(ground="Khác"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_restricted_member_is_named_nowhere_outside_its_side() -> None:
    [member] = sample.verified(institute(), ("supplier",), persona, "researcher")
    Restriction.objects.create(
        party_id=people.party_id(institute()), request="YC-2026-0955", handler="party:0", begun_at=MOMENT
    )
    assert queries.directory("", "", None).rows == ()
    assert queries.members(persona("auditor"), "all", None).rows == ()
    with pytest.raises(NotAllowed, match="YC-2026-0955"):
        queries.member_card(member, persona("auditor"))
    assert not queries.may_read_papers(persona("officer"), f"exchange_member:{member}")
    assert queries.member_card(member, persona("researcher")).code == "active"


def test_classes_and_fees_are_told_as_the_law_has_them_and_unset_ones_as_unset() -> None:
    for term in queries.terms_of_membership(MOMENT.date()):
        assert term.applies == (term.value is not None)
        page = Client().get("/en/exchange/members/").content.decode()
        assert str(term.name.capitalised().into("en")) in page
        assert ("does not set this yet" in page) == any(
            not one.applies for one in queries.terms_of_membership(MOMENT.date())
        )


def test_a_form_begins_with_a_party_that_may() -> None:
    actor = persona("researcher")
    assert queries.choices_of(actor, "supplier")[0][0] == actor.key, "nobody of the sides is a supplier yet"
    sample.verified(institute(), ("supplier",), persona, "researcher")
    assert [key for key, _name in queries.choices_of(actor, "supplier")][:2] == [institute(), actor.key]
    assert queries.choices_of(actor, "demander")[0][0] == actor.key
