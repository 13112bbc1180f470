"""The last guard is the database: what the application's role can't do, and what nobody can."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection, connections, transaction
from django.db.utils import DatabaseError

from khue.features.ledger.models import APPEND_ONLY_TABLES, NEVER_DELETED_TABLES, READ_ONLY_TABLES
from khue.features.treasury import models as treasury

pytestmark = pytest.mark.django_db

GROWING = (
    "kernel_auditrecord",
    "kernel_auditcheckpoint",
    "kernel_personalview",
    *APPEND_ONLY_TABLES,
    *treasury.APPEND_ONLY_TABLES,
)
GUARDED = (*GROWING, *NEVER_DELETED_TABLES, *READ_ONLY_TABLES)


def asked(sql: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def refusal(sql: str) -> str:
    """The SQLSTATE with which the application's role is refused; empty when it was let through."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        return str(error.__cause__.sqlstate)  # type: ignore[union-attr]  # it is there, or the test fails here
    return ""


NO_PRIVILEGE = psycopg.errors.InsufficientPrivilege.sqlstate


def test_the_application_owns_nothing_and_is_no_superuser() -> None:
    assert asked("SELECT current_user") == [("khue_app",)]
    owned = "SELECT relname FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)"
    assert asked(owned) == []
    assert asked("SELECT proname FROM pg_proc WHERE proowner = current_user::regrole") == []
    flags = "SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, rolreplication FROM pg_roles WHERE rolname = %s"
    assert asked(flags, "khue_app") == [(False,) * 5]
    member = "SELECT 1 FROM pg_auth_members WHERE member = current_user::regrole"
    assert asked(member) == []


def test_the_application_may_truncate_no_table_and_set_no_trigger() -> None:
    rights = """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
          AND (has_table_privilege(current_user, c.oid, 'TRUNCATE')
               OR has_table_privilege(current_user, c.oid, 'TRIGGER')
               OR has_table_privilege(current_user, c.oid, 'REFERENCES'))
    """
    assert asked(rights) == []


@pytest.mark.parametrize("table", GROWING)
def test_what_only_grows_can_be_neither_changed_nor_deleted_by_the_application(table: str) -> None:
    column = asked("SELECT column_name FROM information_schema.columns WHERE table_name = %s LIMIT 1", table)[0][0]
    assert refusal(f"UPDATE {table} SET {column} = {column}") == NO_PRIVILEGE
    assert refusal(f"DELETE FROM {table}") == NO_PRIVILEGE


@pytest.mark.parametrize("table", [*NEVER_DELETED_TABLES, *treasury.NEVER_DELETED_TABLES])
def test_what_is_kept_for_good_is_not_deleted_by_the_application(table: str) -> None:
    assert refusal(f"DELETE FROM {table}") == NO_PRIVILEGE


@pytest.mark.parametrize("table", READ_ONLY_TABLES)
def test_what_triggers_compute_is_not_written_by_the_application(table: str) -> None:
    column = asked("SELECT column_name FROM information_schema.columns WHERE table_name = %s LIMIT 1", table)[0][0]
    assert refusal(f"UPDATE {table} SET {column} = {column}") == NO_PRIVILEGE
    assert refusal(f"DELETE FROM {table}") == NO_PRIVILEGE
    assert refusal(f"INSERT INTO {table} SELECT * FROM {table}") == NO_PRIVILEGE


@pytest.mark.parametrize("table", GUARDED)
def test_the_application_can_switch_off_no_guard(table: str) -> None:
    for sql in (
        f"TRUNCATE {table}",
        f"ALTER TABLE {table} DISABLE TRIGGER ALL",
        f"ALTER TABLE {table} ADD COLUMN stray integer",
        f"DROP TABLE {table} CASCADE",
        f"CREATE TRIGGER stray BEFORE INSERT ON {table} EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        f"CREATE RULE stray AS ON INSERT TO {table} DO INSTEAD NOTHING",
    ):
        assert refusal(sql) == NO_PRIVILEGE, sql


def test_triggers_can_not_be_passed_by_playing_a_replica() -> None:
    assert refusal("SET session_replication_role = replica") == NO_PRIVILEGE


def test_the_application_makes_no_table_of_its_own() -> None:
    assert refusal("CREATE TABLE stray (id integer)") == NO_PRIVILEGE
    assert refusal("CREATE FUNCTION stray() RETURNS integer LANGUAGE sql AS 'SELECT 1'") == NO_PRIVILEGE


def test_every_function_that_runs_as_its_owner_has_a_fixed_search_path() -> None:
    """Otherwise a table in a temporary schema could take the place of the real one."""
    loose = """
        SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = 'public' AND p.prosecdef
          AND NOT EXISTS (SELECT 1 FROM unnest(p.proconfig) c WHERE c ~ '^search_path=.*pg_temp$')
    """
    assert asked(loose) == []


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize("table", GROWING)
def test_even_the_owner_is_refused_by_the_triggers_of_what_only_grows(table: str) -> None:
    """Rows are needed for row triggers, so truncate is what is tried; updates of rows are tried in the rooms' tests."""
    connection = connections["owner"]
    with pytest.raises(DatabaseError) as caught, transaction.atomic(using="owner"), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")
    assert getattr(caught.value.__cause__, "sqlstate", "")[:2] in ("23", "P0")
