"""The sample city's changed procedure, played on a small stock of cases."""

from __future__ import annotations

import pytest

from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.models import Dossier, VersionMove
from khue.features.procedures.models import DefinitionDraft, MigratedCase
from khue.site.sample.applications import PROCEDURE
from khue.site.sample.procedures import play
from tests.cast import persona
from tests.dossiers.cases import accepted, draft


@pytest.mark.django_db
def test_the_sample_has_a_second_edition_migrated_cases_a_moved_draft_and_a_third_edition_under_way() -> None:
    case, writing = accepted(), draft()
    due = case.due_on
    actors = {key: persona(key, days=3) for key in ("officer", "decider", "researcher")}
    play(actors, (writing.pk,))
    newest = dossiers.versions(PROCEDURE)[0]
    assert newest.number == 2
    assert Dossier.objects.get(pk=case.pk).version_id == newest.id
    assert Dossier.objects.get(pk=case.pk).due_on == due
    assert VersionMove.objects.count() == MigratedCase.objects.filter(state="moved").count() == 1
    assert Dossier.objects.get(pk=writing.pk).changes_to_show
    assert DefinitionDraft.objects.filter(state="open").count() == 1
