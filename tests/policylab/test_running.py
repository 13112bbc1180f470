"""A run: whole in pieces, stopped, taken up after a crash, the same each time; what it found is kept."""

from __future__ import annotations

import pytest

from khue.features.policylab.models import RunPiece
from khue.kernel.models import AuditRecord, Notice
from tests.policylab.studies import CAP, author, now, ran

pytestmark = pytest.mark.django_db


def test_sixty_per_cent_costs_more_from_its_day_and_says_so_in_one_sentence() -> None:
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
    assert Notice.objects.filter(party=author().key, kind="policylab").count() == 1
    assert AuditRecord.objects.filter(deed__in=["policylab.order_run", "policylab.finish_run"]).count() == 2


def test_the_same_inputs_give_the_same_result() -> None:
    first, second = now(ran()), now(ran())
    assert first.inputs_digest == second.inputs_digest
    assert first.result == second.result
