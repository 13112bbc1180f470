"""Ten at once with one external id, two revisions, one new party: real threads, real commits, a database of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from khue.core.errors import Conflict
from khue.features.dossiers.models import Dossier
from khue.features.intake.models import IntakeCase, MessageIn, MessageOut
from khue.features.people.models import Organisation, Person
from khue.kernel.models import AuditRecord, StoredFile
from tests.intake.portal import PERSON, Sent, new_source, organisation, the_case

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("clone_db")]
InThreads = Callable[..., list[Any]]


def test_the_same_dossier_ten_times_at_once_is_one_dossier(in_threads: InThreads) -> None:
    source = new_source()
    sent = [Sent() for _ in range(10)]
    results = in_threads(*(lambda one=one: one.take(source) for one in sent))
    answers = [result.answer for result in results]
    assert all(answer == answers[0] for answer in answers)
    assert sum(not result.repeated for result in results) == 1
    assert Dossier.objects.filter(source="dvcqg").count() == 1
    assert IntakeCase.objects.count() == MessageIn.objects.count() == MessageOut.objects.count() == 1
    assert AuditRecord.objects.filter(deed="intake.take_in_dossier").count() == 1
    assert StoredFile.objects.filter(subject__startswith="dossier:").count() == 2


def test_two_revisions_at_once_are_one_dossier_and_one_of_them_is_told(in_threads: InThreads) -> None:
    source = new_source()
    results = in_threads(
        *(lambda r=revision: Sent(revision=r, certified=r == 2).take(source) for revision in (1, 2, 1, 2))
    )
    assert Dossier.objects.filter(source="dvcqg").count() == 1
    assert the_case().revision == 2
    kinds = Counter(type(result).__name__ for result in results)
    assert set(kinds) <= {"Outcome", "Conflict"}
    for result in results:
        if isinstance(result, Conflict):
            assert "2" in result.text.vi


def test_dossiers_of_one_new_party_at_once_open_one_record(in_threads: InThreads) -> None:
    source = new_source()
    sent = [Sent(f"G12.99-{number}", applicant=organisation(960)) for number in range(6)]
    results = in_threads(*(lambda one=one: one.take(source) for one in sent))
    assert [result.refusal for result in results] == [None] * 6
    assert Organisation.objects.filter(tax_code=organisation(960).number).count() == 1
    assert Person.objects.filter(citizen_number=PERSON).count() == 1
    assert Dossier.objects.filter(source="dvcqg").values("applicant").distinct().count() == 1
