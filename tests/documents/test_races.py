"""Several at once on one paper: real threads, real commits, a database of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from khue.core.errors import Conflict, Refused
from khue.features.documents import usecases
from khue.features.documents.domain import DeclinePaper, SignPaper
from khue.features.documents.models import PaperVersion, Signer
from khue.kernel import files, signing
from khue.kernel.deeds import command
from khue.kernel.models import AuditRecord
from tests.cast import persona, setup_actor
from tests.documents.cases import agreement, certificate, decision, turn

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("clone_db")]
InThreads = Callable[..., list[Any]]


def outcomes(results: list[Any]) -> Counter[str]:
    return Counter(type(result).__name__ if isinstance(result, Exception) else "done" for result in results)


def test_the_same_turn_is_signed_once_however_often_it_is_pressed(in_threads: InThreads) -> None:
    _story, paper = decision()
    row = turn(paper)
    actor = persona("decider")
    results = in_threads(
        *(
            lambda: usecases.sign_paper(SignPaper(row.pk, row.signing.stamp, once=uuid4()), actor=actor)
            for _ in range(5)
        )
    )
    found = outcomes(results)
    assert found["done"] == 1
    assert set(found) <= {"done", "Refused", "Conflict"}
    assert PaperVersion.objects.filter(paper=paper, cause="signed").count() == 1
    assert AuditRecord.objects.filter(deed="documents.sign_paper").count() == 1


def test_two_signers_at_once_never_both_sign_the_same_file(in_threads: InThreads) -> None:
    _story, paper = agreement()
    certificate("founder")
    row = turn(paper, 1)
    first = persona("researcher")
    colleague = replace(persona("founder"), acts_for=((row.who, "sign"),))
    asked = lambda: SignPaper(row.pk, row.signing.stamp, once=uuid4())  # noqa: E731
    second = turn(paper, 2)
    results = in_threads(
        lambda: usecases.sign_paper(asked(), actor=first),
        lambda: usecases.sign_paper(asked(), actor=colleague),
        lambda: usecases.sign_paper(SignPaper(second.pk, 0, once=uuid4()), actor=persona("officer")),
    )
    assert outcomes(results)["done"] == 1
    assert all(isinstance(result, Refused | Conflict | bool) for result in results)
    assert Signer.objects.filter(signing=row.signing, state="signed").count() == 1
    with files.open_bytes(paper.versions.latest("number").file) as source:
        assert len(signing.read(source.read()).signatures) == 1


def test_signing_and_superseding_at_once_leave_one_truth(in_threads: InThreads) -> None:
    _story, paper = decision()
    _other, newer = decision()
    row = turn(paper)

    def supersede() -> None:
        with command("documents.sign_paper", setup_actor(), subject=f"paper:{paper.pk}") as deed:
            usecases.supersede_paper(paper.reference, newer.reference, "Quyết định mới", deed=deed)

    asked = SignPaper(row.pk, row.signing.stamp, once=uuid4())
    decline = DeclinePaper(row.pk, "Đã có quyết định mới", row.signing.stamp, uuid4())
    results = in_threads(
        supersede,
        lambda: usecases.sign_paper(asked, actor=persona("decider")),
        lambda: usecases.decline_paper(decline, actor=persona("decider")),
    )
    assert not isinstance(results[0], Exception), "whoever supersedes is never turned away by a signature"
    paper.refresh_from_db()
    row.refresh_from_db()
    ended = paper.signings.get()
    assert paper.state == "superseded"
    assert (row.state, ended.state) in {("waiting", "superseded"), ("signed", "signed"), ("declined", "declined")}
    assert sum(isinstance(result, Exception) for result in results) >= 1
