"""From a need to an offer: who may do what, what is missing, clocks, retries, and what the rulebook says of each part."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.rulebook.queries import replay, rulings_of
from khue.features.talent import queries, usecases
from khue.features.talent.domain.commands import (
    AnswerOffer,
    Apply,
    CloseSearch,
    DecideNeed,
    DecideOffer,
    DraftOffer,
    InviteCandidate,
    LeaveCandidacy,
    PublishProfile,
    PutCandidates,
    WithdrawNeed,
    WithdrawOffer,
)
from khue.features.talent.models import Candidacy, Engagement, Need, Offer
from khue.kernel.clock import job_actor
from khue.kernel.models import AuditRecord, Notice
from khue.site.sample import talent as sample
from khue.site.sample.applications import paper
from tests.cast import persona
from tests.talent.stories import a_group, codes, sent_offer, traces

pytestmark = pytest.mark.django_db


def recommended(origin: str = "overseas-vietnamese") -> int:
    need = sample.published(sample.WATER, persona)
    candidacy = sample.applied(need, persona("resident"), origin)
    sample.selected(need, a_group(), persona, {candidacy})
    return candidacy


def test_whoever_raised_a_need_does_not_approve_it() -> None:
    need = sample.raised(sample.WATER, persona)
    officer = persona("officer")
    both = replace(officer, rights=officer.rights | {"talent.approve"})
    before = traces()
    with pytest.raises(Refused) as refused:
        usecases.decide_need(DecideNeed(need, True, "", uuid4()), actor=both)
    assert codes(refused) == {"talent.four_eyes"}
    with pytest.raises(NotAllowed):
        usecases.decide_need(DecideNeed(need, True, "", uuid4()), actor=officer)
    assert traces() == before
    assert Need.objects.get(pk=need).state == "raised"
    assert Notice.objects.filter(party=persona("decider").key, kind="talent").exists()


def test_a_refused_need_says_why_and_a_withdrawn_one_is_gone() -> None:
    need = sample.raised(sample.WATER, persona)
    with pytest.raises(Refused) as refused:
        usecases.decide_need(DecideNeed(need, False, " ", uuid4()), actor=persona("decider"))
    assert codes(refused) == {"talent.ground"}
    usecases.withdraw_need(WithdrawNeed(need, "Đã tìm được người trong cơ quan.", uuid4()), actor=persona("officer"))
    with pytest.raises(Refused):
        usecases.decide_need(DecideNeed(need, True, "", uuid4()), actor=persona("decider"))


def test_a_profile_needs_criteria_a_field_and_a_day_that_lies_ahead() -> None:
    need = sample.raised(sample.WATER, persona)
    today = persona("officer").today
    empty = PublishProfile(need, "", "no-such-field", (), today, once=uuid4())
    with pytest.raises(Refused) as refused:
        usecases.publish_profile(empty, actor=persona("officer"))
    assert codes(refused) == {
        "flow.not_from_here", "talent.criteria", "talent.field", "talent.origins", "talent.closes_on",
    }  # fmt: skip


def test_an_application_lacks_nothing_and_comes_once() -> None:
    need = sample.published(sample.WATER, persona)
    who = persona("resident")
    with pytest.raises(Refused) as refused:
        usecases.apply(Apply(need, "foreign", "", once=uuid4()), actor=who)
    assert {"talent.statement", "talent.shown_degree", "talent.papers"} <= codes(refused)
    assert not Candidacy.objects.exists()
    once = uuid4()
    shown = tuple((code, "Có") for code in ("degree", "works", "passport-country"))
    asked = Apply(need, "foreign", "Mười năm kinh nghiệm.", shown, (paper("cv"),), once)
    made = usecases.apply(asked, actor=who)
    count = AuditRecord.objects.count()
    assert usecases.apply(replace(asked, papers=(paper("cv"),)), actor=who) == made
    assert AuditRecord.objects.count() == count
    with pytest.raises(Refused) as refused:
        usecases.apply(replace(asked, once=uuid4()), actor=who)
    assert "talent.known" in codes(refused)
    later = sample.at(persona("founder"), 30)
    with pytest.raises(Refused) as refused:
        sample.applied(need, later, "foreign")
    assert codes(refused) == {"talent.not_open"}


def test_by_invitation_only_the_invited_reads_and_applies() -> None:
    need = sample.published(sample.LENS, persona)
    with pytest.raises(Missing):
        queries.post(need, persona("founder"))
    with pytest.raises(Refused):
        sample.applied(need, persona("founder"), "domestic")
    asked = InviteCandidate(need, persona("resident").key, "Đúng chuyên môn.", uuid4())
    usecases.invite_candidate(asked, actor=persona("officer"))
    assert queries.post(need, persona("resident")).open
    made = sample.applied(need, persona("resident"), "domestic")
    assert Candidacy.objects.get(pk=made).state == "applied"
    with pytest.raises(Refused) as refused:
        usecases.invite_candidate(replace(asked, person="party:99999999", once=uuid4()), actor=persona("officer"))
    assert codes(refused) == {"talent.person"}


def test_an_invited_person_declines_and_an_applicant_withdraws() -> None:
    need = sample.published(sample.WATER, persona)
    asked = InviteCandidate(need, persona("resident").key, "Đúng chuyên môn.", uuid4())
    invited = usecases.invite_candidate(asked, actor=persona("officer"))
    leave = LeaveCandidacy(invited, "Đang bận dự án khác.", uuid4())
    with pytest.raises(Missing):
        usecases.leave_candidacy(leave, actor=persona("founder"))
    usecases.leave_candidacy(replace(leave, once=uuid4()), actor=persona("resident"))
    assert Candidacy.objects.get(pk=invited).state == "declined"
    mine = sample.applied(need, persona("founder"), "foreign")
    usecases.leave_candidacy(LeaveCandidacy(mine, "Đổi ý.", uuid4()), actor=persona("founder"))
    assert Candidacy.objects.get(pk=mine).state == "withdrawn"


def test_the_groups_word_recommends_one_and_turns_the_other_down() -> None:
    need = sample.published(sample.WATER, persona)
    first = sample.applied(need, persona("resident"), "overseas-vietnamese")
    second = sample.applied(need, persona("founder"), "foreign")
    with pytest.raises(Refused):
        usecases.draft_offer(DraftOffer(first, sample.terms(persona("officer").today, 1_000_000, 1)), actor=persona("officer"))  # fmt: skip
    sample.selected(need, a_group(), persona, {first})
    states = dict(Candidacy.objects.values_list("pk", "state"))
    assert states == {first: "recommended", second: "not_recommended"}
    sample.heard(f"candidacy:{first}", "refused", "trễ", persona("officer"))
    assert Candidacy.objects.get(pk=first).state == "recommended", "a word that comes twice changes nothing"
    with pytest.raises(Refused):
        usecases.put_candidates(PutCandidates(need, 1, uuid4()), actor=persona("officer"))


def test_every_part_is_held_against_the_rulebook_and_the_rulings_can_be_replayed() -> None:
    candidacy = recommended()
    said = sample.terms(persona("officer").today, 80_000_000, 12, start=80_000_001, health=9_600_001, bonus=320_000_001)
    before = traces()
    with pytest.raises(Refused) as refused:
        usecases.draft_offer(DraftOffer(candidacy, said, once=uuid4()), actor=persona("officer"))
    assert codes(refused) == {"talent.start_above", "talent.health_above", "talent.bonus_above"}
    assert all(reason.source for reason in refused.value.decision.reasons)
    assert traces() == before
    fits = sample.terms(persona("officer").today, 80_000_000, 12, start=80_000_000, health=9_600_000, bonus=320_000_000)
    offer = usecases.draft_offer(DraftOffer(candidacy, fits, once=uuid4()), actor=persona("officer"))
    kept = rulings_of(f"expert_offer:{offer}")
    assert {"talent.bonus-ceiling", "talent.start-support", "talent.health-package"} <= {one.rule for one in kept}
    assert all(done.agrees for done in replay(kept))


def test_a_domestic_expert_has_no_support_by_the_decree_but_may_have_a_bonus() -> None:
    need = sample.published(sample.CHIP, persona)
    candidacy = sample.applied(need, persona("resident"), "domestic")
    sample.selected(need, a_group(), persona, {candidacy})
    today = persona("officer").today
    wrong = DraftOffer(candidacy, sample.terms(today, 50_000_000, 6, start=1), once=uuid4())
    with pytest.raises(Refused) as refused:
        usecases.draft_offer(wrong, actor=persona("officer"))
    assert codes(refused) == {"talent.start_refused"}
    right = DraftOffer(candidacy, sample.terms(today, 50_000_000, 6, bonus=200_000_000), once=uuid4())
    assert usecases.draft_offer(right, actor=persona("officer"))


def test_an_offer_needs_a_second_person_and_a_day_to_answer() -> None:
    candidacy = recommended()
    said = sample.terms(persona("officer").today + timedelta(days=9), 80_000_000, 12)
    offer = usecases.draft_offer(DraftOffer(candidacy, said, once=uuid4()), actor=persona("officer"))
    officer = persona("officer")
    both = replace(officer, rights=officer.rights | {"talent.approve"})
    with pytest.raises(Refused) as refused:
        usecases.decide_offer(DecideOffer(offer, True, None, once=uuid4()), actor=both)
    assert codes(refused) == {"talent.four_eyes", "talent.answer_by"}
    with pytest.raises(Missing):
        queries.offer_card(offer, persona("resident"))
    usecases.decide_offer(DecideOffer(offer, True, said.from_on, once=uuid4()), actor=persona("decider"))
    assert queries.offer_card(offer, persona("resident")).code == "sent"
    usecases.withdraw_offer(WithdrawOffer(offer, "Nhiệm vụ đã đổi.", uuid4()), actor=officer)
    with pytest.raises(Refused):
        usecases.answer_offer(AnswerOffer(offer, True, once=uuid4()), actor=persona("resident"))


def test_an_accepted_offer_makes_one_engagement_and_tells_the_others() -> None:
    _group, offer = sent_offer()
    once = uuid4()
    asked = AnswerOffer(offer, True, True, once=once)
    with pytest.raises(Missing):
        usecases.answer_offer(asked, actor=persona("founder"))
    made = usecases.answer_offer(replace(asked, once=(again := uuid4())), actor=persona("resident"))
    assert usecases.answer_offer(replace(asked, once=again), actor=persona("resident")) == made
    row = Engagement.objects.get(pk=made)
    assert (row.state, row.public_name, row.number) == ("agreed", True, "CG-2026-0001")
    assert row.need.state == "met"
    assert Candidacy.objects.get(pk=row.offer.candidacy_id).state == "engaged"


def test_an_offer_that_is_not_answered_lapses_once() -> None:
    _group, offer = sent_offer()
    late = persona("officer", days=60)
    assert queries.offers_to_lapse(persona("officer").today) == ()
    assert queries.offers_to_lapse(late.today) == (offer,)
    actor = replace(job_actor("talent.watch_clocks"), moment=late.moment)
    usecases.lapse_offer(offer, actor=actor)
    count = AuditRecord.objects.count()
    usecases.lapse_offer(offer, actor=actor)
    assert AuditRecord.objects.count() == count
    assert Offer.objects.get(pk=offer).state == "lapsed"
    with pytest.raises(Refused):
        usecases.answer_offer(AnswerOffer(offer, True, once=uuid4()), actor=sample.at(persona("resident"), 60))


def test_a_search_that_finds_nobody_is_closed_and_says_so() -> None:
    need = sample.published(sample.WATER, persona)
    candidacy = sample.applied(need, persona("resident"), "foreign")
    usecases.close_search(CloseSearch(need, "Chưa có ai phù hợp.", uuid4()), actor=persona("officer"))
    assert Candidacy.objects.get(pk=candidacy).state == "passed_over"
    assert Notice.objects.filter(party=persona("resident").key, title_vi__startswith="Kết quả tuyển chọn").count() == 1
    with pytest.raises(Refused):
        sample.applied(need, persona("founder"), "foreign")
