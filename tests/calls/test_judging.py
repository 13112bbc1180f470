"""From an opened call to a council and back: who is named, who may read, and what the verdict writes."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from khue.core.errors import KhueError, NotAllowed, Refused
from khue.features.calls import queries, usecases
from khue.features.calls.domain.commands import DecideProposal, RecordOutcome
from khue.features.calls.domain.judging import PutBeforeCouncil
from khue.features.calls.models import Proposal
from khue.features.councils import queries as councils
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.domain.commands import Withdraw
from khue.features.dossiers.queries.tasks import open_task_of
from khue.kernel import files
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from tests.calls.judged import after, check, decided, followed, put, scored, two_opened
from tests.calls.stories import at, browser_of
from tests.cast import persona
from tests.councils import cases

pytestmark = pytest.mark.django_db


def records(chain: str, deed: str) -> int:
    return AuditRecord.objects.filter(chain=chain, deed=deed).count()


def test_the_whole_way_from_the_call_to_the_decision() -> None:
    call, first, second = two_opened()
    moment = after(call)
    city = cases.founded_council(at=moment, seats=7)
    items = put(call, city, first, second)
    names = [name for name in city.seats if name != "founder"]
    given = {
        (items[0], names[0]): (9, 4),
        (items[0], names[1]): (8, 4),
        (items[1], names[0]): (5, 2),
        (items[1], names[1]): (6, 3),
    }
    scored(city, items, given, moment)
    decided(city, items, {items[0]: "approved", items[1]: "refused"}, after(call, days=10))
    assert [followed(item) for item in items] == [True, True]
    first.refresh_from_db()
    second.refresh_from_db()
    # 9·60/10 + 4·40/5 = 86 and 8·60/10 + 4·40/5 = 80: 83.00 on average.
    assert (first.state, first.points, first.outcome_by_name) == (
        "recommended", 8300, "Hội đồng tuyển chọn nhiệm vụ môi trường (mẫu)",
    )  # fmt: skip
    assert (second.state, second.points) == ("not_recommended", 5300)
    assert records(f"proposal:{first.pk}", "calls.follow_council") == 1
    lead = f"party:{first.lead_id}"
    assert TimelineRow.objects.filter(party=lead, wire="calls.proposal_before_council").count() == 1
    assert TimelineRow.objects.filter(party=lead, wire="calls.outcome_recorded").count() == 1
    assert Notice.objects.filter(party=persona("researcher").key, title_vi__contains="hội đồng đề nghị").exists()
    # The desk has the decision, and a second telling of the same verdict does nothing.
    task = open_task_of(dossier_id=first.dossier_id, step="decision")
    assert task.right == "calls.approve"
    assert not followed(items[0])
    assert records(f"proposal:{first.pk}", "calls.follow_council") == 1
    ground = "Theo kết luận của hội đồng tuyển chọn."
    usecases.decide_proposal(DecideProposal(first.pk, True, ground), actor=at(persona("decider"), after(call, days=11)))
    assert Proposal.objects.get(pk=first.pk).state == "funded"


def test_everybody_behind_a_proposal_is_named_and_a_competitor_is_out() -> None:
    call, first, second = two_opened()
    city = cases.founded_council(at=after(call))
    items = put(call, city, first, second)
    line = councils.item(items[0])
    assert {(one.party, one.role) for one in line.parties} == {
        (f"party:{first.lead_id}", "applicant"),
        (persona("researcher").key, "lead"),
    }
    found = councils.interests_of(city.council, after(call).date())
    founder = {(one.item, one.kind) for one in found if one.person == persona("founder").key and one.bars}
    assert (items[0], "competitor") in founder
    assert (items[1], "mandate") in founder
    assert records(f"call:{call.pk}", "calls.put_before_council") == 1


def test_who_has_an_interest_never_sees_the_papers_and_the_others_do() -> None:
    call, first, second = two_opened()
    moment = after(call)
    city = cases.founded_council(at=moment)
    items = put(call, city, first, second)
    [paper] = queries.papers(f"proposal:{first.pk}")
    subject = f"dossier:{first.dossier_id}"
    founder = at(city.actors["founder"], moment)
    other = next(at(actor, moment) for name, actor in city.actors.items() if name != "founder")
    with pytest.raises(NotAllowed):
        councils.readable_item(items[0], founder)
    for door in (queries.proposal, queries.content):
        with pytest.raises(NotAllowed, match="interest"):
            door(first.pk, founder)
    assert not files.may_read(founder, subject)
    # A member without an interest opens the item, its papers and the proposal itself.
    reading = councils.readable_item(items[0], other)
    assert [card.id for card in councils.papers_for(reading, other).files] == [paper.id]
    assert files.may_read(other, subject)
    assert queries.proposal(first.pk, other).number == first.number
    assert len(queries.content(first.pk, other)) == 5
    # The founder's own proposal stays open to its author, whatever the council says of him.
    assert queries.proposal(second.pk, founder).is_author
    assert files.may_read(founder, f"dossier:{second.dossier_id}")


def test_an_officer_on_the_council_with_an_interest_does_not_read_through_the_office() -> None:
    call, first, second = two_opened()
    moment = after(call)
    city = cases.founded_council(at=moment, names=("founder", "officer"))
    [item] = put(call, city, first)
    officer = at(persona("officer"), moment)
    assert files.may_read(officer, f"dossier:{first.dossier_id}")
    from khue.features.councils import usecases as council_deeds
    from khue.features.councils.domain.commands import DeclareInterest

    own = DeclareInterest(city.council, officer.key, "Từng là nghiên cứu sinh của chủ nhiệm.", item)
    council_deeds.declare_interest(own, actor=officer)
    assert not files.may_read(officer, f"dossier:{first.dossier_id}")
    with pytest.raises(NotAllowed, match="Từng là nghiên cứu sinh"):
        queries.content(first.pk, officer)
    assert files.may_read(officer, f"dossier:{second.dossier_id}")


def refusal(asked: PutBeforeCouncil, actor: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        usecases.put_before_council(asked, actor=actor)
    return [reason.code for reason in refused.value.decision.reasons]


def test_all_or_none_and_every_reason_is_said() -> None:
    call, first, second = two_opened(checked=False)
    moment = after(call)
    city = cases.founded_council(at=moment)
    officer = at(persona("officer"), moment)
    check(first, moment)
    before = AuditRecord.objects.count()
    asked = PutBeforeCouncil(call.pk, city.council, (first.pk, second.pk, 987_654))
    assert sorted(refusal(asked, officer)) == ["not_eligible", "stranger"]
    assert refusal(PutBeforeCouncil(call.pk, city.council, ()), officer) == ["none"]
    assert AuditRecord.objects.count() == before
    assert queries.verdicts_of([first.pk, second.pk]) == {}
    put(call, city, first)
    assert refusal(PutBeforeCouncil(call.pk, city.council, (first.pk,)), officer) == ["there_already"]
    assert [one.id for one in queries.candidates(call.pk, officer)] == []
    with pytest.raises(NotAllowed):
        usecases.put_before_council(PutBeforeCouncil(call.pk, city.council, (second.pk,)), actor=persona("clerk"))


def test_the_same_form_twice_puts_them_once() -> None:
    call, first, second = two_opened()
    city = cases.founded_council(at=after(call))
    asked = PutBeforeCouncil(call.pk, city.council, (first.pk, second.pk), uuid4())
    officer = at(persona("officer"), after(call))
    assert [usecases.put_before_council(asked, actor=officer) for _ in range(2)] == [2, 2]
    assert len(queries.verdicts_of([first.pk])[first.pk]) == 1


def test_a_postponed_item_writes_nothing_and_by_hand_nobody_goes_round_the_council() -> None:
    call, first, _second = two_opened()
    moment = after(call)
    city = cases.founded_council(at=moment)
    [item] = put(call, city, first)
    decided(city, [item], {item: "postponed"}, moment)
    assert not followed(item)
    assert Proposal.objects.get(pk=first.pk).state == "opened"
    asked = RecordOutcome(first.pk, True, "Hội đồng đã đồng ý bằng miệng.")
    with pytest.raises(Refused) as refused:
        usecases.record_outcome(asked, actor=at(persona("officer"), moment))
    assert [reason.code for reason in refused.value.decision.reasons] == ["before_council"]


def test_a_proposal_that_is_withdrawn_leaves_the_council_and_no_verdict_brings_it_back() -> None:
    call, first, _second = two_opened()
    moment = after(call)
    city = cases.founded_council(at=moment)
    [item] = put(call, city, first)
    asked = Withdraw(first.dossier_id, "Đơn vị không còn đủ nhân lực thực hiện.")
    dossiers.withdraw_dossier(asked, actor=at(persona("researcher"), moment))
    assert Proposal.objects.get(pk=first.pk).state == "withdrawn"
    assert councils.item(item).state == "withdrawn"
    assert not followed(item)
    assert queries.verdicts_of([first.pk]) == {}


def test_pages_of_call_proposal_and_item_lead_to_each_other() -> None:
    call, first, second = two_opened()
    moment = after(call)
    city = cases.founded_council(at=moment)
    officer = browser_of("officer")
    page = officer.get(f"/vi/calls/{call.pk}/council/").content.decode()
    assert first.number in page
    assert second.number in page
    posted = officer.post(f"/vi/calls/{call.pk}/council/", {"council": "", "proposals": [first.pk]})
    assert posted.status_code == 422
    done = officer.post(f"/vi/calls/{call.pk}/council/", {"council": city.council, "proposals": [first.pk, second.pk]})
    assert done.status_code == 303
    [verdict] = queries.verdicts_of([first.pk])[first.pk]
    shown = officer.get(f"/vi/proposals/{first.pk}/").content.decode()
    assert f"/councils/items/{verdict.item}/" in shown
    item = officer.get(f"/vi/councils/items/{verdict.item}/").content.decode()
    assert f"/vi/proposals/{first.pk}/" in item
    author = browser_of("researcher").get(f"/vi/proposals/{first.pk}/").content.decode()
    assert verdict.council in author
    assert f"/councils/items/{verdict.item}/" not in author
    assert "Đo bổ sung" in officer.get(f"/vi/proposals/{first.pk}/read/").content.decode()
    assert browser_of("founder").get(f"/vi/proposals/{first.pk}/read/").status_code == 403


def test_nobody_learns_of_ties_on_sealed_proposals() -> None:
    from tests.calls.stories import handed_in, published_call

    call = published_call()
    handed_in(call)
    key = persona("researcher").key
    assert list(queries.ties(frozenset({key}), frozenset({f"party:{key}", "proposal:1"}))) == []
    with pytest.raises(KhueError):
        queries.proposal(Proposal.objects.get().pk, persona("officer"))
