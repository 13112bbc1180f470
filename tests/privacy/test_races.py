"""Several at once on one record of personal data: real threads, real commits, a database of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from khue.features.privacy import usecases
from khue.features.privacy.domain.commands import AcceptRequest, ExtendRequest, RefuseRequest
from khue.kernel.models import AuditRecord
from tests.privacy.stories import TODAY, asked, officer

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("clone_db")]
InThreads = Callable[..., list[Any]]


def outcomes(results: list[Any]) -> Counter[str]:
    return Counter(type(found).__name__ if isinstance(found, Exception) else "done" for found in results)


def test_two_officers_decide_one_request_once_and_two_extensions_are_one(in_threads: InThreads) -> None:
    request = asked()
    actor = officer(1)
    results = in_threads(
        lambda: usecases.accept_request(AcceptRequest(request.id, "Sẽ sửa", once=uuid4()), actor=actor),
        lambda: usecases.accept_request(AcceptRequest(request.id, "Sẽ sửa ngay", once=uuid4()), actor=actor),
    )
    assert outcomes(results) == {"done": 1, "Refused": 1}
    days = (12, 18)
    results = in_threads(
        *(
            lambda day=day: usecases.extend_request(
                ExtendRequest(request.id, TODAY + timedelta(days=day), "Kho lưu trữ", once=uuid4()), actor=actor
            )
            for day in days
        )
    )
    assert outcomes(results) == {"done": 1, "Refused": 1}
    assert AuditRecord.objects.filter(deed="privacy.extend_request").count() == 1
    same = RefuseRequest(request.id, "Không thể", "Luật 91/2025/QH15", once=uuid4())
    results = in_threads(*(lambda: usecases.refuse_request(same, actor=actor) for _ in range(2)))
    assert outcomes(results) == {"done": 2}, "the same form sent twice is one deed"
    assert AuditRecord.objects.filter(deed="privacy.refuse_request").count() == 1
