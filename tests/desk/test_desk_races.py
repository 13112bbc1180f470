"""Killed in the middle, two at once: on a database of its own where transactions really commit."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections, transaction

from khue.core.errors import Refused
from khue.features.desk import usecases
from khue.features.desk.domain.saved_views import SaveView, Wanted
from khue.features.desk.models import SavedView
from khue.features.dossiers.models import Task
from khue.features.people import usecases as people
from khue.features.people.domain import AssignRole
from khue.kernel.models import AuditRecord, Notice
from tests.cast import persona, setup_actor
from tests.desk.bulk_cases import order, parts, run, states

pytestmark = pytest.mark.slow


def deeds(name: str) -> int:
    return AuditRecord.objects.filter(deed=name).count()


def save() -> int:
    return usecases.save_view(SaveView("Việc trễ", Wanted("mine"), "DOST-MOTCUA"), actor=persona("clerk"))


WORKER = """
import os, sys
import django
django.setup()
from django.db import connections
for alias in connections:
    connections[alias].settings_dict["NAME"] = sys.argv[1]
from khue.features.desk import usecases
from khue.kernel import audit
from khue.kernel.clock import job_actor
usecases.run_bulk(int(sys.argv[2]), actor=job_actor("desk.run_bulk"))
"""


def test_a_worker_killed_midway_goes_on_and_does_no_row_twice(clone_db: str) -> None:
    tasks = parts(60)
    people.assign_role(
        AssignRole(persona("officer").key, "DOST-QLCN", "appraiser", persona("clerk").today), actor=setup_actor()
    )
    bulk = order("hand_over", tasks, to=persona("officer").key, ground="Nghỉ phép")
    name = str(connections["default"].settings_dict["NAME"])
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "khue.site.settings"}
    with transaction.atomic():  # whoever holds the twentieth row stops the worker there, however fast the machine is
        Task.objects.select_for_update().get(pk=tasks[20])
        worker = subprocess.Popen([sys.executable, "-c", WORKER, name, str(bulk)], env=environment)
        until = time.monotonic() + 90
        while time.monotonic() < until and states(bulk).count("done") < 8 and worker.poll() is None:
            time.sleep(0.02)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        assert 8 <= states(bulk).count("done") <= 20, "killed in the middle"
    run(bulk)
    assert states(bulk) == ["done"] * 60
    assert deeds("dossiers.hand_over_task") == 60
    assert Notice.objects.filter(party=persona("officer").key, kind="task").count() == 60


def test_two_workers_on_one_order_do_each_row_once(clone_db: str, in_threads: Callable[..., list[Any]]) -> None:
    tasks = parts(12)
    bulk = order("put_back", tasks, ground="Chia lại việc")
    Task.objects.filter(pk__in=tasks).update(assignee=persona("appraiser").key, assignee_name="Vũ")
    results = in_threads(lambda: run(bulk), lambda: run(bulk))
    assert all(isinstance(result, int) for result in results)
    assert states(bulk) == ["done"] * 12
    assert deeds("dossiers.put_back_task") == 12
    assert deeds("desk.finish_bulk") == 1


def test_two_who_take_one_name_in_a_unit_at_once_keep_one_view(
    clone_db: str, in_threads: Callable[..., list[Any]]
) -> None:
    results = in_threads(*[save] * 4)
    assert sum(isinstance(result, int) for result in results) == 1
    assert all(isinstance(result, int | Refused) for result in results)
    assert SavedView.objects.count() == 1
