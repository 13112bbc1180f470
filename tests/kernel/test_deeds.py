"""What a command does when the database gives it up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from khue.core.errors import Conflict
from khue.kernel.deeds import command
from khue.kernel.models import AuditRecord
from tests.cast import persona

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("clone_db")]
FIRST, SECOND = 901, 902


def test_of_two_commands_that_wait_for_each_other_one_is_done_and_one_is_told_so(
    in_threads: Callable[..., list[Any]],
) -> None:
    clerk, both_hold_one = persona("clerk"), threading.Barrier(2)

    def crosswise(mine: int, other: int) -> str:
        with command("kernel.crosswise", clerk, subject=f"lock:{mine}"), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [mine])
            both_hold_one.wait()
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [other])
        return "done"

    before = AuditRecord.objects.count()
    results = in_threads(lambda: crosswise(FIRST, SECOND), lambda: crosswise(SECOND, FIRST))
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "str"]
    told = next(result for result in results if isinstance(result, Conflict))
    assert "cùng lúc" in told.text.vi
    assert AuditRecord.objects.count() == before + 1
