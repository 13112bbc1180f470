"""An official with an interest in a proposal, on no council: told so, and every door is shut."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from khue.core.errors import NotAllowed
from khue.features.calls import queries
from khue.features.councils import queries as councils
from khue.features.councils import usecases as council_deeds
from khue.features.councils.domain.commands import DeclareRelation
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers import usecases as deeds
from khue.features.dossiers.domain.commands import CompleteStep
from khue.features.dossiers.queries.tasks import open_task_of
from khue.kernel import files
from tests.calls.judged import after, two_opened
from tests.calls.stories import at, browser_of
from tests.cast import persona

pytestmark = pytest.mark.django_db


def married(key: str, moment: datetime) -> None:
    """This official declares a marriage with the principal investigator of the first proposal."""
    official = at(persona(key), moment)
    asked = DeclareRelation(official.key, persona("researcher").key, "spouse")
    council_deeds.declare_relation(asked, actor=official)


def test_an_official_married_to_the_investigator_reads_the_proposal_through_no_door() -> None:
    call, first, second = two_opened(checked=False)
    moment = after(call)
    clerk = at(persona("clerk"), moment)
    number = dossiers.facts(first.dossier_id).number
    assert queries.proposal(first.pk, clerk).number == first.number
    assert browser_of("clerk").get(f"/vi/dossiers/{number}/").status_code == 200
    married("clerk", moment)
    for door in (queries.proposal, queries.content):
        with pytest.raises(NotAllowed, match=r"interest|lợi ích"):
            door(first.pk, clerk)
    assert not files.may_read(clerk, f"dossier:{first.dossier_id}")
    page = browser_of("clerk")
    for address in (f"/vi/proposals/{first.pk}/", f"/vi/proposals/{first.pk}/read/", f"/vi/dossiers/{number}/"):
        answer = page.get(address)
        assert answer.status_code == 403, address
        assert "lợi ích liên quan" in answer.content.decode(), address
    task = open_task_of(dossier_id=first.dossier_id, step="formal")
    with pytest.raises(NotAllowed):
        deeds.accept_for_processing(CompleteStep(task.id, "in_order"), actor=clerk)
    # The rival of the same call is closed, too; everybody else reads as before.
    with pytest.raises(NotAllowed, match=r"same call|cùng thông báo"):
        queries.proposal(second.pk, clerk)
    assert queries.proposal(first.pk, at(persona("officer"), moment)).number == first.number
    assert queries.proposal(first.pk, at(persona("researcher"), moment)).is_author


def test_in_the_list_it_bears_neither_link_nor_amount_and_says_why() -> None:
    call, first, second = two_opened()
    moment = after(call)
    married("officer", moment)
    officer = at(persona("officer"), moment)
    auditor = at(persona("auditor"), moment)
    mine = queries.opened_proposals(call.pk, officer, None).rows
    theirs = queries.opened_proposals(call.pk, auditor, None).rows
    assert [(line.asked, line.closed is None) for line in mine] == [(None, False)] * 2
    assert all(line.asked and line.closed is None for line in theirs)
    shown, seen = (browser_of(key).get(f"/vi/calls/{call.pk}/").content.decode() for key in ("officer", "auditor"))
    for proposal in (first, second):
        assert f"/vi/proposals/{proposal.pk}/" not in shown
        assert f"/vi/proposals/{proposal.pk}/" in seen
    assert "có lợi ích liên quan" in shown


def test_whoever_works_in_the_place_of_an_official_with_an_interest_is_out_too() -> None:
    call, first, _second = two_opened()
    moment = after(call)
    married("officer", moment)
    deputy = replace(at(persona("clerk"), moment), stands_in_for=persona("officer").key)
    with pytest.raises(NotAllowed):
        queries.proposal(first.pk, deputy)


def test_who_is_nobody_and_has_no_record_costs_no_question(django_assert_num_queries: object) -> None:
    job = replace(persona("officer"), key="job:calls", person_id=None)
    with django_assert_num_queries(0):  # type: ignore[operator]  # a fixture of pytest-django, given without a type
        assert councils.closed_to(job, {"proposal:1": ["party:1"]}) == {}
