"""Real threads on a cloned database: one key is one deed, and a limit is a limit over all processes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.api.conftest import Program, new_key
from tests.cast import organisation

pytestmark = pytest.mark.slow


def test_the_same_write_at_the_same_instant_is_done_once(clone_db: str, in_threads: Callable[..., list[Any]]) -> None:
    from khue.features.dossiers.models import Dossier

    secret, once = new_key().secret, uuid4()
    asked = {"procedure": "equipment-support", "applicant": organisation("VLSH")}
    answers = in_threads(*(lambda: Program(token=secret).post("/dossiers", asked, once=once) for _ in range(6)))
    codes = Counter(answer.status_code for answer in answers)
    assert codes[201] >= 1
    assert set(codes) <= {201, 409}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert Dossier.objects.count() == 1
    assert Program(token=secret).post("/dossiers", asked, once=once).status_code == 201


def test_a_limit_holds_however_many_call_at_once(clone_db: str, in_threads: Callable[..., list[Any]]) -> None:
    from khue.kernel.models import KeyUse

    made = new_key(per_minute=5)
    answers = in_threads(*(lambda: Program(token=made.secret).get("/dossiers") for _ in range(12)))
    codes = Counter(answer.status_code for answer in answers)
    minutes = KeyUse.objects.filter(key=made.id).count()  # the minute may turn while they call
    assert codes[200] <= 5 * minutes
    assert codes[200] + codes[429] == 12
