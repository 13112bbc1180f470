"""A run: whole in pieces, stopped, taken up after a crash, the same each time; what it found is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError

from khue.core.bilingual import Text
from khue.core.errors import NotAllowed, Refused
from khue.core.rules.lab import Lab, Piece
from khue.features.policylab import usecases
from khue.features.policylab.domain import MOST_TRIES, ChangeAssumptions, ChangeOutline, OrderRun, StopRun
from khue.features.policylab.models import RunPiece, StudyVersion
from khue.features.policylab.queries import rerun
from khue.kernel.clock import job_actor
from khue.kernel.models import AuditRecord, Notice
from tests.policylab.studies import CAP, author, now, ordered, outline, ran, sixty, started, work

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """What a worker's end looks like from within: nothing is caught, nothing tidied."""


def dies_after(monkeypatch: pytest.MonkeyPatch, pieces: int, error: BaseException) -> None:
    """The worker breaks off when so many pieces are computed."""
    made = Lab.pieces

    def breaking(self: Lab, *args: Any, **also: Any) -> tuple[Piece, ...]:
        found = made(self, *args, **also)

        def bad() -> Any:
            raise error

        return (*found[:pieces], Piece(found[pieces].key, bad), *found[pieces + 1 :])

    monkeypatch.setattr(Lab, "pieces", breaking)


def deeds(name: str) -> int:
    return AuditRecord.objects.filter(deed=f"policylab.{name}").count()


def test_sixty_per_cent_costs_more_from_its_day() -> None:
    found = now(ran())
    assert found.state == "done"
    assert found.percent == 100
    assert found.result is not None
    total = found.result["total"]
    assert total["2026"]["cost_after"] == total["2026"]["cost_before"]
    assert total["2027"]["cost_after"] > total["2027"]["cost_before"]
    assert not total["2027"]["lose"]
    changed = next(each for each in found.result["law"] if each["id"] == CAP)
    assert (changed["before"], changed["after"]) == (50, 60)
    assert not RunPiece.objects.exists()
    notice = Notice.objects.get(party=author().key, kind="policylab")
    assert notice.path == f"/policy-lab/studies/{found.study_id}/1/"
    assert (deeds("order_run"), deeds("finish_run")) == (1, 1)


def test_the_same_inputs_give_the_same_result_and_other_people_another() -> None:
    first, second = now(ran()), now(ran())
    assert first.inputs_digest == second.inputs_digest
    assert first.result == second.result
    study = sixty()
    usecases.change_assumptions(ChangeAssumptions(study, 77, {}, now(study).stamp), actor=author())
    assert work(ordered(study))
    third = now(study)
    assert third.inputs_digest != first.inputs_digest
    assert third.result
    assert first.result
    assert third.result["effects_digest"] != first.result["effects_digest"]


def test_a_study_that_changes_nothing_or_something_else_is_not_run() -> None:
    empty = started()
    with pytest.raises(Refused, match="changes nothing"):
        usecases.order_run(OrderRun(empty, 1), actor=author())
    other = sixty()
    asked = ChangeOutline(other, outline(programmes=("startups.interest-support",)), now(other).stamp)
    usecases.change_outline(asked, actor=author())
    with pytest.raises(Refused, match="No programme that is chosen uses"):
        usecases.order_run(OrderRun(other, 1), actor=author())
    huge = sixty()
    figures = {"equipment.lines_per_enterprise": "1", "equipment.growth": "1", "enterprises.active": "100000000"}
    usecases.change_assumptions(ChangeAssumptions(huge, 1, figures, now(huge).stamp), actor=author())
    with pytest.raises(Refused, match="too many cases"):
        usecases.order_run(OrderRun(huge, 1), actor=author())
    assert {now(study).state for study in (empty, other, huge)} == {"draft"}
    assert not deeds("order_run")


def test_a_run_is_ordered_once_and_not_while_it_runs() -> None:
    study, once = sixty(), uuid4()
    for _ in range(2):
        usecases.order_run(OrderRun(study, 1, once), actor=author())
    with pytest.raises(Refused):
        usecases.order_run(OrderRun(study, 1), actor=author())
    assert now(study).attempt == 1
    assert deeds("order_run") == 1


def test_a_killed_worker_is_followed_by_one_that_goes_on_and_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = now(ran())
    study = ordered()
    with monkeypatch.context() as patched:
        dies_after(patched, 3, Killed())
        with pytest.raises(Killed):
            work(study)
    broken = now(study)
    assert (broken.state, broken.done) == ("running", 3)
    assert 0 < broken.percent < 100
    kept = set(RunPiece.objects.values_list("key", flat=True))
    assert len(kept) == 3
    assert work(study)
    assert now(study).result == whole.result


def test_a_worker_that_keeps_dying_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    study = ordered()
    with monkeypatch.context() as patched:
        dies_after(patched, 0, Killed())
        for _ in range(MOST_TRIES):
            with pytest.raises(Killed):
                work(study)
        assert not work(study)
    found = now(study)
    assert found.state == "failed"
    assert found.failure is not None
    assert str(MOST_TRIES) in found.failure.vi
    assert deeds("fail_run") == 1
    usecases.order_run(OrderRun(study, 1), actor=author())
    assert work(study), "it may be ordered again, and counts anew"


def test_a_stopped_run_computes_nothing_more_and_goes_on_when_it_is_ordered_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    study, once = ordered(), uuid4()
    old = now(study)
    with monkeypatch.context() as patched:
        dies_after(patched, 2, Killed())
        with pytest.raises(Killed):
            work(study)
    for _ in range(2):
        usecases.stop_run(StopRun(study, 1, once), actor=author())
    assert (now(study).state, deeds("stop_run")) == ("stopped", 1)
    assert not work(study)
    assert RunPiece.objects.count() == 2
    with pytest.raises(Refused):
        usecases.stop_run(StopRun(study, 1), actor=author())
    usecases.order_run(OrderRun(study, 1), actor=author())
    job = replace(job_actor("policylab.run_study"), moment=author().moment)
    assert not usecases.run_study(old.id, old.attempt, actor=job), "the job of the first order does nothing"
    assert work(study)


def test_stop_reaches_a_run_between_its_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    study = ordered()
    made = Lab.pieces

    def stopping(self: Lab, *args: Any, **also: Any) -> tuple[Piece, ...]:
        found = made(self, *args, **also)

        def stop() -> Any:
            usecases.stop_run(StopRun(study, 1), actor=author())
            return found[1].run()

        return (found[0], Piece(found[1].key, stop), *found[2:])

    monkeypatch.setattr(Lab, "pieces", stopping)
    assert not work(study)
    assert now(study).state == "stopped"
    assert RunPiece.objects.count() == 1


def test_a_fault_of_ours_is_told_and_the_database_away_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    study = ordered()
    with monkeypatch.context() as patched:
        dies_after(patched, 1, DatabaseError("away"))
        with pytest.raises(DatabaseError):
            work(study)
    assert now(study).state == "running"
    with monkeypatch.context() as patched:
        dies_after(patched, 1, ValueError("our fault"))
        assert not work(study)
    found = now(study)
    assert found.state == "failed"
    assert isinstance(found.failure, Text)
    assert "our fault" not in found.failure.vi


def test_only_the_job_computes() -> None:
    found = now(ordered())
    with pytest.raises(NotAllowed):
        usecases.run_study(found.id, found.attempt, actor=author())


def test_an_edition_that_was_never_stored_is_told() -> None:
    study = sixty()
    content = {**now(study).content.to_json(), "law_edition": "0000000000000000"}
    StudyVersion.objects.filter(study=study).update(content=content)
    with pytest.raises(Refused, match="no edition"):
        usecases.order_run(OrderRun(study, 1), actor=author())
    StudyVersion.objects.filter(study=study).update(state="waiting", attempt=1)
    assert not work(study)
    found = now(study)
    assert found.state == "failed"
    assert found.failure is not None
    assert "0000000000000000" in found.failure.vi


# ---- reruns ----------------------------------------------------------------------------------------------------------


def test_a_rerun_agrees_and_another_seed_is_not_compared() -> None:
    found = now(ran())
    again = rerun(found.content, found.control_digest, found.content.seed)
    assert again.agrees is True
    assert again.whole
    assert rerun(found.content, "another", found.content.seed).agrees is False
    assert rerun(found.content, found.control_digest, 5).agrees is None


def test_a_large_study_is_rerun_over_a_part_that_agrees() -> None:
    study = sixty()
    figures = {"equipment.lines_per_enterprise": "1/50"}
    usecases.change_assumptions(ChangeAssumptions(study, 3, figures, now(study).stamp), actor=author())
    assert work(ordered(study))
    found = now(study)
    assert found.result is not None
    again = rerun(found.content, found.control_digest, 3)
    assert again.agrees is True
    assert not again.whole
    assert again.result["total"]["2026"]["cases"] == 2_000
    assert found.result["total"]["2026"]["cases"] > 4_000
