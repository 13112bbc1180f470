"""Several at once on the same parties: real threads, real commits, a database of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from khue.features.dossiers import queries as dossiers
from khue.features.dossiers import usecases as dossier_deeds
from khue.features.dossiers.domain.commands import SubmitDossier
from khue.features.dossiers.models import Dossier
from khue.features.people import queries, usecases
from khue.features.people.domain import EndSuccession, MergeDuplicates, Paper, RecordSuccession, RegisterOrganisation
from khue.features.people.models import Passage, Succession
from khue.kernel.models import AuditRecord
from khue.site.sample.applications import write_draft
from tests.cast import organisation, persona
from tests.house.stock import SELLER, project

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("clone_db")]
InThreads = Callable[..., list[Any]]


def outcomes(results: list[Any]) -> Counter[str]:
    return Counter(type(result).__name__ if isinstance(result, Exception) else "done" for result in results)


def institute(name: str) -> str:
    return usecases.register_organisation(RegisterOrganisation(name, "institute"), actor=persona("clerk"))


def test_two_registrars_who_merge_crosswise_make_no_circle(in_threads: InThreads) -> None:
    one, other = institute("Viện Một"), institute("Viện Một.")
    asked = (MergeDuplicates(one, other, (), "Trùng", (1, 1)), MergeDuplicates(other, one, (), "Trùng", (1, 1)))
    who = (persona("clerk"), persona("administrator"))
    results = in_threads(
        *(lambda n=n: usecases.merge_duplicates(asked[n], actor=who[n]) for n in (0, 1))  # type: ignore[misc]  # bound in the loop by its default
    )
    assert outcomes(results)["done"] == 1
    assert Passage.objects.count() == 1
    assert queries.same_party(one) == queries.same_party(other)
    assert AuditRecord.objects.filter(deed="people.merge_duplicates").count() == 1


def test_a_ring_of_three_closes_for_nobody(in_threads: InThreads) -> None:
    ring = [institute(f"Viện {n}") for n in "ABC"]
    who = (persona("clerk"), persona("administrator"), persona("clerk"))

    def merge(n: int) -> Callable[[], Any]:
        former, survivor = ring[n], ring[(n + 1) % 3]
        seen = (1, 1)
        return lambda: usecases.merge_duplicates(MergeDuplicates(former, survivor, (), "x", seen), actor=who[n])

    results = in_threads(*(merge(n) for n in range(3)))
    assert 1 <= outcomes(results)["done"] <= 2
    roots = {queries.same_party(key)[0] for key in ring}
    assert len(roots) == 3 - Passage.objects.count()


def test_a_merge_is_taken_back_once(in_threads: InThreads) -> None:
    one, other = institute("Viện Một"), institute("Viện Một.")
    number = usecases.merge_duplicates(MergeDuplicates(one, other, (), "Trùng", (1, 1)), actor=persona("clerk"))
    who = persona("clerk")
    deed = lambda: usecases.end_succession(EndSuccession(number, "Nhầm"), actor=who)  # noqa: E731
    assert outcomes(in_threads(*[deed] * 4)) == {"done": 1, "Conflict": 3}
    assert Succession.objects.get().end_ground == "Nhầm"


def test_a_dossier_handed_in_during_a_merger_goes_on_under_the_successor(in_threads: InThreads) -> None:
    old, new = organisation("VLSH"), organisation("ĐHTH")
    draft = write_draft(project(1), old, actor=persona("researcher"), seller=SELLER)
    writer, registrar = persona("researcher"), persona("clerk")
    paper = Paper("1/QĐ", registrar.today, "UBND Thành phố")
    merger = RecordSuccession("merger", (old,), (new,), registrar.today, paper, "Sáp nhập")
    results = in_threads(
        lambda: dossier_deeds.submit_dossier(SubmitDossier(draft, certified=True), actor=writer),
        lambda: usecases.record_succession(merger, actor=registrar),
    )
    assert outcomes(results) == {"done": 2}
    dossier = Dossier.objects.get(pk=draft)
    assert dossier.state == "submitted"
    assert queries.holder([f"dossier:{draft}"], old) == new
    note = dossiers.case(dossier.number, persona("clerk")).notes[0]
    assert note.party == new
