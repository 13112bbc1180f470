"""Several at once on one record of personal data: real threads, real commits, a database of its own."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from khue.core import proof
from khue.features.privacy import usecases
from khue.features.privacy.domain.commands import AcceptRequest, ExtendRequest, RefuseRequest
from khue.features.privacy.domain.consents import GiveConsent
from khue.features.privacy.domain.erasing import ConfirmErasure
from khue.features.privacy.models import ConsentRecord
from khue.kernel import audit
from khue.kernel.models import AuditRecord
from tests.cast import MOMENT, persona
from tests.privacy.stories import TODAY, asked, officer
from tests.privacy.test_erasing import LATER, NAME, forgotten_person, proposed

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


def exported() -> list[bytes]:
    stream = io.StringIO(newline="\n")
    audit.export(stream, with_values=True, city="khue_hanoi")
    return stream.getvalue().encode().splitlines(keepends=True)


def test_two_confirm_one_erasure_once_and_the_audit_proves_before_and_after(in_threads: InThreads) -> None:
    key = forgotten_person()
    made = proposed("person", key)
    anchor = audit.seal_checkpoint(MOMENT)
    before = exported()
    assert proof.verify_export(before, anchor=anchor).ok
    assert any(NAME.encode() in line for line in before)
    results = in_threads(
        *(
            lambda who=who: usecases.confirm_erasure(ConfirmErasure(made, once=uuid4()), actor=persona(who, days=LATER))
            for who in ("administrator", "administrator")
        )
    )
    assert outcomes(results) == {"done": 1, "Refused": 1}
    audit.seal_checkpoint(MOMENT + timedelta(days=LATER))
    after = exported()
    report = proof.verify_export(after, anchor=anchor)
    assert report.ok, "the export proves itself against the checkpoint from before the erasure"
    assert not any(NAME.encode() in line for line in after)
    assert [line for line in before if line.startswith(b"R ")] == [line for line in after if line.startswith(b"R ")][
        : sum(line.startswith(b"R ") for line in before)
    ], "no sealed record changed"


def test_two_consents_at_once_are_one_act(in_threads: InThreads) -> None:
    actor = persona("resident")
    results = in_threads(
        *(lambda: usecases.give_consent(GiveConsent("public-name", 1, uuid4()), actor=actor) for _ in range(2))
    )
    assert outcomes(results) == {"done": 1, "Refused": 1}
    assert ConsentRecord.objects.count() == 1
