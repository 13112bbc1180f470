"""The canary: until the call is opened, what a proposal says is nowhere but with its authors."""

from __future__ import annotations

import pytest
from django.db import connection

from khue.core.actor import Actor
from khue.core.errors import KhueError
from khue.features.calls import queries
from khue.features.dossiers import queries as dossiers
from khue.kernel import files
from khue.kernel.models import StoredFile
from khue.kernel.search.sources import known
from tests.calls.stories import CANARY, browser_of, handed_in, opened, published_call
from tests.cast import persona

pytestmark = pytest.mark.django_db
STAFF = ("clerk", "officer", "appraiser", "finance", "decider", "accountant", "auditor", "administrator", "treasurer")
# Where the authors' words lie: read through doors that ask who reads.
THEIR_OWN = {"dossiers_dossier", "calls_sectionrevision", "calls_proposal"}


def tables_with(words: str) -> set[str]:
    """Every table of the database in which some row holds these words."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}" AS t WHERE t::text LIKE %s)', [f"%{words}%"])
            if cursor.fetchone()[0]:
                found.add(table)
    return found


def test_no_other_table_of_the_database_holds_a_word_of_it() -> None:
    handed_in(published_call())
    assert tables_with(CANARY) <= THEIR_OWN
    # The same look finds it once it may be found: the test can fail.
    assert "dossiers_dossier" in tables_with(CANARY)


@pytest.mark.parametrize("key", [*STAFF, "founder", "resident"])
def test_nobody_else_comes_to_it_through_any_door(key: str) -> None:
    call = published_call()
    proposal = handed_in(call)
    reader: Actor = persona(key)
    for door in (
        lambda: queries.proposal(proposal.pk, reader),
        lambda: queries.comparison(proposal.pk, "content", None, None, reader),
        lambda: dossiers.case(proposal.number, reader),
        lambda: dossiers.draft(proposal.number, reader),
        lambda: queries.opened_proposals(call.pk, reader, None).rows[0],
    ):
        with pytest.raises((KhueError, IndexError)):
            door()
    for row in StoredFile.objects.filter(subject=f"dossier:{proposal.dossier_id}"):
        assert not files.may_read(reader, row.subject)
    assert queries.items_of_call(call.pk) == ()
    assert queries.item(f"proposal:{proposal.pk}") is None


@pytest.mark.parametrize("key", ["clerk", "officer", "auditor", "administrator"])
def test_no_page_of_staff_shows_it(key: str) -> None:
    call = published_call()
    proposal = handed_in(call)
    client = browser_of(key)
    for path in (
        f"/vi/calls/{call.pk}/",
        f"/vi/calls/{call.pk}/?format=csv",
        "/vi/calls/?format=json",
        f"/vi/proposals/{proposal.pk}/",
        f"/vi/dossiers/{proposal.number}/",
        f"/vi/desk/audit/proposal:{proposal.pk}/",
        f"/vi/desk/audit/dossier:{proposal.dossier_id}/",
        f"/api/v1/dossiers/{proposal.number}",
        "/vi/desk/search/?q=chim+hoàng+yến",
        "/vi/desk/",
        "/vi/notices/",
    ):
        answer = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code < 500
        assert CANARY.encode() not in body, path


def test_the_search_finds_it_only_after_the_opening() -> None:
    call = published_call()
    proposal = handed_in(call)
    sources = known()
    keys = [f"dossier:{proposal.dossier_id}"]
    assert list(sources["dossier"].some(keys)) == []
    opened(call)
    (entry,) = sources["dossier"].some(keys)
    assert CANARY in entry.title
