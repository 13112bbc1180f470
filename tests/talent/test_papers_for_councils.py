"""What a group judges reaches its members: a candidate's papers, an expert's year. Whoever has an interest sees none of it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from khue.core.actor import Actor
from khue.core.errors import Missing, NotAllowed
from khue.features.councils import queries as councils
from khue.features.councils import usecases as council_deeds
from khue.features.councils.domain.commands import DeclareInterest
from khue.features.talent import queries, usecases
from khue.features.talent.domain.commands import OpenEvaluation, ReportYear
from khue.features.talent.models import Candidacy
from khue.kernel import files
from khue.site.sample import talent as sample
from tests.cast import persona
from tests.talent.stories import on, running, sent_offer

pytestmark = pytest.mark.django_db
REPORT = "Đã bàn giao sản phẩm đúng hạn và đào tạo sáu cán bộ của Sở."


def declared(council: int, item: int, member: Actor) -> None:
    own = DeclareInterest(council, member.key, "Đang cùng làm một đề tài với chuyên gia.", item)
    council_deeds.declare_interest(own, actor=member)


def test_a_candidates_papers_open_for_the_group_but_for_a_member_with_an_interest() -> None:
    group, _offer = sent_offer()
    candidacy = Candidacy.objects.get()
    subject = f"candidacy:{candidacy.pk}"
    item = councils.items_about(subject)[0].id
    torn, member = group.members[0], group.members[1]
    declared(group.id, item, torn)
    shown = councils.papers_for(councils.readable_item(item, member), member)
    assert [card.id for card in shown.files] == candidacy.papers != []
    assert files.may_read(member, subject)
    for outside in (torn, persona("founder")):
        assert not files.may_read(outside, subject)
    assert files.may_read(persona("resident"), subject), "the candidate's own"
    # The item's page leads there: it opens for the same people.
    assert queries.candidacy_card(candidacy.pk, member)[0].id == candidacy.pk
    for outside in (torn, persona("founder")):
        with pytest.raises(Missing):
            queries.candidacy_card(candidacy.pk, outside)


def test_an_experts_year_reaches_the_group_with_the_report_and_what_was_handed_in() -> None:
    story = running()
    first, second = story.due(no=0), story.due(no=1)
    sample.handed_in(first.pk, story.expert, on(100))
    officer = on(280)("officer")
    made = usecases.open_evaluation(
        OpenEvaluation(story.engagement, officer.today, story.group.id, uuid4()), actor=officer
    )
    item = councils.items_about(f"expert_evaluation:{made}")[0].id
    usecases.report_year(ReportYear(made, REPORT, uuid4()), actor=sample.at(story.expert, 281))
    sample.handed_in(second.pk, story.expert, on(290))
    torn, member = (sample.at(one, 282) for one in story.group.members[:2])
    subject = f"engagement:{story.engagement}"
    assert files.may_read(torn, subject), "nothing speaks against it yet"
    declared(story.group.id, item, torn)
    shown = councils.papers_for(councils.readable_item(item, member), member)
    first.refresh_from_db()
    assert [card.id for card in shown.files] == first.papers, "what came after the year is the next one's"
    assert REPORT in [answer.value for answer in shown.told]
    assert files.may_read(member, subject)
    for outside in (torn, persona("founder")):
        assert not files.may_read(outside, subject)
    with pytest.raises(NotAllowed):
        councils.readable_item(item, torn)
    assert files.may_read(story.expert, subject), "the expert's own"


def test_without_a_year_before_a_group_nobody_of_it_reads_the_contract() -> None:
    story = running()
    assert not files.may_read(story.group.members[0], f"engagement:{story.engagement}")
