"""What a monitor asks: is it up, can it work, and which part can't."""

import os

import pytest
from django.db import connection

from khue.kernel import health


@pytest.fixture
def disk(settings, tmp_path):
    settings.KHUE_FILES = tmp_path / "files"
    return tmp_path


def beat(age):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))", [age]
        )


def test_up_asks_nothing_of_the_database(visitor, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = visitor.get("/healthz")
    assert response.json() == {"ok": True}
    assert "no-cache" in response["Cache-Control"]


def test_ready_says_how_each_part_stands(visitor, disk):
    beat(3)
    response = visitor.get("/readyz")
    checks = response.json()["checks"]
    assert response.status_code == 200
    assert {name: check["ok"] for name, check in checks.items()} == {
        "database": True,
        "migrations": True,
        "worker": True,
        "disk": True,
    }
    assert 2 <= checks["worker"]["heartbeat_age_s"] < 10
    assert list((disk / "files").iterdir()) == []


def test_a_silent_worker_is_told_but_pages_go_on(visitor, disk):
    beat(600)
    response = visitor.get("/readyz")
    assert response.status_code == 200
    assert response.json()["checks"]["worker"]["ok"] is False


def test_a_worker_that_never_came_is_told(visitor, disk):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
    assert visitor.get("/readyz").json()["checks"]["worker"] == {"ok": False, "heartbeat_age_s": None}


def test_a_file_store_that_can_not_be_written_makes_it_unready(visitor, settings, tmp_path):
    (tmp_path / "taken").write_text("a file, not a folder")
    settings.KHUE_FILES = tmp_path / "taken"
    response = visitor.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["disk"] == {"ok": False}


def test_a_migration_that_waits_makes_it_unready(visitor, disk, monkeypatch):
    monkeypatch.setattr(health, "_migrated", False)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = 'kernel'"
            " AND name = (SELECT max(name) FROM django_migrations WHERE app = 'kernel')"
        )
    response = visitor.get("/readyz")
    assert response.status_code == 503
    found = response.json()["checks"]["migrations"]
    assert (found["ok"], found["waiting"] >= 1) == (False, True)


def test_once_migrated_is_remembered(visitor, disk):
    from django.db import connection as asked
    from django.test.utils import CaptureQueriesContext

    visitor.get("/readyz")
    with CaptureQueriesContext(asked) as queries:
        visitor.get("/readyz")
    assert len(queries) == 2


@pytest.mark.django_db(transaction=False)
def test_no_database_makes_it_unready(small_site, db, disk, client, monkeypatch):
    """Pointed at a server that is not there."""
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", os.fspath(disk / "no-server-here"))
    monkeypatch.setattr(connection, "connection", None)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["database"] == {"ok": False}
