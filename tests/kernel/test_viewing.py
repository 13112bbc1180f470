"""Who looked at whose data can be read by the person, and by nobody be changed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connections, transaction

from khue.kernel.models import PersonalView
from khue.kernel.viewing import note_view, views_of

pytestmark = pytest.mark.django_db


def test_a_look_says_who_what_where_and_when(mai):
    note_view(mai, "party:9", "contact", "dossier:3")
    (row,) = views_of("party:9").rows
    assert (row.viewer, row.viewer_name, row.what, row.subject, row.at) == (
        "party:7",
        "Trần Thị Mai",
        "contact",
        "dossier:3",
        mai.moment,
    )


def test_a_look_at_ones_own_data_is_not_noted(mai):
    note_view(mai, "party:7", "contact")
    assert not PersonalView.objects.exists()


def test_looks_come_newest_first_and_in_pages(mai):
    for hour in range(5):
        note_view(mai.at(mai.moment + timedelta(hours=hour)), "party:9", "contact", f"dossier:{hour}")
    note_view(mai, "party:10", "contact")
    first = views_of("party:9", size=3)
    assert [row.subject for row in first.rows] == ["dossier:4", "dossier:3", "dossier:2"]
    assert [row.subject for row in views_of("party:9", first.next, 3).rows] == ["dossier:1", "dossier:0"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kernel_personalview SET viewer = 'nobody'",
        "DELETE FROM kernel_personalview",
        "TRUNCATE kernel_personalview",
    ],
)
@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize("role", ["default", "owner"])
def test_a_look_can_neither_be_changed_nor_removed_by_anyone(mai, role, statement):
    row = {"viewer": "party:7", "party": "party:9", "what": "contact", "at": mai.moment}
    PersonalView.objects.using(role).create(**row)
    with pytest.raises(DatabaseError), transaction.atomic(using=role), connections[role].cursor() as cursor:
        cursor.execute(statement)
    assert PersonalView.objects.using(role).count() == 1
