"""A funded proposal becomes a mission also when its dossier follows an edition that knew nothing of missions; none is lost."""

from __future__ import annotations

import pytest

from khue.core.errors import Missing
from khue.features.calls import queries as calls
from khue.features.delivery import jobs, queries, usecases
from khue.features.delivery.models import Mission
from khue.features.delivery.usecases.parts import FOLLOW_UPS
from khue.features.dossiers.models import Dossier, ProcedureVersion, Task, VersionMove
from khue.features.rulebook import queries as rulebook
from khue.kernel.models import AuditRecord, Notice
from tests.cast import persona
from tests.delivery import stories
from tests.delivery.stories import act_at

pytestmark = pytest.mark.django_db


def edition(*, follow_ups: bool) -> ProcedureVersion:
    """The next edition of the procedure, with or without the steps that follow the grant."""
    base = ProcedureVersion.objects.filter(key="mission-proposal").order_by("number").first()
    last = ProcedureVersion.objects.filter(key="mission-proposal").order_by("number").last()
    assert base
    assert last
    steps = [step for step in base.content["steps"] if follow_ups or step["key"] not in FOLLOW_UPS]
    return ProcedureVersion.objects.create(
        key=base.key,
        number=last.number + 1,
        digest=f"{last.number + 1:064x}",
        content={**base.content, "steps": steps},
        published_at=base.published_at,
    )


def funded_under_an_older_edition() -> tuple[int, Dossier]:
    """As an upgrade finds it: written, judged and decided under an edition that knew nothing of missions."""
    older = edition(follow_ups=False)
    proposal = stories.funded()
    dossier = Dossier.objects.get(pk=calls.dossier_of(proposal))
    assert dossier.version_id == older.pk
    return proposal, dossier


def test_a_proposal_of_an_older_edition_becomes_a_mission_on_a_legal_ground() -> None:
    proposal, dossier = funded_under_an_older_edition()
    newest = edition(follow_ups=True)
    due, number = dossier.due_on, usecases.begin_mission(proposal, actor=stories.job(act_at(1)))
    assert number is not None
    dossier.refresh_from_db()
    move = VersionMove.objects.get(dossier=dossier)
    assert (dossier.version_id, dossier.state, dossier.due_on) == (newest.pk, "granted", due)
    assert move.provision in rulebook.lawbook().provisions
    assert "phiên bản cũ" in move.ground
    assert Task.objects.get(dossier=dossier, closed_at=None).step == "cost-appraisal"
    assert AuditRecord.objects.filter(deed="delivery.begin_mission").count() == 1
    assert Notice.objects.filter(
        party=persona("researcher").key, kind="dossier", title_vi__contains="phiên bản mới"
    ).exists()
    assert usecases.begin_mission(proposal, actor=stories.job(act_at(2))) == number
    assert VersionMove.objects.filter(dossier=dossier).count() == 1
    mission = stories.running(stories.granted(Mission.objects.get(pk=number)))
    assert mission.state == "running"


def test_a_proposal_of_the_newest_edition_stays_where_it_is() -> None:
    mission = stories.begun()
    assert not VersionMove.objects.filter(dossier=mission.dossier_id).exists()


def test_the_newest_edition_that_has_the_steps_is_taken() -> None:
    proposal, dossier = funded_under_an_older_edition()
    newest = edition(follow_ups=True)
    edition(follow_ups=False)
    usecases.begin_mission(proposal, actor=stories.job(act_at(1)))
    dossier.refresh_from_db()
    assert dossier.version_id == newest.pk


def test_without_such_an_edition_nothing_is_written_and_the_next_morning_tries_again() -> None:
    proposal, _dossier = funded_under_an_older_edition()
    with pytest.raises(Missing, match="goes on"):
        jobs.begin_mission({"proposal": proposal, "funded": True})
    assert (Mission.objects.count(), VersionMove.objects.count()) == (0, 0)
    assert queries.funded_without_mission() == (proposal,)
    edition(follow_ups=True)
    jobs.begin_missing(0)
    assert Mission.objects.get().proposal == proposal
    assert queries.funded_without_mission() == ()
    jobs.begin_missing(0)
    assert Mission.objects.count() == 1
