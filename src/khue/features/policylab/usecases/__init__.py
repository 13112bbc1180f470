"""The deeds of the policy lab: write a study, run it, stop it, publish it."""

from khue.features.policylab.usecases.publishing import publish_study
from khue.features.policylab.usecases.running import order_run, run_study, stop_run
from khue.features.policylab.usecases.writing import (
    change_assumptions,
    change_outline,
    change_reform,
    copy_study,
    paste_reform,
    start_study,
)

__all__ = [
    "change_assumptions",
    "change_outline",
    "change_reform",
    "copy_study",
    "order_run",
    "paste_reform",
    "publish_study",
    "run_study",
    "start_study",
    "stop_run",
]
