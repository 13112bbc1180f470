"""Studies for the tests, made through use-cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from khue.core.actor import Actor
from khue.features.policylab import queries, usecases
from khue.features.policylab.domain import ChangeReform, OrderRun, Outline, PublishStudy, StartStudy
from khue.features.policylab.queries import Version
from khue.kernel.clock import job_actor
from tests.cast import persona

EQUIPMENT = "missions.equipment-support"
CAP = "missions.equipment.trial_purchase_cap"
NEW_YEAR = date(2027, 1, 1)


def author() -> Actor:
    return persona("policymaker")


def outline(**changed: Any) -> Outline:
    asked = Outline("Nâng lên 60 %", "Raise to 60 %", "Tốn thêm bao nhiêu?", "", 2026, 2028, (EQUIPMENT,))
    return replace(asked, **changed)


def started(**changed: Any) -> int:
    return usecases.start_study(StartStudy(outline(**changed)), actor=author())


def now(study: int, number: int | None = None) -> Version:
    return queries.version(study, number, author())


def sixty(study: int | None = None, value: int = 60) -> int:
    """A study with the change from 50 % to 60 %."""
    study = study or started()
    asked = ChangeReform(study, NEW_YEAR, None, {CAP: value}, (), now(study).stamp)
    usecases.change_reform(asked, actor=author())
    return study


def ordered(study: int | None = None) -> int:
    study = study or sixty()
    usecases.order_run(OrderRun(study, now(study).number), actor=author())
    return study


def work(study: int, number: int | None = None) -> bool:
    """What the worker does with the newest order."""
    found = now(study, number)
    job = replace(job_actor("policylab.run_study"), moment=author().moment)
    return usecases.run_study(found.id, found.attempt, actor=job)


def ran() -> int:
    study = ordered()
    assert work(study)
    return study


def published(slug: str = "sau-muoi") -> int:
    study = ran()
    usecases.publish_study(PublishStudy(study, 1, slug), actor=author())
    return study
