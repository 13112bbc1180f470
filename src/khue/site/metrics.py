"""Figures of the rooms that the page of operations and ``/metrics`` tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict


def wire() -> None:
    from khue.kernel.metrics import kept

    kept.register(
        kept.Figure("khue_open_tasks", "Open tasks on the desks, by what their clock says.", ("clock",), open_tasks)
    )


def open_tasks() -> Mapping[tuple[str, ...], float]:
    from khue.features.dossiers.queries.figures import open_work
    from khue.kernel import clock

    today = clock.job_actor("metrics").today
    return {(name.replace("_", "-"),): float(count) for name, count in asdict(open_work(today)).items()}
